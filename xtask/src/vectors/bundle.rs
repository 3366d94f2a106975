//! Bundles that hold, one for each outcome and condition.

use evidence::mark::Carrier::Layout;
use inquiry::bundle::Bundle;
use ledger::entry::Disclosed;
use serde_json::{Value, json};

use super::run::hex;
use super::scenes::{self, copy, frozen, leaked};
use super::world::{Concluded, Disclose, Plan, World};
use super::{Vector, ok};

const PAGE: (&str, &str) = ("finding", "finding");

/// The input of a bundle vector: its log key is the one asked for.
pub(super) fn input(file: &[u8], log_key: &str) -> Value {
    json!({ "bundle": hex(file), "log_key": log_key })
}

/// A registry and the bundle that it gives out.
type Scene = fn() -> (World, Bundle);

pub(super) fn vectors() -> Vec<Vector> {
    let scenes: [(&str, &str, &str, Scene); 20] = [
        ("bundle-named", "named", "a whole memo with a mark in ten misread", named),
        ("bundle-named-nameless", "named", "the same without the office", nameless),
        ("bundle-named-keyless", "named", "the same at level 0", keyless),
        ("bundle-named-sampled", "named", "96 marks, one in three misread: p is sampled", sampled),
        ("bundle-named-markov", "named", "the same with one in thirteen: 1/E names", markov),
        ("bundle-named-layout", "named", "a printed page: 420 soft readings of layout", layout),
        ("bundle-named-many", "named", "1,200 marks, all read: p is held at the least", many),
        ("bundle-named-voids", "named", "after two deals given up", voids),
        ("bundle-named-late", "named", "a copy of the second batch", late),
        ("bundle-named-two", "named", "a mixture of two copies names both", two),
        (
            "bundle-named-again",
            "named",
            "the second inquiry into a memo, custody split: grade B",
            again,
        ),
        ("bundle-named-split", "named", "custody split: grade A", split),
        ("bundle-tied", "named", "two memos; the leak quotes both", tied),
        (
            "bundle-burnt",
            "shortlist",
            "the copy that fits was disclosed before: a shortlist",
            burnt,
        ),
        ("bundle-shortlist", "shortlist", "above the floor, but too weak to name", shortlist),
        ("bundle-no-finding", "no_finding", "a text that no copy fits", no_finding),
        (
            "bundle-cannot-name-opened",
            "cannot_name",
            "below the floor, opened for a shortlist",
            cannot_name_opened,
        ),
        ("bundle-cannot-name", "cannot_name", "below the floor, not opened", cannot_name),
        ("bundle-gate", "cannot_name", "above the floor, never opened", gate),
        ("bundle-erased", "cannot_name", "nothing was read", erased),
    ];
    scenes
        .map(|(name, outcome, comment, scene)| {
            let (world, bundle) = scene();
            let input = input(&bundle.write(), &world.log_key());
            let vector = ok(PAGE, "bundle", name, comment, input);
            assert_eq!(vector.json["output"]["outcome"], outcome, "{name}");
            let sampled = name.ends_with("-sampled");
            assert_eq!(vector.json["output"]["sampled"], sampled, "{name}");
            vector
        })
        .to_vec()
}

fn issued(plan: &Plan) -> World {
    let mut world = scenes::world();
    world.issue(plan);
    world
}

/// The note to twelve offices; copy 6 leaks with a mark in ten misread.
pub(super) fn note_leaked(disclose: Disclose) -> (World, Concluded) {
    let plan = scenes::note(12);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 6), (10, 0));
    let found = world.trace(leak, 1, disclose);
    (world, found)
}

fn of((world, found): (World, Concluded)) -> (World, Bundle) {
    (world, found.bundle)
}

fn named() -> (World, Bundle) {
    of(note_leaked(Disclose::KeysAndNames))
}

fn nameless() -> (World, Bundle) {
    of(note_leaked(Disclose::Keys))
}

fn keyless() -> (World, Bundle) {
    of(note_leaked(Disclose::Nothing))
}

fn sampled() -> (World, Bundle) {
    of(sampled_leak())
}

/// A report with so many marks misread that 1/E does not name, and a sample does.
pub(super) fn sampled_leak() -> (World, Concluded) {
    report_leaked((3, 9))
}

fn markov() -> (World, Bundle) {
    of(report_leaked((13, 0)))
}

/// A report to twenty offices, leaked by the third, marks misread and erased.
pub(super) fn report_leaked(marks: (usize, usize)) -> (World, Concluded) {
    let plan = scenes::report(20);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 2), marks);
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found)
}

/// A paper on paper.
fn layout() -> (World, Bundle) {
    let plan = scenes::paper(12);
    let mut world = issued(&plan);
    let printed = scenes::printed(&plan, &world.word(&copy(&plan, 8)));
    let found = world.trace(frozen(vec![(&plan, printed)]), 1, Disclose::KeysAndNames);
    (world, found.bundle)
}

fn many() -> (World, Bundle) {
    let catalogue = super::world::catalogue(&[(Layout, 2, 64)], 1200);
    let plan = Plan { memo: super::world::memo("many"), catalogue, ..scenes::note(12) };
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 1), (0, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found.bundle)
}

fn voids() -> (World, Bundle) {
    of(with_voids())
}

/// The note after two deals given up.
pub(super) fn with_voids() -> (World, Concluded) {
    let mut world = scenes::world();
    for label in ["try 1", "try 2"] {
        world.void(&Plan { memo: super::world::memo(label), ..scenes::note(12) });
    }
    let plan = scenes::note(12);
    world.issue(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 0), (0, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found)
}

