//! Pictures of pages: decode, prepare for a reader of characters, register, measure the shifts of words and lines. Pure:
//! bytes in, values out.
//!
//! The flow of one leaked picture, whose every byte is hostile:
//!
//! 1. [`decode()`] checks the header against limits and gives grey pictures, dark on light, upright as their camera says.
//! 2. [`for_ocr`] makes what Tesseract reads best; whoever runs it hands its TSV to [`ocr::parse`]. Where the words are
//!    not [`ocr::plausible`], the picture is tried again [`Picture::turned`].
//! 3. [`measure()`] finds the reference pages of one document in the picture and says how far each word and line stands from
//!    where the reference has it. [`measure_positions`] does the same for a file that gives the places itself.
//! 4. [`soft()`] turns a shift into evidence for right or left.
//!
//! Absent on purpose: processes, files, and any knowledge of how a copy was marked: the shifts are the same whoever asks.

mod align;
mod blocks_route;
mod decode;
mod filter;
mod homography;
mod judge;
mod lines;
mod measure;
pub mod ocr;
mod picture;
mod positions;
mod prepare;
mod preview;
mod quad;
mod reference;
mod report;
mod rulers;
mod search;
mod sheet;
mod soft;
mod solve;
mod spline;
mod tiff;
mod warp;
mod words_route;
mod zncc;

pub use decode::{DecodeError, MAX_PAGES, MAX_PIXELS, MAX_PIXELS_TOTAL, decode};
pub use measure::measure;
pub use picture::Picture;
pub use positions::{PlacedWord, measure_positions};
pub use prepare::{OcrInput, for_ocr};
pub use preview::{Preview, preview};
pub use report::{LineShift, PageMeasure, Quality, Route, Shift, WordShift};
pub use soft::{SOFT_CLIP_NATS, SOFT_ONE, soft};
