//! Setting pages: a memo's text as pages of which every word's place is known, and copies of them as PDF/A.
//!
//! A wording is laid out once, by [`set`]. A copy then moves words and lines of the finished pages, so that no line can
//! break elsewhere; see [`crate::spacing`] for what may move. typst is the engine, as a library: fonts are in the binary,
//! and no file, clock or network is within its reach. The text goes in as string literals, never as typst's own language.
//!
//! The same text, setting, shifts and copy give the same bytes, always.

mod block;
mod copytext;
mod date;
mod field;
mod ink;
mod markdown;
mod plain;
mod script;
mod setting;
mod shift;
mod walk;
mod world;

pub use date::Date;
pub use setting::{Font, Paper, Printed, Setting, SettingError};
pub use shift::Shifts;

use crate::page::{PageMap, Raster};
use copytext::CopyText;
use field::Field;
use ink::TypeCase;
use script::Script;
use std::fmt;
use typst::comemo;
use typst::foundations::Smart;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;
use walk::Walked;

/// Longest text that is set, in bytes.
pub const MAX_TEXT_BYTES: usize = 4 << 20;
/// Most pages that a text may take.
pub const MAX_PAGES: usize = 1000;
/// Resolutions that a page is drawn at, in pixels an inch: below, nothing can be measured; above, one page takes a
/// quarter of a gigabyte.
pub const RASTER_DPI: std::ops::RangeInclusive<f64> = 18.0..=600.0;

/// A text is set again, with a box for each sign that had no glyph, at most so often.
const MAX_TRIES: usize = 4;
/// Cached parts of a layout are forgotten when this many sets and exports have not used them.
const CACHE_AGE: usize = 24;

/// How a text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// CommonMark with tables and footnotes.
    Markdown,
    /// Paragraphs between blank lines.
    Plain,
}

/// What is printed on one copy only, in a field of fixed size outside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy<'a> {
    /// The office that it is issued to.
    pub office: &'a str,
    /// Its number.
    pub number: u32,
}

/// Why a text could not be set, or a copy not be made of it.
#[derive(Clone, Debug, PartialEq)]
pub enum TypesetError {
    /// The text is longer than [`MAX_TEXT_BYTES`].
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The text takes more than [`MAX_PAGES`].
    TooManyPages {
        /// So many at least.
        pages: usize,
    },
    /// There is nothing to print.
    Empty,
    /// No sign of the text is in any font.
    Undisplayable,
    /// The setting asks for something that a page cannot hold.
    Setting(SettingError),
    /// A shift is meant for a word or line that the pages do not have.
    NoSuchPlace {
        /// Page, counted from 0.
        page: usize,
        /// Word or line, counted from 0.
        place: usize,
    },
    /// A shift is not a number, or above [`Shifts::MAX_PT`].
    TooFar {
        /// The shift in points.
        pt: f64,
    },
    /// The engine refused the page.
    Engine {
        /// What it said.
        message: String,
    },
}

impl TypesetError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            TypesetError::TooLong { .. } | TypesetError::TooManyPages { .. } => {
                "split the text, or issue it as plain text, Markdown or HTML"
            }
            TypesetError::Empty => "give a text with at least one visible word",
            TypesetError::Undisplayable => {
                "issue it as plain text or HTML: the built-in fonts have no letters for it"
            }
            TypesetError::Setting(error) => error.hint(),
            TypesetError::NoSuchPlace { .. } => {
                "take words and lines from the map of the same pages"
            }
            TypesetError::TooFar { .. } => "keep shifts to a few tenths of a point",
            TypesetError::Engine { .. } => {
                "report the text as a fault, and issue it as plain text, Markdown or HTML meanwhile"
            }
        }
    }
}

impl fmt::Display for TypesetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypesetError::TooLong { bytes } => {
                write!(f, "text is too long to be set: {bytes} bytes, at most {MAX_TEXT_BYTES}")
            }
            TypesetError::TooManyPages { pages } => {
                write!(f, "text takes too many pages: at least {pages}, at most {MAX_PAGES}")
            }
            TypesetError::Empty => write!(f, "text has nothing to print"),
            TypesetError::Undisplayable => write!(f, "no sign of the text is in any font"),
            TypesetError::Setting(error) => write!(f, "{error}"),
            TypesetError::NoSuchPlace { page, place } => {
                write!(f, "no such word or line on page {page}: {place}")
            }
            TypesetError::TooFar { pt } => {
                write!(f, "shift is too large: {pt} pt, at most {} pt", Shifts::MAX_PT)
            }
            TypesetError::Engine { message } => write!(f, "page could not be set: {message}"),
        }
    }
}

impl std::error::Error for TypesetError {}

/// A text as set: its pages, and what copies are made from.
pub struct Sheets {
    document: PagedDocument,
    walked: Walked,
    field: Option<Field>,
    ident: String,
    missing: Vec<char>,
}

