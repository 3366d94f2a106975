//! What can go wrong with the registry on disk.

use std::fmt;
use std::path::PathBuf;

/// Why the registry could not be used.
#[derive(Debug)]
pub enum ArchiveError {
    /// There is no registry in that folder.
    Unknown {
        /// The folder.
        dir: PathBuf,
    },
    /// There is one already, or files of one.
    Exists {
        /// What is in the way.
        path: PathBuf,
    },
    /// Written by a newer version of this program.
    Newer {
        /// Its layout.
        found: i64,
        /// The newest layout known here.
        known: i64,
    },
    /// Something in it is missing or contradicts the rest.
    Damaged {
        /// What.
        what: String,
    },
    /// A key file is missing, unreadable, or open to others.
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it; never its content.
        why: String,
    },
    /// The log refuses an entry.
    Log(String),
    /// A file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that would have to be overwritten.
    Occupied {
        /// The file.
        path: PathBuf,
    },
    /// The database said no.
    Database(sqlx::Error),
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArchiveError::Unknown { dir } => write!(f, "no registry in `{}`", dir.display()),
            ArchiveError::Exists { path } => write!(f, "`{}` exists already", path.display()),
            ArchiveError::Newer { found, known } => {
                write!(f, "the registry has layout {found}, this program knows {known}")
            }
            ArchiveError::Damaged { what } => write!(f, "the registry is damaged: {what}"),
            ArchiveError::Key { path, why } => write!(f, "key `{}`: {why}", path.display()),
            ArchiveError::Log(why) => write!(f, "the log refuses the entry: {why}"),
            ArchiveError::Io { path, source } => write!(f, "`{}`: {source}", path.display()),
            ArchiveError::Occupied { path } => {
                write!(f, "`{}` exists and holds something else", path.display())
            }
            ArchiveError::Database(source) => match source {
                sqlx::Error::Database(e) => write!(f, "the database refuses: {}", e.message()),
                other => write!(f, "the database cannot be used: {other}"),
            },
        }
    }
}

impl std::error::Error for ArchiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ArchiveError::Io { source, .. } => Some(source),
            ArchiveError::Database(source) => Some(source),
            _ => None,
        }
    }
}

impl ArchiveError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ArchiveError::Unknown { .. } => {
                "make one with `countermark init`, or name it with `--registry DIR`"
            }
            ArchiveError::Exists { .. } => "a registry is never overwritten: choose another folder",
            ArchiveError::Newer { .. } => {
                "use the version of countermark that wrote it, or a later one"
            }
            ArchiveError::Damaged { .. } => {
                "run `countermark audit`, and restore the last backup if it fails too"
            }
            ArchiveError::Key { .. } => {
                "restore the key file from its backup, readable by its owner only (mode 0600)"
            }
            ArchiveError::Log(_) => "run `countermark audit`; nothing was written",
            ArchiveError::Io { source, .. } => match source.kind() {
                std::io::ErrorKind::StorageFull => {
                    "free some space and run the same command again: it goes on where it stopped"
                }
                std::io::ErrorKind::PermissionDenied => "check who owns the folder",
                _ => "check the path, and that the disk is there and writable",
            },
            ArchiveError::Occupied { .. } => {
                "choose an empty folder with `--out`; nothing was overwritten"
            }
            ArchiveError::Database(_) => {
                "check the free space and that no other program holds the registry; nothing was half-written"
            }
        }
    }
}

impl From<sqlx::Error> for ArchiveError {
    fn from(source: sqlx::Error) -> Self {
        ArchiveError::Database(source)
    }
}

/// What a registry says of itself that cannot be.
pub(crate) fn damaged(what: &str) -> ArchiveError {
    ArchiveError::Damaged { what: what.into() }
}
