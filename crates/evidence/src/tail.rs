//! p-values of a single copy's evidence: exact where all count vectors can be listed, sampled with a proven upper limit elsewhere.

use crate::deal::MemoId;
use crate::mark::Law;
use crate::math::{binomial, exp, kl_upper, log_sum_exp};
use crate::plan::Tier;
use crate::single::Single;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
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
    /// Exact: P₀ of this value or a larger one.
    cumulated: Vec<f64>,
}

impl Tail {
    /// The exact law, where there are at most [`VECTORS`] count vectors.
    pub fn exact(single: &Single) -> Option<Tail> {
        let sizes: Vec<usize> = single.classes.iter().map(|c| c.size).collect();
        sizes.iter().try_fold(1usize, |n, s| n.checked_mul(s + 1).filter(|n| *n <= VECTORS))?;
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
        let mut uniforms = Uniforms::new(seed);
        let weights: Vec<f64> = single.ln_weights.iter().map(|w| exp(*w)).collect();
        let tilted = Tilted::new(single);
        let mut counts = vec![0u32; single.classes.len()];
        let mut values: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let k = first_above(&weights, uniforms.next());
                counts.fill(0);
                for site in &single.sites {
                    let u = uniforms.next();
                    counts[site.class] +=
                        u32::from(tilted.counts(k, site.class, site.law, site.counts, u));
                }
                single.score(&counts)
            })
            .collect();
        values.sort_unstable_by(|a, b| b.total_cmp(a));
        Tail { method: Method::Sampled, values, cumulated: Vec::new() }
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
        let values = &self.values[..self.reaching(log_e)];
        values.iter().map(|v| exp((log_e - v).min(0.0))).sum::<f64>() / DRAWS as f64
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
                let mut low = 0;
                let mut high = self.values.len();
                while low < high {
                    let middle = usize::midpoint(low, high);
                    if self.p_upper(self.values[middle]) <= p {
                        low = middle + 1
                    } else {
                        high = middle
                    }
                }
                low.checked_sub(1).map(|last| self.values[last])
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

/// ln E and P₀ of every vector of class counts.
fn list(single: &Single) -> Vec<(f64, f64)> {
    let chances: Vec<Vec<f64>> =
        single.classes.iter().map(|class| binomial(class.size, class.chance)).collect();
    let mut law = Vec::with_capacity(chances.iter().map(Vec::len).product());
    list_from(0, &single.rows.starts, 1.0, single, &chances, &mut law);
    law
}

/// Lists the counts of `class` and those after it, given the terms and the chance of the counts before: the same sums in
/// the same order as [`Single::score`], so that a copy and the vector of its counts never differ.
fn list_from(
    class: usize,
    logs: &[f64],
    chance: f64,
    single: &Single,
    chances: &[Vec<f64>],
    law: &mut Vec<(f64, f64)>,
) {
    let Some(here) = chances.get(class) else {
        law.push((log_sum_exp(logs.iter().copied()), chance));
        return;
    };
    let mut then = vec![0.0; logs.len()];
    for (n, p) in here.iter().enumerate() {
        then.copy_from_slice(logs);
        single.rows.add(class, n as u32, &mut then);
        list_from(class + 1, &then, chance * p, single, chances, law);
    }
}

/// A lower bound of any sampled p-value at this ln E: where it already exceeds the limit, sampling can be left out.
pub fn least_sampled_p(log_e: f64) -> f64 {
    (kl_upper(0.0, LN_DELTA / DRAWS as f64) * exp(-log_e)).min(1.0)
}

/// Smallest P₀ that any evidence from this reading can have: no copy can be named while N times this exceeds the limit.
pub fn least_p(single: &Single) -> f64 {
    if let Some((_, p)) = Tail::exact(single).and_then(|tail| tail.top()) {
        return p;
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

/// Chances of each symbol under component k, given what was read.
struct Tilted<'a> {
    single: &'a Single,
    /// By class and component: P(a symbol that does not count), P(one that does), each for one symbol.
    chances: Vec<Vec<[f64; 2]>>,
}

impl<'a> Tilted<'a> {
    fn new(single: &'a Single) -> Self {
        let of_class = |class: &crate::single::Class| {
            class.gains.iter().map(|g| g.map(exp)).collect::<Vec<[f64; 2]>>()
        };
        Tilted { single, chances: single.classes.iter().map(of_class).collect() }
    }

    /// Whether the symbol drawn with u is the one that counts: the first symbol whose cumulated chance exceeds u.
    fn counts(&self, k: usize, class: usize, law: Law, counted: u8, u: f64) -> bool {
        debug_assert!(class < self.single.classes.len());
        let ratios = self.chances[class][k];
        let mut sum = 0.0;
        for symbol in 0..law.arity() - 1 {
            sum += law.probability(symbol) * ratios[usize::from(symbol == counted)];
            if sum > u {
                return symbol == counted;
            }
        }
        counted == law.arity() - 1
    }
}

fn first_above(weights: &[f64], u: f64) -> usize {
    let mut sum = 0.0;
    weights
        .iter()
        .position(|w| {
            sum += w;
            sum > u
        })
        .unwrap_or(weights.len() - 1)
}

/// Uniforms in [0, 1): the top 53 bits of big-endian u64s of a ChaCha20 keystream.
struct Uniforms {
    cipher: ChaCha20,
    buffer: [u8; 4096],
    used: usize,
}

impl Uniforms {
    fn new(seed: &[u8; 32]) -> Self {
        Uniforms {
            cipher: ChaCha20::new(seed.into(), &[0; 12].into()),
            buffer: [0; 4096],
            used: 4096,
        }
    }

    fn next(&mut self) -> f64 {
        if self.used == self.buffer.len() {
            self.buffer.fill(0);
            self.cipher.apply_keystream(&mut self.buffer);
            self.used = 0;
        }
        let word = self.buffer[self.used..].first_chunk().expect("the buffer holds whole words");
        self.used += 8;
        (u64::from_be_bytes(*word) >> 11) as f64 * (0.5 / (1u64 << 52) as f64)
    }
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
