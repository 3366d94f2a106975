//! From linear light to the grey values of a file.

use crate::filter::Plane;
use crate::grey::Grey;

/// How a device writes light down: what is black, what is white, and the curve between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tone {
    /// Light at which grey 0 begins.
    pub(crate) black: f64,
    /// Light at which grey 255 is reached.
    pub(crate) white: f64,
    /// Exponent of the screen that the picture is meant for.
    pub(crate) gamma: f64,
}

impl Tone {
    /// Writes light down, with `noise` in grey values added to each pixel.
    pub(crate) fn write(&self, light: &Plane, mut noise: impl FnMut() -> f32) -> Grey {
        /// Finer than the noise of any device here.
        const LEVELS: usize = 4096;
        let curve: Vec<f32> = (0..=LEVELS)
            .map(|level| (255.0 * libm::pow(level as f64 / LEVELS as f64, 1.0 / self.gamma)) as f32)
            .collect();
        let scale = (LEVELS as f64 / (self.white - self.black)) as f32;
        let black = self.black as f32;
        let write = |value: &f32| {
            let level = ((value - black) * scale).clamp(0.0, LEVELS as f32);
            (curve[level as usize] + noise() + 0.5) as u8
        };
        let pixels = light.values.iter().map(write).collect();
        Grey { width: light.width, height: light.height, pixels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Black, white and what lies beyond them; half the light is grey 186 to 188 on a usual screen.
    #[test]
    fn tones_are_written_as_screens_show_them() {
        let values = vec![-1.0, 0.1, 0.5, 0.9, 7.0];
        let tone = Tone { black: 0.1, white: 0.9, gamma: 2.2 };
        let grey = tone.write(&Plane { width: 5, height: 1, values }, || 0.0);
        assert!(matches!(grey.pixels[..], [0, 0, 186..=188, 255, 255]), "{:?}", grey.pixels);
    }
}
