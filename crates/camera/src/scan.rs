//! Scanners: a sheet on glass or through a feeder, as grey, black and white, or fax.

use crate::filter::Plane;
use crate::grey::{Codec, Grey};
use crate::grid::Grid;
use crate::map::{Map, Step, Wave};
use crate::print::{Sheet, print};
use crate::random::Random;
use crate::texture::Texture;
use crate::tone::Tone;
use crate::{Finish, Page, Shot};
use std::f64::consts::PI;

/// Largest skew, in radians: 2°.
const SKEW_MAX: f64 = 2.0 * PI / 180.0;
/// Largest error of scale, each way on its own: printers fit pages to trays, feeders stretch.
const SCALE_MAX: f64 = 0.02;
/// Largest shift of the sheet, in points.
const SHIFT_MAX_PT: f64 = 7.0;
/// Resolutions of a fax across and down (ITU-T T.4: 8 dots and 3.85 lines a millimetre).
const FAX_DPI: [f64; 2] = [204.0, 98.0];

/// Prints and scans a page.
pub(crate) fn scan(
    page: &Page,
    dpi: f64,
    finish: Finish,
    codec: Codec,
    random: &mut Random,
) -> Shot {
    let resolution = if finish == Finish::Fax { FAX_DPI } else { [dpi; 2] };
    let sheet = print(page, resolution[0], random);
    let size_px =
        [0, 1].map(|i| (sheet.size_pt()[i] * resolution[i] / 72.0).round().max(1.0) as usize);
    let map = lay(sheet.size_pt(), resolution, size_px, random);
    let mut picture = see(&sheet, &map, size_px, random);
    match finish {
        Finish::Grey => {}
        Finish::Bilevel | Finish::Fax => threshold(&mut picture, random),
        Finish::Dithered => dither(&mut picture),
    }
    if finish == Finish::Fax {
        let map = map.behind([1.0, 0.0, 0.0, 0.0, 0.5, 0.0]);
        return Shot::new(lose_rows(&picture, random), codec, map);
    }
    Shot::new(picture, codec, map)
}

/// Copies a page in black and white at 300 dpi, prints that, and scans it in grey at `dpi`.
pub(crate) fn second_copy(page: &Page, dpi: f64, random: &mut Random) -> Shot {
    const COPIER_DPI: f64 = 300.0;
    /// The copier's printer has 600 dpi.
    const PRINTED_TWICE: usize = 2;
    let first = scan(page, COPIER_DPI, Finish::Bilevel, Codec::Png, random);
    let doubled = repeat(&first.picture, [PRINTED_TWICE; 2]);
    let copy = Page { grey: &doubled, dpi: COPIER_DPI * PRINTED_TWICE as f64 };
    let codec = Codec::Jpeg(random.uniform(50.0, 91.0) as u8);
    let mut shot = scan(&copy, dpi, Finish::Grey, codec, random);
    shot.maps = shot
        .maps
        .into_iter()
        .zip(first.maps)
        .map(|(second, first)| second.after(first, COPIER_DPI))
        .collect();
    shot
}

/// How the sheet lies, and how it is fed.
fn lay(size_pt: [f64; 2], dpi: [f64; 2], size_px: [usize; 2], random: &mut Random) -> Map {
    let angle = random.uniform(-SKEW_MAX, SKEW_MAX);
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    let scale = dpi.map(|dpi| 72.0 / (dpi * (1.0 + random.uniform(-SCALE_MAX, SCALE_MAX))));
    let shift = [(); 2].map(|()| random.uniform(-SHIFT_MAX_PT, SHIFT_MAX_PT));
    let middle_px = size_px.map(|size| size as f64 / 2.0);
    // Pixels to points first: the two resolutions of a fax differ, and a sheet is turned on the glass, not in the picture.
    let points = Step::Affine([
        scale[0],
        0.0,
        -middle_px[0] * scale[0],
        0.0,
        scale[1],
        -middle_px[1] * scale[1],
    ]);
    let turn = [cos, sin, size_pt[0] / 2.0 + shift[0], -sin, cos, size_pt[1] / 2.0 + shift[1]];
    let steps = vec![points, Step::Affine(turn), Step::Waves(wobble(random))];
    Map::new(size_pt, middle_px, steps)
}

/// A feeder's rollers are not round: y wavers by up to .4 pt, and x a little.
fn wobble(random: &mut Random) -> Vec<Wave> {
    let mut wave = |along: [f64; 2], longest_pt: f64, shortest_pt: f64| {
        let amount = along.map(|most| random.uniform(0.0, most));
        let frequency = [0.0, 1.0 / random.uniform(shortest_pt, longest_pt)];
        Wave { amount, frequency, phase: random.uniform(0.0, 1.0) }
    };
    vec![wave([0.1, 0.4], 250.0, 80.0), wave([0.05, 0.12], 80.0, 35.0)]
}

