//! Smooth displacements over a page: penalised cubic B-splines (Eilers and Marx, "Flexible smoothing with B-splines and
//! penalties", 1996), fitted robustly.
//!
//! Polynomials over the page would do for flat sheets; curled ones need more freedom in the middle than at the edges can
//! be afforded, and a crop needs less. A spline goes on straight where no words are.

use crate::homography::Point;
use crate::solve::{Normal, spread};

/// Distance of the knots in points: a curled sheet bends over a few hundred points; five lines lie between two knots.
const KNOT_PT: f64 = 72.0;

/// A displacement in points at each point of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spline {
    columns: usize,
    rows: usize,
    /// Coefficients of the x and y displacements, row by row.
    coefficients: [Vec<f64>; 2],
}

/// A displacement that was seen, with the weights that its x and y deserve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Point,
    pub(crate) shift: Point,
    pub(crate) weight: [f64; 2],
}

impl Spline {
    /// No displacement, over a page of this size.
    pub(crate) fn flat(width: f64, height: f64) -> Self {
        let spans = |length: f64| (length / KNOT_PT).ceil().clamp(1.0, 60.0) as usize;
        let (columns, rows) = (spans(width) + 3, spans(height) + 3);
        let zero = vec![0.0; columns * rows];
        Self { columns, rows, coefficients: [zero.clone(), zero] }
    }

    /// The displacement at a point of the page.
    pub(crate) fn at(&self, point: Point) -> Point {
        let mut out = [0.0, 0.0];
        for (place, weight) in self.basis(point) {
            out[0] += weight * self.coefficients[0][place];
            out[1] += weight * self.coefficients[1][place];
        }
        out
    }

    /// Fits the spline to what was seen. `stiffness` weighs bending against misfit: the larger, the flatter. Each round lowers the
    /// weight of what the last one missed by more than twice the spread, which is never taken below `floor` points.
    pub(crate) fn fit(&mut self, seen: &[Seen], stiffness: f64, floor: f64) {
        const ROUNDS: usize = 5;
        let bases: Vec<[(usize, f64); 16]> = seen.iter().map(|s| self.basis(s.at)).collect();
        let mut trust = vec![1.0; seen.len()];
        for _ in 0..ROUNDS {
            for axis in 0..2 {
                let mut normal = Normal::new(self.columns * self.rows);
                for ((basis, seen), trust) in bases.iter().zip(seen).zip(&trust) {
                    normal.add(basis, seen.shift[axis], seen.weight[axis] * trust);
                }
                self.bend(&mut normal, stiffness);
                let Some(solved) = normal.solve(1e-6) else { return };
                self.coefficients[axis] = solved;
            }
            let misses: Vec<f64> = seen.iter().map(|s| miss(s.shift, self.at(s.at))).collect();
            let scale = 2.0 * spread(misses.iter().copied()).unwrap_or(0.0).max(floor);
            for (trust, miss) in trust.iter_mut().zip(&misses) {
                let far = miss / scale;
                *trust = 1.0 / ((1.0 + far * far) * (1.0 + far * far));
            }
        }
    }

    /// Adds the penalty on second differences along both axes and across.
    fn bend(&self, normal: &mut Normal, stiffness: f64) {
        let place = |x: usize, y: usize| y * self.columns + x;
        for y in 0..self.rows {
            for x in 0..self.columns {
                if x + 2 < self.columns {
                    let row = [(place(x, y), 1.0), (place(x + 1, y), -2.0), (place(x + 2, y), 1.0)];
                    normal.add(&row, 0.0, stiffness);
                }
                if y + 2 < self.rows {
                    let row = [(place(x, y), 1.0), (place(x, y + 1), -2.0), (place(x, y + 2), 1.0)];
                    normal.add(&row, 0.0, stiffness);
                }
                if x + 1 < self.columns && y + 1 < self.rows {
                    let row = [
                        (place(x, y), 1.0),
                        (place(x + 1, y), -1.0),
                        (place(x, y + 1), -1.0),
                        (place(x + 1, y + 1), 1.0),
                    ];
                    normal.add(&row, 0.0, 2.0 * stiffness);
                }
            }
        }
    }

    /// The sixteen coefficients that reach a point, with their shares.
    fn basis(&self, point: Point) -> [(usize, f64); 16] {
        let (x, across) = cubic(point[0] / KNOT_PT, self.columns);
        let (y, down) = cubic(point[1] / KNOT_PT, self.rows);
        let mut out = [(0, 0.0); 16];
        for (i, out) in out.iter_mut().enumerate() {
            *out = ((y + i / 4) * self.columns + x + i % 4, down[i / 4] * across[i % 4]);
        }
        out
    }
}

/// The first of the four basis functions that reach `t` (in knots), and their values there. Beyond the page it is the edge's.
fn cubic(t: f64, count: usize) -> (usize, [f64; 4]) {
    let t = t.clamp(0.0, (count - 3) as f64);
    let first = (t as usize).min(count - 4);
    let u = t - first as f64;
    let v = 1.0 - u;
    let values = [
        v * v * v / 6.0,
        (3.0 * u * u * u - 6.0 * u * u + 4.0) / 6.0,
        (3.0 * v * v * v - 6.0 * v * v + 4.0) / 6.0,
        u * u * u / 6.0,
    ];
    (first, values)
}

fn miss(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A curled sheet with some words misread: the rest must still be placed within half of a mark's shift, edges included.
    #[test]
    fn it_follows_a_curl_through_outliers() {
        let curl = |[x, y]: Point| {
            let (u, v) = (x / 306.0 - 1.0, y / 396.0 - 1.0);
            [2.0 * u * u * v, 6.0 * u * u - 3.0 * u * u * u + v]
        };
        let seen: Vec<Seen> = (0..900)
            .map(|i| {
                let at = [72.0 + f64::from(i % 18) * 27.0, 72.0 + f64::from(i / 18) * 13.0];
                let mut shift = curl(at);
                if i % 11 == 0 {
                    shift[0] += 2.5;
                }
                Seen { at, shift, weight: [1.0; 2] }
            })
            .collect();
        let mut spline = Spline::flat(612.0, 792.0);
        spline.fit(&seen, 0.01, 0.05);
        let worst = seen.iter().map(|s| miss(spline.at(s.at), curl(s.at))).fold(0.0, f64::max);
        assert!(worst < 0.1, "{worst}");
    }

    /// A crop of one paragraph says nothing about the rest of the page: there the map must go on straight.
    #[test]
    fn it_goes_on_straight_where_nothing_was_seen() {
        let plane = |[x, y]: Point| [0.01 * x - 2.0, 0.003 * y + 0.002 * x];
        let seen: Vec<Seen> = (0..60)
            .map(|i| {
                let at = [80.0 + f64::from(i % 12) * 40.0, 300.0 + f64::from(i / 12) * 14.0];
                Seen { at, shift: plane(at), weight: [1.0; 2] }
            })
            .collect();
        let mut spline = Spline::flat(612.0, 792.0);
        spline.fit(&seen, 1.0, 0.05);
        for at in [[100.0, 200.0], [500.0, 450.0], [60.0, 700.0]] {
            assert!(miss(spline.at(at), plane(at)) < 0.1, "{at:?}");
        }
    }
}
