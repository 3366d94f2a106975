//! The lines of an entry, taken and put in their fixed order.

use std::fmt::Write;

use super::MAX_ENTRY_BYTES;
use super::value::{Value, parse_list, write_list};

/// What every entry's first line starts with.
const PREFIX: &str = "countermark/v1/";

/// Why bytes are no entry, or a struct cannot be written as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryError {
    /// More than 4,096 bytes.
    TooLong(usize),
    /// A byte outside 0x20–0x7E and LF, or no LF at the end.
    Text,
    /// The first line is not `countermark/v1/<kind>` with a kind known here.
    Kind(String),
    /// The next line is missing or has another key.
    Key(&'static str),
    /// The value of a key is not of its type.
    Value(&'static str),
    /// A line follows the last key.
    Extra,
    /// The struct holds a value that reads back as another.
    Unwritable,
}

impl std::fmt::Display for EntryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(f, "an entry has at most {MAX_ENTRY_BYTES} bytes, this one {bytes}")
            }
            Self::Text => f.write_str("an entry is lines of printable ASCII, each ended by one LF"),
            Self::Kind(kind) => write!(f, "unknown kind of entry `{}`", kind.escape_debug()),
            Self::Key(key) => write!(f, "the entry's next line does not hold `{key}`"),
            Self::Value(key) => write!(f, "the entry's value of `{key}` is not of its type"),
            Self::Extra => f.write_str("the entry goes on after its last key"),
            Self::Unwritable => f.write_str("the entry holds a value that no entry can hold"),
        }
    }
}

impl std::error::Error for EntryError {}

/// The lines of an entry that are still to be read.
pub(super) struct Fields<'e> {
    rest: &'e str,
}

impl<'e> Fields<'e> {
    /// The kind and the lines after it.
    pub(super) fn new(bytes: &'e [u8]) -> Result<(&'e str, Self), EntryError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        let plain = bytes.iter().all(|b| matches!(b, b' '..=b'~' | b'\n'));
        let text = str::from_utf8(bytes).map_err(|_| EntryError::Text)?;
        if !plain || !text.ends_with('\n') {
            return Err(EntryError::Text);
        }
        let (first, rest) = text.split_once('\n').ok_or(EntryError::Text)?;
        let kind = first.strip_prefix(PREFIX).ok_or_else(|| EntryError::Kind(first.to_owned()))?;
        Ok((kind, Self { rest }))
    }

    /// The text of the next line's value, which must be that of `key`.
    pub(super) fn text(&mut self, key: &'static str) -> Result<&'e str, EntryError> {
        let (line, rest) = self.rest.split_once('\n').ok_or(EntryError::Key(key))?;
        let (name, value) = line.split_once(' ').ok_or(EntryError::Key(key))?;
        if name != key {
            return Err(EntryError::Key(key));
        }
        self.rest = rest;
        Ok(value)
    }

    /// The value of the next line.
    pub(super) fn one<V: Value>(&mut self, key: &'static str) -> Result<V, EntryError> {
        V::parse(self.text(key)?).ok_or(EntryError::Value(key))
    }

    /// The list in the next line.
    pub(super) fn list<V: Value>(&mut self, key: &'static str) -> Result<Vec<V>, EntryError> {
        parse_list(self.text(key)?).ok_or(EntryError::Value(key))
    }

    /// The next line must hold exactly this value.
    pub(super) fn fixed(&mut self, key: &'static str, value: &str) -> Result<(), EntryError> {
        if self.text(key)? == value { Ok(()) } else { Err(EntryError::Value(key)) }
    }

    /// The values after a fixed first word.
    pub(super) fn after(&mut self, key: &'static str, word: &str) -> Result<&'e str, EntryError> {
        self.text(key)?
            .strip_prefix(word)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or(EntryError::Value(key))
    }

    /// Nothing may follow.
    pub(super) fn end(self) -> Result<(), EntryError> {
        if self.rest.is_empty() { Ok(()) } else { Err(EntryError::Extra) }
    }
}

/// The lines of an entry that are being written.
pub(super) struct Lines {
    text: String,
}

impl Lines {
    pub(super) fn new(kind: &str) -> Self {
        Self { text: format!("{PREFIX}{kind}\n") }
    }

    pub(super) fn text(&mut self, key: &str, value: impl std::fmt::Display) {
        writeln!(self.text, "{key} {value}").expect("a string takes everything");
    }

    pub(super) fn one<V: Value>(&mut self, key: &str, value: &V) {
        self.text(key, value.text());
    }

    pub(super) fn list<V: Value>(&mut self, key: &str, values: &[V]) {
        self.text(key, write_list(values));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}
