//! A6 as far as single copies go: which layout code names a source of several, and what it costs against one.

use super::super::Figure;
use super::field::{Random, Rate, catalogue, single};
use evidence::layout::LayoutCode;
use evidence::mark::{Carrier, Law};
use evidence::tail::{GUARD, Tail, least_sampled_p, markov_p};
use rayon::prelude::*;

/// Seed of words and misreads.
const SEED: u64 = 6;
/// Leaks of a row.
const LEAKS: u64 = 200;
/// Layout marks that were read.
const MARKS: usize = 256;
/// N and α, not split.
const COPIES: f64 = 200.0;
const ALPHA: f64 = 1e-3;

/// What the sources publish of a mark, given what each holds.
type Attack = fn(&mut Random, &[u8]) -> u8;

/// What is done, by how many sources, with how many misreads.
const SCENARIOS: [(&str, usize, f64, Attack); 4] = [
    ("one source, 25 % misreads", 1, 0.25, |_, held| held[0]),
    ("two sources, each mark from one of them, 5 % misreads", 2, 0.05, |random, held| {
        held[random.below(2)]
    }),
    ("three sources publish the odd one out, no misreads", 3, 0.0, odd_one_out),
    ("three sources publish the odd one out, 5 % misreads", 3, 0.05, odd_one_out),
];

const CODES: [LayoutCode; 3] = [LayoutCode::Even, LayoutCode::Hybrid, LayoutCode::Biased];

fn odd_one_out(_: &mut Random, held: &[u8]) -> u8 {
    let ones: usize = held.iter().map(|x| usize::from(*x)).sum();
    u8::from(ones == 1 || ones == held.len())
}

/// All figures of layout codes.
pub(super) fn run() -> Vec<Figure> {
    let mut figures = Vec::new();
    for (series, (what, sources, misreads, attack)) in (0_u64..).zip(SCENARIOS) {
        let of_code = |(place, code): (u64, &LayoutCode)| {
            let caught = |leak: u64| {
                let mut random = Random(SEED << 56 | series << 40 | place << 32 | leak);
                u64::from(names_a_source(*code, &mut random, sources, misreads, attack))
            };
            Rate { times: (0..LEAKS).into_par_iter().map(caught).sum(), trials: LEAKS }
        };
        let rates: Vec<Rate> = (0..).zip(&CODES).map(of_code).collect();
        let [even, hybrid, biased] = [0, 1, 2].map(|code: usize| rates[code].value());
        let limits: Vec<String> = rates.iter().map(|rate| format!("{:.2}", rate.lower())).collect();
        figures.push(Figure {
            id: "A6",
            what: format!(
                "a source named as a single copy: {what}; {MARKS} layout marks, N = {COPIES}, α = {ALPHA:e}"
            ),
            value: format!("{even:.3} (even), {hybrid:.3} (hybrid), {biased:.3} (biased)"),
            bound: String::new(),
            limit: format!("99 % lower {}, n = {LEAKS} a code", limits.join(", ")),
            kept: true,
        });
    }
    figures
}

fn names_a_source(
    code: LayoutCode,
    random: &mut Random,
    sources: usize,
    misreads: f64,
    attack: Attack,
) -> bool {
    let laws: Vec<Law> = (0..MARKS).map(|slot| Law::Binary(code.bias(slot))).collect();
    let words: Vec<Vec<u8>> =
        (0..sources).map(|_| laws.iter().map(|law| random.symbol(*law)).collect()).collect();
    let publish = |mark: usize| {
        let held: Vec<u8> = words.iter().map(|word| word[mark]).collect();
        let shown = attack(random, &held);
        if random.happens(misreads) { 1 - shown } else { shown }
    };
    let shown: Vec<u8> = (0..MARKS).map(publish).collect();
    let single = single(&catalogue(Carrier::Layout, &laws), &shown);
    let evidence = words.iter().map(|word| single.log_evidence(word));
    let most = evidence.fold(f64::NEG_INFINITY, f64::max);
    let names = |p: f64| COPIES * p * GUARD <= ALPHA;
    names(markov_p(most))
        || names(least_sampled_p(most)) && {
            let seed = [random.below(256) as u8; 32];
            names(Tail::new(&single, &seed).p_upper(most))
        }
}
