//! Where a sheet of paper might be in a picture, judged without reading: first guesses for the route by blocks.

use crate::filter::{Plane, bell, blur, close, shrink};
use crate::homography::{Homography, Point};
use crate::picture::Picture;
use crate::reference::Reference;

/// Longest edge of the small picture that is looked at, in pixels.
const EDGE: usize = 320;

/// Guesses of where a page is, the better first.
pub(crate) fn guesses(picture: &Picture, reference: &Reference<'_>) -> Vec<Homography> {
    let factor = picture.width().max(picture.height()).div_ceil(EDGE);
    let small = shrink(picture.grey(), picture.width(), picture.height(), factor);
    let corners = reference.corners();
    let mut out = Vec::new();
    let mut push = |from: [Point; 4], to: [Point; 4]| {
        let pairs: Vec<_> = from.into_iter().zip(to).collect();
        if let Some(guess) = Homography::fit(&pairs, true).filter(|h| h.is_plausible(&corners)) {
            out.push(guess);
        }
    };
    for quad in sheets(&small) {
        push(corners, quad.map(|p| p.map(|v| v * factor as f64)));
    }
    let (w, h) = (picture.width() as f64, picture.height() as f64);
    push(corners, [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]]);
    if let (Some(text), Some(ink)) = (text_box(reference), ink_box(&small)) {
        push(text, ink.map(|p| p.map(|v| v * factor as f64)));
    }
    out
}

/// Corners of bright things that have four of them, clockwise from the upper left; the most like a sheet first.
fn sheets(small: &Plane) -> Vec<[Point; 4]> {
    /// Shares of the way from the desk's grey to the paper's where the edge is looked for.
    const LEVELS: [f32; 4] = [0.3, 0.45, 0.6, 0.75];
    /// Times the desk's grey where it is looked for too: paper in a shadow is not much brighter than the desk.
    const TIMES: [f32; 5] = [1.2, 1.35, 1.5, 1.7, 2.0];
    /// Guesses that are worth a trial.
    const MOST: usize = 3;
    /// Letters are closed over; a tenth of an inch or two.
    const CLOSED: usize = 7;
    /// Shares of the picture that a sheet may fill.
    const FILL: std::ops::Range<f64> = 0.1..0.98;
    if small.width < 32 || small.height < 32 {
        return Vec::new();
    }
    let smooth = blur(&close(small, CLOSED), &bell(1.2));
    let desk = rim(&smooth);
    let mut sorted = smooth.data.clone();
    sorted.sort_by(f32::total_cmp);
    let paper = sorted[sorted.len() * 9 / 10];
    if paper < 1.15 * desk + 4.0 {
        return Vec::new();
    }
    let mut limits = LEVELS.map(|level| desk + (paper - desk) * level).to_vec();
    limits.extend(TIMES.map(|times| desk * times).into_iter().filter(|limit| *limit < paper));
    let mut quads: Vec<(f64, [Point; 4])> = limits
        .into_iter()
        .filter_map(|limit| {
            let (quad, count) = largest(&smooth, limit)?;
            let area = area(&quad);
            let filled = FILL.contains(&(area / small.data.len() as f64));
            filled.then(|| ((count as f64 / area.max(1.0) - 1.0).abs(), quad))
        })
        .collect();
    quads.sort_by(|a, b| a.0.total_cmp(&b.0));
    quads.into_iter().take(MOST).map(|(_, quad)| quad).collect()
}

