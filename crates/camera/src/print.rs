//! Toner on paper: what a page looks like when it was printed, before anybody looks at it.

use crate::Page;
use crate::filter::blur;
use crate::grey::Grey;
use crate::random::Random;

/// A sheet, or a screen, that optics look at.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// How much light each place gives: 0 is full ink, 255 bare paper; linear.
    pub(crate) grey: Grey,
    /// Pixels a point.
    pub(crate) scale: f64,
}

impl Sheet {
    /// Width and height in points.
    pub(crate) fn size_pt(&self) -> [f64; 2] {
        [self.grey.width as f64 / self.scale, self.grey.height as f64 / self.scale]
    }

    /// Blurs by what a sensor of `dpi` sees with one pixel, so that sampling it does not alias; `spread_px` is the blur that the
    /// sheet itself still lacks.
    pub(crate) fn soften(&mut self, dpi: f64, spread_px: f64) {
        /// A pixel's aperture as a Gaussian: a square of side 1 has σ = .29; optics that resolve no more than the sensor add a little.
        const APERTURE_PX: f64 = 0.35;
        let aperture = APERTURE_PX * self.scale * 72.0 / dpi;
        blur(&mut self.grey, (aperture * aperture + spread_px * spread_px).sqrt());
    }

    /// Light at a place in points, between its four neighbours; `None` off the sheet.
    pub(crate) fn at(&self, x_pt: f32, y_pt: f32) -> Option<f32> {
        let scale = self.scale as f32;
        let (x, y) = (x_pt * scale, y_pt * scale);
        let (width, height) = (self.grey.width, self.grey.height);
        if !(x >= 0.0 && y >= 0.0 && x < width as f32 && y < height as f32) {
            return None;
        }
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (left, top) = ((x as usize).min(width - 2), (y as usize).min(height - 2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let pixel =
            |dx: usize, dy: usize| f32::from(self.grey.pixels[(top + dy) * width + left + dx]);
        let upper = pixel(0, 0) + fx * (pixel(1, 0) - pixel(0, 0));
        let lower = pixel(0, 1) + fx * (pixel(1, 1) - pixel(0, 1));
        Some(upper + fy * (lower - upper))
    }
}

/// Prints a page, for a sensor of `dpi`: black toner or none, dot gain, ragged edges, specks and pinholes, spread. What was
/// grey becomes one or the other; there is no halftone.
pub(crate) fn print(page: &Page, dpi: f64, random: &mut Random) -> Sheet {
    /// Spread of a dot in inches: 38 to 80 µm, laser to ink on plain paper.
    const SPREAD_IN: [f64; 2] = [0.0015, 0.0031];
    /// Specks of toner a sheet, from none to a tired drum.
    const SPECKS_MAX: usize = 60;
    /// Pinholes a million pixels of the page.
    const PINHOLES_PER_MPX: f64 = 400.0;
    let mut grey = toner(page.grey, random);
    let specks = random.below(SPECKS_MAX);
    for _ in 0..specks {
        speck(&mut grey, random);
    }
    let area_mpx = grey.pixels.len() as f64 / 1e6;
    let pinholes = random.uniform(0.0, PINHOLES_PER_MPX * area_mpx) as usize;
    for _ in 0..pinholes {
        let at = random.below(grey.pixels.len());
        grey.pixels[at] = u8::MAX;
    }
    let mut sheet = Sheet { grey, scale: page.dpi / 72.0 };
    let spread = random.uniform(SPREAD_IN[0], SPREAD_IN[1]) * page.dpi;
    sheet.soften(dpi, spread);
    sheet
}

/// Toner where the page is darker than a threshold that wavers from dot to dot.
fn toner(page: &Grey, random: &mut Random) -> Grey {
    /// From a thin print to a bold one.
    const THRESHOLD: [f64; 2] = [95.0, 190.0];
    /// Wavering of the threshold: the edge of a stroke is ragged by up to a dot.
    const RAGGED: [f64; 2] = [15.0, 70.0];
    /// What an exhausted cartridge still reflects.
    const PALE_MAX: f64 = 20.0;
    let threshold = random.uniform(THRESHOLD[0], THRESHOLD[1]) as f32;
    let ragged = random.uniform(RAGGED[0], RAGGED[1]) as f32;
    let ink = random.uniform(0.0, PALE_MAX) as u8;
    let pixels = page.pixels.iter().map(|pixel| {
        let is_ink = match pixel {
            0 => true,
            &u8::MAX => false,
            pixel => f32::from(*pixel) < threshold + ragged * random.normal(),
        };
        if is_ink { ink } else { u8::MAX }
    });
    Grey { width: page.width, height: page.height, pixels: pixels.collect() }
}

/// A speck of toner of up to 3 dots across, somewhere.
fn speck(grey: &mut Grey, random: &mut Random) {
    let (x, y) = (random.below(grey.width), random.below(grey.height));
    let [width, height] = [(); 2].map(|()| 1 + random.below(3));
    for y in y..(y + height).min(grey.height) {
        let end = (x + width).min(grey.width);
        grey.pixels[y * grey.width + x..y * grey.width + end].fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper stays paper and ink becomes ink; a plain edge between them keeps its place to a quarter of a dot on average.
    #[test]
    fn print_keeps_places() {
        let mut grey = Grey::new(600, 600, 255);
        for row in grey.pixels.chunks_exact_mut(600) {
            row[200..400].fill(0);
        }
        let page = Page { grey: &grey, dpi: 600.0 };
        for seed in 0..8 {
            let sheet = print(&page, 150.0, &mut Random::new(seed));
            let row = sheet.grey.row(300);
            assert!(row[20] > 250 && row[300] < 60);
            let ink = |from: usize, to: usize| -> f64 {
                let darkness = |at: usize| 255.0 - f64::from(row[at]);
                (from..to).map(|at| at as f64 * darkness(at)).sum::<f64>()
                    / (from..to).map(darkness).sum::<f64>()
            };
            assert!((ink(150, 450) - 299.5).abs() < 0.25, "{}", ink(150, 450));
        }
    }

    /// Places off the sheet have no light of their own, and the last pixel is still on it.
    #[test]
    fn a_sheet_ends_at_its_edge() {
        let sheet = Sheet { grey: Grey::new(100, 50, 80), scale: 1.0 };
        assert_eq!(sheet.at(99.9, 49.9), Some(80.0));
        assert_eq!(sheet.at(0.0, 0.0), Some(80.0));
        for (x, y) in [(-0.1, 10.0), (100.0, 10.0), (10.0, 50.0), (f32::NAN, 10.0)] {
            assert_eq!(sheet.at(x, y), None);
        }
    }
}
