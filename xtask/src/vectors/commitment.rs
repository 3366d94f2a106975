//! Vectors of `spec/commitment.md`.

use ledger::certificate::Certificate;
use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::CopyId;
use ledger::proof::LogProof;
use serde_json::{Value, json};

use super::run::{hex, hexes};
use super::scenes;
use super::world::{World, fixed, memo};
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("commitment", "commitment");

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = hashes();
    vectors.extend(chains());
    vectors.extend(certificates());
    vectors
}

fn hashes() -> Vec<Vector> {
    let id = hex(memo("commitments"));
    let copy = |j: u32, office: &str| json!({ "copy_key": hex(fixed("k", &[j])), "salt": hex(fixed("s", &[j])), "office": office });
    let copies = |count: u32| -> Value { (0..count).map(|j| copy(j, &World::office(j))).collect() };
    let batch = |copies: Value| json!({ "memo": id, "batch": 0, "copies": copies });
    let file = |format: &str, n: u32| json!([format, hex(fixed("f", &[n]))]);
    let files = json!([
        [file("txt", 0)],
        [file("txt", 1)],
        [file("html", 2), file("md", 3), file("txt", 4)]
    ]);
    vec![
        ok(PAGE, "key-commit", "key-commit", "commitment to K", json!({ "key": hex([7; 32]) })),
        ok(PAGE, "copies", "copies-one", "one copy: its path is empty", batch(copies(1))),
        ok(
            PAGE,
            "copies",
            "copies-seven",
            "seven copies, one office beyond ASCII",
            batch(copies(7)),
        ),
        ok(PAGE, "copies", "copies-eight", "a complete tree", batch(copies(8))),
        ok(PAGE, "files", "files", "one to three formats a copy", batch(files)),
        refuse(
            PAGE,
            "files",
            "files-descending",
            "formats not in ascending order",
            batch(json!([[file("txt", 0), file("md", 1)]])),
        ),
        refuse(PAGE, "files", "files-none", "a copy without files", batch(json!([[]]))),
        ok(
            PAGE,
            "original",
            "original",
            "a memo file",
            json!({ "salt": hex(fixed("salt", &[])), "bytes": hex("The harbour is to be closed.\n") }),
        ),
        ok(
            PAGE,
            "original",
            "original-empty",
            "no bytes",
            json!({ "salt": hex([0; 32]), "bytes": "" }),
        ),
    ]
}

fn chains() -> Vec<Vector> {
    let values = |n: u32| hexes((0..n).map(|p| fixed("r", &[p])));
    let beacon = |values: Value| json!({ "deal": hex(fixed("deal", &[])), "values": values });
    let chain = |inquiry: u32| json!({ "nonce": hex(fixed("n", &[])), "inquiry": inquiry });
    let nonces = |memo: u32| hexes([fixed("v", &[memo, 0]), fixed("v", &[memo, 1])]);
    let seed = json!({
        "reading": hex(fixed("reading", &[])), "value": hex(fixed("value", &[])), "memo": hex(memo("seed")),
    });
    vec![
        ok(PAGE, "beacon", "beacon-two", "two parties", beacon(values(2))),
        ok(PAGE, "beacon", "beacon-six", "six parties", beacon(values(6))),
        ok(PAGE, "chain", "chain-first", "what the first inquiry publishes", chain(1)),
        ok(PAGE, "chain", "chain-last", "what the last inquiry publishes", chain(1023)),
        refuse(
            PAGE,
            "chain",
            "chain-spent",
            "the chain has no value for inquiry 1024",
            chain(1024),
        ),
        refuse(PAGE, "chain", "chain-zero", "inquiries count from 1", chain(0)),
        ok(
            PAGE,
            "sampler-value",
            "sampler-value-one",
            "one memo: XOR of its custodians",
            json!({ "memos": [nonces(0)] }),
        ),
        ok(
            PAGE,
            "sampler-value",
            "sampler-value-two",
            "two memos: hashed together",
            json!({ "memos": [nonces(0), nonces(1)] }),
        ),
        ok(PAGE, "seed", "seed", "seed of the sampler", seed),
    ]
}

fn certificates() -> Vec<Vector> {
    let mut world = scenes::world();
    let plan = scenes::note(12);
    world.issue(&plan);
    let copy = CopyId { memo: plan.memo, batch: 0, j: 5 };
    let good = certificate(&world, &copy);
    let text = good.write();
    let input = |text: String| json!({ "certificate": text });
    let bent = |bend: fn(&mut Certificate)| {
        let mut certificate = good.clone();
        bend(&mut certificate);
        input(certificate.write())
    };
    let bad = |name, comment, input| refuse(PAGE, "certificate", name, comment, input);
    vec![
        ok(PAGE, "certificate", "certificate", "copy 5 of 12", input(text.clone())),
        bad(
            "certificate-office",
            "another office",
            bent(|c| "Harbour Authority".clone_into(&mut c.office)),
        ),
        bad("certificate-index", "another copy", bent(|c| c.index = 4)),
        bad("certificate-copies", "another number of copies", bent(|c| c.copies = 13)),
        bad("certificate-file", "another file", bent(|c| c.files[0].1[0] ^= 1)),
        bad("certificate-moved", "DEAL's proof with another index", bent(|c| c.deal.index = 1)),
        bad(
            "certificate-swapped",
            "ISSUE before DEAL",
            bent(|c| std::mem::swap(&mut c.deal, &mut c.issue)),
        ),
        bad(
            "certificate-key",
            "another log key",
            bent(|c| c.log_key = scenes::other_signer().verifier().to_string()),
        ),
        bad(
            "certificate-line",
            "a line too many",
            input(text.replacen("\nlog-key", "\nnote none\nlog-key", 1)),
        ),
        bad(
            "certificate-cut",
            "the ISSUE proof is missing",
            input(text[..text.rfind("c2sp.org/tlog-proof").expect("two proofs")].to_owned()),
        ),
    ]
}

/// The certificate of a copy, with proofs at the log's present end.
fn certificate(world: &World, copy: &CopyId) -> Certificate {
    let opened = world.opened(copy);
    let tree = world.history.tree();
    let checkpoint = Checkpoint { size: tree.size(), root: tree.root() };
    let checkpoint = checkpoint.sign(&world.signer).expect("a good note");
    let proof = |index: u64| LogProof {
        entry: world.history.entry(index).expect("in the log").write().expect("a good entry"),
        index,
        path: tree.path(index, tree.size()).expect("in the log"),
        checkpoint: checkpoint.clone(),
    };
    let batch = world.history.batches(&copy.memo)[copy.batch as usize];
    let deal = world.history.deal(&copy.memo, copy.batch).expect("dealt");
    // The only file of a copy ends its leaf.
    let digest = opened.file_leaf.last_chunk().expect("a leaf ends in a hash");
    Certificate {
        memo: copy.memo,
        batch: copy.batch,
        index: copy.j,
        copies: deal.copies,
        office: World::office(copy.j),
        salt: World::salt(&copy.memo, copy.batch, copy.j),
        key_commitment: commit::copy_key_commit(&opened.key),
        copies_path: opened.copies_path,
        files: vec![("txt".to_owned(), *digest)],
        files_path: opened.files_path,
        log_key: world.log_key(),
        deal: proof(batch.deal),
        issue: proof(batch.issue.expect("issued")),
    }
}
