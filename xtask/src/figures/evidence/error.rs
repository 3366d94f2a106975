//! A1: how often an uninvolved copy is named, whatever is done to the leak; and how often once a condition is broken.

use super::super::Figure;
use super::field::{ALPHAS, Field, Random, Rate, codebook};
use evidence::mark::{Bias, Carrier, Law};
use rayon::prelude::*;

/// Codebooks of a scenario, for each catalogue.
pub(super) const CODEBOOKS: u64 = 100_000;
/// N.
pub(super) const COPIES: u32 = 20;
/// Seed of the trials.
const SEED: u64 = 1;
/// The upper limit may exceed α by this factor (design, A1).
pub(super) const SLACK: f64 = 1.1;
/// Ways to lay a leak beside the memo in the trial that opens the codebook first.
const ALIGNMENTS: usize = 197;

/// What the sources publish; symbols, one a mark.
type Attack = fn(&Field, &mut Random, &[Vec<u8>]) -> Vec<u8>;

/// What is done, by how many sources, and how.
const SCENARIOS: [(&str, usize, Attack); 6] = [
    ("fabricated", 0, fabricate),
    ("rare symbols, biases known", 0, show_rare),
    ("one source, every symbol changed", 1, invert),
    ("one source, half of the symbols changed", 1, change_half),
    ("three sources, the odd one out", 3, odd_one_out),
    ("five sources, what none of them holds", 5, held_by_none),
];

/// All figures of A1.
pub(super) fn run() -> Vec<Figure> {
    let fields = fields();
    let names = fields.each_ref().map(|field| field.name);
    let mut figures = Vec::new();
    for (series, (what, sources, attack)) in SCENARIOS.into_iter().enumerate() {
        let rates: Vec<[Rate; 2]> = (0_u64..)
            .zip(&fields)
            .map(|(place, field)| measure(field, (series as u64) << 8 | place, sources, attack))
            .collect();
        figures.extend((0..ALPHAS.len()).map(|at| figure(what, at, &names, &rates)));
    }
    figures.push(balanced_columns());
    figures.push(open_codebook());
    figures
}

/// Catalogues whose laws are listed exactly and are fine enough for the bound to be nearly reached.
fn fields() -> [Field; 3] {
    let (even, low, high) = (Bias::EVEN, Bias::LOW, Bias::HIGH);
    let fair = vec![Law::Binary(even); 24];
    let mix = [Law::Binary(even), Law::Uniform(3), Law::Binary(even), Law::Uniform(4)].repeat(5);
    let hybrid = [even, low, even, high].map(Law::Binary).repeat(6);
    [
        Field::new("24 fair", COPIES, Carrier::Wording, &fair),
        Field::new("10 of arity 2, 5 of 3, 5 of 4", COPIES, Carrier::Wording, &mix),
        Field::new("24 hybrid", COPIES, Carrier::Layout, &hybrid),
    ]
}

/// Family-wise error of an attack, for each α.
fn measure(field: &Field, series: u64, sources: usize, attack: Attack) -> [Rate; 2] {
    let trial = |trial: u64| {
        let words = codebook(&field.catalogue, field.copies, series, trial);
        let leak = attack(field, &mut random(series, trial), &words[..sources]);
        field.names_any(&leak, words[sources..].iter())
    };
    count(CODEBOOKS, trial)
}

/// How often something happens, for each α.
pub(super) fn count(trials: u64, trial: impl Fn(u64) -> [bool; 2] + Sync) -> [Rate; 2] {
    let add = |a: [u64; 2], b: [u64; 2]| [a[0] + b[0], a[1] + b[1]];
    let times = (0..trials).into_par_iter().map(|i| trial(i).map(u64::from));
    times.reduce(|| [0; 2], add).map(|times| Rate { times, trials })
}

fn random(series: u64, trial: u64) -> Random {
    Random(SEED << 56 | series << 40 | trial)
}

/// The figure of a scenario at one α, from its rates on each of the catalogues named.
pub(super) fn figure(what: &str, at: usize, names: &[&str], rates: &[[Rate; 2]]) -> Figure {
    let alpha = ALPHAS[at];
    let value = |(name, rate): (&&str, &[Rate; 2])| format!("{:.4} ({name})", rate[at].value());
    let values: Vec<String> = names.iter().zip(rates).map(value).collect();
    let upper = rates.iter().map(|rate| rate[at].upper()).fold(0.0, f64::max);
    Figure {
        id: "A1",
        what: format!("an uninvolved copy named: {what}; N = {COPIES}, α = {alpha}"),
        value: values.join(", "),
        bound: format!("upper limit ≤ {:.4}", SLACK * alpha),
        limit: format!("99 % upper {upper:.4}, n = {CODEBOOKS} a catalogue"),
        kept: upper <= SLACK * alpha,
    }
}

