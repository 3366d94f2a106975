//! Draws of ln E tilted towards the reading, from a seed: the raw material of sampled p-values (`spec/finding.md`).

use crate::math::exp;
use crate::single::{Single, Site, Weighted};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use std::collections::BTreeMap;

/// Uniforms that are drawn at a time, or those of one draw where that takes more.
const BATCH: usize = 4096;

/// 2⁵³, the number of uniforms.
const UNIFORMS: u64 = 1 << 53;

/// ln E of `draws` words: each draws k ~ w, then z_i ~ P₀(z)P_k(r_i|z)/P_k(r_i) of each unerased mark in catalogue order.
pub(crate) fn draw(single: &Single, seed: &[u8; 32], draws: usize) -> Vec<f64> {
    let mut cipher = ChaCha20::new(seed.into(), &[0; 12].into());
    let mut tilted = Tilted::new(single);
    let mut counts = vec![0; single.classes.len()];
    let mut terms = single.mixture.start();
    let words = single.sites.len() + 1;
    let batch = (BATCH / words).max(1);
    let mut stream = vec![0; batch * words * 8];
    let mut values = Vec::with_capacity(draws);
    while values.len() < draws {
        cipher.write_keystream(&mut stream);
        let uniforms: &[[u8; 8]] = stream.as_chunks().0;
        for uniforms in uniforms.chunks_exact(words).take(draws - values.len()) {
            tilted.draw(uniforms, &mut counts);
            values.push(single.score_in(&counts, &mut terms));
        }
    }
    values
}

/// A uniform in units of 2⁻⁵³: the top 53 bits of a big-endian u64.
fn uniform(word: [u8; 8]) -> u64 {
    u64::from_be_bytes(word) >> 11
}

/// P₀(z)P_k(r|z)/P_k(r) of every kind of mark, as the uniforms from which a symbol that counts is drawn.
struct Tilted<'a> {
    single: &'a Single,
    /// Σ w up to each component.
    cumulated: Vec<f64>,
    /// One mark of each kind; a kind is a class with the symbol that counts.
    kinds: Vec<&'a Site>,
    /// Class and kind of each unerased mark, in catalogue order.
    marks: Vec<(u32, u32)>,
    /// By component, then kind, once the component was drawn: the first uniform that counts, and how many do.
    edges: Vec<Vec<[u64; 2]>>,
}

impl<'a> Tilted<'a> {
    fn new(single: &'a Single) -> Self {
        let mut numbers = BTreeMap::new();
        let mut kinds = Vec::new();
        let marks = single.sites.iter().map(|site| {
            let kind = *numbers.entry((site.class, site.counts)).or_insert_with(|| {
                kinds.push(site);
                kinds.len() as u32 - 1
            });
            (site.class as u32, kind)
        });
        let marks = marks.collect();
        let sum = |sum: &mut f64, component: &Weighted| {
            *sum += exp(component.ln_weight);
            Some(*sum)
        };
        let cumulated = single.components.iter().scan(0.0, sum).collect();
        let edges = vec![Vec::new(); single.components.len()];
        Tilted { single, cumulated, kinds, marks, edges }
    }

    /// Draws a component with the first uniform and every unerased mark with the others.
    fn draw(&mut self, uniforms: &[[u8; 8]], counts: &mut [u32]) {
        let u = uniform(uniforms[0]) as f64 / UNIFORMS as f64;
        let k = self.cumulated.partition_point(|sum| *sum <= u).min(self.cumulated.len() - 1);
        if self.edges[k].is_empty() {
            self.edges[k] = self.kinds.iter().map(|site| edges(self.single, k, site)).collect();
        }
        let edges = &self.edges[k];
        counts.fill(0);
        for (word, (class, kind)) in uniforms[1..].iter().zip(&self.marks) {
            let [from, many] = edges[*kind as usize];
            counts[*class as usize] += u32::from(uniform(*word).wrapping_sub(from) < many);
        }
    }
}

