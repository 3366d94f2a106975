//! A proving ground: codebooks dealt as real ones are, readings of them, and who would be named.

use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use evidence::mark::{Carrier, Law, Mark};
use evidence::math::{exp, ln};
use evidence::reading::{Observation, Reading};
use evidence::single::Single;
use evidence::tail::{GUARD, TIE, Tail};
use std::sync::OnceLock;

/// α of the trials: large, so that 100,000 codebooks tell a bound from its breach.
pub(super) const ALPHAS: [f64; 2] = [0.05, 0.01];

/// SplitMix64: a fixed seed gives the same trials everywhere.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform below n.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Whether something of this probability happens.
    pub(super) fn happens(&mut self, p: f64) -> bool {
        (self.next() >> 11) as f64 / ((1_u64 << 53) as f64) < p
    }

    /// A symbol as dealt.
    pub(super) fn symbol(&mut self, law: Law) -> u8 {
        match law {
            Law::Binary(bias) => u8::from(self.happens(bias.probability())),
            Law::Uniform(q) => self.below(usize::from(q)) as u8,
        }
    }

    /// A symbol other than `symbol`, each equally likely.
    pub(super) fn another(&mut self, law: Law, symbol: u8) -> u8 {
        let (q, step) = (usize::from(law.arity()), 1 + self.below(usize::from(law.arity()) - 1));
        ((usize::from(symbol) + step) % q) as u8
    }
}

/// A catalogue of these marks.
pub(super) fn catalogue(carrier: Carrier, laws: &[Law]) -> Catalogue {
    let mark = |law: &Law| Mark { carrier, law: *law, place: Vec::new() };
    Catalogue::new(laws.iter().map(mark).collect())
}

/// These symbols, all of them read.
pub(super) fn reading(symbols: &[u8]) -> Reading {
    Reading { observations: symbols.iter().map(|s| Observation::Symbol(*s)).collect() }
}

/// A reading ready to be held against words.
pub(super) fn single(catalogue: &Catalogue, symbols: &[u8]) -> Single {
    Single::new(catalogue, &reading(symbols)).expect("the symbols are those of the catalogue")
}

/// The codebook of a trial: keys from a memo of its own, dealt as real copies are.
pub(super) fn codebook(
    catalogue: &Catalogue,
    copies: u32,
    series: u64,
    trial: u64,
) -> Vec<Vec<u8>> {
    let (key, beacon) = ([0x5a; 32], [0xa5; 32]);
    let mut memo = [0; 16];
    memo[..8].copy_from_slice(&series.to_be_bytes());
    memo[8..].copy_from_slice(&trial.to_be_bytes());
    let word = |j| expand(&copy_key(&key, &memo, 0, j), &beacon, &memo, 0, j, catalogue);
    (0..copies).map(word).collect()
}

/// A catalogue with the laws of evidence of all its whole readings.
///
/// A law depends only on how often each kind of mark was read as what, so marks are brought into a canonical order in which
/// readings that share a law are the same reading.
pub(super) struct Field {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// N.
    pub(super) copies: u32,
    /// The marks in the order in which they are dealt.
    pub(super) catalogue: Catalogue,
    carrier: Carrier,
    /// Marks of one law, law by law.
    groups: Vec<(Law, Vec<usize>)>,
    /// By the numbers of ones read in the groups of arity 2, as digits.
    scales: Vec<OnceLock<Scale>>,
}

/// One canonical reading.
struct Scale {
    single: Single,
    /// ln E from which a copy is named, for each of [`ALPHAS`].
    limits: [Option<f64>; 2],
}

impl Field {
    /// Marks of these laws, carried alike, for N copies.
    pub(super) fn new(name: &'static str, copies: u32, carrier: Carrier, laws: &[Law]) -> Field {
        let mut groups: Vec<(Law, Vec<usize>)> = Vec::new();
        for (mark, law) in laws.iter().enumerate() {
            match groups.iter_mut().find(|group| group.0 == *law) {
                Some(group) => group.1.push(mark),
                None => groups.push((*law, vec![mark])),
            }
        }
        let readings = groups.iter().map(|group| digits(group.0, group.1.len())).product();
        let scales = (0..readings).map(|_| OnceLock::new()).collect();
        Field { name, copies, catalogue: catalogue(carrier, laws), carrier, groups, scales }
    }

    /// The law of a mark.
    pub(super) fn law(&self, mark: usize) -> Law {
        self.catalogue.marks()[mark].law
    }

