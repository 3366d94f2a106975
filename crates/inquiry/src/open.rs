//! Opening a codebook: only a reading whose digest was logged, under a checkpoint signed before the OPEN, opens one.
//!
//! The types keep the order: [`LoggedReading`] is made from a frozen reading and the proof that it was logged,
//! [`OpenCodebook`] from a logged reading and its OPEN, and weighing takes an [`OpenCodebook`].

use evidence::reading::FrozenReading;
use ledger::checkpoint::{Checkpoint, CheckpointError};
use ledger::commit::MemoId;
use ledger::entry::{Floor, Open, Purpose, Reading};
use ledger::hash::Hash;
use ledger::note::VerifierKey;
use ledger::order::{History, Inquiry};

use crate::alpha::{Budget, sampler_value};

/// Where a leak came from and how it was read, for the READING.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// Hash over the leak's files ([`ledger::commit::leak`]).
    pub leak: Hash,
    /// Which extractor took the text from the files, one word.
    pub extractor: String,
    /// Which aligner read the marks, one word.
    pub aligner: String,
    /// All alignments of this leak with these memos that were looked at.
    pub alignments: u64,
    /// Edits made by hand.
    pub edits: u64,
}

/// The READING of a frozen reading.
///
/// # Errors
///
/// [`OpenError::Memos`] when the budget was planned for other memos.
pub fn reading_entry(
    budget: &Budget,
    frozen: &FrozenReading,
    floor: Floor,
    intake: Intake,
) -> Result<Reading, OpenError> {
    if !same_memos(frozen, &budget.memos) {
        return Err(OpenError::Memos);
    }
    Ok(Reading {
        memos: budget.memos.clone(),
        copies: budget.counts.copies,
        inquiry: budget.counts.inquiry.clone(),
        leak: intake.leak,
        extractor: intake.extractor,
        aligner: intake.aligner,
        alignments: intake.alignments,
        edits: intake.edits,
        reading: frozen.digest(),
        floor,
    })
}

fn same_memos(frozen: &FrozenReading, memos: &[MemoId]) -> bool {
    frozen.memos().iter().map(|(memo, _)| memo).eq(memos)
}

/// A frozen reading whose digest stands in the log, under a checkpoint signed before anything was opened.
#[derive(Debug)]
pub struct LoggedReading {
    frozen: FrozenReading,
    entry: Reading,
    leaf: Hash,
    inquiry: Inquiry,
}

impl LoggedReading {
    /// Proves that a reading was logged: the READING names its digest, and a checkpoint covers the READING.
    ///
    /// # Errors
    ///
    /// [`OpenError`] for the first part of the proof that does not hold.
    pub fn prove(
        frozen: FrozenReading,
        history: &History,
        index: u64,
        checkpoint: &str,
        log_key: &VerifierKey,
    ) -> Result<Self, OpenError> {
        let entry = history.reading(index).ok_or(OpenError::NotLogged)?.clone();
        let leaf = history.tree().leaf(index).ok_or(OpenError::NotLogged)?;
        let inquiry = history.inquiry(&leaf).ok_or(OpenError::NotLogged)?.clone();
        if entry.reading != frozen.digest() {
            return Err(OpenError::Digest);
        }
        if !same_memos(&frozen, &entry.memos) {
            return Err(OpenError::Memos);
        }
        let checkpoint = Checkpoint::open(checkpoint, log_key).map_err(OpenError::Checkpoint)?;
        if history.tree().root_at(checkpoint.size) != Some(checkpoint.root) {
            return Err(OpenError::OtherLog);
        }
        let in_time = inquiry.open.is_none_or(|open| checkpoint.size <= open);
        if checkpoint.size <= index || !in_time {
            return Err(OpenError::CheckpointPlace);
        }
        Ok(Self { frozen, entry, leaf, inquiry })
    }

    /// What was read.
    pub fn frozen(&self) -> &FrozenReading {
        &self.frozen
    }

    /// The READING.
    pub fn entry(&self) -> &Reading {
        &self.entry
    }

    /// Leaf hash of the READING.
    pub fn leaf(&self) -> Hash {
        self.leaf
    }

