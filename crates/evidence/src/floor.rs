//! The largest E that a reading allows and how rare it is, without listing everything below it.

use crate::math::{binomial, log_sum_exp};
use crate::single::{Class, Single};
use crate::tail::TIE;

/// P₀(E ≥ max E). Terms of a reading whose counts can be listed, so that classes are few.
pub(crate) fn chance_of_top(single: &Single) -> f64 {
    let summit = Summit::new(single);
    let mut top = f64::NEG_INFINITY;
    summit.climb(0, &single.rows.starts, &mut top);
    summit.chance(0, &single.rows.starts, top - TIE)
}

/// Bounds on what the classes to come can add.
struct Summit<'a> {
    single: &'a Single,
    /// Binomial laws of the classes.
    chances: Vec<Vec<f64>>,
    /// By class, then row: the most that it and the later ones add.
    rises: Vec<Vec<f64>>,
}

impl<'a> Summit<'a> {
    fn new(single: &'a Single) -> Self {
        let rows = single.rows.starts.len();
        let mut rises = vec![vec![0.0; rows]];
        for (class, steps) in single.classes.iter().zip(single.rows.steps.chunks(rows)).rev() {
            let most = |(rise, step): (&f64, &f64)| rise + (class.size as f64 * step).max(0.0);
            rises.push(rises[rises.len() - 1].iter().zip(steps).map(most).collect());
        }
        rises.reverse();
        let law = |class: &Class| binomial(class.size, class.chance);
        Summit { single, chances: single.classes.iter().map(law).collect(), rises }
    }

    /// No count of the classes from here on leads above this.
    fn bound(&self, class: usize, logs: &[f64]) -> f64 {
        log_sum_exp(logs.iter().zip(&self.rises[class]).map(|(log, rise)| log + rise))
    }

    fn then(&self, class: usize, n: usize, logs: &[f64]) -> Vec<f64> {
        let mut then = logs.to_vec();
        self.single.rows.add(class, n as u32, &mut then);
        then
    }

    /// Raises `top` to the largest ln E: ln E is convex in each count, so that it stands in a corner.
    fn climb(&self, class: usize, logs: &[f64], top: &mut f64) {
        let bound = self.bound(class, logs);
        if class == self.chances.len() {
            *top = top.max(bound);
        } else if bound > *top {
            for n in [0, self.chances[class].len() - 1] {
                self.climb(class + 1, &self.then(class, n, logs), top);
            }
        }
    }

    /// P₀ of the counts from here on that reach `limit`.
    fn chance(&self, class: usize, logs: &[f64], limit: f64) -> f64 {
        if self.bound(class, logs) < limit {
            return 0.0;
        }
        let Some(law) = self.chances.get(class) else { return 1.0 };
        let of =
            |(n, p): (usize, &f64)| p * self.chance(class + 1, &self.then(class, n, logs), limit);
        law.iter().enumerate().map(of).sum()
    }
}
