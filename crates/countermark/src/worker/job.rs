//! The jobs: what is done with a leak in the worker, from bytes to plain values.

use super::{Extracted, Measured, Pictured, PlacedSheet, Refusal, Sheet};
use document::page::{Raster, ReferencePage};
use document::pdf::{self, LeakKind, PdfError, PdfPage, PdfText, WordAt};
use sight::ocr::OcrWord;
use sight::{MAX_PIXELS, OcrInput, Picture, PlacedWord};

/// Resolution at which pages of a PDF are drawn, in pixels an inch: that of a good scan.
const PAGE_DPI: f64 = 300.0;
/// Coarser than this, no page of a PDF is drawn: nothing on it could be read.
const PAGE_DPI_MIN: f64 = 50.0;

/// A job.
#[derive(Clone, Copy, Debug)]
pub(super) enum Job<'a> {
    /// What a file says.
    Extract {
        /// What the file is.
        kind: LeakKind,
        /// Its bytes.
        bytes: &'a [u8],
    },
    /// A picture as Tesseract reads it best.
    OcrInput(Pictured<'a>),
    /// What of the reference pages is in a picture, and how it is shifted.
    Measure {
        /// The picture.
        picture: Pictured<'a>,
        /// What a reader of characters saw in it.
        words: &'a [OcrWord],
        /// The reference pages.
        pages: &'a [ReferencePage],
    },
}

/// What a job gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    /// Of [`Job::Extract`].
    Extracted(Extracted),
    /// Of [`Job::OcrInput`].
    OcrInput(OcrInput),
    /// Of [`Job::Measure`].
    Measured(Measured),
}

impl Job<'_> {
    /// Does the job.
    pub(super) fn run(&self) -> Result<Reply, Refusal> {
        match self {
            Job::Extract { kind, bytes } => extract(*kind, bytes).map(Reply::Extracted),
            Job::OcrInput(picture) => Ok(Reply::OcrInput(sight::for_ocr(&load(picture)?))),
            Job::Measure { picture, words, pages } => {
                let picture = load(picture)?;
                let pages = sight::measure(&picture, words, pages);
                Ok(Reply::Measured(Measured { pages, preview: sight::preview(&picture) }))
            }
        }
    }
}

fn extract(kind: LeakKind, bytes: &[u8]) -> Result<Extracted, Refusal> {
    match kind {
        LeakKind::Text(format) => {
            let manuscript = document::read(bytes, format).map_err(Refusal::Read)?;
            Ok(Extracted::Text(manuscript.text().to_owned()))
        }
        LeakKind::Picture => {
            let pictures = sight::decode(bytes).map_err(Refusal::Picture)?;
            let sheet = |p: &Picture| Sheet::Picture { width: p.width(), height: p.height() };
            Ok(Extracted::Pages(pictures.iter().map(sheet).collect()))
        }
        LeakKind::Pdf => {
            let pages = pdf::read(bytes, pdf::Limits::default()).map_err(Refusal::Pdf)?;
            Ok(Extracted::Pages(sheets(&pages)?))
        }
    }
}

/// Pages of a PDF, each as what can be read of it.
fn sheets(pages: &[PdfPage]) -> Result<Vec<Sheet>, Refusal> {
    let text = pdf::text(pages);
    let mut words = text.words.as_slice();
    let mut out = Vec::with_capacity(pages.len());
    for (number, page) in pages.iter().enumerate() {
        let (own, rest) = words.split_at(words.iter().take_while(|w| w.page == number).count());
        words = rest;
        out.push(if page.readable {
            Sheet::Placed(placed(page, &text, own))
        } else if page.blank {
            Sheet::Placed(PlacedSheet::default())
        } else {
            let dpi = fitting_dpi(number, page.width_pt, page.height_pt)?;
            let pixels = |pt: f64| (pt * dpi / 72.0).floor().max(1.0) as usize;
            Sheet::Picture { width: pixels(page.width_pt), height: pixels(page.height_pt) }
        });
    }
    Ok(out)
}

/// A page of a PDF by its part of the whole text.
fn placed(page: &PdfPage, text: &PdfText, words: &[WordAt]) -> PlacedSheet {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return PlacedSheet::default();
    };
    let start = first.bytes.start;
    let before = &text.text[..start];
    let ends = |at: &WordAt| {
        let word = &page.words[at.word];
        let [start, end] = page.ends(word);
        PlacedWord { text: word.text.clone(), start, end }
    };
    PlacedSheet {
        text: text.text[start..last.bytes.end].to_owned(),
        words: words.iter().map(ends).collect(),
        bytes: words.iter().map(|w| w.bytes.start - start..w.bytes.end - start).collect(),
        continues: !before.is_empty() && !before.ends_with('\n'),
    }
}

/// The picture that a job speaks of, upright.
fn load(pictured: &Pictured<'_>) -> Result<Picture, Refusal> {
    let missing = Refusal::NoSuchPage { page: pictured.page };
    let page = pictured.page as usize;
    let picture = if document::pdf::sniff_leak(None, pictured.bytes) == Ok(LeakKind::Pdf) {
        let Raster { width, height, grey, .. } = draw(pictured.bytes, page)?;
        Picture::from_grey(width, height, grey).ok_or(missing)?
    } else {
        let pictures = sight::decode(pictured.bytes).map_err(Refusal::Picture)?;
        pictures.into_iter().nth(page).ok_or(missing)?
    };
    Ok(if pictured.turn.is_multiple_of(4) { picture } else { picture.turned(pictured.turn) })
}

/// Draws a page of a PDF, coarser where it is large.
fn draw(bytes: &[u8], page: usize) -> Result<Raster, Refusal> {
    let drawn = match pdf::raster(bytes, page, PAGE_DPI) {
        Err(PdfError::PageTooLarge { width_pt, height_pt, .. }) => {
            pdf::raster(bytes, page, fitting_dpi(page, width_pt, height_pt)?)
        }
        drawn => drawn,
    };
    drawn.map_err(Refusal::Pdf)
}

/// Resolution at which a page of this size has no more pixels than a picture may have.
fn fitting_dpi(page: usize, width_pt: f64, height_pt: f64) -> Result<f64, Refusal> {
    let most = (MAX_PIXELS as f64 / (width_pt * height_pt).max(1.0)).sqrt() * 72.0;
    // Whole numbers, with room for the fraction of a pixel on each edge.
    let dpi = if most >= PAGE_DPI { PAGE_DPI } else { (most * 0.999).floor() };
    let sides = (width_pt * dpi / 72.0).max(height_pt * dpi / 72.0);
    if dpi >= PAGE_DPI_MIN && sides <= f64::from(u16::MAX) {
        Ok(dpi)
    } else {
        Err(Refusal::Pdf(PdfError::PageTooLarge { page, width_pt, height_pt }))
    }
}
