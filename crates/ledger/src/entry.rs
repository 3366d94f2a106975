//! The log's entries (`spec/log.md`): one typed struct a kind, read strictly and written so that they read back.

mod field;
mod finding;
mod issue;
mod reading;
mod value;

pub use field::EntryError;
use field::{Fields, Lines};
pub use finding::{Audit, Disclosed, Finding, Grade, Outcome};
pub use issue::{Custody, Deal, Issue, Reveal, Void};
pub use reading::{Floor, Open, Purpose, Reading};
pub(crate) use value::parse_int;
pub use value::{CopyId, Decimal, Real};

use crate::hash::Hash;
use crate::tree::leaf_hash;

/// Most bytes of one entry: witnesses and verifiers hold all of them.
pub const MAX_ENTRY_BYTES: usize = 4096;

/// Any entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A batch of copies is committed, before the beacon.
    Deal(Deal),
    /// The beacon of a batch.
    Reveal(Reveal),
    /// The files of a batch are committed, before they are handed over.
    Issue(Issue),
    /// A batch that will never be issued.
    Void(Void),
    /// A frozen reading of a leak.
    Reading(Reading),
    /// The custodians open the codebook for a reading.
    Open(Open),
    /// What came of a reading.
    Finding(Finding),
    /// An act that others must be able to see.
    Audit(Audit),
}

impl Entry {
    /// Reads one entry.
    ///
    /// # Errors
    ///
    /// [`EntryError`] for anything but the exact text that [`Entry::write`] gives.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let (kind, mut fields) = Fields::new(bytes)?;
        let entry = match kind {
            "deal" => Self::Deal(Deal::read(&mut fields)?),
            "reveal" => Self::Reveal(Reveal::read(&mut fields)?),
            "issue" => Self::Issue(Issue::read(&mut fields)?),
            "void" => Self::Void(Void::read(&mut fields)?),
            "reading" => Self::Reading(Reading::read(&mut fields)?),
            "open" => Self::Open(Open::read(&mut fields)?),
            "finding" => Self::Finding(Finding::read(&mut fields)?),
            "audit" => Self::Audit(Audit::read(&mut fields)?),
            other => return Err(EntryError::Kind(other.to_owned())),
        };
        fields.end()?;
        Ok(entry)
    }

    /// The entry's text, read back before it is given out, so that nothing is logged that no verifier takes.
    ///
    /// # Errors
    ///
    /// [`EntryError`] when a value cannot stand in an entry or the whole is over [`MAX_ENTRY_BYTES`].
    pub fn write(&self) -> Result<Vec<u8>, EntryError> {
        let mut lines = Lines::new(self.kind());
        match self {
            Self::Deal(entry) => entry.write(&mut lines),
            Self::Reveal(entry) => entry.write(&mut lines),
            Self::Issue(entry) => entry.write(&mut lines),
            Self::Void(entry) => entry.write(&mut lines),
            Self::Reading(entry) => entry.write(&mut lines),
            Self::Open(entry) => entry.write(&mut lines),
            Self::Finding(entry) => entry.write(&mut lines),
            Self::Audit(entry) => entry.write(&mut lines),
        }
        let bytes = lines.into_bytes();
        if Self::parse(&bytes)? == *self { Ok(bytes) } else { Err(EntryError::Unwritable) }
    }

    /// Leaf hash of the entry in the log, which other entries name it by.
    ///
    /// # Errors
    ///
    /// As [`Entry::write`].
    pub fn leaf(&self) -> Result<Hash, EntryError> {
        Ok(leaf_hash(&self.write()?))
    }

    /// The kind as it stands in the first line.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Deal(_) => "deal",
            Self::Reveal(_) => "reveal",
            Self::Issue(_) => "issue",
            Self::Void(_) => "void",
            Self::Reading(_) => "reading",
            Self::Open(_) => "open",
            Self::Finding(_) => "finding",
            Self::Audit(_) => "audit",
        }
    }
}
