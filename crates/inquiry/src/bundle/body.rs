//! The body of a bundle: what the FINDING commits to.

use ledger::commit::MemoId;
use ledger::entry::CopyId;
use ledger::hash::Hash;

use super::BundleError;
use super::cbor::{Reader, Writer};

/// What the FINDING commits to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The log's key.
    pub log_key: String,
    /// All entries before the FINDING.
    pub entries: Vec<Vec<u8>>,
    /// Checkpoints over them, ascending in size.
    pub checkpoints: Vec<String>,
    /// The memos of the READING, ascending.
    pub memos: Vec<BundledMemo>,
    /// The frozen reading.
    pub reading: Vec<u8>,
    /// Disclosure level: 0 no key, 1 those of the named copies.
    pub level: u64,
    /// The opened copies, ascending.
    pub opened: Vec<OpenedCopy>,
}

/// A memo's catalogue with the salt of its commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledMemo {
    /// The memo.
    pub memo: MemoId,
    /// Salt of the catalogue's commitment.
    pub salt: [u8; 32],
    /// The catalogue's CBOR.
    pub catalogue: Vec<u8>,
}

/// A copy whose key is disclosed, with the proofs of what was dealt and issued.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedCopy {
    /// The memo.
    pub memo: MemoId,
    /// The batch, from 0.
    pub batch: u32,
    /// The copy in its batch, from 0.
    pub j: u32,
    /// k_j.
    pub key: [u8; 32],
    /// id_j, the commitment to the office.
    pub id: Hash,
    /// Audit path of the copy leaf.
    pub copies_path: Vec<Hash>,
    /// The file leaf.
    pub file_leaf: Vec<u8>,
    /// Its audit path.
    pub files_path: Vec<Hash>,
}

/// Without the key: a body exists before its bundle leaves.
impl std::fmt::Debug for OpenedCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedCopy").field("copy", &self.copy()).finish_non_exhaustive()
    }
}

impl OpenedCopy {
    /// The copy.
    pub fn copy(&self) -> CopyId {
        CopyId { memo: self.memo, batch: self.batch, j: self.j }
    }
}

impl Body {
    /// The body's bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(7);
        out.uint(0).text(&self.log_key);
        out.uint(1).array(self.entries.len());
        for entry in &self.entries {
            out.bytes(entry);
        }
        out.uint(2).array(self.checkpoints.len());
        for checkpoint in &self.checkpoints {
            out.text(checkpoint);
        }
        out.uint(3).array(self.memos.len());
        for memo in &self.memos {
            out.array(3).bytes(&memo.memo).bytes(&memo.salt).bytes(&memo.catalogue);
        }
        out.uint(4).bytes(&self.reading);
        out.uint(5).uint(self.level);
        out.uint(6).array(self.opened.len());
        for copy in &self.opened {
            out.array(8).bytes(&copy.memo).uint(copy.batch.into()).uint(copy.j.into());
            out.bytes(&copy.key).bytes(&copy.id).hashes(&copy.copies_path);
            out.bytes(&copy.file_leaf).hashes(&copy.files_path);
        }
        out.into_bytes()
    }

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// [`BundleError`] for anything but the exact bytes that [`Body::write`] gives.
    pub fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        let mut reader = Reader::new(bytes);
        reader.map(7)?;
        let body = Self {
            log_key: reader.key(0)?.text()?.to_owned(),
            entries: reader.key(1)?.list(|r| r.bytes().map(<[u8]>::to_vec))?,
            checkpoints: reader.key(2)?.list(|r| r.text().map(str::to_owned))?,
            memos: reader.key(3)?.list(read_memo)?,
            reading: reader.key(4)?.bytes()?.to_vec(),
            level: reader.key(5)?.uint()?,
            opened: reader.key(6)?.list(read_opened)?,
        };
        if body.write() != bytes {
            return Err(BundleError::NotDeterministic);
        }
        if body.level > 1 {
            return Err(BundleError::Level(body.level));
        }
        if !body.memos.is_sorted_by(|a, b| a.memo < b.memo) {
            return Err(BundleError::Unsorted("memos"));
        }
        if !body.opened.is_sorted_by(|a, b| a.copy() < b.copy()) {
            return Err(BundleError::Unsorted("opened copies"));
        }
        Ok(body)
    }
}

fn read_memo(reader: &mut Reader<'_>) -> Result<BundledMemo, BundleError> {
    reader.array(3)?;
    Ok(BundledMemo {
        memo: reader.fixed()?,
        salt: reader.fixed()?,
        catalogue: reader.bytes()?.to_vec(),
    })
}

fn read_opened(reader: &mut Reader<'_>) -> Result<OpenedCopy, BundleError> {
    reader.array(8)?;
    Ok(OpenedCopy {
        memo: reader.fixed()?,
        batch: reader.small()?,
        j: reader.small()?,
        key: reader.fixed()?,
        id: reader.fixed()?,
        copies_path: reader.hashes()?,
        file_leaf: reader.bytes()?.to_vec(),
        files_path: reader.hashes()?,
    })
}
