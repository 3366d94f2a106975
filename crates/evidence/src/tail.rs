//! p-values of a single copy's evidence: exact where all count vectors can be listed, sampled with a proven upper limit elsewhere.

use crate::deal::MemoId;
use crate::draw::draw;
use crate::floor::chance_of_top;
use crate::mark::Law;
use crate::math::{binomial, exp, kl_upper, log_sum_exp};
use crate::mixture::{Mixture, Terms};
use crate::plan::Tier;
use crate::single::{Class, Single};
use sha2::{Digest, Sha256};

/// Most count vectors that are listed.
pub const VECTORS: usize = 1_000_000;
/// Draws of the sampler, fixed in advance.
pub const DRAWS: usize = 100_000;
/// ln 1/δ of a sampled p-value, δ = 2⁻⁴⁰.
pub const LN_DELTA: f64 = 40.0 * std::f64::consts::LN_2;
/// Two values of ln E closer than this are the same value.
pub const TIE: f64 = 1e-9;
/// Every p-value is raised by this factor before it is compared, to cover differences between implementations.
pub const GUARD: f64 = 1.0 + 1e-6;

/// How a p-value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// All count vectors were listed.
    Exact,
    /// Sampled: too small with probability at most δ = 2⁻⁴⁰.
    Sampled,
}

/// The law of ln E of a copy outside.
#[derive(Clone, Debug)]
pub struct Tail {
    method: Method,
    /// ln E of vectors or draws, descending.
    values: Vec<f64>,
    /// Exact: P₀ of this value or a larger one. Sampled: Σ e^(this − value) over this value and the larger ones.
    cumulated: Vec<f64>,
}

impl Tail {
    /// The exact law, where there are at most [`VECTORS`] count vectors.
    pub fn exact(single: &Single) -> Option<Tail> {
        if !is_listed(single) {
            return None;
        }
        let mut law = list(single);
        law.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
        let mut sum = 0.0;
        let cumulated = law
            .iter()
            .map(|(_, p)| {
                sum += p;
                sum
            })
            .collect();
        Some(Tail {
            method: Method::Exact,
            values: law.into_iter().map(|(e, _)| e).collect(),
            cumulated,
        })
    }

    /// The law by self-tilted importance sampling: k ~ w, z_i ~ P₀(z)P_k(r_i|z)/P_k(r_i).
    pub fn sampled(single: &Single, seed: &[u8; 32]) -> Tail {
        let mut values = draw(single, seed, DRAWS);
        values.sort_unstable_by(|a, b| b.total_cmp(a));
        let (mut last, mut sum) = (f64::INFINITY, 0.0);
        let add = |value: &f64| {
            sum = sum * exp(value - last) + 1.0;
            last = *value;
            sum
        };
        let cumulated = values.iter().map(add).collect();
        Tail { method: Method::Sampled, values, cumulated }
    }

    /// Exact where possible, else sampled with the seed of the inquiry.
    pub fn new(single: &Single, seed: &[u8; 32]) -> Tail {
        Tail::exact(single).unwrap_or_else(|| Tail::sampled(single, seed))
    }

    /// How its p-values are found.
    pub fn method(&self) -> Method {
        self.method
    }

    /// An upper bound of P₀(E ≥ e^log_e); exact but for rounding where everything was listed. What no word reaches
    /// counts as the most that one reaches.
    pub fn p_upper(&self, log_e: f64) -> f64 {
        match self.method {
            Method::Exact => self.p_listed(log_e),
            Method::Sampled => {
                let x = kl_upper(self.mean_of_draws(log_e), LN_DELTA / DRAWS as f64);
                (x * exp(-log_e)).min(1.0)
            }
        }
    }

    /// The best estimate of P₀(E ≥ e^log_e). It is no bound and never names a copy.
    pub fn p_estimate(&self, log_e: f64) -> f64 {
        match self.method {
            Method::Exact => self.p_listed(log_e),
            Method::Sampled => (self.mean_of_draws(log_e) * exp(-log_e)).min(1.0),
        }
    }

    /// How many of the values reach log_e.
    fn reaching(&self, log_e: f64) -> usize {
        self.values.partition_point(|v| *v >= log_e - TIE)
    }

    fn p_listed(&self, log_e: f64) -> f64 {
        self.cumulated[self.reaching(log_e).max(1) - 1].min(1.0)
    }

    /// Mean of V = 1{log E(z) ≥ log E}·min(1, E/E(z)).
    fn mean_of_draws(&self, log_e: f64) -> f64 {
        let Some(last) = self.reaching(log_e).checked_sub(1) else { return 0.0 };
        let sum = self.cumulated[last] * exp((log_e - self.values[last]).min(0.0));
        (sum / DRAWS as f64).min(1.0)
    }

