//! Pictures from bytes. Everything here is hostile: headers are checked against limits before a pixel is decoded.

use crate::picture::{Picture, dark_on_light};
use crate::tiff;
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, tiff::TiffDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits};
use std::fmt;
use std::io::Cursor;

/// Most pixels of one picture.
pub const MAX_PIXELS: usize = 64_000_000;
/// Most pixels of all pages of one file together.
pub const MAX_PIXELS_TOTAL: usize = 4 * MAX_PIXELS;
/// Most pages that are taken from one file.
pub const MAX_PAGES: usize = 50;
/// Most bytes that a decoder may ask for: eight for each pixel, 16 bits of red, green, blue and alpha.
const MAX_BYTES: u64 = 8 * MAX_PIXELS as u64;

/// Why bytes are no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Neither PNG nor JPEG nor TIFF.
    UnknownFormat,
    /// More pixels than [`MAX_PIXELS`], or [`MAX_PIXELS_TOTAL`] with the pages before.
    TooLarge {
        /// Pixels a row, as the header says.
        width: u32,
        /// Rows, as the header says.
        height: u32,
    },
    /// It cannot be decoded, and why.
    Damaged(String),
}

impl DecodeError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownFormat => "save the picture as PNG, JPEG or TIFF",
            Self::TooLarge { .. } => {
                "scale the picture to 300 pixels an inch or crop it to one page"
            }
            Self::Damaged(_) => "ask for the file again, or open it in a viewer and save it anew",
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFormat => f.write_str("not a picture in a known format"),
            Self::TooLarge { width, height } => {
                write!(f, "picture has more pixels than can be measured: {width} x {height}")
            }
            Self::Damaged(why) => write!(f, "picture cannot be decoded: {why}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a PNG, JPEG or TIFF file into grey pictures, one for each page of a TIFF up to [`MAX_PAGES`] and one otherwise.
///
/// Colour becomes luminance over white, the camera's orientation is applied, and a light-on-dark picture is turned over.
/// Of an animation the first picture is taken. Damaged pages of a TIFF are left out as long as one is whole.
///
/// # Errors
///
/// [`DecodeError`], before a pixel is decoded where the header already says too much.
pub fn decode(bytes: &[u8]) -> Result<Vec<Picture>, DecodeError> {
    match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(damaged)?;
            Ok(vec![picture(decoder, MAX_PIXELS)?])
        }
        Ok(ImageFormat::Jpeg) => {
            let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
            Ok(vec![picture(decoder, MAX_PIXELS)?])
        }
        Ok(ImageFormat::Tiff) => tiff_pages(bytes),
        _ => Err(DecodeError::UnknownFormat),
    }
}

fn tiff_pages(bytes: &[u8]) -> Result<Vec<Picture>, DecodeError> {
    let (mut pages, mut first_error) = (Vec::new(), None);
    let mut left = MAX_PIXELS_TOTAL;
    // The decoder reads the first page only: each page is put first in turn.
    let mut file = bytes.to_vec();
    for offset in tiff::directories(bytes, MAX_PAGES) {
        tiff::put_first(&mut file, offset);
        let decoded = TiffDecoder::new(Cursor::new(&file[..]))
            .map_err(damaged)
            .and_then(|decoder| picture(decoder, left.min(MAX_PIXELS)));
        match decoded {
            Ok(page) => {
                left -= page.width() * page.height();
                pages.push(page);
            }
            Err(too_large @ DecodeError::TooLarge { .. }) => return Err(too_large),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    if pages.is_empty() {
        return Err(first_error.unwrap_or_else(|| DecodeError::Damaged("no page in it".into())));
    }
    Ok(pages)
}

fn picture(mut decoder: impl ImageDecoder, most: usize) -> Result<Picture, DecodeError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > most as u64 {
        return Err(DecodeError::TooLarge { width, height });
    }
    if decoder.total_bytes() > MAX_BYTES {
        return Err(DecodeError::TooLarge { width, height });
    }
    decoder.set_limits(limits()).map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut grey = grey(DynamicImage::from_decoder(decoder).map_err(damaged)?);
    dark_on_light(&mut grey, width as usize);
    let picture = Picture::from_grey(width as usize, height as usize, grey)
        .ok_or_else(|| DecodeError::Damaged("no pixels".into()))?;
    Ok(upright(picture, orientation))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_BYTES);
    limits
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn damaged(error: image::ImageError) -> DecodeError {
    DecodeError::Damaged(error.to_string())
}

/// Luminance (ITU-R BT.601) over white paper.
fn grey(image: DynamicImage) -> Vec<u8> {
    let luma = |[r, g, b]: [u8; 3]| {
        ((77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b) + 128) >> 8) as u8
    };
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    match image {
        DynamicImage::ImageLuma8(pixels) => pixels.into_raw(),
        DynamicImage::ImageLuma16(pixels) => {
            pixels.into_raw().into_iter().map(|v| (v >> 8) as u8).collect()
        }
        DynamicImage::ImageLumaA8(pixels) => {
            pixels.as_raw().as_chunks().0.iter().map(|&[v, a]| over_white(v, a)).collect()
        }
        DynamicImage::ImageRgb8(pixels) => {
            pixels.as_raw().as_chunks().0.iter().map(|&rgb| luma(rgb)).collect()
        }
        other => {
            let pixels = other.into_rgba8();
            let luma_over = |&[r, g, b, a]: &[u8; 4]| over_white(luma([r, g, b]), a);
            pixels.as_raw().as_chunks().0.iter().map(luma_over).collect()
        }
    }
}

fn upright(picture: Picture, orientation: Orientation) -> Picture {
    match orientation {
        Orientation::NoTransforms => picture,
        Orientation::Rotate90 => picture.turned(1),
        Orientation::Rotate180 => picture.turned(2),
        Orientation::Rotate270 => picture.turned(3),
        Orientation::FlipHorizontal => picture.mirrored(),
        Orientation::FlipVertical => picture.mirrored().turned(2),
        Orientation::Rotate90FlipH => picture.turned(1).mirrored(),
        Orientation::Rotate270FlipH => picture.turned(3).mirrored(),
    }
}
