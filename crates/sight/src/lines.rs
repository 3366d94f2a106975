//! How far a line stands from where the lines around it want it.

use crate::judge::Judged;
use crate::report::LineShift;
use crate::rulers::Observed;
use crate::solve::{median, spread};
use document::page::PageMap;
use document::spacing::moving_lines;

/// Fewest words of a line that say where it stands.
const MIN_WORDS: usize = 3;
/// Lines farther away than this say nothing about one, in points.
const FAR_PT: f64 = 60.0;
/// Errors of marks against those of the lines that stay, as for words.
const INFLATION: f64 = 1.25;
/// What the error is taken for before anything was measured, in points, and how many lines that is worth.
const PRIOR_PT: f64 = 0.12;
const PRIOR_WORTH: f64 = 4.0;

/// A line as it was seen.
struct Level {
    line: usize,
    baseline: f64,
    moves: bool,
    /// Its words: place along the line and shift down, in points.
    words: Vec<[f64; 2]>,
}

impl Level {
    /// Shift down at a place along the line: a straight line through its words, held level beyond them.
    fn at(&self, x: f64) -> f64 {
        let count = self.words.len() as f64;
        let sum = self.words.iter().fold([0.0; 2], |s, w| [s[0] + w[0], s[1] + w[1]]);
        let middle = [sum[0] / count, sum[1] / count];
        let (mut top, mut bottom) = (0.0, 1e-9);
        let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
        for [at, down] in &self.words {
            top += (at - middle[0]) * (down - middle[1]);
            bottom += (at - middle[0]) * (at - middle[0]);
            first = first.min(*at);
            last = last.max(*at);
        }
        middle[1] + top / bottom * (x.clamp(first, last) - middle[0])
    }
}

/// Shifts of the lines of a page that may move. `least_pt` is the smallest error that is believed: pictures drawn on a
/// screen have whole lines put on whole pixels, which lines that stay do not show.
pub(crate) fn line_shifts(
    map: &PageMap,
    observed: &[Option<Observed>],
    judged: &Judged,
    least_pt: f64,
) -> Vec<LineShift> {
    let levels = levels(map, observed, judged);
    let staying: Vec<&Level> = levels.iter().filter(|l| !l.moves).collect();
    let stay: Vec<f64> = staying.iter().filter_map(|l| residual(l, &staying)).collect();
    let count = stay.len() as f64;
    let own = spread(stay.into_iter()).unwrap_or(PRIOR_PT);
    let square = (count * own * own + PRIOR_WORTH * PRIOR_PT * PRIOR_PT) / (count + PRIOR_WORTH);
    let sigma_pt = (INFLATION * square.sqrt()).max(least_pt);
    let shift = |level: &Level| {
        let r_pt = residual(level, &staying)?;
        Some(LineShift { line: level.line, r_pt, sigma_pt })
    };
    levels.iter().filter(|l| l.moves).filter_map(shift).collect()
}

fn levels(map: &PageMap, observed: &[Option<Observed>], judged: &Judged) -> Vec<Level> {
    let mut moves = vec![false; map.lines.len()];
    for moving in moving_lines(map) {
        moves[moving.line] = true;
    }
    let level = |line: usize| {
        let places = map.lines[line].words.clone();
        let baseline = map.words.get(places.start)?.baseline;
        let words: Vec<[f64; 2]> =
            places.filter_map(|word| observed[word].map(|w| [w.x, w.down])).collect();
        let usable = judged.straight[line] && words.len() >= MIN_WORDS;
        usable.then_some(Level { line, baseline, moves: moves[line], words })
    };
    (0..map.lines.len()).filter_map(level).collect()
}

/// How far below of where the staying lines above and below want it a line is; itself left out.
fn residual(level: &Level, staying: &[&Level]) -> Option<f64> {
    let near = |other: &&&Level| {
        other.line != level.line && (other.baseline - level.baseline).abs() < FAR_PT
    };
    let above = staying
        .iter()
        .filter(near)
        .filter(|o| o.baseline < level.baseline)
        .max_by(|a, b| a.baseline.total_cmp(&b.baseline))?;
    let below = staying
        .iter()
        .filter(near)
        .filter(|o| o.baseline > level.baseline)
        .min_by(|a, b| a.baseline.total_cmp(&b.baseline))?;
    let t = (level.baseline - above.baseline) / (below.baseline - above.baseline);
    let mut misses: Vec<f64> = level
        .words
        .iter()
        .map(|[x, down]| down - (1.0 - t) * above.at(*x) - t * below.at(*x))
        .collect();
    median(&mut misses)
}
