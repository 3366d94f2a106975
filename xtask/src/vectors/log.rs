//! Vectors of `spec/log.md`.

use ledger::checkpoint::Checkpoint;
use ledger::entry::{Disclosed, Entry};
use ledger::hash::Hash;
use ledger::note::SignerKey;
use ledger::tree::Tree;
use serde_json::{Value, json};

use super::run::{hex, hexes};
use super::scenes;
use super::world::{Disclose, World, fixed};
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("log", "log");

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = entries();
    vectors.extend(orders());
    vectors.extend(trees());
    vectors.extend(checkpoints());
    vectors
}

/// The bytes of a registry's entries.
pub(super) fn bytes(world: &World) -> Vec<Vec<u8>> {
    let entries = (0..world.history.size()).filter_map(|index| world.history.entry(index));
    entries.map(|entry| entry.write().expect("a good entry")).collect()
}

/// A log with every kind: a void, two batches, two inquiries, a disclosure, a tied reading.
fn full() -> World {
    let mut world = scenes::world();
    let (note, letter) = (scenes::note(12), scenes::letter(5));
    let mut given_up = scenes::letter(3);
    given_up.memo = super::world::memo("given up");
    world.void(&given_up);
    world.issue(&note);
    world.issue(&letter);
    world.issue(&scenes::batch(&note, 1, 2));
    let leak = scenes::leaked(&world, &note, &scenes::copy(&note, 3), (0, 0));
    let found = world.trace(leak, 1, Disclose::Keys);
    world.disclose(found.index, note.memo, Disclosed::Copies(vec![(0, 3)]));
    let leak = scenes::leaked(&world, &letter, &scenes::copy(&letter, 1), (0, 2));
    world.read(leak, 2);
    let word = world.word(&scenes::copy(&note, 1));
    let tied = vec![(&note, scenes::quoted(&note, &word, 9)), (&letter, scenes::unrelated(&letter, "tied"))];
    world.trace(scenes::frozen(tied), 3, Disclose::Nothing);
    world
}

fn entries() -> Vec<Vector> {
    let all = bytes(&full());
    let text = |kind: &str| {
        let begin = format!("countermark/v1/{kind}\n");
        let entry = all.iter().find(|entry| entry.starts_with(begin.as_bytes()));
        String::from_utf8(entry.expect("every kind").clone()).expect("text")
    };
    let input = |bytes: &[u8]| json!({ "entry": hex(bytes) });
    let mut vectors: Vec<Vector> = ["deal", "reveal", "issue", "void", "reading", "open", "finding", "audit"]
        .map(|kind| ok(PAGE, "entry", &format!("entry-{kind}"), "one of its kind", input(text(kind).as_bytes())))
        .to_vec();
    let mut bad = |name: &str, comment: &str, text: String| {
        vectors.push(refuse(PAGE, "entry", name, comment, input(text.as_bytes())));
    };
    let (deal, issue, reading, finding, audit) =
        (text("deal"), text("issue"), text("reading"), text("finding"), text("audit"));
    bad("entry-no-end", "no LF at the end", issue.trim_end().to_owned());
    bad("entry-crlf", "lines ended by CR LF", issue.replace('\n', "\r\n"));
    bad("entry-empty-line", "an empty line at the end", format!("{issue}\n"));
    bad("entry-order", "keys in another order", swap_lines(&issue, 1, 2));
    bad("entry-key-twice", "a key twice", issue.replacen("batch 0\n", "batch 0\nbatch 0\n", 1));
    bad("entry-key-missing", "a key is missing", issue.replacen("batch 0\n", "", 1));
    bad("entry-key-unknown", "a key too many", format!("{issue}note none\n"));
    bad("entry-two-spaces", "two spaces", issue.replacen(' ', "  ", 1));
    bad("entry-space-end", "a space at the end of a line", issue.replacen("batch 0\n", "batch 0 \n", 1));
    bad("entry-kind", "a reserved kind", issue.replacen("/issue", "/contest", 1));
    bad("entry-version", "another version", issue.replacen("/v1/", "/v2/", 1));
    bad("entry-upper-case", "a hash in upper case", issue.to_uppercase().replacen("COUNTERMARK/V1/ISSUE", "countermark/v1/issue", 1));
    bad("entry-leading-zero", "an int with a leading zero", issue.replacen("batch 0", "batch 00", 1));
    bad("entry-plus", "an int with a sign", issue.replacen("batch 0", "batch +0", 1));
    bad("entry-batch-large", "a batch of 2^32", issue.replacen("batch 0", "batch 4294967296", 1));
    bad("entry-no-copies", "no copies", issue.replacen("copies 12", "copies 0", 1));
    bad("entry-int-large", "an int of 2^53", reading.replacen("edits 0", "edits 9007199254740992", 1));
    bad("entry-decimal", "a decimal that ends in 0", deal.replacen("alpha 0.05", "alpha 0.050", 1));
    bad("entry-decimal-one", "an alpha of 1", deal.replacen("alpha 0.05", "alpha 1", 1));
    bad("entry-tiers", "other tiers", deal.replacen("850 50 25 50 25", "900 50 25 0 25", 1));
    bad("entry-one-reveal", "a beacon of one party", one_reveal(&deal));
    bad("entry-no-nonces", "a first batch without nonces", line(&deal, "nonces", "-"));
    bad("entry-custody", "an unknown custody", deal.replacen("custody local", "custody remote", 1));
    bad("entry-no-memo", "a reading of no memo", line(&reading, "memos", "-"));
    bad("entry-inquiry", "two numbers of inquiry for one memo", reading.replacen("inquiry 1", "inquiry 1 1", 1));
    bad("entry-floor", "an unknown verdict", reading.replacen("floor above", "floor at", 1));
    bad("entry-outcome", "a group, which is not built yet", finding.replacen("outcome named", "outcome group", 1));
    bad("entry-names-none", "`named` without copies", line(&finding, "named", "-"));
    bad("entry-names-secretly", "copies without `named`", finding.replacen("outcome named", "outcome no_finding", 1));
    bad("entry-real-short", "a real of eight decimals", line(&finding, "alpha-inquiry", "4.50000000e-4"));
    bad("entry-real-exponent", "an exponent with a leading zero", line(&finding, "alpha-inquiry", "4.500000000e-04"));
    bad("entry-real-unscaled", "a real that starts with 0", line(&finding, "alpha-inquiry", "0.450000000e-3"));
    bad("entry-real-minus-zero", "minus zero", line(&finding, "alpha-inquiry", "-0.000000000e0"));
    bad("entry-audit-none", "a disclosure of nothing", line(&audit, "copies", "-"));
    bad("entry-long", "more than 4,096 bytes", line(&reading, "extractor", &"x".repeat(4000)));
    bad("entry-not-ascii", "a letter beyond ASCII", reading.replacen("plain/1", "plaïn/1", 1));
    vectors
}

