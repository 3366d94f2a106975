//! The budget for α: what every inquiry, deal and tier may spend, so that everything together stays under α.

/// The tiers of an inquiry, in the order of their codes in the sampler's seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Single copies.
    Single = 0,
    /// Pairs, named.
    PairNamed = 1,
    /// Pairs, as a group.
    PairGroup = 2,
    /// Triples, named.
    TripleNamed = 3,
    /// Triples, as a group.
    TripleGroup = 4,
}

impl Tier {
    /// Its share of α_i. A tier that is not run lends nothing to another.
    pub fn share(self) -> f64 {
        match self {
            Tier::Single => 0.850,
            Tier::PairNamed | Tier::TripleNamed => 0.050,
            Tier::PairGroup | Tier::TripleGroup => 0.025,
        }
    }
}

/// α_i = α·ω_V / (i(i+1)) of the i-th inquiry into a memo with V deals without an issue; i from 1.
///
/// Σ_V ω_V = 1 and Σ_i 1/(i(i+1)) = 1, so that all inquiries into all deals sum to α.
pub fn alpha_inquiry(alpha: f64, voids: u64, inquiry: u64) -> f64 {
    let (v, i) = (voids as f64, inquiry as f64);
    let omega = if voids == 0 { 0.9 } else { 0.1 / (v * (v + 1.0)) };
    alpha * omega / (i * (i + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bound is only as good as this sum.
    #[test]
    fn everything_sums_to_alpha() {
        let inquiries = |v| (1..=20_000).map(|i| alpha_inquiry(1.0, v, i)).sum::<f64>();
        let all: f64 = (0..2000).map(inquiries).sum();
        assert!(all < 1.0 && all > 0.999, "{all}");
        let tiers =
            [Tier::Single, Tier::PairNamed, Tier::PairGroup, Tier::TripleNamed, Tier::TripleGroup];
        assert!((tiers.iter().map(|t| t.share()).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
