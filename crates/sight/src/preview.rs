//! A picture small enough for a report, made anew from pixels: no byte of a hostile file gets through.

use crate::picture::Picture;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{ExtendedColorType, GrayImage};

/// Longest edge in pixels: a word's shift is drawn, not to be measured again.
const EDGE: u32 = 1400;
/// JPEG quality at which text stays clean.
const QUALITY: u8 = 72;

/// A small copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The picture as JPEG.
    pub jpeg: Vec<u8>,
    /// Pixels a row of the original, which places refer to.
    pub width: usize,
    /// Rows of the original.
    pub height: usize,
}

/// Makes a small copy of a picture.
pub fn preview(picture: &Picture) -> Preview {
    let (width, height) = (picture.width(), picture.height());
    let edge = width.max(height) as u32;
    let full = GrayImage::from_raw(width as u32, height as u32, picture.grey().to_vec());
    let mut small = full.unwrap_or_default();
    if edge > EDGE {
        let scaled = |side: usize| (side as u64 * u64::from(EDGE) / u64::from(edge)).max(1) as u32;
        small = resize(&small, scaled(width), scaled(height), FilterType::Triangle);
    }
    let mut jpeg = Vec::new();
    let (w, h) = small.dimensions();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    // A vector takes every byte, and the picture is within JPEG's 65,535 pixels: an empty file stands for the impossible.
    if encoder.encode(small.as_raw(), w, h, ExtendedColorType::L8).is_err() {
        jpeg.clear();
    }
    Preview { jpeg, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report must stay small whatever picture was leaked, and say how large that was.
    #[test]
    fn previews_are_small() {
        let picture = Picture::from_grey(3000, 1000, vec![200; 3_000_000]).unwrap();
        let small = preview(&picture);
        assert_eq!((small.width, small.height), (3000, 1000));
        let read = image::load_from_memory(&small.jpeg).unwrap();
        assert_eq!((read.width(), read.height()), (1400, 466));
    }
}
