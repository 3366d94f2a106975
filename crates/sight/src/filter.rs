//! Planes of numbers and the few filters that the measurement needs.

/// A grey picture in single precision, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<f32>,
}

impl Plane {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, height, data: vec![0.0; width * height] }
    }

    pub(crate) fn row(&self, y: usize) -> &[f32] {
        &self.data[y * self.width..][..self.width]
    }

    /// The plane with each square of four pixels as one; what is left over at the right and below is dropped.
    pub(crate) fn halved(&self) -> Self {
        let mut out = Self::new(self.width / 2, self.height / 2);
        for y in 0..out.height {
            let (above, below) = (self.row(2 * y), self.row(2 * y + 1));
            let width = out.width;
            for (x, to) in out.data[y * width..][..width].iter_mut().enumerate() {
                *to = (above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1]) * 0.25;
            }
        }
        out
    }
}

/// One side of a normalised discrete bell curve of standard deviation `sigma` pixels, from its middle outwards.
///
/// Repeated smoothing with \[a, 1 − 2a, a\] adds 2a to the variance each time and tends to the discrete Gaussian
/// (Lindeberg, "Scale-space for discrete signals", 1990); unlike the exponential it is the same on every machine.
pub(crate) fn bell(sigma: f64) -> Vec<f32> {
    const NEGLIGIBLE: f64 = 1e-4;
    let variance = (sigma * sigma).max(1e-6);
    let steps = (variance * 2.5).ceil().clamp(2.0, 400.0) as usize;
    let a = variance / (2.0 * steps as f64);
    let mut half = vec![0.0; steps + 2];
    half[0] = 1.0;
    for _ in 0..steps {
        let before = half.clone();
        for i in 0..=steps {
            let inner = before[i.abs_diff(1)];
            half[i] = (1.0 - 2.0 * a) * before[i] + a * (inner + before[i + 1]);
        }
    }
    half.truncate(half.iter().rposition(|&v| v > NEGLIGIBLE).unwrap_or(0) + 1);
    let total: f64 = half.iter().sum::<f64>() * 2.0 - half[0];
    half.iter().map(|v| (v / total) as f32).collect()
}

/// Blurs a plane; beyond its edges it goes on as it ends.
pub(crate) fn blur(plane: &Plane, kernel: &[f32]) -> Plane {
    let (w, h) = (plane.width, plane.height);
    let reach = kernel.len() - 1;
    let mut rows = Plane::new(w, h);
    let mut padded = vec![0.0; w + 2 * reach];
    for y in 0..h {
        let row = plane.row(y);
        padded[..reach].fill(row[0]);
        padded[reach..reach + w].copy_from_slice(row);
        padded[reach + w..].fill(row[w - 1]);
        let out = &mut rows.data[y * w..][..w];
        for (to, &middle) in out.iter_mut().zip(row) {
            *to = middle * kernel[0];
        }
        for (k, &weight) in kernel.iter().enumerate().skip(1) {
            let (left, right) = (&padded[reach - k..][..w], &padded[reach + k..][..w]);
            for ((to, a), b) in out.iter_mut().zip(left).zip(right) {
                *to += weight * (a + b);
            }
        }
    }
    let mut out = Plane::new(w, h);
    for y in 0..h {
        let to = &mut out.data[y * w..][..w];
        for (to, &middle) in to.iter_mut().zip(rows.row(y)) {
            *to = middle * kernel[0];
        }
        for (k, &weight) in kernel.iter().enumerate().skip(1) {
            let (above, below) = (rows.row(y.saturating_sub(k)), rows.row((y + k).min(h - 1)));
            for ((to, a), b) in to.iter_mut().zip(above).zip(below) {
                *to += weight * (a + b);
            }
        }
    }
    out
}

/// Fills dark things narrower than `size` pixels: the largest value in a square around each pixel, then the smallest of
/// those (morphological closing).
pub(crate) fn close(plane: &Plane, size: usize) -> Plane {
    let reach = size / 2;
    let wide = extreme(plane, reach, f32::max);
    extreme(&wide, reach, f32::min)
}

fn extreme(plane: &Plane, reach: usize, better: fn(f32, f32) -> f32) -> Plane {
    let (w, h) = (plane.width, plane.height);
    let mut rows = plane.clone();
    for y in 0..h {
        let row = plane.row(y);
        let out = &mut rows.data[y * w..][..w];
        for k in 1..=reach.min(w - 1) {
            for (to, &v) in out[k..].iter_mut().zip(row) {
                *to = better(*to, v);
            }
            for (to, &v) in out.iter_mut().zip(&row[k..]) {
                *to = better(*to, v);
            }
        }
    }
    let mut out = rows.clone();
    for y in 0..h {
        let to = &mut out.data[y * w..][..w];
        for from in y.saturating_sub(reach)..(y + reach + 1).min(h) {
            for (to, &v) in to.iter_mut().zip(rows.row(from)) {
                *to = better(*to, v);
            }
        }
    }
    out
}

