//! The memo as its author wrote it: the clean text, the author's own choices, its paragraphs, and the way back from
//! each byte of the clean text to the manuscript.
//!
//! An author writes a choice as `{inept|clumsy|out of depth}`; `\{`, `\}` and `\|` stand for the signs themselves.

use crate::choice::{Choice, Kind, Place};
use crate::family;
use std::fmt;
use std::ops::Range;

mod block;
mod parse;

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

/// Why a manuscript is not a memo. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemoError {
    /// There is no text in it.
    Empty,
    /// A `{` has no `}` before the end of its paragraph.
    Unclosed {
        /// Line of the `{`.
        line: usize,
    },
    /// A `{` stands inside a choice.
    Nested {
        /// Line of the inner `{`.
        line: usize,
    },
    /// A `}` stands outside a choice.
    Stray {
        /// Line of the `}`.
        line: usize,
    },
    /// A choice has a single reading.
    OneReading {
        /// Line of the `{`.
        line: usize,
        /// What stands between the braces.
        reading: String,
    },
    /// A choice has more readings than a mark can carry.
    TooManyReadings {
        /// Line of the `{`.
        line: usize,
        /// How many it has.
        count: usize,
    },
    /// Two readings of a choice cannot be told apart in a retyped text.
    SameReadings {
        /// Line of the `{`.
        line: usize,
        /// The first of the two.
        first: String,
        /// The second of the two.
        second: String,
    },
    /// Two choices stand side by side without a word between them.
    Touching {
        /// Line of the second choice.
        line: usize,
    },
    /// A choice has an empty reading and is all that its paragraph says.
    EmptyParagraph {
        /// Line of the `{`.
        line: usize,
    },
    /// A choice stands where the format of the file allows none.
    Protected {
        /// Line of the `{`.
        line: usize,
        /// The choice as written.
        choice: String,
    },
}

impl MemoError {
    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            MemoError::Empty => "write the memo first",
            MemoError::Unclosed { .. } => "close the choice with `}`, or write `\\{` for the sign itself",
            MemoError::Nested { .. } => {
                "write all readings in one pair of braces, or `\\{` for the sign itself"
            }
            MemoError::Stray { .. } => "open the choice with `{`, or write `\\}` for the sign itself",
            MemoError::OneReading { .. } => {
                "add a second reading after `|`, or write `\\{` and `\\}` for the signs themselves"
            }
            MemoError::TooManyReadings { .. } => "keep the best 16 readings",
            MemoError::SameReadings { .. } => {
                "let the readings differ by a word; capitals, dashes and spaces are lost when a text is retyped"
            }
            MemoError::Touching { .. } => "put both into one pair of braces, or a word between them",
            MemoError::EmptyParagraph { .. } => "give each reading a word",
            MemoError::Protected { .. } => {
                "move the choice out of the code, link or heading, or escape its braces"
            }
        }
    }
}

impl fmt::Display for MemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MemoError::Empty => write!(f, "the memo is empty"),
            MemoError::Unclosed { line } => write!(f, "line {line}: a choice is not closed"),
            MemoError::Nested { line } => write!(f, "line {line}: a choice stands inside a choice"),
            MemoError::Stray { line } => write!(f, "line {line}: `}}` closes no choice"),
            MemoError::OneReading { line, reading } => {
                write!(f, "line {line}: a choice has only one reading `{reading}`")
            }
            MemoError::TooManyReadings { line, count } => {
                write!(f, "line {line}: a choice can have 16 readings, and this one has {count}")
            }
            MemoError::SameReadings { line, first, second } => {
                write!(f, "line {line}: two readings look the same once retyped: `{first}`, `{second}`")
            }
            MemoError::Touching { line } => write!(f, "line {line}: two choices touch"),
            MemoError::EmptyParagraph { line } => {
                write!(f, "line {line}: a reading would leave its paragraph empty")
            }
            MemoError::Protected { line, choice } => {
                write!(f, "line {line}: no choice can stand here: `{choice}`")
            }
        }
    }
}

impl std::error::Error for MemoError {}

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
            let covered = edits.get(next).is_some_and(|edit| edit.range.start <= piece.source.start);
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
                let (first, second) = (place.readings[first].clone(), place.readings[second].clone());
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
        let head = text[..start].chars().rev().take_while(is_letter).map(char::len_utf8).sum::<usize>();
        let tail = text[end..].chars().take_while(is_letter).map(char::len_utf8).sum::<usize>();
        from -= head;
        to += tail;
    }
    for reading in &mut readings {
        let keeps_space = !reading.is_empty() || text[from..start].chars().any(char::is_alphanumeric);
        if keeps_space || text[end..to].chars().any(char::is_alphanumeric) {
            *reading = format!("{}{reading}{}", &text[from..start], &text[end..to]);
        }
    }
    Place { range: from..to, readings }
}
