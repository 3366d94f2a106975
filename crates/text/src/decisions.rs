//! The author's remembered yes and no for single choices: `MEMO.choices.toml`.
//!
//! A decision is tied to what the author saw: family, readings and the words around. Small edits of the memo keep it. A
//! no holds for any place that looks like it on one side; a yes needs both sides and holds only for readings that the
//! author has seen, so that nothing goes out that was not allowed.

use crate::choice::Choice;
use crate::family;
use crate::memo::Memo;
use crate::word::Words;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write};

/// Words quoted to each side of a choice.
const CONTEXT_WORDS: usize = 4;

/// Bytes to each side in which these words are looked for, so that a verdict does not read the whole memo.
const CONTEXT_BYTES: usize = 200;

/// Words next to the choice that must agree on a side.
const AGREEING_WORDS: usize = 2;

/// First line of the file.
const HEAD: &str = "# Decisions on the wording of this memo. `accept = false` always wins.\n";

/// All decisions on one memo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// In the order in which they were made.
    #[serde(default, rename = "choice")]
    entries: Vec<Decision>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    accept: bool,
    family: String,
    readings: Vec<String>,
    before: String,
    after: String,
}

/// Why a file of decisions cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionsError {
    /// It is not what this program writes.
    Syntax {
        /// Line of the fault, counted from 1; 0 where it concerns the whole file.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// A decision has no readings, so that it could mean any choice.
    NoReadings {
        /// Its number in the file, counted from 1.
        number: usize,
    },
}

impl DecisionsError {
    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            DecisionsError::Syntax { .. } => "mend the line, or delete the file and review again",
            DecisionsError::NoReadings { .. } => "delete the decision and review again",
        }
    }
}

impl fmt::Display for DecisionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecisionsError::Syntax { line: 0, what } => {
                write!(f, "decisions cannot be read: {what}")
            }
            DecisionsError::Syntax { line, what } => write!(f, "line {line}: {what}"),
            DecisionsError::NoReadings { number } => write!(f, "decision {number} has no readings"),
        }
    }
}

impl std::error::Error for DecisionsError {}

impl Decisions {
    /// Reads the file.
    pub fn parse(file: &str) -> Result<Decisions, DecisionsError> {
        let decisions: Decisions = toml::from_str(file).map_err(|error| {
            let line = error.span().map_or(0, |span| file[..span.start].matches('\n').count() + 1);
            let what = error.message().lines().next().unwrap_or("not toml").to_owned();
            DecisionsError::Syntax { line, what }
        })?;
        match decisions.entries.iter().position(|entry| entry.readings.len() < 2) {
            Some(index) => Err(DecisionsError::NoReadings { number: index + 1 }),
            None => Ok(decisions),
        }
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let mut out = String::from(HEAD);
        for entry in &self.entries {
            let value = |text: &str| toml::Value::String(text.to_owned()).to_string();
            let readings: Vec<String> =
                entry.readings.iter().map(|reading| value(reading)).collect();
            // Writing to a string cannot fail.
            let _ = write!(
                out,
                "\n[[choice]]\naccept = {}\nfamily = {}\nreadings = [{}]\nbefore = {}\nafter = {}\n",
                entry.accept,
                value(&entry.family),
                readings.join(", "),
                value(&entry.before),
                value(&entry.after),
            );
        }
        out
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The author's yes or no to `choice`, or `None` where there is neither; a no wins over any yes.
    pub fn verdict(&self, memo: &Memo, choice: &Choice) -> Option<bool> {
        if self.entries.is_empty() {
            return None;
        }
        let asked = Decision::about(memo, choice, true);
        let of_family = self.entries.iter().filter(|entry| entry.family == asked.family);
        let mut verdict = None;
        for entry in of_family {
            match entry.accept {
                false if entry.forbids(&asked, choice) => return Some(false),
                true if entry.allows(&asked, choice) => verdict = Some(true),
                _ => {}
            }
        }
        verdict
    }

    /// Remembers a decision; an earlier one on the same choice is forgotten.
    pub fn set(&mut self, memo: &Memo, choice: &Choice, accept: bool) {
        let decision = Decision::about(memo, choice, accept);
        self.entries.retain(|entry| Decision { accept, ..entry.clone() } != decision);
        self.entries.push(decision);
    }
}

impl Decision {
    fn about(memo: &Memo, choice: &Choice, accept: bool) -> Decision {
        let place = &choice.places[0];
        let (start, end) = (place.range.start, place.range.end);
        let quote = |text: &str, keep: &dyn Fn(usize) -> std::ops::Range<usize>| {
            let words = Words::read(text);
            let quoted: Vec<&str> = keep(words.len()).map(|i| &text[words.range(i)]).collect();
            quoted.join(" ")
        };
        let before = &memo.text[boundary(&memo.text, start.saturating_sub(CONTEXT_BYTES))..start];
        let after = &memo.text[end..boundary(&memo.text, end + CONTEXT_BYTES)];
        Decision {
            accept,
            family: choice.family.clone().into_owned(),
            readings: place.readings.clone(),
            before: quote(before, &|words| words.saturating_sub(CONTEXT_WORDS)..words),
            after: quote(after, &|words| 0..words.min(CONTEXT_WORDS)),
        }
    }

