//! A place, or a family of places, where a memo can be said two or more ways.
//!
//! The seam between composing and reading: [`crate::compose`] makes choices, [`crate::render`] writes one copy of
//! them, [`crate::align`] observes which reading a leak shows. Nothing here knows how readings are dealt to copies.

use std::borrow::Cow;
use std::ops::Range;

/// Who has to allow a choice before it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Written into the memo by its author as `{inept|clumsy}`.
    Author,
    /// Closed-class, typographic or format choice without a change of meaning: allowed by default.
    Safe,
    /// Content word from the curated lexicon: waits for the author's yes.
    Suggested,
}

/// One place of a choice in the text of the memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes of [`crate::memo::Memo::text`] that a reading replaces. May be empty only for a kept/dropped word's
    /// neighbour space; places of one memo never overlap or nest.
    pub range: Range<usize>,
    /// What may stand here, in reading order. `readings[0]` is what the original says, byte for byte.
    pub readings: Vec<String>,
}

/// One independent choice: the thing that becomes one mark.
///
/// All places have the same number of readings in the same order; a family that is chosen once for a whole copy
/// (spelling, date format) is one choice with many places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Name of the family in `family/`, such as `that` or `verb-pairs`; `author` for the author's own.
    pub family: Cow<'static, str>,
    /// Who has to allow it.
    pub kind: Kind,
    /// Where it stands, in text order; never empty.
    pub places: Vec<Place>,
}

impl Choice {
    /// Number of readings, 2 to 16.
    pub fn arity(&self) -> usize {
        self.places[0].readings.len()
    }
}
