//! Memos, readings and inquiries that several pages' vectors share.

use evidence::catalogue::Catalogue;
use evidence::layout::{layout_biases, quantise};
use evidence::mark::Carrier::{Layout, Wording};
use evidence::mark::{Law, Mark};
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

/// A paper of 20 wording marks and 840 slots of layout, for every fourth gap a line's.
pub(super) fn paper(copies: u32) -> Plan {
    let wording = catalogue(&[(Wording, 3, 0), (Wording, 2, 64)], 10);
    let biases = layout_biases(WORD_SLOTS + LINE_SLOTS, 370);
    let layout = biases.into_iter().enumerate().map(|(slot, bias)| Mark {
        carrier: Layout,
        law: Law::Binary(bias),
        place: match slot.checked_sub(WORD_SLOTS) {
            None => place(b"\x63gap", slot, b"\x18\xc8"),
            Some(line) => place(b"\x64line", 4 * line, b"\x19\x01\xc2"),
        },
    });
    let marks = wording.marks().iter().cloned().chain(layout).collect();
    Plan { memo: memo("paper"), catalogue: Catalogue::new(marks), ..note(copies) }
}

const WORD_SLOTS: usize = 672;
const LINE_SLOTS: usize = 168;

/// Place of a layout mark in CBOR: kind, gap and shift, where every word has five letters.
fn place(kind: &[u8], gap: usize, shift: &[u8]) -> Vec<u8> {
    let byte = |at: usize| [&[0x19][..], &(at as u16).to_be_bytes()].concat();
    // Gaps behind byte 255 have numbers of two bytes throughout.
    let start = 256 + 6 * gap;
    [&[0x84][..], kind, &byte(start), &byte(start + 1), shift].concat()
}

/// A printed page of a paper: a wording mark in nine misread, every second slot silent, the others soft and noisy.
pub(super) fn printed(plan: &Plan, word: &[u8]) -> Reading {
    let mut reading = reading(&plan.catalogue, word, 9, 0);
    let marks = plan.catalogue.marks().iter().zip(word).zip(0_u32..);
    for (seen, ((mark, symbol), i)) in reading.observations.iter_mut().zip(marks) {
        if mark.carrier == Layout {
            // A sum of four bytes is nearly normal: mean 510, deviation 148.
            let noise: i32 = fixed("noise", &[i])[..4].iter().map(|byte| i32::from(*byte)).sum();
            let shift = if *symbol == 1 { 200 } else { -200 };
            *seen =
                if i % 2 == 1 { Observation::Erased } else { quantise(17 * (shift + noise - 510)) };
        }
    }
    reading
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
