//! Which format a file has: a memo by its name first, a leak by its first bytes.

#[cfg(feature = "pdf")]
mod leak;

#[cfg(feature = "pdf")]
pub use leak::{LeakKind, sniff_leak};

use std::fmt;

/// A format that can be read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text, UTF-8.
    Text,
    /// Markdown, UTF-8.
    Markdown,
    /// HTML, UTF-8.
    Html,
}

impl Format {
    /// Every format, in the order people are told of them.
    pub const ALL: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];

    /// Name used in file leaves, on the command line and as file extension.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
        }
    }

    /// The format of that name or extension.
    pub fn from_name(name: &str) -> Option<Format> {
        match name.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing but white space.
    Empty,
    /// Over [`crate::limit::FILE_BYTES`].
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Not UTF-8, with the first byte that is wrong.
    NotUtf8 {
        /// Offset of that byte.
        offset: usize,
    },
    /// UTF-16 or UTF-32, told by its byte order mark.
    Utf16,
    /// Holds NUL bytes, so it is no text.
    Binary,
    /// A format known by name that this version does not read.
    Unsupported {
        /// What it looks like, such as `pdf`.
        format: String,
    },
    /// Not what its extension says.
    Misnamed {
        /// That extension.
        extension: String,
    },
    /// HTML that the parser gave up on.
    Html(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Empty => f.write_str("the file holds no words"),
            ReadError::TooLarge { bytes } => {
                write!(
                    f,
                    "the file has {bytes} bytes, over the limit of {}",
                    crate::limit::FILE_BYTES
                )
            }
            ReadError::NotUtf8 { offset } => write!(f, "the file is not UTF-8 at byte {offset}"),
            ReadError::Utf16 => f.write_str("the file is UTF-16, not UTF-8"),
            ReadError::Binary => f.write_str("the file holds NUL bytes, so it is not text"),
            ReadError::Unsupported { format } => {
                write!(f, "files of format `{format}` cannot be read")
            }
            ReadError::Misnamed { extension } => {
                write!(f, "the file is named `.{extension}` but is none")
            }
            ReadError::Html(why) => write!(f, "the HTML cannot be parsed: {why}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ReadError::Empty => "give a file with text in it",
            ReadError::TooLarge { .. } => "give the page or passage that matters",
            ReadError::NotUtf8 { .. } | ReadError::Utf16 => {
                "save it as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8 FILE`"
            }
            ReadError::Unsupported { format } if OTHER_PICTURES.contains(&format.as_str()) => {
                "save the picture as .png, .jpg or .tif"
            }
            ReadError::Misnamed { .. } => "give it with the extension of what it is",
            ReadError::Binary | ReadError::Unsupported { .. } => {
                "this version reads .txt, .md and .html: save or paste the text into one of these"
            }
            ReadError::Html(_) => "save the visible text as .txt and give that",
        }
    }
}

/// Extensions of formats that no memo has.
const NO_MEMO: [&str; 12] =
    ["pdf", "docx", "doc", "odt", "rtf", "eml", "msg", "png", "jpg", "jpeg", "tif", "tiff"];
/// Pictures that nothing here decodes.
const OTHER_PICTURES: [&str; 6] = ["avif", "bmp", "gif", "heic", "heif", "webp"];

/// What files of other kinds begin with.
const MAGIC: [(&[u8], &str); 7] = [
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx or zip"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"\xd0\xcf\x11\xe0", "doc"),
];
/// The format of a memo with this name and content.
///
/// A name with a known extension decides, except that bytes which are plainly another kind of file (PDF, ZIP,
/// pictures) are refused under any name. Without an extension, markup at the start means HTML, else text.
pub fn sniff(name: Option<&str>, bytes: &[u8]) -> Result<Format, ReadError> {
    if let Some(format) = magic(bytes) {
        return Err(ReadError::Unsupported { format: format.to_string() });
    }
    if let Some(extension) = name.and_then(extension) {
        if let Some(format) = Format::from_name(&extension) {
            return Ok(format);
        }
        let known = |list: &[&str]| list.contains(&extension.as_str());
        if known(&NO_MEMO) || known(&OTHER_PICTURES) {
            return Err(ReadError::Unsupported { format: extension });
        }
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).trim_start().to_lowercase();
    let markup = ["<!doctype html", "<html", "<body", "<head", "<p>", "<div"];
    Ok(if markup.iter().any(|m| head.starts_with(m)) { Format::Html } else { Format::Text })
}

fn magic(bytes: &[u8]) -> Option<&'static str> {
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, format)| *format)
}

fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture renamed to `.txt` must not be read as text.
    #[test]
    fn content_that_is_plainly_something_else_is_refused() {
        assert!(matches!(sniff(Some("a.txt"), b"%PDF-1.7"), Err(ReadError::Unsupported { .. })));
        assert!(matches!(sniff(Some("a.eml"), b"From: x"), Err(ReadError::Unsupported { .. })));
        assert_eq!(sniff(Some("a.MD"), b"x"), Ok(Format::Markdown));
        assert_eq!(sniff(None, b"\n<!DOCTYPE html><p>x"), Ok(Format::Html));
        assert_eq!(sniff(Some("letter"), b"Dear"), Ok(Format::Text));
    }
}
