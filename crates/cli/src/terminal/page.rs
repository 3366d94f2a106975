//! Lines for a terminal: wrapped, styled where wanted, and free of whatever could drive it.

use countermark::report::visible;
use std::io::{self, Write};

/// Columns: fits the narrowest usual terminal but for its margin, and a SHA-256 with its label.
pub(crate) const WIDTH: usize = 88;

/// How a run of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Strong,
    Faint,
    /// What was read in the leak.
    Read,
    /// The limit in the histogram.
    Limit,
}

impl Style {
    /// Parameters of ECMA-48's SGR.
    fn sgr(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Strong => "1",
            Style::Faint => "2",
            Style::Read => "1;32",
            Style::Limit => "31",
        }
    }
}

/// Text of one style, made safe when it is made.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    style: Style,
    text: String,
}

impl Run {
    pub(crate) fn new(style: Style, text: impl AsRef<str>) -> Run {
        Run { style, text: visible(text.as_ref()).into_owned() }
    }

    pub(crate) fn chars(&self) -> usize {
        self.text.chars().count()
    }
}

/// One line of safe text.
pub(crate) fn plain(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// Where the report is written to.
pub(crate) struct Page<W> {
    out: W,
    colour: bool,
}

impl<W: Write> Page<W> {
    pub(crate) fn new(out: W, colour: bool) -> Page<W> {
        Page { out, colour }
    }

    pub(crate) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line as it is, with no blanks at its end.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", plain(text).trim_end())
    }

    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        self.paragraph("", [Run::new(Style::Strong, text)])
    }

    /// An item of a list.
    pub(crate) fn item(&mut self, runs: impl IntoIterator<Item = Run>) -> io::Result<()> {
        self.hanging("  - ", runs)
    }

    /// Wraps runs at their blanks; a word may be of several runs.
    pub(crate) fn paragraph(
        &mut self,
        indent: &str,
        runs: impl IntoIterator<Item = Run>,
    ) -> io::Result<()> {
        self.hanging(indent, runs)
    }

    /// Wraps runs after a label, as far to the right as the label is long.
    pub(crate) fn hanging(
        &mut self,
        label: &str,
        runs: impl IntoIterator<Item = Run>,
    ) -> io::Result<()> {
        let indent = " ".repeat(label.chars().count());
        let room = WIDTH - indent.len();
        let mut used = 0;
        let mut style = Style::Plain;
        write!(self.out, "{label}")?;
        for word in words(runs, room) {
            let width: usize = word.iter().map(Run::chars).sum();
            let is_full = used > 0 && used + 1 + width > room;
            if is_full {
                self.turn(&mut style, Style::Plain)?;
                write!(self.out, "\n{indent}")?;
                used = 0;
            } else if used > 0 {
                if word[0].style != style {
                    self.turn(&mut style, Style::Plain)?;
                }
                write!(self.out, " ")?;
                used += 1;
            }
            for part in word {
                self.turn(&mut style, part.style)?;
                write!(self.out, "{}", part.text)?;
            }
            used += width;
        }
        self.turn(&mut style, Style::Plain)?;
        writeln!(self.out)
    }

    /// Changes the style, where styles are shown at all.
    fn turn(&mut self, from: &mut Style, to: Style) -> io::Result<()> {
        if self.colour && *from != to {
            if *from != Style::Plain {
                write!(self.out, "\u{1b}[0m")?;
            }
            if to != Style::Plain {
                write!(self.out, "\u{1b}[{}m", to.sgr())?;
            }
        }
        *from = to;
        Ok(())
    }
}

/// Words of at most `longest` letters, each of one run or more.
fn words(runs: impl IntoIterator<Item = Run>, longest: usize) -> Vec<Vec<Run>> {
    let mut words: Vec<Vec<Run>> = Vec::new();
    let mut word: Vec<Run> = Vec::new();
    let mut letters = 0;
    for run in runs {
        let mut is_new = true;
        for c in run.text.chars() {
            let is_blank = matches!(c, ' ' | '\n' | '\t');
            if (is_blank || letters == longest) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
                letters = 0;
                is_new = true;
            }
            if is_blank {
                continue;
            }
            match word.last_mut().filter(|_| !is_new) {
                Some(part) => part.text.push(c),
                None => word.push(Run { style: run.style, text: c.to_string() }),
            }
            letters += 1;
            is_new = false;
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}
