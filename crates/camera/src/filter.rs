//! Blurs and reductions of pictures.

use crate::grey::Grey;

/// A picture in linear light, or of noise; row by row.
#[derive(Clone, Debug)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<f32>,
}

impl Plane {
    pub(crate) fn new(width: usize, height: usize) -> Plane {
        Plane { width, height, values: vec![0.0; width * height] }
    }

    /// The plane blurred by a Gaussian of `sigma` pixels.
    pub(crate) fn blur(&mut self, sigma: f64) {
        let taps: Vec<f32> = half_gaussian(sigma).iter().map(|tap| *tap as f32).collect();
        let reach = taps.len() - 1;
        let (width, height) = (self.width, self.height);
        let mut padded = Vec::new();
        for row in self.values.chunks_exact_mut(width) {
            pad(row, reach, &mut padded);
            convolve(row, &taps, |shift| &padded[(reach as isize + shift) as usize..][..width]);
        }
        let before = self.values.clone();
        for (y, row) in self.values.chunks_exact_mut(width).enumerate() {
            convolve(row, &taps, |shift| &before[clamped(y, shift, height) * width..][..width]);
        }
    }

    /// The plane smeared along a straight way from (−x, −y) to (x, y) pixels: a hand that moved.
    pub(crate) fn smear(&mut self, [x, y]: [f64; 2]) {
        /// Places of the way that are seen: a quarter of a pixel apart or less, for ways up to 4 pixels.
        const PLACES: usize = 17;
        let mut taps: Vec<(isize, isize, f32)> = Vec::new();
        let mut add = |dx: f64, dy: f64, weight: f64| {
            let key = (dx as isize, dy as isize);
            match taps.iter_mut().find(|tap| (tap.0, tap.1) == key) {
                Some(tap) => tap.2 += weight as f32,
                None => taps.push((key.0, key.1, weight as f32)),
            }
        };
        for place in 0..PLACES {
            let along = place as f64 * 2.0 / (PLACES - 1) as f64 - 1.0;
            let (dx, dy) = (x * along, y * along);
            let (fx, fy) = (dx - dx.floor(), dy - dy.floor());
            let share = 1.0 / PLACES as f64;
            add(dx.floor(), dy.floor(), (1.0 - fx) * (1.0 - fy) * share);
            add(dx.floor() + 1.0, dy.floor(), fx * (1.0 - fy) * share);
            add(dx.floor(), dy.floor() + 1.0, (1.0 - fx) * fy * share);
            add(dx.floor() + 1.0, dy.floor() + 1.0, fx * fy * share);
        }
        self.convolve_with(&taps);
    }

    fn convolve_with(&mut self, taps: &[(isize, isize, f32)]) {
        let reach = taps.iter().map(|tap| tap.0.unsigned_abs()).max().unwrap_or(0);
        let (width, height) = (self.width, self.height);
        let padded_width = width + 2 * reach;
        let mut padded = Vec::with_capacity(padded_width * height);
        let mut row_padded = Vec::new();
        for row in self.values.chunks_exact(width) {
            pad(row, reach, &mut row_padded);
            padded.extend_from_slice(&row_padded);
        }
        for (y, row) in self.values.chunks_exact_mut(width).enumerate() {
            row.fill(0.0);
            for (dx, dy, weight) in taps {
                let from = clamped(y, *dy, height) * padded_width + (reach as isize + dx) as usize;
                for (out, value) in row.iter_mut().zip(&padded[from..from + width]) {
                    *out += weight * value;
                }
            }
        }
    }
}

/// Writes the sum of shifted rows, weighted symmetrically by `taps` (the middle one first).
fn convolve<'a>(out: &mut [f32], taps: &[f32], shifted: impl Fn(isize) -> &'a [f32]) {
    for (out, value) in out.iter_mut().zip(shifted(0)) {
        *out = taps[0] * value;
    }
    for (shift, tap) in taps.iter().enumerate().skip(1) {
        let pairs = shifted(shift as isize).iter().zip(shifted(-(shift as isize)));
        for (out, (a, b)) in out.iter_mut().zip(pairs) {
            *out += tap * (a + b);
        }
    }
}

