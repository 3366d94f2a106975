//! A1 with soft readings: an uninvolved copy is named no more often, whatever reliabilities a leak is made to show.

use super::super::Figure;
use super::error::{CODEBOOKS, COPIES, count, figure};
use super::field::{ALPHAS, Random, Rate, codebook};
use evidence::catalogue::Catalogue;
use evidence::mark::{Bias, Carrier, Law, Mark};
use evidence::reading::{Observation, Reading};
use evidence::single::Single;
use evidence::tail::{GUARD, TIE, Tail};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Seed of what is made up.
const SEED: u64 = 10;

/// What a layout mark is made to show, given its bias and how many of the sources hold 1.
type Attack = fn(&mut Random, Bias, Held) -> Observation;

/// How many sources hold symbol 1 of a mark, and how many there are.
#[derive(Clone, Copy)]
struct Held {
    ones: usize,
    sources: usize,
}

const SURE: i16 = 16 << 10;
const HALF_SURE: i16 = 543;

/// What is done, by how many sources, and how. Three values each, so that few readings differ.
const SCENARIOS: [(&str, usize, Attack); 5] = [
    ("made-up soft readings", 0, fabricate),
    ("sure of rare symbols, biases known", 0, |_, bias, _| {
        Observation::Soft(if bias == Bias::HIGH { -SURE } else { SURE })
    }),
    ("one source, sure of what it does not hold, or silent", 1, |random, _, held| {
        match random.below(3) {
            0 => Observation::Erased,
            _ => Observation::Soft(if held.ones == 1 { -SURE } else { SURE }),
        }
    }),
    ("three sources, sure where they agree, of the other symbol", 3, against),
    ("five sources, half sure of the symbol that fewest hold", 5, |_, _, held| {
        Observation::Soft(if 2 * held.ones > held.sources { -HALF_SURE } else { HALF_SURE })
    }),
];

fn fabricate(random: &mut Random, _: Bias, _: Held) -> Observation {
    [Observation::Soft(SURE), Observation::Soft(-HALF_SURE), Observation::Erased][random.below(3)]
}

fn against(_: &mut Random, _: Bias, held: Held) -> Observation {
    match held.ones {
        0 => Observation::Soft(SURE),
        ones if ones == held.sources => Observation::Soft(-SURE),
        _ => Observation::Soft(HALF_SURE),
    }
}

/// All figures of soft readings.
pub(super) fn run() -> Vec<Figure> {
    let fields = fields();
    let names = fields.each_ref().map(|field| field.name);
    let mut figures = Vec::new();
    for (series, (what, sources, attack)) in (0_u64..).zip(SCENARIOS) {
        let measure = |(place, field): (u64, &Field)| {
            field.family_wise_error(0x10_0000 | series << 8 | place, sources, attack)
        };
        let rates: Vec<[Rate; 2]> = (0..).zip(&fields).map(measure).collect();
        figures.extend((0..ALPHAS.len()).map(|at| figure(what, at, &names, &rates)));
    }
    figures
}

/// Catalogues of which all soft readings of three values can be listed.
fn fields() -> [Field; 3] {
    let layout = |bias| (Carrier::Layout, Law::Binary(bias));
    let (even, low, high) = (layout(Bias::EVEN), layout(Bias::LOW), layout(Bias::HIGH));
    let word = (Carrier::Wording, Law::Uniform(3));
    [
        Field::new("24 fair", &[even; 24]),
        Field::new("24 biased", &[low, high].repeat(12)),
        Field::new("6 words of arity 3, 12 hybrid", &[word, even, low, word, even, high].repeat(3)),
    ]
}

/// What a mark was and how it was read; readings of arity ≥ 3 count alike.
type Kind = (Carrier, Law, Observation);

/// A catalogue with the laws of evidence of its readings, by how many marks of each kind were read.
struct Field {
    name: &'static str,
    catalogue: Catalogue,
    scales: Mutex<BTreeMap<Vec<Kind>, Arc<Scale>>>,
}

/// A reading with its marks sorted.
struct Scale {
    single: Single,
    /// ln E from which a copy is named, for each of [`ALPHAS`].
    limits: [Option<f64>; 2],
}

impl Field {
    fn new(name: &'static str, marks: &[(Carrier, Law)]) -> Field {
        Field { name, catalogue: catalogue(marks.iter().copied()), scales: Mutex::default() }
    }

    /// How often an attack gets an uninvolved copy named, for each α.
    fn family_wise_error(&self, series: u64, sources: usize, attack: Attack) -> [Rate; 2] {
        count(CODEBOOKS, |trial| {
            let words = codebook(&self.catalogue, COPIES, series, trial);
            let mut random = Random(SEED << 56 | series << 32 | trial);
            let show = |(at, mark): (usize, &Mark)| match (mark.law, sources) {
                (Law::Binary(bias), _) => {
                    let ones = words[..sources].iter().filter(|word| word[at] == 1).count();
                    attack(&mut random, bias, Held { ones, sources })
                }
                (law, 0) => Observation::Symbol(random.symbol(law)),
                (law, _) => Observation::Symbol(random.another(law, words[0][at])),
            };
            let seen: Vec<Observation> =
                self.catalogue.marks().iter().enumerate().map(show).collect();
            self.names_any(&seen, &words[sources..])
        })
    }

    fn names_any(&self, seen: &[Observation], words: &[Vec<u8>]) -> [bool; 2] {
        let kind = |(at, (mark, seen)): (usize, (&Mark, &Observation))| {
            let seen =
                if matches!(mark.law, Law::Uniform(_)) { Observation::Symbol(0) } else { *seen };
            ((mark.carrier, mark.law, seen), at)
        };
        let mut sorted: Vec<(Kind, usize)> =
            self.catalogue.marks().iter().zip(seen).enumerate().map(kind).collect();
        sorted.sort_unstable();
        let scale = self.scale(sorted.iter().map(|(kind, _)| *kind).collect());
        // Of arity ≥ 3 only whether a symbol agrees with the reading counts, which reads 0 here.
        let symbol = |at: usize, x: u8| match seen[at] {
            Observation::Symbol(read) => u8::from(x != read),
            _ => x,
        };
        let evidence = |word: &Vec<u8>| {
            let word: Vec<u8> = sorted.iter().map(|(_, at)| symbol(*at, word[*at])).collect();
            scale.single.log_evidence(&word)
        };
        let most = words.iter().map(evidence).fold(f64::NEG_INFINITY, f64::max);
        scale.limits.map(|limit| limit.is_some_and(|limit| most >= limit - TIE))
    }

    fn scale(&self, kinds: Vec<Kind>) -> Arc<Scale> {
        let lock = || self.scales.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(scale) = lock().get(&kinds) {
            return scale.clone();
        }
        let catalogue = catalogue(kinds.iter().map(|kind| (kind.0, kind.1)));
        let observations = kinds.iter().map(|kind| kind.2).collect();
        let single = Single::new(&catalogue, &Reading { observations }).expect("it fits");
        let tail = Tail::exact(&single).expect("few counts");
        let limits = ALPHAS.map(|alpha| tail.limit(alpha / f64::from(COPIES) / GUARD));
        let scale = Arc::new(Scale { single, limits });
        lock().entry(kinds).or_insert(scale).clone()
    }
}

fn catalogue(marks: impl Iterator<Item = (Carrier, Law)>) -> Catalogue {
    let mark = |(carrier, law)| Mark { carrier, law, place: Vec::new() };
    Catalogue::new(marks.map(mark).collect())
}
