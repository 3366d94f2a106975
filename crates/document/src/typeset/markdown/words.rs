//! Running text of a Markdown file: characters, references, code and HTML, each with its bytes.

use super::super::copytext::Pen;
use super::super::ink::TypeCase;
use super::{Kind, Reader};
use std::ops::Range;

/// A block of running text whose end has not come yet.
pub(super) struct Leaf {
    pub(super) kind: Kind,
    pub(super) pen: Pen,
}

/// What a place in a block of HTML is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Text,
    Tag,
    Comment,
}

/// The open block of running text; without one, a paragraph begins, as in items of tight lists.
pub(super) fn open_leaf<'l>(
    leaf: &'l mut Option<Leaf>,
    mark: &mut Option<String>,
    case: &mut TypeCase,
) -> &'l mut Leaf {
    leaf.get_or_insert_with(|| {
        let mut pen = Pen::new();
        if let Some(mark) = mark.take() {
            pen.write_own(case, &mark);
            pen.space();
        }
        Leaf { kind: Kind::Paragraph, pen }
    })
}

impl Reader<'_> {
    pub(super) fn write(&mut self, text: &str, range: Range<usize>) {
        let written = &self.text[range.clone()];
        if self.leaf.as_ref().is_some_and(|leaf| leaf.kind == Kind::Preformatted) {
            self.write_as_is(if written.starts_with(text) { text } else { written }, range.start);
            return;
        }
        self.pen();
        let leaf = open_leaf(&mut self.leaf, &mut self.mark, self.case);
        if written == text {
            leaf.pen.write(self.case, text, range.start);
        } else {
            // A character reference.
            leaf.pen.write_for(self.case, text, range);
        }
    }

    pub(super) fn write_as_is(&mut self, text: &str, at: usize) {
        open_leaf(&mut self.leaf, &mut self.mark, self.case).pen.write_as_is(self.case, text, at);
    }

    pub(super) fn code(&mut self, code: &str, range: Range<usize>) {
        let style = self.style(true);
        self.pen().set_style(style);
        let leaf = open_leaf(&mut self.leaf, &mut self.mark, self.case);
        let written = &self.text[range.clone()];
        let ticks = written.len() - written.trim_start_matches('`').len();
        let inner = written.get(ticks..written.len().saturating_sub(ticks)).unwrap_or("");
        let trimmed = inner.len().checked_sub(1).and_then(|end| inner.get(1..end)).unwrap_or("");
        let is_code = |text: &str| text.len() == code.len() && text.replace('\n', " ") == code;
        if is_code(inner) {
            leaf.pen.write(self.case, inner, range.start + ticks);
        } else if is_code(trimmed) {
            leaf.pen.write(self.case, trimmed, range.start + ticks + 1);
        } else {
            leaf.pen.write_for(self.case, code, range);
        }
        self.restyle(|_| ());
    }

    /// The text of a block of HTML, without its tags and comments.
    pub(super) fn html(&mut self, html: &str, at: usize) {
        self.pen();
        let leaf = open_leaf(&mut self.leaf, &mut self.mark, self.case);
        let Kind::Html(mut place) = leaf.kind else { return };
        let mut from = 0;
        while from < html.len() {
            let rest = &html[from..];
            let (ends, next) = match place {
                Markup::Text if rest.starts_with("<!--") => (4, Markup::Comment),
                Markup::Text if rest.starts_with('<') => (1, Markup::Tag),
                Markup::Text => (rest.find('<').unwrap_or(rest.len()), Markup::Text),
                Markup::Tag => (rest.find('>').map_or(rest.len(), |i| i + 1), Markup::Text),
                Markup::Comment => (rest.find("-->").map_or(rest.len(), |i| i + 3), Markup::Text),
            };
            let closed = match place {
                Markup::Text => true,
                Markup::Tag => rest[..ends].ends_with('>'),
                Markup::Comment => rest[..ends].ends_with("-->"),
            };
            if place == Markup::Text && next == Markup::Text {
                leaf.pen.write(self.case, &rest[..ends], at + from);
            } else if place == Markup::Tag && closed {
                leaf.pen.space();
            }
            place = if closed { next } else { place };
            from += ends;
        }
        leaf.kind = Kind::Html(place);
    }
}