    /// Whether a copy with one of these words is named by this leak, for each of [`ALPHAS`].
    pub(super) fn names_any<'w>(
        &self,
        leak: &[u8],
        words: impl Iterator<Item = &'w Vec<u8>>,
    ) -> [bool; 2] {
        let mut index = 0;
        let mut order = Vec::with_capacity(leak.len());
        for (law, marks) in &self.groups {
            let ones = marks.iter().filter(|mark| leak[**mark] == 1);
            index *= digits(*law, marks.len());
            if matches!(law, Law::Binary(_)) {
                index += ones.clone().count();
                order.extend(ones.chain(marks.iter().filter(|mark| leak[**mark] == 0)).copied());
            } else {
                order.extend(marks);
            }
        }
        let scale = self.scales[index].get_or_init(|| self.scale(index));
        let canonical = |mark: usize, x: u8| match self.law(mark) {
            Law::Binary(_) => x,
            Law::Uniform(_) => u8::from(x != leak[mark]),
        };
        let evidence = |word: &Vec<u8>| {
            let word: Vec<u8> = order.iter().map(|mark| canonical(*mark, word[*mark])).collect();
            scale.single.log_evidence(&word)
        };
        let most = words.map(evidence).fold(f64::NEG_INFINITY, f64::max);
        scale.limits.map(|limit| limit.is_some_and(|limit| most >= limit - TIE))
    }

    fn scale(&self, mut index: usize) -> Scale {
        let mut shown = Vec::new();
        // The last digit first, so that groups are met from the end.
        for (law, marks) in self.groups.iter().rev() {
            let ones = index % digits(*law, marks.len());
            index /= digits(*law, marks.len());
            let zeros = std::iter::repeat_n(0, marks.len() - ones);
            shown.extend(zeros.chain(std::iter::repeat_n(1, ones)));
        }
        shown.reverse();
        let laws: Vec<Law> =
            self.groups.iter().flat_map(|(law, marks)| marks.iter().map(|_| *law)).collect();
        let single = single(&catalogue(self.carrier, &laws), &shown);
        let tail = Tail::exact(&single).expect("catalogues of trials are small");
        let limits = ALPHAS.map(|alpha| tail.limit(alpha / f64::from(self.copies) / GUARD));
        Scale { single, limits }
    }
}

/// How many canonical readings there are of so many marks.
fn digits(law: Law, marks: usize) -> usize {
    if matches!(law, Law::Binary(_)) { marks + 1 } else { 1 }
}

/// How often something happened.
#[derive(Clone, Copy)]
pub(super) struct Rate {
    /// Times it did.
    pub(super) times: u64,
    /// Trials.
    pub(super) trials: u64,
}

impl Rate {
    /// Its share.
    pub(super) fn value(self) -> f64 {
        self.times as f64 / self.trials as f64
    }

    /// 99 % upper limit (Clopper and Pearson).
    pub(super) fn upper(self) -> f64 {
        if self.times == self.trials {
            return 1.0;
        }
        let (mut low, mut high) = (self.value(), 1.0);
        // 60 halvings end far below the four digits that are printed.
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.chance_of_at_most(middle) > 0.01 { low = middle } else { high = middle }
        }
        high
    }

    /// 99 % lower limit.
    pub(super) fn lower(self) -> f64 {
        1.0 - Rate { times: self.trials - self.times, ..self }.upper()
    }

    /// P(at most so many times) if each trial has probability p, from the largest term down.
    fn chance_of_at_most(self, p: f64) -> f64 {
        let (k, n) = (self.times as f64, self.trials as f64);
        let choose = |sum: f64, i: u64| sum + ln(n - i as f64) - ln(i as f64 + 1.0);
        let mut term = exp((0..self.times).fold(0.0, choose) + k * ln(p) + (n - k) * ln(1.0 - p));
        let mut sum = 0.0;
        for i in (0..=self.times).rev() {
            sum += term;
            term *= i as f64 * (1.0 - p) / ((n - i as f64 + 1.0) * p);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limits against values of the beta law: 1 − .01^(1/n) for none, and 3 of 100.
    #[test]
    fn limits_are_those_of_clopper_and_pearson() {
        let none = Rate { times: 0, trials: 100 };
        assert!((none.upper() - 0.045_007).abs() < 1e-6 && none.lower() < 1e-12);
        let three = Rate { times: 3, trials: 100 };
        assert!((three.upper() - 0.096_971).abs() < 1e-6, "{}", three.upper());
    }

    /// The canonical order changes nobody's evidence.
    #[test]
    fn canonical_readings_name_the_same_copies() {
        use evidence::mark::Bias;
        let laws = [Law::Binary(Bias::EVEN), Law::Uniform(3), Law::Binary(Bias::LOW)].repeat(4);
        let field = Field::new("mixed", 5, Carrier::Wording, &laws);
        let mut random = Random(7);
        let mut named = 0;
        for trial in 0..200 {
            let words = codebook(&field.catalogue, 5, 9, trial);
            let mut leak = words[0].clone();
            (0..8).for_each(|_| leak[random.below(12)] = 0);
            let single = single(&field.catalogue, &leak);
            let tail = Tail::exact(&single).unwrap();
            let p = |word: &Vec<u8>| 5.0 * GUARD * tail.p_upper(single.log_evidence(word));
            let direct = ALPHAS.map(|alpha| words.iter().any(|word| p(word) <= alpha));
            assert_eq!(field.names_any(&leak, words.iter()), direct);
            named += usize::from(direct[0]);
        }
        assert!(named > 20 && named < 200, "{named}");
    }
}
