//! What the index keeps of one memo: the lattice of its readings and where its words stand.
//!
//! Bytes, version 1: the byte 1, then all numbers as LEB128: the counts of memo words, nodes, branches and joins; for
//! each memo word the bytes between it and the word before, and its own bytes; for each node its word number
//! (four bytes, little endian, [`crate::word::word_number`]) and `(memo word − that of the node before, zigzag) · 2 +
//! capital`; the branches, then the joins, as node − node before and target − node (zigzag).

use std::fmt;
use std::ops::Range;

use crate::align::lattice::{BRANCH, JOIN, Lattice};
use crate::align::site::sites;
use crate::choice::Choice;
use crate::word::Words;

/// First byte of a posting; a later format has another.
const VERSION: u8 = 1;

/// One memo as the index holds it. It says what the memo's choices are and nothing of any copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub(super) lattice: Lattice,
    /// Bytes of each memo word.
    pub(super) ranges: Vec<(u32, u32)>,
}

/// Why bytes are no posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingError {
    /// The first byte names a format this program does not know.
    Version(u8),
    /// The bytes end early, go on too long or point outside the memo.
    Damaged,
}

impl fmt::Display for PostingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PostingError::Version(version) => write!(f, "index entry has format `{version}`"),
            PostingError::Damaged => write!(f, "index entry is damaged"),
        }
    }
}

impl std::error::Error for PostingError {}

impl PostingError {
    /// What to do about it.
    pub fn hint(self) -> &'static str {
        "the index is derived data: rebuild the entry from the memo"
    }
}

impl Posting {
    /// The posting of a memo's original text (without its notice) and all its choices.
    pub fn make(memo: &str, choices: &[Choice]) -> Posting {
        let words = Words::read(memo);
        let (lattice, _) = Lattice::build(&words, &sites(memo, &words, choices));
        let ranges =
            (0..words.len()).map(|i| words.range(i)).map(|r| (r.start as u32, r.end as u32));
        Posting { lattice, ranges: ranges.collect() }
    }

    /// Bytes of the memo from node `first` to node `last`.
    pub(super) fn bytes_between(&self, (first, last): (u32, u32)) -> Range<usize> {
        let base = |node: u32| {
            let word = self.lattice.bases[node as usize] as usize;
            self.ranges.get(word).copied().unwrap_or_default()
        };
        base(first).0 as usize..base(last).1 as usize
    }

    /// The bytes to store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let lattice = &self.lattice;
        let mut bytes = vec![VERSION];
        let counts =
            [self.ranges.len(), lattice.len(), lattice.branches.len(), lattice.joins.len()];
        for count in counts {
            put(&mut bytes, count as u64);
        }
        let mut end = 0;
        for &(from, to) in &self.ranges {
            put(&mut bytes, zigzag(i64::from(from) - i64::from(end)));
            put(&mut bytes, u64::from(to - from));
            end = to;
        }
        let mut base = 0;
        for node in 0..lattice.len() {
            bytes.extend(lattice.numbers[node].to_le_bytes());
            let step = zigzag(i64::from(lattice.bases[node]) - i64::from(base));
            put(&mut bytes, step << 1 | u64::from(lattice.capitals[node]));
            base = lattice.bases[node];
        }
        for arrows in [&lattice.branches, &lattice.joins] {
            let mut before = 0;
            for &(node, target) in arrows {
                put(&mut bytes, u64::from(node - before));
                put(&mut bytes, zigzag(i64::from(target) - i64::from(node)));
                before = node;
            }
        }
        bytes
    }

    /// Reads what [`Posting::to_bytes`] wrote; damaged bytes are an error, never a panic.
    pub fn from_bytes(bytes: &[u8]) -> Result<Posting, PostingError> {
        let (&version, rest) = bytes.split_first().ok_or(PostingError::Damaged)?;
        if version != VERSION {
            return Err(PostingError::Version(version));
        }
        Taker { rest }.posting().ok_or(PostingError::Damaged)
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

struct Taker<'a> {
    rest: &'a [u8],
}

impl Taker<'_> {
    fn posting(&mut self) -> Option<Posting> {
        let counts = [self.count()?, self.count()?, self.count()?, self.count()?];
        let mut ranges = Vec::with_capacity(counts[0]);
        let mut end = 0;
        for _ in 0..counts[0] {
            let from = self.moved(end)?;
            end = from.checked_add(u32::try_from(self.number()?).ok()?)?;
            ranges.push((from, end));
        }
        let mut lattice = Lattice::default();
        let mut base = 0;
        for _ in 0..counts[1] {
            let (head, rest) = self.rest.split_first_chunk::<4>()?;
            self.rest = rest;
            let step = self.number()?;
            base = u32::try_from(i64::from(base).checked_add(unzigzag(step >> 1))?).ok()?;
            if base as usize > counts[0] {
                return None;
            }
            lattice.numbers.push(u32::from_le_bytes(*head));
            lattice.bases.push(base);
            lattice.capitals.push(step & 1 == 1);
        }
        lattice.special = vec![0; counts[1]];
        lattice.branches = self.arrows(counts[2], &mut lattice.special, BRANCH)?;
        lattice.joins = self.arrows(counts[3], &mut lattice.special, JOIN)?;
        self.rest.is_empty().then_some(Posting { lattice, ranges })
    }

    fn arrows(&mut self, count: usize, special: &mut [u8], sign: u8) -> Option<Vec<(u32, u32)>> {
        let mut arrows = Vec::with_capacity(count);
        let mut node = 0_u32;
        for _ in 0..count {
            node = node.checked_add(u32::try_from(self.number()?).ok()?)?;
            let target = self.moved(node)?;
            // Arrows onwards go up and arrows back go down: no path can run in a circle.
            let onwards = if sign == BRANCH { target > node } else { target < node };
            if !onwards || node.max(target) as usize >= special.len() {
                return None;
            }
            special[node as usize] |= sign;
            arrows.push((node, target));
        }
        Some(arrows)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A count: each thing counted takes at least a byte, so that no number asks for more memory than there are bytes.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    fn moved(&mut self, from: u32) -> Option<u32> {
        u32::try_from(i64::from(from).checked_add(unzigzag(self.number()?))?).ok()
    }
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
