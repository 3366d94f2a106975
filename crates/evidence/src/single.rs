//! Evidence of single copies: E_j = Σ_k w_k Π_i P_k(r_i|x_ji)/P_k(r_i), with mean exactly 1 for a copy outside.
//!
//! Unerased marks fall into classes in which only the number of agreeing symbols matters, so one function scores a vector
//! of counts and everything else calls it.

use crate::catalogue::Catalogue;
use crate::channel::{Component, components, gains, likelihood};
use crate::mark::{Bias, Carrier, Law};
use crate::math::{ln, log_sum_exp};
use crate::reading::{Observation, Reading};
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
    /// How many.
    pub(crate) size: usize,
    /// P₀(a mark counts).
    pub(crate) chance: f64,
    /// For each component: ln P_k(r|x)/P_k(r) where the mark does not count, and where it does.
    pub(crate) gains: Vec<[f64; 2]>,
    /// For each component: ln P_k(r).
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

/// A reading ready to be held against codewords.
#[derive(Clone, Debug)]
pub struct Single {
    pub(crate) classes: Vec<Class>,
    pub(crate) sites: Vec<Site>,
    /// ln w_k.
    pub(crate) ln_weights: Vec<f64>,
    /// ln E by counts.
    pub(crate) rows: Rows,
    /// ln π_ε of a single source.
    ln_rates: f64,
}

/// ln E as a function of the class counts: ln Σ e^(start + Σ n·step), one term a row.
///
/// Components that no word can tell apart share a row, as all models of one c do where only marks of arity ≥ 3 were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Where no mark counts.
    pub(crate) starts: Vec<f64>,
    /// Class by class, one step a row.
    pub(crate) steps: Vec<f64>,
}

impl Single {
    /// Prepares a reading; `None` where it cannot be one of this catalogue.
    pub fn new(catalogue: &Catalogue, reading: &Reading) -> Option<Single> {
        if !reading.fits(catalogue) {
            return None;
        }
        let unerased = || {
            let marks = catalogue.marks().iter().zip(&reading.observations).enumerate();
            marks.filter(|(_, (_, o))| **o != Observation::Erased)
        };
        let mut present: Vec<Carrier> = unerased().map(|(_, (m, _))| m.carrier).collect();
        present.sort_unstable();
        present.dedup();
        let components = components(&present);
        let sources: Vec<Component> =
            components.iter().filter(|k| k.coalition() == 1).copied().collect();
        let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
        let (mut classes, mut sites): (Vec<Class>, Vec<Site>) = (Vec::new(), Vec::new());
        for (mark, (m, observation)) in unerased() {
            let (key, counts) = match (m.law, *observation) {
                (Law::Binary(bias), o) => (Key::Binary(m.carrier, bias, o), 1),
                (Law::Uniform(q), Observation::Symbol(r)) => (Key::Uniform(m.carrier, q), r),
                (Law::Uniform(_), _) => return None,
            };
            let class = *numbers.entry(key).or_insert_with(|| {
                classes.push(Class::new(key, &components, &sources));
                classes.len() - 1
            });
            classes[class].size += 1;
            sites.push(Site { mark, class, counts, law: m.law });
        }
        let ln_weights = ln_weights(&components, &classes);
        let rows = Rows::new(&ln_weights, &classes);
        Some(Single { classes, sites, ln_weights, rows, ln_rates: -ln(sources.len() as f64) })
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
        let rates = self.classes.first().map_or(1, |c| c.single.len());
        let of_rate = |e: usize| {
            let fold = |sum: f64, (class, n): (&Class, &u32)| sum + class.sum(&class.single[e], *n);
            self.classes.iter().zip(&counts).fold(0.0, fold)
        };
        log_sum_exp((0..rates).map(of_rate))
            + if self.classes.is_empty() { 0.0 } else { self.ln_rates }
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
        self.score_in(counts, &mut Vec::new())
    }

