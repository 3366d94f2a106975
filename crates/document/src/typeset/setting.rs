//! What is the same on all copies of a memo: type, paper, and what the page prints around the text.

use super::date::Date;
use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;

/// A family of type. All are part of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Font {
    /// Libertinus Serif, a book face after Linux Libertine.
    #[default]
    LibertinusSerif,
    /// New Computer Modern, after Knuth's Computer Modern.
    NewComputerModern,
    /// DejaVu Sans Mono: the look of a typewriter, set ragged and a little smaller.
    DejaVuSansMono,
}

impl Font {
    /// All of them.
    pub const ALL: [Font; 3] =
        [Font::LibertinusSerif, Font::NewComputerModern, Font::DejaVuSansMono];

    /// Its name in a setting's code and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Font::LibertinusSerif => "libertinus-serif",
            Font::NewComputerModern => "new-computer-modern",
            Font::DejaVuSansMono => "dejavu-sans-mono",
        }
    }

    /// Its name in the font files.
    pub(super) fn family(self) -> &'static str {
        match self {
            Font::LibertinusSerif => "Libertinus Serif",
            Font::NewComputerModern => "New Computer Modern",
            Font::DejaVuSansMono => "DejaVu Sans Mono",
        }
    }

    /// Drawn size for a nominal size of 1: faces differ in how large they look.
    pub(super) fn scale(self) -> f64 {
        match self {
            Font::LibertinusSerif | Font::NewComputerModern => 1.0,
            Font::DejaVuSansMono => 0.84,
        }
    }

    /// Whether lines fill the measure. A typewriter's do not.
    pub(super) fn justified(self) -> bool {
        self != Font::DejaVuSansMono
    }
}

/// Size of the sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 in (ANSI/ASME Y14.1).
    UsLetter,
}

impl Paper {
    /// Its name in a setting's code, on the command line, and to typst.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::UsLetter => "us-letter",
        }
    }
}

/// Where a copy's office and number are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Printed {
    /// Nowhere.
    #[default]
    None,
    /// At the head of each page.
    Header,
    /// At the foot of each page.
    Footer,
}

impl Printed {
    /// Its name in a setting's code and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Printed::None => "none",
            Printed::Header => "header",
            Printed::Footer => "footer",
        }
    }
}

/// How a memo is set. Two settings that are equal give the same pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Family of the text.
    pub font: Font,
    /// Size of the sheets.
    pub paper: Paper,
    /// Size of the text in points, see [`Setting::SIZES_PT`].
    pub size_pt: f64,
    /// Lines of the sender on the first page, the first of them larger.
    pub letterhead: Option<String>,
    /// Printed at the head and foot of each page.
    pub classification: Option<String>,
    /// Printed on each page, and the date of the file; without it the file is dated 1 January 2000.
    pub date: Option<Date>,
    /// The sender's reference, printed on each page.
    pub reference: Option<String>,
    /// Says that copies are marked: at the foot of each page if it is short, else after the text. Empty for none.
    pub notice: String,
    /// Where office and copy number are printed.
    pub printed: Printed,
}

impl Default for Setting {
    fn default() -> Self {
        Setting {
            font: Font::default(),
            paper: Paper::default(),
            size_pt: 11.0,
            letterhead: None,
            classification: None,
            date: None,
            reference: None,
            notice: String::new(),
            printed: Printed::default(),
        }
    }
}

/// Why a setting cannot be used, or its code not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingError {
    /// The code is not one that [`Setting::encode`] writes.
    Code {
        /// Where it goes wrong.
        field: &'static str,
    },
    /// The size is outside [`Setting::SIZES_PT`].
    Size {
        /// It, in points.
        pt: f64,
    },
    /// A printed text is too long.
    Length {
        /// Which.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
    /// The letterhead has too many lines.
    Lines {
        /// So many.
        lines: usize,
    },
}

impl SettingError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            SettingError::Code { .. } => "use a code that this version wrote",
            SettingError::Size { .. } => "choose 11",
            SettingError::Length { .. } | SettingError::Lines { .. } => "shorten it",
        }
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingError::Code { field } => write!(f, "code of a setting is damaged at `{field}`"),
            SettingError::Size { pt } => {
                let (least, most) = (Setting::SIZES_PT.start(), Setting::SIZES_PT.end());
                write!(f, "size of type is not from {least} to {most} pt: {pt}")
            }
            SettingError::Length { field, most } => {
                write!(f, "`{field}` is longer than a page allows: at most {most} characters")
            }
            SettingError::Lines { lines } => {
                let most = Setting::MAX_LETTERHEAD_LINES;
                write!(f, "`letterhead` has too many lines: {lines}, at most {most}")
            }
        }
    }
}

