//! Vectors of the tree and of checkpoints (`spec/log.md`).

use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::SignerKey;
use ledger::tree::Tree;
use serde_json::{Value, json};

use super::run::{hex, hexes};
use super::scenes;
use super::world::fixed;
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("log", "log");

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = trees();
    vectors.extend(checkpoints());
    vectors.push(leak());
    vectors
}

fn trees() -> Vec<Vector> {
    let entries = |n: u8| hexes((0..n).map(|i| vec![i; usize::from(i)]));
    let tree = |name, comment, n| ok(PAGE, "tree", name, comment, json!({ "entries": entries(n) }));
    let nine = Tree::over((0..9_u8).map(|i| vec![i; usize::from(i)]));
    let hash = |index: u64| nine.leaf(index).expect("a leaf");
    let input = |leaf: Hash, index: u64, size: u64, path: Vec<Hash>, root: Hash| -> Value {
        json!({ "leaf": hex(leaf), "index": index, "size": size, "path": hexes(path), "root": hex(root) })
    };
    let path = |index: u64, size: u64| nine.path(index, size).expect("a leaf");
    let root = nine.root();
    let good = |name, comment, input| ok(PAGE, "inclusion", name, comment, input);
    let bad = |name, comment, input| refuse(PAGE, "inclusion", name, comment, input);
    let mut longer = path(3, 9);
    longer.push(root);
    vec![
        tree("tree-empty", "no entries", 0),
        tree("tree-one", "one entry, which is empty", 1),
        tree("tree-seven", "seven entries", 7),
        tree("tree-eight", "a complete tree", 8),
        tree("tree-nine", "one more than complete", 9),
        good("inclusion", "leaf 3 of 9", input(hash(3), 3, 9, path(3, 9), root)),
        good(
            "inclusion-last",
            "the last leaf, high in the tree",
            input(hash(8), 8, 9, path(8, 9), root),
        ),
        bad("inclusion-leaf", "another leaf", input(hash(4), 3, 9, path(3, 9), root)),
        bad("inclusion-index", "another index", input(hash(3), 2, 9, path(3, 9), root)),
        bad("inclusion-beyond", "an index beyond the size", input(hash(3), 9, 9, path(3, 9), root)),
        bad("inclusion-size", "another size", input(hash(3), 3, 8, path(3, 9), root)),
        bad(
            "inclusion-short",
            "a hash of the path is missing",
            input(hash(3), 3, 9, path(3, 9)[..3].to_vec(), root),
        ),
        bad("inclusion-long", "a hash too many", input(hash(3), 3, 9, longer, root)),
    ]
}

fn checkpoints() -> Vec<Vector> {
    let world = scenes::world();
    let signer: &SignerKey = &world.signer;
    let checkpoint = Checkpoint { size: 7, root: fixed("root", &[]) };
    let note = checkpoint.sign(signer).expect("a good note");
    let other = scenes::other_signer();
    let cosigned = format!(
        "{note}{}",
        checkpoint.sign(&other).expect("a good note").lines().last().expect("a signature")
    ) + "\n";
    let input = |note: String| json!({ "note": note, "log_key": world.log_key() });
    let text = |text: &str| input(signer.sign(text).expect("a good text"));
    let root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let name = "countermark.log/vectors";
    let bad = |name, comment, input| refuse(PAGE, "checkpoint", name, comment, input);
    vec![
        ok(PAGE, "checkpoint", "checkpoint", "size 7", input(note.clone())),
        ok(
            PAGE,
            "checkpoint",
            "checkpoint-cosigned",
            "another key has signed too",
            input(cosigned),
        ),
        bad(
            "checkpoint-size",
            "a size that was not signed",
            input(note.replacen("\n7\n", "\n8\n", 1)),
        ),
        bad(
            "checkpoint-unsigned",
            "no signature",
            input(note[..note.rfind('—').expect("a signature")].to_owned()),
        ),
        bad(
            "checkpoint-other-key",
            "signed by another key only",
            input(checkpoint.sign(&other).expect("a good note")),
        ),
        bad(
            "checkpoint-origin",
            "signed, with another origin",
            text(&format!("countermark.log/other\n7\n{root}\n")),
        ),
        bad(
            "checkpoint-leading-zero",
            "signed, with a size of 07",
            text(&format!("{name}\n07\n{root}\n")),
        ),
        bad(
            "checkpoint-extension",
            "signed, with a fourth line",
            text(&format!("{name}\n7\n{root}\nmore\n")),
        ),
        bad(
            "checkpoint-short-root",
            "signed, with a root of 3 bytes",
            text(&format!("{name}\n7\nAAAA\n")),
        ),
        bad(
            "checkpoint-key-id",
            "the key with another id",
            json!({
                "note": note, "log_key": bend_id(&world.log_key()),
            }),
        ),
    ]
}

/// The key with the first digit of its id changed.
fn bend_id(key: &str) -> String {
    let (name, rest) = key.split_once('+').expect("a key has three parts");
    let digit = if rest.starts_with('0') { '1' } else { '0' };
    format!("{name}+{digit}{}", &rest[1..])
}

fn leak() -> Vector {
    ok(
        PAGE,
        "leak",
        "leak",
        "a leak of two files",
        json!({ "files": [hex("page one"), hex("page two")] }),
    )
}
