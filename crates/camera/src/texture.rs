//! Textures of paper, wood and cloth: a tile of smooth noise, looked at in different ways.

use crate::filter::Plane;
use crate::random::Random;

/// Edge of the tile, a power of two so that it wraps by a mask.
const TILE: usize = 256;

/// Smooth noise of mean 0 that repeats after the tile.
#[derive(Clone, Debug)]
pub(crate) struct Texture {
    tile: Vec<f32>,
    /// Rows of a matrix from the place asked for to the tile.
    look: [[f32; 2]; 2],
}

impl Texture {
    /// Grain of paper, by points of the page: fibres of about .3 pt, up to 2.5 % of the light.
    pub(crate) fn paper(random: &mut Random) -> Texture {
        let strength = random.uniform(0.003, 0.025);
        Texture::new(strength, 0.9, [[4.1, 0.7], [-0.7, 4.1]], random)
    }

    /// A top of wood, by pixels: streaks along one way.
    pub(crate) fn wood(strength: f64, random: &mut Random) -> Texture {
        let angle = random.uniform(0.0, std::f64::consts::PI);
        let (sin, cos) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        let (along, across) = (0.02, random.uniform(0.25, 0.7) as f32);
        Texture::new(
            strength,
            1.5,
            [[along * cos, along * sin], [-across * sin, across * cos]],
            random,
        )
    }

    /// Cloth or a speckled plate, by pixels.
    pub(crate) fn cloth(strength: f64, random: &mut Random) -> Texture {
        let scale = random.uniform(0.3, 1.0) as f32;
        Texture::new(strength, 1.2, [[scale, 0.31 * scale], [-0.31 * scale, scale]], random)
    }

    fn new(strength: f64, smooth: f64, look: [[f32; 2]; 2], random: &mut Random) -> Texture {
        let mut plane = Plane::new(TILE, TILE);
        plane.values.fill_with(|| random.normal());
        plane.blur(smooth);
        let variance = plane.values.iter().map(|v| v * v).sum::<f32>() / plane.values.len() as f32;
        let scale = strength as f32 / variance.sqrt();
        plane.values.iter_mut().for_each(|value| *value *= scale);
        Texture { tile: plane.values, look }
    }

    /// The noise at a place, between four of its values.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let u = self.look[0][0] * x + self.look[0][1] * y;
        let v = self.look[1][0] * x + self.look[1][1] * y;
        let (left, top) = (u.floor(), v.floor());
        let (fu, fv) = (u - left, v - top);
        let value = |dx: i32, dy: i32| {
            let column = (left as i32).wrapping_add(dx) as usize % TILE;
            let row = (top as i32).wrapping_add(dy) as usize % TILE;
            self.tile[row * TILE + column]
        };
        let upper = value(0, 0) + fu * (value(1, 0) - value(0, 0));
        let lower = value(0, 1) + fu * (value(1, 1) - value(0, 1));
        upper + fv * (lower - upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The strength is what was asked for, at negative places too, and neighbours are alike.
    #[test]
    fn textures_have_their_strength() {
        let texture = Texture::cloth(0.2, &mut Random::new(3));
        let places =
            (0..10_000).map(|i| ((i % 100) as f32 * 3.1 - 150.0, (i / 100) as f32 * 2.7 - 80.0));
        let values: Vec<f32> = places.map(|(x, y)| texture.at(x, y)).collect();
        let variance = values.iter().map(|v| v * v).sum::<f32>() / 1e4;
        assert!((0.1..0.22).contains(&variance.sqrt()), "{}", variance.sqrt());
        assert!((texture.at(10.0, 10.0) - texture.at(10.05, 10.0)).abs() < 0.05);
    }
}
