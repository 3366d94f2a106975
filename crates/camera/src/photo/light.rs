//! Light on a scene: how bright each place is, and what is reflected on top of it.

use crate::map::Wave;
use crate::random::Random;

/// The light of a scene. Places in the picture run from 0 to 1 each way.
pub(crate) struct Light {
    /// Change of brightness across the picture, each way.
    slope: [f64; 2],
    /// A slow swell of brightness.
    swell: Wave,
    /// A shadow's edge, as of a hand or a telephone.
    shadow: Edge,
    /// Loss of light at the corners.
    vignette: f64,
    /// Bends of the sheet, with the light that turning towards it brings.
    shading: Vec<(Wave, f64)>,
    /// Reflections: middle, radius, strength.
    spots: Vec<([f64; 2], f64, f64)>,
    /// Bands of a screen's own flicker.
    bands: Wave,
}

/// Darker by `depth` where `normal` · place is beyond `offset`, over a width of `softness`.
struct Edge {
    normal: [f64; 2],
    offset: f64,
    softness: f64,
    depth: f64,
}

impl Light {
    /// Room light and daylight on a sheet: uneven, with a shadow more often than not.
    pub(super) fn on_paper(curl: &[Wave], random: &mut Random) -> Light {
        let depth = if random.happens(0.7) { random.uniform(0.08, 0.55) } else { 0.0 };
        Light {
            slope: [(); 2].map(|()| random.uniform(-0.35, 0.35)),
            swell: wave([1.0, 1.2], 0.15, random),
            shadow: shadow(depth, random),
            vignette: random.uniform(0.0, 0.35),
            shading: curl
                .iter()
                .map(|wave| (wave.clone(), random.uniform(-0.012, 0.012)))
                .collect(),
            spots: Vec::new(),
            bands: wave([0.0, 1.0], 0.0, random),
        }
    }

    /// The light of a screen, and of the room in it.
    pub(crate) fn on_screen(random: &mut Random) -> Light {
        let count = random.below(3);
        let spots = (0..count)
            .map(|_| {
                let middle = [(); 2].map(|()| random.uniform(-0.1, 1.1));
                (middle, random.uniform(0.08, 0.45), random.uniform(0.02, 0.18))
            })
            .collect();
        let lines = random.uniform(2.0, 14.0);
        Light {
            slope: [(); 2].map(|()| random.uniform(-0.2, 0.2)),
            swell: wave([0.8, 0.8], 0.05, random),
            shadow: shadow(0.0, random),
            vignette: random.uniform(0.05, 0.4),
            shading: Vec::new(),
            spots,
            bands: wave([0.0, lines], random.uniform(0.0, 0.08), random),
        }
    }

    /// Factor of the light that a place gives, and what is reflected there besides: `place` in the picture, `page_pt` on the
    /// sheet.
    pub(super) fn at(&self, place: [f64; 2], page_pt: [f64; 2]) -> [f64; 2] {
        let [x, y] = [place[0] - 0.5, place[1] - 0.5];
        let mut gain = 1.0 + self.slope[0] * x + self.slope[1] * y;
        gain *= 1.0 + self.swell.amount[0] * self.swell.at(place);
        gain *= 1.0 + self.bands.amount[0] * self.bands.at(place);
        gain *= 1.0 - 2.0 * self.vignette * (x * x + y * y);
        gain *= self.shadow.at(place);
        // Height of the bent sheet goes with the displacement, so that its slope is the wave a quarter of a turn on.
        for (wave, strength) in &self.shading {
            let tilted = Wave { phase: wave.phase + 0.25, ..wave.clone() };
            gain *= 1.0 + strength * (wave.amount[0] + wave.amount[1]) * tilted.at(page_pt);
        }
        let glare = self.spots.iter().map(|(middle, radius, strength)| {
            let [dx, dy] = [place[0] - middle[0], place[1] - middle[1]];
            strength * libm::exp(-(dx * dx + dy * dy) / (2.0 * radius * radius))
        });
        [gain.max(0.02), glare.sum()]
    }
}

impl Edge {
    fn at(&self, [x, y]: [f64; 2]) -> f64 {
        let beyond = (self.normal[0] * x + self.normal[1] * y - self.offset) / self.softness;
        1.0 - self.depth / (1.0 + libm::exp(-beyond))
    }
}

fn shadow(depth: f64, random: &mut Random) -> Edge {
    let angle = random.uniform(0.0, std::f64::consts::TAU);
    let normal = [libm::cos(angle), libm::sin(angle)];
    let through = [(); 2].map(|()| random.uniform(0.2, 0.8));
    Edge {
        normal,
        offset: normal[0] * through[0] + normal[1] * through[1],
        softness: random.uniform(0.008, 0.08),
        depth,
    }
}

/// A wave over the picture of `strength` with up to `most` periods each way.
fn wave(most: [f64; 2], strength: f64, random: &mut Random) -> Wave {
    let frequency = most.map(|most| random.uniform(0.5 * most, most));
    Wave { amount: [strength, 0.0], frequency, phase: random.uniform(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No place of any scene is black by light alone, or so bright that the sensor's exposure means nothing.
    #[test]
    fn light_stays_in_bounds() {
        for seed in 0..300 {
            let mut random = Random::new(seed);
            let curl = super::super::pose::curl([612.0, 792.0], 2.0, &mut random);
            for light in [Light::on_paper(&curl, &mut random), Light::on_screen(&mut random)] {
                for at in 0..100 {
                    let place = [f64::from(at % 10) / 9.0, f64::from(at / 10) / 9.0];
                    let [gain, glare] = light.at(place, [place[0] * 612.0, place[1] * 792.0]);
                    assert!(
                        (0.02..2.5).contains(&gain) && (0.0..0.4).contains(&glare),
                        "{gain} {glare}"
                    );
                }
            }
        }
    }
}
