//! Least squares by normal equations: small, and the same sums in the same order on every machine.

use nalgebra::{DMatrix, DVector};

/// Normal equations of a weighted least-squares problem.
pub(crate) struct Normal {
    matrix: DMatrix<f64>,
    right: DVector<f64>,
}

impl Normal {
    pub(crate) fn new(unknowns: usize) -> Self {
        Self { matrix: DMatrix::zeros(unknowns, unknowns), right: DVector::zeros(unknowns) }
    }

    /// Adds an equation: Σ coefficient·unknown = target, with a weight. Only the unknowns named appear in it.
    pub(crate) fn add(&mut self, row: &[(usize, f64)], target: f64, weight: f64) {
        for &(i, a) in row {
            for &(j, b) in row {
                if j <= i {
                    self.matrix[(i, j)] += weight * a * b;
                }
            }
            self.right[i] += weight * a * target;
        }
    }

    /// Solves the system. `None` where it is singular.
    pub(crate) fn solve(mut self, ridge: f64) -> Option<Vec<f64>> {
        for i in 0..self.matrix.nrows() {
            self.matrix[(i, i)] += ridge;
        }
        // Cholesky reads only the lower triangle.
        let solved = self.matrix.cholesky()?.solve(&self.right);
        solved.iter().all(|v| v.is_finite()).then(|| solved.as_slice().to_vec())
    }
}

/// The middle of some numbers; `None` of none. For an even count the upper one.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// Standard deviation judged by the median of the absolute values, as if they were normal with mean 0.
pub(crate) fn spread(values: impl Iterator<Item = f64>) -> Option<f64> {
    /// 1/Φ⁻¹(¾).
    const NORMAL: f64 = 1.482_602;
    let mut sizes: Vec<f64> = values.map(f64::abs).collect();
    median(&mut sizes).map(|m| m * NORMAL)
}
