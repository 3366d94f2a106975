//! A small log that grows by right entries; tests bend one of them.

use ledger::commit::{self, MemoId};
use ledger::entry::{
    Audit, CopyId, Custody, Deal, Decimal, Disclosed, Entry, Finding, Floor, Issue, Open, Outcome,
    Purpose, Reading, Real, Reveal, Void,
};
use ledger::hash::{Hash, sha256};
use ledger::order::{History, OrderError};

pub(crate) const A: MemoId = [0xa0; 16];
pub(crate) const B: MemoId = [0xb0; 16];

/// Any hash, different for each label.
pub(crate) fn digest(label: &str) -> Hash {
    sha256(&[label.as_bytes()])
}

/// The two secret values behind a batch's beacon.
fn reveals(memo: &MemoId, batch: u32) -> Vec<Hash> {
    (0..2_u8).map(|p| sha256(&[b"reveal", memo, &batch.to_be_bytes(), &[p]])).collect()
}

/// The two custodians' secret nonces.
fn nonces(memo: &MemoId) -> Vec<Hash> {
    (0..2_u8).map(|c| sha256(&[b"nonce", memo, &[c]])).collect()
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) history: History,
}

impl Log {
    pub(crate) fn leaf(&self, index: u64) -> Hash {
        self.history.tree().leaf(index).unwrap()
    }

    pub(crate) fn deal(memo: MemoId, batch: u32, copies: u32) -> Deal {
        Deal {
            memo,
            batch,
            copies,
            copies_root: digest("copies"),
            key_commit: digest("key"),
            catalogue: digest("catalogue"),
            original: digest("original"),
            decoder: digest("decoder"),
            alpha: Decimal::new("0.001").unwrap(),
            beacon: reveals(&memo, batch).iter().map(commit::reveal_commit).collect(),
            nonces: if batch == 0 {
                nonces(&memo).iter().map(commit::nonce_end).collect()
            } else {
                Vec::new()
            },
            custody: Custody::Split,
            witnesses: 0,
        }
    }

    fn deal_leaf(&self, memo: &MemoId, batch: u32) -> Hash {
        self.history.batches(memo).get(batch as usize).map_or([0; 32], |b| self.leaf(b.deal))
    }

    pub(crate) fn reveal(&self, memo: MemoId, batch: u32) -> Reveal {
        let (deal, values) = (self.deal_leaf(&memo, batch), reveals(&memo, batch));
        let beacon = commit::beacon(&deal, &values);
        Reveal { memo, batch, deal, values, beacon }
    }

    pub(crate) fn issue(&self, memo: MemoId, batch: u32) -> Issue {
        let copies = self.history.deal(&memo, batch).map_or(1, |deal| deal.copies);
        let deal = self.deal_leaf(&memo, batch);
        Issue { memo, batch, deal, copies, files_root: digest("files") }
    }

    pub(crate) fn void(&self, memo: MemoId, batch: u32) -> Void {
        let deal = self.deal_leaf(&memo, batch);
        Void { memo, batch, deal, reason: "abandoned".to_owned() }
    }

    /// A reading whose counts are right; `salt` keeps readings apart.
    pub(crate) fn reading(&self, memos: &[MemoId], salt: u64) -> Reading {
        let counts = self.history.counts(memos).unwrap();
        Reading {
            memos: memos.to_vec(),
            copies: counts.copies,
            inquiry: counts.inquiry,
            leak: digest("leak"),
            extractor: "plain/1".to_owned(),
            aligner: "lattice/1".to_owned(),
            alignments: salt,
            edits: 0,
            reading: digest("reading"),
            floor: Floor::Above,
        }
    }

    pub(crate) fn open(&self, at: u64) -> Open {
        let reading = self.history.reading(at).unwrap();
        let all = reading.memos.iter().zip(&reading.inquiry).flat_map(|(memo, inquiry)| {
            let value = |n: &Hash| commit::nonce_value(n, *inquiry as u32).unwrap_or([0; 32]);
            nonces(memo).iter().map(value).collect::<Vec<_>>()
        });
        Open {
            reading: self.leaf(at),
            memos: reading.memos.clone(),
            inquiry: reading.inquiry.clone(),
            purpose: match reading.floor {
                Floor::Above => Purpose::Name,
                Floor::Below => Purpose::Shortlist,
            },
            nonces: all.collect(),
            gate: "none".to_owned(),
        }
    }

    /// A finding without names for the reading at `at`.
    pub(crate) fn finding(&self, at: u64) -> Finding {
        let leaf = self.leaf(at);
        let inquiry = self.history.inquiry(&leaf).unwrap();
        let reading = self.history.reading(at).unwrap();
        let named = inquiry.open.is_some() && reading.floor == Floor::Above;
        Finding {
            reading: leaf,
            open: inquiry.open.map(|open| self.leaf(open)),
            outcome: if named { Outcome::NoFinding } else { Outcome::CannotName },
            copies: inquiry.counts.copies,
            deals: inquiry.counts.deals,
            voids: inquiry.counts.voids.clone(),
            unopened: inquiry.counts.unopened,
            alpha: Decimal::new("0.001").unwrap(),
            alpha_inquiry: Real::new(4.5e-4).unwrap(),
            grade: self.history.grade(&reading.memos, &inquiry.counts),
            named: Vec::new(),
            log10_evidence: Vec::new(),
            p_upper: Vec::new(),
            body: digest("body"),
        }
    }

    /// Makes a finding name a copy.
    pub(crate) fn name(finding: Finding, copy: CopyId) -> Finding {
        Finding {
            outcome: Outcome::Named,
            named: vec![copy],
            log10_evidence: vec![Real::new(9.25).unwrap()],
            p_upper: vec![Real::new(1e-9).unwrap()],
            ..finding
        }
    }

    pub(crate) fn audit(&self, finding: u64, memo: MemoId, copies: Disclosed) -> Audit {
        Audit { actor: [7; 16], finding: self.leaf(finding), memo, level: 1, copies }
    }

    pub(crate) fn add(&mut self, entry: Entry) -> u64 {
        self.history.append(entry).unwrap()
    }

    /// DEAL, REVEAL and ISSUE of a batch.
    pub(crate) fn batch(&mut self, memo: MemoId, batch: u32, copies: u32) {
        self.add(Entry::Deal(Self::deal(memo, batch, copies)));
        self.add(Entry::Reveal(self.reveal(memo, batch)));
        self.add(Entry::Issue(self.issue(memo, batch)));
    }

    /// READING, OPEN and FINDING; gives the index of the FINDING.
    pub(crate) fn inquiry(&mut self, memos: &[MemoId], salt: u64) -> u64 {
        let at = self.add(Entry::Reading(self.reading(memos, salt)));
        self.add(Entry::Open(self.open(at)));
        self.add(Entry::Finding(self.finding(at)))
    }

    pub(crate) fn refuses(&self, entry: &Entry, error: OrderError) {
        assert_eq!(self.history.admit(entry), Err(error), "{entry:?}");
    }
}
