//! Random numbers from a seed: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
//! TOMS 47, 2021), filled by `SplitMix64`, as its authors advise. For simulations alone.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream of `seed`.
    pub(crate) fn new(mut seed: u64) -> Random {
        Random { state: std::array::from_fn(|_| split_mix(&mut seed)) }
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// Uniform from `low` up to `high`.
    pub(crate) fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.bits() >> 11) as f64 * (0.5 / (1u64 << 52) as f64))
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// Whether something of this chance happens.
    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.uniform(0.0, 1.0) < chance
    }

    /// Nearly normal, of mean 0 and variance 1: the sum of four uniforms of 16 bits, so never beyond 3.47. A pixel's noise
    /// needs no better tail, and no logarithm.
    pub(crate) fn normal(&mut self) -> f32 {
        /// 1/√(4/12 · (2¹⁶)²): the sum's standard deviation, inverted.
        const SCALE: f32 = 1.0 / 37_837.0;
        let bits = self.bits();
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);
        (sum as f32 - 131_070.0) * SCALE
    }
}

/// The next value of `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published generators and no others: first outputs of SplitMix64 from 1234567 (its authors' test values), and of
    /// xoshiro256++ from the state 1, 2, 3, 4 (those of the `rand_xoshiro` crate).
    #[test]
    fn generators_are_the_published_ones() {
        let mut seed = 1_234_567;
        let mixed = [(); 3].map(|()| split_mix(&mut seed));
        assert_eq!(
            mixed,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
        let mut random = Random { state: [1, 2, 3, 4] };
        let bits = [(); 4].map(|()| random.bits());
        assert_eq!(bits, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    /// Noise levels mean what they say only if the unit is one.
    #[test]
    fn normal_has_mean_0_and_variance_1() {
        let mut random = Random::new(1);
        let draws: Vec<f64> = (0..100_000).map(|_| f64::from(random.normal())).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }
}
