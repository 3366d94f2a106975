//! A grey picture of one page or several.

/// A grey picture, row by row; 0 is black. It has at least one pixel and is dark on light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    /// A picture from its pixels. `None` if their number is not `width`·`height`, or nothing, or more than
    /// [`crate::MAX_PIXELS`].
    pub fn from_grey(width: usize, height: usize, grey: Vec<u8>) -> Option<Self> {
        let pixels = width.checked_mul(height)?;
        (pixels == grey.len() && pixels > 0 && pixels <= crate::MAX_PIXELS).then_some(Self {
            width,
            height,
            grey,
        })
    }

    /// Pixels a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The pixels.
    pub fn grey(&self) -> &[u8] {
        &self.grey
    }

    /// The picture turned clockwise by quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if quarters.is_multiple_of(2) { (w, h) } else { (h, w) };
        let source = |x: usize, y: usize| match quarters % 4 {
            0 => (x, y),
            1 => (y, h - 1 - x),
            2 => (w - 1 - x, h - 1 - y),
            _ => (w - 1 - y, x),
        };
        let mut grey = Vec::with_capacity(w * h);
        for y in 0..height {
            grey.extend((0..width).map(|x| {
                let (u, v) = source(x, y);
                self.grey[v * w + u]
            }));
        }
        Self { width, height, grey }
    }

    /// The picture as a mirror shows it, left for right.
    #[must_use]
    pub(crate) fn mirrored(mut self) -> Self {
        for row in self.grey.chunks_exact_mut(self.width) {
            row.reverse();
        }
        self
    }
}

/// Turns light writing on dark over. What counts is the writing, not the desk around it: wherever there is contrast, there is
/// more paper than ink.
pub(crate) fn dark_on_light(grey: &mut [u8], width: usize) {
    /// Grey levels between ink and paper.
    const CONTRAST: u8 = 60;
    /// Fewer places are no writing.
    const MIN_PLACES: usize = 12;
    if width == 0 || grey.is_empty() {
        return;
    }
    let height = grey.len() / width;
    // About a line of text in a picture of a page.
    let side = (width.max(height) / 64).clamp(12, 128);
    let (mut light, mut dark) = (0, 0);
    for top in (0..height).step_by(side) {
        for left in (0..width).step_by(side) {
            let right = (left + side).min(width);
            let rows =
                (top..(top + side).min(height)).map(|y| &grey[y * width + left..y * width + right]);
            let (mut low, mut high, mut sum, mut count) = (u8::MAX, 0, 0, 0);
            for &value in rows.flatten() {
                low = low.min(value);
                high = high.max(value);
                sum += usize::from(value);
                count += 1;
            }
            if high.saturating_sub(low) >= CONTRAST {
                let paper_is_light = 2 * sum >= count * (usize::from(low) + usize::from(high));
                *(if paper_is_light { &mut light } else { &mut dark }) += 1;
            }
        }
    }
    if light + dark >= MIN_PLACES && 2 * dark > 3 * light {
        for value in grey {
            *value = u8::MAX - *value;
        }
    }
}
