//! Pages: how a memo's PDF copies look and how far their words and lines move, kept as one line in the registry.

use crate::archive::{ArchiveError, MemoRow, damaged};
use crate::layout::{Setup, markup};
use document::Format;
use document::spacing::{LINE_SHIFT_PT, WORD_SHIFT_PT};
use document::typeset::SettingError;

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

impl PageOptions {
    /// Made ready for a memo of this format.
    pub(crate) fn setup(&self, format: Format, notice: &str) -> Result<Setup, SettingError> {
        let setting = Setting { notice: notice.into(), ..self.setting.clone() };
        setting.check()?;
        Ok(Setup {
            setting,
            markup: markup(format),
            word_shift: self.word_shift,
            line_shift: self.line_shift,
        })
    }
}

impl Setup {
    /// What the registry keeps.
    pub(crate) fn encode(&self) -> String {
        format!("{} {} {}", self.word_shift, self.line_shift, self.setting.encode())
    }

    /// How an issued memo is set; `None` where its copies have no pages.
    pub(crate) fn of(row: &MemoRow) -> Result<Option<Setup>, ArchiveError> {
        if row.setting.is_empty() {
            return Ok(None);
        }
        let read = || {
            let (word, rest) = row.setting.split_once(' ')?;
            let (line, setting) = rest.split_once(' ')?;
            Some(Setup {
                setting: Setting::decode(setting).ok()?,
                markup: markup(Format::from_name(&row.format)?),
                word_shift: word.parse().ok()?,
                line_shift: line.parse().ok()?,
            })
        };
        read().map(Some).ok_or_else(|| damaged("a memo's setting"))
    }
}
