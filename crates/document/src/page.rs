//! Pages as geometry: which word stands where. Plain data, so that whoever measures pictures needs no typesetter.
//!
//! All lengths are points (1/72 inch) from the page's upper left corner, y downwards.

use std::ops::Range;

/// A page as set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageMap {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// The words of the text in reading order, line by line, then those that the page prints itself.
    pub words: Vec<PageWord>,
    /// The lines of the text from the top of each block down; they cover the words that have a source, in order.
    pub lines: Vec<PageLine>,
}

/// A word on a page: a run of glyphs without a space, on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct PageWord {
    /// Its signs.
    pub text: String,
    /// Left end of its advance box.
    pub left: f64,
    /// Right end of its advance box.
    pub right: f64,
    /// Its baseline.
    pub baseline: f64,
    /// Size of its type.
    pub size: f64,
    /// Bytes of the text that was set. `None` for what the page prints itself: letterhead, notice, page and list numbers.
    pub source: Option<Range<usize>>,
}

/// A line of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLine {
    /// Its words, as places in [`PageMap::words`].
    pub words: Range<usize>,
    /// The block (paragraph, list item, heading, table cell, footnote) that it belongs to, counted through the document.
    pub block: usize,
}

/// A page with its picture, as it looks without any mark.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferencePage {
    /// Where its words stand.
    pub map: PageMap,
    /// What it looks like.
    pub raster: Raster,
}

/// A grey picture of a page, row by row; 0 is black.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Pixels an inch.
    pub dpi: f64,
    /// The pixels.
    pub grey: Vec<u8>,
}