/// `grey` blurred by a Gaussian of `sigma` pixels, in whole numbers: made for pages of 600 dpi, most rows of which are
/// white and cost nothing.
pub(crate) fn blur(grey: &mut Grey, sigma: f64) {
    let taps = whole_taps(sigma);
    let reach = taps.len() - 1;
    let (width, height) = (grey.width, grey.height);
    let mut sums = vec![0_u16; width];
    let mut padded = Vec::new();
    let mut is_blank = vec![true; height];
    for (row, is_blank) in grey.pixels.chunks_exact_mut(width).zip(&mut is_blank) {
        *is_blank = row.iter().all(|pixel| *pixel == u8::MAX);
        if !*is_blank {
            pad(row, reach, &mut padded);
            convolve_whole(row, &mut sums, &taps, |shift| {
                &padded[(reach as isize + shift) as usize..][..width]
            });
        }
    }
    let before = grey.pixels.clone();
    for (y, row) in grey.pixels.chunks_exact_mut(width).enumerate() {
        let around = y.saturating_sub(reach)..(y + reach + 1).min(height);
        if !is_blank[around].iter().all(|is_blank| *is_blank) {
            convolve_whole(row, &mut sums, &taps, |shift| {
                &before[clamped(y, shift, height) * width..][..width]
            });
        }
    }
}

/// As [`convolve`], with taps that sum to 256 on both sides together, so that 16 bits hold every sum.
fn convolve_whole<'a>(
    out: &mut [u8],
    sums: &mut [u16],
    taps: &[u16],
    shifted: impl Fn(isize) -> &'a [u8],
) {
    for (sum, pixel) in sums.iter_mut().zip(shifted(0)) {
        *sum = 128 + taps[0] * u16::from(*pixel);
    }
    for (shift, tap) in taps.iter().enumerate().skip(1) {
        let pairs = shifted(shift as isize).iter().zip(shifted(-(shift as isize)));
        for (sum, (a, b)) in sums.iter_mut().zip(pairs) {
            *sum += tap * (u16::from(*a) + u16::from(*b));
        }
    }
    for (out, sum) in out.iter_mut().zip(sums.iter()) {
        *out = (sum >> 8) as u8;
    }
}

/// The middle and one side of a Gaussian, cut off at 3σ, of sum 1 over both sides.
fn half_gaussian(sigma: f64) -> Vec<f64> {
    let reach = (3.0 * sigma).ceil().max(1.0) as usize;
    let height = |at: usize| {
        let z = at as f64 / sigma;
        libm::exp(-0.5 * z * z)
    };
    let sum = 1.0 + 2.0 * (1..=reach).map(height).sum::<f64>();
    (0..=reach).map(|at| height(at) / sum).collect()
}

/// As [`half_gaussian`], in 256ths. Sums from the outside in are rounded, so that rounding never adds up.
fn whole_taps(sigma: f64) -> Vec<u16> {
    let exact = half_gaussian(sigma);
    let mut taps = vec![0; exact.len()];
    let (mut sum, mut rounded) = (0.0, 0);
    for at in (1..exact.len()).rev() {
        sum += exact[at] * 256.0;
        taps[at] = sum.round() as u16 - rounded;
        rounded += taps[at];
    }
    taps[0] = 256 - 2 * rounded;
    taps
}

/// `row` with its ends repeated `reach` times.
fn pad<T: Copy>(row: &[T], reach: usize, padded: &mut Vec<T>) {
    padded.clear();
    padded.extend(std::iter::repeat_n(row[0], reach));
    padded.extend_from_slice(row);
    padded.extend(std::iter::repeat_n(row[row.len() - 1], reach));
}

fn clamped(at: usize, shift: isize, end: usize) -> usize {
    (at as isize + shift).clamp(0, end as isize - 1) as usize
}

