//! Formats that copies are written in.

use document::Format;
use std::fmt;

/// A format of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CopyFormat {
    /// One that memos come in, too.
    Words(Format),
    /// Pages, whose spacing carries marks.
    Pdf,
}

impl CopyFormat {
    /// The format of this name, as `--format` takes it.
    pub fn from_name(name: &str) -> Option<CopyFormat> {
        match name {
            "pdf" => Some(CopyFormat::Pdf),
            _ => Format::from_name(name).map(CopyFormat::Words),
        }
    }

    /// Its name, and the ending of its files.
    pub fn name(self) -> &'static str {
        match self {
            CopyFormat::Words(format) => format.name(),
            CopyFormat::Pdf => "pdf",
        }
    }
}

impl fmt::Display for CopyFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
