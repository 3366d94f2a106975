//! Why a memo could not be issued.

use crate::archive::ArchiveError;
use document::typeset::{SettingError, TypesetError};
use ledger::seal::SealError;
use std::fmt;

/// Why a memo could not be issued. Whatever it is, no copy has gone out that the log does not hold.
#[derive(Debug)]
pub enum IssueError {
    /// Nothing in the memo may be said two ways, so all copies would be alike.
    NoChoices,
    /// `--batch-of` names no memo of this registry.
    UnknownMemo {
        /// The id.
        memo: String,
    },
    /// `--batch-of` names another memo than the file given.
    OtherMemo {
        /// The id.
        memo: String,
    },
    /// The batch before has not been issued yet.
    BatchUnfinished {
        /// The id.
        memo: String,
    },
    /// Two processes took up the same issue, and the other one finished it.
    Raced,
    /// What pages are to print does not fit on them.
    Setting(SettingError),
    /// The pages could not be set.
    Typeset(TypesetError),
    /// A copy could not be written in its format.
    Copy(String),
    /// The key could not be sealed or opened.
    Seal(SealError),
    /// The registry.
    Archive(ArchiveError),
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IssueError::NoChoices => f.write_str("the memo has no place that may be said two ways"),
            IssueError::UnknownMemo { memo } => write!(f, "no memo `{memo}` in the registry"),
            IssueError::OtherMemo { memo } => write!(f, "the file is not the memo `{memo}`"),
            IssueError::BatchUnfinished { memo } => {
                write!(f, "the batch before was not finished for memo `{memo}`")
            }
            IssueError::Raced => f.write_str("another process issued this memo just now"),
            IssueError::Setting(source) => source.fmt(f),
            IssueError::Typeset(source) => source.fmt(f),
            IssueError::Copy(why) => write!(f, "a copy cannot be written: {why}"),
            IssueError::Seal(source) => source.fmt(f),
            IssueError::Archive(source) => source.fmt(f),
        }
    }
}

impl std::error::Error for IssueError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            IssueError::Setting(source) => Some(source),
            IssueError::Typeset(source) => Some(source),
            IssueError::Seal(source) => Some(source),
            IssueError::Archive(source) => Some(source),
            _ => None,
        }
    }
}

impl IssueError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            IssueError::NoChoices => {
                "write choices into the memo as `{one|another}`, or allow more with `--accept suggested`; `check` shows them"
            }
            IssueError::UnknownMemo { .. } => "`countermark list` shows the memos",
            IssueError::OtherMemo { .. } => "give the very file that was issued, byte for byte",
            IssueError::BatchUnfinished { .. } => {
                "run the interrupted `issue` again with the same arguments first"
            }
            IssueError::Raced => "its copies lie in the folder that it was given",
            IssueError::Setting(source) => source.hint(),
            IssueError::Typeset(source) => source.hint(),
            IssueError::Copy(_) => "choose another format with `--format`",
            IssueError::Seal(_) => "check the keys in `custodians/` of the registry",
            IssueError::Archive(source) => source.hint(),
        }
    }
}

impl From<SettingError> for IssueError {
    fn from(source: SettingError) -> Self {
        IssueError::Setting(source)
    }
}

impl From<TypesetError> for IssueError {
    fn from(source: TypesetError) -> Self {
        IssueError::Typeset(source)
    }
}

impl From<ArchiveError> for IssueError {
    fn from(source: ArchiveError) -> Self {
        IssueError::Archive(source)
    }
}

impl From<SealError> for IssueError {
    fn from(source: SealError) -> Self {
        IssueError::Seal(source)
    }
}
