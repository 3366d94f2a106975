//! Why a PDF could not be read.

use std::fmt;

/// Why a PDF could not be read. Pages count from 0 here and from 1 in messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PdfError {
    /// Over [`crate::limit::FILE_BYTES`].
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// No page can be found in it.
    Damaged,
    /// It opens with a password only.
    Encrypted,
    /// It has no pages.
    NoPages,
    /// It has more pages than are read.
    TooManyPages {
        /// Its pages.
        pages: usize,
        /// How many are read.
        limit: usize,
    },
    /// Drawing it would take more work than any honest page does.
    TooIntricate {
        /// The page at which that showed.
        page: usize,
    },
    /// It holds more text than is read.
    TooMuchText,
    /// There is no such page.
    NoSuchPage {
        /// The page asked for.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// A picture of the page would have too many pixels.
    PageTooLarge {
        /// The page.
        page: usize,
        /// Width of the page, in points.
        width_pt: f64,
        /// Height of the page, in points.
        height_pt: f64,
    },
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::TooLarge { bytes } => {
                write!(
                    f,
                    "the PDF has {bytes} bytes, over the limit of {}",
                    crate::limit::FILE_BYTES
                )
            }
            PdfError::Damaged => f.write_str("the PDF is damaged: no page can be found in it"),
            PdfError::Encrypted => f.write_str("the PDF is encrypted"),
            PdfError::NoPages => f.write_str("the PDF has no pages"),
            PdfError::TooManyPages { pages, limit } => {
                write!(f, "the PDF has {pages} pages, over the limit of {limit}")
            }
            PdfError::TooIntricate { page } => {
                write!(f, "the PDF draws more than is read, up to its page {}", page + 1)
            }
            PdfError::TooMuchText => f.write_str("the PDF holds more text than is read"),
            PdfError::NoSuchPage { page, pages } => {
                write!(f, "the PDF has {pages} pages, and no page {}", page + 1)
            }
            PdfError::PageTooLarge { page, width_pt, height_pt } => {
                let page = page + 1;
                write!(
                    f,
                    "page {page} of the PDF is too large, {width_pt:.0} by {height_pt:.0} points"
                )
            }
        }
    }
}

impl std::error::Error for PdfError {}

impl PdfError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            PdfError::TooLarge { .. } => "give the pages that matter",
            PdfError::Damaged => {
                "open it in a viewer and print it to a new PDF, or give a picture of it"
            }
            PdfError::Encrypted => {
                "save it without a password: `qpdf --decrypt --password=PASSWORD IN.pdf OUT.pdf`"
            }
            PdfError::NoPages => "give a file with pages in it",
            PdfError::TooManyPages { .. } | PdfError::NoSuchPage { .. } => {
                "give the pages that matter: `qpdf IN.pdf --pages . 1-500 -- OUT.pdf`"
            }
            PdfError::TooIntricate { .. } | PdfError::TooMuchText => {
                "give the pages that matter, or pictures of them"
            }
            PdfError::PageTooLarge { .. } => "give a picture of the part that matters",
        }
    }
}
