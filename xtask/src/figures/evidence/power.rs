//! A3 and A4: how often the one source is named, by listing everything that can be dealt, published and read.

use super::super::Figure;
use super::field::{catalogue, single};
use evidence::mark::{Bias, Carrier, Law};
use evidence::math::{binomial, log2};
use evidence::plan::{Tier, alpha_inquiry};
use evidence::tail::{GUARD, Tail};
use rayon::prelude::*;

const FAIR: Law = Law::Binary(Bias::EVEN);
/// Share that "marks for 90 %" asks for.
const POWER: f64 = 0.9;
/// How many more marks than the fewest that could name anybody are looked at: all later ones keep [`POWER`] by far.
const MARKS_MORE: usize = 28;

/// All p-values that the source can get, with their chances.
struct Outcomes(Vec<(f64, f64)>);

impl Outcomes {
    /// Of a reading of m marks of one law with this rate of misreads.
    fn new(marks: usize, law: Law, misreads: f64) -> Outcomes {
        let mut outcomes = Vec::new();
        let catalogue = catalogue(Carrier::Wording, &vec![law; marks]);
        // By symmetry only the number of ones matters where the arity is 2, and nothing elsewhere.
        let readings = if law == FAIR { binomial(marks, 0.5) } else { vec![1.0] };
        for (ones, chance) in readings.iter().enumerate() {
            let shown: Vec<u8> = (0..marks).map(|i| u8::from(i < ones)).collect();
            let single = single(&catalogue, &shown);
            let tail = Tail::exact(&single).expect("two classes are few vectors");
            for (a, p_a) in agreements(ones, misreads).iter().enumerate() {
                for (b, p_b) in agreements(marks - ones, misreads).iter().enumerate() {
                    let agrees = |i: usize| if i < ones { i < a } else { i - ones < b };
                    let held = |i: usize| if agrees(i) { shown[i] } else { 1 - shown[i] };
                    let word: Vec<u8> = (0..marks).map(held).collect();
                    let p = tail.p_upper(single.log_evidence(&word));
                    outcomes.push((p, chance * p_a * p_b));
                }
            }
        }
        Outcomes(outcomes)
    }

    /// P(the source is named).
    fn power(&self, copies: f64, alpha: f64) -> f64 {
        let named = self.0.iter().filter(|(p, _)| copies * p * GUARD <= alpha);
        // From 0, since an empty sum of floats is −0.
        named.fold(0.0, |sum, (_, chance)| sum + chance)
    }
}

/// Chances of 0 … `marks` symbols read as the source holds them.
fn agreements(marks: usize, misreads: f64) -> Vec<f64> {
    if misreads > 0.0 {
        return binomial(marks, 1.0 - misreads);
    }
    (0..=marks).map(|n| f64::from(u8::from(n == marks))).collect()
}

/// Share of α that a memo's first inquiry has for single copies when no deal was left unissued.
fn issued_share() -> f64 {
    Tier::Single.share() * alpha_inquiry(1.0, 0, 1)
}

fn figure(id: &'static str, what: String, power: f64, bound: &str, kept: bool) -> Figure {
    let (value, bound, limit) = (format!("{power:.4}"), bound.to_string(), "exact".to_string());
    Figure { id, what, value, bound, limit, kept }
}

/// All figures of A3 and A4.
pub(super) fn run() -> Vec<Figure> {
    let mut figures = one_source();
    figures.extend(floors());
    figures.extend(marks_needed());
    figures.extend(arities());
    figures
}

fn one_source() -> Vec<Figure> {
    let cases = [(30, 200.0, 1e-3, 0.93, "≥ .93 (.939)"), (49, 2000.0, 1e-6, 0.90, "≥ .90 (.903)")];
    let mut figures = Vec::new();
    for (marks, copies, alpha, least, bound) in cases {
        let outcomes = Outcomes::new(marks, FAIR, 0.05);
        let what = format!(
            "one source named: {marks} fair marks, 5 % misreads, N = {copies}, α = {alpha:e}"
        );
        let power = outcomes.power(copies, alpha);
        figures.push(figure("A3", what.clone(), power, bound, power >= least));
        let power = outcomes.power(copies, issued_share() * alpha);
        figures.push(figure("A3", format!("{what}, as issued (.3825 α)"), power, "", true));
    }
    figures
}

fn floors() -> Vec<Figure> {
    let power = |marks| Outcomes::new(marks, FAIR, 0.0).power(200.0, 1e-3);
    let what = |marks: usize| {
        format!("one source named: {marks} fair marks, no misreads, N = 200, α = 1e-3")
    };
    let (below, above) = (power(17), power(18));
    vec![
        figure("A3", what(17), below, "= 0 (below the floor)", below == 0.0),
        figure("A3", what(18), above, "= 1", (above - 1.0).abs() < 1e-9),
    ]
}

/// Marks from which on 90 % are named; more marks do not always name more, so a first such number would flatter.
fn marks_needed() -> Vec<Figure> {
    let copies = [20.0, 200.0, 2000.0, 1e5];
    let least = |copies: f64, alpha: f64| log2(copies / alpha) as usize;
    let range = least(copies[0], 1e-3)..least(copies[3], 1e-6 * issued_share()) + MARKS_MORE;
    let first = range.start;
    let outcomes: Vec<Outcomes> =
        range.into_par_iter().map(|marks| Outcomes::new(marks, FAIR, 0.05)).collect();
    let stable_from = |copies: f64, alpha: f64| {
        let last = (least(copies, alpha) + MARKS_MORE).min(first + outcomes.len());
        let enough = |marks: &usize| outcomes[marks - first].power(copies, alpha) >= POWER;
        (first..last).rev().take_while(enough).last()
    };
    let expected = [(1e-3, [26, 30, 34, 44]), (1e-6, [41, 45, 51, 59])];
    let mut figures = Vec::new();
    for (alpha, expected) in expected {
        for (share, how) in [(1.0, "not split"), (issued_share(), "as issued")] {
            let found = copies.map(|copies| stable_from(copies, alpha * share));
            let split = share < 1.0;
            let shown = found.map(|marks| marks.map_or("-".into(), |marks| marks.to_string()));
            let kept =
                found.iter().zip(expected).all(|(found, most)| found.is_some_and(|m| m <= most));
            figures.push(Figure {
                id: "A3",
                what: format!(
                    "fair marks from which on 90 % are named, 5 % misreads, N = 20 / 200 / 2000 / 1e5, α = {alpha:e}, {how}"
                ),
                value: shown.join(" / "),
                bound: if split { String::new() } else { format!("≤ {}", expected.map(|m| m.to_string()).join(" / ")) },
                limit: "exact".into(),
                kept: split || kept,
            });
        }
    }
    figures
}

fn arities() -> Vec<Figure> {
    let what = |q: u8, percent: u8| {
        format!("one source named: 16 marks of arity {q}, {percent} % misreads, N = 200, α = 1e-3")
    };
    let power = |law, misreads| Outcomes::new(16, law, misreads).power(200.0, 1e-3);
    let (five, two) = (power(Law::Uniform(4), 0.05), power(Law::Uniform(4), 0.02));
    vec![
        figure("A4", what(4, 5), five, "≥ .99", five >= 0.99),
        figure("A4", what(4, 2), two, "≥ .999", two >= 0.999),
        figure("A4", what(3, 5), power(Law::Uniform(3), 0.05), "", true),
        figure("A4", what(2, 5), power(FAIR, 0.05), "", true),
    ]
}
