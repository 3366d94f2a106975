//! The bound under its conditions on words and readings: each is broken on purpose and must be seen to fail, and kept and
//! must be seen to hold, under the same attack.

use crate::field::{FAIR, Judge, Random, Rate, catalogue, read};
use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use evidence::mark::Law;

/// Copies of the memo in these trials.
const COPIES: usize = 20;

fn inverse(word: &[u8]) -> Vec<u8> {
    word.iter().map(|x| 1 - x).collect()
}

/// How often some copy other than the first `sources` is named.
fn family_wise_error(
    trials: usize,
    marks: &Catalogue,
    alpha: f64,
    sources: usize,
    mut deal: impl FnMut() -> Vec<Vec<u8>>,
    mut publish: impl FnMut(&[Vec<u8>]) -> Vec<u8>,
) -> Rate {
    let mut judge = Judge::default();
    Rate::of(trials, || {
        let words = deal();
        let leak = read(&publish(&words[..sources]));
        judge.named(marks, &leak, &words, alpha).iter().any(|j| *j >= sources)
    })
}

/// As many ones as zeros at each mark.
fn balanced(random: &mut Random, marks: usize) -> Vec<Vec<u8>> {
    let mut words = vec![vec![0; marks]; COPIES];
    for mark in 0..marks {
        let mut column: Vec<u8> = (0..COPIES).map(|j| (j % 2) as u8).collect();
        for i in (1..COPIES).rev() {
            column.swap(i, random.below(i + 1));
        }
        words.iter_mut().zip(column).for_each(|(word, x)| word[mark] = x);
    }
    words
}

#[test]
fn explore() {
    for m in 18..40 {
        let marks = catalogue(&[(m, FAIR)]);
        for (name, c) in [("inv1", 1), ("min3", 3)] {
            let rarer = |sources: &[Vec<u8>]| -> Vec<u8> {
                (0..m).map(|i| u8::from(sources.iter().filter(|w| w[i] == 1).count() * 2 < sources.len())).collect()
            };
            let mut random = Random(1);
            let b = family_wise_error(2000, &marks, 0.05, c, || balanced(&mut random, m), rarer);
            let mut random = Random(2);
            let k = family_wise_error(2000, &marks, 0.05, c, || random.words(&marks, COPIES), rarer);
            println!("{m} {name} balanced {:.4} kept {:.4}", b.value(), k.value());
        }
    }
    for m in [11usize, 13, 15, 17, 19, 21, 23, 25] {
        let marks = catalogue(&[(m, FAIR)]);
        for n in [4usize, 6] {
        let mut random = Random(1);
        let far = || {
            let mut words: Vec<Vec<u8>> = Vec::new();
            while words.len() < n {
                let w: Vec<u8> = (0..m).map(|_| random.symbol(FAIR)).collect();
                let near = words.iter().any(|v| v.iter().zip(&w).filter(|(a, b)| a != b).count() * 2 < m);
                if !near { words.push(w) }
            }
            words
        };
        let b = family_wise_error(3000, &marks, 0.05, 1, far, |w| inverse(&w[0]));
        let mut random = Random(2);
        let k = family_wise_error(3000, &marks, 0.05, 1, || random.words(&marks, n), |w| inverse(&w[0]));
        println!("{m} n{n} far {:.4} kept {:.4}", b.value(), k.value());
        }
    }
}
