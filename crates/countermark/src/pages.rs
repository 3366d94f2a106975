//! Pages: how a memo's PDF copies look and how far their words and lines move, kept as one line in the registry.

use crate::archive::{ArchiveError, MemoRow, damaged};
use document::Format;
use document::spacing::{LINE_SHIFT_PT, WORD_SHIFT_PT};
use document::typeset::{Markup, SettingError, Sheets, TypesetError, set};

pub use document::typeset::{Date, Font, Paper, Printed, Setting};

/// How PDF copies look, the same for all copies of a memo.
#[derive(Clone, Debug, PartialEq)]
pub struct PageOptions {
    /// Type, paper and what each page prints; its notice is that of the issue.
    pub setting: Setting,
    /// Shift of a word, in thousandths of a point.
    pub word_shift: u16,
    /// Shift of a line, in thousandths of a point.
    pub line_shift: u16,
}

impl Default for PageOptions {
    fn default() -> Self {
        PageOptions {
            setting: Setting::default(),
            word_shift: thousandths(WORD_SHIFT_PT),
            line_shift: thousandths(LINE_SHIFT_PT),
        }
    }
}

/// Points as the catalogue counts them.
pub fn thousandths(points: f64) -> u16 {
    (points * 1000.0).round() as u16
}

/// What the catalogue counts, in points.
pub(crate) fn points(thousandths: u16) -> f64 {
    f64::from(thousandths) / 1000.0
}

/// How a memo is set: the same for all its copies.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// How its pages look, its notice included.
    pub(crate) pages: PageOptions,
    /// How the memo is written.
    markup: Markup,
}

impl Setup {
    /// Pages for a memo of this format with this notice.
    pub(crate) fn new(
        options: &PageOptions,
        format: Format,
        notice: &str,
    ) -> Result<Setup, SettingError> {
        let mut pages = options.clone();
        pages.setting.notice = notice.into();
        pages.setting.check()?;
        Ok(Setup { pages, markup: markup(format) })
    }

    /// Lays a text out.
    pub(crate) fn set(&self, text: &str) -> Result<Sheets, TypesetError> {
        set(text, self.markup, &self.pages.setting)
    }

    /// What the registry keeps.
    pub(crate) fn encode(&self) -> String {
        let PageOptions { setting, word_shift, line_shift } = &self.pages;
        format!("{word_shift} {line_shift} {}", setting.encode())
    }

    /// How an issued memo is set; `None` where its copies have no pages.
    pub(crate) fn of(row: &MemoRow) -> Result<Option<Setup>, ArchiveError> {
        if row.setting.is_empty() {
            return Ok(None);
        }
        let read = || {
            let (word, rest) = row.setting.split_once(' ')?;
            let (line, setting) = rest.split_once(' ')?;
            let pages = PageOptions {
                setting: Setting::decode(setting).ok()?,
                word_shift: word.parse().ok()?,
                line_shift: line.parse().ok()?,
            };
            Some(Setup { pages, markup: markup(Format::from_name(&row.format)?) })
        };
        read().map(Some).ok_or_else(|| damaged("a memo's setting"))
    }
}

/// How the visible text of a format is written.
fn markup(format: Format) -> Markup {
    match format {
        Format::Markdown => Markup::Markdown,
        Format::Text | Format::Html => Markup::Plain,
    }
}
