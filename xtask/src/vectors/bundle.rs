//! Bundles that hold, one for each outcome and condition.

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

pub(super) fn vectors() -> Vec<Vector> {
    let scenes: [(&str, &str, fn() -> (World, Bundle)); 17] = [
        ("bundle-named", "a whole memo with a mark in ten misread", named),
        ("bundle-named-nameless", "the same without the office", nameless),
        ("bundle-named-keyless", "the same at level 0", keyless),
        ("bundle-named-sampled", "96 marks on two carriers: p is sampled", sampled),
        ("bundle-named-voids", "after two deals given up", voids),
        ("bundle-named-late", "a copy of the second batch", late),
        ("bundle-named-two", "a mixture of two copies names both", two),
        ("bundle-named-again", "the second inquiry into a memo, custody split: grade B", again),
        ("bundle-named-split", "custody split: grade A", split),
        ("bundle-tied", "two memos; the leak quotes both", tied),
        ("bundle-burnt", "the copy that fits was disclosed before: a shortlist", burnt),
        ("bundle-shortlist", "above the floor, but too weak to name", shortlist),
        ("bundle-no-finding", "a text that no copy fits", no_finding),
        ("bundle-cannot-name-opened", "below the floor, opened for a shortlist", cannot_name_opened),
        ("bundle-cannot-name", "below the floor, not opened", cannot_name),
        ("bundle-gate", "above the floor, never opened", gate),
        ("bundle-erased", "nothing was read", erased),
    ];
    scenes
        .map(|(name, comment, scene)| {
            let (world, bundle) = scene();
            let input = input(&bundle.write(), &world.log_key());
            ok(PAGE, "bundle", name, comment, input)
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
    let plan = scenes::report(20);
    let mut world = issued(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 2), (13, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found.bundle)
}

fn voids() -> (World, Bundle) {
    let mut world = scenes::world();
    for label in ["try 1", "try 2"] {
        world.void(&Plan { memo: super::world::memo(label), ..scenes::note(12) });
    }
    let plan = scenes::note(12);
    world.issue(&plan);
    let leak = leaked(&world, &plan, &copy(&plan, 0), (0, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found.bundle)
}

fn late() -> (World, Bundle) {
    let first = scenes::note(12);
    let mut world = issued(&first);
    let second = scenes::batch(&first, 1, 3);
    world.issue(&second);
    let leak = leaked(&world, &second, &copy(&second, 2), (12, 0));
    let found = world.trace(leak, 1, Disclose::KeysAndNames);
    (world, found.bundle)
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
    let plan = scenes::split(scenes::note(12));
    let mut world = issued(&plan);
    let unopened = leaked(&world, &plan, &copy(&plan, 1), (0, 3));
    world.read(unopened, 1);
    let leak = leaked(&world, &plan, &copy(&plan, 1), (0, 0));
    let found = world.trace(leak, 2, Disclose::KeysAndNames);
    (world, found.bundle)
}

/// The note and the letter, both quoted by one leak.
pub(super) fn tied_memos() -> (World, Concluded) {
    let (note, letter) = (scenes::note(12), scenes::letter(8));
    let mut world = issued(&note);
    world.issue(&letter);
    let (word, other) = (world.word(&copy(&note, 9)), world.word(&copy(&letter, 2)));
    let readings =
        vec![(&note, scenes::quoted(&note, &word, 40)), (&letter, scenes::quoted(&letter, &other, 5))];
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
    let leak = leaked(&world, &plan, &copy(&plan, 3), (4, 3));
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
