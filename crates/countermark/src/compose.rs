//! Compose: what a memo can say two ways, what its author allows of it, and what that can tell.

use crate::catalogue;
use document::{Format, Manuscript, ReadError};
use evidence::catalogue::Catalogue;
use evidence::plan::{Tier, alpha_inquiry};
use std::fmt;
use std::ops::Range;
use text::align::can_tell;
use text::choice::Choice;
use text::compose::{Options, propose};
use text::decisions::{Decisions, DecisionsError};
use text::density::{Density, density};
use text::memo::{Memo, MemoError};

pub use text::choice::Kind;
pub use text::compose::Accept;

/// A memo with the choices that its author allows.
pub struct Draft {
    /// The file as given.
    pub bytes: Vec<u8>,
    /// First heading or line.
    pub title: String,
    /// The memo in its first readings.
    pub memo: Memo,
    /// What goes out, in document order.
    pub choices: Vec<Choice>,
    manuscript: Manuscript,
    decisions: Decisions,
}

/// Why a memo could not be composed.
#[derive(Debug)]
pub enum ComposeError {
    /// The file cannot be read.
    Read(ReadError),
    /// The memo's own choices are wrong.
    Memo(MemoError),
    /// The file of decisions cannot be read.
    Decisions(DecisionsError),
    /// An author's choice spans markup, so that it cannot be exchanged.
    SpansMarkup {
        /// Its first reading.
        reading: String,
    },
}

impl fmt::Display for ComposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ComposeError::Read(source) => source.fmt(f),
            ComposeError::Memo(source) => source.fmt(f),
            ComposeError::Decisions(source) => source.fmt(f),
            ComposeError::SpansMarkup { reading } => {
                write!(f, "the choice `{reading}` spans markup")
            }
        }
    }
}

impl std::error::Error for ComposeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ComposeError::Read(source) => Some(source),
            ComposeError::Memo(source) => Some(source),
            ComposeError::Decisions(source) => Some(source),
            ComposeError::SpansMarkup { .. } => None,
        }
    }
}

impl ComposeError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ComposeError::Read(source) => source.hint(),
            ComposeError::Memo(source) => source.hint(),
            ComposeError::Decisions(source) => source.hint(),
            ComposeError::SpansMarkup { .. } => {
                "keep each `{one|another}` within one run of text, without tags inside"
            }
        }
    }
}

impl Draft {
    /// Reads a memo and composes what its author allows: the level, and the single decisions of `MEMO.choices.toml`.
    pub fn new(
        name: Option<&str>,
        bytes: Vec<u8>,
        accept: Accept,
        decisions: Option<&str>,
    ) -> Result<Draft, ComposeError> {
        let format = document::sniff(name, &bytes).map_err(ComposeError::Read)?;
        let manuscript = document::read(&bytes, format).map_err(ComposeError::Read)?;
        let memo =
            Memo::parse(manuscript.text(), manuscript.protected()).map_err(ComposeError::Memo)?;
        let decisions = match decisions {
            Some(file) => Decisions::parse(file).map_err(ComposeError::Decisions)?,
            None => Decisions::default(),
        };
        let mut draft = Draft {
            bytes,
            title: title(&memo.text),
            memo,
            choices: Vec::new(),
            manuscript,
            decisions,
        };
        draft.accept(accept)?;
        Ok(draft)
    }

    /// Takes what is allowed at this level.
    fn accept(&mut self, accept: Accept) -> Result<(), ComposeError> {
        let options = Options { accept, decisions: self.decisions.clone() };
        let mut choices = text::compose::compose(&self.memo, &options);
        for choice in choices.iter().filter(|c| c.kind == Kind::Author) {
            if !self.is_editable(choice) {
                let reading = choice.places[0].readings[0].clone();
                return Err(ComposeError::SpansMarkup { reading });
            }
        }
        choices.retain(|c| self.is_mark(c));
        self.choices = choices;
        Ok(())
    }

    /// Format of the memo's file.
    pub fn format(&self) -> Format {
        self.manuscript.format()
    }

    /// Words of the memo.
    pub fn words(&self) -> usize {
        text::word::Words::read(&self.memo.text).len()
    }

    /// Every choice that could be allowed, in document order.
    pub fn proposals(&self) -> Vec<Choice> {
        let mut choices = propose(&self.memo, &self.decisions);
        choices.retain(|c| self.is_mark(c));
        choices
    }

    /// The decisions so far.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Remembers the author's yes or no to a choice; it counts from the next [`Draft::new`] on.
    pub fn decide(&mut self, choice: &Choice, accept: bool) {
        self.decisions.set(&self.memo, choice, accept);
    }

    /// What the choices can tell about one of `n` copies in a memo's first inquiry.
    pub fn density(&self, n: u64, alpha: f64) -> Density {
        density(&self.memo, &self.choices, n, Tier::Single.share() * alpha_inquiry(alpha, 0, 1))
    }

    /// Bytes of the memo's file behind bytes of its text.
    pub fn file_range(&self, range: Range<usize>) -> Range<usize> {
        let manuscript = self.memo.source_range(range);
        self.manuscript.source_range(manuscript.clone()).unwrap_or(manuscript)
    }

    /// Whether a choice can be exchanged in the file and told apart in a leak.
    fn is_mark(&self, choice: &Choice) -> bool {
        self.is_editable(choice) && can_tell(&self.memo.text, choice)
    }

    fn is_editable(&self, choice: &Choice) -> bool {
        let source = |range: &Range<usize>| {
            self.manuscript.source_range(self.memo.source_range(range.clone()))
        };
        choice.places.iter().all(|p| source(&p.range).is_some())
    }
}

/// The first line that says something, without markup signs, at most 80 characters.
fn title(text: &str) -> String {
    let line = text
        .lines()
        .map(|l| l.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|l| !l.is_empty());
    let line = line.unwrap_or("untitled");
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}

/// The committed choices of a memo's catalogue.
pub(crate) fn committed(
    catalogue: &[u8],
    kinds: &[u8],
) -> Result<(Catalogue, Vec<Choice>), catalogue::CatalogueError> {
    let catalogue = Catalogue::from_cbor(catalogue).map_err(|_| catalogue::CatalogueError)?;
    let choices = catalogue::to_choices(&catalogue, kinds)?;
    Ok((catalogue, choices))
}
