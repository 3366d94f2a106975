//! Copies as files: plain text, Markdown, HTML and PDF, bytes in and bytes out. Pure.
//!
//! [`read`] turns a file into a [`Manuscript`]: its visible text, the ranges that must not be touched, and the way
//! back to the bytes. [`Manuscript::write`] splices edits of that text into the file, leaving every other byte as it
//! was. Both the author's memo and the hostile leak come in through here, so [`limit`] is checked first.
//!
//! Absent on purpose: codebooks, logs, files on disk, and any opinion on which words may change.

mod convert;
mod html;
pub mod limit;
mod manuscript;
mod markdown;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
mod plain;
mod sniff;
pub mod spacing;
#[cfg(feature = "typeset")]
pub mod typeset;

pub use convert::convert;
pub use manuscript::{Manuscript, WriteError};
pub use sniff::{Format, ReadError, sniff};

/// Reads a file of a known format.
pub fn read(bytes: &[u8], format: Format) -> Result<Manuscript, ReadError> {
    limit::check(bytes)?;
    let text = plain::decode(bytes)?;
    match format {
        Format::Text => Ok(Manuscript::plain(Format::Text, text, Vec::new())),
        Format::Markdown => {
            Ok(Manuscript::plain(Format::Markdown, text, markdown::protected(text)))
        }
        Format::Html => html::read(text),
    }
}
