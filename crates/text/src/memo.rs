//! The memo as its author wrote it: the clean text, the author's own choices, its paragraphs, and the way back from
//! each byte of the clean text to the manuscript.
//!
//! An author writes a choice as `{inept|clumsy|out of depth}`; `\{`, `\}` and `\|` stand for the signs themselves.

use crate::choice::{Choice, Kind, Place};
use crate::family;
use std::ops::Range;

mod block;
mod error;
mod parse;

pub use error::MemoError;

/// Most readings a choice may have: a reading is stored in four bits.
const READINGS_MAX: usize = 16;

/// A memo, ready for composing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// What the memo says when every choice takes its first reading; choices are places of this text.
    pub text: String,
    /// The author's own choices, in text order.
    pub author: Vec<Choice>,
    /// The paragraphs of `text`, in order; blank lines and the ends of lines lie between them.
    pub paragraphs: Vec<Paragraph>,
    /// Bytes of `text`, sorted and apart, which the format of the file closes to any choice but the author's.
    closed: Vec<Range<usize>>,
    pieces: Vec<Piece>,
}

/// A paragraph of [`Memo::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its bytes, without the blank lines around it.
    pub range: Range<usize>,
    /// Whether it is running prose, and not a heading, table, list of references, salutation or code.
    pub prose: bool,
}

/// A replacement in the manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the manuscript that are replaced.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub replacement: String,
}

/// A stretch of clean text and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    clean: Range<usize>,
    source: Range<usize>,
    /// Byte for byte the same; else it stands for an escape or an author's choice and is never cut.
    literal: bool,
}

impl Memo {
    /// Reads a manuscript, the visible text of a file. Bytes of `protected` (code, links, headings, as the file's
    /// format knows them) are kept as they are.
    pub fn parse(manuscript: &str, protected: &[Range<usize>]) -> Result<Memo, MemoError> {
        let parsed = parse::parse(manuscript, protected)?;
        let paragraphs = block::paragraphs(&parsed.text, &parsed.closed);
        if paragraphs.is_empty() {
            return Err(MemoError::Empty);
        }
        let memo = Memo {
            author: Vec::new(),
            paragraphs,
            text: parsed.text,
            closed: parsed.closed,
            pieces: parsed.pieces,
        };
        let author = memo.place_author_choices(&parsed.choices)?;
        Ok(Memo { author, ..memo })
    }

    /// Bytes of the manuscript that `range` of the clean text came from; escapes and choices are never cut.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_at(range.start, true);
        if range.is_empty() {
            return start..start;
        }
        start..self.source_at(range.end, false).max(start)
    }

    /// Every replacement that turns the manuscript into the copy of `word`, in order and apart: the author's choices,
    /// escapes, and `choices`.
    ///
    /// # Panics
    /// Where `word` does not have one reading for each choice.
    pub fn edits(&self, choices: &[Choice], word: &[u8]) -> Vec<Edit> {
        assert_eq!(choices.len(), word.len(), "a word has one reading for each choice");
        let mut edits: Vec<Edit> = Vec::new();
        for (choice, &reading) in choices.iter().zip(word) {
            edits.extend(choice.places.iter().map(|place| Edit {
                range: self.source_range(place.range.clone()),
                replacement: place.readings[usize::from(reading)].clone(),
            }));
        }
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut rest: Vec<Edit> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| !piece.literal) {
            let next = edits.partition_point(|edit| edit.range.end < piece.source.end);
            let covered =
                edits.get(next).is_some_and(|edit| edit.range.start <= piece.source.start);
            if !covered {
                let replacement = self.text[piece.clean.clone()].into();
                rest.push(Edit { range: piece.source.clone(), replacement });
            }
        }
        edits.extend(rest);
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        edits
    }

    /// Bytes of [`Memo::text`] which the file's format closes, sorted and apart.
    pub(crate) fn closed(&self) -> &[Range<usize>] {
        &self.closed
    }

    /// Whether `range` of the clean text stands byte for byte in the manuscript.
    pub(crate) fn is_literal(&self, range: &Range<usize>) -> bool {
        let first = self.pieces.partition_point(|piece| piece.clean.end <= range.start);
        self.pieces[first..]
            .iter()
            .take_while(|piece| piece.clean.start < range.end)
            .all(|piece| piece.literal)
    }

    fn source_at(&self, at: usize, is_start: bool) -> usize {
        // An end belongs to the piece before it, a start to the piece after it.
        let index = if is_start {
            self.pieces.partition_point(|piece| piece.clean.end <= at)
        } else {
            self.pieces.partition_point(|piece| piece.clean.end < at)
        };
        match self.pieces.get(index) {
            Some(piece) if piece.literal => piece.source.start + (at - piece.clean.start),
            Some(piece) if is_start => piece.source.start,
            Some(piece) => piece.source.end,
            None => self.pieces.last().map_or(0, |piece| piece.source.end),
        }
    }

    fn place_author_choices(&self, found: &[parse::Found]) -> Result<Vec<Choice>, MemoError> {
        let mut out: Vec<Choice> = Vec::new();
        for choice in found {
            let place = widen(&self.text, choice);
            if out.last().is_some_and(|last| last.places[0].range.end >= place.range.start) {
                return Err(MemoError::Touching { line: choice.line });
            }
            let within = self.paragraphs.partition_point(|p| p.range.end < place.range.end);
            let fills = self.paragraphs.get(within).is_none_or(|paragraph| {
                self.text[place.range.clone()].trim() == self.text[paragraph.range.clone()].trim()
            });
            if fills && place.readings.iter().any(|reading| reading.trim().is_empty()) {
                return Err(MemoError::EmptyParagraph { line: choice.line });
            }
            if let Some((first, second)) = family::first_alike(&place.readings) {
                let (first, second) =
                    (place.readings[first].clone(), place.readings[second].clone());
                return Err(MemoError::SameReadings { line: choice.line, first, second });
            }
            out.push(Choice { family: "author".into(), kind: Kind::Author, places: vec![place] });
        }
        Ok(out)
    }
}