    /// The counts at the READING, and where its other entries stand.
    pub fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// The OPEN that the custodians sign: `nonces` are the chain values of each memo's custodians for its inquiry.
    pub fn open_entry(&self, nonces: &[Vec<Hash>], gate: &str) -> Open {
        Open {
            reading: self.leaf,
            memos: self.entry.memos.clone(),
            inquiry: self.entry.inquiry.clone(),
            purpose: match self.entry.floor {
                Floor::Above => Purpose::Name,
                Floor::Below => Purpose::Shortlist,
            },
            nonces: nonces.concat(),
            gate: gate.to_owned(),
        }
    }
}

/// The right to look into the codebook for one reading.
///
/// It comes from a logged reading and its OPEN, and weighing asks for it:
///
/// ```
/// # use inquiry::{open::{LoggedReading, OpenCodebook}, weigh::{BatchKeys, weigh}};
/// # fn order(logged: LoggedReading, history: &ledger::order::History) {
/// let open = OpenCodebook::open(logged, history).unwrap();
/// let weighed = weigh(&open, history, &[], &BatchKeys::new());
/// # }
/// ```
///
/// A reading that was logged but not opened cannot be weighed:
///
/// ```compile_fail
/// # use inquiry::{open::{LoggedReading, OpenCodebook}, weigh::{BatchKeys, weigh}};
/// # fn order(logged: LoggedReading, history: &ledger::order::History) {
/// let weighed = weigh(&logged, history, &[], &BatchKeys::new());
/// # }
/// ```
#[derive(Debug)]
pub struct OpenCodebook {
    logged: LoggedReading,
    budget: Budget,
    purpose: Purpose,
    sampler_value: Hash,
}

impl OpenCodebook {
    /// Opens the codebook for a logged reading whose OPEN stands in the log.
    ///
    /// # Errors
    ///
    /// [`OpenError::NotOpened`] when there is no OPEN of this reading.
    pub fn open(mut logged: LoggedReading, history: &History) -> Result<Self, OpenError> {
        logged.inquiry = history.inquiry(&logged.leaf).ok_or(OpenError::NotLogged)?.clone();
        let open = logged.inquiry.open.and_then(|index| history.open(index));
        let open = open.ok_or(OpenError::NotOpened)?;
        let sampler_value = sampler_value(history, &open.memos, &open.nonces);
        Ok(Self {
            budget: Budget::logged(history, &logged.inquiry).ok_or(OpenError::NotLogged)?,
            purpose: open.purpose,
            sampler_value: sampler_value.ok_or(OpenError::NotOpened)?,
            logged,
        })
    }

    /// The reading it was opened for.
    pub fn logged(&self) -> &LoggedReading {
        &self.logged
    }

    /// The reading again, once the codebook is no longer needed.
    pub fn into_logged(self) -> LoggedReading {
        self.logged
    }

    /// What may be spent on naming.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What it was opened for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// v of the sampler's seeds, fixed after the reading.
    pub fn sampler_value(&self) -> Hash {
        self.sampler_value
    }
}

/// Why a codebook stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// No READING stands at the index.
    NotLogged,
    /// The READING names another reading's digest: this one was not frozen first.
    Digest,
    /// The reading is of other memos.
    Memos,
    /// The checkpoint is not good.
    Checkpoint(CheckpointError),
    /// The checkpoint is not of this log.
    OtherLog,
    /// The checkpoint does not lie after the READING and before its OPEN.
    CheckpointPlace,
    /// No OPEN of this reading stands in the log.
    NotOpened,
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotLogged => f.write_str("the reading is not in the log"),
            Self::Digest => f.write_str("this is not the reading that was frozen and logged"),
            Self::Memos => f.write_str("the reading is of other memos than its entry"),
            Self::Checkpoint(error) => error.fmt(f),
            Self::OtherLog => f.write_str("the checkpoint is not of this log"),
            Self::CheckpointPlace => {
                f.write_str("the checkpoint does not lie between `reading` and `open`")
            }
            Self::NotOpened => f.write_str("the codebook has not been opened for this reading"),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Checkpoint(error) => Some(error),
            _ => None,
        }
    }
}
