//! Published power, recomputed exactly: the figures that the design promises are those of this code.

use crate::field::{FAIR, catalogue, read, single};
use evidence::mark::Law;
use evidence::math::binomial;
use evidence::tail::{GUARD, TIE, Tail, least_p};

/// As good as never: a chance of 0 has no logarithm.
const RARE: f64 = 1e-12;

/// P(the copy is named) where each of `marks` fair binary marks is misread with chance `misread`.
fn named_fair(marks: usize, copies: f64, alpha: f64, misread: f64) -> f64 {
    let catalogue = catalogue(&[(marks, FAIR)]);
    let mut power = 0.0;
    for (ones, weight) in binomial(marks, 0.5).iter().enumerate() {
        let zeros = marks - ones;
        let shown: Vec<u8> = (0..marks).map(|i| u8::from(i < ones)).collect();
        let single = single(&catalogue, &read(&shown));
        let Some(limit) = Tail::exact(&single).and_then(|t| t.limit(alpha / copies / GUARD)) else {
            continue;
        };
        let (right, wrong) = (binomial(ones, 1.0 - misread), binomial(zeros, 1.0 - misread));
        for (a, p) in right.iter().enumerate() {
            for (b, q) in wrong.iter().enumerate() {
                // a of the ones and b of the zeros were read right.
                let held = |i: usize| u8::from(if i < ones { i < a } else { i - ones >= b });
                let word: Vec<u8> = (0..marks).map(held).collect();
                // Cells rarer than 1e-9 change no digit that is compared.
                if p * q > 1e-9 && single.log_evidence(&word) >= limit - TIE {
                    power += weight * p * q;
                }
            }
        }
    }
    power
}

/// The same for marks of arity q ≥ 3, of which only the number read right matters.
fn named_uniform(arity: u8, marks: usize, copies: f64, alpha: f64, misread: f64) -> f64 {
    let single = single(&catalogue(&[(marks, Law::Uniform(arity))]), &read(&vec![0; marks]));
    let tail = Tail::exact(&single).expect("one class");
    let Some(limit) = tail.limit(alpha / copies / GUARD) else { return 0.0 };
    let of = |(right, p): (usize, &f64)| {
        let word: Vec<u8> = (0..marks).map(|i| u8::from(i >= right)).collect();
        if single.log_evidence(&word) >= limit - TIE { *p } else { 0.0 }
    };
    binomial(marks, 1.0 - misread).iter().enumerate().map(of).sum()
}

/// Design A3: 30 fair marks name one of 200 at 1e-3 in .939 of leaks with 5 % misreads.
#[test]
fn thirty_fair_marks_name_one_of_two_hundred() {
    let power = named_fair(30, 200.0, 1e-3, 0.05);
    assert!((power - 0.939).abs() < 5e-4, "{power}");
}

/// Below the floor nothing is ever named, and on it a copy read without misreads always is.
#[test]
fn floors_are_sharp() {
    assert_eq!(named_fair(17, 200.0, 1e-3, RARE), 0.0);
    let power = named_fair(18, 200.0, 1e-3, RARE);
    assert!((power - 1.0).abs() < 1e-9, "{power}");
}

/// Design A4: 16 marks of arity 2, 3 and 4 name one of 200 at 1e-3 in .00, .81 and .99 of leaks with 5 % misreads.
#[test]
fn arity_is_worth_more_than_marks() {
    assert_eq!(named_fair(16, 200.0, 1e-3, 0.05), 0.0);
    let three = named_uniform(3, 16, 200.0, 1e-3, 0.05);
    assert!((three - 0.81).abs() < 5e-3, "{three}");
    let four = named_uniform(4, 16, 200.0, 1e-3, 0.05);
    assert!((four - 0.99).abs() < 5e-3, "{four}");
    let clean = named_uniform(4, 16, 200.0, 1e-3, 0.02);
    assert!(clean >= 0.999, "{clean}");
}

/// Design A8: of 12 copies at .05, four words of arity 4 may name if α is not split and five as issued; three never do.
#[test]
fn three_striking_words_name_nobody() {
    let p_min = |words: usize| {
        least_p(&single(&catalogue(&[(words, Law::Uniform(4))]), &read(&vec![1; words])))
    };
    let as_issued = 0.85 * 0.9 / 2.0;
    assert!(12.0 * p_min(3) > 0.05 && 12.0 * p_min(4) <= 0.05);
    assert!(12.0 * p_min(4) > as_issued * 0.05 && 12.0 * p_min(5) <= as_issued * 0.05);
}
