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
    out.retain(|choice| choice.kind <= level || options.decisions.verdict(memo, choice) == Some(true));
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
        if std::env::var_os("FUNNEL").is_some() { eprintln!("{} {:?}", choice.family, choice.kind); } // FUNNEL
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
        let count = sentence::article_counts(&sentence::tokens(&memo.text, paragraph.range.clone()));
        (sum.0 + count.0, sum.1 + count.1)
    });
    let is_telegram = sentence::is_telegram(counts).unwrap_or(false);
    let passages: Vec<Passage> = whole.map(|paragraph| Passage::read(memo, paragraph, is_telegram)).collect();
    let drafts = family::propose(&passages, &Manner::read(&passages));
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
        && let Some((_, second)) = choice.places.iter().find_map(|place| family::first_alike(&place.readings))
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
        return (room.is_free(&place.range, true) && room.tells_apart(place)).then_some(choice);
    }
    let before = choice.places.len();
    choice.places.retain(|place| room.is_free(&place.range, false));
    let whole = choice.places.len() == before;
    (!choice.places.is_empty() && (whole || family::is_once(&choice.family))).then_some(choice)
}
