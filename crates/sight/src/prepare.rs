//! What a reader of characters reads best: enlarged where letters are small, smoothed where they are dots.

use crate::filter::{Plane, bell, blur, shrink};
use crate::picture::Picture;
use crate::sheet::Sheet;
use std::borrow::Cow;

/// A picture for Tesseract.
#[derive(Clone, Debug, PartialEq)]
pub struct OcrInput {
    /// The picture as a binary PGM file, which Tesseract reads as is.
    pub pgm: Vec<u8>,
    /// Pixels of this picture for one of the original: what [`crate::ocr::parse`] divides by.
    pub scale: f64,
    /// Pixels an inch of this picture, guessed from the size of its letters: Tesseract's `--dpi`.
    pub dpi: u32,
}

/// Blur that turns the dots of a dithered picture into grey, in pixels.
const DITHER_BLUR: f64 = 1.2;
/// Share of the paper's brightness from which on all is paper: noise reads like specks.
const PAPER: f32 = 0.75;
/// Most pixels that Tesseract is given, and its longest edge.
const MAX_PIXELS: usize = crate::MAX_PIXELS;
const MAX_EDGE: usize = 30_000;

/// Prepares a picture for Tesseract. Its resolution is judged from its letters, never taken from its metadata: below 110
/// pixels an inch it is enlarged threefold, below 200 twofold.
pub fn for_ocr(picture: &Picture) -> OcrInput {
    let (width, height) = (picture.width(), picture.height());
    let smooth = smoothed(picture);
    let dpi = guess_dpi(&shrink(smooth.grey(), width, height, 1));
    let plane = whitened(&smooth, dpi);
    let fits = |k: usize| width * height * k * k <= MAX_PIXELS && width.max(height) * k <= MAX_EDGE;
    let wish = if dpi < 110.0 {
        3
    } else if dpi < 200.0 {
        2
    } else {
        1
    };
    let times = (1..=wish).rev().find(|&k| fits(k)).unwrap_or(1);
    let large = if times > 1 { enlarge(&plane, times) } else { plane };
    let mut pgm = format!("P5\n{} {}\n255\n", large.width, large.height).into_bytes();
    pgm.extend(large.data.iter().map(|v| v.round().clamp(0.0, 255.0) as u8));
    OcrInput { pgm, scale: times as f64, dpi: (dpi * times as f64).round() as u32 }
}

/// The picture with white paper: shadows and dark corners make Tesseract blind.
fn whitened(picture: &Picture, dpi: f64) -> Plane {
    let mut white = Sheet::whole(picture, dpi).into_plane();
    for v in &mut white.data {
        *v = (*v / PAPER).min(255.0);
    }
    white
}

/// The picture, its dots turned into grey where it has been dithered.
pub(crate) fn smoothed(picture: &Picture) -> Cow<'_, Picture> {
    if !is_dithered(picture) {
        return Cow::Borrowed(picture);
    }
    let (width, height) = (picture.width(), picture.height());
    let plane = blur(&shrink(picture.grey(), width, height, 1), &bell(DITHER_BLUR));
    let grey = plane.data.iter().map(|v| v.round().clamp(0.0, 255.0) as u8).collect();
    Picture::from_grey(width, height, grey).map_or(Cow::Borrowed(picture), Cow::Owned)
}

/// Two colours, changing too often for letters.
fn is_dithered(picture: &Picture) -> bool {
    const CHANGES: f64 = 0.12;
    /// Share of pixels that may be neither black nor white.
    const GREY: f64 = 0.01;
    let grey = picture.grey();
    let between = grey.iter().step_by(7).filter(|v| (16..240).contains(*v)).count();
    if between as f64 > GREY * (grey.len() / 7) as f64 {
        return false;
    }
    let (mut changes, mut pixels) = (0usize, 1usize);
    for row in grey.chunks_exact(picture.width()).step_by(3) {
        changes += row.windows(2).filter(|w| (w[0] > 128) != (w[1] > 128)).count();
        pixels += row.len();
    }
    changes as f64 / pixels as f64 > CHANGES
}

/// Pixels an inch of a picture of ordinary type, from the height of its letters; from its width, taken as that of a sheet,
/// where it has none.
fn guess_dpi(plane: &Plane) -> f64 {
    /// Height of the middle letter of type of 11 points, measured on the reference faces: a little above the x-height.
    const LETTER_PT: f64 = 5.4;
    const SHEET_IN: f64 = 8.5;
    /// Above this many pixels the letters of a picture half as large say the same.
    const ENOUGH_PIXELS: usize = 12_000_000;
    if plane.data.len() > ENOUGH_PIXELS {
        return 2.0 * guess_dpi(&plane.halved());
    }
    let sheet = plane.width.min(plane.height) as f64 / SHEET_IN;
    let guess = letter_height(plane).map_or(sheet, |px| px * 72.0 / LETTER_PT);
    guess.clamp(40.0, 1200.0)
}

