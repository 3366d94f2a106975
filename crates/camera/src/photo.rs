//! Cameras: a sheet or a screen, seen by hand.
//!
//! | what | file |
//! |---|---|
//! | where the camera stands, what the lens bends, how the sheet curls | `pose.rs` |
//! | light, shadow, vignette, reflections | `light.rs` |
//! | what lies around the sheet | `desk.rs` |
//! | noise, tone and sharpening | `sensor.rs` |

mod desk;
mod light;
mod pose;
mod sensor;

pub(crate) use desk::Desk;
pub(crate) use light::Light;

use crate::filter::Plane;
use crate::grey::Codec;
use crate::grid::Grid;
use crate::print::{Sheet, print};
use crate::random::Random;
use crate::texture::Texture;
use crate::{Page, Shot};

/// What a camera is held over.
pub(crate) struct Scene {
    /// The sheet or screen, softened for the camera.
    pub(crate) sheet: Sheet,
    /// Light that ink (or a dark dot of a screen) gives, and paper.
    pub(crate) range: [f64; 2],
    /// Grain of the sheet, if it has any.
    pub(crate) grain: Option<Texture>,
    /// What lies around it.
    pub(crate) desk: Desk,
}

/// Prints a page and photographs it on a desk.
pub(crate) fn photo(page: &Page, dpi: f64, jpeg: u8, curl: f64, random: &mut Random) -> Shot {
    let scene = Scene {
        sheet: print(page, dpi, random),
        range: [random.uniform(0.02, 0.07), random.uniform(0.75, 0.9)],
        grain: Some(Texture::paper(random)),
        desk: Desk::draw(random),
    };
    let curl = pose::curl(scene.sheet.size_pt(), curl, random);
    let light = Light::on_paper(&curl, random);
    expose(&scene, curl, &light, dpi, Codec::Jpeg(jpeg), random)
}

/// Takes the picture of a scene.
pub(crate) fn expose(
    scene: &Scene,
    curl: Vec<crate::map::Wave>,
    light: &Light,
    dpi: f64,
    codec: Codec,
    random: &mut Random,
) -> Shot {
    /// Defocus in pixels, and how far a hand moves either way while the shutter is open.
    const DEFOCUS_PX: [f64; 2] = [0.6, 1.35];
    const SHAKE_PX: f64 = 1.3;
    let (map, [width, height]) = pose::hold(scene.sheet.size_pt(), curl, dpi, random);
    let mut seen = project(scene, &map, light, [width, height]);
    seen.blur(random.uniform(DEFOCUS_PX[0], DEFOCUS_PX[1]));
    if random.happens(0.5) {
        seen.smear([(); 2].map(|()| random.uniform(-SHAKE_PX, SHAKE_PX)));
    }
    Shot::new(sensor::develop(seen, scene.range[1], random), codec, map)
}

/// Light that falls on each pixel, before the lens blurs it.
fn project(scene: &Scene, map: &crate::Map, light: &Light, [width, height]: [usize; 2]) -> Plane {
    let size = [width as f64, height as f64];
    let grid = Grid::new(width, height, |point| {
        let page = map.page_pt(point);
        let [gain, glare] = light.at([point[0] / size[0], point[1] / size[1]], page);
        [page[0], page[1], gain, glare]
    });
    let [ink, paper] = scene.range.map(|value| value as f32);
    let [sheet_width, sheet_height] = scene.sheet.size_pt().map(|size| size as f32);
    let mut plane = Plane::new(width, height);
    for (y, row) in plane.values.chunks_exact_mut(width).enumerate() {
        for (x, (value, [x_pt, y_pt, gain, glare])) in
            row.iter_mut().zip(grid.row(y, width)).enumerate()
        {
            let reflected = if let Some(share) = scene.sheet.at(x_pt, y_pt) {
                let grain = scene.grain.as_ref().map_or(0.0, |grain| grain.at(x_pt, y_pt));
                (ink + (paper - ink) * share / 255.0) * (1.0 + grain)
            } else {
                let off_x = (-x_pt).max(x_pt - sheet_width).max(0.0);
                let off_y = (-y_pt).max(y_pt - sheet_height).max(0.0);
                scene.desk.at(x as f32, y as f32, off_x.max(off_y))
            };
            *value = reflected * gain + glare;
        }
    }
    plane
}
