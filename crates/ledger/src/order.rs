//! The order of the log (`spec/log.md`): a [`History`] takes entries one after the other, refuses what may not stand
//! where it comes, and counts what a READING and its FINDING must state.
//!
//! Every entry costs logarithmic time, so a hostile list of 100,000 entries is checked in about the time it takes to hash it.

mod counts;
mod error;
mod rules;

use std::collections::BTreeMap;

use counts::{BitList, Marks};
pub use error::OrderError;

use crate::commit::MemoId;
use crate::entry::{CopyId, Custody, Deal, Disclosed, Entry, Grade, Issue, Open, Reading, Reveal};
use crate::hash::Hash;
use crate::tree::{Tree, leaf_hash};

/// A list of entries whose order holds.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    tree: Tree,
    memos: BTreeMap<MemoId, Memo>,
    /// State of each inquiry by the index of its READING.
    inquiries: BTreeMap<u64, Inquiry>,
    /// Index of each READING by its leaf hash.
    readings: BTreeMap<Hash, u64>,
    /// Index of each FINDING by its leaf hash.
    findings: BTreeMap<Hash, u64>,
    /// One mark an entry: a DEAL without an ISSUE of its own.
    unissued: Marks,
    /// Index of the last ISSUE.
    last_issue: Option<u64>,
    deals: u64,
}

/// What the log knows of a memo.
#[derive(Debug)]
struct Memo {
    batches: Vec<Batch>,
    /// Where V begins: after the last ISSUE that stands before the memo's first DEAL.
    voids_from: u64,
    last_issue: Option<u64>,
    /// Copies issued.
    copies: u64,
    /// OPEN entries so far.
    opens: u64,
    /// Next link of each custodian's chain: what one more hash of the next nonce must give.
    chains: Vec<Hash>,
    /// Ordinals of the READINGs of this memo that have no OPEN.
    unopened: BitList,
    /// Index of the first `disclose` of all copies.
    all_burnt: Option<u64>,
    /// Index of the first `disclose` of a copy.
    burnt: BTreeMap<(u32, u32), u64>,
}

/// Indices of a batch's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its DEAL.
    pub deal: u64,
    /// Its REVEAL.
    pub reveal: Option<u64>,
    /// Its ISSUE.
    pub issue: Option<u64>,
    /// Its VOID.
    pub void: Option<u64>,
}

/// Indices of an inquiry's entries, and the counts at its READING.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// Its READING.
    pub reading: u64,
    /// Its OPEN.
    pub open: Option<u64>,
    /// Its FINDING.
    pub finding: Option<u64>,
    /// What was counted at the READING.
    pub counts: Counts,
    /// Ordinal among the READINGs.
    ordinal: u32,
}

/// The counts of `spec/log.md`, taken for some memos at some place of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// N.
    pub copies: u64,
    /// i of each memo.
    pub inquiry: Vec<u64>,
    /// V of each memo.
    pub voids: Vec<u64>,
    /// D.
    pub deals: u64,
    /// READINGs that share a memo and have no OPEN.
    pub unopened: u64,
    /// Whether an OPEN of any of the memos came before.
    pub opened_before: bool,
}

impl History {
    /// The empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// The log of these entries, from the first on.
    ///
    /// # Errors
    ///
    /// [`OrderError`] of the first entry that may not stand where it does, with its index.
    pub fn read<B: AsRef<[u8]>>(
        entries: impl IntoIterator<Item = B>,
    ) -> Result<Self, (u64, OrderError)> {
        let mut history = Self::new();
        for entry in entries {
            let index = history.size();
            history.append_bytes(entry.as_ref()).map_err(|error| (index, error))?;
        }
        Ok(history)
    }

    /// Appends an entry and gives its index.
    ///
    /// # Errors
    ///
    /// [`OrderError`] when it may not be appended now; the history is unchanged then.
    pub fn append(&mut self, entry: Entry) -> Result<u64, OrderError> {
        let leaf = entry.leaf().map_err(OrderError::Entry)?;
        self.push(entry, leaf)
    }

    /// Appends an entry from its bytes and gives its index.
    ///
    /// # Errors
    ///
    /// As [`History::append`], and for bytes that are no entry.
    pub fn append_bytes(&mut self, bytes: &[u8]) -> Result<u64, OrderError> {
        let entry = Entry::parse(bytes).map_err(OrderError::Entry)?;
        self.push(entry, leaf_hash(bytes))
    }

