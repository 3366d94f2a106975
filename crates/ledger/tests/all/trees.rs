//! The tree against RFC 6962's published roots and against the definition, written out naively.

use ledger::hash::{Hash, sha256, to_hex};
use ledger::tree::{Tree, leaf_hash, verify_consistency, verify_inclusion};
use proptest::prelude::*;

/// The leaves of the certificate-transparency reference tests.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// Their published roots for 1 to 8 leaves.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn roots_are_the_published_ones() {
    let tree = Tree::over(LEAVES);
    assert_eq!(to_hex(&Tree::new().root()), to_hex(&sha256(&[])));
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(to_hex(&tree.root_at(size).unwrap()), root, "{size} leaves");
    }
}

/// MTH of RFC 6962 §2.1, as it stands there.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
            sha256(&[&[1], &naive_root(left), &naive_root(right)])
        }
    }
}

/// PATH of RFC 6962 §2.1.1.
fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut path, sibling) = if index < left.len() {
        (naive_path(index, left), naive_root(right))
    } else {
        (naive_path(index - left.len(), right), naive_root(left))
    };
    path.push(sibling);
    path
}

/// PROOF of RFC 6962 §2.1.2.
fn naive_consistency(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut path, sibling) = if old <= left.len() {
        (naive_consistency(old, left, whole), naive_root(right))
    } else {
        (naive_consistency(old - left.len(), right, false), naive_root(left))
    };
    path.push(sibling);
    path
}

fn largest_power_below(length: usize) -> usize {
    let mut power = 1;
    while power * 2 < length {
        power *= 2;
    }
    power
}

proptest! {
    /// Roots, paths and proofs of every size are those of the definition, and verify.
    #[test]
    fn the_tree_is_the_naive_one(size in 1_usize..80, seed: u64) {
        let leaves: Vec<Hash> =
            (0..size as u64).map(|i| leaf_hash(&(seed ^ i).to_be_bytes())).collect();
        let mut tree = Tree::new();
        for leaf in &leaves {
            tree.push(*leaf);
        }
        let root = tree.root();
        prop_assert_eq!(root, naive_root(&leaves));
        for (index, leaf) in leaves.iter().enumerate() {
            let path = tree.path(index as u64, size as u64).unwrap();
            prop_assert_eq!(&path, &naive_path(index, &leaves));
            prop_assert!(verify_inclusion(leaf, index as u64, size as u64, &path, &root));
        }
        for old in 1..=size {
            let path = tree.consistency(old as u64, size as u64).unwrap();
            prop_assert_eq!(&path, &naive_consistency(old, &leaves, true));
            let old_root = tree.root_at(old as u64).unwrap();
            prop_assert!(verify_consistency(old as u64, size as u64, &old_root, &root, &path));
        }
    }

    /// A proof with one thing changed proves nothing.
    #[test]
    fn changed_proofs_are_refused(size in 2_u64..60, at: u64, change in 0_usize..5) {
        let index = at % size;
        let tree = Tree::over((0..size).map(u64::to_be_bytes));
        let (mut leaf, mut root) = (tree.leaf(index).unwrap(), tree.root());
        let mut path = tree.path(index, size).unwrap();
        let mut place = index;
        match change {
            0 => leaf[0] ^= 1,
            1 => root[31] ^= 1,
            2 => path[0][5] ^= 1,
            3 => path.push(root),
            _ => place = (index + 1) % size,
        }
        prop_assert!(!verify_inclusion(&leaf, place, size, &path, &root));
    }

    /// `continues` holds for the tree that a path was taken from, and for no other tree with the same next leaf.
    #[test]
    fn a_path_binds_what_stands_before(before in 0_u64..40, after in 0_u64..20, swap: u64) {
        let size = before + 1 + after;
        let whole = Tree::over((0..size).map(u64::to_be_bytes));
        let path = whole.path(before, size).unwrap();
        let next = whole.leaf(before).unwrap();
        let begin = Tree::over((0..before).map(u64::to_be_bytes));
        prop_assert!(begin.continues(&next, size, &path, &whole.root()));
        if before > 0 {
            let changed = swap % before;
            let other =
                Tree::over((0..before).map(|i| (i + u64::from(i == changed)).to_be_bytes()));
            prop_assert!(!other.continues(&next, size, &path, &whole.root()));
        }
    }
}
