//! Why a leak could not be traced.

use crate::archive::ArchiveError;
use crate::worker::WorkerError;
use document::typeset::TypesetError;
use ledger::seal::SealError;
use std::fmt;

/// Why a leak could not be traced. "No finding" and "cannot name" are answers, not errors.
#[derive(Debug)]
pub enum TraceError {
    /// A file of the leak cannot be read.
    Read {
        /// Its name.
        name: String,
        /// Why.
        source: WorkerError,
    },
    /// A page of the leak cannot be measured.
    Measure(WorkerError),
    /// The memo's pages cannot be set again.
    Typeset(TypesetError),
    /// `--memo` names no issued memo.
    UnknownMemo {
        /// What was given.
        memo: String,
    },
    /// `--memo` fits several issued memos.
    AmbiguousMemo {
        /// What was given.
        memo: String,
    },
    /// The custodians' nonce chain ends here.
    Spent,
    /// The custodians' keys do not open what was sealed.
    Seal(SealError),
    /// The opening is refused.
    Open(inquiry::open::OpenError),
    /// The weighing is refused.
    Weigh(String),
    /// The registry.
    Archive(ArchiveError),
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TraceError::Read { name, source } => write!(f, "leak `{name}`: {source}"),
            TraceError::Measure(source) => write!(f, "a page of the leak: {source}"),
            TraceError::Typeset(source) => source.fmt(f),
            TraceError::UnknownMemo { memo } => {
                write!(f, "no issued memo `{memo}` in the registry")
            }
            TraceError::AmbiguousMemo { memo } => {
                write!(f, "more than one issued memo begins with `{memo}`")
            }
            TraceError::Spent => {
                f.write_str("1,023 inquiries were made into this memo, the most there can be")
            }
            TraceError::Seal(source) => source.fmt(f),
            TraceError::Open(source) => source.fmt(f),
            TraceError::Weigh(why) => write!(f, "the reading cannot be weighed: {why}"),
            TraceError::Archive(source) => source.fmt(f),
        }
    }
}

impl std::error::Error for TraceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            TraceError::Read { source, .. } | TraceError::Measure(source) => Some(source),
            TraceError::Typeset(source) => Some(source),
            TraceError::Seal(source) => Some(source),
            TraceError::Open(source) => Some(source),
            TraceError::Archive(source) => Some(source),
            _ => None,
        }
    }
}

impl TraceError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            TraceError::Read { source, .. } | TraceError::Measure(source) => source.hint(),
            TraceError::Typeset(_) => {
                "run `countermark audit` with the program that issued the memo"
            }
            TraceError::UnknownMemo { .. } => {
                "`countermark list` shows the issued memos; give at least 4 digits of an id"
            }
            TraceError::AmbiguousMemo { .. } => "give more digits of the id",
            TraceError::Spent => "α of this memo is spent: no further inquiry can be made",
            TraceError::Seal(_) => "check the keys in `custodians/` of the registry",
            TraceError::Open(_) | TraceError::Weigh(_) => "run `countermark audit`",
            TraceError::Archive(source) => source.hint(),
        }
    }
}

impl From<ArchiveError> for TraceError {
    fn from(source: ArchiveError) -> Self {
        TraceError::Archive(source)
    }
}

impl From<WorkerError> for TraceError {
    fn from(source: WorkerError) -> Self {
        TraceError::Measure(source)
    }
}

impl From<SealError> for TraceError {
    fn from(source: SealError) -> Self {
        TraceError::Seal(source)
    }
}

impl From<inquiry::open::OpenError> for TraceError {
    fn from(source: inquiry::open::OpenError) -> Self {
        TraceError::Open(source)
    }
}
