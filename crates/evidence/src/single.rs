//! Evidence of single copies: E_j = Σ_k w_k Π_i P_k(r_i|x_ji)/P_k(r_i), with mean exactly 1 for a copy outside.
//!
//! Unerased marks fall into classes in which only the number of agreeing symbols matters, so one function scores a vector
//! of counts and everything else calls it.

use crate::catalogue::Catalogue;
use crate::channel::{Component, components, error_rates, gains, likelihood};
use crate::mark::{Bias, Carrier, Law};
use crate::math::{ln, log_sum_exp};
use crate::mixture::{Mixture, Slopes, Terms};
use crate::reading::{Observation, Reading};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What makes two marks count alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Arity 2: carrier, bias, observation. The count is of symbols 1.
    Binary(Carrier, Bias, Observation),
    /// Arity q ≥ 3: carrier, q. The count is of symbols that agree with what was read.
    Uniform(Carrier, u8),
}

/// Marks that count alike.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// What carries them.
    carrier: Carrier,
    /// How many.
    pub(crate) size: usize,
    /// P₀(a mark counts).
    pub(crate) chance: f64,
    /// For each component of this carrier alone: ln P_k(r|x)/P_k(r) where the mark does not count, and where it does.
    pub(crate) gains: Vec<[f64; 2]>,
    /// Likewise ln P_k(r).
    marginals: Vec<f64>,
    /// For each ε of a single source: ln P(r|x)/P₀(r), likewise.
    single: Vec<[f64; 2]>,
}

/// An unerased mark: where its symbol stands in the word, its class, and the symbol that counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) mark: usize,
    pub(crate) class: usize,
    pub(crate) counts: u8,
    pub(crate) law: Law,
}

/// A component: its weight, and its number among those of each carrier alone.
#[derive(Clone, Debug)]
pub(crate) struct Weighted {
    /// ln w_k.
    pub(crate) ln_weight: f64,
    /// By carrier number; of carriers that were not read it is 0 and never used.
    rows: [usize; 3],
}

/// A reading ready to be held against codewords.
#[derive(Clone, Debug)]
pub struct Single {
    /// Carrier by carrier, the one with fewest error rates last: whoever lists counts sums that one most often.
    pub(crate) classes: Vec<Class>,
    /// In catalogue order.
    pub(crate) sites: Vec<Site>,
    /// In the order of `spec/finding.md`.
    pub(crate) components: Vec<Weighted>,
    /// ln E by counts.
    pub(crate) mixture: Mixture,
}

