//! Words as they are dealt: their distribution, and that nothing but the beacon and the place of a copy is needed for it.

use crate::field::{FAIR, catalogue};
use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use evidence::mark::{Bias, Law};

const COPIES: u32 = 20_000;
const MEMO: &[u8; 16] = b"memo-id-16-bytes";

/// Every law that is dealt, and each way to take keystream.
fn marks() -> Catalogue {
    catalogue(&[
        (4, FAIR),
        (4, Law::Binary(Bias::LOW)),
        (4, Law::Binary(Bias::HIGH)),
        (4, Law::Uniform(3)),
        (4, Law::Uniform(4)),
        (2, Law::Uniform(5)),
        (2, Law::Uniform(16)),
    ])
}

/// Words of copies whose keys a careless dealer left all equal.
fn words(marks: &Catalogue) -> Vec<Vec<u8>> {
    (0..COPIES).map(|j| expand(&[0; 32], &[77; 32], MEMO, 0, j, marks)).collect()
}

/// χ² of counts against probabilities.
fn chi_squared(counts: &[u32], chances: &[f64]) -> f64 {
    let n: f64 = counts.iter().map(|c| f64::from(*c)).sum();
    let part = |(count, p): (&u32, &f64)| {
        (f64::from(*count) - n * p) * (f64::from(*count) - n * p) / (n * p)
    };
    counts.iter().zip(chances).map(part).sum()
}

/// How many standard deviations χ² is from its mean; beyond 4.5 by chance once in 100,000 tests.
fn deviations(chi: f64, freedom: usize) -> f64 {
    let freedom = freedom as f64;
    (chi - freedom) / (2.0 * freedom).sqrt()
}

/// Equal keys deal every symbol as often as its law says.
#[test]
fn symbols_follow_their_laws() {
    let marks = marks();
    let words = words(&marks);
    let (mut chi, mut freedom) = (0.0, 0);
    for (i, mark) in marks.marks().iter().enumerate() {
        let mut counts = vec![0; usize::from(mark.law.arity())];
        for word in &words {
            counts[usize::from(word[i])] += 1;
        }
        let chances: Vec<f64> = (0..mark.law.arity()).map(|x| mark.law.probability(x)).collect();
        chi += chi_squared(&counts, &chances);
        freedom += counts.len() - 1;
    }
    assert!(deviations(chi, freedom).abs() < 4.5, "χ² {chi} of {freedom}");
}

/// Pairs of symbols: of neighbouring copies at one mark, and of neighbouring marks of one copy. Dependence of either kind
/// would break the bound.
#[test]
fn symbols_are_independent_of_each_other() {
    let marks = marks();
    let words = words(&marks);
    let laws: Vec<Law> = marks.marks().iter().map(|mark| mark.law).collect();
    let (mut chi, mut freedom) = (0.0, 0);
    let mut add = |a: Law, b: Law, pairs: &mut dyn Iterator<Item = (u8, u8)>| {
        let (q, r) = (a.arity(), b.arity());
        let mut counts = vec![0; usize::from(q) * usize::from(r)];
        pairs.for_each(|(x, y)| counts[usize::from(x) * usize::from(r) + usize::from(y)] += 1);
        let chance = |xy: usize| {
            let (x, y) = (xy / usize::from(r), xy % usize::from(r));
            a.probability(x as u8) * b.probability(y as u8)
        };
        chi += chi_squared(&counts, &(0..counts.len()).map(chance).collect::<Vec<_>>());
        freedom += counts.len() - 1;
    };
    for (i, law) in laws.iter().enumerate() {
        add(*law, *law, &mut words.chunks_exact(2).map(|pair| (pair[0][i], pair[1][i])));
        if let Some(next) = laws.get(i + 1) {
            add(*law, *next, &mut words.iter().map(|word| (word[i], word[i + 1])));
        }
    }
    assert!(deviations(chi, freedom).abs() < 4.5, "χ² {chi} of {freedom}");
}

/// Every part of a copy's place, its key and the beacon give it a word of its own; nothing else goes in.
#[test]
fn each_part_of_the_input_matters() {
    let marks = catalogue(&[(128, FAIR)]);
    let word = |key: u8, beacon: u8, memo: &[u8; 16], batch, j| {
        expand(&[key; 32], &[beacon; 32], memo, batch, j, &marks)
    };
    let first = word(1, 2, MEMO, 3, 4);
    assert_eq!(first, word(1, 2, MEMO, 3, 4));
    let others = [
        word(0, 2, MEMO, 3, 4),
        word(1, 0, MEMO, 3, 4),
        word(1, 2, b"another-16-bytes", 3, 4),
        word(1, 2, MEMO, 0, 4),
        word(1, 2, MEMO, 3, 0),
        word(1, 2, MEMO, 4, 3),
    ];
    for other in others {
        let agreeing = first.iter().zip(&other).filter(|(a, b)| a == b).count();
        // 64 ± 4.5 standard deviations of 5.7.
        assert!((39..=89).contains(&agreeing), "{agreeing} of 128");
    }
    let keys = [copy_key(&[5; 32], MEMO, 0, 1), copy_key(&[5; 32], MEMO, 1, 0)];
    assert_ne!(keys[0], keys[1]);
}

/// A mark's symbol depends on the marks before it only through how much keystream they take: the first marks of a longer
/// catalogue are dealt as those of a shorter one.
#[test]
fn words_extend_each_other() {
    let long = marks();
    let short = Catalogue::new(long.marks()[..9].to_vec());
    let word = |marks| expand(&[8; 32], &[9; 32], MEMO, 0, 0, marks);
    assert_eq!(word(&long)[..9], word(&short));
    assert!(expand(&[8; 32], &[9; 32], MEMO, 0, 0, &Catalogue::new(Vec::new())).is_empty());
}
