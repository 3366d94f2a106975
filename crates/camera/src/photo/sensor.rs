//! Noise, tone and sharpening: from light to the picture that a telephone keeps.

use crate::filter::Plane;
use crate::grey::Grey;
use crate::random::Random;
use crate::tone::Tone;

/// Develops what fell on the sensor; `paper` is the light of bare paper under even light.
pub(super) fn develop(mut light: Plane, paper: f64, random: &mut Random) -> Grey {
    expose(&mut light, paper, random);
    add_noise(&mut light, random);
    sharpen(&mut light, random);
    let tone =
        Tone { black: random.uniform(-0.005, 0.06), white: 1.0, gamma: random.uniform(1.7, 2.4) };
    tone.write(&light, || 0.0)
}

/// Scales light so that most paper becomes light grey: the meter sees the picture's own brighter part.
fn expose(light: &mut Plane, paper: f64, random: &mut Random) {
    let mut sample: Vec<f32> = light.values.iter().step_by(997).copied().collect();
    sample.sort_by(f32::total_cmp);
    let bright = f64::from(sample[sample.len() * 9 / 10]).max(0.05 * paper);
    let scale = (random.uniform(0.5, 0.98) / bright) as f32;
    light.values.iter_mut().for_each(|value| *value *= scale);
}

/// Shot and read noise, and the smoothing by which telephones hide it.
fn add_noise(light: &mut Plane, random: &mut Random) {
    /// Standard deviations of the noise at full light, and in the dark: from daylight to a dim room.
    const SHOT: [f64; 2] = [0.01, 0.06];
    const READ: [f64; 2] = [0.002, 0.012];
    /// What a smoothing by .6 px leaves of the noise of single pixels.
    const LEFT: f32 = 0.47;
    let shot = random.uniform(SHOT[0], SHOT[1]) as f32 / LEFT;
    let read = random.uniform(READ[0], READ[1]) as f32 / LEFT;
    let mut noise = Plane::new(light.width, light.height);
    noise.values.fill_with(|| random.normal());
    noise.blur(0.6);
    for (value, noise) in light.values.iter_mut().zip(&noise.values) {
        *value += noise * (read * read + shot * shot * value.max(0.0)).sqrt();
    }
}

/// An unsharp mask: what telephones do to text, with its pale seams.
fn sharpen(light: &mut Plane, random: &mut Random) {
    let amount = random.uniform(0.0, 0.7) as f32;
    let mut soft = light.clone();
    soft.blur(1.1);
    for (value, soft) in light.values.iter_mut().zip(&soft.values) {
        *value += amount * (*value - soft);
    }
}
