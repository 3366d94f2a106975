//! Logarithms, exponentials and the few sums built on them, the same on every machine.
//!
//! `libm` is compiled from Rust, so its last digit does not depend on the platform's C library.

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Exponential.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Base-2 logarithm.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// Base-10 logarithm of e^x.
pub fn log10_of_exp(x: f64) -> f64 {
    x / std::f64::consts::LN_10
}

/// Terms this far below the largest (in nats) cannot change the last digit of a sum of a few thousand: e⁻⁴⁵ < 2⁻⁶⁴.
const NEGLIGIBLE: f64 = 45.0;

/// ln Σ e^x; −∞ for nothing.
pub fn log_sum_exp(xs: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = xs.clone().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    top + ln(xs.filter(|x| x - top > -NEGLIGIBLE).map(|x| exp(x - top)).sum())
}

/// Binomial probabilities P(n = 0 … size) for success probability p in (0, 1), by logarithms so that none underflows early.
pub fn binomial(size: usize, p: f64) -> Vec<f64> {
    let (success, failure) = (ln(p), libm::log1p(-p));
    let mut ln_choose = 0.0;
    (0..=size)
        .map(|n| {
            if n > 0 {
                ln_choose += ln((size - n + 1) as f64) - ln(n as f64);
            }
            exp(ln_choose + n as f64 * success + (size - n) as f64 * failure)
        })
        .collect()
}

/// KL(a, b) between Bernoulli laws, in nats.
pub fn kl_bernoulli(a: f64, b: f64) -> f64 {
    let part = |x: f64, y: f64| if x > 0.0 { x * (ln(x) - ln(y)) } else { 0.0 };
    part(a, b) + part(1.0 - a, 1.0 - b)
}

/// max{x : KL(a, x) ≤ bound}: the upper confidence limit of a mean of values in [0, 1] (Chernoff).
pub fn kl_upper(a: f64, bound: f64) -> f64 {
    let (mut low, mut high) = (a, 1.0);
    // 100 halvings of an interval of length 1 end below the spacing of f64 everywhere.
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if kl_bernoulli(a, middle) <= bound {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The laws that everything else adds up.
    #[test]
    fn known_values() {
        assert!((log_sum_exp([0.0, 0.0].into_iter()) - ln(2.0)).abs() < 1e-15);
        assert_eq!(log_sum_exp(std::iter::empty()), f64::NEG_INFINITY);
        let law = binomial(10, 0.25);
        assert!((law.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((law[3] - 0.250_282_287_597_656_25).abs() < 1e-12);
        // Nothing seen in n draws: (1 − x)^n = δ.
        let n = 100_000.0;
        let bound = 40.0 * std::f64::consts::LN_2 / n;
        assert!((kl_upper(0.0, bound) - (1.0 - exp(-bound))).abs() < 1e-12);
        assert!(kl_upper(0.5, bound) > 0.5 && kl_upper(1.0, bound) <= 1.0);
    }
}
