//! A7: carriers whose error rates nobody knows are read together, against whoever knows them.

use super::super::Figure;
use super::field::{Random, Rate};
use evidence::catalogue::Catalogue;
use evidence::channel::{Component, components};
use evidence::layout::LayoutCode;
use evidence::mark::{Carrier, Law, Mark};
use evidence::math::{binomial, exp, ln, log_sum_exp};
use evidence::reading::{Observation, Reading};
use evidence::single::Single;
use evidence::tail::{GUARD, TIE, Tail};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Seed of words and misreads.
const SEED: u64 = 7;
/// Leaks of a case.
const LEAKS: u64 = 20_000;
/// N and α, not split.
const COPIES: f64 = 200.0;
const ALPHA: f64 = 1e-3;
/// The mixture may lose so much (design, A7).
const POINTS: f64 = 0.02;
/// True soft readings, in nats, each for half of the marks.
const SOFT: [f64; 2] = [2.0, 4.0];

/// Arities of the wording marks.
const WORDING: [u8; 8] = [2, 3, 4, 3, 4, 2, 3, 4];

/// How layout is really read.
#[derive(Clone, Copy)]
enum Layout {
    /// Symbols, with this rate of misreads.
    Hard(f64),
    /// Soft readings that claim so many times the nats that they hold.
    Soft(f64),
}

/// What is read, and how well.
struct Case {
    what: &'static str,
    code: LayoutCode,
    /// Layout marks.
    marks: usize,
    /// Misreads of wording.
    wording: f64,
    layout: Layout,
}

/// The design's bound is held to where wording is read as it is read from texts; what more misreads cost is reported.
const ORDINARY: f64 = 0.05;

const CASES: [Case; 7] = [
    case("16 layout marks, misread 2 %", LayoutCode::Even, 16, 0.03, Layout::Hard(0.02)),
    case("24 layout marks, misread 10 %", LayoutCode::Even, 24, 0.10, Layout::Hard(0.10)),
    case("60 layout marks, misread 25 %", LayoutCode::Even, 60, 0.03, Layout::Hard(0.25)),
    case("14 hybrid layout marks, misread 2 %", LayoutCode::Hybrid, 14, 0.03, Layout::Hard(0.02)),
    case("16 soft layout marks", LayoutCode::Even, 16, 0.03, Layout::Soft(1.0)),
    case(
        "16 soft layout marks that claim a quarter more than they hold",
        LayoutCode::Even,
        16,
        0.03,
        Layout::Soft(1.25),
    ),
    case(
        "16 soft layout marks that claim a quarter less than they hold",
        LayoutCode::Even,
        16,
        0.03,
        Layout::Soft(0.75),
    ),
];

const fn case(
    what: &'static str,
    code: LayoutCode,
    marks: usize,
    wording: f64,
    layout: Layout,
) -> Case {
    Case { what, code, marks, wording, layout }
}

/// All figures of A7.
pub(super) fn run() -> Vec<Figure> {
    (0..).zip(&CASES).map(|(series, case)| case.figure(series)).collect()
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    /// The mixture over all rates and source models.
    Mixture,
    /// The true rates and a mixture over source models.
    Rates,
    /// The true rates and that there is one source.
    Source,
}

const READERS: [Reader; 3] = [Reader::Mixture, Reader::Rates, Reader::Source];

/// How many marks of each law were read how: what limits depend on.
type Counts = Vec<(Carrier, Law, Observation, usize)>;

impl Case {
    fn figure(&self, series: u64) -> Figure {
        let laws = Mutex::new(BTreeMap::new());
        let catalogue = self.catalogue();
        let add = |a: [u64; 8], b: [u64; 8]| std::array::from_fn(|i| a[i] + b[i]);
        let trial = |leak: u64| {
            let mut random = Random(SEED << 56 | series << 40 | leak);
            let named = self.named(&catalogue, &mut random, &laws);
            let mut outcomes = [0; 8];
            outcomes[(0..3).map(|reader| usize::from(named[reader]) << reader).sum::<usize>()] = 1;
            outcomes
        };
        let outcomes = (0..LEAKS).into_par_iter().map(trial).reduce(|| [0; 8], add);
        let rate = |holds: &dyn Fn(usize) -> bool| Rate {
            times: (0..8).filter(|outcome| holds(*outcome)).map(|outcome| outcomes[outcome]).sum(),
            trials: LEAKS,
        };
        let power = |reader: usize| rate(&move |outcome| outcome >> reader & 1 == 1).value();
        // Of leaks that only one of both names.
        let lost = rate(&|outcome| outcome & 3 == 2);
        let gained = rate(&|outcome| outcome & 3 == 1);
        let upper = lost.upper() - gained.lower();
        let ordinary = self.wording <= ORDINARY;
        Figure {
            id: "A7",
            what: format!(
                "one source named: 8 wording marks of arity 2 to 4, misread {:.0} %, and {}; N = {COPIES}, α = {ALPHA:e}",
                100.0 * self.wording,
                self.what,
            ),
            value: format!(
                "{:.4} ({:.4} with the rates known, {:.4} with the rates and one source known)",
                power(0),
                power(1),
                power(2)
            ),
            bound: if ordinary { format!("loss by the rates ≤ {POINTS}") } else { String::new() },
            limit: format!("99 % upper {upper:.4}, n = {LEAKS}"),
            kept: upper <= POINTS,
        }
    }

