//! Draws of ln E tilted towards the reading, from a seed: the raw material of sampled p-values (`spec/finding.md`).

use crate::math::exp;
use crate::single::{Single, Site};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};

/// ln E of `draws` words: each draws k ~ w, then z_i ~ P₀(z)P_k(r_i|z)/P_k(r_i) of each unerased mark in catalogue order.
pub(crate) fn draw(single: &Single, seed: &[u8; 32], draws: usize) -> Vec<f64> {
    let mut uniforms = Uniforms::new(seed);
    let weights: Vec<f64> = single.ln_weights.iter().map(|w| exp(*w)).collect();
    let tilted = Tilted::new(single);
    let mut counts = vec![0; single.classes.len()];
    let mut logs = Vec::new();
    let mut value = || {
        let k = first_above(&weights, uniforms.next());
        tilted.draw(k, &mut uniforms, &mut counts);
        single.score_in(&counts, &mut logs)
    };
    (0..draws).map(|_| value()).collect()
}

/// P₀(z)P_k(r|z)/P_k(r) of every kind of mark, as the uniforms from which a symbol that counts is drawn.
struct Tilted {
    /// Class and kind of each unerased mark, in catalogue order; a kind is a class with the symbol that counts.
    marks: Vec<(usize, usize)>,
    kinds: usize,
    /// By component, then kind: the symbol drawn counts from the first edge up to the second.
    edges: Vec<[f64; 2]>,
}

impl Tilted {
    fn new(single: &Single) -> Self {
        let mut kinds: Vec<&Site> = Vec::new();
        let marks = single.sites.iter().map(|site| {
            let is_kind = |kind: &&Site| (kind.class, kind.counts) == (site.class, site.counts);
            let kind = kinds.iter().position(is_kind).unwrap_or_else(|| {
                kinds.push(site);
                kinds.len() - 1
            });
            (site.class, kind)
        });
        let marks = marks.collect();
        let of_component = |k| kinds.iter().map(move |site| edges(single, k, site));
        let edges = (0..single.ln_weights.len()).flat_map(of_component).collect();
        Tilted { marks, kinds: kinds.len(), edges }
    }

    /// Draws every unerased mark under component k.
    fn draw(&self, k: usize, uniforms: &mut Uniforms, counts: &mut [u32]) {
        let edges = &self.edges[k * self.kinds..][..self.kinds];
        counts.fill(0);
        for (class, kind) in &self.marks {
            let (u, [from, to]) = (uniforms.next(), edges[*kind]);
            counts[*class] += u32::from(from <= u && u < to);
        }
    }
}

/// The symbol drawn with u is the first whose cumulated chance exceeds u, or the last.
fn edges(single: &Single, k: usize, site: &Site) -> [f64; 2] {
    let [other, same] = single.classes[site.class].gains[k].map(exp);
    let chance =
        |symbol| site.law.probability(symbol) * if symbol == site.counts { same } else { other };
    let from = (0..site.counts).map(chance).sum();
    let last = site.counts == site.law.arity() - 1;
    [from, if last { f64::INFINITY } else { from + chance(site.counts) }]
}

fn first_above(weights: &[f64], u: f64) -> usize {
    let mut sum = 0.0;
    weights
        .iter()
        .position(|w| {
            sum += w;
            sum > u
        })
        .unwrap_or(weights.len() - 1)
}

/// Uniforms in [0, 1): the top 53 bits of big-endian u64s of a ChaCha20 keystream.
struct Uniforms {
    cipher: ChaCha20,
    buffer: [u8; 4096],
    used: usize,
}

impl Uniforms {
    fn new(seed: &[u8; 32]) -> Self {
        Uniforms {
            cipher: ChaCha20::new(seed.into(), &[0; 12].into()),
            buffer: [0; 4096],
            used: 4096,
        }
    }

    fn next(&mut self) -> f64 {
        if self.used == self.buffer.len() {
            self.buffer.fill(0);
            self.cipher.apply_keystream(&mut self.buffer);
            self.used = 0;
        }
        let word = self.buffer[self.used..].first_chunk().expect("the buffer holds whole words");
        self.used += 8;
        (u64::from_be_bytes(*word) >> 11) as f64 * (0.5 / (1u64 << 52) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::mark::{Carrier, Law, Mark};
    use crate::reading::{Observation, Reading};

    /// The keystream of RFC 8439 (appendix A.1, key and nonce zero), as uniforms across a refill of the buffer.
    #[test]
    fn uniforms_are_the_published_keystream() {
        let mut uniforms = Uniforms::new(&[0; 32]);
        let expected = |word: u64| (word >> 11) as f64 / (1u64 << 53) as f64;
        assert_eq!(uniforms.next(), expected(0x76b8_e0ad_a0f1_3d90));
        assert_eq!(uniforms.next(), expected(0x405d_6ae5_5386_bd28));
        let mut whole = [0; 4104];
        ChaCha20::new(&[0; 32].into(), &[0; 12].into()).apply_keystream(&mut whole);
        let last = (2..513).map(|_| uniforms.next()).last();
        let word = whole[4096..].first_chunk().map(|word| u64::from_be_bytes(*word));
        assert_eq!(last, word.map(expected));
    }

    /// Of arity 5 with symbol 2 read, uniforms from P(0) + P(1) up to that + P(2) draw it, and nothing else does.
    #[test]
    fn edges_enclose_the_symbol_that_counts() {
        for read in [0, 2, 4] {
            let mark = Mark { carrier: Carrier::Wording, law: Law::Uniform(5), place: Vec::new() };
            let reading = Reading { observations: vec![Observation::Symbol(read)] };
            let single = Single::new(&Catalogue::new(vec![mark]), &reading).expect("it fits");
            let [other, same] = single.classes[0].gains[1].map(exp);
            let [from, to] = edges(&single, 1, &single.sites[0]);
            assert!((from - f64::from(read) * other / 5.0).abs() < 1e-15);
            if read == 4 {
                assert_eq!(to, f64::INFINITY);
            } else {
                assert!((to - from - same / 5.0).abs() < 1e-15);
            }
            assert!((same + 4.0 * other - 5.0).abs() < 1e-12, "chances sum to 1");
        }
    }

    /// The first whose cumulated chance exceeds u, and the last where rounding leaves none.
    #[test]
    fn components_are_drawn_by_weight() {
        let weights = [0.25, 0.5, 0.25];
        assert_eq!([0.0, 0.25, 0.7499, 0.75].map(|u| first_above(&weights, u)), [0, 1, 1, 2]);
        assert_eq!(first_above(&[0.5, 0.4999], 0.99995), 1);
    }
}
