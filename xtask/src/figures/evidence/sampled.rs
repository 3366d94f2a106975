//! A2: sampled p-values against exact ones, where both can be had.

use super::super::Figure;
use super::field::{Random, catalogue, single};
use evidence::mark::{Bias, Carrier, Law};
use evidence::tail::Tail;

/// Seed of readings and draws.
const SEED: u64 = 2;
/// p from 1e-3 to 1e-12.
const DECADES: std::ops::RangeInclusive<i32> = 3..=12;
/// p̂ lies within this of p (design, A2).
const WITHIN: f64 = 0.10;

/// All figures of A2.
pub(super) fn run() -> Vec<Figure> {
    let even = Law::Binary(Bias::EVEN);
    let mix = [vec![even; 60], vec![Law::Uniform(3); 12], vec![Law::Uniform(4); 4]].concat();
    let hybrid = [Bias::EVEN, Bias::LOW, Bias::EVEN, Bias::HIGH].map(Law::Binary).repeat(14);
    let laws =
        [(vec![even; 60], Carrier::Wording), (mix, Carrier::Wording), (hybrid, Carrier::Layout)];
    let (mut off, mut least, mut most) = (0.0_f64, f64::INFINITY, 0.0_f64);
    let mut points = 0;
    for (place, (laws, carrier)) in laws.iter().enumerate() {
        let mut random = Random(SEED << 56 | place as u64);
        let shown: Vec<u8> = laws.iter().map(|law| random.symbol(*law)).collect();
        let single = single(&catalogue(*carrier, laws), &shown);
        let exact = Tail::exact(&single).expect("the laws are small enough to list");
        let sampled = Tail::sampled(&single, &[place as u8 + 1; 32]);
        for decade in DECADES {
            let p = (0..decade).fold(1.0, |p, _| p / 10.0);
            // The catalogue of biased marks ends before the last of them.
            let Some(log_e) = exact.limit(p) else { break };
            let p = exact.p_upper(log_e);
            off = off.max((sampled.p_estimate(log_e) / p - 1.0).abs());
            least = least.min(sampled.p_upper(log_e) / p);
            most = most.max(sampled.p_upper(log_e) / p);
            points += 1;
        }
    }
    let over = format!(
        "{points} p from 1e-3 to 1e-12: 60 fair; 60 of arity 2, 12 of 3, 4 of 4; 56 hybrid"
    );
    let figure = |what: &str, value: String, bound: String, kept| Figure {
        id: "A2",
        what: format!("{what}, {over}"),
        value,
        bound,
        limit: "against exact, 100,000 draws each".into(),
        kept,
    };
    vec![
        figure("p̂ off by at most", format!("{:.1} %", 100.0 * off), "≤ 10 %".into(), off <= WITHIN),
        figure("least p_up / p", format!("{least:.3}"), "≥ 1".into(), least >= 1.0),
        figure("most p_up / p", format!("{most:.3}"), String::new(), true),
    ]
}
