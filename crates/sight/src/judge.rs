//! What can be trusted: how large errors are, judged from words and lines that never move, and which lines are not set as
//! the reference has them.

use crate::rulers::{Observed, Residual, Stand, moving, residual, stands};
use crate::solve::spread;
use document::page::PageMap;

/// Errors of marks are larger than those of the rulers that they are judged by: rulers are farther apart, but the map was
/// bent to them. By measurement a quarter.
const INFLATION: f64 = 1.25;
/// What the factor is taken for before anything was measured, and how many residuals that is worth: a crop has few.
const PRIOR_FACTOR: f64 = 1.2;
const PRIOR_WORTH: f64 = 8.0;
/// No error is taken for smaller, in points: a printer's or renderer's own.
const LEAST_SIGMA_PT: f64 = 0.012;

/// A page's lines as they were seen, and what that says.
pub(crate) struct Judged {
    /// Residuals of the words that may move, of lines that are set as the reference has them.
    pub(crate) movers: Vec<Residual>,
    /// Standard error of a residual over its `blunt`.
    pub(crate) factor: f64,
    /// For each line whether its words stand where the reference has them.
    pub(crate) straight: Vec<bool>,
    /// Share of the visible words that were seen and agree with the rulers of their line.
    pub(crate) agreement: f64,
}

impl Judged {
    pub(crate) fn sigma_pt(&self, residual: &Residual) -> f64 {
        (INFLATION * self.factor * residual.blunt).max(LEAST_SIGMA_PT)
    }
}

/// One line as seen.
struct Row {
    stands: Vec<Stand>,
    residuals: Vec<Option<Residual>>,
    visible: usize,
}

/// Judges a page.
///
/// `visible` says of each word whether it should have been observed.
pub(crate) fn judge(map: &PageMap, observed: &[Option<Observed>], visible: &[bool]) -> Judged {
    let moves = moving(map);
    let rows: Vec<Row> = map
        .lines
        .iter()
        .map(|line| {
            let stands = stands(line.words.clone(), observed, &moves);
            let residuals = (0..stands.len()).map(|at| residual(&stands, at)).collect();
            let visible = line.words.clone().filter(|&word| visible[word]).count();
            Row { stands, residuals, visible }
        })
        .collect();
    let rough = factor(rows.iter());
    let straight: Vec<bool> = rows.iter().map(|row| row.is_straight(rough)).collect();
    let kept = || rows.iter().zip(&straight).filter(|(_, straight)| **straight).map(|(row, _)| row);
    let factor = factor(kept());
    let movers = kept().flat_map(Row::movers).collect();
    Judged { movers, factor, straight, agreement: agreement(&rows) }
}

fn factor<'a>(rows: impl Iterator<Item = &'a Row>) -> f64 {
    let ratios: Vec<f64> = rows.flat_map(Row::rulers).map(|r| r.r / r.blunt).collect();
    let count = ratios.len() as f64;
    let own = spread(ratios.into_iter()).unwrap_or(PRIOR_FACTOR);
    let square =
        (count * own * own + PRIOR_WORTH * PRIOR_FACTOR * PRIOR_FACTOR) / (count + PRIOR_WORTH);
    square.sqrt()
}

/// Share of the visible words of lines that agree with the rulers of their line.
fn agreement(rows: &[Row]) -> f64 {
    /// More than marks and noise, in points; less than chance would allow.
    const NEAR_PT: f64 = 0.5;
    let visible: usize = rows.iter().map(|row| row.visible).sum();
    let near = |r: &&Residual| r.r.abs() < NEAR_PT;
    let agree = rows.iter().flat_map(|row| row.residuals.iter().flatten()).filter(near).count();
    // The two ends of a line have rulers on one side only, and no residual.
    let ends: usize = rows.iter().map(|row| row.visible.min(2)).sum();
    agree as f64 / (visible.saturating_sub(ends)).max(1) as f64
}

impl Row {
    fn movers(&self) -> impl Iterator<Item = Residual> + '_ {
        self.parts(true)
    }

    fn rulers(&self) -> impl Iterator<Item = Residual> + '_ {
        self.parts(false)
    }

    fn parts(&self, moves: bool) -> impl Iterator<Item = Residual> + '_ {
        let both = self.stands.iter().zip(&self.residuals);
        both.filter(move |(stand, _)| stand.moves == moves).filter_map(|(_, residual)| *residual)
    }

    /// Whether the words stand where the reference has them. A word too many or too wide moves all the others of its line; one
    /// that is blotted out moves none.
    fn is_straight(&self, factor: f64) -> bool {
        /// Rulers this many standard errors off do not rule, and movers this far are no marks, in points.
        const OFF_SIGMAS: f64 = 5.0;
        const OFF_PT: f64 = 0.12;
        const FAR_PT: f64 = 0.8;
        let off = |r: &Residual, least: f64| {
            r.r.abs() > least + OFF_SIGMAS * INFLATION * factor * r.blunt
        };
        let bad_rulers = self.rulers().filter(|r| off(r, OFF_PT)).count();
        let bad_movers = self.movers().filter(|r| off(r, FAR_PT)).count();
        let missing = self.visible - self.stands.len();
        let bad = bad_rulers + bad_movers + missing;
        bad <= 1 || 8 * bad <= self.visible
    }
}
