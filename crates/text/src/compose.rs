//! All choices of a memo, in document order: the author's, then the safe, then the suggested ones that are allowed.
//!
//! Families propose freely and overlap; here each place is given to one choice, and choices are kept far enough apart
//! that a reader who has only a leak can tell them from each other.

use crate::choice::{Choice, Kind, Place};
use crate::decisions::Decisions;
use crate::family::{self, Manner, Passage};
use crate::memo::Memo;
use crate::sentence;
use room::Room;

mod room;

/// How far choices go out without a single yes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accept {
    /// Only what the author wrote into the memo.
    Author,
    /// And choices of closed classes, signs and formats.
    #[default]
    Safe,
    /// And content words: the author's yes to all of them.
    Suggested,
}

/// What the author allows.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The level for choices without a decision of their own.
    pub accept: Accept,
    /// Single decisions; a no always wins, a yes admits whatever the level.
    pub decisions: Decisions,
}

/// The choices of `memo` that may go out under `options`, in document order; places never overlap.
pub fn compose(memo: &Memo, options: &Options) -> Vec<Choice> {
    let level = match options.accept {
        Accept::Author => Kind::Author,
        Accept::Safe => Kind::Safe,
        Accept::Suggested => Kind::Suggested,
    };
    let mut out = propose(memo, &options.decisions);
    out.retain(|choice| {
        choice.kind <= level || options.decisions.verdict(memo, choice) == Some(true)
    });
    out
}

/// Every choice that could be allowed, in document order: what a review walks through. A choice with a no leaves its
/// place to the next best.
pub fn propose(memo: &Memo, decisions: &Decisions) -> Vec<Choice> {
    let mut room = Room::new(memo);
    let mut out: Vec<Choice> = Vec::new();
    for choice in &memo.author {
        // The author's word is final: it is kept even where it stands close to another of the author's.
        room.take(&choice.places);
        out.push(choice.clone());
    }
    for choice in candidates(memo) {
        if decisions.verdict(memo, &choice) == Some(false) {
            continue;
        }
        if let Some(choice) = settle(&room, choice) {
            room.take(&choice.places);
            out.push(choice);
        }
    }
    out.sort_by_key(|choice| choice.places[0].range.start);
    out
}

/// What the families propose, best first: safe before suggested, chosen once before single, more readings before fewer.
fn candidates(memo: &Memo) -> Vec<Choice> {
    let whole = memo.paragraphs.iter().filter(|paragraph| paragraph.prose);
    let counts = whole.clone().fold((0, 0), |sum, paragraph| {
        let count =
            sentence::article_counts(&sentence::tokens(&memo.text, paragraph.range.clone()));
        (sum.0 + count.0, sum.1 + count.1)
    });
    let is_telegram = sentence::is_telegram(counts).unwrap_or(false);
    let passages: Vec<Passage> =
        whole.map(|paragraph| Passage::read(memo, paragraph, is_telegram)).collect();
    let drafts = family::propose(&passages, &Manner::read(memo, &passages));
    let mut choices: Vec<Choice> = drafts
        .into_iter()
        .map(family::Draft::into_choice)
        .filter_map(|choice| readable(memo, choice))
        .collect();
    choices.sort_by_key(|choice| {
        let once = family::is_once(&choice.family);
        (choice.kind, !once, usize::MAX - choice.arity(), choice.places[0].range.start)
    });
    choices
}

/// The choice without readings that look like another once retyped, and without places that stand for an escape.
fn readable(memo: &Memo, mut choice: Choice) -> Option<Choice> {
    choice.places.retain(|place| memo.is_literal(&place.range));
    while let Some(place) = choice.places.first()
        && let Some((_, second)) =
            choice.places.iter().find_map(|place| family::first_alike(&place.readings))
    {
        if place.readings.len() == 2 {
            return None;
        }
        for place in &mut choice.places {
            place.readings.remove(second);
        }
    }
    (!choice.places.is_empty()).then_some(choice)
}

