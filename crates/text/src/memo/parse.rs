//! Braces, bars and escapes of a manuscript: one pass from its bytes to clean text and author's choices.

use super::{MemoError, Piece, READINGS_MAX};
use std::ops::Range;

/// An author's choice as it was written.
pub(super) struct Found {
    pub(super) line: usize,
    /// Bytes of the clean text that its first reading takes.
    pub(super) clean: Range<usize>,
    pub(super) readings: Vec<String>,
}

/// A manuscript taken apart.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) choices: Vec<Found>,
    /// The protected bytes, in the clean text.
    pub(super) closed: Vec<Range<usize>>,
}

/// Takes `manuscript` apart; nothing inside `protected` is read as a choice or an escape.
pub(super) fn parse(manuscript: &str, protected: &[Range<usize>]) -> Result<Parsed, MemoError> {
    let protected = merged(protected, manuscript.len());
    let mut parser = Parser { manuscript, at: 0, line: 1, out: Parsed::default() };
    for range in protected {
        parser.read_open(range.start)?;
        parser.read_protected(range.end)?;
    }
    parser.read_open(manuscript.len())?;
    Ok(parser.out)
}

/// Sorted, apart, and within the text.
fn merged(ranges: &[Range<usize>], end: usize) -> Vec<Range<usize>> {
    let mut sorted: Vec<_> = ranges.iter().map(|r| r.start.min(end)..r.end.min(end)).collect();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in sorted.into_iter().filter(|range| !range.is_empty()) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

struct Parser<'a> {
    manuscript: &'a str,
    at: usize,
    line: usize,
    out: Parsed,
}

impl Parser<'_> {
    fn read_open(&mut self, end: usize) -> Result<(), MemoError> {
        while self.at < end {
            let rest = &self.manuscript[self.at..end];
            let plain = rest.find(['\\', '{', '}']).unwrap_or(rest.len());
            self.copy(plain);
            match rest.as_bytes()[plain..] {
                [b'\\', b'{' | b'}' | b'|', ..] => self.read_escape(),
                [b'\\', ..] => self.copy(1),
                [b'{', ..] => self.read_choice(end)?,
                [b'}', ..] => return Err(MemoError::Stray { line: self.line }),
                _ => {}
            }
        }
        Ok(())
    }

    /// Copies protected bytes; a choice in them would go out with its braces, so it is refused.
    fn read_protected(&mut self, end: usize) -> Result<(), MemoError> {
        let start = self.out.text.len();
        let text = &self.manuscript[self.at..end];
        for (number, line) in text.split('\n').enumerate() {
            let open = line.find('{').filter(|&open| !line[..open].ends_with('\\'));
            let Some(open) = open else { continue };
            let Some(length) = line[open..].find('}') else { continue };
            let choice = &line[open..=open + length];
            if choice.contains('|') {
                return Err(MemoError::Protected {
                    line: self.line + number,
                    choice: choice.into(),
                });
            }
        }
        self.copy(text.len());
        self.out.closed.push(start..self.out.text.len());
        Ok(())
    }

    fn read_escape(&mut self) {
        let sign = &self.manuscript[self.at + 1..self.at + 2];
        self.push(sign, self.at..self.at + 2);
    }

    fn read_choice(&mut self, end: usize) -> Result<(), MemoError> {
        let line = self.line;
        let (readings, length) = read_readings(&self.manuscript[self.at..end], line)?;
        match readings.len() {
            1 => return Err(MemoError::OneReading { line, reading: readings.concat() }),
            count if count > READINGS_MAX => {
                return Err(MemoError::TooManyReadings { line, count });
            }
            _ => {}
        }
        let clean = self.out.text.len()..self.out.text.len() + readings[0].len();
        self.push(&readings[0], self.at..self.at + length);
        self.out.choices.push(Found { line, clean, readings });
        Ok(())
    }

    /// Moves on by `length` bytes that stay as they are.
    fn copy(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        let source = self.at..self.at + length;
        let clean = self.out.text.len()..self.out.text.len() + length;
        self.out.text.push_str(&self.manuscript[source.clone()]);
        self.advance(length);
        match self.out.pieces.last_mut() {
            Some(last) if last.literal => {
                last.clean.end = clean.end;
                last.source.end = source.end;
            }
            _ => self.out.pieces.push(Piece { clean, source, literal: true }),
        }
    }

    fn push(&mut self, clean_text: &str, source: Range<usize>) {
        let start = self.out.text.len();
        self.out.text.push_str(clean_text);
        self.advance(source.len());
        self.out.pieces.push(Piece { clean: start..self.out.text.len(), source, literal: false });
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.manuscript[self.at..self.at + length];
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
        self.at += length;
    }
}

/// The readings of the choice that `text` opens with, and its length in bytes.
fn read_readings(text: &str, line: usize) -> Result<(Vec<String>, usize), MemoError> {
    let mut readings = vec![String::new()];
    let mut here = line;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, sign)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let reading = readings.last_mut().expect("there is always a reading being read");
        match (sign, next) {
            ('\\', Some(escaped @ ('{' | '}' | '|'))) => {
                reading.push(escaped);
                chars.next();
            }
            ('{', _) => return Err(MemoError::Nested { line: here }),
            ('|', _) => readings.push(String::new()),
            ('}', _) => {
                let readings = readings.iter().map(|reading| reading.trim().to_owned()).collect();
                return Ok((readings, at + 1));
            }
            ('\n', _) if is_blank_line(&text[at + 1..]) => break,
            ('\n', _) => {
                here += 1;
                reading.push(' ');
            }
            ('\r', _) => {}
            _ => reading.push(sign),
        }
    }
    Err(MemoError::Unclosed { line })
}

/// Whether the line that `text` starts with holds nothing: there a paragraph ends.
fn is_blank_line(text: &str) -> bool {
    text.split('\n').next().is_none_or(|line| line.trim().is_empty())
}
