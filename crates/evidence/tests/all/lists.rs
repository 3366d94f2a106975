//! Shortlists and the posterior behind them.

use crate::field::{FAIR, catalogue, read, single};
use evidence::mark::{Bias, Law};
use evidence::math::{exp, ln};
use evidence::reading::{Observation, Reading};
use evidence::tail::shortlist;

fn places(list: &[(usize, f64)]) -> Vec<usize> {
    list.iter().map(|(i, _)| *i).collect()
}

/// As few as hold the share, best first, and no tie is cut at the edge.
#[test]
fn shortlists_hold_their_share_and_all_ties() {
    let of = |weights: &[f64]| {
        places(&shortlist(&weights.iter().map(|w| ln(*w)).collect::<Vec<_>>(), 0.95))
    };
    assert_eq!(of(&[0.01, 0.96, 0.03]), [1]);
    assert_eq!(of(&[0.05, 0.6, 0.35]), [1, 2]);
    // Two would do, but the third ties with the second.
    assert_eq!(of(&[1.0, 100.0, 3.0, 3.0, 3.0]), [1, 2, 3, 4]);
    assert_eq!(of(&[7.0; 12]), (0..12).collect::<Vec<_>>());
    // Differences below 1e-9 are none.
    assert_eq!(of(&[0.5, 0.5 - 1e-12, 1e-6]), [0, 1]);
    assert!(shortlist(&[], 0.95).is_empty());
    let one = shortlist(&[-1e9], 0.95);
    assert_eq!(one, [(0, 1.0)]);
    let sum: f64 = shortlist(&[0.3, -0.1, 2.0, 1.0], 1.0).iter().map(|(_, p)| p).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

/// A is a likelihood ratio to the catalogue's own chances, so that copies of different memos compare: whatever a copy
/// holds, its mean over readings drawn by those chances is 1, however many marks were read and whatever their biases.
#[test]
fn single_source_weights_compare_between_memos() {
    let laws = [(2, FAIR), (1, Law::Binary(Bias::LOW)), (1, Law::Uniform(3))];
    let marks = catalogue(&laws);
    for word in [[0, 1, 0, 2], [1, 1, 1, 0]] {
        for erased in [None, Some(2), Some(3)] {
            let mut mean = 0.0;
            for n in 0..24u8 {
                let shown = [n & 1, n >> 1 & 1, n >> 2 & 1, n / 8];
                let chances = marks.marks().iter().zip(shown).map(|(m, x)| m.law.probability(x));
                let mut reading = read(&shown);
                if let Some(i) = erased {
                    reading.observations[i] = Observation::Erased;
                }
                let weight = single(&marks, &reading).log_single_source(&word);
                mean += chances.product::<f64>() * exp(weight);
            }
            assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        }
    }
}

/// By hand: one fair mark read right has A = Σ_ε π_ε (1 − ε)/½; of two memos, the one with two marks read outweighs it.
#[test]
fn single_source_weights_are_averages_over_error_rates() {
    let rates = [0.01, 0.05, 0.15];
    let right: f64 = rates.iter().map(|e| (1.0 - e) / 0.5).sum::<f64>() / 3.0;
    let both: f64 = rates.iter().map(|e| (1.0 - e) * (1.0 - e) / 0.25).sum::<f64>() / 3.0;
    let marks = catalogue(&[(2, FAIR)]);
    let short = Reading { observations: vec![Observation::Symbol(1), Observation::Erased] };
    let (one, two) = (single(&marks, &short), single(&marks, &read(&[1, 1])));
    assert!((exp(one.log_single_source(&[1, 0])) - right).abs() < 1e-12);
    assert!((exp(two.log_single_source(&[1, 1])) - both).abs() < 1e-12);
    let list = shortlist(&[one.log_single_source(&[1, 0]), two.log_single_source(&[1, 1])], 0.6);
    assert_eq!(places(&list), [1]);
}