fn swap_lines(text: &str, a: usize, b: usize) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.swap(a, b);
    lines.concat()
}

/// The text with another value of a key.
fn line(text: &str, key: &str, value: &str) -> String {
    let begin = format!("{key} ");
    let lines = text.split_inclusive('\n').map(|line| match line.starts_with(&begin) {
        true => format!("{begin}{value}\n"),
        false => line.to_owned(),
    });
    lines.collect()
}

fn one_reveal(deal: &str) -> String {
    let beacon = deal.lines().find(|line| line.starts_with("beacon ")).expect("a `deal` has it");
    let (first, _) = beacon.rsplit_once(' ').expect("two hashes");
    deal.replacen(beacon, first, 1)
}

fn orders() -> Vec<Vector> {
    let input = |entries: &[Vec<u8>]| json!({ "entries": hexes(entries) });
    let full = full();
    let all = bytes(&full);
    let kinds: Vec<&str> = (0..).map_while(|i| full.history.entry(i)).map(Entry::kind).collect();
    let place = |kind: &str| kinds.iter().position(|k| *k == kind).expect("every kind");
    let without = |at: usize| {
        let mut entries = all.clone();
        entries.remove(at);
        entries
    };
    let twice = |at: usize| {
        let mut entries = all.clone();
        entries.insert(at + 1, all[at].clone());
        entries
    };
    let bad = |name: &str, comment: &str, entries: &[Vec<u8>]| refuse(PAGE, "order", name, comment, input(entries));
    let mut swapped = all.clone();
    let issue = place("issue");
    swapped.swap(issue - 1, issue);
    let mut vectors = vec![
        ok(PAGE, "order", "order-full", "every kind, a void, two batches, tied memos", input(&all)),
        ok(PAGE, "order", "order-empty", "the empty log", input(&[])),
        bad("order-issue-first", "ISSUE before REVEAL", &swapped),
        bad("order-deal-missing", "REVEAL without DEAL", &without(place("reveal") - 1)),
        bad("order-issue-missing", "a READING of a batch fewer than it counts", &without(issue)),
        bad("order-reading-missing", "OPEN without READING", &without(place("reading"))),
        bad("order-open-missing", "FINDING without its OPEN", &without(place("open"))),
        bad("order-finding-missing", "AUDIT without FINDING", &without(place("finding"))),
    ];
    for kind in ["deal", "reveal", "issue", "void", "reading", "open", "finding"] {
        let name = format!("order-{kind}-twice");
        vectors.push(bad(&name, "the same entry twice", &twice(place(kind))));
    }
    vectors.extend(void_orders());
    vectors
}

