//! `FILE.cmk` (`spec/finding.md`, "Bundle"): everything that a verifier needs, in one strict file.

mod assemble;
mod body;
mod cbor;

pub use assemble::{AssembleError, Parts};
pub use body::{Body, BundledMemo, OpenedCopy};
use cbor::{Reader, Writer};
use ledger::commit::MemoId;
use ledger::entry::CopyId;
use ledger::hash::{Hash, sha256};

/// First line of the file.
const MAGIC: &[u8] = b"countermark/v1/bundle\n";

/// Most bytes of a bundle: a million marks and a hundred thousand entries fit several times over.
pub const MAX_BUNDLE_BYTES: usize = 1 << 30;

/// A finding with all that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The body's bytes, whose hash stands in the FINDING.
    pub body: Vec<u8>,
    /// The FINDING's bytes.
    pub finding: Vec<u8>,
    /// Its audit path.
    pub path: Vec<Hash>,
    /// The checkpoint that the path leads to.
    pub checkpoint: String,
    /// Offices of opened copies, ascending; for those who may know them.
    pub names: Vec<Name>,
}

/// The office behind an opened copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The memo.
    pub memo: MemoId,
    /// The batch, from 0.
    pub batch: u32,
    /// The copy in its batch, from 0.
    pub j: u32,
    /// Salt of the office's commitment.
    pub salt: [u8; 32],
    /// The office.
    pub office: String,
}

impl Name {
    /// The copy.
    pub fn copy(&self) -> CopyId {
        CopyId { memo: self.memo, batch: self.batch, j: self.j }
    }
}

impl Bundle {
    /// The file's bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(5);
        out.uint(0).bytes(&self.body);
        out.uint(1).bytes(&self.finding);
        out.uint(2).hashes(&self.path);
        out.uint(3).text(&self.checkpoint);
        out.uint(4).array(self.names.len());
        for name in &self.names {
            out.array(5).bytes(&name.memo).uint(name.batch.into()).uint(name.j.into());
            out.bytes(&name.salt).text(&name.office);
        }
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&out.into_bytes());
        let trailer = sha256(&[&file]);
        file.extend_from_slice(&trailer);
        file
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`BundleError`] for anything but the exact bytes that [`Bundle::write`] gives.
    pub fn parse(file: &[u8]) -> Result<Self, BundleError> {
        if file.len() > MAX_BUNDLE_BYTES {
            return Err(BundleError::Long);
        }
        let rest = file.strip_prefix(MAGIC).ok_or(BundleError::Magic)?;
        let (map, trailer) = rest.split_last_chunk::<32>().ok_or(BundleError::Trailer)?;
        if sha256(&[MAGIC, map]) != *trailer {
            return Err(BundleError::Trailer);
        }
        let mut reader = Reader::new(map);
        reader.map(5)?;
        let bundle = Self {
            body: reader.key(0)?.bytes()?.to_vec(),
            finding: reader.key(1)?.bytes()?.to_vec(),
            path: reader.key(2)?.hashes()?,
            checkpoint: reader.key(3)?.text()?.to_owned(),
            names: reader.key(4)?.list(read_name)?,
        };
        // Reading alone would take other lengths of the same number; only the one shortest form is a bundle.
        if bundle.write() != file {
            return Err(BundleError::NotDeterministic);
        }
        if !bundle.names.is_sorted_by(|a, b| a.copy() < b.copy()) {
            return Err(BundleError::Unsorted("names"));
        }
        Ok(bundle)
    }
}

fn read_name(reader: &mut Reader<'_>) -> Result<Name, BundleError> {
    reader.array(5)?;
    Ok(Name {
        memo: reader.fixed()?,
        batch: reader.small()?,
        j: reader.small()?,
        salt: reader.fixed()?,
        office: reader.text()?.to_owned(),
    })
}

/// Why bytes are no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// Larger than any bundle.
    Long,
    /// The file does not start with its first line.
    Magic,
    /// The last 32 bytes are not the hash of all before.
    Trailer,
    /// The CBOR is not of the types that the format gives.
    Cbor,
    /// A list of more than a million items.
    Items,
    /// A map has not exactly its keys, in order; holds the key that was expected.
    Key(u64),
    /// The CBOR is not the deterministic encoding, or something follows it.
    NotDeterministic,
    /// A list is not in ascending order; holds its name.
    Unsorted(&'static str),
    /// A disclosure level that is not known here.
    Level(u64),
}

impl std::fmt::Display for BundleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Long => f.write_str("the file is too large for a bundle"),
            Self::Magic => f.write_str("the file is no Countermark bundle"),
            Self::Trailer => f.write_str("the file is damaged: its last bytes are not its hash"),
            Self::Cbor => f.write_str("the bundle holds a value of another type"),
            Self::Items => f.write_str("the bundle holds a list of more than a million items"),
            Self::Key(key) => write!(f, "the bundle has no key `{key}` where it belongs"),
            Self::NotDeterministic => f.write_str("the bundle is not encoded deterministically"),
            Self::Unsorted(list) => write!(f, "the bundle's {list} are not in ascending order"),
            Self::Level(level) => write!(f, "unknown disclosure level `{level}`"),
        }
    }
}

impl std::error::Error for BundleError {}
