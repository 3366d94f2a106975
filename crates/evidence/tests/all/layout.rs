//! The code of layout marks: which biases a stretch of text meets, and the levels of soft readings.

use crate::field::Random;
use evidence::layout::{LayoutCode, layout_biases, quantise};
use evidence::mark::Bias;
use evidence::reading::{Observation, SOFT_LIMIT};
use std::collections::BTreeSet;

/// Words that move in an excerpt that must carry every kind of mark: a tenth of a page.
const WORDS: usize = 40;
/// Lines that move in one; there are 22 on a page.
const LINES: usize = 66;

/// Slots that move a word where lines have these numbers of words: the second, fourth … word, never the last.
fn word_movers(lines: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut first = 0;
    let mut movers = Vec::new();
    for words in lines {
        movers.extend((first..first + words.saturating_sub(2)).step_by(2));
        // The gap at the end of a line has a slot too: other wording may bring it inside.
        first += words;
    }
    movers
}

/// Slots that move a line, every second one of a block: the first of those that every fourth gap has.
fn line_movers(lines: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut first: usize = 0;
    let mut movers = Vec::new();
    for (number, words) in lines.enumerate() {
        let slot = first.div_ceil(4);
        if number % 2 == 1 && slot * 4 < first + words - 1 {
            movers.push(slot);
        }
        first += words;
    }
    movers
}

/// Every excerpt of so many movers holds marks of each kind.
fn assert_mixed(movers: &[usize], excerpt: usize, what: &str) {
    let kinds = [
        (LayoutCode::Hybrid, [Bias::LOW, Bias::EVEN, Bias::HIGH].as_slice()),
        (LayoutCode::Biased, &[Bias::LOW, Bias::HIGH]),
    ];
    for (code, biases) in kinds {
        let dealt: Vec<Bias> = movers.iter().map(|slot| code.bias(*slot)).collect();
        for bias in biases {
            let without = dealt.split(|other| other == bias).map(<[Bias]>::len).max();
            assert!(without < Some(excerpt), "{what}: {code:?}, {without:?} without {bias:?}");
        }
    }
}

/// A leak may quote any part of a memo. Biases with a period would meet the same words of every line.
#[test]
fn every_excerpt_carries_every_kind() {
    let check = |lines: &[usize], what: &str| {
        let lines = || lines.iter().copied();
        assert!(word_movers(lines()).len() > WORDS, "{what}");
        assert_mixed(&word_movers(lines()), WORDS, &format!("{what}: words"));
        assert_mixed(&line_movers(lines()), LINES, &format!("{what}: lines"));
    };
    // The worst that a page could do: all lines alike, or by turns.
    for words in 3..=60 {
        check(&vec![words; 400], &format!("{words} words a line"));
        for other in 3..=24 {
            check(&[words, other].repeat(200), &format!("{words} and {other} words"));
        }
    }
    let mut random = Random(61);
    for _ in 0..1000 {
        let (least, spread) = (3 + random.below(10), 1 + random.below(12));
        let lines: Vec<usize> = (0..400).map(|_| least + random.below(spread)).collect();
        check(&lines, &format!("{least} to {} words", least + spread - 1));
    }
}

/// Which code a memo has, and in what shares: few marks are even, many are biased, and whoever expects three sources gets
/// the code that names them.
#[test]
fn codes_follow_the_number_of_movers() {
    let shares = |biases: &[Bias]| {
        [Bias::EVEN, Bias::LOW, Bias::HIGH].map(|b| biases.iter().filter(|c| **c == b).count())
    };
    assert_eq!(shares(&layout_biases(1000, 149)), [1000, 0, 0]);
    for movers in [150, 600] {
        assert!(shares(&layout_biases(1000, movers)).iter().zip([500, 250, 250]).all(near));
    }
    assert!(shares(&layout_biases(1000, 601)).iter().zip([0, 500, 500]).all(near));
    assert_eq!(LayoutCode::of(40, 2), LayoutCode::Even);
    assert_eq!(LayoutCode::of(40, 3), LayoutCode::Biased);
    // Numbers that catalogues were dealt with stay what they are.
    let first: Vec<u8> = layout_biases(16, 300).iter().map(|bias| bias.numerator()).collect();
    assert_eq!(first, [64, 64, 64, 64, 27, 27, 101, 101, 64, 64, 27, 27, 101, 101, 64, 64]);
}

fn near((found, wanted): (&usize, usize)) -> bool {
    found.abs_diff(wanted) <= 3
}

/// A level never claims more than was measured, nor anything the format refuses, and there are few of them.
#[test]
fn soft_readings_are_rounded_towards_zero() {
    let mut levels = BTreeSet::new();
    let limit = 3 * i32::from(SOFT_LIMIT);
    for nats in (-limit..=limit).chain([-i32::MAX, i32::MAX]) {
        match quantise(nats) {
            Observation::Erased => assert!(nats.abs() < 192, "{nats}"),
            Observation::Soft(level) => {
                let level = i32::from(level);
                assert_eq!(level.signum(), nats.signum());
                assert!(level.unsigned_abs() <= nats.unsigned_abs());
                // No level lies in between, so that at most three tenths are given away below eight nats.
                assert!(nats.abs() > 8192 || level.abs() * 10 >= nats.abs() * 7, "{nats} {level}");
                assert_eq!(quantise(level), Observation::Soft(level as i16));
                levels.insert(level);
            }
            Observation::Symbol(_) => panic!("{nats} is soft"),
        }
    }
    assert_eq!(levels.len(), 24);
    assert!(levels.iter().all(|level| levels.contains(&-level)));
}
