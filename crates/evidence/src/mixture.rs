//! ln E as a function of the class counts, one carrier after the other.
//!
//! Given the source model θ, carriers are independent: E = Σ_θ π_θ Π_carriers mean_ε Π_i P_θε(r_i|x_i) over the same with
//! P_θε(r_i). So the error rates of a carrier are summed before the next one is looked at, and a score takes as many terms
//! as carriers have rates together, not as many as there are components.

use crate::channel::{Component, components};
use crate::math::{ln, log_sum_exp};
use std::collections::BTreeMap;

/// ln E by counts.
#[derive(Clone, Debug)]
pub(crate) struct Mixture {
    models: Vec<Model>,
    parts: Vec<Part>,
    /// Part of each class.
    part_of: Vec<usize>,
}

/// Source models that no word tells apart, as all of one c are where only marks of arity ≥ 3 were read.
#[derive(Clone, Debug)]
struct Model {
    /// ln π_θ, less the logarithm of what E is divided by.
    ln_weight: f64,
    /// Its group in each part.
    groups: Vec<usize>,
}

/// The marks of one carrier. A row is a group of source models with one of the carrier's rates.
#[derive(Clone, Debug, Default)]
struct Part {
    /// Rows of a group.
    rates: usize,
    /// By row: ln P(r|x) where no mark counts.
    starts: Vec<f64>,
    /// Class by class, by row: what a mark that counts adds.
    steps: Vec<Vec<f64>>,
    /// Number of its first class.
    first: usize,
}

/// What one class says, by component of its carrier alone.
pub(crate) struct Slopes<'a> {
    pub(crate) size: usize,
    /// ln P_k(r|x)/P_k(r) where a mark does not count and where it does.
    pub(crate) gains: &'a [[f64; 2]],
    /// ln P_k(r).
    pub(crate) marginals: &'a [f64],
}

/// ln E on its way: the terms after the first classes were counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// By row of the part that is being counted.
    rows: Vec<f64>,
    /// By source model, with the parts before it.
    models: Vec<f64>,
    /// Room for the sums of a part.
    sums: Vec<f64>,
}

