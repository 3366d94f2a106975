//! The largest E that a reading allows and how rare it is, without listing everything below it.

use crate::math::binomial;
use crate::mixture::{Mixture, Rises, Terms};
use crate::single::{Class, Single};
use crate::tail::TIE;

/// P₀(E ≥ max E). Terms of a reading whose counts can be listed, so that classes are few.
pub(crate) fn chance_of_top(single: &Single) -> f64 {
    let sizes: Vec<usize> = single.classes.iter().map(|class| class.size).collect();
    let law = |class: &Class| binomial(class.size, class.chance);
    let summit = Summit {
        mixture: &single.mixture,
        chances: single.classes.iter().map(law).collect(),
        rises: Rises::new(&single.mixture, &sizes),
    };
    let mut top = f64::NEG_INFINITY;
    summit.climb(0, &single.mixture.start(), &mut top);
    summit.chance(0, &single.mixture.start(), top - TIE)
}

/// The way up.
struct Summit<'a> {
    mixture: &'a Mixture,
    /// Binomial laws of the classes.
    chances: Vec<Vec<f64>>,
    rises: Rises<'a>,
}

impl Summit<'_> {
    fn then(&self, class: usize, n: usize, terms: &Terms) -> Terms {
        let mut then = terms.clone();
        self.mixture.count(class, n as u32, &mut then);
        then
    }

    /// Raises `top` to the largest ln E: ln E is convex in each count, so that it stands in a corner.
    fn climb(&self, class: usize, terms: &Terms, top: &mut f64) {
        let bound = self.rises.bound(class, terms);
        if class == self.chances.len() {
            *top = top.max(bound);
        } else if bound > *top {
            for n in [0, self.chances[class].len() - 1] {
                self.climb(class + 1, &self.then(class, n, terms), top);
            }
        }
    }

    /// P₀ of the counts from here on that reach `limit`.
    fn chance(&self, class: usize, terms: &Terms, limit: f64) -> f64 {
        if self.rises.bound(class, terms) < limit {
            return 0.0;
        }
        let Some(law) = self.chances.get(class) else { return 1.0 };
        let of =
            |(n, p): (usize, &f64)| p * self.chance(class + 1, &self.then(class, n, terms), limit);
        law.iter().enumerate().map(of).sum()
    }
}
