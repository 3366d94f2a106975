//! How far a word stands from where the rulers of its line want it.

use crate::solve::spread;
use document::page::PageMap;
use document::spacing::movers;
use std::ops::Range;

/// Rulers from which on a line is fitted through all of them; below, between the two neighbours.
const MANY_RULERS: usize = 5;
/// Distance at which a ruler's weight has fallen to about a half, in points.
const NEAR_PT: f64 = 100.0;

/// A word as it was observed, by whatever route.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Observed {
    /// Its middle along the line, in points.
    pub(crate) x: f64,
    /// Shift along the line against the map of its page, in points.
    pub(crate) across: f64,
    /// Shift down, in points.
    pub(crate) down: f64,
    /// Expected standard error of these, but for a factor that the page shares, in points.
    pub(crate) blunt: f64,
}

/// A word of a line for this purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
    /// Place in [`PageMap::words`].
    pub(crate) word: usize,
    /// Its middle along the line, in points.
    pub(crate) x: f64,
    /// Shift, in points.
    pub(crate) shift: f64,
    /// Its expected standard error but for a factor, in points.
    pub(crate) blunt: f64,
    /// Whether it may have been moved.
    pub(crate) moves: bool,
}

/// What the rulers say about a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Residual {
    /// The word, as its place in [`PageMap::words`].
    pub(crate) word: usize,
    /// Its shift minus what the rulers want, in points.
    pub(crate) r: f64,
    /// Standard error but for a factor: the word's own and that of the rulers.
    pub(crate) blunt: f64,
}

/// Which words of a page may move.
pub(crate) fn moving(page: &PageMap) -> Vec<bool> {
    let mut moves = vec![false; page.words.len()];
    for mover in movers(page) {
        moves[mover.word] = true;
    }
    moves
}

/// The words of a line that were observed, in order.
pub(crate) fn stands(
    words: Range<usize>,
    observed: &[Option<Observed>],
    moves: &[bool],
) -> Vec<Stand> {
    let stand = |word: usize| {
        let Observed { x, across, blunt, .. } = observed[word]?;
        Some(Stand { word, x, shift: across, blunt, moves: moves[word] })
    };
    words.filter_map(stand).collect()
}

/// The rulers' line at a word, itself left out.
pub(crate) fn residual(line: &[Stand], at: usize) -> Option<Residual> {
    let own = line[at];
    let rulers: Vec<Stand> = line
        .iter()
        .enumerate()
        .filter(|(i, stand)| *i != at && !stand.moves)
        .map(|(_, stand)| *stand)
        .collect();
    let split = rulers.partition_point(|r| r.x < own.x);
    let (before, after) = (rulers[..split].last()?, rulers.get(split)?);
    let (wanted, variance) = if rulers.len() < MANY_RULERS {
        let t = (own.x - before.x) / (after.x - before.x);
        let variance =
            (1.0 - t) * (1.0 - t) * before.blunt * before.blunt + t * t * after.blunt * after.blunt;
        ((1.0 - t) * before.shift + t * after.shift, variance)
    } else {
        fitted(&rulers, own.x)?
    };
    Some(Residual {
        word: own.word,
        r: own.shift - wanted,
        blunt: (own.blunt * own.blunt + variance).sqrt(),
    })
}

/// Value at `x` of a robust line through rulers, those near it and sharp ones first, and its variance.
fn fitted(rulers: &[Stand], x: f64) -> Option<(f64, f64)> {
    const ROUNDS: usize = 3;
    let base: Vec<f64> = rulers
        .iter()
        .map(|r| {
            let far = (r.x - x) / NEAR_PT;
            let near = 1.0 / ((1.0 + far * far) * (1.0 + far * far));
            near / (r.blunt * r.blunt).max(1e-9)
        })
        .collect();
    let mut weights = base.clone();
    let mut out = None;
    for _ in 0..ROUNDS {
        let shares = intercept(rulers, x, &weights)?;
        let value: f64 = shares.iter().zip(rulers).map(|(s, r)| s * r.shift).sum();
        let variance = shares.iter().zip(rulers).map(|(s, r)| s * s * r.blunt * r.blunt).sum();
        out = Some((value, variance));
        let slope = slope(rulers, x, value, &weights);
        let miss: Vec<f64> = rulers.iter().map(|r| r.shift - value - slope * (r.x - x)).collect();
        let scale = 2.5 * (spread(miss.iter().copied())? + 0.02);
        for ((weight, base), miss) in weights.iter_mut().zip(&base).zip(&miss) {
            let far = miss / scale;
            *weight = base / (1.0 + far * far);
        }
    }
    out
}

/// The share of each ruler in the weighted line's value at `x`.
fn intercept(rulers: &[Stand], x: f64, weights: &[f64]) -> Option<Vec<f64>> {
    let [mut s0, mut s1, mut s2] = [0.0; 3];
    for (r, w) in rulers.iter().zip(weights) {
        let dx = r.x - x;
        s0 += w;
        s1 += w * dx;
        s2 += w * dx * dx;
    }
    let det = s0 * s2 - s1 * s1;
    (det > 0.0)
        .then(|| rulers.iter().zip(weights).map(|(r, w)| w * (s2 - s1 * (r.x - x)) / det).collect())
}

fn slope(rulers: &[Stand], x: f64, value: f64, weights: &[f64]) -> f64 {
    let (mut top, mut bottom) = (0.0, 1e-12);
    for (r, w) in rulers.iter().zip(weights) {
        let dx = r.x - x;
        top += w * dx * (r.shift - value);
        bottom += w * dx * dx;
    }
    top / bottom
}