    /// Whether an entry may be appended now.
    ///
    /// # Errors
    ///
    /// The [`OrderError`] that [`History::append`] would give.
    pub fn admit(&self, entry: &Entry) -> Result<(), OrderError> {
        let leaf = entry.leaf().map_err(OrderError::Entry)?;
        self.check(entry, &leaf)
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The Merkle tree over the entries.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// An entry.
    pub fn entry(&self, index: u64) -> Option<&Entry> {
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// The counts for these memos, as a READING appended now must state them; memos ascending.
    ///
    /// # Errors
    ///
    /// [`OrderError::NotIssued`] for a memo without an ISSUE.
    pub fn counts(&self, memos: &[MemoId]) -> Result<Counts, OrderError> {
        let states = memos
            .iter()
            .map(|id| self.memos.get(id).filter(|memo| memo.copies > 0))
            .collect::<Option<Vec<_>>>()
            .ok_or(OrderError::NotIssued)?;
        Ok(Counts {
            copies: states.iter().map(|memo| memo.copies).sum(),
            inquiry: states.iter().map(|memo| 1 + memo.opens).collect(),
            voids: states.iter().map(|memo| self.voids(memo)).collect(),
            deals: self.deals,
            unopened: BitList::union_count(states.iter().map(|memo| &memo.unopened)),
            opened_before: states.iter().any(|memo| memo.opens > 0),
        })
    }

    /// V: deals that came to nothing, and batches after the first. Each was a chance to see words and to go on until
    /// some fit, so each has a share of α of its own.
    fn voids(&self, memo: &Memo) -> u64 {
        let Some(end) = memo.last_issue else { return 0 };
        // A batch is only dealt after the ISSUE of the one before it.
        let open = memo.batches.last().is_some_and(|batch| batch.issue.is_none());
        let late = memo.batches.len() - 1 - usize::from(open);
        late as u64 + self.unissued.count(memo.voids_from, end)
    }

    /// The batches of a memo, from batch 0.
    pub fn batches(&self, memo: &MemoId) -> &[Batch] {
        self.memos.get(memo).map_or(&[], |memo| &memo.batches)
    }

    /// The batches of a memo that were issued before an index, with their numbers.
    pub fn issued(&self, memo: &MemoId, before: u64) -> impl Iterator<Item = (u32, Batch)> {
        let issued = move |batch: &Batch| batch.issue.is_some_and(|issue| issue < before);
        (0..).zip(self.batches(memo).iter().copied()).filter(move |(_, batch)| issued(batch))
    }

    /// The DEAL of a batch.
    pub fn deal(&self, memo: &MemoId, batch: u32) -> Option<&Deal> {
        match self.entry(self.batches(memo).get(batch as usize)?.deal)? {
            Entry::Deal(deal) => Some(deal),
            _ => None,
        }
    }

    /// The REVEAL of a batch.
    pub fn reveal(&self, memo: &MemoId, batch: u32) -> Option<&Reveal> {
        match self.entry(self.batches(memo).get(batch as usize)?.reveal?)? {
            Entry::Reveal(reveal) => Some(reveal),
            _ => None,
        }
    }

    /// The ISSUE of a batch.
    pub fn issue(&self, memo: &MemoId, batch: u32) -> Option<&Issue> {
        match self.entry(self.batches(memo).get(batch as usize)?.issue?)? {
            Entry::Issue(issue) => Some(issue),
            _ => None,
        }
    }

    /// The inquiry whose READING has this leaf hash.
    pub fn inquiry(&self, reading_leaf: &Hash) -> Option<&Inquiry> {
        self.inquiries.get(self.readings.get(reading_leaf)?)
    }

    /// All inquiries, in the order of their READINGs.
    pub fn inquiries(&self) -> impl Iterator<Item = &Inquiry> {
        self.inquiries.values()
    }

    /// The READING at an index.
    pub fn reading(&self, index: u64) -> Option<&Reading> {
        match self.entry(index)? {
            Entry::Reading(reading) => Some(reading),
            _ => None,
        }
    }

    /// The OPEN at an index.
    pub fn open(&self, index: u64) -> Option<&Open> {
        match self.entry(index)? {
            Entry::Open(open) => Some(open),
            _ => None,
        }
    }

    /// Whether a copy's key had left the registry before an index: it can never be named again.
    pub fn burnt(&self, copy: &CopyId, before: u64) -> bool {
        let Some(memo) = self.memos.get(&copy.memo) else { return false };
        let first = memo.burnt.get(&(copy.batch, copy.j)).copied();
        first.into_iter().chain(memo.all_burnt).any(|index| index < before)
    }

    /// Grade of a finding on a reading of these memos with these counts.
    pub fn grade(&self, memos: &[MemoId], counts: &Counts) -> Grade {
        let local = |memo| self.deal(memo, 0).is_some_and(|deal| deal.custody == Custody::Local);
        match (memos.iter().any(local), counts.opened_before) {
            (true, _) => Grade::L,
            (false, false) => Grade::A,
            (false, true) => Grade::B,
        }
    }

    /// Takes an entry whose place is right.
    fn push(&mut self, entry: Entry, leaf: Hash) -> Result<u64, OrderError> {
        self.check(&entry, &leaf)?;
        let index = self.size();
        self.unissued.push(matches!(entry, Entry::Deal(_)));
        match &entry {
            Entry::Deal(deal) => self.note_deal(deal, index),
            Entry::Reveal(reveal) => {
                self.batch_mut(&reveal.memo, reveal.batch).reveal = Some(index);
            }
            Entry::Issue(issue) => self.note_issue(issue, index),
            Entry::Void(void) => self.batch_mut(&void.memo, void.batch).void = Some(index),
            Entry::Reading(reading) => self.note_reading(reading, leaf, index)?,
            Entry::Open(open) => self.note_open(open, index),
            Entry::Finding(finding) => {
                let inquiry = self.inquiries.get_mut(&self.readings[&finding.reading]);
                inquiry.expect("checked").finding = Some(index);
                self.findings.insert(leaf, index);
            }
            Entry::Audit(audit) => {
                let memo = self.memos.get_mut(&audit.memo).expect("checked");
                match &audit.copies {
                    Disclosed::All => {
                        memo.all_burnt.get_or_insert(index);
                    }
                    Disclosed::Copies(copies) => {
                        for copy in copies {
                            memo.burnt.entry(*copy).or_insert(index);
                        }
                    }
                }
            }
        }
        self.tree.push(leaf);
        self.entries.push(entry);
        Ok(index)
    }

    fn batch_mut(&mut self, memo: &MemoId, batch: u32) -> &mut Batch {
        &mut self.memos.get_mut(memo).expect("checked").batches[batch as usize]
    }

    fn note_deal(&mut self, deal: &Deal, index: u64) {
        let voids_from = self.last_issue.map_or(0, |issue| issue + 1);
        let memo = self.memos.entry(deal.memo).or_insert_with(|| Memo {
            batches: Vec::new(),
            voids_from,
            last_issue: None,
            copies: 0,
            opens: 0,
            chains: deal.nonces.clone(),
            unopened: BitList::default(),
            all_burnt: None,
            burnt: BTreeMap::new(),
        });
        memo.batches.push(Batch { deal: index, reveal: None, issue: None, void: None });
        self.deals += 1;
    }

    fn note_issue(&mut self, issue: &Issue, index: u64) {
        let batch = self.batch_mut(&issue.memo, issue.batch);
        batch.issue = Some(index);
        let deal = batch.deal;
        self.unissued.clear(deal);
        let memo = self.memos.get_mut(&issue.memo).expect("checked");
        memo.last_issue = Some(index);
        memo.copies += u64::from(issue.copies);
        self.last_issue = Some(index);
    }

    fn note_reading(
        &mut self,
        reading: &Reading,
        leaf: Hash,
        index: u64,
    ) -> Result<(), OrderError> {
        let counts = self.counts(&reading.memos)?;
        let ordinal = self.inquiries.len() as u32;
        for memo in &reading.memos {
            self.memos.get_mut(memo).expect("checked").unopened.push(ordinal);
        }
        let inquiry = Inquiry { reading: index, open: None, finding: None, counts, ordinal };
        self.inquiries.insert(index, inquiry);
        self.readings.insert(leaf, index);
        Ok(())
    }

    fn note_open(&mut self, open: &Open, index: u64) {
        let reading = self.readings[&open.reading];
        let inquiry = self.inquiries.get_mut(&reading).expect("checked");
        inquiry.open = Some(index);
        let mut nonces = open.nonces.iter();
        for memo in &open.memos {
            let memo = self.memos.get_mut(memo).expect("checked");
            memo.opens += 1;
            memo.unopened.clear(inquiry.ordinal);
            for chain in &mut memo.chains {
                *chain = *nonces.next().expect("checked");
            }
        }
    }
}