    fn catalogue(&self) -> Catalogue {
        let wording = WORDING.iter().map(|q| Mark::uniform(Carrier::Wording, *q, Vec::new()));
        let layout = (0..self.marks).map(|slot| Mark {
            carrier: Carrier::Layout,
            law: Law::Binary(self.code.bias(slot)),
            place: Vec::new(),
        });
        Catalogue::new(wording.flatten().chain(layout).collect())
    }

    /// Deals a word, reads it, and tells which readers name it.
    fn named(
        &self,
        catalogue: &Catalogue,
        random: &mut Random,
        laws: &Mutex<BTreeMap<Counts, [Option<f64>; 3]>>,
    ) -> [bool; 3] {
        let word: Vec<u8> = catalogue.marks().iter().map(|mark| random.symbol(mark.law)).collect();
        let observe = |(mark, x): (&Mark, &u8)| self.observe(mark, *x, random);
        let observations = catalogue.marks().iter().zip(&word).map(observe).collect();
        let reading = Reading { observations };
        let single = Single::new(catalogue, &reading).expect("it fits");
        let known = [Reader::Rates, Reader::Source]
            .map(|reader| Known::new(catalogue, &reading, &self.components(reader), self.layout));
        let counts: Counts =
            known[0].classes.iter().map(|(key, class)| (key.0, key.1, key.2, class.size)).collect();
        let cached = laws.lock().expect("nobody panics").get(&counts).copied();
        let limits = cached.unwrap_or_else(|| {
            let p = ALPHA / COPIES / GUARD;
            let mixture = Tail::exact(&single).expect("few counts").limit(p);
            let limits = [mixture, known[0].limit(p), known[1].limit(p)];
            laws.lock().expect("nobody panics").insert(counts, limits);
            limits
        });
        let evidence =
            [single.log_evidence(&word), known[0].evidence(&word), known[1].evidence(&word)];
        READERS.map(|reader| {
            let of = reader as usize;
            limits[of].is_some_and(|limit| evidence[of] >= limit - TIE)
        })
    }

    fn observe(&self, mark: &Mark, x: u8, random: &mut Random) -> Observation {
        let misread = match (mark.carrier, self.layout) {
            (Carrier::Layout, Layout::Soft(claim)) => {
                let nats = SOFT[random.below(2)];
                let shown = if random.happens(1.0 / (1.0 + exp(-nats))) { x } else { 1 - x };
                let sign = if shown == 1 { 1.0 } else { -1.0 };
                return Observation::soft((sign * claim * nats * 1024.0) as i32);
            }
            (Carrier::Layout, Layout::Hard(misread)) => misread,
            _ => self.wording,
        };
        Observation::Symbol(if random.happens(misread) { random.another(mark.law, x) } else { x })
    }

    /// The mixture of someone who knows the rates.
    fn components(&self, reader: Reader) -> Vec<Component> {
        let layout = match self.layout {
            Layout::Hard(misread) => misread,
            Layout::Soft(_) => 0.0,
        };
        let known = |k: Component| Component { errors: [self.wording, layout, 0.0], ..k };
        let of = |k: &Component| reader == Reader::Rates || k.coalition() == 1;
        components(&[]).into_iter().filter(of).map(known).collect()
    }
}

/// Evidence of someone who knows the rates, by the formula of `spec/finding.md` with rates of its own.
struct Known {
    classes: BTreeMap<(Carrier, Law, Observation), Class>,
    /// Class of each mark, and the symbol that counts.
    marks: Vec<((Carrier, Law, Observation), u8)>,
    ln_weights: Vec<f64>,
}