/// `grey` in another, smaller size: each pixel is the mean of the area that it covers.
pub(crate) fn reduce(grey: &Grey, width: usize, height: usize) -> Grey {
    let across = shares(grey.width, width);
    let down = shares(grey.height, height);
    let mut out = Vec::with_capacity(width * height);
    let mut sums = vec![0.0_f32; grey.width];
    for (first, weights) in &down {
        sums.fill(0.0);
        for (row, weight) in weights.iter().enumerate() {
            for (sum, pixel) in sums.iter_mut().zip(grey.row(first + row)) {
                *sum += weight * f32::from(*pixel);
            }
        }
        out.extend(across.iter().map(|(first, weights)| {
            let sum: f32 = weights.iter().zip(&sums[*first..]).map(|(w, sum)| w * sum).sum();
            (sum + 0.5) as u8
        }));
    }
    Grey { width, height, pixels: out }
}

/// For each of `to` pixels the first of `from` that it covers, and how much of its length falls on each from there on.
fn shares(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let scale = from as f64 / to as f64;
    (0..to)
        .map(|at| {
            let (start, end) = (at as f64 * scale, ((at + 1) as f64 * scale).min(from as f64));
            let first = start as usize;
            let last = (end.ceil() as usize).clamp(first + 1, from);
            let share = |i: usize| ((end.min((i + 1) as f64) - start.max(i as f64)) / scale) as f32;
            (first, (first..last).map(share).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A point becomes a Gaussian of the variance asked for, in whole numbers and in floats, and light is kept.
    #[test]
    fn blurs_have_their_width() {
        let sigma = 1.7;
        let mut grey = Grey::new(41, 41, 255);
        let mut plane = Plane::new(41, 41);
        for y in 18..23 {
            for x in 18..23 {
                grey.pixels[y * 41 + x] = 0;
                plane.values[y * 41 + x] = 255.0;
            }
        }
        blur(&mut grey, sigma);
        plane.blur(sigma);
        let whole = grey.pixels.iter().map(|pixel| 255.0 - f64::from(*pixel)).collect::<Vec<_>>();
        let floats = plane.values.iter().map(|value| f64::from(*value)).collect::<Vec<_>>();
        for (values, tolerance) in [(whole, 0.1), (floats, 0.03)] {
            let sum: f64 = values.iter().sum();
            let off = |at: usize| (at % 41) as f64 - 20.0;
            let variance = values.iter().enumerate().map(|(at, v)| v * off(at) * off(at));
            let variance = variance.sum::<f64>() / sum - 2.0;
            assert!((sum / (25.0 * 255.0) - 1.0).abs() < tolerance, "{sum}");
            assert!((variance / (sigma * sigma) - 1.0).abs() < tolerance, "{variance}");
        }
    }

    /// A smear spreads along its way, keeps its light and its middle.
    #[test]
    fn smears_go_along_their_way() {
        let mut plane = Plane::new(21, 21);
        plane.values[10 * 21 + 10] = 1.0;
        plane.smear([1.5, 0.0]);
        let row = &plane.values[10 * 21..11 * 21];
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let middle: f32 = row.iter().enumerate().map(|(x, value)| x as f32 * value).sum();
        assert!((middle - 10.0).abs() < 1e-4 && row[8] > 0.05 && row[12] > 0.05);
    }

    /// Reducing by a fraction keeps the mean and moves nothing.
    #[test]
    fn reduction_covers_everything_once() {
        for (from, to) in [(600, 110), (10, 10), (7, 3), (5100, 935)] {
            let mut covered = vec![0.0; from];
            for (first, weights) in shares(from, to) {
                for (i, weight) in weights.iter().enumerate() {
                    covered[first + i] += f64::from(*weight);
                }
            }
            let scale = from as f64 / to as f64;
            assert!(
                covered.iter().all(|share| (share * scale - 1.0).abs() < 1e-4),
                "{from} to {to}"
            );
        }
        let flat = reduce(&Grey::new(70, 30, 201), 33, 14);
        assert!(flat.pixels.iter().all(|pixel| *pixel == 201) && flat.pixels.len() == 33 * 14);
    }
}
