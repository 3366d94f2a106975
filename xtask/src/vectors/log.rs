//! Vectors of `spec/log.md`.

use ledger::entry::{Disclosed, Entry};
use serde_json::json;

use super::run::{hex, hexes};
use super::scenes;
use super::world::{Disclose, World};
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("log", "log");

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = entries();
    vectors.extend(orders());
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
    let tied = vec![
        (&note, scenes::quoted(&note, &word, 9)),
        (&letter, scenes::unrelated(&letter, "tied")),
    ];
    world.trace(scenes::frozen(tied), 3, Disclose::Nothing);
    world
}

/// Entries of several kinds, to be bent.
struct Texts {
    deal: String,
    issue: String,
    reading: String,
    finding: String,
    audit: String,
}

/// Name, comment and text of an entry to be refused.
type Bad = (&'static str, &'static str, String);

fn entries() -> Vec<Vector> {
    let all = bytes(&full());
    let text = |kind: &str| {
        let begin = format!("countermark/v1/{kind}\n");
        let entry = all.iter().find(|entry| entry.starts_with(begin.as_bytes()));
        String::from_utf8(entry.expect("every kind").clone()).expect("text")
    };
    let input = |text: &str| json!({ "entry": hex(text) });
    let kinds = ["deal", "reveal", "issue", "void", "reading", "open", "finding", "audit"];
    let good = |kind: &str| {
        ok(PAGE, "entry", &format!("entry-{kind}"), "one of its kind", input(&text(kind)))
    };
    let texts = Texts {
        deal: text("deal"),
        issue: text("issue"),
        reading: text("reading"),
        finding: text("finding"),
        audit: text("audit"),
    };
    let bad = [bad_lines(&texts), bad_issuing(&texts), bad_inquiries(&texts)].concat();
    let bad =
        bad.iter().map(|(name, comment, text)| refuse(PAGE, "entry", name, comment, input(text)));
    kinds.map(good).into_iter().chain(bad).collect()
}

fn bad_lines(texts: &Texts) -> Vec<Bad> {
    vec![
        ("entry-no-end", "no LF at the end", texts.issue.trim_end().to_owned()),
        ("entry-crlf", "lines ended by CR LF", texts.issue.replace('\n', "\r\n")),
        ("entry-empty-line", "an empty line at the end", format!("{}\n", texts.issue)),
        ("entry-order", "keys in another order", swap_lines(&texts.issue, 1, 2)),
        (
            "entry-key-twice",
            "a key twice",
            texts.issue.replacen("batch 0\n", "batch 0\nbatch 0\n", 1),
        ),
        ("entry-key-missing", "a key is missing", texts.issue.replacen("batch 0\n", "", 1)),
        ("entry-key-unknown", "a key too many", format!("{}note none\n", texts.issue)),
        ("entry-two-spaces", "two spaces", texts.issue.replacen(' ', "  ", 1)),
        (
            "entry-space-end",
            "a space at the end of a line",
            texts.issue.replacen("batch 0\n", "batch 0 \n", 1),
        ),
        ("entry-kind", "a reserved kind", texts.issue.replacen("/issue", "/contest", 1)),
        ("entry-version", "another version", texts.issue.replacen("/v1/", "/v2/", 1)),
        (
            "entry-upper-case",
            "a hash in upper case",
            texts.issue.to_uppercase().replacen("COUNTERMARK/V1/ISSUE", "countermark/v1/issue", 1),
        ),
        (
            "entry-leading-zero",
            "an int with a leading zero",
            texts.issue.replacen("batch 0", "batch 00", 1),
        ),
        ("entry-plus", "an int with a sign", texts.issue.replacen("batch 0", "batch +0", 1)),
    ]
}

fn bad_issuing(texts: &Texts) -> Vec<Bad> {
    vec![
        (
            "entry-batch-large",
            "a batch of 2^32",
            texts.issue.replacen("batch 0", "batch 4294967296", 1),
        ),
        ("entry-no-copies", "no copies", texts.issue.replacen("copies 12", "copies 0", 1)),
        (
            "entry-int-large",
            "an int of 2^53",
            texts.reading.replacen("edits 0", "edits 9007199254740992", 1),
        ),
        (
            "entry-decimal",
            "a decimal that ends in 0",
            texts.deal.replacen("alpha 0.05", "alpha 0.050", 1),
        ),
        ("entry-decimal-one", "an alpha of 1", texts.deal.replacen("alpha 0.05", "alpha 1", 1)),
        ("entry-tiers", "other tiers", texts.deal.replacen("850 50 25 50 25", "900 50 25 0 25", 1)),
        ("entry-one-reveal", "a beacon of one party", one_reveal(&texts.deal)),
        ("entry-no-nonces", "a first batch without nonces", line(&texts.deal, "nonces", "-")),
        (
            "entry-custody",
            "an unknown custody",
            texts.deal.replacen("custody local", "custody remote", 1),
        ),
        ("entry-no-memo", "a reading of no memo", line(&texts.reading, "memos", "-")),
        (
            "entry-inquiry",
            "two numbers of inquiry for one memo",
            texts.reading.replacen("inquiry 1", "inquiry 1 1", 1),
        ),
    ]
}

fn bad_inquiries(texts: &Texts) -> Vec<Bad> {
    vec![
        ("entry-floor", "an unknown verdict", texts.reading.replacen("floor above", "floor at", 1)),
        (
            "entry-outcome",
            "a group, which is not built yet",
            texts.finding.replacen("outcome named", "outcome group", 1),
        ),
        ("entry-names-none", "`named` without copies", line(&texts.finding, "named", "-")),
        (
            "entry-names-secretly",
            "copies without `named`",
            texts.finding.replacen("outcome named", "outcome no_finding", 1),
        ),
        (
            "entry-real-short",
            "a real of eight decimals",
            line(&texts.finding, "alpha-inquiry", "4.50000000e-4"),
        ),
        (
            "entry-real-exponent",
            "an exponent with a leading zero",
            line(&texts.finding, "alpha-inquiry", "4.500000000e-04"),
        ),
        (
            "entry-real-unscaled",
            "a real that starts with 0",
            line(&texts.finding, "alpha-inquiry", "0.450000000e-3"),
        ),
        (
            "entry-real-minus-zero",
            "minus zero",
            line(&texts.finding, "alpha-inquiry", "-0.000000000e0"),
        ),
        ("entry-audit-none", "a disclosure of nothing", line(&texts.audit, "copies", "-")),
        (
            "entry-long",
            "more than 4,096 bytes",
            line(&texts.reading, "extractor", &"x".repeat(4000)),
        ),
        (
            "entry-not-ascii",
            "a letter beyond ASCII",
            texts.reading.replacen("plain/1", "plaïn/1", 1),
        ),
    ]
}

fn swap_lines(text: &str, a: usize, b: usize) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.swap(a, b);
    lines.concat()
}

/// The text with another value of a key.
fn line(text: &str, key: &str, value: &str) -> String {
    let begin = format!("{key} ");
    let lines = text.split_inclusive('\n').map(|line| {
        if line.starts_with(&begin) { format!("{begin}{value}\n") } else { line.to_owned() }
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
    let bad = |name: &str, comment: &str, entries: &[Vec<u8>]| {
        refuse(PAGE, "order", name, comment, input(entries))
    };
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
        good(
            "order-voids",
            "three deals given up; a dummy issue at the end resets nothing",
            &tried,
        ),
        good("order-voids-batches", "V runs from the issue before the memo to its last", &dodged),
    ]
}