/// Widens a choice to whole words, and, where a reading is empty, to the space that would be left double.
fn widen(text: &str, found: &parse::Found) -> Place {
    let Range { start, end } = found.clean;
    let mut readings = found.readings.clone();
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let (mut from, mut to) = (start, end);
    if readings.iter().any(String::is_empty) {
        let spaced = before.is_none_or(char::is_whitespace);
        if spaced && after == Some(' ') {
            to += 1;
        } else if before == Some(' ') {
            from -= 1;
        }
    } else {
        let is_letter = |c: &char| c.is_alphanumeric();
        let head =
            text[..start].chars().rev().take_while(is_letter).map(char::len_utf8).sum::<usize>();
        let tail = text[end..].chars().take_while(is_letter).map(char::len_utf8).sum::<usize>();
        from -= head;
        to += tail;
    }
    for reading in &mut readings {
        let keeps_space =
            !reading.is_empty() || text[from..start].chars().any(char::is_alphanumeric);
        if keeps_space || text[end..to].chars().any(char::is_alphanumeric) {
            *reading = format!("{}{reading}{}", &text[from..start], &text[end..to]);
        }
    }
    Place { range: from..to, readings }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(manuscript: &str) -> MemoError {
        Memo::parse(manuscript, &[]).unwrap_err()
    }

    /// What goes out unmarked must be what the author wrote, without the braces.
    #[test]
    fn choices_resolve_to_their_first_reading() {
        let memo =
            Memo::parse("He is {inept|clumsy|out of depth}, as \\{we\\} feared.", &[]).unwrap();
        assert_eq!(memo.text, "He is inept, as {we} feared.");
        assert_eq!(memo.author.len(), 1);
        assert_eq!(memo.author[0].places[0].readings, ["inept", "clumsy", "out of depth"]);
        assert_eq!(&memo.text[memo.author[0].places[0].range.clone()], "inept");
    }

    /// A choice inside a word is a choice of whole words, and a dropped word takes its space along: else a leak could
    /// not be read, or a double space would mark the copy.
    #[test]
    fn places_are_whole_words() {
        let memo =
            Memo::parse("They are un{happy|willing} and {very|} tired {now|}.", &[]).unwrap();
        let places: Vec<&Place> = memo.author.iter().map(|choice| &choice.places[0]).collect();
        assert_eq!(places[0].readings, ["unhappy", "unwilling"]);
        assert_eq!(places[1].readings, ["very ", ""]);
        assert_eq!(places[2].readings, [" now", ""]);
        for place in places {
            assert_eq!(memo.text[place.range.clone()], place.readings[0]);
        }
    }

    /// Every mistake is named with its line, since a brace that slips through would go out to all offices.
    #[test]
    fn mistakes_are_named_with_their_line() {
        assert_eq!(error(" \n\n"), MemoError::Empty);
        assert_eq!(error("a\n{b|c"), MemoError::Unclosed { line: 2 });
        assert_eq!(error("{b|c\n\nd}"), MemoError::Unclosed { line: 1 });
        assert_eq!(error("a {b|{c|d}}"), MemoError::Nested { line: 1 });
        assert_eq!(error("a\n\nb} c"), MemoError::Stray { line: 3 });
        assert_eq!(error("a {b} c"), MemoError::OneReading { line: 1, reading: "b".into() });
        assert_eq!(error("a {b|c}{d|e}"), MemoError::Touching { line: 1 });
        assert_eq!(error("a\n\n{b|}"), MemoError::EmptyParagraph { line: 3 });
        let alike = MemoError::SameReadings {
            line: 1,
            first: "one\u{2014}two".into(),
            second: "One - two".into(),
        };
        assert_eq!(error("a {one\u{2014}two|One - two} b"), alike);
        let many =
            format!("a {{{}}} b", (0..17).map(|i| format!("w{i}")).collect::<Vec<_>>().join("|"));
        assert_eq!(error(&many), MemoError::TooManyReadings { line: 1, count: 17 });
        let protected =
            Memo::parse("# A {big|great} plan", std::slice::from_ref(&(0..20))).unwrap_err();
        assert_eq!(protected, MemoError::Protected { line: 1, choice: "{big|great}".into() });
    }

    /// Code keeps its braces: it is shown as it is written.
    #[test]
    fn protected_text_is_kept() {
        let text = "See `{x}` for {this|that}.";
        let memo = Memo::parse(text, std::slice::from_ref(&(4..9))).unwrap();
        assert_eq!(memo.text, "See `{x}` for this.");
    }

    /// Copies are made by splicing the file, so that its format survives: the edits must give the same text as rendering.
    #[test]
    fn edits_give_what_rendering_gives() {
        let source =
            "The \\{draft\\} is {good|fair}.\r\n\r\nIt {may|might} do, un{like|alike} the last.";
        let memo = Memo::parse(source, &[]).unwrap();
        for word in [[0, 0, 0], [1, 1, 1], [0, 1, 0]] {
            let mut spliced = source.to_owned();
            for edit in memo.edits(&memo.author, &word).iter().rev() {
                spliced.replace_range(edit.range.clone(), &edit.replacement);
            }
            assert_eq!(spliced, crate::render::Spliced::new(&memo.text, &memo.author, &word).text);
        }
    }

    /// Reports show places of the manuscript.
    #[test]
    fn places_lead_back_to_the_manuscript() {
        let source = "It is \\{so\\} {good|fair} here.";
        let memo = Memo::parse(source, &[]).unwrap();
        let at = memo.text.find("here").unwrap();
        assert_eq!(&source[memo.source_range(at..at + 4)], "here");
        let good = memo.text.find("good").unwrap();
        assert_eq!(&source[memo.source_range(good..good + 4)], "{good|fair}");
    }

    /// Heads, headings, salutations and tables are not prose; a sentence is, even a short one.
    #[test]
    fn prose_is_told_from_the_rest() {
        let text = "SUBJECT: Harbours\n\nDear Minister:\n\nThe Ports\n\nThe port is closed.\n\na | b | c\nd | e | f\n\nYours sincerely,";
        let prose: Vec<&str> = {
            let memo = Memo::parse(text, &[]).unwrap();
            memo.paragraphs.iter().filter(|p| p.prose).map(|p| &text[p.range.clone()]).collect()
        };
        assert_eq!(prose, ["The port is closed."]);
    }

    proptest::proptest! {
        /// Any manuscript is a memo or an error; every byte of the clean text leads back into the manuscript.
        #[test]
        fn any_manuscript_parses_or_errs(source in "[a-z{}|\\\\ \\n.\u{e9}]{0,80}") {
            if let Ok(memo) = Memo::parse(&source, &[]) {
                for (at, _) in memo.text.char_indices() {
                    let range = memo.source_range(at..memo.text.len());
                    proptest::prop_assert!(range.end <= source.len() && range.start <= range.end);
                }
                let word = vec![1; memo.author.len()];
                let _ = memo.edits(&memo.author, &word);
            }
        }
    }
}
