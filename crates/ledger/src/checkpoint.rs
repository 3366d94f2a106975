//! Checkpoints (c2sp.org/tlog-checkpoint): the size and root of the log, signed by its key.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::hash::Hash;
use crate::note::{NoteError, SignerKey, VerifierKey};

/// What a checkpoint states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The signed note: origin (the key's name), size, root.
    ///
    /// # Errors
    ///
    /// [`NoteError`] is not met: a key's name is always a good line.
    pub fn sign(&self, key: &SignerKey) -> Result<String, NoteError> {
        let origin = key.verifier();
        let root = STANDARD.encode(self.root);
        key.sign(&format!("{}\n{}\n{root}\n", origin.name(), self.size))
    }

    /// Reads a checkpoint that `key` has signed.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`] when the note is not signed by the key or its text is not exactly three good lines.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let text = key.open(note).map_err(CheckpointError::Note)?;
        let lines: Vec<&str> = text.split_terminator('\n').collect();
        let [origin, size, root] = lines[..] else { return Err(CheckpointError::Lines) };
        if origin != key.name() {
            return Err(CheckpointError::Origin);
        }
        let size = crate::entry::parse_int(size).ok_or(CheckpointError::Size)?;
        let root = STANDARD
            .decode(root)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(CheckpointError::Root)?;
        Ok(Self { size, root })
    }
}

/// Why a checkpoint is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointError {
    /// The note or its signature is wrong.
    Note(NoteError),
    /// The text has not exactly the three lines origin, size and root.
    Lines,
    /// The origin is not the name of the log key.
    Origin,
    /// The size is not decimal, has leading zeros, or is not below 2⁵³.
    Size,
    /// The root is not the base64 of 32 bytes.
    Root,
}

impl std::fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Note(error) => write!(f, "checkpoint: {error}"),
            Self::Lines => f.write_str("a checkpoint has the three lines origin, size and root"),
            Self::Origin => f.write_str("the checkpoint's origin is not the log key's name"),
            Self::Size => f.write_str("the checkpoint's size is no number"),
            Self::Root => f.write_str("the checkpoint's root is not the base64 of 32 bytes"),
        }
    }
}

impl std::error::Error for CheckpointError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Note(error) => Some(error),
            _ => None,
        }
    }
}
