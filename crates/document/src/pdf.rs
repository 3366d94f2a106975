//! Reading PDFs: every word with its place, text in reading order, and pages as pictures where a file has no text.
//!
//! Words are read from glyphs and their origins, never from extracted text: extraction takes one space for another
//! and rounds places away. What counts is what a page shows: text that is drawn invisibly, stands outside the page
//! or belongs to an annotation is no word, whatever a producer's program put there.
//!
//! A file is hostile. [`Limits`] bound what is read of it before anything is drawn, but streams are unpacked and fonts
//! parsed by a library that has no limits of its own and may panic: a leak is read by a process that can be spared, on
//! a thread with [`STACK_BYTES`].

mod collect;
mod cost;
mod error;
mod frame;
mod order;
mod raster;
mod text;

pub use crate::sniff::{LeakKind, sniff_leak};
pub use error::PdfError;
pub use raster::{PIXELS_MAX, raster};
pub use text::{PdfText, WordAt, text};

use frame::Frame;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Point;

/// Stack that the deepest nesting which is read may take, in bytes: objects nest 512 deep, forms 50.
pub const STACK_BYTES: usize = 32 << 20;

/// What a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most pages. A file with more is refused rather than read in part: nobody could tell what was left out.
    pub pages: usize,
    /// Most bytes of unpacked page descriptions, each as often as it is drawn.
    pub content_bytes: usize,
    /// Most bytes of text.
    pub text_bytes: usize,
}

impl Default for Limits {
    /// 500 pages, 128 MiB of page descriptions, 16 MiB of text.
    fn default() -> Self {
        Limits { pages: 500, content_bytes: 128 << 20, text_bytes: 16 << 20 }
    }
}

/// A page as its reader holds it: turned so that most of its words are upright.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PdfPage {
    /// Width, in points.
    pub width_pt: f64,
    /// Height, in points.
    pub height_pt: f64,
    /// Quarter turns clockwise that most words have on the page as the file shows it; it was turned back by as many.
    pub turn: u8,
    /// Its words in reading order.
    pub words: Vec<PlacedWord>,
    /// Whether the words can be believed: there are some, and nearly all glyphs say which characters they show.
    /// Otherwise the page is to be read as a picture.
    pub readable: bool,
    /// Whether nothing is drawn on it, so that a picture would show no more.
    pub blank: bool,
}

/// A word on a page: a run of glyphs without a space, on one line.
///
/// Lengths are points from the upper left corner of the page, after turning that back by the word's own `turn`.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedWord {
    /// Its characters. A soft hyphen ends a word that goes on in the next line.
    pub text: String,
    /// Origin of its first glyph.
    pub left: f64,
    /// End of its last glyph's advance.
    pub right: f64,
    /// Its baseline.
    pub baseline: f64,
    /// Size of its type.
    pub size: f64,
    /// Quarter turns clockwise that it has on the turned page: 0 for most words.
    pub turn: u8,
}

impl PdfPage {
    /// Where the baseline of one of its words starts and ends on this page, y downwards; for upright words these are
    /// `left`, `right` and `baseline`.
    pub fn ends(&self, word: &PlacedWord) -> [[f64; 2]; 2] {
        let upright = Frame { width: self.width_pt, height: self.height_pt }.turned(word.turn);
        [word.left, word.right].map(|x| {
            let place = upright.turn(Point::new(x, word.baseline), (4 - word.turn % 4) % 4);
            [place.x, place.y]
        })
    }
}

/// Reads the words of all pages.
///
/// Text at a slant, as of watermarks, is left out, and so is what the page does not show.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<PdfPage>, PdfError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    if pages.len() > limits.pages {
        return Err(PdfError::TooManyPages { pages: pages.len(), limit: limits.pages });
    }
    let mut content = cost::Budget::new(limits.content_bytes);
    let mut text_left = limits.text_bytes;
    let fonts = hayro_interpret::InterpreterCache::new();
    let mut out = Vec::with_capacity(pages.len());
    for (number, page) in pages.iter().enumerate() {
        content.spend_page(page).ok_or(PdfError::TooIntricate { page: number })?;
        let found = collect::page(page, &fonts, &mut text_left).ok_or(PdfError::TooMuchText)?;
        out.push(order::page(found));
    }
    Ok(out)
}

/// Opens a file whose pages anyone may read: one that opens without a password, although it may be encrypted.
fn open(bytes: &[u8]) -> Result<Pdf, PdfError> {
    if crate::limit::check(bytes).is_err() {
        return Err(PdfError::TooLarge { bytes: bytes.len() as u64 });
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfError::Encrypted,
        LoadPdfError::Invalid => PdfError::Damaged,
    })?;
    if pdf.pages().is_empty() {
        return Err(PdfError::NoPages);
    }
    Ok(pdf)
}
