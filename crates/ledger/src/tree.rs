//! The Merkle tree of RFC 6962: the log's own, and those over copies and files.
//!
//! [`Tree`] keeps the hash of every complete subtree, so that appending, roots of earlier sizes and paths all take
//! logarithmic time; a log of 100,000 entries and a certificate for each of 100,000 copies stay cheap.

use crate::hash::{Hash, sha256};

/// Hash of a leaf: `H(0x00 ‖ entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    sha256(&[&[0], entry])
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// A growing tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `levels[k][i]` is the hash of the complete subtree over the leaves `i·2^k .. (i+1)·2^k`.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree over these entries.
    pub fn over<B: AsRef<[u8]>>(entries: impl IntoIterator<Item = B>) -> Self {
        let mut tree = Self::new();
        for entry in entries {
            tree.push(leaf_hash(entry.as_ref()));
        }
        tree
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let row = &mut self.levels[level];
            row.push(hash);
            if row.len() % 2 == 1 {
                return;
            }
            hash = node_hash(&row[row.len() - 2], &hash);
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The hash of a leaf.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.levels.first()?.get(usize::try_from(index).ok()?).copied()
    }

    /// Root over all leaves.
    pub fn root(&self) -> Hash {
        self.range(0, self.size())
    }

    /// Root over the first `size` leaves, `None` when there are fewer.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        (size <= self.size()).then(|| self.range(0, size))
    }

    /// Audit path of a leaf in the tree of the first `size` leaves.
    pub fn path(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut low, mut high) = (0, size);
        let mut path = Vec::new();
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high));
                high = middle;
            } else {
                path.push(self.range(low, middle));
                low = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// Proof that the tree of `new` leaves continues that of `old`; `None` unless 0 < `old` ≤ `new` ≤ size.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old == 0 || old > new || new > self.size() {
            return None;
        }
        let (mut low, mut high) = (0, new);
        let mut path = Vec::new();
        while high != old {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high));
                high = middle;
            } else {
                path.push(self.range(low, middle));
                low = middle;
            }
        }
        if low != 0 {
            path.push(self.range(low, high));
        }
        path.reverse();
        Some(path)
    }

    /// Whether a tree of `size` leaves with this root begins with all leaves of this tree and then `next`.
    ///
    /// An audit path alone binds only the leaf; its left-hand hashes, when they are those of this tree, bind the rest.
    pub fn continues(&self, next: &Hash, size: u64, path: &[Hash], root: &Hash) -> bool {
        let mut peaks = self.peaks();
        let reached = climb(next, self.size(), size, path, |left| peaks.next() == Some(*left));
        reached.as_ref() == Some(root)
    }

    /// Roots of the complete subtrees that make up the tree, smallest first.
    fn peaks(&self) -> impl Iterator<Item = Hash> {
        self.levels.iter().filter(|row| row.len() % 2 == 1).map(|row| row[row.len() - 1])
    }

    /// Root over the leaves `low .. high`, where `low` is a multiple of the largest power of two below the length.
    fn range(&self, low: u64, high: u64) -> Hash {
        let length = high - low;
        if length == 0 {
            return sha256(&[]);
        }
        if length.is_power_of_two() {
            let level = length.trailing_zeros();
            return self.levels[level as usize][(low >> level) as usize];
        }
        let middle = low + split(length);
        node_hash(&self.range(low, middle), &self.range(middle, high))
    }
}

/// The largest power of two below `length`, which is at least 2.
fn split(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}

/// Whether `path` leads from the leaf at `index` to `root` in a tree of `size` leaves (RFC 9162 §2.1.3.2).
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    root_from_path(leaf, index, size, path).as_ref() == Some(root)
}

/// The root that `path` leads to from the leaf at `index`; `None` when the path has not the length it must have.
pub fn root_from_path(leaf: &Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    climb(leaf, index, size, path, |_| true)
}

/// Climbs a path; `left` sees each sibling that stands to the left and may refuse it.
fn climb(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    mut left: impl FnMut(&Hash) -> bool,
) -> Option<Hash> {
    let (mut place, mut last) = (index, size.checked_sub(1)?);
    if place > last {
        return None;
    }
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            if !left(sibling) {
                return None;
            }
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// Whether `path` proves that the tree (`new`, `new_root`) continues (`old`, `old_root`) (RFC 9162 §2.1.4.2).
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Hash,
    new_root: &Hash,
    path: &[Hash],
) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    let whole = old.is_power_of_two();
    let mut rest = path.iter();
    let Some(first) = (if whole { Some(old_root) } else { rest.next() }) else { return false };
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut older, mut newer) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            older = node_hash(hash, &older);
            newer = node_hash(hash, &newer);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            newer = node_hash(&newer, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && older == *old_root && newer == *new_root
}