/// Height of the middle one of the connected dark things that could be letters. `None` of few.
fn letter_height(plane: &Plane) -> Option<f64> {
    const FEW: usize = 30;
    let (w, h) = (plane.width, plane.height);
    let tallest = h.max(w) / 12;
    let mut heights: Vec<f64> = boxes(&ink(plane), w)
        .into_iter()
        .filter(|b| (4..=tallest).contains(&b.height) && b.width <= 12 * b.height && b.width >= 2)
        .map(|b| b.height as f64)
        .collect();
    if heights.len() < FEW {
        return None;
    }
    crate::solve::median(&mut heights)
}

/// Which pixels are darker than their surroundings.
fn ink(plane: &Plane) -> Vec<bool> {
    const DARKER: f64 = 0.8;
    let (w, h) = (plane.width, plane.height);
    let reach: usize = (w.max(h) / 40).max(8);
    let stride = w + 1;
    let mut sums = vec![0.0f64; stride * (h + 1)];
    for y in 0..h {
        let mut sum = 0.0;
        for (x, &v) in plane.row(y).iter().enumerate() {
            sum += f64::from(v);
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + sum;
        }
    }
    let mut out = Vec::with_capacity(w * h);
    for y in 0..h {
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(h));
        out.extend(plane.row(y).iter().enumerate().map(|(x, &v)| {
            let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(w));
            let sum = sums[bottom * stride + right]
                - sums[bottom * stride + left]
                - sums[top * stride + right]
                + sums[top * stride + left];
            let mean = sum / ((bottom - top) * (right - left)) as f64;
            f64::from(v) < DARKER * mean
        }));
    }
    out
}

struct Extent {
    width: usize,
    height: usize,
}

/// Sizes of the connected things in a mask, row by row with merging of runs (eight neighbours).
fn boxes(mask: &[bool], width: usize) -> Vec<Extent> {
    let mut parents: Vec<usize> = Vec::new();
    let mut corners: Vec<[usize; 4]> = Vec::new();
    let mut above: Vec<(usize, usize, usize)> = Vec::new();
    for (y, row) in mask.chunks_exact(width).enumerate() {
        let mut runs = Vec::new();
        let mut x = 0;
        let mut from_above = 0;
        while x < width {
            if !row[x] {
                x += 1;
                continue;
            }
            let start = x;
            while x < width && row[x] {
                x += 1;
            }
            let own = parents.len();
            parents.push(own);
            corners.push([start, y, x, y + 1]);
            while from_above < above.len() && above[from_above].1 < start {
                from_above += 1;
            }
            let mut k = from_above;
            while k < above.len() && above[k].0 <= x {
                join(&mut parents, &mut corners, own, above[k].2);
                k += 1;
            }
            runs.push((start, x, own));
        }
        above = runs;
    }
    (0..parents.len())
        .filter(|&i| parents[i] == i)
        .map(|i| {
            let [l, t, r, b] = corners[i];
            Extent { width: r - l, height: b - t }
        })
        .collect()
}

fn root(parents: &mut [usize], mut i: usize) -> usize {
    while parents[i] != i {
        parents[i] = parents[parents[i]];
        i = parents[i];
    }
    i
}

fn join(parents: &mut [usize], corners: &mut [[usize; 4]], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    if a != b {
        let [l, t, r, b2] = corners[a];
        let into = &mut corners[b];
        *into = [into[0].min(l), into[1].min(t), into[2].max(r), into[3].max(b2)];
        parents[a] = b;
    }
}

/// Enlarges by a whole factor with cubic convolution (Keys, 1981), pixel middles kept in place.
fn enlarge(plane: &Plane, times: usize) -> Plane {
    let across = stretched(plane, times);
    transposed(&stretched(&transposed(&across), times))
}

fn stretched(plane: &Plane, times: usize) -> Plane {
    let mut out = Plane::new(plane.width * times, plane.height);
    let width = out.width;
    let places: Vec<(usize, [f32; 4])> = (0..width)
        .map(|x| {
            let at = (x as f64 + 0.5) / times as f64 + 1.5;
            (at as usize, crate::sheet::keys((at - at.floor()) as f32))
        })
        .collect();
    let mut padded = vec![0.0; plane.width + 6];
    for y in 0..plane.height {
        let row = plane.row(y);
        padded[..3].fill(row[0]);
        padded[3..3 + row.len()].copy_from_slice(row);
        padded[3 + row.len()..].fill(row[row.len() - 1]);
        for (to, (at, weights)) in out.data[y * width..][..width].iter_mut().zip(&places) {
            *to = padded[*at..*at + 4].iter().zip(weights).map(|(v, w)| v * w).sum();
        }
    }
    out
}

fn transposed(plane: &Plane) -> Plane {
    let mut out = Plane::new(plane.height, plane.width);
    for y in 0..plane.height {
        for (x, &v) in plane.row(y).iter().enumerate() {
            out.data[x * plane.height + y] = v;
        }
    }
    out
}
