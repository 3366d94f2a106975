//! The bound under its conditions on words and readings: each is broken on purpose and must be seen to fail, and kept and
//! must be seen to hold, under the same attack.

use crate::field::{FAIR, Judge, Random, Rate, catalogue, read};
use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use std::collections::BTreeSet;

/// Copies of the memo in most of these trials.
const COPIES: usize = 20;
/// Marks in most of these trials: enough to name one of 20 at 5 %, few enough that words come close by chance.
const MARKS: usize = 23;
/// What an inquiry may spend in most of these trials; large, so that few trials tell it from its breach.
const ALPHA: f64 = 0.05;

type Words = Vec<Vec<u8>>;

/// What few of the sources show: the word that the other copies are pushed towards when words lean away from each other.
fn rarer(sources: &[Vec<u8>]) -> Vec<u8> {
    let ones = |i: usize| sources.iter().filter(|word| word[i] == 1).count();
    (0..sources[0].len()).map(|i| u8::from(ones(i) * 2 < sources.len())).collect()
}

/// How often a copy other than the first `sources` is named.
fn family_wise_error(
    trials: usize,
    (marks, sources): (&Catalogue, usize),
    alpha: f64,
    mut deal: impl FnMut() -> Words,
    publish: impl Fn(&[Vec<u8>]) -> Vec<u8>,
) -> Rate {
    let mut judge = Judge::default();
    Rate::of(trials, || {
        let words = deal();
        let leak = read(&publish(&words[..sources]));
        judge.named(marks, &leak, &words, alpha).iter().any(|j| *j >= sources)
    })
}

/// As many ones as zeros at each mark.
fn balanced(random: &mut Random) -> Words {
    let mut words = vec![vec![0; MARKS]; COPIES];
    for mark in 0..MARKS {
        let mut column: Vec<u8> = (0..COPIES).map(|j| (j % 2) as u8).collect();
        for i in (1..COPIES).rev() {
            column.swap(i, random.below(i + 1));
        }
        words.iter_mut().zip(column).for_each(|(word, x)| word[mark] = x);
    }
    words
}

/// Condition 1, no balancing: a leaked word tells which symbols the other copies hold more often.
#[test]
fn balanced_columns_break_the_bound() {
    let marks = catalogue(&[(MARKS, FAIR)]);
    let mut random = Random(11);
    let broken = family_wise_error(3000, (&marks, 1), ALPHA, || balanced(&mut random), rarer);
    assert!(broken.lower() > ALPHA, "{broken:?}");
    let kept = family_wise_error(3000, (&marks, 1), ALPHA, || random.words(&marks, COPIES), rarer);
    assert!(kept.value() <= ALPHA, "{kept:?}");
}

/// Six words, each drawn again while it agrees with an earlier one at more than half of the marks.
fn far_apart(random: &mut Random, marks: &Catalogue) -> Words {
    loop {
        let mut words = Words::new();
        for word in (0..300).flat_map(|_| random.words(marks, 1)) {
            let agreeing = |v: &Vec<u8>| v.iter().zip(&word).filter(|(a, b)| a == b).count();
            if words.iter().all(|v| agreeing(v) * 2 < marks.marks().len()) {
                words.push(word);
            }
            if words.len() == 6 {
                return words;
            }
        }
    }
}

/// Condition 1, no second draw: three sources know where none of the others can be.
#[test]
fn drawing_similar_words_again_breaks_the_bound() {
    let marks = catalogue(&[(27, FAIR)]);
    let mut random = Random(12);
    let far = || far_apart(&mut random, &marks);
    let broken = family_wise_error(1000, (&marks, 3), ALPHA, far, rarer);
    assert!(broken.lower() > ALPHA, "{broken:?}");
    let kept = family_wise_error(1000, (&marks, 3), ALPHA, || random.words(&marks, 6), rarer);
    assert!(kept.value() <= ALPHA, "{kept:?}");
}

/// 200 of the 256 words of a random linear code.
fn linear(random: &mut Random, marks: usize) -> Words {
    let basis: Vec<Vec<u8>> =
        (0..8).map(|_| (0..marks).map(|_| (random.next() & 1) as u8).collect()).collect();
    let mut messages: BTreeSet<usize> = (0..256).collect();
    while messages.len() > 200 {
        messages.remove(&random.below(256));
    }
    let word = |message: usize| {
        let bit = |i: usize| (0..8).fold(0, |x, b| x ^ (basis[b][i] & (message >> b) as u8 & 1));
        (0..marks).map(bit).collect()
    };
    let mut words: Words = messages.into_iter().map(word).collect();
    for i in (1..words.len()).rev() {
        words.swap(i, random.below(i + 1));
    }
    words
}

