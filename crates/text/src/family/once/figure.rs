//! *twenty ships* and *20 ships*; *per cent* and *percent*.

use super::of_one_form;
use crate::choice::Place;
use crate::family::grammar::is_bound;
use crate::family::{Passage, place_of};

/// Numbers that house styles write either way; below eleven words are the rule, and compounds are left alone.
const NUMBERS: [(&str, &str); 17] = [
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
];

/// Nouns after which a number is an amount with a unit, written in digits, or part of an expression.
const UNITS: [&str; 9] =
    ["billion", "cents", "dollars", "hundred", "million", "odd", "per", "percent", "thousand"];

/// Numbers of the one form that the memo uses, each right before a plural noun.
pub(super) fn digits(passages: &[Passage]) -> Vec<Place> {
    let (mut words, mut digits) = (Vec::new(), Vec::new());
    for passage in passages {
        for i in 1..passage.len().saturating_sub(1) {
            let word = passage.lower(i);
            let Some((name, figure)) =
                NUMBERS.iter().find(|(name, figure)| *name == word || *figure == word)
            else {
                continue;
            };
            let next = passage.after(i, 1);
            let counts = next.ends_with('s')
                && !is_bound(next)
                && !passage.is_name(i + 1)
                && !UNITS.contains(&next);
            let before = passage.before(i, 1);
            let alone = !matches!(
                before,
                "-" | "/" | "$" | "or" | "to" | "and" | "," | "" | "\u{2013}" | "." | "("
            ) && !passage.is_name(i - 1);
            if !counts || !alone || passage.sealed[i] || !passage.is_spaced(i) {
                continue;
            }
            let is_word = *name == word;
            let place = place_of(
                passage.text,
                passage.tokens[i].range.clone(),
                &[if is_word { figure } else { name }],
            );
            if is_word { words.push(place) } else { digits.push(place) }
        }
    }
    of_one_form(words, digits)
}

/// *percent* or *per cent*, whichever the memo uses.
pub(super) fn percent(passages: &[Passage]) -> Vec<Place> {
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for passage in passages {
        for i in 0..passage.len() {
            if passage.lower(i) == "percent" && passage.is_open(i..i + 1) {
                one.push(place_of(passage.text, passage.tokens[i].range.clone(), &["per cent"]));
            } else if passage.has(i, &["per", "cent"]) && passage.is_open(i..i + 2) {
                two.push(place_of(passage.text, passage.bytes(i..i + 2), &["percent"]));
            }
        }
    }
    of_one_form(one, two)
}

#[cfg(test)]
mod tests {
    use crate::family::once::tests::once;

    /// Only round counts of things, and only where the memo has one manner.
    #[test]
    fn counts_turn_together() {
        assert_eq!(
            once("digits", "We saw fifteen ships and later twenty boats."),
            ["fifteen|15", "twenty|20"]
        );
        assert!(once("digits", "We saw fifteen ships and later 20 boats.").is_empty());
        assert!(once("digits", "It cost 20 million and lasted for 20 or 30 days.").is_empty());
        assert_eq!(once("percent", "Some 5 percent were lost."), ["percent|per cent"]);
    }
}
