//! Where the camera stands, what its lens bends, and how the sheet curls.

use crate::map::{Map, Step, Wave, flatten};
use crate::random::Random;

/// By how much opposite edges of a sheet may differ in length, seen by the camera.
const KEYSTONE_MAX: f64 = 0.12;
/// Largest turn of the camera in its own plane, in radians: 4°.
const TURN_MAX: f64 = 0.07;
/// Largest barrel (or pincushion) distortion at the picture's corner.
const BARREL_MAX: f64 = 0.03;
/// Room around the sheet, in inches.
const MARGIN_IN: [f64; 2] = [0.05, 0.6];

/// Displacement of the points of a sheet that curls: two components along its width, one across. `strength` 1 is usual.
pub(crate) fn curl([width, height]: [f64; 2], strength: f64, random: &mut Random) -> Vec<Wave> {
    if strength == 0.0 {
        return Vec::new();
    }
    let across = strength * random.uniform(1.5, 5.0);
    let down = strength * random.uniform(3.0, 9.0);
    let mut wave = |amount, waves: [f64; 2]| {
        let [a, b] = waves.map(|waves| waves * random.uniform(0.8, 1.25));
        Wave { amount, frequency: [a / width, b / height], phase: random.uniform(0.0, 1.0) }
    };
    // The first two bend the sheet about either axis; the last is a second bend, as of a sheet that was folded once.
    vec![
        wave([0.0, down], [0.7, 0.4]),
        wave([across, 0.0], [0.8, 0.3]),
        wave([0.0, 0.3 * down], [1.6, 0.0]),
    ]
}

/// Holds the camera over a sheet so that `dpi` pixels are an inch in its middle, and all of it is in the picture. Returns
/// the map and the picture's width and height.
pub(super) fn hold(
    size_pt: [f64; 2],
    curl: Vec<Wave>,
    dpi: f64,
    random: &mut Random,
) -> (Map, [usize; 2]) {
    let corners = corners(size_pt, dpi, random);
    let barrel = random.uniform(-BARREL_MAX, BARREL_MAX);
    let curled = curl.iter().map(|wave| wave.amount[0].abs().max(wave.amount[1].abs()));
    let bent = barrel.abs() * libm::hypot(size_pt[0], size_pt[1]) / 2.0;
    let slack = curled.sum::<f64>() + bent;
    let mut margin = || (random.uniform(MARGIN_IN[0], MARGIN_IN[1]) + slack / 72.0) * dpi;
    let ends = [0, 1].map(|i| {
        let along = corners.map(|corner| corner[i]);
        let (low, high) = (
            along.iter().copied().fold(f64::MAX, f64::min),
            along.iter().copied().fold(f64::MIN, f64::max),
        );
        (low - margin(), high + margin())
    });
    let corners = corners.map(|[x, y]| [x - ends[0].0, y - ends[1].0]);
    let size = ends.map(|(low, high)| (high - low).round());
    let middle = size.map(|size| size / 2.0);
    let radius = (middle[0] * middle[0] + middle[1] * middle[1]).sqrt();
    let lens = Step::Lens { middle, radius, barrel };
    let steps = vec![lens, flatten(corners, size_pt), Step::Waves(curl)];
    (Map::new(size_pt, middle, steps), size.map(|size| size as usize))
}

/// Corners of the flat sheet as a lens without distortion sees them, about the middle of the picture.
fn corners([width, height]: [f64; 2], dpi: f64, random: &mut Random) -> [[f64; 2]; 4] {
    let [wider_below, higher_right] =
        [(); 2].map(|()| random.uniform(-KEYSTONE_MAX, KEYSTONE_MAX) / 2.0);
    let turn = random.uniform(-TURN_MAX, TURN_MAX);
    let (sin, cos) = (libm::sin(turn), libm::cos(turn));
    let half = [width, height].map(|size| size / 72.0 * dpi / 2.0);
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[right, below]| {
        let x = half[0] * right * (1.0 + wider_below * below);
        let y = half[1] * below * (1.0 + higher_right * right);
        [x * cos - y * sin, x * sin + y * cos]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of the sheet is in the picture, at about the resolution asked for, whatever the hand does.
    #[test]
    fn the_sheet_is_in_the_picture() {
        let size_pt = [612.0, 792.0];
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let curl = curl(size_pt, (seed % 4) as f64, &mut random);
            let (map, [width, height]) = hold(size_pt, curl, 150.0, &mut random);
            for corner in map.corners_px().expect("the whole sheet is before the camera") {
                assert!((0.0..width as f64).contains(&corner[0]), "seed {seed}: {corner:?}");
                assert!((0.0..height as f64).contains(&corner[1]), "seed {seed}: {corner:?}");
            }
            let middle =
                |x: f64, y: f64| map.picture_px([306.0 + x, 396.0 + y]).expect("it is there");
            let inch = (middle(36.0, 0.0)[0] - middle(-36.0, 0.0)[0])
                .hypot(middle(36.0, 0.0)[1] - middle(-36.0, 0.0)[1]);
            assert!((115.0..190.0).contains(&inch), "seed {seed}: {inch}");
        }
    }
}