/// Condition 1, no linear codes: the sum of three words is again a word, and never leaves what the three were shown.
#[test]
fn linear_codes_frame_an_innocent_exactly() {
    let (m, alpha) = (40, 1e-3);
    let marks = catalogue(&[(m, FAIR)]);
    let sum = |sources: &[Vec<u8>]| {
        (0..m).map(|i| sources.iter().fold(0, |x, word| x ^ word[i])).collect::<Vec<u8>>()
    };
    let mut random = Random(13);
    let broken = family_wise_error(100, (&marks, 3), alpha, || linear(&mut random, m), sum);
    // (200 − 3) of the (256 − 3) other words were issued: .779.
    assert!((broken.value() - 0.779).abs() < 0.1, "{broken:?}");
    let kept = family_wise_error(100, (&marks, 3), alpha, || random.words(&marks, 200), sum);
    assert_eq!(kept.value(), 0.0, "{kept:?}");
}

/// Condition 2: whoever may pick the marks after the words exist picks those at which his copy agrees.
#[test]
fn choosing_marks_after_the_deal_breaks_the_bound() {
    let (pool, chosen) = (catalogue(&[(60, FAIR)]), catalogue(&[(MARKS, FAIR)]));
    let mut random = Random(14);
    let mut judge = Judge::default();
    let mut framed = |choose: fn(usize, u8, u8) -> bool| {
        Rate::of(200, || {
            let (words, leak) = (random.words(&pool, COPIES), random.words(&pool, 1).remove(0));
            let fits = |i: &usize| choose(*i, words[3][*i], leak[*i]);
            let picked: Vec<usize> = (0..60).filter(fits).take(MARKS).collect();
            let short = |word: &Vec<u8>| picked.iter().map(|i| word[*i]).collect::<Vec<u8>>();
            let words: Words = words.iter().map(short).collect();
            picked.len() == MARKS
                && !judge.named(&chosen, &read(&short(&leak)), &words, ALPHA).is_empty()
        })
    };
    let broken = framed(|_, held, shown| held == shown);
    assert!(broken.lower() > 0.5, "{broken:?}");
    let kept = framed(|i, _, _| i % 2 == 0);
    assert!(kept.value() <= ALPHA, "{kept:?}");
}

/// A codebook from keys under `key`, all copies in one batch.
fn dealt(key: &[u8; 32], beacon: &[u8; 32], marks: &Catalogue) -> Words {
    let memo = b"memo of a trial.";
    let word = |j| expand(&copy_key(key, memo, 0, j), beacon, memo, 0, j, marks);
    (0..COPIES as u32).map(word).collect()
}

/// Condition 3: keys can be tried until an innocent copy fits a made-up leak, unless a beacon comes after the commitment.
#[test]
fn grinding_keys_breaks_the_bound_without_a_beacon() {
    let marks = catalogue(&[(MARKS, FAIR)]);
    let mut random = Random(315);
    let mut judge = Judge::default();
    let mut framed = |trials: usize, beacon: fn(u8) -> [u8; 32]| {
        Rate::of(trials, || {
            let leak = read(&random.words(&marks, 1)[0]);
            let mut fits = |words: &Words| !judge.named(&marks, &leak, words, ALPHA).is_empty();
            // The dealer stops at the first key that suits him under the beacon that he expects.
            let keys = (0..200).map(|_| {
                let mut key = [0; 32];
                key[..8].copy_from_slice(&random.next().to_be_bytes());
                key
            });
            let found = { keys }.find(|key| fits(&dealt(key, &beacon(0), &marks)));
            found.is_some_and(|key| fits(&dealt(&key, &beacon(1), &marks)))
        })
    };
    let broken = framed(40, |_| [0; 32]);
    assert!(broken.lower() > 0.5, "{broken:?}");
    let kept = framed(1000, |after| [after; 32]);
    assert!(kept.value() <= ALPHA, "{kept:?}");
}

/// Condition 4: a leak can be laid beside the memo in many ways; whoever sees the words may take the way that fits one.
#[test]
fn aligning_with_the_codebook_open_breaks_the_bound() {
    let alignments = 197;
    let marks = catalogue(&[(MARKS, FAIR)]);
    let mut random = Random(16);
    let mut judge = Judge::default();
    let mut named = |trials: usize, candidates: fn(&[&[u8]]) -> Vec<usize>| {
        Rate::of(trials, || {
            let leak: Vec<u8> = (0..MARKS + alignments - 1).map(|_| random.symbol(FAIR)).collect();
            let ways: Vec<&[u8]> = leak.windows(MARKS).collect();
            assert_eq!(ways.len(), alignments);
            let words = random.words(&marks, COPIES);
            let mut names = |way: usize| judge.named(&marks, &read(ways[way]), &words, ALPHA);
            candidates(&ways).into_iter().any(|way| !names(way).is_empty())
        })
    };
    let broken = named(40, |ways| (0..ways.len()).collect());
    assert!(broken.value() > 0.9, "{broken:?}");
    // Blind, but as picky as it likes: the alignment that shows the most ones.
    let kept = named(1000, |ways| {
        let ones = |way: &usize| ways[*way].iter().map(|x| usize::from(*x)).sum::<usize>();
        (0..ways.len()).max_by_key(ones).into_iter().collect()
    });
    assert!(kept.value() <= ALPHA, "{kept:?}");
}
