//! Route by words: what a reader of characters saw says where the page is.

use crate::align::Aligned;
use crate::homography::{Pair, consensus};
use crate::ocr::OcrWord;
use crate::reference::Reference;
use crate::solve::median;
use crate::spline::Seen;
use crate::warp::Warp;

/// Fewest words that place a page.
pub(crate) const MIN_PAIRS: usize = 8;
/// How far a word's box may be from where the map has it: in points, .7 of an ordinary line.
const TOLERANCE_PT: f64 = 10.0;

/// A first map of a page, and the pixels an inch at which the picture shows it. `None` where the words do not lie like this page.
pub(crate) fn register(
    read: &[OcrWord],
    aligned: &[Aligned],
    reference: &Reference<'_>,
) -> Option<(Warp, f64)> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut scales = Vec::new();
    for link in aligned {
        let Some(area) = reference.boxes[link.word] else { continue };
        let [left, _, right, _] = area.ink();
        let word = &read[link.read];
        let middle = [f64::midpoint(word.left, word.right), f64::midpoint(word.top, word.bottom)];
        pairs.push((area.middle(), middle));
        scales.push((word.right - word.left) / (right - left).max(1.0));
    }
    let scale = median(&mut scales)?;
    place(&pairs, scale, reference)
}

/// A first map of a page through pairs of points, most of them right, and the pixels an inch at which the picture shows it.
/// `scale` is about the pixels for a point. `None` where the pairs do not lie like a page.
pub(crate) fn place(pairs: &[Pair], scale: f64, reference: &Reference<'_>) -> Option<(Warp, f64)> {
    if pairs.len() < MIN_PAIRS {
        return None;
    }
    let (camera, inside) = consensus(pairs, TOLERANCE_PT * scale, &reference.corners())?;
    let back = camera.inverse()?;
    let seen: Vec<Seen> = pairs
        .iter()
        .map(|&(at, picture)| {
            let flat = back.apply(picture);
            Seen { at, shift: [flat[0] - at[0], flat[1] - at[1]], weight: [1.0; 2] }
        })
        .collect();
    let mut warp = Warp::new(camera, reference.size());
    let kept = unroll(&mut warp, &seen, inside)?;
    let count = kept.len() as f64;
    let middle =
        kept.iter().fold([0.0, 0.0], |m, s| [m[0] + s.at[0] / count, m[1] + s.at[1] / count]);
    Some((warp, camera.magnification(middle) * 72.0))
}

/// Bends the map from the flat part of a curled sheet outwards: each round lets in the words that the last one came near to.
fn unroll(warp: &mut Warp, seen: &[Seen], inside: Vec<bool>) -> Option<Vec<Seen>> {
    /// Flat first; a crop of a few words stays so.
    const STIFFNESS: [f64; 5] = [100.0, 10.0, 1.0, 0.3, 0.1];
    /// Boxes of words are this exact at best.
    const FLOOR_PT: f64 = 0.5;
    let mut inside = inside;
    let mut kept = Vec::new();
    for stiffness in STIFFNESS {
        kept = seen.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(s, _)| *s).collect();
        if kept.len() < MIN_PAIRS {
            return None;
        }
        warp.bend.fit(&kept, stiffness, FLOOR_PT);
        inside = seen
            .iter()
            .map(|s| {
                let bend = warp.bend.at(s.at);
                let (dx, dy) = (s.shift[0] - bend[0], s.shift[1] - bend[1]);
                dx * dx + dy * dy < TOLERANCE_PT * TOLERANCE_PT
            })
            .collect();
    }
    Some(kept)
}
