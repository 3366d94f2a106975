//! What lies around a sheet: a plain top, wood, cloth; or what a screen shows beside the page.

use crate::random::Random;
use crate::texture::Texture;

/// What is seen where the sheet is not.
pub(crate) struct Desk {
    /// Light that it sends back on average.
    level: f32,
    texture: Option<Texture>,
    /// Darkness of the shadow right beside the sheet.
    contact: f32,
}

impl Desk {
    /// A desk: dark or middling, plain, wooden or covered.
    pub(super) fn draw(random: &mut Random) -> Desk {
        let level = random.uniform(0.03, 0.35) as f32;
        let texture = match random.below(3) {
            0 => Texture::cloth(random.uniform(0.02, 0.08), random),
            1 => Texture::wood(random.uniform(0.1, 0.3), random),
            _ => Texture::cloth(random.uniform(0.1, 0.35), random),
        };
        let contact = random.uniform(0.0, 0.7) as f32;
        Desk { level, texture: Some(texture), contact }
    }

    /// The window that a page is shown in: flat, from black to light grey.
    pub(crate) fn window(random: &mut Random) -> Desk {
        Desk { level: random.uniform(0.02, 0.5) as f32, texture: None, contact: 0.0 }
    }

    /// Light at a pixel, `off_pt` points beside the sheet.
    pub(super) fn at(&self, x: f32, y: f32, off_pt: f32) -> f32 {
        /// Width of the shadow of a sheet that lifts a little.
        const CONTACT_PT: f32 = 5.0;
        let texture = self.texture.as_ref().map_or(0.0, |texture| texture.at(x, y));
        let near = CONTACT_PT / (CONTACT_PT + off_pt);
        (self.level * (1.0 + texture) * (1.0 - self.contact * near * near)).max(0.005)
    }
}
