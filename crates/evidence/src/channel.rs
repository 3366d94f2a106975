//! Source models: how a published symbol comes from the copies of a coalition.
//!
//! A component is a model θ of a coalition of c copies and an error rate ε for each carrier that was read. Soundness never
//! depends on these being right; only power does.

use crate::mark::{Bias, Carrier};
use crate::math::{exp, ln};
use crate::reading::Observation;

/// θ_s = P(symbol 1 is published | s of the c copies hold 1), with the prior of c.
const MODELS: [(f64, &[&[f64]]); 5] = [
    (0.50, &[&[0.0, 1.0]]),
    (0.25, &[&[0.0, 0.5, 1.0], &[0.0, 1.0, 1.0], &[0.0, 0.0, 1.0]]),
    (
        0.15,
        &[
            &[0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0],
            &[0.0, 0.0, 1.0, 1.0],
            &[0.0, 1.0, 0.0, 1.0],
            &[0.0, 0.5, 0.5, 1.0],
            &[0.0, 1.0, 1.0, 1.0],
            &[0.0, 0.0, 0.0, 1.0],
        ],
    ),
    (
        0.07,
        &[
            &[0.0, 0.25, 0.5, 0.75, 1.0],
            &[0.0, 0.0, 0.5, 1.0, 1.0],
            &[0.0, 1.0, 0.5, 0.0, 1.0],
            &[0.0, 0.5, 0.5, 0.5, 1.0],
        ],
    ),
    (
        0.03,
        &[
            &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
            &[0.0, 1.0, 1.0, 0.0, 0.0, 1.0],
            &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
        ],
    ),
];

/// Error rates that a carrier may have, equally likely.
pub fn error_rates(carrier: Carrier) -> &'static [f64] {
    match carrier {
        Carrier::Wording => &[0.01, 0.05, 0.15],
        Carrier::Layout | Carrier::Invisible => &[0.001, 0.01, 0.05, 0.15, 0.30, 0.45],
    }
}

/// One source model with one error rate a carrier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// θ_0 … θ_c.
    pub theta: &'static [f64],
    /// ε by carrier number; of carriers that were not read it is 0 and never used.
    pub errors: [f64; 3],
    /// π_k.
    pub prior: f64,
}

/// All components for the carriers present: θ as listed, then ε, the lowest carrier varying slowest.
pub fn components(present: &[Carrier]) -> Vec<Component> {
    let mut out = Vec::new();
    for (prior, models) in MODELS {
        for theta in models {
            let mut grid =
                vec![Component { theta, errors: [0.0; 3], prior: prior / models.len() as f64 }];
            for carrier in present {
                let rates = error_rates(*carrier);
                grid = grid
                    .iter()
                    .flat_map(|k| {
                        rates.iter().map(|rate| {
                            let mut errors = k.errors;
                            errors[*carrier as usize] = *rate;
                            Component { errors, prior: k.prior / rates.len() as f64, ..*k }
                        })
                    })
                    .collect();
            }
            out.extend(grid);
        }
    }
    out
}

impl Component {
    /// c, the size of its coalition.
    pub fn coalition(&self) -> usize {
        self.theta.len() - 1
    }

    /// q_x of a binary mark: P(1 is read | the copy holds x), misreads included.
    pub fn published(&self, carrier: Carrier, bias: Bias, x: usize) -> f64 {
        let (p, others) = (bias.probability(), self.coalition() - 1);
        let mut q = 0.0;
        let mut choose = 1.0;
        for r in 0..=others {
            if r > 0 {
                choose *= (others - r + 1) as f64 / r as f64;
            }
            q += choose * power(p, r) * power(1.0 - p, others - r) * self.theta[r + x];
        }
        let e = self.errors[carrier as usize];
        (1.0 - e) * q + e * (1.0 - q)
    }

    /// P(r is read | the copy holds r) and P(r is read | it holds another symbol), for arity q ≥ 3 and whatever θ of this size.
    pub fn interleaved(&self, carrier: Carrier, arity: u8) -> (f64, f64) {
        let (c, q) = (self.coalition() as f64, f64::from(arity));
        let e = self.errors[carrier as usize];
        let other = (1.0 - 1.0 / c) / q;
        let read = |y_is_r: f64| (1.0 - e) * y_is_r + e / (q - 1.0) * (1.0 - y_is_r);
        (read(1.0 / c + other), read(other))
    }
}

/// P(observation | q), up to a factor that does not depend on q.
pub(crate) fn likelihood(observation: Observation, q: f64) -> f64 {
    match observation {
        Observation::Erased => 1.0,
        Observation::Symbol(1) => q,
        Observation::Symbol(_) => 1.0 - q,
        Observation::Soft(n) => q * exp(f64::from(n) / 1024.0) + (1.0 - q),
    }
}

/// ln P(obs | x)/P(obs) for x = 0 and 1, and ln P(obs), given q_0 and q_1.
pub(crate) fn gains(observation: Observation, bias: Bias, q: [f64; 2]) -> ([f64; 2], f64) {
    let p = bias.probability();
    let given = q.map(|q| likelihood(observation, q));
    let all = ln(p * given[1] + (1.0 - p) * given[0]);
    (given.map(|g| ln(g) - all), all)
}

fn power(x: f64, n: usize) -> f64 {
    (0..n).fold(1.0, |product, _| product * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 17 models; a prior that does not sum to 1 would make mean E differ from 1.
    #[test]
    fn priors_sum_to_one() {
        assert_eq!(MODELS.iter().map(|(_, m)| m.len()).sum::<usize>(), 17);
        for present in [&[Carrier::Wording][..], &[Carrier::Wording, Carrier::Layout]] {
            let all = components(present);
            assert!((all.iter().map(|k| k.prior).sum::<f64>() - 1.0).abs() < 1e-12);
        }
        assert_eq!(components(&[Carrier::Wording, Carrier::Layout]).len(), 17 * 18);
    }

    /// One copy, read with error ε, is a binary symmetric channel; two that interleave meet half way.
    #[test]
    fn known_channels() {
        let one = components(&[Carrier::Wording])[1];
        assert_eq!(one.errors[0], 0.05);
        assert!((one.published(Carrier::Wording, Bias::EVEN, 1) - 0.95).abs() < 1e-15);
        let two = components(&[Carrier::Wording])[3];
        assert_eq!(two.theta, [0.0, 0.5, 1.0]);
        assert!(
            (two.published(Carrier::Wording, Bias::EVEN, 1) - (0.99 * 0.75 + 0.01 * 0.25)).abs()
                < 1e-15
        );
        let (same, other) = one.interleaved(Carrier::Wording, 4);
        assert!((same - 0.95).abs() < 1e-15 && (other - 0.05 / 3.0).abs() < 1e-15);
    }
}