/// The choice with the places for which there is room; `None` where that leaves nothing worth choosing.
fn settle(room: &Room, mut choice: Choice) -> Option<Choice> {
    if choice.places.len() == 1 {
        let place: &Place = &choice.places[0];
        return (room.is_free(place) && room.tells_apart(place)).then_some(choice);
    }
    let before = choice.places.len();
    choice.places.retain(|place| room.is_free(place) && room.tells_apart(place));
    let whole = choice.places.len() == before;
    (!choice.places.is_empty() && (whole || family::is_once(&choice.family))).then_some(choice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Spliced;

    /// Two fictional paragraphs with choices of many families.
    const TEXT: &str = "The Minister said that he would seek an agreement on the ports which both towns use. In this \
        connection he asked whether we were prepared to begin talks in the near future.\n\n\
        I replied that we would obtain the views of the towns prior to the session, and that the present rules had \
        been {useful|of use} to all of them so far. He was particularly concerned about the dues.";

    fn all(memo: &Memo) -> Vec<Choice> {
        compose(memo, &Options { accept: Accept::Suggested, ..Options::default() })
    }

    /// Each level admits what the one below it admits and more; the author's choices always go out.
    #[test]
    fn levels_admit_more_and_more() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let at = |accept| compose(&memo, &Options { accept, ..Options::default() });
        let kinds =
            |choices: &[Choice], kind| choices.iter().filter(|choice| choice.kind == kind).count();
        let (author, safe, suggested) =
            (at(Accept::Author), at(Accept::Safe), at(Accept::Suggested));
        assert_eq!((author.len(), kinds(&author, Kind::Author)), (1, 1));
        assert!(kinds(&safe, Kind::Safe) >= 4 && kinds(&safe, Kind::Suggested) == 0, "{safe:?}");
        assert!(kinds(&suggested, Kind::Suggested) >= 3, "{suggested:?}");
    }

    /// Places never overlap, stand in order, start from the memo's own words, and leave a word between them.
    #[test]
    fn places_are_apart() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let choices = all(&memo);
        for pair in choices.windows(2) {
            let (first, second) = (&pair[0].places[0].range, &pair[1].places[0].range);
            assert!(first.end < second.start, "{pair:?}");
            assert!(
                memo.text[first.end..second.start].chars().any(char::is_alphanumeric),
                "{pair:?}"
            );
        }
        for place in choices.iter().flat_map(|choice| &choice.places) {
            assert_eq!(memo.text[place.range.clone()], place.readings[0]);
        }
    }

    /// Copies that differ in one reading differ as a reader sees them, and have the same paragraphs.
    #[test]
    fn each_reading_can_be_seen() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let choices = all(&memo);
        let render = |word: &[u8]| Spliced::new(&memo.text, &choices, word).text;
        let original = render(&vec![0; choices.len()]);
        assert_eq!(original, memo.text);
        for index in 0..choices.len() {
            for reading in 1..choices[index].arity() {
                let mut word = vec![0; choices.len()];
                word[index] = reading as u8;
                let copy = render(&word);
                assert_ne!(crate::word::sanitise(&copy), crate::word::sanitise(&original));
                assert_eq!(copy.matches("\n\n").count(), original.matches("\n\n").count());
            }
        }
    }

    /// A no takes the choice away whatever the level; a yes admits a suggestion at the default level.
    #[test]
    fn decisions_go_before_the_level() {
        let memo = Memo::parse(TEXT, &[]).unwrap();
        let suggested =
            all(&memo).into_iter().find(|choice| choice.kind == Kind::Suggested).unwrap();
        let mut decisions = Decisions::default();
        decisions.set(&memo, &suggested, true);
        let options = Options { accept: Accept::Safe, decisions: decisions.clone() };
        assert!(compose(&memo, &options).contains(&suggested));
        decisions.set(&memo, &suggested, false);
        let options = Options { accept: Accept::Suggested, decisions };
        assert!(!compose(&memo, &options).contains(&suggested));
    }

    /// Quotations, and texts in telegram style, give no place for small words.
    #[test]
    fn what_is_not_the_authors_is_left_alone() {
        let quoted = Memo::parse(
            "He wrote \u{201c}we said that he would obtain the present dues\u{201d} to us.",
            &[],
        );
        assert!(all(&quoted.unwrap()).is_empty());
        let telegram =
            "Minister told me he said that he would request government approval soon. ".repeat(6);
        let memo = Memo::parse(&telegram, &[]).unwrap();
        assert!(all(&memo).iter().all(|choice| choice.family != "that"));
    }

    proptest::proptest! {
        /// Whatever is written, composing ends, and each copy can be rendered.
        #[test]
        fn any_memo_composes(text in "([a-z]{1,9}|said that he|in order to|U\\.S\\.|\\(|\\)|\u{201c}|\u{2014}|[,.;:\\n ]){0,60}") {
            if let Ok(memo) = Memo::parse(&text, &[]) {
                let choices = all(&memo);
                let word: Vec<u8> = choices.iter().map(|choice| choice.arity() as u8 - 1).collect();
                let _ = Spliced::new(&memo.text, &choices, &word);
            }
        }
    }
}
