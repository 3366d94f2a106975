//! What the compositor is handed: blocks of styled text, free of any markup language.

use super::block::Block;
use super::ink::{Ink, Sort, TypeCase};

/// The style of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
    /// Place in [`CopyText::links`].
    pub(super) link: Option<usize>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Run(Style, Ink),
    /// A reference to a footnote, and how it is written.
    Note {
        label: String,
        written: Ink,
    },
}

/// Running text. A line end in it is printed as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) parts: Vec<Part>,
}

/// Longest paragraph of labelled lines, in bytes.
const MAX_FIELDS: usize = 4000;

/// A whole text.
#[derive(Debug, Default)]
pub(super) struct CopyText {
    pub(super) blocks: Vec<Block>,
    /// Footnotes by label.
    pub(super) notes: Vec<(String, Vec<Block>)>,
    pub(super) links: Vec<String>,
    /// What the first heading says.
    pub(super) title: Option<String>,
}

impl Flow {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Its printed signs.
    pub(super) fn text(&self) -> String {
        self.inks().map(|ink| ink.text.as_str()).collect()
    }

    pub(super) fn inks(&self) -> impl Iterator<Item = &Ink> {
        self.parts.iter().filter_map(|part| match part {
            Part::Run(_, ink) => Some(ink),
            Part::Note { .. } => None,
        })
    }

    /// Its lines, as the author broke them.
    pub(super) fn lines(self) -> Vec<Flow> {
        let mut out = vec![Flow::default()];
        for part in self.parts {
            let Part::Run(style, mut ink) = part else {
                out.last_mut().expect("never empty").parts.push(part);
                continue;
            };
            while let Some(at) = ink.text.find('\n') {
                let mut next = ink.split_off(at);
                let next = next.split_off(1);
                let line = std::mem::replace(&mut ink, next);
                push_run(out.last_mut().expect("never empty"), style, line);
                out.push(Flow::default());
            }
            push_run(out.last_mut().expect("never empty"), style, ink);
        }
        out
    }

    /// Whether it begins like `**From:** …`, and is not too long for a table of such lines.
    pub(super) fn starts_with_label(&self) -> bool {
        let bytes: usize = self.inks().map(|ink| ink.text.len()).sum();
        bytes <= MAX_FIELDS
            && matches!(self.parts.first(), Some(Part::Run(style, ink)) if style.strong
                && ink.text.ends_with(':')
                && !ink.text.contains('\n'))
    }

    /// Cuts the label off.
    pub(super) fn split_label(&self) -> Option<(Flow, Flow)> {
        if !self.starts_with_label() {
            return None;
        }
        let mut rest = self.clone();
        let label = Flow { parts: vec![rest.parts.remove(0)] };
        rest.trim_start();
        (!rest.is_empty()).then_some((label, rest))
    }

    pub(super) fn trim_start(&mut self) {
        while let Some(Part::Run(_, ink)) = self.parts.first_mut() {
            let blank = ink.text.len() - ink.text.trim_start_matches([' ', '\n']).len();
            *ink = ink.split_off(blank);
            if !ink.text.is_empty() {
                return;
            }
            self.parts.remove(0);
        }
    }
}

fn push_run(flow: &mut Flow, style: Style, ink: Ink) {
    if !ink.text.is_empty() {
        flow.parts.push(Part::Run(style, ink));
    }
}

/// Writes running text, one space for any white space.
pub(super) struct Pen {
    flow: Flow,
    style: Style,
    column: usize,
}

/// Spaces that a tab fills up to in preformatted text, as CommonMark has it.
const TAB: usize = 4;

impl Pen {
    pub(super) fn new() -> Pen {
        Pen { flow: Flow::default(), style: Style::default(), column: 0 }
    }

    /// A pen whose text is all of one style.
    pub(super) fn styled(style: Style) -> Pen {
        Pen { style, ..Pen::new() }
    }

    pub(super) fn set_style(&mut self, style: Style) {
        self.style = style;
    }

    /// Text that stands as it is at `at`.
    pub(super) fn write(&mut self, case: &mut TypeCase, text: &str, at: usize) {
        for (i, c) in text.char_indices() {
            self.put(case.sort(c), at + i..at + i + c.len_utf8());
        }
    }

    /// Text that stands for `source` as a whole, such as `&` for `&amp;`.
    pub(super) fn write_for(
        &mut self,
        case: &mut TypeCase,
        text: &str,
        source: std::ops::Range<usize>,
    ) {
        for c in text.chars() {
            self.put(case.sort(c), source.clone());
        }
    }

    /// Text of the page's own.
    pub(super) fn write_own(&mut self, case: &mut TypeCase, text: &str) {
        let text = case.own_line(text);
        let ink = self.ink();
        ink.text.push_str(&text);
    }

    /// Text with its spaces and line ends as they are.
    pub(super) fn write_as_is(&mut self, case: &mut TypeCase, text: &str, at: usize) {
        for (i, c) in text.char_indices() {
            let source = at + i..at + i + c.len_utf8();
            let spaces = match c {
                '\n' => {
                    self.end_line();
                    continue;
                }
                '\t' => TAB - self.column % TAB,
                _ => match case.sort(c) {
                    Sort::Space | Sort::NoBreakSpace => usize::from(c != '\r'),
                    Sort::Invisible => 0,
                    Sort::Sign(sign) => {
                        self.ink().sign(sign, source);
                        self.column += 1;
                        0
                    }
                },
            };
            self.column += spaces;
            let ink = self.ink();
            ink.text.extend(std::iter::repeat_n(' ', spaces));
        }
    }

    /// A line end that the author wants.
    pub(super) fn end_line(&mut self) {
        self.column = 0;
        if !self.flow.is_empty() {
            let ink = self.ink();
            ink.text.truncate(ink.text.trim_end_matches(' ').len());
            ink.text.push('\n');
        }
    }

    pub(super) fn space(&mut self) {
        if !self.ends_blank() {
            self.ink().text.push(' ');
        }
    }

    pub(super) fn note(&mut self, case: &mut TypeCase, label: &str, written: &str, at: usize) {
        let mut pen = Pen::new();
        pen.write(case, written, at);
        let ink = pen.finish().inks().next().cloned().unwrap_or_default();
        self.flow.parts.push(Part::Note { label: label.into(), written: ink });
    }

    /// What was written, without blanks at its end.
    pub(super) fn finish(mut self) -> Flow {
        while let Some(Part::Run(_, ink)) = self.flow.parts.last_mut() {
            ink.trim_end();
            if !ink.text.is_empty() {
                break;
            }
            self.flow.parts.pop();
        }
        self.flow
    }

    fn put(&mut self, sort: Sort, source: std::ops::Range<usize>) {
        match sort {
            Sort::Space => self.space(),
            Sort::NoBreakSpace => self.ink().text.push('\u{A0}'),
            Sort::Invisible => {}
            Sort::Sign(sign) => self.ink().sign(sign, source),
        }
    }

    /// Whether a space here would be at the start, or a second one.
    fn ends_blank(&self) -> bool {
        match self.flow.parts.last() {
            None => true,
            Some(Part::Run(_, ink)) => ink.text.ends_with([' ', '\n']),
            Some(Part::Note { .. }) => false,
        }
    }

    fn ink(&mut self) -> &mut Ink {
        let same =
            matches!(self.flow.parts.last(), Some(Part::Run(style, _)) if *style == self.style);
        if !same {
            self.flow.parts.push(Part::Run(self.style, Ink::default()));
        }
        match self.flow.parts.last_mut() {
            Some(Part::Run(_, ink)) => ink,
            _ => unreachable!("a run was pushed"),
        }
    }
}
