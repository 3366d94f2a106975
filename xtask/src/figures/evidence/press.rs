//! A8: an article quotes one to three words. It never names; a short list is what it gives.

use super::super::Figure;
use super::field::{Random, catalogue, codebook, single};
use evidence::mark::{Carrier, Law};
use evidence::plan::{Tier, alpha_inquiry};
use evidence::tail::{GUARD, least_p, shortlist};
use rayon::prelude::*;

/// Codebooks of which the short list is averaged.
const CODEBOOKS: u64 = 20_000;
/// Seed of the misreads.
const SEED: u64 = 8;
/// α of the design's figures.
const ALPHA: f64 = 0.05;
/// Share of misreads.
const MISREADS: f64 = 0.05;

/// All figures of A8.
pub(super) fn run() -> Vec<Figure> {
    let mut figures = vec![floor()];
    figures.extend(lists());
    figures.extend(words_needed());
    figures
}

/// Smallest p of a reading of so many words.
fn p_min(words: usize, arity: u8) -> f64 {
    let marks = vec![Law::Uniform(arity); words];
    least_p(&single(&catalogue(Carrier::Wording, &marks), &vec![0; words]))
}

fn floor() -> Figure {
    let cases = (12..=50).flat_map(|n| [3, 4].map(|q| (n, q)));
    let cases = cases.flat_map(|(n, q)| (1..=3).map(move |words| f64::from(n) * p_min(words, q)));
    let least = cases.fold(f64::INFINITY, f64::min);
    Figure {
        id: "A8",
        what: "1 to 3 quoted words of arity 3 or 4, N = 12 to 50: least N·p_min".into(),
        value: format!("{least:.4}"),
        bound: "> .05 (cannot name, even of α not split)".into(),
        limit: "exact".into(),
        kept: least > ALPHA,
    }
}

/// Mean length of the list of three words of arity 4, and how often it holds the source.
fn lists() -> Vec<Figure> {
    let law = Law::Uniform(4);
    let marks = catalogue(Carrier::Wording, &[law; 3]);
    let mut figures = Vec::new();
    // The design's figures have one digit after the point.
    for (copies, expected) in [(12, 2.4), (50, 9.3)] {
        let trial = |trial: u64| {
            let words = codebook(&marks, copies, 0x8_0000 + u64::from(copies), trial);
            let mut random = Random(SEED << 56 | u64::from(copies) << 40 | trial);
            let publish =
                |x: &u8| if random.happens(MISREADS) { random.another(law, *x) } else { *x };
            let leak: Vec<u8> = words[0].iter().map(publish).collect();
            let single = single(&marks, &leak);
            let logs: Vec<f64> = words.iter().map(|word| single.log_single_source(word)).collect();
            let list = shortlist(&logs, 0.95);
            (list.len(), usize::from(list.iter().any(|(j, _)| *j == 0)))
        };
        let sum = |a: (usize, usize), b: (usize, usize)| (a.0 + b.0, a.1 + b.1);
        let (length, holds) = (0..CODEBOOKS).into_par_iter().map(trial).reduce(|| (0, 0), sum);
        let (mean, holds) = (length as f64 / CODEBOOKS as f64, holds as f64 / CODEBOOKS as f64);
        let what = format!("3 quoted words of arity 4, N = {copies}, 5 % misreads");
        figures.push(Figure {
            id: "A8",
            what: format!("{what}: mean copies on the short list"),
            value: format!("{mean:.2}"),
            bound: format!("{expected} ± 5 %"),
            limit: format!("n = {CODEBOOKS}"),
            kept: (mean / expected - 1.0).abs() <= 0.05,
        });
        figures.push(Figure {
            id: "A8",
            what: format!("{what}: the list holds the source"),
            value: format!("{holds:.3}"),
            bound: String::new(),
            limit: format!("n = {CODEBOOKS}"),
            kept: true,
        });
    }
    figures
}

/// Words that must all agree before a copy of twelve is named.
fn words_needed() -> Vec<Figure> {
    let needed = |alpha: f64| (1..20).find(|words| 12.0 * p_min(*words, 4) * GUARD <= alpha);
    let share = Tier::Single.share() * alpha_inquiry(1.0, 0, 1);
    let figure = |how: &str, found: Option<usize>, expected: usize| Figure {
        id: "A8",
        what: format!("agreeing words of arity 4 that name one of 12, α = .05, {how}"),
        value: found.map_or("-".into(), |words| words.to_string()),
        bound: format!("= {expected}"),
        limit: "exact".into(),
        kept: found == Some(expected),
    };
    vec![figure("not split", needed(ALPHA), 4), figure("as issued", needed(share * ALPHA), 5)]
}