    /// The largest ln E with P₀ of reaching it; only where everything was listed.
    pub fn top(&self) -> Option<(f64, f64)> {
        let log_e = *self.values.first()?;
        (self.method == Method::Exact).then(|| (log_e, self.p_upper(log_e)))
    }

    /// The smallest ln E in the law whose p-value is at most `p`; a copy is named from there on.
    pub fn limit(&self, p: f64) -> Option<f64> {
        match self.method {
            Method::Exact => {
                let named = self.values.partition_point(|v| self.p_listed(*v) <= p);
                named.checked_sub(1).map(|last| self.values[last])
            }
            Method::Sampled => {
                // p_upper falls as E rises, so that halving finds where it crosses.
                let (mut low, mut high) = (0.0, 2000.0);
                for _ in 0..60 {
                    let middle = f64::midpoint(low, high);
                    if self.p_upper(middle) <= p { high = middle } else { low = middle }
                }
                Some(high)
            }
        }
    }
}

/// Whether p-values are exact: there are at most [`VECTORS`] vectors of counts.
pub fn is_listed(single: &Single) -> bool {
    let fits = |n: usize, class: &Class| n.checked_mul(class.size + 1).filter(|n| *n <= VECTORS);
    single.classes.iter().try_fold(1, fits).is_some()
}

/// ln E and P₀ of every vector of class counts.
fn list(single: &Single) -> Vec<(f64, f64)> {
    let chances: Vec<Vec<f64>> =
        single.classes.iter().map(|class| binomial(class.size, class.chance)).collect();
    let mut law = Vec::with_capacity(chances.iter().map(Vec::len).product());
    list_from(0, &single.mixture.start(), 1.0, &single.mixture, &chances, &mut law);
    law
}

/// Lists the counts of `class` and those after it, given the terms and the chance of the counts before: the same sums in
/// the same order as [`Single::score`], so that a copy and the vector of its counts never differ.
fn list_from(
    class: usize,
    terms: &Terms,
    chance: f64,
    mixture: &Mixture,
    chances: &[Vec<f64>],
    law: &mut Vec<(f64, f64)>,
) {
    let Some(here) = chances.get(class) else {
        law.push((Mixture::total(terms), chance));
        return;
    };
    let mut then = terms.clone();
    for (n, p) in (0..).zip(here) {
        then.clone_from(terms);
        mixture.count(class, n, &mut then);
        list_from(class + 1, &then, chance * p, mixture, chances, law);
    }
}

/// An upper bound of P₀(E ≥ e^log_e) whatever the law, since E has mean 1 (A. A. Markov): needs no sample, and no δ.
pub fn markov_p(log_e: f64) -> f64 {
    exp(-log_e).min(1.0)
}

/// A lower bound of any sampled p-value at this ln E: where it already exceeds the limit, sampling can be left out.
pub fn least_sampled_p(log_e: f64) -> f64 {
    (kl_upper(0.0, LN_DELTA / DRAWS as f64) * exp(-log_e)).min(1.0)
}

/// Smallest P₀ that any evidence from this reading can have: no copy can be named while N times this exceeds the limit.
pub fn least_p(single: &Single) -> f64 {
    if is_listed(single) {
        return chance_of_top(single);
    }
    let least = |law: Law| (0..law.arity()).map(|x| law.probability(x)).fold(1.0, f64::min);
    single.sites.iter().map(|site| least(site.law)).product()
}

/// Seed of the sampler: fixed only after the reading was logged.
pub fn seed(reading_leaf: &[u8; 32], value: &[u8; 32], memo: &MemoId, tier: Tier) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"countermark/v1/sampler\0")
        .chain_update(reading_leaf)
        .chain_update(value)
        .chain_update(memo)
        .chain_update([tier as u8])
        // The pattern of a case, and the copy whose own law is sampled: neither applies to single copies of one inquiry.
        .chain_update(0u32.to_be_bytes())
        .chain_update(u32::MAX.to_be_bytes())
        .finalize()
        .into()
}

/// The smallest set of candidates with at least `share` of the posterior, and all that tie with its last; best first.
pub fn shortlist(log_weights: &[f64], share: f64) -> Vec<(usize, f64)> {
    let total = log_sum_exp(log_weights.iter().copied());
    let mut order: Vec<(usize, f64)> =
        log_weights.iter().enumerate().map(|(i, w)| (i, exp(w - total))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut sum = 0.0;
    let enough = order.iter().position(|(_, p)| {
        sum += p;
        sum >= share - TIE
    });
    if let Some(edge) = enough.map(|i| order[i].1) {
        order.retain(|(_, p)| *p >= edge - TIE);
    }
    order
}
