//! Grey pictures, and their way into and out of files.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::tiff::TiffEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageReader};
use std::fmt;
use std::io::Cursor;

/// Longest edge of a picture in pixels: the limit of JPEG (ITU-T T.81, `X` and `Y` of 16 bits).
const EDGE_MAX_PX: usize = 65_535;
/// Most pixels of a picture: a sheet of 20 × 14 inches at 600 dpi.
const AREA_MAX_PX: usize = 101_000_000;

/// A grey picture, row by row from the top; 0 is black, 255 white, in between as a screen shows it (sRGB).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The pixels, `width` × `height` of them.
    pub pixels: Vec<u8>,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// PNG, without loss.
    Png,
    /// Baseline JPEG at a quality from 1 to 100.
    Jpeg(u8),
    /// TIFF, uncompressed.
    Tiff,
}

impl Grey {
    /// A picture of one grey.
    pub fn new(width: usize, height: usize, value: u8) -> Grey {
        Grey { width, height, pixels: vec![value; width * height] }
    }

    /// Reads a PNG, JPEG, TIFF or PGM (P5) file; colours become grey.
    pub fn decode(file: &[u8]) -> Result<Grey, PictureError> {
        if file.starts_with(b"P5") {
            return decode_pgm(file);
        }
        let reader = || ImageReader::new(Cursor::new(file)).with_guessed_format();
        let (width, height) = reader()
            .map_err(PictureError::unreadable)?
            .into_dimensions()
            .map_err(PictureError::unreadable)?;
        let (width, height) = (width as usize, height as usize);
        check_size(width, height)?;
        let picture = reader().map_err(PictureError::unreadable)?.decode();
        let pixels = picture.map_err(PictureError::unreadable)?.into_luma8().into_raw();
        Ok(Grey { width, height, pixels })
    }

    /// Writes the picture.
    ///
    /// # Panics
    ///
    /// Where the picture is empty or an edge is longer than 65,535 pixels.
    pub fn encode(&self, codec: Codec) -> Vec<u8> {
        let (width, height) = (self.width as u32, self.height as u32);
        let mut file = Cursor::new(Vec::new());
        let colour = ExtendedColorType::L8;
        let written =
            match codec {
                Codec::Png => {
                    PngEncoder::new(&mut file).write_image(&self.pixels, width, height, colour)
                }
                Codec::Jpeg(quality) => JpegEncoder::new_with_quality(&mut file, quality)
                    .write_image(&self.pixels, width, height, colour),
                Codec::Tiff => {
                    TiffEncoder::new(&mut file).write_image(&self.pixels, width, height, colour)
                }
            };
        written.expect("memory takes every picture of this size");
        file.into_inner()
    }

    /// What a row of the picture holds.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }
}

/// Why a file is no picture for this crate.
#[derive(Debug, PartialEq, Eq)]
pub enum PictureError {
    /// No decoder reads it.
    Unreadable(String),
    /// It has no pixels, or more than a sheet at 600 dpi has.
    Size {
        /// Pixels a row.
        width: usize,
        /// Rows.
        height: usize,
    },
}

impl PictureError {
    fn unreadable(error: impl fmt::Display) -> PictureError {
        PictureError::Unreadable(error.to_string())
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            PictureError::Unreadable(_) => {
                "give a PNG, JPEG, TIFF or binary PGM, such as `pdftoppm -r 600 -gray` writes"
            }
            PictureError::Size { .. } => "give one page at 600 dpi or less",
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Unreadable(error) => write!(f, "not a readable picture: {error}"),
            PictureError::Size { width, height } => {
                write!(f, "a picture of a size out of range: {width} × {height}")
            }
        }
    }
}

impl std::error::Error for PictureError {}

fn check_size(width: usize, height: usize) -> Result<(), PictureError> {
    let fits = (1..=EDGE_MAX_PX).contains(&width)
        && (1..=EDGE_MAX_PX).contains(&height)
        && width * height <= AREA_MAX_PX;
    if fits { Ok(()) } else { Err(PictureError::Size { width, height }) }
}

/// Reads a binary PGM of 8 bits (netpbm): `P5`, width, height and 255 between white space and comments, one white space, pixels.
fn decode_pgm(file: &[u8]) -> Result<Grey, PictureError> {
    let mut at = 2;
    let mut numbers = [0_usize; 3];
    for number in &mut numbers {
        *number = pgm_number(file, &mut at)
            .ok_or_else(|| PictureError::unreadable("a PGM header with a number missing"))?;
    }
    let [width, height, white] = numbers;
    check_size(width, height)?;
    if white != 255 {
        return Err(PictureError::unreadable("a PGM of other than 8 bits"));
    }
    let pixels = file.get(at + 1..at + 1 + width * height);
    let pixels = pixels.ok_or_else(|| PictureError::unreadable("a PGM with pixels missing"))?;
    Ok(Grey { width, height, pixels: pixels.to_vec() })
}

/// The number at `at`, after white space and comments.
fn pgm_number(file: &[u8], at: &mut usize) -> Option<usize> {
    loop {
        match file.get(*at)? {
            b'#' => *at += file[*at..].iter().position(|byte| *byte == b'\n')?,
            byte if byte.is_ascii_whitespace() => *at += 1,
            _ => break,
        }
    }
    let digits = file[*at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(&file[*at..*at + digits]).ok()?;
    *at += digits;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient() -> Grey {
        let pixels = (0..32 * 24).map(|i| ((i % 32) * 8) as u8).collect();
        Grey { width: 32, height: 24, pixels }
    }

    /// What is written without loss is read back as it was, and JPEG nearly so.
    #[test]
    fn files_are_read_back() {
        let grey = gradient();
        for codec in [Codec::Png, Codec::Tiff] {
            assert_eq!(Grey::decode(&grey.encode(codec)).as_ref(), Ok(&grey));
        }
        let lossy = Grey::decode(&grey.encode(Codec::Jpeg(90))).expect("it was just written");
        assert!(lossy.pixels.iter().zip(&grey.pixels).all(|(a, b)| a.abs_diff(*b) < 16));
    }

    /// `pdftoppm` writes comments into a header only in some versions, and a file may be cut short.
    #[test]
    fn pgm_is_read() {
        let read = Grey::decode(b"P5\n# by hand\n2 1\n255\n\x00\xff");
        assert_eq!(read, Ok(Grey { width: 2, height: 1, pixels: vec![0, 255] }));
        for file in
            [&b"P5 2 1 255\n\x00"[..], b"P5 2 1 65535\n\x00\x00\x00\x00", b"P5 2", b"P5 #", b"no"]
        {
            assert!(matches!(Grey::decode(file), Err(PictureError::Unreadable(_))));
        }
        let huge = Grey::decode(b"P5 65535 65535 255\n");
        assert_eq!(huge, Err(PictureError::Size { width: 65_535, height: 65_535 }));
    }
}
