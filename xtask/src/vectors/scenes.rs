//! Memos, readings and inquiries that several pages' vectors share.

use evidence::mark::Carrier::{Layout, Wording};
use evidence::reading::{FrozenReading, Observation, Reading};
use ledger::entry::{CopyId, Custody};
use ledger::hash::sha256;
use ledger::note::SignerKey;

use super::world::{Plan, World, catalogue, fixed, memo, reading};

/// An empty registry whose DEALs name the decoder vectors as they are written now.
pub(super) fn world() -> World {
    World::new(sha256(&[super::decoder_sums().as_bytes()]))
}

/// A log key that no vector's log is signed by.
pub(super) fn other_signer() -> SignerKey {
    let seed = fixed("other log key", &[]);
    SignerKey::from_seed("countermark.log/other", &seed).expect("a good name")
}

/// A note of 48 wording marks, 30 of arity 2, 12 of arity 3 and 6 of arity 4, exact p.
pub(super) fn note(copies: u32) -> Plan {
    let two = (Wording, 2, 64);
    let marks = [two, two, (Wording, 3, 0), two, two, (Wording, 3, 0), two, (Wording, 4, 0)];
    Plan {
        memo: memo("note"),
        batch: 0,
        copies,
        alpha: "0.001",
        custody: Custody::Local,
        catalogue: catalogue(&marks, 6),
    }
}

/// A letter of 12 marks of arity 3 and 4.
pub(super) fn letter(copies: u32) -> Plan {
    let marks = [(Wording, 4, 0), (Wording, 3, 0)];
    Plan { memo: memo("letter"), alpha: "0.05", catalogue: catalogue(&marks, 6), ..note(copies) }
}

/// A report of 96 marks on two carriers, whose p must be sampled.
pub(super) fn report(copies: u32) -> Plan {
    let marks = [
        (Wording, 2, 64),
        (Layout, 2, 27),
        (Wording, 3, 0),
        (Layout, 2, 101),
        (Wording, 2, 64),
        (Wording, 4, 0),
    ];
    Plan { memo: memo("report"), catalogue: catalogue(&marks, 16), ..note(copies) }
}

/// The same plan for later batches.
pub(super) fn batch(plan: &Plan, batch: u32, copies: u32) -> Plan {
    Plan { batch, copies, ..plan.clone() }
}

/// The same plan with the keys in other hands.
pub(super) fn split(plan: Plan) -> Plan {
    Plan { custody: Custody::Split, ..plan }
}

/// A copy of a plan's batch.
pub(super) fn copy(plan: &Plan, j: u32) -> CopyId {
    CopyId { memo: plan.memo, batch: plan.batch, j }
}

/// The frozen reading of a leaked copy; every `wrong`-th mark misread, every `erased`-th erased.
pub(super) fn leaked(
    world: &World,
    plan: &Plan,
    copy: &CopyId,
    (wrong, erased): (usize, usize),
) -> FrozenReading {
    let word = world.word(copy);
    frozen(vec![(plan, reading(&plan.catalogue, &word, wrong, erased))])
}

/// A reading of the first `read` marks of a word only.
pub(super) fn quoted(plan: &Plan, word: &[u8], read: usize) -> Reading {
    let mut reading = reading(&plan.catalogue, word, 0, 0);
    reading.observations[read..].fill(Observation::Erased);
    reading
}

/// The reading of a text that has nothing to do with any copy: symbols by a hash.
pub(super) fn unrelated(plan: &Plan, label: &str) -> Reading {
    let marks = plan.catalogue.marks().iter().zip(0..);
    let symbol = |arity: u8, i: u32| fixed(label, &[i])[0] % arity;
    let observations = marks.map(|(mark, i)| Observation::Symbol(symbol(mark.law.arity(), i)));
    Reading { observations: observations.collect() }
}

/// Freezes readings of several memos.
pub(super) fn frozen(readings: Vec<(&Plan, Reading)>) -> FrozenReading {
    let readings = readings.into_iter().map(|(plan, reading)| (plan.memo, reading));
    FrozenReading::new(readings.collect()).expect("each memo once")
}
