//! The tables of evidence: the bound under hostile leaks (A1), sampled p-values (A2), power (A3, A4), layout
//! codes (A6), carriers of unknown error rates (A7) and press quotations (A8). Nothing here needs real texts; trials have fixed seeds.

use super::Figure;

mod codes;
mod error;
mod field;
mod fused;
mod power;
mod press;
mod sampled;
mod soft;

/// All figures on evidence.
pub(crate) fn run() -> Vec<Figure> {
    let mut figures = error::run();
    figures.extend(soft::run());
    figures.extend(sampled::run());
    figures.extend(power::run());
    figures.extend(codes::run());
    figures.extend(fused::run());
    figures.extend(press::run());
    figures
}
