//! Two adjectives joined by *and*, in either order: *political and economic*.

use super::grammar::{is_function, takes_an};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Adjectives of fields, none of which is greater than another or has its fixed place.
const FIELDS: [&str; 16] = [
    "administrative", "commercial", "cultural", "diplomatic", "economic", "educational", "financial", "industrial",
    "legal", "military", "political", "psychological", "scientific", "social", "strategic", "technical",
];

/// Proposes the other order.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for i in 1..passage.len() {
        let (first, second) = (passage.lower(i), passage.after(i, 2));
        let is_pair = FIELDS.contains(&first) && passage.after(i, 1) == "and" && FIELDS.contains(&second);
        if !is_pair || first == second || !passage.is_open(i..i + 3) {
            continue;
        }
        // In a longer list each item has its place.
        let (before, next) = (passage.before(i, 1), passage.after(i, 3));
        let noun = !is_function(next) && passage.is_word(i + 3) && passage.after(i, 4) != "and";
        if before == "," || before == "and" || FIELDS.contains(&before) || !noun || FIELDS.contains(&next) {
            continue;
        }
        let article = matches!(before, "a" | "an") && takes_an(first) != takes_an(second);
        let start = if article { i - 1 } else { i };
        if article && !passage.is_open(start..i) {
            continue;
        }
        let head = if article { if takes_an(second) { "an " } else { "a " } } else { "" };
        let other = super::capitalised_like(&passage.tokens[start], &format!("{head}{second} and {first}"));
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
        assert_eq!(readings(super::find, "In legal, economic and political matters we agree."), [""; 0]);
    }
}
