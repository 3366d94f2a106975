//! A small proving ground: random codebooks, readings of them, and who would be named.

use evidence::catalogue::Catalogue;
use evidence::mark::{Bias, Carrier, Law, Mark};
use evidence::math::{kl_upper, ln};
use evidence::reading::{Observation, Reading};
use evidence::single::Single;
use evidence::tail::{GUARD, TIE, Tail};
use std::collections::BTreeMap;

/// One fair binary mark.
pub(crate) const FAIR: Law = Law::Binary(Bias::EVEN);

/// SplitMix64: a fixed seed gives the same trials everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn symbol(&mut self, law: Law) -> u8 {
        match law {
            Law::Binary(bias) => u8::from(self.unit() < bias.probability()),
            Law::Uniform(q) => self.below(usize::from(q)) as u8,
        }
    }

    /// Independent words, as they have to be dealt.
    pub(crate) fn words(&mut self, catalogue: &Catalogue, copies: usize) -> Vec<Vec<u8>> {
        let word = |r: &mut Random| catalogue.marks().iter().map(|m| r.symbol(m.law)).collect();
        (0..copies).map(|_| word(self)).collect()
    }
}

/// So many wording marks of each law.
pub(crate) fn catalogue(laws: &[(usize, Law)]) -> Catalogue {
    let mark = |law| Mark { carrier: Carrier::Wording, law, place: Vec::new() };
    let marks = laws.iter().flat_map(|(n, law)| std::iter::repeat_n(mark(*law), *n));
    Catalogue::new(marks.collect())
}

/// A reading in which every symbol was read.
pub(crate) fn read(symbols: &[u8]) -> Reading {
    Reading { observations: symbols.iter().map(|s| Observation::Symbol(*s)).collect() }
}

/// A reading ready to score; the readings of these tests fit.
pub(crate) fn single(catalogue: &Catalogue, reading: &Reading) -> Single {
    Single::new(catalogue, reading).expect("the reading is one of this catalogue")
}

/// Whom an inquiry names. Limits are kept by how often each law was read how, on which alone they depend.
#[derive(Default)]
pub(crate) struct Judge {
    limits: BTreeMap<Vec<(Law, Observation, usize)>, Option<f64>>,
}

impl Judge {
    /// Copies with N·p ≤ α.
    pub(crate) fn named(
        &mut self,
        catalogue: &Catalogue,
        reading: &Reading,
        words: &[Vec<u8>],
        alpha: f64,
    ) -> Vec<usize> {
        let single = single(catalogue, reading);
        let mut sizes: BTreeMap<(Law, Observation), usize> = BTreeMap::new();
        for (mark, observation) in catalogue.marks().iter().zip(&reading.observations) {
            let merged = match (mark.law, observation) {
                (Law::Uniform(_), Observation::Symbol(_)) => Observation::Symbol(0),
                (_, seen) => *seen,
            };
            *sizes.entry((mark.law, merged)).or_default() += 1;
        }
        let key = sizes.into_iter().map(|((law, seen), n)| (law, seen, n)).collect();
        let limit = self.limits.entry(key).or_insert_with(|| {
            let tail = Tail::exact(&single).expect("tests on whom is named list all counts");
            tail.limit(alpha / words.len() as f64 / GUARD)
        });
        let reaches = |word: &Vec<u8>| limit.is_some_and(|l| single.log_evidence(word) >= l - TIE);
        words.iter().enumerate().filter(|(_, word)| reaches(word)).map(|(j, _)| j).collect()
    }
}

/// Share of trials in which something happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    happened: usize,
    trials: usize,
}

impl Rate {
    pub(crate) fn of(trials: usize, mut trial: impl FnMut() -> bool) -> Rate {
        Rate { happened: (0..trials).filter(|_| trial()).count(), trials }
    }

    pub(crate) fn value(self) -> f64 {
        self.happened as f64 / self.trials as f64
    }

    /// 99 % lower limit (Chernoff).
    pub(crate) fn lower(self) -> f64 {
        1.0 - kl_upper(1.0 - self.value(), ln(100.0) / self.trials as f64)
    }
}
