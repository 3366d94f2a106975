//! The tagged hashes.

use evidence::plan::Tier;
use ledger::certificate::Certificate;
use ledger::commit;
use ledger::hash::Hash;
use ledger::seal::BatchKey;
use ledger::tree::Tree;
use serde_json::{Value, json};

use super::{Input, Ran, array, hex, hexes, list, refused};

fn hashes(values: &[Value]) -> Vec<Hash> {
    values.iter().map(array).collect()
}

/// Audit paths of all leaves.
pub(super) fn paths(tree: &Tree) -> Value {
    let path = |index| hexes(tree.path(index, tree.size()).expect("a leaf"));
    Value::Array((0..tree.size()).map(path).collect())
}

pub(super) fn key_commit(input: &Input) -> Value {
    json!({ "commit": hex(BatchKey::new(input.array("key")).commitment()) })
}

pub(super) fn copies(input: &Input) -> Value {
    let (memo, batch) = (input.array("memo"), input.int("batch") as u32);
    let leaf = |(j, copy): (u32, Input)| {
        let id = commit::recipient(&copy.array("salt"), copy.text("office"));
        let own = commit::copy_key_commit(&copy.array("copy_key"));
        commit::copy_leaf(&memo, batch, j, &own, &id)
    };
    let leaves: Vec<Vec<u8>> = (0..).zip(input.objects("copies")).map(leaf).collect();
    let tree = Tree::over(&leaves);
    let root = commit::copies_root(leaves.len() as u32, &tree.root());
    json!({ "leaves": hexes(&leaves), "root": hex(root), "paths": paths(&tree) })
}

pub(super) fn files(input: &Input) -> Ran {
    let (memo, batch) = (input.array("memo"), input.int("batch") as u32);
    let file = |file: &Value| {
        let [format, digest] = list(file) else { panic!("a file is format and hash") };
        (format.as_str().expect("a format").to_owned(), array(digest))
    };
    let leaf = |(j, files): (u32, &Value)| {
        let files: Vec<(String, Hash)> = list(files).iter().map(file).collect();
        commit::file_leaf(&memo, batch, j, &files).map_err(refused)
    };
    let leaves = (0..).zip(input.list("copies")).map(leaf).collect::<Result<Vec<_>, _>>()?;
    let tree = Tree::over(&leaves);
    let root = commit::files_root(leaves.len() as u32, &tree.root());
    Ok(json!({ "leaves": hexes(&leaves), "root": hex(root), "paths": paths(&tree) }))
}

pub(super) fn original(input: &Input) -> Value {
    let original = commit::original(&input.array("salt"), &input.bytes("bytes"));
    json!({ "original": hex(original) })
}

pub(super) fn beacon(input: &Input) -> Value {
    let values = hashes(input.list("values"));
    let commits = hexes(values.iter().map(commit::reveal_commit));
    let beacon = commit::beacon(&input.array("deal"), &values);
    json!({ "commits": commits, "beacon": hex(beacon) })
}

pub(super) fn chain(input: &Input) -> Ran {
    let nonce = input.array("nonce");
    let inquiry = u32::try_from(input.int("inquiry")).map_err(refused)?;
    let value = commit::nonce_value(&nonce, inquiry).ok_or_else(|| refused(()))?;
    Ok(json!({ "end": hex(commit::nonce_end(&nonce)), "value": hex(value) }))
}

pub(super) fn sampler_value(input: &Input) -> Value {
    let memos: Vec<Vec<Hash>> = input.list("memos").iter().map(|m| hashes(list(m))).collect();
    let slices: Vec<&[Hash]> = memos.iter().map(Vec::as_slice).collect();
    json!({ "value": hex(commit::sampler_value(&slices)) })
}

pub(super) fn seed(input: &Input) -> Value {
    let (reading, value, memo) =
        (input.array("reading"), input.array("value"), input.array("memo"));
    let seed = evidence::tail::seed(&reading, &value, &memo, Tier::Single);
    json!({ "seed": hex(seed) })
}

pub(super) fn certificate(input: &Input) -> Ran {
    let certificate = Certificate::parse(input.text("certificate")).map_err(refused)?;
    certificate.verify().map_err(refused)?;
    Ok(json!({
        "memo": hex(certificate.memo),
        "batch": certificate.batch,
        "index": certificate.index,
        "copies": certificate.copies,
        "office": certificate.office,
    }))
}
