//! A certificate proves what was issued, and one with anything changed proves nothing.

use ledger::certificate::{Certificate, CertificateError};
use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::Entry;
use ledger::note::SignerKey;
use ledger::proof::{LogProof, ProofError};
use ledger::tree::Tree;

use crate::sample::{A, Log, digest};

const COPIES: u32 = 5;

fn signer() -> SignerKey {
    SignerKey::from_seed("countermark.log/test", &[9; 32]).unwrap()
}

fn proof(log: &Log, index: u64) -> LogProof {
    let tree = log.history.tree();
    LogProof {
        entry: log.history.entry(index).unwrap().write().unwrap(),
        index,
        path: tree.path(index, tree.size()).unwrap(),
        checkpoint: Checkpoint { size: tree.size(), root: tree.root() }.sign(&signer()).unwrap(),
    }
}

/// A certificate of one copy in a log of its own.
fn certificate(index: u32) -> Certificate {
    let office = |j: u32| format!("Office {j} of the northern desk");
    let files = vec![("md".to_owned(), digest("md")), ("txt".to_owned(), digest("txt"))];
    let copy_leaf = |j: u32| {
        let id = commit::recipient(&[j as u8; 32], &office(j));
        commit::copy_leaf(&A, 0, j, &digest("key commitment"), &id)
    };
    let copies = Tree::over((0..COPIES).map(copy_leaf));
    let leaves = (0..COPIES).map(|j| commit::file_leaf(&A, 0, j, &files).unwrap());
    let file_tree = Tree::over(leaves);
    let mut log = Log::default();
    let mut deal = Log::deal(A, 0, COPIES);
    deal.copies_root = commit::copies_root(COPIES, &copies.root());
    log.add(Entry::Deal(deal));
    log.add(Entry::Reveal(log.reveal(A, 0)));
    let mut issue = log.issue(A, 0);
    issue.files_root = commit::files_root(COPIES, &file_tree.root());
    log.add(Entry::Issue(issue));
    Certificate {
        memo: A,
        batch: 0,
        index,
        copies: COPIES,
        office: office(index),
        salt: [index as u8; 32],
        key_commitment: digest("key commitment"),
        copies_path: copies.path(u64::from(index), u64::from(COPIES)).unwrap(),
        files,
        files_path: file_tree.path(u64::from(index), u64::from(COPIES)).unwrap(),
        log_key: signer().verifier().to_string(),
        deal: proof(&log, 0),
        issue: proof(&log, 2),
    }
}

#[test]
fn certificates_read_back_and_verify() {
    for index in 0..COPIES {
        let certificate = certificate(index);
        let text = certificate.write();
        assert_eq!(Certificate::parse(&text).as_ref(), Ok(&certificate));
        let certified = certificate.verify().unwrap();
        assert_eq!((certified.deal.copies, certified.checkpoint.size), (COPIES, 3));
    }
}

#[test]
fn changed_certificates_are_refused() {
    let good = certificate(2);
    let change = |change: fn(&mut Certificate)| {
        let mut certificate = good.clone();
        change(&mut certificate);
        certificate.verify().unwrap_err()
    };
    assert_eq!(change(|c| c.office = "Office 3".to_owned()), CertificateError::Copy);
    assert_eq!(change(|c| c.index = 3), CertificateError::Copy);
    assert_eq!(change(|c| c.index = COPIES), CertificateError::Copy);
    assert_eq!(change(|c| c.copies = COPIES + 1), CertificateError::Batch);
    assert_eq!(change(|c| c.files[0].1 = digest("another file")), CertificateError::Files);
    assert_eq!(change(|c| c.files.swap(0, 1)), CertificateError::Field("file"));
    assert_eq!(change(|c| c.memo[0] ^= 1), CertificateError::Batch);
    assert_eq!(change(|c| std::mem::swap(&mut c.deal, &mut c.issue)), CertificateError::NoDeal);
    assert_eq!(change(|c| c.issue = c.deal.clone()), CertificateError::NoIssue);
    let moved = CertificateError::Proof(ProofError::Inclusion);
    assert_eq!(change(|c| c.deal.index = 1), moved);
}

/// A certificate comes from outside: any byte changed is refused when read or when verified, and nothing panics.
#[test]
fn no_byte_can_be_changed() {
    let text = certificate(1).write();
    for (place, _) in text.char_indices().filter(|(place, c)| c.is_ascii() && place % 3 == 0) {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        let Ok(other) = String::from_utf8(bytes) else { continue };
        let verified = Certificate::parse(&other).and_then(|c| c.verify());
        assert!(verified.is_err(), "byte {place}");
    }
}
