//! Two adjectives of fields, or two plural nouns, joined by *and*, in either order: *political and economic aid*, *of
//! crews and ships*.

use super::grammar::{is_finite, is_function, is_preposition, is_sign, takes_an};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Adjectives of fields, none of which is greater than another or has its fixed place.
const FIELDS: [&str; 32] = [
    "administrative",
    "agricultural",
    "budgetary",
    "commercial",
    "constitutional",
    "cultural",
    "diplomatic",
    "economic",
    "educational",
    "financial",
    "fiscal",
    "geographic",
    "historical",
    "humanitarian",
    "industrial",
    "legal",
    "logistical",
    "military",
    "monetary",
    "moral",
    "naval",
    "operational",
    "organizational",
    "political",
    "psychological",
    "regional",
    "religious",
    "scientific",
    "social",
    "strategic",
    "tactical",
    "technical",
];

/// Plural nouns that stand in a fixed order, or in one that says which comes first.
const FIXED: [&str; 22] = [
    "aims",
    "answers",
    "causes",
    "comings",
    "cons",
    "effects",
    "goings",
    "goods",
    "means",
    "nuts",
    "objectives",
    "odds",
    "pros",
    "questions",
    "regulations",
    "rules",
    "services",
    "terms",
    "thanks",
    "ups",
    "ways",
    "years",
];

/// Proposes the other order of two plural nouns that are a whole noun phrase.
pub(crate) fn find_nouns(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for i in 2..passage.len() {
        let (first, second) = (passage.lower(i), passage.after(i, 2));
        let is_plural = |word: &str| {
            word.len() > 4
                && word.ends_with('s')
                && !word.ends_with("ss")
                && !is_function(word)
                && !FIXED.contains(&word)
        };
        let is_pair = is_plural(first)
            && passage.after(i, 1) == "and"
            && is_plural(second)
            && first != second;
        let next = passage.after(i, 3);
        // Behind an adjective the first noun may have it for itself; before "of" the second may.
        let before = passage.before(i, 1);
        let whole = is_preposition(before) && ends_phrase(next);
        if is_pair && whole && passage.is_open(i..i + 3) {
            let other = format!("{second} and {first}");
            out.push(Draft::single(
                "binomial",
                Kind::Safe,
                super::place_of(passage.text, passage.bytes(i..i + 3), &[&other]),
            ));
        }
    }
}

fn ends_phrase(next: &str) -> bool {
    is_sign(next) && next != "-" || is_finite(next) || matches!(next, "which" | "that" | "but")
}

/// Proposes the other order of two adjectives.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for i in 1..passage.len() {
        let (first, second) = (passage.lower(i), passage.after(i, 2));
        let is_pair =
            FIELDS.contains(&first) && passage.after(i, 1) == "and" && FIELDS.contains(&second);
        if !is_pair || first == second || !passage.is_open(i..i + 3) {
            continue;
        }
        // In a longer list each item has its place.
        let (before, next) = (passage.before(i, 1), passage.after(i, 3));
        let noun = !is_function(next) && passage.is_word(i + 3) && passage.after(i, 4) != "and";
        if before == ","
            || before == "and"
            || FIELDS.contains(&before)
            || !noun
            || FIELDS.contains(&next)
        {
            continue;
        }
        let article = matches!(before, "a" | "an") && takes_an(first) != takes_an(second);
        let start = if article { i - 1 } else { i };
        if article && !passage.is_open(start..i) {
            continue;
        }
        let head = if article { if takes_an(second) { "an " } else { "a " } } else { "" };
        let other =
            super::capitalised_like(&passage.tokens[start], &format!("{head}{second} and {first}"));
        let place = super::place_of(passage.text, passage.bytes(start..i + 3), &[&other]);
        out.push(Draft::single("binomial", Kind::Safe, place));
    }
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The article goes with the adjective that follows it.
    #[test]
    fn order_and_article_change_together() {
        assert_eq!(
            readings(super::find, "This is an economic and political matter."),
            ["an economic and political|a political and economic"]
        );
        assert_eq!(
            readings(super::find, "In legal, economic and political matters we agree."),
            [""; 0]
        );
    }
}
