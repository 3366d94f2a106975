//! A picture made ready for measuring: its paper white everywhere, and no finer than needed.

use crate::filter::{Plane, bell, blur, close, shrink};
use crate::picture::Picture;

/// Pixels an inch above which a picture is reduced: the measurement works at 300.
const FINEST_DPI: f64 = 420.0;
/// Pixels an inch at which the paper is looked at.
const PAPER_DPI: f64 = 75.0;
/// Things narrower than this are ink, in points: wider than a letter, narrower than a shadow.
const INK_PT: f64 = 14.0;
/// Smoothing of the paper, in points.
const PAPER_BLUR_PT: f64 = 5.0;
/// Paper darker than this is taken for desk or shadow that nothing can be read in.
const DARKEST_PAPER: f32 = 20.0;

/// A picture divided by its paper.
pub(crate) struct Sheet {
    width: usize,
    height: usize,
    grey: Vec<u8>,
    /// Pixels of this sheet for one of the picture.
    pub(crate) scale: f64,
}

impl Sheet {
    /// Prepares a picture that shows the page at `dpi` pixels an inch.
    pub(crate) fn new(picture: &Picture, dpi: f64) -> Self {
        Self::reduced(picture, dpi, (dpi / FINEST_DPI).ceil())
    }

    /// Prepares a picture to be looked at with `wanted` pixels an inch only.
    pub(crate) fn coarse(picture: &Picture, dpi: f64, wanted: f64) -> Self {
        Self::reduced(picture, dpi, (dpi / wanted).floor())
    }

    /// Prepares a picture at its own resolution, however fine.
    pub(crate) fn whole(picture: &Picture, dpi: f64) -> Self {
        Self::reduced(picture, dpi, 1.0)
    }

    /// The pixels as numbers.
    pub(crate) fn into_plane(self) -> Plane {
        let data = self.grey.into_iter().map(f32::from).collect();
        Plane { width: self.width, height: self.height, data }
    }

    fn reduced(picture: &Picture, dpi: f64, factor: f64) -> Self {
        let factor = (factor as usize).clamp(1, 64);
        let reduced =
            (factor > 1).then(|| shrink(picture.grey(), picture.width(), picture.height(), factor));
        let mut sheet = match reduced {
            Some(plane) => Self {
                width: plane.width,
                height: plane.height,
                grey: plane.data.iter().map(|&v| v.round() as u8).collect(),
                scale: 1.0 / factor as f64,
            },
            None => Self {
                width: picture.width(),
                height: picture.height(),
                grey: picture.grey().to_vec(),
                scale: 1.0,
            },
        };
        sheet.whiten(dpi * sheet.scale);
        sheet
    }

    /// Divides each pixel by the paper around it.
    fn whiten(&mut self, dpi: f64) {
        let factor = ((dpi / PAPER_DPI).round() as usize).max(1);
        let coarse = dpi / factor as f64 / 72.0;
        let small = shrink(&self.grey, self.width, self.height, factor);
        let closed = close(&small, ((INK_PT * coarse).round() as usize) | 1);
        let paper = blur(&closed, &bell(PAPER_BLUR_PT * coarse));
        let mut row = vec![0.0f32; self.width];
        for (y, line) in self.grey.chunks_exact_mut(self.width).enumerate() {
            let at = (y as f32 + 0.5) / factor as f32 - 0.5;
            let (above, down) = split(at, paper.height);
            let (a, b) = (paper.row(above), paper.row((above + 1).min(paper.height - 1)));
            for (x, to) in row.iter_mut().enumerate() {
                let (left, across) = split((x as f32 + 0.5) / factor as f32 - 0.5, paper.width);
                let right = (left + 1).min(paper.width - 1);
                let (top, bottom) = (
                    a[left] + (a[right] - a[left]) * across,
                    b[left] + (b[right] - b[left]) * across,
                );
                *to = top + (bottom - top) * down;
            }
            for (pixel, &paper) in line.iter_mut().zip(&row) {
                let white = f32::from(*pixel) * 255.0 / paper.max(DARKEST_PAPER);
                *pixel = (white + 0.5).min(255.0) as u8;
            }
        }
    }

    /// The value at a place between pixels, by cubic convolution (Keys, 1981); beyond the edges the picture goes on as it ends.
    pub(crate) fn at(&self, x: f64, y: f64) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (keys((x - left) as f32), keys((y - top) as f32));
        // Saturating casts: a place far outside, or none at all, is an edge.
        let (left, top) = (left as i64 - 1, top as i64 - 1);
        let inside =
            left >= 0 && top >= 0 && left + 4 <= self.width as i64 && top + 4 <= self.height as i64;
        let mut sum = 0.0;
        if inside {
            let from = top as usize * self.width + left as usize;
            for (j, down) in down.iter().enumerate() {
                let row = &self.grey[from + j * self.width..][..4];
                let line: f32 = row.iter().zip(&across).map(|(&v, w)| f32::from(v) * w).sum();
                sum += line * down;
            }
            return sum;
        }
        let clamp = |v: i64, length: usize| v.clamp(0, length as i64 - 1) as usize;
        for (j, down) in down.iter().enumerate() {
            let row = &self.grey[clamp(top.saturating_add(j as i64), self.height) * self.width..];
            for (i, across) in across.iter().enumerate() {
                let value = row[clamp(left.saturating_add(i as i64), self.width)];
                sum += f32::from(value) * across * down;
            }
        }
        sum
    }
}

/// Whole and broken part of a place on an axis, held inside it.
fn split(at: f32, length: usize) -> (usize, f32) {
    let at = at.clamp(0.0, (length - 1) as f32);
    let whole = at as usize;
    (whole, at - whole as f32)
}

/// Weights of the four pixels around a place that is `t` past the second.
pub(crate) fn keys(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        0.5 * (-t3 + 2.0 * t2 - t),
        0.5 * (3.0 * t3 - 5.0 * t2 + 2.0),
        0.5 * (-3.0 * t3 + 4.0 * t2 + t),
        0.5 * (t3 - t2),
    ]
}
