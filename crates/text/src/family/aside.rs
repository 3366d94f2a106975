//! An aside in brackets, dashes or commas: "the allies (including the smallest) agree".
//!
//! Only asides that open with a word that no list and no apposition opens with, inside a sentence, without signs of
//! their own; the two places move together as one choice.

use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};
use crate::sentence::Shape;

/// Words that open an aside which any pair of signs may hold.
const OPENINGS: [&str; 10] = [
    "although", "especially", "including", "notably", "particularly", "perhaps", "preferably", "presumably",
    "probably", "though",
];

/// Shortest and longest aside, in tokens.
const ASIDE_TOKENS: std::ops::RangeInclusive<usize> = 3..=12;

/// Proposes the other signs for each aside in brackets.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for open in 1..passage.len() {
        if passage.lower(open) != "(" || !OPENINGS.contains(&passage.lower(open + 1)) {
            continue;
        }
        let sentence = passage.sentence(open);
        let Some(close) = (open..sentence.end).find(|&i| passage.lower(i) == ")") else { continue };
        let inside = open + 1..close;
        let plain = inside.clone().all(|i| passage.tokens[i].shape != Shape::Sign);
        let follows = passage.is_word(close + 1) && close + 1 < sentence.end && passage.is_spaced(close);
        let own_commas = (sentence.start..open).chain(close..sentence.end).any(|i| passage.lower(i) == ",");
        if !ASIDE_TOKENS.contains(&inside.len()) || !plain || !follows || own_commas || !passage.is_spaced(open - 1)
            || passage.sealed[open..=close].contains(&true)
        {
            continue;
        }
        let start = passage.tokens[open - 1].range.end..passage.tokens[open].range.end;
        let end = passage.tokens[close].range.clone();
        let first = super::place_of(passage.text, start, &[", ", " \u{2014} "]);
        let second: Place = super::place_of(passage.text, end, &[",", " \u{2014}"]);
        out.push(Draft { family: "aside", kind: Kind::Safe, places: vec![first, second] });
    }
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::drafts;

    /// Both signs change together, or the sentence would be left with one of them.
    #[test]
    fn brackets_dashes_and_commas() {
        let found = drafts(super::find, "The allies (including the smallest of them) agree on this.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].places[0].readings, [" (", ", ", " \u{2014} "]);
        assert_eq!(found[0].places[1].readings, [")", ",", " \u{2014}"]);
        for text in [
            "The allies (the smallest of them) agree on this.",
            "The allies (including the smallest, and poorest) agree on this.",
            "The allies agree (including the smallest of them).",
        ] {
            assert!(drafts(super::find, text).is_empty(), "{text}");
        }
    }
}