/// The symbol drawn with u is the first whose cumulated chance exceeds u, or the last.
fn edges(single: &Single, k: usize, site: &Site) -> [u64; 2] {
    let [other, same] = single.gains(k, &single.classes[site.class]).map(exp);
    let chance =
        |symbol| site.law.probability(symbol) * if symbol == site.counts { same } else { other };
    let from: f64 = (0..site.counts).map(chance).sum();
    let is_last = site.counts == site.law.arity() - 1;
    // u ≥ x where u·2⁵³ is at least the next whole number; scaling by a power of two rounds nothing.
    let reaching = |x: f64| ((x * UNIFORMS as f64).ceil() as u64).min(UNIFORMS);
    let to = if is_last { UNIFORMS } else { reaching(from + chance(site.counts)) };
    [reaching(from), to - reaching(from)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::mark::{Carrier, Mark};
    use crate::reading::{Observation, Reading};

    fn single(reads: &[u8], arity: u8) -> Single {
        let marks = reads.iter().map(|_| Mark::uniform(Carrier::Wording, arity, Vec::new()));
        let catalogue = Catalogue::new(marks.collect::<Option<_>>().expect("a good arity"));
        let observations = reads.iter().map(|read| Observation::Symbol(*read)).collect();
        Single::new(&catalogue, &Reading { observations }).expect("it fits")
    }

    /// The keystream of RFC 8439 (appendix A.1, key and nonce zero), eight bytes a uniform.
    #[test]
    fn uniforms_are_the_published_keystream() {
        let mut stream = [0; 16];
        ChaCha20::new(&[0; 32].into(), &[0; 12].into()).write_keystream(&mut stream);
        let uniforms: Vec<u64> = stream.as_chunks().0.iter().map(|word| uniform(*word)).collect();
        assert_eq!(uniforms, [0x76b8_e0ad_a0f1_3d90_u64 >> 11, 0x405d_6ae5_5386_bd28 >> 11]);
    }

    /// Of arity 5 with symbol 2 read, uniforms from P(0) + P(1) up to that + P(2) draw it, and nothing else does.
    #[test]
    fn edges_enclose_the_symbol_that_counts() {
        for read in [0, 2, 4] {
            let single = single(&[read], 5);
            let [other, same] = single.gains(1, &single.classes[0]).map(exp);
            let [from, many] =
                edges(&single, 1, &single.sites[0]).map(|n| n as f64 / UNIFORMS as f64);
            assert!((from - f64::from(read) * other / 5.0).abs() < 1e-15);
            assert!((many - same / 5.0).abs() < 1e-15);
            assert!((same + 4.0 * other - 5.0).abs() < 1e-12, "chances sum to 1");
        }
        // Rounding in the sum of chances must leave no uniform to nobody.
        let last = single(&[4], 5);
        let [from, many] = edges(&last, 1, &last.sites[0]);
        assert_eq!(from + many, UNIFORMS);
    }

    /// A draw is as long as its marks, whatever the batches: the first draws do not depend on how many follow.
    #[test]
    fn draws_follow_each_other_in_the_keystream() {
        let single = single(&[0; 60], 2);
        let all = draw(&single, &[9; 32], 500);
        for draws in [1, 67, 68, 135] {
            assert_eq!(draw(&single, &[9; 32], draws), all[..draws]);
        }
        // One of 61 uniforms at a time, as the page says it.
        let mut stream = vec![0; 8 * 61 * 500];
        ChaCha20::new(&[9; 32].into(), &[0; 12].into()).write_keystream(&mut stream);
        let mut tilted = Tilted::new(&single);
        let mut counts = [0];
        for (draw, value) in stream.as_chunks().0.chunks_exact(61).zip(&all) {
            tilted.draw(draw, &mut counts);
            assert_eq!(single.score(&counts), *value);
        }
    }
}