/// A grey picture reduced by a whole factor, each pixel the mean of its square; the last row and column may stand for less.
pub(crate) fn shrink(grey: &[u8], width: usize, height: usize, factor: usize) -> Plane {
    let mut out = Plane::new(width.div_ceil(factor), height.div_ceil(factor));
    let out_width = out.width;
    let mut sums = vec![0u32; out_width];
    for (y, to) in out.data.chunks_exact_mut(out_width).enumerate() {
        sums.fill(0);
        let rows = (y * factor)..((y + 1) * factor).min(height);
        let count = rows.len();
        for row in rows {
            for (sum, part) in sums.iter_mut().zip(grey[row * width..][..width].chunks(factor)) {
                *sum += part.iter().map(|&v| u32::from(v)).sum::<u32>();
            }
        }
        for (x, (to, &sum)) in to.iter_mut().zip(&sums).enumerate() {
            let columns = factor.min(width - x * factor);
            *to = sum as f32 / (count * columns) as f32;
        }
    }
    out
}

/// Resamples a grey picture by area: each new pixel is the mean of what it covers of the old ones. `step` is the old pixels
/// that make a new one.
pub(crate) fn resample(grey: &[u8], width: usize, height: usize, step: f64) -> Plane {
    let (new_width, new_height) = (covered(width, step), covered(height, step));
    let columns: Vec<_> = (0..new_width).map(|x| Cover::new(x, step, width)).collect();
    let mut rows = Plane::new(new_width, height);
    for (y, to) in rows.data.chunks_exact_mut(new_width).enumerate() {
        let row = &grey[y * width..][..width];
        for (to, cover) in to.iter_mut().zip(&columns) {
            *to = cover.mean(|x| f32::from(row[x]));
        }
    }
    let mut out = Plane::new(new_width, new_height);
    for (y, to) in out.data.chunks_exact_mut(new_width).enumerate() {
        let cover = Cover::new(y, step, height);
        for (x, to) in to.iter_mut().enumerate() {
            *to = cover.mean(|row| rows.data[row * new_width + x]);
        }
    }
    out
}

fn covered(length: usize, step: f64) -> usize {
    ((length as f64 / step).round() as usize).max(1)
}

/// Old pixels under a new one, the first and last with the share that is covered.
struct Cover {
    first: usize,
    last: usize,
    first_share: f32,
    last_share: f32,
}

impl Cover {
    fn new(at: usize, step: f64, length: usize) -> Self {
        let (from, to) = (at as f64 * step, (at + 1) as f64 * step);
        let first = (from as usize).min(length - 1);
        let last = ((to.ceil() as usize).saturating_sub(1)).clamp(first, length - 1);
        let first_share = (((first + 1) as f64).min(to) - from).clamp(1e-6, 1.0) as f32;
        let last_share = (to - last as f64).clamp(1e-6, 1.0) as f32;
        Self { first, last, first_share, last_share }
    }

    fn mean(&self, value: impl Fn(usize) -> f32) -> f32 {
        if self.first == self.last {
            return value(self.first);
        }
        let inner: f32 = (self.first + 1..self.last).map(&value).sum();
        let total = self.first_share + self.last_share + (self.last - self.first - 1) as f32;
        (value(self.first) * self.first_share + inner + value(self.last) * self.last_share) / total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A blur of another width than asked for would choose the wrong reference for a picture.
    #[test]
    fn the_bell_has_its_variance_and_sums_to_one() {
        for sigma in [0.6, 1.0, 2.8, 5.0] {
            let half = bell(sigma);
            let both = |f: &dyn Fn(f64) -> f64| -> f64 {
                (1..half.len()).map(|i| 2.0 * f64::from(half[i]) * f(i as f64)).sum()
            };
            let (sum, variance) = (both(&|_| 1.0) + f64::from(half[0]), both(&|x| x * x));
            assert!((sum - 1.0).abs() < 1e-5);
            assert!((variance.sqrt() - sigma).abs() < 0.03 * sigma, "{sigma}: {variance}");
        }
    }

    /// Reference pages come at any resolution; a shift by part of a pixel here would be a shift of every word.
    #[test]
    fn resampling_keeps_places() {
        let ramp: Vec<u8> = (0..60).flat_map(|_| (0..120).map(|x| x as u8)).collect();
        let out = resample(&ramp, 120, 60, 2.5);
        assert_eq!((out.width, out.height), (48, 24));
        for x in 1..47 {
            // The mean of the ramp over [2.5x, 2.5x + 2.5], where pixel i covers [i, i + 1].
            let want = 2.5 * x as f32 + 0.75;
            assert!((out.row(5)[x] - want).abs() < 0.3, "{x}: {} {want}", out.row(5)[x]);
        }
    }

    /// Letters must not darken the paper that the picture is divided by.
    #[test]
    fn closing_fills_strokes_and_keeps_paper() {
        let mut plane = Plane::new(40, 40);
        plane.data.fill(200.0);
        for y in 0..40 {
            plane.data[y * 40 + 20] = 10.0;
        }
        assert!(close(&plane, 5).data.iter().all(|&v| v == 200.0));
    }
}