impl Mixture {
    /// From the classes of each carrier that was read: its rates and, in the order of their numbers, its classes. `ln_all` is
    /// ln Σ_k π_k Π_i P_k(r_i).
    pub(crate) fn new(carriers: &[(usize, Vec<Slopes<'_>>)], ln_all: f64) -> Mixture {
        let thetas = components(&[]);
        let mut mixture = Mixture { models: Vec::new(), parts: Vec::new(), part_of: Vec::new() };
        let mut groups_of = vec![Vec::new(); thetas.len()];
        let mut ln_shift = ln_all;
        for (rates, classes) in carriers {
            let (rows, top) = Part::rows(*rates, classes);
            ln_shift -= top;
            let first = mixture.part_of.len();
            mixture.part_of.resize(first + classes.len(), mixture.parts.len());
            let (part, groups) = Part::merged(*rates, first, &rows);
            mixture.parts.push(part);
            groups_of.iter_mut().zip(groups).for_each(|(of, group)| of.push(group));
        }
        let mut merged: BTreeMap<Vec<usize>, Vec<&Component>> = BTreeMap::new();
        for (groups, theta) in groups_of.into_iter().zip(&thetas) {
            merged.entry(groups).or_default().push(theta);
        }
        let model = |(groups, thetas): (_, Vec<&Component>)| {
            let ln_prior = log_sum_exp(thetas.iter().map(|theta| ln(theta.prior)));
            Model { ln_weight: ln_prior - ln_shift, groups }
        };
        mixture.models = merged.into_iter().map(model).collect();
        mixture
    }

    /// The terms before any class is counted.
    pub(crate) fn start(&self) -> Terms {
        let mut terms = Terms::default();
        self.restart(&mut terms);
        terms
    }

    /// Forgets what was counted.
    pub(crate) fn restart(&self, terms: &mut Terms) {
        if let Some(first) = self.parts.first() {
            terms.rows.clone_from(&first.starts);
        }
        terms.models.clear();
        terms.models.extend(self.models.iter().map(|model| model.ln_weight));
    }

    /// Counts n of the marks of the next class.
    pub(crate) fn count(&self, class: usize, n: u32, terms: &mut Terms) {
        let number = self.part_of[class];
        let part = &self.parts[number];
        for (row, step) in terms.rows.iter_mut().zip(&part.steps[class - part.first]) {
            *row += f64::from(n) * step;
        }
        if class + 1 == part.first + part.steps.len() {
            self.settle(number, terms);
            if let Some(next) = self.parts.get(number + 1) {
                terms.rows.clone_from(&next.starts);
            }
        }
    }

    /// ln E once all classes are counted.
    pub(crate) fn total(terms: &Terms) -> f64 {
        log_sum_exp(terms.models.iter().copied())
    }

    /// Sums a part over its rates and adds it to the source models.
    fn settle(&self, number: usize, terms: &mut Terms) {
        let part = &self.parts[number];
        let fold = |rows: &[f64]| log_sum_exp(rows.iter().copied());
        terms.sums.clear();
        terms.sums.extend(terms.rows.chunks_exact(part.rates).map(fold));
        for (log, model) in terms.models.iter_mut().zip(&self.models) {
            *log += terms.sums[model.groups[number]];
        }
    }
}

impl Part {
    /// The likelihood of each row by itself: where it starts, then a step for each class; and the largest ln Π P_k(r_i), which
    /// is taken off all of them so that no sum is of large numbers only.
    fn rows(rates: usize, classes: &[Slopes<'_>]) -> (Vec<Vec<f64>>, f64) {
        let size = |class: &Slopes<'_>| class.size as f64;
        let count = classes.first().map_or(0, |class| class.gains.len());
        let marginal =
            |k: usize| classes.iter().map(|class| size(class) * class.marginals[k]).sum::<f64>();
        let marginals: Vec<f64> = (0..count).map(marginal).collect();
        let top = marginals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let row = |k: usize| {
            let nothing = classes.iter().map(|class| size(class) * class.gains[k][0]).sum::<f64>();
            let start = marginals[k] - top - ln(rates as f64) + nothing;
            let steps = classes.iter().map(|class| class.gains[k][1] - class.gains[k][0]);
            std::iter::once(start).chain(steps).collect()
        };
        ((0..count).map(row).collect(), top)
    }

    /// Each group of rows once, and the group of each source model.
    fn merged(rates: usize, first: usize, rows: &[Vec<f64>]) -> (Part, Vec<usize>) {
        // By bits: equal only where no word can tell the models apart.
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let classes = rows.first().map_or(0, |row| row.len() - 1);
        let mut part = Part { rates, first, starts: Vec::new(), steps: vec![Vec::new(); classes] };
        let groups = rows.chunks_exact(rates).map(|group| {
            let bits = group.iter().flatten().map(|value| value.to_bits()).collect();
            let next = known.len();
            *known.entry(bits).or_insert_with(|| {
                for row in group {
                    part.starts.push(row[0]);
                    part.steps
                        .iter_mut()
                        .zip(&row[1..])
                        .for_each(|(steps, step)| steps.push(*step));
                }
                next
            })
        });
        let groups = groups.collect();
        (part, groups)
    }
}

/// Bounds on what classes still to be counted can add.
pub(crate) struct Rises<'a> {
    mixture: &'a Mixture,
    /// By class, then row of its part: the most that it and the later ones of its part add.
    rows: Vec<Vec<f64>>,
    /// By part, then source model: the most that the later parts add.
    models: Vec<Vec<f64>>,
}

impl<'a> Rises<'a> {
    /// For classes of these sizes.
    pub(crate) fn new(mixture: &'a Mixture, sizes: &[usize]) -> Rises<'a> {
        let mut rises = Rises { mixture, rows: Vec::new(), models: Vec::new() };
        let mut models = vec![0.0; mixture.models.len()];
        for (number, part) in mixture.parts.iter().enumerate().rev() {
            let mut rise = vec![0.0; part.starts.len()];
            let sizes = &sizes[part.first..][..part.steps.len()];
            for (size, steps) in sizes.iter().zip(&part.steps).rev() {
                let more = rise.iter_mut().zip(steps);
                more.for_each(|(rise, step)| *rise += (*size as f64 * step).max(0.0));
                rises.rows.push(rise.clone());
            }
            rises.models.push(models.clone());
            let rows = part.starts.iter().zip(&rise).map(|(start, rise)| start + rise).collect();
            let mut terms = Terms { rows, models, sums: Vec::new() };
            mixture.settle(number, &mut terms);
            models = terms.models;
        }
        rises.rows.reverse();
        rises.models.reverse();
        rises
    }

    /// No counts of the classes from `class` on lead above this.
    pub(crate) fn bound(&self, class: usize, terms: &Terms) -> f64 {
        let Some(number) = self.mixture.part_of.get(class) else { return Mixture::total(terms) };
        let mut most = terms.clone();
        most.rows.iter_mut().zip(&self.rows[class]).for_each(|(row, rise)| *row += rise);
        self.mixture.settle(*number, &mut most);
        most.models.iter_mut().zip(&self.models[*number]).for_each(|(log, rise)| *log += rise);
        Mixture::total(&most)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;
    use crate::mark::{Bias, Carrier, Law, Mark};
    use crate::reading::{Observation, Reading};
    use crate::single::Single;

    /// Rows of each part.
    fn rows(marks: &[(Carrier, Law)]) -> Vec<usize> {
        let mark = |(carrier, law): &(Carrier, Law)| Mark {
            carrier: *carrier,
            law: *law,
            place: Vec::new(),
        };
        let observations = vec![Observation::Symbol(0); marks.len()];
        let catalogue = Catalogue::new(marks.iter().map(mark).collect());
        let single = Single::new(&catalogue, &Reading { observations }).expect("it fits");
        single.mixture.parts.iter().map(|part| part.starts.len()).collect()
    }

    /// Only arities ≥ 3: five sizes of coalition with three error rates, of 17 models. A binary mark tells models apart, those
    /// of its own carrier.
    #[test]
    fn models_that_no_word_tells_apart_share_rows() {
        let wording = |law| (Carrier::Wording, law);
        assert_eq!(rows(&[wording(Law::Uniform(3)), wording(Law::Uniform(4))]), [15]);
        assert!(rows(&[wording(Law::Uniform(3)), wording(Law::Binary(Bias::LOW))])[0] > 40);
        let both = rows(&[wording(Law::Uniform(3)), (Carrier::Layout, Law::Binary(Bias::LOW))]);
        assert!(both[0] > 80 && both[1] == 15, "{both:?}");
        assert_eq!(rows(&[]), []);
    }
}