fn laws(field: &Field) -> impl Iterator<Item = Law> {
    field.catalogue.marks().iter().map(|mark| mark.law)
}

fn fabricate(field: &Field, random: &mut Random, _: &[Vec<u8>]) -> Vec<u8> {
    laws(field).map(|law| random.symbol(law)).collect()
}

/// The symbol that fewest copies hold; naming is easiest where few could agree.
fn rare(law: Law) -> u8 {
    u8::from(law != Law::Binary(Bias::HIGH))
}

fn show_rare(field: &Field, _: &mut Random, _: &[Vec<u8>]) -> Vec<u8> {
    laws(field).map(rare).collect()
}

fn invert(field: &Field, random: &mut Random, sources: &[Vec<u8>]) -> Vec<u8> {
    laws(field).zip(&sources[0]).map(|(law, x)| random.another(law, *x)).collect()
}

fn change_half(field: &Field, random: &mut Random, sources: &[Vec<u8>]) -> Vec<u8> {
    let change = |(law, x): (Law, &u8)| {
        if random.happens(0.5) { random.another(law, *x) } else { *x }
    };
    laws(field).zip(&sources[0]).map(change).collect()
}

/// How many of the sources hold each symbol of a mark.
fn tally(mark: usize, law: Law, sources: &[Vec<u8>]) -> impl Iterator<Item = (usize, u8)> {
    (0..law.arity()).map(move |x| (sources.iter().filter(|word| word[mark] == x).count(), x))
}

/// What fewest of them hold, of what any of them holds.
fn odd_one_out(field: &Field, _: &mut Random, sources: &[Vec<u8>]) -> Vec<u8> {
    let fewest = |(mark, law)| {
        let held = tally(mark, law, sources).filter(|(holders, _)| *holders > 0);
        held.min().map_or(0, |(_, x)| x)
    };
    laws(field).enumerate().map(fewest).collect()
}

/// What fewest of them hold, even none: nothing says that sources publish only what they were shown.
fn held_by_none(field: &Field, _: &mut Random, sources: &[Vec<u8>]) -> Vec<u8> {
    let fewest = |(mark, law)| {
        let rarest = |(holders, x)| (holders, x != rare(law), x);
        tally(mark, law, sources).map(rarest).min().map_or(0, |(_, _, x)| x)
    };
    laws(field).enumerate().map(fewest).collect()
}

/// The bound is gone once as many copies hold one as zero at each mark: a source's word then tells what others hold.
fn balanced_columns() -> Figure {
    let field = Field::new("23 fair", 20, Carrier::Wording, &[Law::Binary(Bias::EVEN); 23]);
    let [rate, _] = count(CODEBOOKS, |trial| {
        let mut random = random(0xff, trial);
        let mut words = vec![vec![0; 23]; 20];
        for mark in 0..23 {
            let mut column: Vec<u8> = (0..20).map(|j| j % 2).collect();
            (1..20).rev().for_each(|i| column.swap(i, random.below(i + 1)));
            words.iter_mut().zip(column).for_each(|(word, x)| word[mark] = x);
        }
        let leak: Vec<u8> = words[0].iter().map(|x| 1 - x).collect();
        field.names_any(&leak, words[1..].iter())
    });
    broken("every mark dealt to ten copies of twenty; one source inverted", rate, ALPHAS[0])
}

/// Nor does it hold when the alignment is picked by looking at the words.
fn open_codebook() -> Figure {
    let field = Field::new("23 fair", 20, Carrier::Wording, &[Law::Binary(Bias::EVEN); 23]);
    let [rate, _] = count(CODEBOOKS / 10, |trial| {
        let words = codebook(&field.catalogue, field.copies, 0xfe, trial);
        let mut random = random(0xfe, trial);
        let leak: Vec<u8> =
            (0..22 + ALIGNMENTS).map(|_| random.symbol(Law::Binary(Bias::EVEN))).collect();
        let mut ways = leak.windows(23).map(|way| field.names_any(way, words.iter()));
        [ways.any(|named| named[0]), false]
    });
    broken(
        &format!("the best of {ALIGNMENTS} alignments, codebook open; fabricated"),
        rate,
        ALPHAS[0],
    )
}

/// A condition broken on purpose: the bound must be seen to fail, else the trials could not have seen it.
fn broken(what: &str, rate: Rate, alpha: f64) -> Figure {
    Figure {
        id: "A1",
        what: format!("broken on purpose: {what}; 23 fair marks, N = 20, α = {alpha}"),
        value: format!("{:.4}", rate.value()),
        bound: format!("lower limit > {alpha}"),
        limit: format!("99 % lower {:.4}, n = {}", rate.lower(), rate.trials),
        kept: rate.lower() > alpha,
    }
}
