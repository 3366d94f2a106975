//! The tagged hashes of `spec/commitment.md`: everything that a DEAL or an ISSUE binds, before and after the beacon.

use crate::hash::{Hash, sha256};

/// A memo's random 16 bytes.
pub type MemoId = [u8; 16];

/// Length of a nonce chain: OPEN of inquiry i publishes h^(1024-i)(n), so inquiries end at 1023.
pub const CHAIN_LENGTH: u32 = 1024;

/// `key-commit` of DEAL.
pub fn key_commit(key: &[u8; 32]) -> Hash {
    sha256(&[b"countermark/v1/key-commit\0", key])
}

/// The commitment to one copy's key that stands in its leaf and in its certificate.
pub fn copy_key_commit(copy_key: &[u8; 32]) -> Hash {
    sha256(&[b"countermark/v1/copy-key-commit\0", copy_key])
}

/// `id_j`: the office behind a copy, salted so that a leaf gives no name away.
pub fn recipient(salt: &[u8; 32], office: &str) -> Hash {
    sha256(&[b"countermark/v1/recipient\0", salt, office.as_bytes()])
}

/// The leaf of one copy under `copies-root`.
pub fn copy_leaf(memo: &MemoId, batch: u32, j: u32, key_commitment: &Hash, id: &Hash) -> Vec<u8> {
    let mut leaf = b"countermark/v1/copy\0".to_vec();
    leaf.extend_from_slice(memo);
    leaf.extend_from_slice(&batch.to_be_bytes());
    leaf.extend_from_slice(&j.to_be_bytes());
    leaf.extend_from_slice(key_commitment);
    leaf.extend_from_slice(id);
    leaf
}

/// `copies-root` of DEAL: the tree's root bound to the number of copies.
pub fn copies_root(copies: u32, tree_root: &Hash) -> Hash {
    sha256(&[b"countermark/v1/copies\0", &copies.to_be_bytes(), tree_root])
}

/// The leaf of one copy's files under `files-root`; formats in ascending order.
///
/// # Errors
///
/// [`FileLeafError`] when the formats are no list that the leaf can hold.
pub fn file_leaf(
    memo: &MemoId,
    batch: u32,
    j: u32,
    files: &[(String, Hash)],
) -> Result<Vec<u8>, FileLeafError> {
    let count = u8::try_from(files.len()).map_err(|_| FileLeafError::Count)?;
    if count == 0 {
        return Err(FileLeafError::Count);
    }
    if !files.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(FileLeafError::Order);
    }
    let mut leaf = file_leaf_begin(memo, batch, j);
    leaf.push(count);
    for (format, digest) in files {
        let len = u8::try_from(format.len()).map_err(|_| FileLeafError::Format)?;
        if len == 0 || !format.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(FileLeafError::Format);
        }
        leaf.push(len);
        leaf.extend_from_slice(format.as_bytes());
        leaf.extend_from_slice(digest);
    }
    Ok(leaf)
}

/// Formats and hashes of the leaf of one copy's files; `None` unless it is exactly what [`file_leaf`] writes for them.
pub fn read_file_leaf(
    memo: &MemoId,
    batch: u32,
    j: u32,
    leaf: &[u8],
) -> Option<Vec<(String, Hash)>> {
    let (count, mut rest) =
        leaf.strip_prefix(&file_leaf_begin(memo, batch, j)[..])?.split_first()?;
    let mut files = Vec::new();
    for _ in 0..*count {
        let (len, after) = rest.split_first()?;
        let (format, after) = after.split_at_checked(usize::from(*len))?;
        let (digest, after) = after.split_first_chunk::<32>()?;
        files.push((std::str::from_utf8(format).ok()?.to_owned(), *digest));
        rest = after;
    }
    (file_leaf(memo, batch, j, &files).ok()? == leaf).then_some(files)
}

