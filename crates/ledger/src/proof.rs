//! Proofs that an entry stands in the log (c2sp.org/tlog-proof), with the entry itself as their extra data.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::{MAX_ENTRY_BYTES, parse_int};
use crate::hash::Hash;
use crate::note::VerifierKey;
use crate::tree::{leaf_hash, verify_inclusion};

/// First line of a proof.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A tree of 2⁶⁴ leaves has no longer path.
const MAX_PATH: usize = 64;

/// A proof with its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    /// The entry's bytes.
    pub entry: Vec<u8>,
    /// Its index.
    pub index: u64,
    /// Its audit path.
    pub path: Vec<Hash>,
    /// The signed checkpoint that the path leads to.
    pub checkpoint: String,
}

impl LogProof {
    /// The proof's text.
    pub fn write(&self) -> String {
        let mut text =
            format!("{HEADER}\nextra {}\nindex {}\n", STANDARD.encode(&self.entry), self.index);
        for hash in &self.path {
            text.push_str(&STANDARD.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads a proof; the `extra` line, optional in general, is required here.
    ///
    /// # Errors
    ///
    /// [`ProofError`] for the first line that is not as it must be.
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        let (lines, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Lines)?;
        let mut lines = lines.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(ProofError::Lines);
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra "));
        let entry = extra
            .and_then(|base64| STANDARD.decode(base64).ok())
            .filter(|entry| entry.len() <= MAX_ENTRY_BYTES)
            .ok_or(ProofError::Extra)?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(parse_int)
            .ok_or(ProofError::Index)?;
        let path = lines
            .map(|line| STANDARD.decode(line).ok()?.try_into().ok())
            .collect::<Option<Vec<Hash>>>()
            .filter(|path| path.len() <= MAX_PATH)
            .ok_or(ProofError::Path)?;
        Ok(Self { entry, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Whether the log that `key` signs holds the entry; gives the checkpoint it stands under.
    ///
    /// # Errors
    ///
    /// [`ProofError::Checkpoint`] and [`ProofError::Inclusion`].
    pub fn verify(&self, key: &VerifierKey) -> Result<Checkpoint, ProofError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, key).map_err(ProofError::Checkpoint)?;
        let leaf = leaf_hash(&self.entry);
        let included =
            verify_inclusion(&leaf, self.index, checkpoint.size, &self.path, &checkpoint.root);
        if included { Ok(checkpoint) } else { Err(ProofError::Inclusion) }
    }
}

/// Why a proof is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// The text does not start with the header or has no empty line before its checkpoint.
    Lines,
    /// The second line is not `extra` and an entry in base64.
    Extra,
    /// The next line is not `index` and a number.
    Index,
    /// A path line is not the base64 of 32 bytes, or there are more than 64.
    Path,
    /// The checkpoint is not good.
    Checkpoint(CheckpointError),
    /// The path does not lead from the entry to the checkpoint's root.
    Inclusion,
}

impl std::fmt::Display for ProofError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lines => write!(f, "a proof starts with `{HEADER}` and holds a checkpoint"),
            Self::Extra => f.write_str("the proof's second line is not `extra` and an entry"),
            Self::Index => f.write_str("the proof's `index` is no number"),
            Self::Path => f.write_str("a hash of the proof is not the base64 of 32 bytes"),
            Self::Checkpoint(error) => error.fmt(f),
            Self::Inclusion => f.write_str("the proof does not lead to the checkpoint's root"),
        }
    }
}

impl std::error::Error for ProofError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Checkpoint(error) => Some(error),
            _ => None,
        }
    }
}