fn late() -> (World, Bundle) {
    of(second_batch())
}

/// A copy of the second batch leaks.
pub(super) fn second_batch() -> (World, Concluded) {
    let first = scenes::note(12);
    let mut world = issued(&first);
    let second = scenes::batch(&first, 1, 3);
    world.issue(&second);
    let leak = leaked(&world, &second, &copy(&second, 2), (12, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found)
}

fn two() -> (World, Bundle) {
    let plan = scenes::report(6);
    let mut world = issued(&plan);
    let words = [4, 5].map(|j| world.word(&copy(&plan, j)));
    let mixed: Vec<u8> = (0..words[0].len()).map(|i| words[i / 2 % 2][i]).collect();
    let reading = super::world::reading(&plan.catalogue, &mixed, 0, 0);
    let found = world.trace(frozen(vec![(&plan, reading)]), 1, Disclose::KeysAndNames);
    (world, found.bundle)
}

/// The second inquiry into a memo whose keys are in other hands.
pub(super) fn second_inquiry() -> (World, Concluded) {
    let plan = scenes::split(scenes::note(12));
    let mut world = issued(&plan);
    let first = leaked(&world, &plan, &copy(&plan, 6), (0, 4));
    world.trace(first, 1, Disclose::Nothing);
    let second = leaked(&world, &plan, &copy(&plan, 6), (0, 0));
    let found = world.trace(second, 2, Disclose::KeysAndNames);
    (world, found)
}

fn again() -> (World, Bundle) {
    of(second_inquiry())
}

fn split() -> (World, Bundle) {
    of(unopened_before())
}

/// Keys in other hands; a reading that was never opened came before.
pub(super) fn unopened_before() -> (World, Concluded) {
    let plan = scenes::split(scenes::note(12));
    let mut world = issued(&plan);
    let unopened = leaked(&world, &plan, &copy(&plan, 1), (0, 3));
    world.read(unopened, 1);
    let leak = leaked(&world, &plan, &copy(&plan, 1), (0, 0));
    let found = world.trace(leak, 2, Disclose::KeysAndNames);
    (world, found)
}

/// The note and the letter, both quoted by one leak.
pub(super) fn tied_memos() -> (World, Concluded) {
    let (note, letter) = (scenes::note(12), scenes::letter(8));
    let mut world = issued(&note);
    world.issue(&letter);
    let (word, other) = (world.word(&copy(&note, 9)), world.word(&copy(&letter, 2)));
    let readings = vec![
        (&note, scenes::quoted(&note, &word, 40)),
        (&letter, scenes::quoted(&letter, &other, 5)),
    ];
    let found = world.trace(frozen(readings), 1, Disclose::KeysAndNames);
    (world, found)
}

fn tied() -> (World, Bundle) {
    of(tied_memos())
}

/// Copy 6 was named and disclosed; a second leak of it.
pub(super) fn burnt_leak() -> (World, Concluded) {
    let plan = scenes::note(12);
    let (mut world, first) = note_leaked(Disclose::Keys);
    world.disclose(first.index, plan.memo, Disclosed::Copies(vec![(0, 6)]));
    let leak = leaked(&world, &plan, &copy(&plan, 6), (0, 0));
    let found = world.trace(leak, 2, Disclose::KeysAndNames);
    (world, found)
}

fn burnt() -> (World, Bundle) {
    of(burnt_leak())
}

fn shortlist() -> (World, Bundle) {
    let plan = scenes::note(12);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 3), (4, 5));
    let found = world.trace(leak, 1, Disclose::Keys);
    (world, found.bundle)
}

fn no_finding() -> (World, Bundle) {
    let plan = scenes::note(12);
    let mut world = issued(&plan);
    let reading = scenes::unrelated(&plan, "another draft");
    let found = world.trace(frozen(vec![(&plan, reading)]), 1, Disclose::Keys);
    (world, found.bundle)
}

/// Three striking words of a letter.
fn three_words(world: &World, plan: &Plan) -> evidence::reading::FrozenReading {
    let word = world.word(&copy(plan, 4));
    frozen(vec![(plan, scenes::quoted(plan, &word, 3))])
}

/// Three striking words, opened for a shortlist.
pub(super) fn below_opened() -> (World, Concluded) {
    let plan = scenes::letter(12);
    let mut world = issued(&plan);
    let leak = three_words(&world, &plan);
    let found = world.trace(leak, 1, Disclose::Keys);
    (world, found)
}

fn cannot_name_opened() -> (World, Bundle) {
    of(below_opened())
}

fn cannot_name() -> (World, Bundle) {
    let plan = scenes::letter(12);
    let mut world = issued(&plan);
    let leak = three_words(&world, &plan);
    let logged = world.read(leak, 1);
    let found = world.conclude(&logged, None, Disclose::Nothing);
    (world, found.bundle)
}

fn gate() -> (World, Bundle) {
    let plan = scenes::note(12);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 6), (0, 0));
    let logged = world.read(leak, 1);
    let found = world.conclude(&logged, None, Disclose::Nothing);
    (world, found.bundle)
}

fn erased() -> (World, Bundle) {
    let plan = scenes::note(12);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 6), (0, 1));
    let logged = world.read(leak, 1);
    let found = world.conclude(&logged, None, Disclose::Nothing);
    (world, found.bundle)
}
