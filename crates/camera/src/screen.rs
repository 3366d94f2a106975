//! Screens: what a program draws, and what a camera sees of it.

use crate::filter::reduce;
use crate::grey::{Codec, Grey};
use crate::map::{Map, Step};
use crate::photo::{Desk, Light, Scene, expose};
use crate::print::Sheet;
use crate::random::Random;
use crate::scan::repeat;
use crate::{Page, Shot};

/// The page as a program draws it: every pixel the mean of its area.
pub(crate) fn screenshot(page: &Page, dpi: f64) -> Shot {
    let (picture, map) = draw(page, dpi);
    Shot::new(picture, Codec::Png, map)
}

fn draw(page: &Page, dpi: f64) -> (Grey, Map) {
    let size_pt = page.size_pt();
    let [width, height] = size_pt.map(|size| (size * dpi / 72.0).round().max(1.0) as usize);
    let picture = reduce(page.grey, width, height);
    let scale = [size_pt[0] / width as f64, size_pt[1] / height as f64];
    let step = Step::Affine([scale[0], 0.0, 0.0, 0.0, scale[1], 0.0]);
    (picture, Map::new(size_pt, [width as f64 / 2.0, height as f64 / 2.0], vec![step]))
}

/// The page on a screen, photographed.
pub(crate) fn photo(page: &Page, dpi: f64, random: &mut Random) -> Shot {
    /// Pixels an inch of the page on screen: from a page shown whole to one enlarged.
    const SCREEN_DPI: [f64; 2] = [95.0, 150.0];
    let (shown, _) = draw(page, random.uniform(SCREEN_DPI[0], SCREEN_DPI[1]).round());
    let mut sheet = light_up(&shown, page.size_pt()[0], random);
    sheet.soften(dpi, 0.0);
    let black = random.uniform(0.002, 0.03);
    let scene = Scene { sheet, range: [black, 0.9], grain: None, desk: Desk::window(random) };
    let light = Light::on_screen(random);
    let codec = Codec::Jpeg(random.uniform(50.0, 91.0) as u8);
    expose(&scene, Vec::new(), &light, dpi, codec, random)
}

/// The screen's dots as light: each pixel is a cell of 5 × 5 with its red, green and blue stripe and the grid between them.
fn light_up(shown: &Grey, width_pt: f64, random: &mut Random) -> Sheet {
    const CELL: usize = 5;
    /// Luminance of the stripes (ITU-R BT.709), widened so that a cell's mean is what its brightest column allows.
    const STRIPES: [f64; CELL] = [0.30, 1.0, 1.0, 0.10, 0.0];
    /// How dark the grid is: an old office screen against a fine one.
    const DEPTH: [f64; 2] = [0.25, 0.8];
    let depth = random.uniform(DEPTH[0], DEPTH[1]);
    let share = |x: usize, y: usize| {
        let stripe = if y == CELL - 1 { 0.0 } else { STRIPES[x] };
        1.0 - depth * (1.0 - stripe)
    };
    let linear: Vec<f64> = (0..=255).map(|grey| libm::pow(f64::from(grey) / 255.0, 2.2)).collect();
    let mut grey = repeat(shown, [CELL, CELL]);
    for (y, row) in grey.pixels.chunks_exact_mut(shown.width * CELL).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = (255.0 * linear[usize::from(*pixel)] * share(x % CELL, y % CELL)) as u8;
        }
    }
    let scale = grey.width as f64 / width_pt;
    Sheet { grey, scale }
}
