//! The leak: one or more files of one source, taken as one text.

use super::TraceError;
use crate::report::LeakPart;
use ledger::commit;
use ledger::hash::{Hash, from_hex, sha256, to_hex};

/// A leak, read.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The visible text of all its files, in order.
    pub text: String,
    /// Its files.
    pub parts: Vec<LeakPart>,
}

impl Leak {
    /// Reads the files of a leak; `None` as a name stands for text from a pipe.
    pub fn read(files: &[(Option<String>, Vec<u8>)]) -> Result<Leak, TraceError> {
        let mut text = String::new();
        let mut parts = Vec::new();
        for (name, bytes) in files {
            let shown = name.clone().unwrap_or_else(|| "-".into());
            let of_file = |source| TraceError::Read { name: shown.clone(), source };
            let format = document::sniff(name.as_deref(), bytes).map_err(of_file)?;
            let manuscript = document::read(bytes, format).map_err(of_file)?;
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(manuscript.text());
            let digest = to_hex(&sha256(&[bytes]));
            parts.push(LeakPart { name: shown, bytes: bytes.len() as u64, sha256: digest });
        }
        Ok(Leak { text, parts })
    }

    /// The hash over its files that READING logs.
    pub fn digest(&self) -> Hash {
        let files: Vec<Hash> = self.parts.iter().filter_map(|p| from_hex(&p.sha256)).collect();
        commit::leak(&files)
    }
}