/// What the sensor sees of the sheet: lens, lamp, tone, noise, and what is dirty.
fn see(sheet: &Sheet, map: &Map, [width, height]: [usize; 2], random: &mut Random) -> Grey {
    /// Blur of the lens in pixels, in focus and with the sheet off the glass.
    const LENS_PX: [f64; 2] = [0.35, 0.85];
    /// How much of the light the ink and the paper send back.
    const INK: [f64; 2] = [0.02, 0.07];
    const PAPER: f64 = 0.85;
    let lid =
        if random.happens(0.75) { random.uniform(0.75, 0.95) } else { random.uniform(0.03, 0.2) }
            as f32;
    let ink = random.uniform(INK[0], INK[1]) as f32;
    let grain = Texture::paper(random);
    let lamp = lamp(width, random);
    let grid = Grid::new(width, height, |point| map.page_pt(point));
    let mut light = Plane::new(width, height);
    for (y, row) in light.values.chunks_exact_mut(width).enumerate() {
        for ((value, [x_pt, y_pt]), lamp) in row.iter_mut().zip(grid.row(y, width)).zip(&lamp) {
            let seen = sheet.at(x_pt, y_pt).map_or(lid, |share| {
                (ink + (PAPER as f32 - ink) * share / 255.0) * (1.0 + grain.at(x_pt, y_pt))
            });
            *value = seen * lamp;
        }
    }
    light.blur(random.uniform(LENS_PX[0], LENS_PX[1]));
    let tone = Tone {
        black: random.uniform(0.0, 0.04),
        white: PAPER * random.uniform(0.94, 1.25),
        gamma: random.uniform(1.6, 2.4),
    };
    let noise = random.uniform(1.5, 8.0) as f32;
    tone.write(&light, || noise * random.normal())
}

/// Brightness of each column: a lamp darker at its ends, and lines of dirt on a feeder's glass.
fn lamp(width: usize, random: &mut Random) -> Vec<f32> {
    let (middle, bend) = (random.uniform(0.3, 0.7), random.uniform(0.0, 0.25));
    let column = |x: usize| {
        let off = x as f64 / width as f64 - middle;
        (1.0 - bend * off * off) as f32
    };
    let mut lamp: Vec<f32> = (0..width).map(column).collect();
    if random.happens(0.3) {
        for _ in 0..=random.below(2) {
            lamp[random.below(width)] *= random.uniform(0.4, 0.9) as f32;
        }
    }
    lamp
}

/// Black or white, as copiers set themselves: between the grey of the paper and that of the ink, thinner or heavier.
fn threshold(picture: &mut Grey, random: &mut Random) {
    /// Where, on the way from ink to paper. In grey values thin strokes are nearer to the paper.
    const BETWEEN: [f64; 2] = [0.45, 0.85];
    let mut counts = [0_usize; 256];
    picture.pixels.iter().for_each(|pixel| counts[usize::from(*pixel)] += 1);
    let grey_of_share = |share: f64| {
        let wanted = share * picture.pixels.len() as f64;
        let mut below = 0;
        let grey = counts.iter().position(|count| {
            below += count;
            below as f64 > wanted
        });
        grey.unwrap_or(255) as f64
    };
    // A page of text is covered to some 5 %; its strokes are darkest in their middle.
    let (ink, paper) = (grey_of_share(0.01), grey_of_share(0.5));
    let threshold = (ink + (paper - ink) * random.uniform(BETWEEN[0], BETWEEN[1])) as u8;
    for pixel in &mut picture.pixels {
        *pixel = if *pixel > threshold { u8::MAX } else { 0 };
    }
}

/// Error diffusion of Floyd and Steinberg (Proc. SID 17, 1976), row by row from the left.
fn dither(picture: &mut Grey) {
    let width = picture.width;
    // A column more at each end, so that errors fall off the picture.
    let mut below = vec![0.0_f32; width + 2];
    for row in picture.pixels.chunks_exact_mut(width) {
        let mut here = std::mem::replace(&mut below, vec![0.0; width + 2]);
        for (x, pixel) in row.iter_mut().enumerate() {
            let wanted = f32::from(*pixel) + here[x + 1];
            *pixel = if wanted > 127.5 { u8::MAX } else { 0 };
            let error = (wanted - f32::from(*pixel)) / 16.0;
            here[x + 2] += 7.0 * error;
            below[x] += 3.0 * error;
            below[x + 1] += 5.0 * error;
            below[x + 2] += error;
        }
    }
}

/// A fax as programs show it: each row twice, and rows that the line lost as the ones before them.
fn lose_rows(picture: &Grey, random: &mut Random) -> Grey {
    let chance = random.uniform(0.0, 0.01);
    let mut kept = 0;
    let mut pixels = Vec::with_capacity(picture.pixels.len() * 2);
    for y in 0..picture.height {
        if !random.happens(chance) {
            kept = y;
        }
        for _ in 0..2 {
            pixels.extend_from_slice(picture.row(kept));
        }
    }
    Grey { width: picture.width, height: picture.height * 2, pixels }
}

/// Each pixel `times` across and down.
pub(crate) fn repeat(picture: &Grey, times: [usize; 2]) -> Grey {
    let [width, height] = [picture.width * times[0], picture.height * times[1]];
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..picture.height {
        let row: Vec<u8> =
            picture.row(y).iter().flat_map(|pixel| std::iter::repeat_n(*pixel, times[0])).collect();
        for _ in 0..times[1] {
            pixels.extend_from_slice(&row);
        }
    }
    Grey { width, height, pixels }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Diffusion keeps the mean grey, which is what it is for.
    #[test]
    fn dithering_keeps_the_mean() {
        for value in [30, 128, 200] {
            let mut picture = Grey::new(200, 200, value);
            dither(&mut picture);
            assert!(picture.pixels.iter().all(|pixel| [0, 255].contains(pixel)));
            let mean = picture.pixels.iter().map(|p| f64::from(*p)).sum::<f64>() / 4e4;
            assert!((mean - f64::from(value)).abs() < 2.0, "{mean}");
        }
    }
}