/// V: deals tried and given up count, and neither dummy issues nor later ones reset them.
fn void_orders() -> Vec<Vector> {
    let named = |label: &str| {
        let mut plan = scenes::letter(2);
        plan.memo = super::world::memo(label);
        plan
    };
    let erased = |world: &mut World, plan: &super::world::Plan, n| {
        let leak = scenes::leaked(world, plan, &scenes::copy(plan, 0), (0, 1));
        world.read(leak, n);
    };
    let mut tried = scenes::world();
    for label in ["try 1", "try 2", "try 3"] {
        tried.deal(&named(label));
    }
    tried.issue(&named("kept"));
    erased(&mut tried, &named("kept"), 1);
    tried.issue(&named("dummy"));
    tried.deal(&named("after"));
    erased(&mut tried, &named("kept"), 2);
    erased(&mut tried, &named("dummy"), 3);
    let mut dodged = scenes::world();
    dodged.issue(&named("before"));
    dodged.deal(&named("try 1"));
    dodged.issue(&named("kept"));
    erased(&mut dodged, &named("kept"), 1);
    dodged.deal(&named("try 2"));
    dodged.issue(&scenes::batch(&named("kept"), 1, 1));
    erased(&mut dodged, &named("kept"), 2);
    let good = |name, comment, world: &World| {
        ok(PAGE, "order", name, comment, json!({ "entries": hexes(bytes(world)) }))
    };
    vec![
        good("order-voids", "three deals given up; a dummy issue at the end resets nothing", &tried),
        good("order-voids-batches", "V runs from the issue before the memo to its last", &dodged),
    ]
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
        good("inclusion-last", "the last leaf, high in the tree", input(hash(8), 8, 9, path(8, 9), root)),
        bad("inclusion-leaf", "another leaf", input(hash(4), 3, 9, path(3, 9), root)),
        bad("inclusion-index", "another index", input(hash(3), 2, 9, path(3, 9), root)),
        bad("inclusion-beyond", "an index beyond the size", input(hash(3), 9, 9, path(3, 9), root)),
        bad("inclusion-size", "another size", input(hash(3), 3, 8, path(3, 9), root)),
        bad("inclusion-short", "a hash of the path is missing", input(hash(3), 3, 9, path(3, 9)[..3].to_vec(), root)),
        bad("inclusion-long", "a hash too many", input(hash(3), 3, 9, longer, root)),
    ]
}

fn checkpoints() -> Vec<Vector> {
    let world = scenes::world();
    let signer: &SignerKey = &world.signer;
    let checkpoint = Checkpoint { size: 7, root: fixed("root", &[]) };
    let note = checkpoint.sign(signer).expect("a good note");
    let other = scenes::other_signer();
    let cosigned = format!("{note}{}", checkpoint.sign(&other).expect("a good note").lines().last().expect("a signature")) + "\n";
    let input = |note: String| json!({ "note": note, "log_key": world.log_key() });
    let text = |text: &str| input(signer.sign(text).expect("a good text"));
    let root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let name = "countermark.log/vectors";
    let bad = |name, comment, input| refuse(PAGE, "checkpoint", name, comment, input);
    vec![
        ok(PAGE, "checkpoint", "checkpoint", "size 7", input(note.clone())),
        ok(PAGE, "checkpoint", "checkpoint-cosigned", "another key has signed too", input(cosigned)),
        bad("checkpoint-size", "a size that was not signed", input(note.replacen("\n7\n", "\n8\n", 1))),
        bad("checkpoint-unsigned", "no signature", input(note[..note.rfind('—').expect("a signature")].to_owned())),
        bad("checkpoint-other-key", "signed by another key only", input(checkpoint.sign(&other).expect("a good note"))),
        bad("checkpoint-origin", "signed, with another origin", text(&format!("countermark.log/other\n7\n{root}\n"))),
        bad("checkpoint-leading-zero", "signed, with a size of 07", text(&format!("{name}\n07\n{root}\n"))),
        bad("checkpoint-extension", "signed, with a fourth line", text(&format!("{name}\n7\n{root}\nmore\n"))),
        bad("checkpoint-short-root", "signed, with a root of 3 bytes", text(&format!("{name}\n7\nAAAA\n"))),
        bad("checkpoint-key-id", "the key with another id", json!({
            "note": note, "log_key": bend_id(&world.log_key()),
        })),
        ok(PAGE, "leak", "leak", "a leak of two files", json!({ "files": [hex("page one"), hex("page two")] })),
    ]
}

/// The key with the first digit of its id changed.
fn bend_id(key: &str) -> String {
    let (name, rest) = key.split_once('+').expect("a key has three parts");
    let digit = if rest.starts_with('0') { '1' } else { '0' };
    format!("{name}+{digit}{}", &rest[1..])
}
