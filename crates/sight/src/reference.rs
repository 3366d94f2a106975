//! A reference page made ready for comparing: 300 pixels an inch, and where the ink of each word is.

use crate::filter::{Plane, blur, resample};
use crate::homography::Point;
use document::page::{PageMap, PageWord, ReferencePage};

/// Pixels for a point of the page, everywhere that words are compared.
pub(crate) const PX: f64 = 300.0 / 72.0;
/// Pixels of paper around the ink of a word that are compared too.
const RIM_PX: usize = 2;

/// A reference page ready for comparing.
pub(crate) struct Reference<'a> {
    pub(crate) map: &'a PageMap,
    pub(crate) ink: Plane,
    /// Box of each word's ink with its rim, in pixels; `None` for a word without ink.
    pub(crate) boxes: Vec<Option<InkBox>>,
}

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InkBox {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl InkBox {
    /// Its upper left corner, in points.
    pub(crate) fn corner(&self) -> Point {
        [self.left as f64 / PX, self.top as f64 / PX]
    }

    /// Its middle, in points.
    pub(crate) fn middle(&self) -> Point {
        let [x, y] = self.corner();
        [x + self.width as f64 / PX / 2.0, y + self.height as f64 / PX / 2.0]
    }

    /// Its ink without the rim: left, top, right and bottom in points.
    pub(crate) fn ink(&self) -> [f64; 4] {
        let [x, y] = self.corner();
        let rim = RIM_PX as f64 / PX;
        [x + rim, y + rim, x + self.width as f64 / PX - rim, y + self.height as f64 / PX - rim]
    }
}

impl<'a> Reference<'a> {
    /// `None` for a page whose picture is not one, or that has no words.
    pub(crate) fn new(page: &'a ReferencePage) -> Option<Self> {
        let raster = &page.raster;
        let sane = raster.width > 0
            && raster.height > 0
            && raster.width.checked_mul(raster.height) == Some(raster.grey.len())
            && (100.0..=2400.0).contains(&raster.dpi)
            && [page.map.width, page.map.height].iter().all(|v| (36.0..=4000.0).contains(v));
        if !sane {
            return None;
        }
        let ink = resample(&raster.grey, raster.width, raster.height, raster.dpi / 300.0);
        let boxes: Vec<_> = page.map.words.iter().map(|word| ink_box(&ink, word)).collect();
        boxes.iter().any(Option::is_some).then_some(Self { map: &page.map, ink, boxes })
    }

    /// Width and height in points.
    pub(crate) fn size(&self) -> Point {
        [self.map.width, self.map.height]
    }

    /// Corners in points, clockwise from the upper left.
    pub(crate) fn corners(&self) -> [Point; 4] {
        let [w, h] = self.size();
        [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]]
    }

    /// A word as it looks through a blur.
    pub(crate) fn word(&self, area: InkBox, kernel: &[f32]) -> Plane {
        let reach = kernel.len() - 1;
        let wide = self.cut(area, reach);
        let blurred = blur(&wide, kernel);
        let mut out = Plane::new(area.width, area.height);
        for y in 0..area.height {
            let row = &blurred.row(y + reach)[reach..][..area.width];
            out.data[y * area.width..][..area.width].copy_from_slice(row);
        }
        out
    }

    /// The page around a rectangle, with `margin` pixels more on each side; white beyond the page.
    fn cut(&self, area: InkBox, margin: usize) -> Plane {
        let mut out = Plane::new(area.width + 2 * margin, area.height + 2 * margin);
        let width = out.width;
        for (y, to) in out.data.chunks_exact_mut(width).enumerate() {
            to.fill(255.0);
            let Some(from_y) = (area.top + y).checked_sub(margin).filter(|y| *y < self.ink.height)
            else {
                continue;
            };
            let skipped = margin.saturating_sub(area.left);
            let from_x = (area.left + skipped) - margin;
            let row = self.ink.row(from_y);
            if from_x < row.len() {
                for (to, &v) in to[skipped..].iter_mut().zip(&row[from_x..]) {
                    *to = v;
                }
            }
        }
        out
    }
}

fn ink_box(ink: &Plane, word: &PageWord) -> Option<InkBox> {
    /// Ink is darker than this.
    const INK: f32 = 140.0;
    /// Italics and kerning reach past the advance box by a little, in points; less than half a narrow gap.
    const OVERHANG_PT: f64 = 0.5;
    let limit = |v: f64, length: usize| (v * PX).clamp(0.0, length as f64) as usize;
    let (left, right) =
        (limit(word.left - OVERHANG_PT, ink.width), limit(word.right + OVERHANG_PT, ink.width));
    let (top, bottom) = (
        limit(word.baseline - word.size, ink.height),
        limit(word.baseline + 0.35 * word.size, ink.height),
    );
    let mut found: Option<[usize; 4]> = None;
    for y in top..bottom {
        for (x, &v) in ink.row(y).iter().enumerate().take(right).skip(left) {
            if v < INK {
                let [l, t, r, b] = found.unwrap_or([x, y, x, y]);
                found = Some([l.min(x), t.min(y), r.max(x), b.max(y)]);
            }
        }
    }
    let [l, t, r, b] = found?;
    let (left, top) = (l.saturating_sub(RIM_PX), t.saturating_sub(RIM_PX));
    Some(InkBox { left, top, width: r + RIM_PX + 1 - left, height: b + RIM_PX + 1 - top })
}