    fn forbids(&self, asked: &Decision, choice: &Choice) -> bool {
        let same =
            self.readings.iter().any(|reading| folded(reading) == folded(&asked.readings[0]));
        same && (family::is_once(&choice.family)
            || self.agrees_before(asked)
            || self.agrees_after(asked))
    }

    fn allows(&self, asked: &Decision, choice: &Choice) -> bool {
        let seen = asked.readings.iter().all(|reading| self.readings.contains(reading));
        seen && (family::is_once(&choice.family)
            || (self.agrees_before(asked) && self.agrees_after(asked)))
    }

    fn agrees_before(&self, asked: &Decision) -> bool {
        let (mine, theirs) = (folded(&self.before), folded(&asked.before));
        mine.iter().rev().take(AGREEING_WORDS).eq(theirs.iter().rev().take(AGREEING_WORDS))
    }

    fn agrees_after(&self, asked: &Decision) -> bool {
        let (mine, theirs) = (folded(&self.after), folded(&asked.after));
        mine.iter().take(AGREEING_WORDS).eq(theirs.iter().take(AGREEING_WORDS))
    }
}

/// The character boundary at or after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

fn folded(text: &str) -> Vec<String> {
    Words::read(text).iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The two sides have {begun|opened} the long talks on the harbour dues.";

    /// What the author allowed or forbade is found again after the file was written and read.
    #[test]
    fn decisions_survive_the_file() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let choice = &memo.author[0];
        let mut decisions = Decisions::default();
        assert_eq!(decisions.verdict(&memo, choice), None);
        decisions.set(&memo, choice, true);
        let read = Decisions::parse(&decisions.to_toml()).unwrap();
        assert_eq!(read, decisions);
        assert_eq!(read.verdict(&memo, choice), Some(true));
    }

    /// A no holds after edits on one side, a yes only where both sides are as they were.
    #[test]
    fn a_no_holds_wider_than_a_yes() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let edited = Memo::parse(&TEXT.replace("the long", "their last"), &[]).unwrap();
        for (accept, after_edit) in [(true, None), (false, Some(false))] {
            let mut decisions = Decisions::default();
            decisions.set(&memo, &memo.author[0], accept);
            assert_eq!(decisions.verdict(&edited, &edited.author[0]), after_edit);
        }
    }

    /// A no always wins, and a yes never covers a reading that the author has not seen.
    #[test]
    fn nothing_unseen_goes_out() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let mut decisions = Decisions::default();
        decisions.set(&memo, &memo.author[0], true);
        let wider = Memo::parse(&TEXT.replace("|opened", "|opened|started"), &[]).unwrap();
        assert_eq!(decisions.verdict(&wider, &wider.author[0]), None);
        let no = decisions.to_toml().replace("accept = true", "accept = false");
        let both = decisions.to_toml() + &no.replace(HEAD, "");
        assert_eq!(Decisions::parse(&both).unwrap().verdict(&memo, &memo.author[0]), Some(false));
    }

    /// A broken file is refused with its line, and never read as no decisions at all.
    #[test]
    fn broken_files_are_refused_with_their_line() {
        let error = Decisions::parse("\n[[choice]]\naccept = maybe\n").unwrap_err();
        assert!(matches!(error, DecisionsError::Syntax { line: 3, .. }), "{error:?}");
        assert!(Decisions::parse("[[choices]]\n").is_err());
        let bare = "[[choice]]\naccept = true\nfamily = \"that\"\nreadings = []\nbefore = \"\"\nafter = \"\"\n";
        assert_eq!(Decisions::parse(bare).unwrap_err(), DecisionsError::NoReadings { number: 1 });
    }
}