struct Class {
    size: usize,
    /// P₀(a mark counts).
    chance: f64,
    /// By component: ln P(r|x)/P(r) where the mark does not count and where it does.
    gains: Vec<[f64; 2]>,
}

impl Known {
    fn new(
        catalogue: &Catalogue,
        reading: &Reading,
        components: &[Component],
        layout: Layout,
    ) -> Known {
        let mut known = Known {
            classes: BTreeMap::new(),
            marks: Vec::new(),
            ln_weights: components.iter().map(|k| ln(k.prior)).collect(),
        };
        for (mark, seen) in catalogue.marks().iter().zip(&reading.observations) {
            // Which symbol of arity 3 or 4 was read changes nothing.
            let (merged, counts) = match (mark.law, *seen) {
                (Law::Uniform(_), Observation::Symbol(r)) => (Observation::Symbol(0), r),
                (_, seen) => (seen, 1),
            };
            let key = (mark.carrier, mark.law, merged);
            let likely: Vec<[f64; 2]> =
                components.iter().map(|k| likelihoods(k, mark, *seen, layout)).collect();
            let chance = match mark.law {
                Law::Binary(bias) => bias.probability(),
                Law::Uniform(q) => 1.0 / f64::from(q),
            };
            let all = |[other, same]: &[f64; 2]| ln(chance * same + (1.0 - chance) * other);
            known.ln_weights.iter_mut().zip(&likely).for_each(|(w, given)| *w += all(given));
            let gains = likely.iter().map(|given| given.map(|p| ln(p) - all(given))).collect();
            known.classes.entry(key).or_insert(Class { size: 0, chance, gains }).size += 1;
            known.marks.push((key, counts));
        }
        let total = log_sum_exp(known.ln_weights.iter().copied());
        known.ln_weights.iter_mut().for_each(|w| *w -= total);
        known
    }

    fn evidence(&self, word: &[u8]) -> f64 {
        let gains =
            |(key, counts): &(_, u8), x: &u8| (&self.classes[key].gains, usize::from(x == counts));
        let read: Vec<(&Vec<[f64; 2]>, usize)> =
            self.marks.iter().zip(word).map(|(mark, x)| gains(mark, x)).collect();
        let of = |(k, w): (usize, &f64)| read.iter().fold(*w, |sum, (gains, x)| sum + gains[k][*x]);
        log_sum_exp(self.ln_weights.iter().enumerate().map(of))
    }

    /// ln E from which on a copy is named.
    fn limit(&self, p: f64) -> Option<f64> {
        let mut law = vec![(self.ln_weights.clone(), 1.0)];
        for class in self.classes.values() {
            let chances = binomial(class.size, class.chance);
            let then = |(logs, p): &(Vec<f64>, f64)| {
                let count = |(n, chance): (usize, &f64)| {
                    let (n, rest) = (n as f64, (class.size - n) as f64);
                    let add =
                        |(log, gains): (&f64, &[f64; 2])| log + n * gains[1] + rest * gains[0];
                    (logs.iter().zip(&class.gains).map(add).collect(), p * chance)
                };
                chances.iter().enumerate().map(count).collect::<Vec<_>>()
            };
            law = law.iter().flat_map(then).collect();
        }
        let mut law: Vec<(f64, f64)> =
            law.into_iter().map(|(logs, p)| (log_sum_exp(logs.into_iter()), p)).collect();
        law.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let (mut sum, mut limit) = (0.0, None);
        for ties in law.chunk_by(|a, b| a.0 - b.0 < TIE) {
            sum += ties.iter().map(|(_, p)| p).sum::<f64>();
            if sum > p {
                break;
            }
            limit = ties.last().map(|(e, _)| *e);
        }
        limit
    }
}

/// P(seen | another symbol), P(seen | the symbol that counts), soft readings by what they hold.
fn likelihoods(k: &Component, mark: &Mark, seen: Observation, layout: Layout) -> [f64; 2] {
    let Law::Binary(bias) = mark.law else {
        let (same, other) = k.interleaved(mark.carrier, mark.law.arity());
        return [other, same];
    };
    let likely = |q: f64| match (seen, layout) {
        (Observation::Symbol(1), _) => q,
        (Observation::Soft(n), Layout::Soft(claim)) => {
            q * exp(f64::from(n) / 1024.0 / claim) + 1.0 - q
        }
        _ => 1.0 - q,
    };
    [0, 1].map(|x| likely(k.published(mark.carrier, bias, x)))
}
