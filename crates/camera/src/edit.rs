//! What people do to pictures before they pass them on: cut, turn, join, send; and pages averaged by several who compare.

use crate::filter::reduce;
use crate::grey::{Codec, Grey};
use crate::{Page, Shot};

/// Cuts out the part of the picture that shows a rectangle of its first page: [left, top, right, bottom] in points. Saved as
/// the picture was, a JPEG once more. `None` where the rectangle is not in the picture.
pub fn crop(shot: &Shot, rectangle_pt: [f64; 4]) -> Option<Shot> {
    let [left, top, right, bottom] = rectangle_pt;
    let map = shot.maps.first()?;
    let mut ends = [[f64::MAX, f64::MAX], [f64::MIN, f64::MIN]];
    for corner in [[left, top], [right, top], [right, bottom], [left, bottom]] {
        let corner = map.picture_px(corner)?;
        for i in 0..2 {
            ends[0][i] = ends[0][i].min(corner[i]);
            ends[1][i] = ends[1][i].max(corner[i]);
        }
    }
    let inside = |value: f64, end: usize| value.round().clamp(0.0, end as f64) as usize;
    let [x, y] = [inside(ends[0][0], shot.picture.width), inside(ends[0][1], shot.picture.height)];
    let [end_x, end_y] =
        [inside(ends[1][0], shot.picture.width), inside(ends[1][1], shot.picture.height)];
    if x >= end_x || y >= end_y {
        return None;
    }
    let rows = (y..end_y).flat_map(|row| &shot.picture.row(row)[x..end_x]);
    let picture = Grey { width: end_x - x, height: end_y - y, pixels: rows.copied().collect() };
    Some(shot.edited(picture, [1.0, 0.0, x as f64, 0.0, 1.0, y as f64]))
}

/// The picture turned clockwise by `quarters` of a turn, as by a camera held on its side.
pub fn turned(shot: &Shot, quarters: u8) -> Shot {
    let Grey { width, height, pixels } = &shot.picture;
    let (w, h) = (*width as f64, *height as f64);
    // Where a pixel of the new picture was in the former.
    let back = match quarters % 4 {
        0 => return shot.clone(),
        1 => [0.0, 1.0, 0.0, -1.0, 0.0, h],
        2 => [-1.0, 0.0, w, 0.0, -1.0, h],
        _ => [0.0, -1.0, w, 1.0, 0.0, 0.0],
    };
    let (new_width, new_height) =
        if quarters % 2 == 1 { (*height, *width) } else { (*width, *height) };
    let places = (0..new_width * new_height).map(|at| {
        let (x, y) = (at % new_width, at / new_width);
        match quarters % 4 {
            1 => (height - 1 - x) * width + y,
            2 => (height - 1 - y) * width + width - 1 - x,
            _ => x * width + width - 1 - y,
        }
    });
    let pixels = places.map(|place| pixels[place]).collect();
    shot.edited(Grey { width: new_width, height: new_height, pixels }, back)
}

/// Two pictures side by side in one, as of two pages sent together; the lower one is filled up with black.
pub fn beside(left: &Shot, right: &Shot) -> Shot {
    let (a, b) = (&left.picture, &right.picture);
    let mut picture = Grey::new(a.width + b.width, a.height.max(b.height), 0);
    for (y, row) in picture.pixels.chunks_exact_mut(a.width + b.width).enumerate() {
        let (first, second) = row.split_at_mut(a.width);
        if y < a.height {
            first.copy_from_slice(a.row(y));
        }
        if y < b.height {
            second.copy_from_slice(b.row(y));
        }
    }
    let mut shot = left.edited(picture, [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    let back = [1.0, 0.0, -(a.width as f64), 0.0, 1.0, 0.0];
    shot.maps.extend(right.maps.iter().map(|map| map.clone().behind(back)));
    shot
}

/// The mean of several copies' pages: what those make who lay their copies over each other.
///
/// # Panics
///
/// Where there is no page, or pages differ in size.
pub fn average(pages: &[Page]) -> Grey {
    let first = pages.first().expect("an average of at least one page").grey;
    let is_alike = |page: &Page| (page.grey.width, page.grey.height) == (first.width, first.height);
    assert!(pages.iter().all(is_alike), "pages of one size can be averaged");
    let mut sums = vec![0_u32; first.pixels.len()];
    for page in pages {
        sums.iter_mut().zip(&page.grey.pixels).for_each(|(sum, pixel)| *sum += u32::from(*pixel));
    }
    let count = pages.len() as u32;
    let pixels = sums.iter().map(|sum| ((sum + count / 2) / count) as u8).collect();
    Grey { pixels, ..*first }
}

/// What a messenger makes of a picture: no edge longer than `edge_px`, JPEG again.
pub(crate) fn send(shot: &Shot, edge_px: usize, jpeg: u8) -> Shot {
    let picture = &shot.picture;
    let longest = picture.width.max(picture.height);
    let size = [picture.width, picture.height].map(|size| {
        let scaled = (size * edge_px.min(longest) + longest / 2) / longest;
        scaled.max(1)
    });
    let reduced = reduce(picture, size[0], size[1]);
    let scale = [picture.width as f64 / size[0] as f64, picture.height as f64 / size[1] as f64];
    let back = [scale[0], 0.0, 0.0, 0.0, scale[1], 0.0];
    let sent = Shot { codec: Codec::Jpeg(jpeg), ..shot.clone() };
    sent.edited(reduced, back)
}

impl Shot {
    /// The shot after an edit that made `picture`; `back` takes its pixels to those of the former.
    fn edited(&self, picture: Grey, back: [f64; 6]) -> Shot {
        let maps = self.maps.iter().map(|map| map.clone().behind(back)).collect();
        Shot { maps, ..Shot::saved(picture, self.codec) }
    }
}