/// What the leaf of a copy's files begins with: whose they are.
fn file_leaf_begin(memo: &MemoId, batch: u32, j: u32) -> Vec<u8> {
    let mut leaf = b"countermark/v1/file\0".to_vec();
    leaf.extend_from_slice(memo);
    leaf.extend_from_slice(&batch.to_be_bytes());
    leaf.extend_from_slice(&j.to_be_bytes());
    leaf
}

/// Why files make no leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileLeafError {
    /// No file at all, or more than 255.
    Count,
    /// Formats are not strictly ascending.
    Order,
    /// A format is not 1 to 255 bytes of visible ASCII.
    Format,
}

impl std::fmt::Display for FileLeafError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Count => "a copy has 1 to 255 files",
            Self::Order => "file formats are not in ascending order",
            Self::Format => "a file format is 1 to 255 bytes of visible ASCII",
        })
    }
}

impl std::error::Error for FileLeafError {}

/// `files-root` of ISSUE.
pub fn files_root(copies: u32, tree_root: &Hash) -> Hash {
    sha256(&[b"countermark/v1/files\0", &copies.to_be_bytes(), tree_root])
}

/// `original` of DEAL: the memo file, salted.
pub fn original(salt: &[u8; 32], memo_file: &[u8]) -> Hash {
    sha256(&[b"countermark/v1/original\0", salt, memo_file])
}

/// One hash of `beacon reveal`: a party's value before it is shown.
pub fn reveal_commit(value: &[u8; 32]) -> Hash {
    sha256(&[b"countermark/v1/reveal-commit\0", value])
}

/// The beacon B that the revealed values give together with the leaf hash of DEAL.
pub fn beacon(deal_leaf: &Hash, values: &[[u8; 32]]) -> Hash {
    let mut parts: Vec<&[u8]> = vec![b"countermark/v1/beacon\0", deal_leaf];
    parts.extend(values.iter().map(<[u8; 32]>::as_slice));
    sha256(&parts)
}

/// h applied `times` times: one step of a nonce chain is a tagged hash.
pub fn nonce_chain(start: &[u8; 32], times: u32) -> Hash {
    (0..times).fold(*start, |x, _| sha256(&[b"countermark/v1/nonce-chain\0", &x]))
}

/// The end of a custodian's chain, which DEAL commits to.
pub fn nonce_end(nonce: &[u8; 32]) -> Hash {
    nonce_chain(nonce, CHAIN_LENGTH)
}

/// What a custodian publishes in the OPEN of the given inquiry, `None` when the chain has no value for it.
pub fn nonce_value(nonce: &[u8; 32], inquiry: u32) -> Option<Hash> {
    (1..CHAIN_LENGTH).contains(&inquiry).then(|| nonce_chain(nonce, CHAIN_LENGTH - inquiry))
}

/// v of the sampler's seed: XOR over the custodians of a memo, hashed together where several memos are tied.
///
/// `memos` holds for each memo, in ascending order, the chain values of its custodians.
pub fn sampler_value(memos: &[&[Hash]]) -> Hash {
    let folded: Vec<Hash> = memos.iter().map(|values| exclusive_or(values)).collect();
    if let [single] = folded.as_slice() {
        return *single;
    }
    let mut parts: Vec<&[u8]> = vec![b"countermark/v1/sampler-value\0"];
    parts.extend(folded.iter().map(<[u8; 32]>::as_slice));
    sha256(&parts)
}

fn exclusive_or(values: &[Hash]) -> Hash {
    let mut sum = [0; 32];
    for value in values {
        for (byte, other) in sum.iter_mut().zip(value) {
            *byte ^= other;
        }
    }
    sum
}

/// `leak` of READING, from the hashes of the leak's files in the order given.
pub fn leak(files: &[Hash]) -> Hash {
    let count = files.len() as u32;
    let count = count.to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![b"countermark/v1/leak\0", &count];
    parts.extend(files.iter().map(<[u8; 32]>::as_slice));
    sha256(&parts)
}

/// `body` of FINDING.
pub fn body(bytes: &[u8]) -> Hash {
    sha256(&[b"countermark/v1/body\0", bytes])
}
