//! What may be multiplied: memos with words of their own. Everything else makes evidence out of nothing.

use crate::field::{FAIR, Random, Rate, catalogue, read, single};
use evidence::deal::{copy_key, expand};
use evidence::mark::Law;
use evidence::math::{binomial, exp};
use evidence::single::Single;
use evidence::tail::Tail;

/// Σ P₀(word)·f(ln E(word)) for a fair binary reading of `ones` ones before `zeros` zeros, `places` marks to a slot.
fn mean(ones: usize, zeros: usize, places: usize, f: impl Fn(f64) -> f64) -> f64 {
    let slots = ones + zeros;
    let shown: Vec<u8> = (0..slots * places).map(|i| u8::from(i < ones * places)).collect();
    let single = single(&catalogue(&[(slots * places, FAIR)]), &read(&shown));
    let (law_1, law_0) = (binomial(ones, 0.5), binomial(zeros, 0.5));
    let mut sum = 0.0;
    for (a, p) in law_1.iter().enumerate() {
        for (b, q) in law_0.iter().enumerate() {
            let slot = |i: usize| u8::from(if i < ones { i < a } else { i - ones < b });
            let word: Vec<u8> = (0..slots * places).map(|i| slot(i / places)).collect();
            sum += p * q * f(single.log_evidence(&word));
        }
    }
    sum
}

/// Two readings of one memo say the same thing about the same word: their product has a mean far from 1.
#[test]
fn two_readings_of_one_memo_are_never_multiplied() {
    assert!((mean(20, 20, 1, exp) - 1.0).abs() < 1e-9);
    let squared = mean(20, 20, 1, |log_e| exp(2.0 * log_e));
    assert!(squared > 1e6, "{squared}");
}

/// A family chosen once for a whole copy is one mark: listed as two, it counts twice.
#[test]
fn a_slot_with_two_places_is_one_mark() {
    let doubled = mean(10, 10, 2, exp);
    assert!(doubled > 1e3, "{doubled}");
}

/// Condition 5: memos under keys of their own may be multiplied; two memos that share their words may not.
#[test]
fn memos_with_fresh_keys_may_be_multiplied() {
    let marks = catalogue(&[(8, FAIR)]);
    let beacon = [3; 32];
    // Both readings show the same, so that shared words agree with both or with neither.
    let single = single(&marks, &read(&[0, 1, 0, 1, 0, 1, 0, 1]));
    let product = |memos: [&[u8; 16]; 2], j: u32| {
        let evidence = |memo: &[u8; 16]| {
            let word = expand(&copy_key(&[9; 32], memo, 0, j), &beacon, memo, 0, j, &marks);
            single.log_evidence(&word)
        };
        exp(memos.into_iter().map(evidence).sum())
    };
    let average = |memos| (0..40_000).map(|j| product(memos, j)).sum::<f64>() / 40_000.0;
    let shared = average([b"memo-id-16-bytes"; 2]);
    assert!(shared > 5.0, "{shared}");
    let fresh = average([b"memo-id-16-bytes", b"another-16-bytes"]);
    assert!((0.8..1.2).contains(&fresh), "{fresh}");
}

/// Offices with a short memo only, judged by the law of those who hold a long one too, would be named for nothing: each
/// pattern of memos has its own law.
#[test]
fn one_law_for_all_patterns_breaks_the_bound() {
    let alpha = 1e-3;
    let offices = 200;
    let law_of = |single: &Single| Tail::exact(single).expect("one class is listed");
    let four = Law::Uniform(4);
    let pooled = law_of(&single(&catalogue(&[(1000, four)]), &read(&[2; 1000])));
    let marks = catalogue(&[(6, four)]);
    let short = single(&marks, &read(&[2; 6]));
    let own = law_of(&short);
    let mut random = Random(21);
    let mut named = |tail: &Tail| {
        Rate::of(20, || {
            let words = random.words(&marks, offices);
            let limit = tail.limit(alpha / offices as f64);
            words.iter().any(|word| limit.is_some_and(|l| short.log_evidence(word) >= l))
        })
    };
    let broken = named(&pooled);
    assert!(broken.lower() > 0.5, "{broken:?}");
    assert_eq!(named(&own).value(), 0.0);
}