impl Single {
    /// Prepares a reading; `None` where it cannot be one of this catalogue.
    pub fn new(catalogue: &Catalogue, reading: &Reading) -> Option<Single> {
        if !reading.fits(catalogue) {
            return None;
        }
        let mut sizes: BTreeMap<Key, usize> = BTreeMap::new();
        let mut keyed = Vec::new();
        for (place, (mark, observation)) in
            catalogue.marks().iter().zip(&reading.observations).enumerate()
        {
            let (key, counts) = match (mark.law, *observation) {
                (_, Observation::Erased) => continue,
                (Law::Binary(bias), o) => (Key::Binary(mark.carrier, bias, o), 1),
                (Law::Uniform(q), Observation::Symbol(r)) => (Key::Uniform(mark.carrier, q), r),
                (Law::Uniform(_), _) => return None,
            };
            *sizes.entry(key).or_default() += 1;
            keyed.push((key, Site { mark: place, class: 0, counts, law: mark.law }));
        }
        let mut keys: Vec<Key> = sizes.keys().copied().collect();
        keys.sort_by_key(|key| (Reverse(key.carrier()), *key));
        let numbers: BTreeMap<Key, usize> = keys.iter().copied().zip(0..).collect();
        let site = |(key, site): (Key, Site)| Site { class: numbers[&key], ..site };
        let alone: BTreeMap<Carrier, Vec<Component>> =
            keys.iter().map(|key| (key.carrier(), components(&[key.carrier()]))).collect();
        let class = |key: &Key| Class::new(*key, sizes[key], &alone[&key.carrier()]);
        let classes: Vec<Class> = keys.iter().map(class).collect();
        let (components, ln_all) = weigh(&classes);
        let carriers: Vec<(usize, Vec<Slopes<'_>>)> = classes
            .chunk_by(|a, b| a.carrier == b.carrier)
            .map(|of| (error_rates(of[0].carrier).len(), of.iter().map(Class::slopes).collect()))
            .collect();
        let mixture = Mixture::new(&carriers, ln_all);
        Some(Single { sites: keyed.into_iter().map(site).collect(), components, mixture, classes })
    }

    /// Marks that were read.
    pub fn marks_read(&self) -> usize {
        self.sites.len()
    }

    /// ln E of a copy with this word.
    pub fn log_evidence(&self, word: &[u8]) -> f64 {
        self.score(&self.counts(word))
    }

    /// ln A_j: how well the word alone explains the reading, if it leaked from one copy without manipulation. Comparable
    /// between memos, since it is taken relative to the catalogue's own chances.
    pub fn log_single_source(&self, word: &[u8]) -> f64 {
        let counts = self.counts(word);
        let counted: Vec<(&Class, u32)> = self.classes.iter().zip(counts).collect();
        let of_carrier = |classes: &[(&Class, u32)]| {
            let rates = classes[0].0.single.len();
            let of_rate = |e: usize| {
                let of_class = |(class, n): &(&Class, u32)| class.sum(class.single[e], *n);
                classes.iter().map(of_class).sum::<f64>()
            };
            log_sum_exp((0..rates).map(of_rate)) - ln(rates as f64)
        };
        // From 0, since an empty sum of floats is −0.
        let carriers = counted.chunk_by(|a, b| a.0.carrier == b.0.carrier);
        carriers.fold(0.0, |sum, classes| sum + of_carrier(classes))
    }

    /// The count of each class.
    pub(crate) fn counts(&self, word: &[u8]) -> Vec<u32> {
        let mut counts = vec![0; self.classes.len()];
        for site in &self.sites {
            counts[site.class] += u32::from(word[site.mark] == site.counts);
        }
        counts
    }

    /// ln E from the vector of class counts: the one function that every p-value and every copy is scored by.
    pub(crate) fn score(&self, counts: &[u32]) -> f64 {
        self.score_in(counts, &mut self.mixture.start())
    }

    /// The same with room for its terms, where many vectors are scored.
    pub(crate) fn score_in(&self, counts: &[u32], terms: &mut Terms) -> f64 {
        self.mixture.restart(terms);
        for (class, n) in counts.iter().enumerate() {
            self.mixture.count(class, *n, terms);
        }
        Mixture::total(terms)
    }

    /// ln P_k(r|x)/P_k(r) of a class under component k, where a mark does not count and where it does.
    pub(crate) fn gains(&self, k: usize, class: &Class) -> [f64; 2] {
        class.gains[self.components[k].rows[class.carrier as usize]]
    }
}

/// ln w_k of all components, w_k ∝ π_k·Π_i P_k(r_i), and the logarithm of the sum that they are normed by.
fn weigh(classes: &[Class]) -> (Vec<Weighted>, f64) {
    let mut present: Vec<Carrier> = classes.iter().map(|class| class.carrier).collect();
    present.sort_unstable();
    present.dedup();
    let joint = components(&present);
    let models = components(&[]).len();
    let rows = |(k, component): (usize, &Component)| {
        let theta = k * models / joint.len();
        let mut rows = [0; 3];
        for carrier in &present {
            let (rates, own) = (error_rates(*carrier), component.errors[*carrier as usize]);
            let rate = rates.iter().position(|rate| *rate == own).expect("one of its rates");
            rows[*carrier as usize] = theta * rates.len() + rate;
        }
        rows
    };
    let rows: Vec<[usize; 3]> = joint.iter().enumerate().map(rows).collect();
    let weight = |(component, rows): (&Component, &[usize; 3])| {
        let marginal = |class: &Class| class.marginals[rows[class.carrier as usize]];
        let fold = |sum: f64, class: &Class| sum + class.size as f64 * marginal(class);
        classes.iter().fold(ln(component.prior), fold)
    };
    let logs: Vec<f64> = joint.iter().zip(&rows).map(weight).collect();
    let ln_all = log_sum_exp(logs.iter().copied());
    let weighted =
        logs.iter().zip(rows).map(|(log, rows)| Weighted { ln_weight: log - ln_all, rows });
    (weighted.collect(), ln_all)
}

impl Class {
    /// `own` are the components of its carrier alone.
    fn new(key: Key, size: usize, own: &[Component]) -> Class {
        let chance = match key {
            Key::Binary(_, bias, _) => bias.probability(),
            Key::Uniform(_, q) => 1.0 / f64::from(q),
        };
        let (gains, marginals) = own.iter().map(|k| key.gains(k)).unzip();
        let sources = own.iter().filter(|k| k.coalition() == 1);
        let single = sources.map(|k| key.source_gains(k)).collect();
        Class { carrier: key.carrier(), size, chance, gains, marginals, single }
    }

    fn slopes(&self) -> Slopes<'_> {
        Slopes { size: self.size, gains: &self.gains, marginals: &self.marginals }
    }

    /// Sum of the gains where n of the marks count.
    fn sum(&self, gains: [f64; 2], n: u32) -> f64 {
        f64::from(n) * gains[1] + (self.size as f64 - f64::from(n)) * gains[0]
    }
}

impl Key {
    fn carrier(self) -> Carrier {
        match self {
            Key::Binary(carrier, ..) | Key::Uniform(carrier, _) => carrier,
        }
    }

    /// ln P_k(r|x)/P_k(r) where the mark does not count and where it does, and ln P_k(r).
    fn gains(self, k: &Component) -> ([f64; 2], f64) {
        match self {
            Key::Binary(carrier, bias, observation) => {
                gains(observation, bias, [0, 1].map(|x| k.published(carrier, bias, x)))
            }
            Key::Uniform(carrier, arity) => {
                let (same, other) = k.interleaved(carrier, arity);
                let q = f64::from(arity);
                ([ln(other * q), ln(same * q)], -ln(q))
            }
        }
    }

    /// ln P(r|x)/P₀(r) of a single source, P₀ being the catalogue's own chance of r.
    fn source_gains(self, k: &Component) -> [f64; 2] {
        match self {
            Key::Binary(carrier, bias, observation) => {
                let chance = ln(likelihood(observation, bias.probability()));
                [0, 1].map(|x| ln(likelihood(observation, k.published(carrier, bias, x))) - chance)
            }
            Key::Uniform(..) => self.gains(k).0,
        }
    }
}
