//! Entries, their order, the tree and checkpoints.

use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::{CopyId, Entry};
use ledger::hash::{sha256, to_hex};
use ledger::note::VerifierKey;
use ledger::order::{History, Inquiry};
use ledger::tree::{Tree, leaf_hash, verify_inclusion};
use serde_json::{Value, json};

use super::commitments::paths;
use super::{Input, Ran, array, bytes, hex, refused};

pub(super) fn entry(input: &Input) -> Ran {
    let bytes = input.bytes("entry");
    let entry = Entry::parse(&bytes).map_err(refused)?;
    Ok(json!({ "kind": entry.kind(), "leaf": hex(leaf_hash(&bytes)) }))
}

pub(super) fn order(input: &Input) -> Ran {
    let entries = input.list("entries").iter().map(bytes);
    let history = History::read(entries).map_err(|(at, _)| json!({ "at": at }))?;
    let readings: Vec<Value> =
        history.inquiries().map(|inquiry| reading(&history, inquiry)).collect();
    Ok(json!({ "readings": readings }))
}

fn reading(history: &History, inquiry: &Inquiry) -> Value {
    let counts = &inquiry.counts;
    let memos = &history.reading(inquiry.reading).expect("an inquiry has its `reading`").memos;
    let mut burnt = Vec::new();
    for memo in memos {
        for (batch, _) in history.issued(memo, inquiry.reading) {
            let copies = history.deal(memo, batch).map_or(0, |deal| deal.copies);
            let all = (0..copies).map(|j| CopyId { memo: *memo, batch, j });
            burnt.extend(all.filter(|copy| history.burnt(copy, inquiry.reading)).map(copy_text));
        }
    }
    json!({
        "index": inquiry.reading,
        "copies": counts.copies,
        "inquiry": counts.inquiry,
        "voids": counts.voids,
        "deals": counts.deals,
        "unopened": counts.unopened,
        "burnt": burnt,
    })
}

/// A copy as entries name it.
pub(super) fn copy_text(copy: CopyId) -> String {
    format!("{}/{}/{}", to_hex(&copy.memo), copy.batch, copy.j)
}

pub(super) fn tree(input: &Input) -> Value {
    let tree = Tree::over(input.list("entries").iter().map(bytes));
    json!({ "root": hex(tree.root()), "paths": paths(&tree) })
}

pub(super) fn inclusion(input: &Input) -> Ran {
    let path: Vec<_> = input.list("path").iter().map(array).collect();
    let (index, size) = (input.int("index"), input.int("size"));
    let leads = verify_inclusion(&input.array("leaf"), index, size, &path, &input.array("root"));
    if leads { Ok(json!({})) } else { Err(refused(())) }
}

pub(super) fn checkpoint(input: &Input) -> Ran {
    let key = VerifierKey::parse(input.text("log_key")).map_err(refused)?;
    let checkpoint = Checkpoint::open(input.text("note"), &key).map_err(refused)?;
    Ok(json!({ "size": checkpoint.size, "root": hex(checkpoint.root) }))
}

pub(super) fn leak(input: &Input) -> Value {
    let files: Vec<_> = input.list("files").iter().map(|file| sha256(&[&bytes(file)])).collect();
    json!({ "leak": hex(commit::leak(&files)) })
}