/// Lays out a text.
///
/// Signs that no font has are printed as a box and listed in [`Sheets::missing`]; invisible ones are left out.
///
/// # Errors
///
/// All but those that speak of a shift.
pub fn set(text: &str, markup: Markup, setting: &Setting) -> Result<Sheets, TypesetError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(TypesetError::TooLong { bytes: text.len() });
    }
    setting.check().map_err(TypesetError::Setting)?;
    let mut case = TypeCase::default();
    for _ in 0..MAX_TRIES {
        case.clear();
        let copytext = match markup {
            Markup::Markdown => markdown::read(text, &mut case),
            Markup::Plain => plain::read(text, &mut case),
        };
        refuse_unprintable(&case, &copytext)?;
        let script = Script::write(&copytext, setting, &mut case);
        let document = world::compile(script.source());
        comemo::evict(CACHE_AGE);
        let document = document?;
        if document.pages().len() > MAX_PAGES {
            return Err(TypesetError::TooManyPages { pages: document.pages().len() });
        }
        let walked = walk::walk(&document, &script);
        if walked.without_glyph.is_empty() {
            if walked.maps.iter().all(|page| page.lines.is_empty()) {
                return Err(TypesetError::Empty);
            }
            let field = Field::new(setting);
            let ident = format!("countermark {}", script.title());
            return Ok(Sheets { document, walked, field, ident, missing: case.missing() });
        }
        case.refuse(&walked.without_glyph);
    }
    Err(TypesetError::Undisplayable)
}

fn refuse_unprintable(case: &TypeCase, copytext: &CopyText) -> Result<(), TypesetError> {
    if case.printed() == 0 {
        return Err(if case.missing().is_empty() {
            TypesetError::Empty
        } else {
            TypesetError::Undisplayable
        });
    }
    match copytext.pages_at_least() {
        pages if pages > MAX_PAGES => Err(TypesetError::TooManyPages { pages }),
        _ => Ok(()),
    }
}

impl Sheets {
    /// The pages without marks. A word's `source` is its range in the text that was set.
    pub fn pages(&self) -> &[PageMap] {
        &self.walked.maps
    }

    /// Signs of the text and the setting that no font has, in order. Each is printed as a box.
    pub fn missing(&self) -> &[char] {
        &self.missing
    }

    /// A copy as tagged PDF/A-2a; without shifts and `copy`, the text as its author gave it.
    ///
    /// # Errors
    ///
    /// [`TypesetError::NoSuchPlace`], [`TypesetError::TooFar`] and [`TypesetError::Engine`].
    pub fn pdf(&self, shifts: &Shifts, copy: Option<&Copy<'_>>) -> Result<Vec<u8>, TypesetError> {
        let field = self.field_of(copy)?;
        let shifts = shifts.resolve(self.pages())?;
        let pages = self.document.pages().iter().enumerate();
        let pages = pages
            .map(|(number, page)| {
                shift::page(page, &self.walked.plans[number], &shifts[number], field.as_ref())
            })
            .collect();
        let info = typst::model::Document::info(&self.document).clone();
        let standards = PdfStandards::new(&[PdfStandard::A_2a])
            .map_err(|error| TypesetError::Engine { message: error.message().to_string() })?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some("Countermark".into())),
            standards,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&PagedDocument::new(pages, info), &options);
        comemo::evict(CACHE_AGE);
        bytes.map_err(|errors| world::refusal(&errors))
    }

    /// A page without any mark, office or copy number, at a resolution held within [`RASTER_DPI`]; `None` where there is no such page.
    pub fn reference(&self, page: usize, dpi: f64) -> Option<Raster> {
        self.raster(page, dpi, &Shifts::default(), None).ok().flatten()
    }

    /// The same of a copy.
    ///
    /// # Errors
    ///
    /// As [`Sheets::pdf`].
    pub fn raster(
        &self,
        page: usize,
        dpi: f64,
        shifts: &Shifts,
        copy: Option<&Copy<'_>>,
    ) -> Result<Option<Raster>, TypesetError> {
        let Some(original) = self.document.pages().get(page) else { return Ok(None) };
        let field = self.field_of(copy)?;
        let shifts = shifts.resolve(self.pages())?;
        let page = shift::page(original, &self.walked.plans[page], &shifts[page], field.as_ref());
        Ok(Some(draw(&page, dpi)))
    }

    fn field_of(&self, copy: Option<&Copy<'_>>) -> Result<Option<field::Printed>, TypesetError> {
        match (&self.field, copy) {
            (Some(field), Some(copy)) => field.print(copy).map(Some),
            _ => Ok(None),
        }
    }
}

fn draw(page: &Page, dpi: f64) -> Raster {
    let dpi = if dpi.is_nan() { *RASTER_DPI.start() } else { dpi };
    let dpi = dpi.clamp(*RASTER_DPI.start(), *RASTER_DPI.end());
    let options = RenderOptions { pixel_per_pt: (dpi / 72.0).into(), ..RenderOptions::default() };
    let picture = typst_render::render(page, &options);
    // The paper is white and opaque, so no pixel is transparent; the weights are those of ITU-R BT.601.
    let grey = picture
        .data()
        .chunks_exact(4)
        .map(|p| {
            ((u32::from(p[0]) * 299 + u32::from(p[1]) * 587 + u32::from(p[2]) * 114 + 500) / 1000)
                as u8
        })
        .collect();
    Raster { width: picture.width() as usize, height: picture.height() as usize, dpi, grey }
}
