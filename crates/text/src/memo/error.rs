//! What can be wrong with a manuscript, and what its author can do about it.

use std::fmt;

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
            MemoError::Unclosed { .. } => {
                "close the choice with `}`, or write `\\{` for the sign itself"
            }
            MemoError::Nested { .. } => {
                "write all readings in one pair of braces, or `\\{` for the sign itself"
            }
            MemoError::Stray { .. } => {
                "open the choice with `{`, or write `\\}` for the sign itself"
            }
            MemoError::OneReading { .. } => {
                "add a second reading after `|`, or write `\\{` and `\\}` for the signs themselves"
            }
            MemoError::TooManyReadings { .. } => "keep the best 16 readings",
            MemoError::SameReadings { .. } => {
                "let the readings differ by a word; capitals, dashes and spaces are lost when a text is retyped"
            }
            MemoError::Touching { .. } => {
                "put both into one pair of braces, or a word between them"
            }
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
                write!(
                    f,
                    "line {line}: two readings look the same once retyped: `{first}`, `{second}`"
                )
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
