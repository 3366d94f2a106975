//! Printed signs, each with its way back to the bytes that it stands for.

use super::world;
use std::collections::BTreeSet;
use std::ops::Range;

/// Printed for a sign that no font has. PDF/A forbids the empty glyph (ISO 19005-2, 6.2.11.8).
pub(super) const BOX: char = '\u{25A1}';
/// Lets a line break where the words themselves do not.
pub(super) const BREAK: char = '\u{200B}';
/// Longest stretch of a word in running text that is never broken.
pub(super) const UNBROKEN: usize = 40;
/// The same in the label of a line.
pub(super) const UNBROKEN_IN_LABEL: usize = 16;
/// Where a longer stretch may be broken: after each so many signs, or half of what is not broken.
const BROKEN_EVERY: usize = 8;

/// What becomes of a character on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Space,
    NoBreakSpace,
    Invisible,
    Sign(char),
}

/// The sorts of type at hand.
#[derive(Default)]
pub(super) struct TypeCase {
    refused: BTreeSet<char>,
    missing: BTreeSet<char>,
    printed: usize,
}

impl TypeCase {
    /// Starts counting anew; what was refused stays refused.
    pub(super) fn clear(&mut self) {
        self.missing.clear();
        self.printed = 0;
    }

    /// These have no glyph although a font claims them, so print boxes from now on.
    pub(super) fn refuse(&mut self, signs: &BTreeSet<char>) {
        self.refused.extend(signs);
    }

    /// Signs that were asked for and are in no font.
    pub(super) fn missing(&self) -> Vec<char> {
        self.missing.iter().copied().collect()
    }

    /// Signs of the text that can be printed as they are.
    pub(super) fn printed(&self) -> usize {
        self.printed
    }

    pub(super) fn sort(&mut self, c: char) -> Sort {
        if c.is_ascii_graphic() {
            self.printed += 1;
            return Sort::Sign(c);
        }
        if matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}') {
            return Sort::NoBreakSpace;
        }
        if c.is_whitespace() {
            return Sort::Space;
        }
        if is_invisible(c) {
            return Sort::Invisible;
        }
        if is_private(c) || self.refused.contains(&c) || !world::has_glyph(c) {
            self.missing.insert(c);
            return Sort::Sign(BOX);
        }
        self.printed += 1;
        Sort::Sign(c)
    }

    /// A line that the page prints itself, with boxes where they are due.
    pub(super) fn own_line(&mut self, text: &str) -> String {
        let mut ink = Ink::default();
        for c in text.chars() {
            match self.sort(c) {
                Sort::Space if ink.text.is_empty() || ink.text.ends_with(' ') => {}
                Sort::Space => ink.text.push(' '),
                Sort::NoBreakSpace => ink.text.push('\u{A0}'),
                Sort::Invisible => {}
                Sort::Sign(c) => ink.text.push(c),
            }
        }
        ink.trim_end();
        ink.text
    }
}

/// Controls, and formatting characters that have no ink of their own: soft hyphens, joiners, marks of direction,
/// selectors of variants and tags. Some of them would make an invisible mark, so none is printed.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Private use areas mean nothing outside the author's machine, and PDF/A-2a refuses them.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// A stretch of printed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink {
    pub(super) text: String,
    segments: Vec<Segment>,
}

/// Printed bytes and the bytes that they stand for; of equal length when they correspond one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    printed: Range<usize>,
    source: Range<usize>,
}

impl Segment {
    /// The source of a printed range inside it.
    fn part(&self, printed: Range<usize>) -> Range<usize> {
        if self.printed.len() != self.source.len() {
            return self.source.clone();
        }
        let offset = |at: usize| self.source.start + (at - self.printed.start);
        offset(printed.start)..offset(printed.end)
    }
}

/// Stretches of a text that no line breaks within, each with where it starts. A hyphen or slash lets a line break only
/// before a letter (Unicode Standard Annex 14, rules LB13, LB21 and LB25).
fn stretches(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut signs = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, c)) = signs.next() {
            let before_letter = signs.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if matches!(c, ' ' | '\n') || matches!(c, '-' | '/') && before_letter {
                end = at + c.len_utf8();
                break;
            }
        }
        let stretch = (start, &rest[..end]);
        start += end;
        (!stretch.1.is_empty()).then_some(stretch)
    })
}

/// Places after each few signs of overlong stretches.
fn places_to_break(text: &str, unbroken: usize) -> Vec<usize> {
    let every = BROKEN_EVERY.min(unbroken.div_ceil(2));
    let mut out = Vec::new();
    for (start, stretch) in stretches(text) {
        if stretch.len() > unbroken && stretch.chars().count() > unbroken {
            let places = stretch.char_indices().skip(every).step_by(every);
            out.extend(places.map(|(at, _)| start + at));
        }
    }
    out
}

impl Ink {
    /// The bytes that a printed range stands for; `None` if it has none of its own.
    pub(super) fn source(&self, printed: Range<usize>) -> Option<Range<usize>> {
        let first = self.segments.partition_point(|s| s.printed.end <= printed.start);
        let mut out: Option<Range<usize>> = None;
        for segment in &self.segments[first..] {
            if segment.printed.start >= printed.end {
                break;
            }
            let start = printed.start.max(segment.printed.start);
            let part = segment.part(start..printed.end.min(segment.printed.end));
            out = Some(match out {
                None => part,
                Some(whole) => whole.start.min(part.start)..whole.end.max(part.end),
            });
        }
        out
    }