/// The middle grey of the picture's rim.
fn rim(plane: &Plane) -> f32 {
    let (w, h) = (plane.width, plane.height);
    let depth = (w.min(h) / 50).max(1);
    let mut values: Vec<f32> = (0..h)
        .flat_map(|y| (0..w).map(move |x| (x, y)))
        .filter(|&(x, y)| x < depth || y < depth || x + depth >= w || y + depth >= h)
        .map(|(x, y)| plane.data[y * w + x])
        .collect();
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

/// The outermost points, towards the four corners, of the largest connected part brighter than a limit; and its pixels.
fn largest(plane: &Plane, limit: f32) -> Option<([Point; 4], usize)> {
    let (w, h) = (plane.width, plane.height);
    let mut open: Vec<bool> = plane.data.iter().map(|&v| v > limit).collect();
    let mut best: Option<([Point; 4], usize)> = None;
    for start in 0..open.len() {
        if !open[start] {
            continue;
        }
        let mut stack = vec![start];
        open[start] = false;
        let mut count = 0;
        // Sums and differences of the coordinates at the corners so far.
        let mut far = [f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY];
        let mut corners = [[0.0; 2]; 4];
        while let Some(at) = stack.pop() {
            count += 1;
            let (x, y) = (at % w, at / w);
            let p = [x as f64 + 0.5, y as f64 + 0.5];
            let (sum, difference) = (p[0] + p[1], p[0] - p[1]);
            let further = [sum < far[0], difference > far[1], sum > far[2], difference < far[3]];
            let values = [sum, difference, sum, difference];
            for i in 0..4 {
                if further[i] {
                    far[i] = values[i];
                    corners[i] = p;
                }
            }
            let mut visit = |next: usize| {
                if open[next] {
                    open[next] = false;
                    stack.push(next);
                }
            };
            if x > 0 {
                visit(at - 1);
            }
            if x + 1 < w {
                visit(at + 1);
            }
            if y > 0 {
                visit(at - w);
            }
            if y + 1 < h {
                visit(at + w);
            }
        }
        if best.as_ref().is_none_or(|(_, most)| count > *most) {
            best = Some((corners, count));
        }
    }
    best
}

/// Area of a quadrilateral.
fn area(quad: &[Point; 4]) -> f64 {
    let cross = |i: usize| {
        let (a, b) = (quad[i], quad[(i + 1) % 4]);
        a[0] * b[1] - b[0] * a[1]
    };
    ((0..4).map(cross).sum::<f64>() / 2.0).abs()
}

/// Box around the words of a page, as four corners.
fn text_box(reference: &Reference<'_>) -> Option<[Point; 4]> {
    let boxes = reference.boxes.iter().flatten().map(crate::reference::InkBox::ink);
    let all = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    all.map(corners_of)
}

/// Box around the ink of a picture, but for a thousandth of it on each side.
fn ink_box(small: &Plane) -> Option<[Point; 4]> {
    const STRAY: f64 = 0.001;
    const DARKER: f32 = 0.85;
    let paper = blur(&close(small, 15), &bell(3.0));
    let (mut across, mut down) = (vec![0.0; small.width], vec![0.0; small.height]);
    for (y, rows) in down.iter_mut().enumerate() {
        for (column, (&v, &p)) in across.iter_mut().zip(small.row(y).iter().zip(paper.row(y))) {
            if v < DARKER * p {
                *column += 1.0;
                *rows += 1.0;
            }
        }
    }
    let span = |counts: &[f64]| {
        let total: f64 = counts.iter().sum();
        let first = reached(counts.iter(), STRAY * total)? as f64;
        let last = (counts.len() - reached(counts.iter().rev(), STRAY * total)?) as f64;
        (last - first > 8.0).then_some((first, last))
    };
    let ((left, right), (top, bottom)) = (span(&across)?, span(&down)?);
    Some(corners_of([left, top, right, bottom]))
}

/// How many counts it takes to exceed a sum, the last not counted.
fn reached<'a>(mut counts: impl Iterator<Item = &'a f64>, limit: f64) -> Option<usize> {
    let mut sum = 0.0;
    counts.position(|count| {
        sum += count;
        sum > limit
    })
}

fn corners_of([left, top, right, bottom]: [f64; 4]) -> [Point; 4] {
    [[left, top], [right, top], [right, bottom], [left, bottom]]
}
