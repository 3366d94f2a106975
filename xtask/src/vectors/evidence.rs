//! Vectors of evidence and of the budget (`spec/finding.md`). Those of evidence go to `decoder/`.

use ::evidence::catalogue::Catalogue;
use ::evidence::mark::Carrier::{Invisible, Layout, Wording};
use ::evidence::mark::Mark;
use ::evidence::reading::{FrozenReading, Observation, Reading};
use serde_json::{Value, json};

use super::run::{hex, symbols};
use super::world::{catalogue, fixed, memo, reading};
use super::{Vector, ok};

const DECODER: (&str, &str) = ("decoder", "finding");
const PAGE: (&str, &str) = ("finding", "finding");

/// Sizes of soft layout readings (`spec/reading.md`).
const LEVELS: [i16; 12] = [192, 272, 384, 543, 768, 1086, 1536, 2172, 3072, 4344, 6144, 8192];

/// Any word of a catalogue, different for each label.
fn word(catalogue: &Catalogue, label: &str) -> Vec<u8> {
    let marks = catalogue.marks().iter().zip(0..);
    marks.map(|(mark, i)| fixed(label, &[i])[0] % mark.law.arity()).collect()
}

fn frozen(reading: Reading) -> Value {
    let frozen = FrozenReading::new(vec![(memo("evidence"), reading)]).expect("one memo");
    hex(frozen.to_cbor())
}

/// Evidence of the copy that was read and of others, whatever the reading.
fn evidence(
    name: &str,
    comment: &str,
    catalogue: &Catalogue,
    read: impl Fn(&[u8]) -> Reading,
) -> Vector {
    let source = word(catalogue, name);
    let mut half = source.clone();
    let other = word(catalogue, "another copy");
    half[..other.len() / 2].copy_from_slice(&other[..other.len() / 2]);
    let words: Vec<Value> = [&source, &half, &other].map(|word| symbols(word)).to_vec();
    let input = json!({
        "catalogue": hex(catalogue.to_cbor()), "reading": frozen(read(&source)), "words": words,
        "seed": hex(fixed("seed", &[])),
    });
    ok(DECODER, "evidence", name, comment, input)
}

pub(super) fn decoder() -> Vec<Vector> {
    let even = |n| catalogue(&[(Wording, 2, 64)], n);
    let hybrid =
        catalogue(&[(Layout, 2, 64), (Layout, 2, 27), (Layout, 2, 64), (Layout, 2, 101)], 6);
    let arities = catalogue(
        &[(Wording, 2, 64), (Wording, 3, 0), (Wording, 4, 0), (Wording, 5, 0), (Wording, 16, 0)],
        6,
    );
    let carriers = catalogue(&[(Wording, 3, 0), (Layout, 2, 27), (Invisible, 2, 64)], 5);
    let sampled =
        catalogue(&[(Wording, 2, 64), (Wording, 2, 27), (Wording, 2, 101), (Wording, 3, 0)], 15);
    let mixed =
        catalogue(&[(Wording, 2, 64), (Layout, 2, 27), (Layout, 2, 101), (Wording, 4, 0)], 25);
    let three = catalogue(&[(Layout, 2, 64), (Layout, 2, 27), (Layout, 2, 101)], 4);
    let page =
        catalogue(&[(Wording, 4, 0), (Layout, 2, 27), (Wording, 2, 64), (Layout, 2, 101)], 14);
    vec![
        evidence("evidence-30", "30 even marks, one misread in ten", &even(30), |w| {
            reading(&even(30), w, 10, 0)
        }),
        evidence("evidence-one", "a single even mark", &even(1), |w| reading(&even(1), w, 0, 0)),
        evidence("evidence-nothing", "all erased: E is 1 for every word", &even(4), |w| {
            reading(&even(4), w, 0, 1)
        }),
        evidence("evidence-erased", "every third mark erased", &even(30), |w| {
            reading(&even(30), w, 0, 3)
        }),
        evidence("evidence-hybrid", "layout with its three biases", &hybrid, |w| {
            reading(&hybrid, w, 8, 0)
        }),
        evidence("evidence-arities", "arities 2, 3, 4, 5 and 16", &arities, |w| {
            reading(&arities, w, 9, 0)
        }),
        evidence("evidence-carriers", "three carriers: 1,836 components", &carriers, |w| {
            reading(&carriers, w, 7, 0)
        }),
        evidence("evidence-soft", "soft readings of kept and dropped words", &even(12), |w| {
            soft(w, &[512, -1024, 2048, -4096])
        }),
        evidence("evidence-soft-layout", "soft readings at their limits", &hybrid, |w| {
            soft(w, &[16384, -16384, 3, 0])
        }),
        evidence("evidence-soft-levels", "each level of a layout reading", &three, |w| {
            soft(w, &LEVELS)
        }),
        evidence("evidence-soft-wrong", "most soft readings against the word", &three, |w| {
            soft(w, &[-6144, 1086, -543])
        }),
        evidence("evidence-sampled-soft", "soft and hard readings of two carriers", &page, |w| {
            mixed_soft(&page, w)
        }),
        evidence("evidence-inverted", "every mark misread", &even(20), |w| {
            reading(&even(20), w, 1, 0)
        }),
        evidence("evidence-sampled", "60 marks of four kinds: sampled", &sampled, |w| {
            reading(&sampled, w, 12, 0)
        }),
        evidence("evidence-sampled-carriers", "100 marks of two carriers: sampled", &mixed, |w| {
            reading(&mixed, w, 15, 11)
        }),
    ]
}