    /// One sign and the bytes that it stands for.
    pub(super) fn sign(&mut self, c: char, source: Range<usize>) {
        let start = self.text.len();
        self.text.push(c);
        let printed = start..self.text.len();
        if let Some(last) = self.segments.last_mut()
            && last.printed.end == printed.start
            && last.source.end == source.start
            && last.printed.len() == last.source.len()
            && printed.len() == source.len()
        {
            last.printed.end = printed.end;
            last.source.end = source.end;
            return;
        }
        self.segments.push(Segment { printed, source });
    }

    pub(super) fn trim_end(&mut self) {
        let len = self.text.trim_end_matches([' ', '\n']).len();
        self.text.truncate(len);
    }

    /// Cuts at a printed place; the rest is returned.
    pub(super) fn split_off(&mut self, at: usize) -> Ink {
        let mut rest = Ink { text: self.text.split_off(at), segments: Vec::new() };
        let first = self.segments.partition_point(|s| s.printed.end <= at);
        for segment in self.segments.split_off(first) {
            let Range { start, end } = segment.printed;
            let cut = start.max(at);
            if start < cut {
                let source = segment.part(start..cut);
                self.segments.push(Segment { printed: start..cut, source });
            }
            rest.segments
                .push(Segment { printed: cut - at..end - at, source: segment.part(cut..end) });
        }
        rest
    }

    /// Signs before the first place where a line may break, and after the last; both are all signs where there is none.
    pub(super) fn ends(&self) -> (usize, usize) {
        let mut lengths = stretches(&self.text).map(|(_, stretch)| stretch.chars().count());
        let first = lengths.next().unwrap_or(0);
        (first, lengths.last().unwrap_or(first))
    }

    /// Lets a line break before it.
    pub(super) fn after_break(self) -> Ink {
        let mut out = Ink { text: BREAK.into(), segments: Vec::new() };
        out.append(self);
        out
    }

    /// Adds places to break at in stretches of more than `unbroken` signs without any.
    pub(super) fn breakable(mut self, unbroken: usize) -> Ink {
        let places = places_to_break(&self.text, unbroken);
        if places.is_empty() {
            return self;
        }
        let mut out = Ink::default();
        let mut from = 0;
        for place in &places {
            out.text.push_str(&self.text[from..*place]);
            out.text.push(BREAK);
            from = *place;
        }
        out.text.push_str(&self.text[from..]);
        let mut before = 0;
        for segment in std::mem::take(&mut self.segments) {
            before += places[before..].partition_point(|place| *place <= segment.printed.start);
            let inside = places[before..].partition_point(|place| *place < segment.printed.end);
            let mut start = segment.printed.start;
            for end in places[before..before + inside].iter().chain([&segment.printed.end]) {
                let moved = before * BREAK.len_utf8();
                out.segments.push(Segment {
                    printed: start + moved..end + moved,
                    source: segment.part(start..*end),
                });
                start = *end;
                before += 1;
            }
            before -= 1;
        }
        out
    }

    pub(super) fn append(&mut self, other: Ink) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.segments.extend(other.segments.into_iter().map(|s| Segment {
            printed: s.printed.start + base..s.printed.end + base,
            source: s.source,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(text: &str, at: usize) -> Ink {
        let mut ink = Ink::default();
        for (i, c) in text.char_indices() {
            ink.sign(c, at + i..at + i + c.len_utf8());
        }
        ink
    }

    /// Every later step trusts these ranges, so cutting and joining may not shift them by a byte.
    #[test]
    fn cutting_keeps_the_way_back() {
        let mut whole = ink("née", 10);
        whole.sign('&', 14..19);
        let mut head = whole.clone();
        let tail = head.split_off(1);
        assert_eq!((head.text.as_str(), tail.text.as_str()), ("n", "ée&"));
        assert_eq!(head.source(0..1), Some(10..11));
        assert_eq!(tail.source(0..2), Some(11..13));
        assert_eq!(tail.source(2..4), Some(13..19));
        head.append(tail);
        assert_eq!(head.source(0..5), whole.source(0..5));
    }

    /// A URL wider than the page would run off it.
    #[test]
    fn long_words_may_break() {
        let broken = ink(&"a".repeat(50), 0).breakable(UNBROKEN);
        assert_eq!(broken.text.matches(BREAK).count(), 6);
        let last = broken.text.rfind('a').unwrap();
        assert_eq!(broken.source(last..last + 1), Some(49..50));
        assert_eq!(ink("ordinary", 0).breakable(UNBROKEN).text, "ordinary");
    }

    /// What cannot be seen could carry a mark that nobody allowed, and what is missing must be seen to be missing.
    #[test]
    fn characters_become_sorts() {
        let mut case = TypeCase::default();
        for (c, sort) in [
            ('a', Sort::Sign('a')),
            ('é', Sort::Sign('é')),
            ('“', Sort::Sign('“')),
            ('\u{A0}', Sort::NoBreakSpace),
            ('\u{2003}', Sort::Space),
            ('\t', Sort::Space),
            ('\u{200B}', Sort::Invisible),
            ('\u{202E}', Sort::Invisible),
            ('\u{0}', Sort::Invisible),
            ('\u{E001}', Sort::Sign(BOX)),
            ('漢', Sort::Sign(BOX)),
        ] {
            assert_eq!(case.sort(c), sort, "{c:?}");
        }
        assert_eq!(case.missing(), ['漢', '\u{E001}']);
    }
}
