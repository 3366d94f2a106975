//! The families of choices: each a pure function from an annotated paragraph to places that can be said two ways.
//!
//! | family | file | allowed |
//! |---|---|---|
//! | `that` | [`that`] | by default |
//! | `which` | [`which`] | by default |
//! | `comma-opener`, `comma-clause`, `comma-adverb`, `comma-link` | [`comma`] | by default |
//! | `stop` | [`stop`] | by default |
//! | `repeat` | [`repeat`] | by default |
//! | `aside` | [`aside`] | by default |
//! | `place` | [`place`], [`front`] | by default |
//! | `genitive` | [`genitive`] | by default |
//! | `short-title`, `american` | [`title`] | by default |
//! | `binomial` | [`binomial`] | by default |
//! | `spelling`, `digits`, `percent`, `date`, `month`, `serial-comma` (once for a copy) | [`once`] | by default |
//! | closed-class words and phrases | [`lexicon`], `data/closed.tsv` | by default |
//! | content words | [`lexicon`], `data/content.tsv` | by the author's yes |

use crate::choice::{Choice, Kind, Place};
use crate::sentence::{Shape, Token};
use crate::word::{Gap, Words};
use std::borrow::Cow;
use std::ops::Range;

pub(crate) mod aside;
pub(crate) mod binomial;
pub(crate) mod comma;
pub(crate) mod front;
pub(crate) mod genitive;
pub(crate) mod grammar;
pub(crate) mod inflect;
pub(crate) mod lexicon;
pub(crate) mod once;
pub(crate) mod passage;
pub(crate) mod place;
pub(crate) mod repeat;
pub(crate) mod stop;
pub(crate) mod that;
pub(crate) mod title;
pub(crate) mod veto;
pub(crate) mod which;

pub(crate) use passage::{Manner, Passage};

/// A choice that a family proposes; composing decides which of several that overlap is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) family: &'static str,
    pub(crate) kind: Kind,
    pub(crate) places: Vec<Place>,
}

impl Draft {
    /// A choice with one place.
    pub(crate) fn single(family: &'static str, kind: Kind, place: Place) -> Draft {
        Draft { family, kind, places: vec![place] }
    }

    pub(crate) fn into_choice(self) -> Choice {
        Choice { family: Cow::Borrowed(self.family), kind: self.kind, places: self.places }
    }
}

/// A family that looks at one paragraph at a time.
type Family = fn(&Passage, &Manner, &mut Vec<Draft>);

/// The families of one paragraph, in the order in which ties between them are settled.
const FAMILIES: [Family; 20] = [
    which::find,
    that::find,
    lexicon::find,
    title::find_soviets,
    title::find,
    genitive::find,
    genitive::find_countries,
    binomial::find,
    binomial::find_nouns,
    place::find,
    front::find,
    stop::find,
    aside::find,
    comma::opener::find,
    comma::clause::find,
    comma::link::find,
    repeat::find,
    title::find_adjectives,
    title::find_governments,
    title::find_department,
];

/// All that the families propose for these paragraphs.
pub(crate) fn propose(passages: &[Passage], manner: &Manner) -> Vec<Draft> {
    let mut out = Vec::new();
    for passage in passages {
        for family in FAMILIES {
            family(passage, manner, &mut out);
        }
    }
    once::find(passages, manner, &mut out);
    out
}

/// Whether a family is chosen once for a whole copy.
pub(crate) fn is_once(family: &str) -> bool {
    once::FAMILIES.contains(&family)
}

/// What is left of a reading once it is retyped: its folded words and the signs around them.
fn retyped(reading: &str) -> (Vec<String>, Vec<Gap>) {
    let words = Words::read(reading);
    let gaps = (0..=words.len()).map(|i| words.gap(i).and(Gap::TELLING)).collect();
    (words.iter().map(str::to_owned).collect(), gaps)
}

/// The first two readings that cannot be told apart once retyped.
pub(crate) fn first_alike(readings: &[String]) -> Option<(usize, usize)> {
    let plain: Vec<_> = readings.iter().map(|reading| retyped(reading)).collect();
    (1..plain.len()).find_map(|second| {
        (0..second).find(|&first| plain[first] == plain[second]).map(|first| (first, second))
    })
}

/// The place of `range` with the readings that its text and `others` give.
pub(crate) fn place_of(text: &str, range: Range<usize>, others: &[&str]) -> Place {
    let mut readings = vec![text[range.clone()].to_owned()];
    readings.extend(others.iter().map(|&other| other.to_owned()));
    Place { range, readings }
}

/// `reading` with a capital where `like` has one.
pub(crate) fn capitalised_like(like: &Token, reading: &str) -> String {
    if !like.is_capital || like.shape != Shape::Word {
        return reading.to_owned();
    }
    let mut chars = reading.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