/// Soft values that lean to the word's symbols, in turn.
fn soft(word: &[u8], levels: &[i16]) -> Reading {
    let levels = levels.iter().cycle();
    let lean = |(symbol, level): (&u8, &i16)| {
        Observation::Soft(if *symbol == 1 { *level } else { -*level })
    };
    Reading { observations: word.iter().zip(levels).map(lean).collect() }
}

/// Symbols of wording with a misread in nine, soft readings of layout with one in seven against the word.
fn mixed_soft(catalogue: &Catalogue, word: &[u8]) -> Reading {
    let hard = reading(catalogue, word, 9, 0).observations;
    let soft = soft(word, &[1086, 3072, 543, 3072, 1086, 3072, -543]).observations;
    let marks = catalogue.marks().iter().zip(hard.into_iter().zip(soft));
    let pick = |(mark, (hard, soft)): (&Mark, _)| if mark.carrier == Layout { soft } else { hard };
    Reading { observations: marks.map(pick).collect() }
}

pub(super) fn budget() -> Vec<Vector> {
    let mut vectors = alphas();
    vectors.extend(floors());
    vectors
}

fn alphas() -> Vec<Vector> {
    let alpha = |name, comment, alpha: &str, inquiry: u64, voids: u64| {
        let input = json!({ "alpha": alpha, "inquiry": inquiry, "voids": voids });
        ok(PAGE, "alpha", name, comment, input)
    };
    vec![
        alpha("alpha-first", "the first inquiry, no voids", "0.001", 1, 0),
        alpha("alpha-third", "the third inquiry", "0.001", 3, 0),
        alpha("alpha-voids", "after two deals without an issue", "0.05", 1, 2),
        alpha("alpha-late", "the last inquiry, many voids", "0.000000000001", 1023, 100),
    ]
}

fn floors() -> Vec<Vector> {
    let even = |n: usize| {
        let marks = catalogue(&[(Wording, 2, 64)], n);
        (marks.to_cbor(), frozen(reading(&marks, &word(&marks, "floor"), 0, 0)))
    };
    let sampled =
        catalogue(&[(Wording, 2, 64), (Wording, 2, 27), (Wording, 2, 101), (Wording, 3, 0)], 15);
    let sampled = (sampled.to_cbor(), frozen(reading(&sampled, &word(&sampled, "floor"), 0, 0)));
    let memo = |(marks, reading): (Vec<u8>, Value), alpha: &str, inquiry: u64, voids: u64| {
        json!({
            "catalogue": hex(marks), "reading": reading, "alpha": alpha, "inquiry": inquiry, "voids": voids,
        })
    };
    let floor = |name, comment, copies: u64, memos: Vec<Value>| {
        ok(PAGE, "floor", name, comment, json!({ "copies": copies, "memos": memos }))
    };
    vec![
        floor(
            "floor-14",
            "14 even marks at N = 12: just below",
            12,
            vec![memo(even(14), "0.001", 1, 0)],
        ),
        floor(
            "floor-15",
            "15 even marks at N = 12: above",
            12,
            vec![memo(even(15), "0.001", 1, 0)],
        ),
        floor(
            "floor-inquiry",
            "15 even marks at the second inquiry",
            12,
            vec![memo(even(15), "0.001", 2, 0)],
        ),
        floor("floor-voids", "15 even marks after a void", 12, vec![memo(even(15), "0.001", 1, 1)]),
        floor(
            "floor-sampled",
            "a memo whose p would be sampled",
            100_000,
            vec![memo(sampled, "0.001", 1, 0)],
        ),
        floor(
            "floor-many",
            "so many marks that p_min is held at the least",
            1_000_000,
            vec![memo(even(1200), "0.000000000001", 1023, 100)],
        ),
        floor(
            "floor-tied",
            "two memos: the smallest α, the smallest p",
            40,
            vec![memo(even(10), "0.05", 1, 0), memo(even(18), "0.05", 2, 0)],
        ),
        floor(
            "floor-nothing",
            "nothing was read",
            2,
            vec![memo(
                (b"\x80".to_vec(), frozen(Reading { observations: Vec::new() })),
                "0.05",
                1,
                0,
            )],
        ),
    ]
}
