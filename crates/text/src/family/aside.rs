//! An aside in brackets, dashes or commas: "the allies (including the smallest) agree".
//!
//! Only asides of plain words, inside a sentence; by commas only those that open with a word that no list and no
//! apposition opens with. The two places move together as one choice.

use super::grammar::{is_determiner, is_subject};
use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};
use crate::sentence::Shape;
use std::ops::{Range, RangeInclusive};

/// Words that open an aside which any pair of signs may hold.
const OPENINGS: [&str; 10] = [
    "although",
    "especially",
    "including",
    "notably",
    "particularly",
    "perhaps",
    "preferably",
    "presumably",
    "probably",
    "though",
];

/// Shortest and longest aside, in tokens.
const ASIDE_TOKENS: RangeInclusive<usize> = 3..=14;

/// Proposes the other signs for each aside in brackets or between dashes.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for open in 1..passage.len() {
        out.extend(from_brackets(passage, open));
    }
    for sentence in &passage.sentences {
        out.extend(from_dashes(passage, sentence.clone()));
    }
}

fn from_brackets(passage: &Passage, open: usize) -> Option<Draft> {
    if passage.lower(open) != "(" || !passage.is_spaced(open - 1) {
        return None;
    }
    let sentence = passage.sentence(open);
    let close = (open..sentence.end).find(|&i| passage.lower(i) == ")")?;
    let follows =
        passage.is_word(close + 1) && close + 1 < sentence.end && passage.is_spaced(close);
    if !follows || !is_aside(passage, open, close) {
        return None;
    }
    let start = passage.tokens[open - 1].range.end..passage.tokens[open].range.end;
    let end = passage.tokens[close].range.start..passage.tokens[close + 1].range.start;
    let by_comma = OPENINGS.contains(&passage.lower(open + 1)) && !has_commas(passage, sentence);
    let (first, second): (&[&str], &[&str]) = if by_comma {
        (&["\u{2014}", ", "], &["\u{2014}", ", "])
    } else {
        (&["\u{2014}"], &["\u{2014}"])
    };
    let places: Vec<Place> = vec![
        super::place_of(passage.text, start, first),
        super::place_of(passage.text, end, second),
    ];
    Some(Draft { family: "aside", kind: Kind::Safe, places })
}

/// Two dashes in a sentence, set close or spaced.
fn from_dashes(passage: &Passage, sentence: Range<usize>) -> Option<Draft> {
    let dashes: Vec<usize> = sentence.clone().filter(|&i| passage.lower(i) == "\u{2014}").collect();
    let [open, close] = dashes[..] else { return None };
    if open == sentence.start || close + 1 >= sentence.end || !is_aside(passage, open, close) {
        return None;
    }
    if !passage.is_word(open - 1) || !passage.is_word(close + 1) {
        return None;
    }
    let around =
        |dash: usize| passage.tokens[dash - 1].range.end..passage.tokens[dash + 1].range.start;
    let by_comma = OPENINGS.contains(&passage.lower(open + 1)) && !has_commas(passage, sentence);
    let (first, second): (&[&str], &[&str]) =
        if by_comma { (&[" (", ", "], &[") ", ", "]) } else { (&[" ("], &[") "]) };
    let places = vec![
        super::place_of(passage.text, around(open), first),
        super::place_of(passage.text, around(close), second),
    ];
    Some(Draft { family: "aside", kind: Kind::Safe, places })
}

/// Whether what stands between the signs is plain words that begin in lower case, and nothing in it is closed.
fn is_aside(passage: &Passage, open: usize, close: usize) -> bool {
    let mut inside = open + 1..close;
    let sealed = passage.sealed[open..=close].contains(&true);
    let spans_line = passage.text[passage.bytes(open - 1..close + 2)].contains('\n');
    ASIDE_TOKENS.contains(&inside.len())
        && !sealed
        && !spans_line
        && !passage.tokens[open + 1].is_capital
        && !is_determiner(passage.lower(open + 1))
        && !is_subject(passage.lower(open + 1))
        && inside.all(|i| passage.tokens[i].shape == Shape::Word)
}

fn has_commas(passage: &Passage, mut sentence: Range<usize>) -> bool {
    sentence.any(|i| passage.lower(i) == ",")
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::drafts;

    /// Both signs change together, or the sentence would be left with one of them.
    #[test]
    fn brackets_dashes_and_commas() {
        let found =
            drafts(super::find, "The allies (including the smallest of them) agree on this.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].places[0].readings, [" (", "\u{2014}", ", "]);
        assert_eq!(found[0].places[1].readings, [") ", "\u{2014}", ", "]);
        for text in [
            "The allies (Port Hale and Venn) agree on this.",
            "The allies (including the smallest, and poorest) agree on this.",
            "The allies agree (including the smallest of them).",
        ] {
            assert!(drafts(super::find, text).is_empty(), "{text}");
        }
    }
}