impl std::error::Error for SettingError {}

/// First words of a setting's code; the number changes when the same code would give other pages.
const VERSION: &str = "typeset/1";

impl Setting {
    /// Sizes of type, in points.
    pub const SIZES_PT: RangeInclusive<f64> = 8.0..=16.0;
    /// Longest classification and reference, in characters.
    pub const MAX_LINE: usize = 60;
    /// Longest letterhead.
    pub const MAX_LETTERHEAD: usize = 600;
    /// Most lines of it.
    pub const MAX_LETTERHEAD_LINES: usize = 8;
    /// Longest notice.
    pub const MAX_NOTICE: usize = 2000;

    /// One line that [`Setting::decode`] turns into an equal setting; equal settings have equal codes.
    pub fn encode(&self) -> String {
        let optional = |value: &Option<String>| match value {
            Some(text) => format!("+{}", escape(text)),
            None => String::new(),
        };
        let fields = [
            VERSION.to_string(),
            self.font.name().to_string(),
            self.paper.name().to_string(),
            self.size_pt.to_string(),
            self.printed.name().to_string(),
            self.date.map(Date::iso).unwrap_or_default(),
            optional(&self.letterhead),
            optional(&self.classification),
            optional(&self.reference),
            escape(&self.notice),
        ];
        fields.join(";")
    }

    /// Reads a code.
    ///
    /// # Errors
    ///
    /// [`SettingError::Code`] for any line that [`Setting::encode`] would not write, and whatever [`Setting::check`] finds.
    pub fn decode(code: &str) -> Result<Setting, SettingError> {
        let bad = |field| SettingError::Code { field };
        let fields: Vec<&str> = code.split(';').collect();
        let [
            version,
            font,
            paper,
            size,
            printed,
            date,
            letterhead,
            classification,
            reference,
            notice,
        ] = fields[..]
        else {
            return Err(bad("number of fields"));
        };
        if version != VERSION {
            return Err(bad("version"));
        }
        let optional = |text: &str, field| match text.strip_prefix('+') {
            Some(text) => unescape(text).map(Some).ok_or(bad(field)),
            None if text.is_empty() => Ok(None),
            None => Err(bad(field)),
        };
        let named = Setting {
            font: Font::ALL.into_iter().find(|f| f.name() == font).ok_or(bad("font"))?,
            paper: [Paper::A4, Paper::UsLetter]
                .into_iter()
                .find(|p| p.name() == paper)
                .ok_or(bad("paper"))?,
            size_pt: size.parse().map_err(|_| bad("size"))?,
            printed: [Printed::None, Printed::Header, Printed::Footer]
                .into_iter()
                .find(|p| p.name() == printed)
                .ok_or(bad("printed"))?,
            date: match date {
                "" => None,
                date => Some(Date::from_iso(date).ok_or(bad("date"))?),
            },
            letterhead: optional(letterhead, "letterhead")?,
            classification: optional(classification, "classification")?,
            reference: optional(reference, "reference")?,
            notice: unescape(notice).ok_or(bad("notice"))?,
        };
        named.check()?;
        if named.encode() != code {
            return Err(bad("form"));
        }
        Ok(named)
    }

    /// Whether a page can hold all this.
    ///
    /// # Errors
    ///
    /// [`SettingError::Size`], [`SettingError::Length`] and [`SettingError::Lines`].
    pub fn check(&self) -> Result<(), SettingError> {
        if !Self::SIZES_PT.contains(&self.size_pt) {
            return Err(SettingError::Size { pt: self.size_pt });
        }
        let texts = [
            ("letterhead", self.letterhead.as_deref(), Self::MAX_LETTERHEAD),
            ("classification", self.classification.as_deref(), Self::MAX_LINE),
            ("reference", self.reference.as_deref(), Self::MAX_LINE),
            ("notice", Some(self.notice.as_str()), Self::MAX_NOTICE),
        ];
        for (field, text, most) in texts {
            if text.is_some_and(|text| text.chars().count() > most) {
                return Err(SettingError::Length { field, most });
            }
        }
        let lines = self.letterhead.iter().flat_map(|text| text.lines()).count();
        if lines > Self::MAX_LETTERHEAD_LINES {
            return Err(SettingError::Lines { lines });
        }
        Ok(())
    }
}

/// Percent-encodes what separates fields, and whatever is not printable ASCII.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if matches!(byte, b' '..=b'~') && !matches!(byte, b'%' | b';') {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn unescape(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || bytes.next().and_then(|b| (b as char).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        out.push((high * 16 + low) as u8);
    }
    String::from_utf8(out).ok()
}