    /// The same with room for its terms, where many vectors are scored.
    pub(crate) fn score_in(&self, counts: &[u32], logs: &mut Vec<f64>) -> f64 {
        logs.clone_from(&self.rows.starts);
        for (class, n) in counts.iter().enumerate() {
            self.rows.add(class, *n, logs);
        }
        log_sum_exp(logs.iter().copied())
    }
}

/// ln w_k, w_k ∝ π_k·Π_i P_k(r_i).
fn ln_weights(components: &[Component], classes: &[Class]) -> Vec<f64> {
    let of_component = |(k, component): (usize, &Component)| {
        let fold = |sum: f64, class: &Class| sum + class.size as f64 * class.marginals[k];
        classes.iter().fold(ln(component.prior), fold)
    };
    let logs: Vec<f64> = components.iter().enumerate().map(of_component).collect();
    let total = log_sum_exp(logs.iter().copied());
    logs.into_iter().map(|w| w - total).collect()
}

impl Rows {
    fn new(ln_weights: &[f64], classes: &[Class]) -> Rows {
        // By the gains of all classes, as bits: equal only where no word can tell the components apart.
        let mut merged: BTreeMap<Vec<[u64; 2]>, usize> = BTreeMap::new();
        let mut rows: Vec<(usize, Vec<f64>)> = Vec::new();
        for (k, ln_weight) in ln_weights.iter().enumerate() {
            let bits = classes.iter().map(|class| class.gains[k].map(f64::to_bits)).collect();
            let row = *merged.entry(bits).or_insert(rows.len());
            if row == rows.len() {
                rows.push((k, Vec::new()));
            }
            rows[row].1.push(*ln_weight);
        }
        let start = |(k, ln_weights): &(usize, Vec<f64>)| {
            let fold = |sum: f64, class: &Class| sum + class.size as f64 * class.gains[*k][0];
            classes.iter().fold(log_sum_exp(ln_weights.iter().copied()), fold)
        };
        let steps = classes
            .iter()
            .flat_map(|class| rows.iter().map(|(k, _)| class.gains[*k][1] - class.gains[*k][0]));
        Rows { starts: rows.iter().map(start).collect(), steps: steps.collect() }
    }

    /// Adds n of the marks of a class to the terms.
    pub(crate) fn add(&self, class: usize, n: u32, logs: &mut [f64]) {
        let steps = &self.steps[class * logs.len()..];
        for (log, step) in logs.iter_mut().zip(steps) {
            *log += f64::from(n) * step;
        }
    }
}

impl Class {
    fn new(key: Key, components: &[Component], sources: &[Component]) -> Class {
        let chance = match key {
            Key::Binary(_, bias, _) => bias.probability(),
            Key::Uniform(_, q) => 1.0 / f64::from(q),
        };
        let (gains, marginals) = components.iter().map(|k| key.gains(k)).unzip();
        Class {
            size: 0,
            chance,
            gains,
            marginals,
            single: sources.iter().map(|k| key.source_gains(k)).collect(),
        }
    }

    /// Sum of the gains where n of the marks count.
    fn sum(&self, gains: &[f64; 2], n: u32) -> f64 {
        f64::from(n) * gains[1] + (self.size as f64 - f64::from(n)) * gains[0]
    }
}

impl Key {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Mark;

    fn rows(laws: &[Law]) -> usize {
        let mark = |law: &Law| Mark { carrier: Carrier::Wording, law: *law, place: Vec::new() };
        let observations = vec![Observation::Symbol(0); laws.len()];
        let catalogue = Catalogue::new(laws.iter().map(mark).collect());
        let single = Single::new(&catalogue, &Reading { observations }).expect("it fits");
        single.rows.starts.len()
    }

    /// Only arities ≥ 3: five sizes of coalition with three error rates, of 17 models. A binary mark tells models apart.
    #[test]
    fn components_that_no_word_tells_apart_share_a_row() {
        assert_eq!(rows(&[Law::Uniform(3), Law::Uniform(4)]), 15);
        assert!(rows(&[Law::Uniform(3), Law::Binary(Bias::LOW)]) > 40);
        assert_eq!(rows(&[]), 1);
    }
}
