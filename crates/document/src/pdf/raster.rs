//! A page as a grey picture, for pages whose text cannot be believed.

use super::{PdfError, open};
use crate::page::Raster;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::{InterpreterSettings, RenderContent};

/// Most pixels of a picture of a page: the limit for pictures.
pub const PIXELS_MAX: usize = 64_000_000;
/// Most pixels a side, which the renderer counts in 16 bits.
const SIDE_MAX: f64 = 65_535.0;

/// Draws a page, as the file shows it and without annotations, at `dpi` pixels an inch.
pub fn raster(bytes: &[u8], page: usize, dpi: f64) -> Result<Raster, PdfError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let Some(shown) = pages.get(page) else {
        return Err(PdfError::NoSuchPage { page, pages: pages.len() });
    };
    let mut content = super::cost::Budget::new(super::Limits::default().content_bytes);
    content.spend_page(shown).ok_or(PdfError::TooIntricate { page })?;
    let (width_pt, height_pt) = shown.render_dimensions();
    let (width, height) = (f64::from(width_pt) * dpi / 72.0, f64::from(height_pt) * dpi / 72.0);
    let fits = width <= SIDE_MAX && height <= SIDE_MAX && width * height <= PIXELS_MAX as f64;
    if !(fits && width >= 1.0 && height >= 1.0) {
        let (width_pt, height_pt) = (f64::from(width_pt), f64::from(height_pt));
        return Err(PdfError::PageTooLarge { page, width_pt, height_pt });
    }
    // A hair more, or the last row and column are lost to rounding.
    let scale = ((dpi / 72.0) as f32).next_up();
    let content = InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    // Both hinting and cached glyphs are set on whole pixels: they would move what is to be measured.
    let exact = RenderSettings { hinting: false, glyph_caching: false, ..Default::default() };
    let sheet = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(shown, &RenderCache::new(), &content, &exact, &sheet);
    let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
    let grey = drawn.data().iter().map(|p| luma(p.r, p.g, p.b)).collect();
    Ok(Raster { width, height, dpi, grey })
}

/// Luminance by ITU-R BT.601, as reference pages have it.
fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b) + 500) / 1000) as u8
}
