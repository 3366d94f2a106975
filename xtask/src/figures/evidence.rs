//! The tables of evidence: the bound under hostile leaks (A1), sampled p-values (A2), power (A3, A4) and press
//! quotations (A8). Nothing here needs real texts; trials have fixed seeds.

use super::Figure;

mod error;
mod field;
mod power;
mod press;
mod sampled;

/// All figures on evidence.
pub(crate) fn run() -> Vec<Figure> {
    let mut figures = error::run();
    figures.extend(sampled::run());
    figures.extend(power::run());
    figures.extend(press::run());
    figures
}
