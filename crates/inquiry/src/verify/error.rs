//! Why a bundle is refused.

use ledger::checkpoint::CheckpointError;
use ledger::entry::{CopyId, EntryError};
use ledger::hash::to_hex;
use ledger::note::NoteError;
use ledger::order::OrderError;

use crate::bundle::BundleError;
use crate::scale::FitError;

/// One variant for each check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// The file is no bundle.
    Bundle(BundleError),
    /// The FINDING is no entry.
    FindingEntry(EntryError),
    /// The FINDING is an entry of another kind, or names no READING.
    NoFinding,
    /// The FINDING commits to another body.
    BodyHash,
    /// The body is not of the format.
    Body(BundleError),
    /// An entry may not stand where it does; holds its index, that of the FINDING being the number of entries.
    Log(u64, OrderError),
    /// The log key is no verifier key.
    LogKey(NoteError),
    /// The log key is not the one asked for.
    OtherLogKey,
    /// A checkpoint is not signed by the log key.
    Checkpoint(CheckpointError),
    /// Checkpoints do not ascend in size.
    CheckpointOrder,
    /// A checkpoint is not that of the entries.
    CheckpointRoot,
    /// No checkpoint lies after a DEAL and before its REVEAL.
    DealUncovered,
    /// No checkpoint lies after the READING and before its OPEN.
    ReadingUncovered,
    /// The FINDING does not continue the entries under the last checkpoint.
    FindingPath,
    /// The frozen reading is not in its deterministic encoding.
    ReadingEncoding,
    /// The frozen reading is not the one that was logged.
    ReadingHash,
    /// Catalogues and reading do not fit, or are not those committed to.
    Fit(FitError),
    /// `alpha` is not that of the memo that gives α_i.
    Alpha,
    /// `alpha-inquiry` is not what the log gives.
    AlphaInquiry,
    /// `floor` is not what the reading gives.
    Floor,
    /// The opened copies are not those that the level discloses.
    Opened,
    /// A copy was not dealt with this key and recipient.
    CopyLeaf(CopyId),
    /// A copy's files are not those issued.
    FileLeaf(CopyId),
    /// E of a copy is not what its word gives.
    Evidence(CopyId),
    /// p of a copy is not what the reading gives.
    PUpper(CopyId),
    /// A copy is named with a p above the limit.
    Limit(CopyId),
    /// A name is given for a copy that is not opened.
    NameUnknown(CopyId),
    /// A name is not the one that its copy commits to.
    Name(CopyId),
}

impl VerifyError {
    /// The step of `spec/finding.md` that fails.
    pub fn step(&self) -> u8 {
        match self {
            Self::Bundle(_)
            | Self::FindingEntry(_)
            | Self::NoFinding
            | Self::BodyHash
            | Self::Body(_) => 1,
            Self::Log(_, error) => match error {
                OrderError::RevealValues | OrderError::Beacon | OrderError::Nonces => 4,
                OrderError::NamedBurnt => 7,
                OrderError::Grade => 10,
                _ => 2,
            },
            Self::LogKey(_)
            | Self::OtherLogKey
            | Self::Checkpoint(_)
            | Self::CheckpointOrder
            | Self::CheckpointRoot
            | Self::DealUncovered
            | Self::ReadingUncovered
            | Self::FindingPath => 3,
            Self::ReadingEncoding | Self::ReadingHash | Self::Fit(_) => 5,
            Self::Alpha | Self::AlphaInquiry | Self::Floor => 6,
            Self::Opened | Self::CopyLeaf(_) | Self::FileLeaf(_) => 7,
            Self::Evidence(_) | Self::PUpper(_) | Self::Limit(_) => 8,
            Self::NameUnknown(_) | Self::Name(_) => 9,
        }
    }

    /// What to do about it, where anything can be done.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Bundle(BundleError::Trailer) => Some("ask for the file again"),
            Self::OtherLogKey => {
                Some("ask the recipients of the memo for the key in their certificates")
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for VerifyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let copy = |copy: &CopyId| format!("{}/{}/{}", to_hex(&copy.memo), copy.batch, copy.j);
        match self {
            Self::Bundle(error) | Self::Body(error) => error.fmt(f),
            Self::FindingEntry(error) => write!(f, "the finding: {error}"),
            Self::NoFinding => f.write_str("the file holds no finding"),
            Self::BodyHash => f.write_str("the finding commits to another body"),
            Self::Log(index, error) => write!(f, "entry {index} of the log: {error}"),
            Self::LogKey(error) => write!(f, "the log key: {error}"),
            Self::OtherLogKey => f.write_str("the log is signed by another key"),
            Self::Checkpoint(error) => error.fmt(f),
            Self::CheckpointOrder => f.write_str("the checkpoints do not ascend in size"),
            Self::CheckpointRoot => f.write_str("a checkpoint is not that of the entries"),
            Self::DealUncovered => {
                f.write_str("no checkpoint lies between a batch's `deal` and `reveal`")
            }
            Self::ReadingUncovered => {
                f.write_str("no checkpoint lies between the `reading` and its `open`")
            }
            Self::FindingPath => {
                f.write_str("the last checkpoint does not hold the entries and then the finding")
            }
            Self::ReadingEncoding => {
                f.write_str("the frozen reading is not in its deterministic encoding")
            }
            Self::ReadingHash => f.write_str("the frozen reading is not the one logged"),
            Self::Fit(error) => error.fmt(f),
            Self::Alpha => f.write_str("`alpha` is not that of the memo with the smallest budget"),
            Self::AlphaInquiry => f.write_str("`alpha-inquiry` is not what the log gives"),
            Self::Floor => f.write_str("`floor` is not what the reading gives"),
            Self::Opened => f.write_str("the opened copies are not those that are named"),
            Self::CopyLeaf(id) => write!(f, "copy `{}` was not dealt with this key", copy(id)),
            Self::FileLeaf(id) => write!(f, "the files of copy `{}` were not issued", copy(id)),
            Self::Evidence(id) => {
                write!(f, "the evidence of copy `{}` is not what its word gives", copy(id))
            }
            Self::PUpper(id) => {
                write!(f, "the p of copy `{}` is not what the reading gives", copy(id))
            }
            Self::Limit(id) => write!(f, "copy `{}` is named above the limit", copy(id)),
            Self::NameUnknown(id) => {
                write!(f, "a name is given for copy `{}`, which is not opened", copy(id))
            }
            Self::Name(id) => {
                write!(f, "the name of copy `{}` is not the one it was dealt for", copy(id))
            }
        }
    }
}

impl std::error::Error for VerifyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bundle(error) | Self::Body(error) => Some(error),
            Self::FindingEntry(error) => Some(error),
            Self::Log(_, error) => Some(error),
            Self::LogKey(error) => Some(error),
            Self::Checkpoint(error) => Some(error),
            Self::Fit(error) => Some(error),
            _ => None,
        }
    }
}
