//! Entries of an inquiry up to the opening: `reading`, `open`.

use super::field::{EntryError, Fields, Lines};
use super::value::words;
use crate::commit::MemoId;
use crate::hash::Hash;

/// `reading`: what was read from a leak, frozen before any codebook opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The memos it reads, ascending.
    pub memos: Vec<MemoId>,
    /// N: copies of these memos issued before this entry.
    pub copies: u64,
    /// i of each memo, in the order of `memos`.
    pub inquiry: Vec<u64>,
    /// Hash over the leak's files.
    pub leak: Hash,
    /// Which extractor took the text from the files.
    pub extractor: String,
    /// Which aligner read the marks.
    pub aligner: String,
    /// Alignments looked at.
    pub alignments: u64,
    /// Edits made by hand.
    pub edits: u64,
    /// Hash of the frozen reading.
    pub reading: Hash,
    /// Whether anything could be named at all.
    pub floor: Floor,
}

/// The floor's verdict, known before opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// A copy can be named.
    Above,
    /// No copy can be named, whatever the codebook holds.
    Below,
}

words!(Floor { Above => "above", Below => "below" });

impl Reading {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        let (memos, copies) = (memos(fields)?, fields.one("copies")?);
        Ok(Self {
            inquiry: inquiry(fields, memos.len())?,
            memos,
            copies,
            leak: fields.one("leak")?,
            extractor: fields.one("extractor")?,
            aligner: fields.one("aligner")?,
            alignments: fields.one("alignments")?,
            edits: fields.one("edits")?,
            reading: fields.one("reading")?,
            floor: fields.one("floor")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.list("memos", &self.memos);
        lines.one("copies", &self.copies);
        lines.list("inquiry", &self.inquiry);
        lines.one("leak", &self.leak);
        lines.one("extractor", &self.extractor);
        lines.one("aligner", &self.aligner);
        lines.one("alignments", &self.alignments);
        lines.one("edits", &self.edits);
        lines.one("reading", &self.reading);
        lines.one("floor", &self.floor);
    }
}

/// Memo ids in strictly ascending order, at least one.
fn memos(fields: &mut Fields<'_>) -> Result<Vec<MemoId>, EntryError> {
    let memos: Vec<MemoId> = fields.list("memos")?;
    if memos.is_empty() || !memos.is_sorted_by(|a, b| a < b) {
        return Err(EntryError::Value("memos"));
    }
    Ok(memos)
}

/// One i a memo, each at least 1.
fn inquiry(fields: &mut Fields<'_>, memos: usize) -> Result<Vec<u64>, EntryError> {
    let inquiry: Vec<u64> = fields.list("inquiry")?;
    if inquiry.len() != memos || inquiry.contains(&0) {
        return Err(EntryError::Value("inquiry"));
    }
    Ok(inquiry)
}

/// `open`: the custodians open the codebook for one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Leaf hash of the READING.
    pub reading: Hash,
    /// Its memos.
    pub memos: Vec<MemoId>,
    /// i of each memo, counted again.
    pub inquiry: Vec<u64>,
    /// What it may be used for.
    pub purpose: Purpose,
    /// Chain values: memos in the order of `memos`, custodians in the order of DEAL.
    pub nonces: Vec<Hash>,
    /// The legal gate that was passed, in one word.
    pub gate: String,
}

/// What an opening is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To name copies: the reading is above the floor.
    Name,
    /// To draw up a shortlist: the reading is below the floor and names nobody.
    Shortlist,
}

words!(Purpose { Name => "name", Shortlist => "shortlist" });

impl Open {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        let (reading, memos) = (fields.one("reading")?, memos(fields)?);
        Ok(Self {
            reading,
            inquiry: inquiry(fields, memos.len())?,
            memos,
            purpose: fields.one("purpose")?,
            nonces: fields.list("nonces")?,
            gate: fields.one("gate")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("reading", &self.reading);
        lines.list("memos", &self.memos);
        lines.list("inquiry", &self.inquiry);
        lines.one("purpose", &self.purpose);
        lines.list("nonces", &self.nonces);
        lines.one("gate", &self.gate);
    }
}
