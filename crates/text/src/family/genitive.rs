//! *the views of the Minister* and *the Minister's views*, for what an office thinks, says or asks.

use super::grammar::{is_finite, is_modal, is_preposition, is_sign};
use super::{Draft, Manner, Passage, title};
use crate::choice::Kind;

/// What an office has that reads as well either way.
const HELD: [&str; 26] = [
    "approval",
    "attitude",
    "comments",
    "concern",
    "decision",
    "intention",
    "intentions",
    "interest",
    "letter",
    "objections",
    "objectives",
    "opinion",
    "policies",
    "position",
    "proposal",
    "proposals",
    "reaction",
    "recommendation",
    "recommendations",
    "remarks",
    "reply",
    "request",
    "statement",
    "suggestion",
    "view",
    "views",
];

/// Offices that stand without a name.
const HOLDERS: [&str; 14] = [
    "administration",
    "ambassador",
    "cabinet",
    "chairman",
    "chancellor",
    "commission",
    "committee",
    "council",
    "delegation",
    "department",
    "government",
    "minister",
    "president",
    "secretary",
];

/// What a country has that reads as well either way.
const HELD_BY_COUNTRIES: [&str; 22] = [
    "attitude",
    "borders",
    "defense",
    "development",
    "economy",
    "freedom",
    "future",
    "independence",
    "integrity",
    "interests",
    "leaders",
    "neighbors",
    "policies",
    "policy",
    "population",
    "position",
    "problems",
    "role",
    "security",
    "sovereignty",
    "stability",
    "status",
];

/// Proposes *Norway's future* for *the future of Norway*, and back.
pub(crate) fn find_countries(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    let apostrophe = if passage.text.contains('\u{2019}') { '\u{2019}' } else { '\'' };
    let source =
        |i: usize| passage.tokens.get(i).map_or("", |token| &passage.text[token.range.clone()]);
    for i in 1..passage.len() {
        let held = passage.after(i, 1);
        let (end, other) = if passage.lower(i) == "the"
            && !passage.starts_sentence(i)
            && HELD_BY_COUNTRIES.contains(&held)
            && passage.after(i, 2) == "of"
            && is_country(source(i + 3))
            && ends_holder(passage, i + 3)
        {
            (i + 4, format!("{}{apostrophe}s {held}", source(i + 3)))
        } else if let Some((country, _)) = source(i).split_once(['\'', '\u{2019}'])
            && is_country(country)
            && passage.lower(i).ends_with("'s")
            && !passage.starts_sentence(i)
            && HELD_BY_COUNTRIES.contains(&held)
            && ends_held(passage.after(i, 2))
        {
            (i + 2, format!("the {held} of {country}"))
        } else {
            continue;
        };
        let bytes = passage.bytes(i..end);
        if !passage.sealed[i..end].contains(&true) && !passage.text[bytes.clone()].contains('\n') {
            out.push(Draft::single(
                "genitive",
                Kind::Safe,
                super::place_of(passage.text, bytes, &[&other]),
            ));
        }
    }
}

fn is_country(name: &str) -> bool {
    title::COUNTRIES.iter().any(|(_, country)| *country == name) || OTHER_COUNTRIES.contains(&name)
}

/// Countries that have no place among those whose government has two names.
const OTHER_COUNTRIES: [&str; 14] = [
    "Africa", "Asia", "Berlin", "China", "Cuba", "Cambodia", "Europe", "Germany", "Israel",
    "Korea", "Pakistan", "Taiwan", "Tibet", "Vietnam",
];

/// Whether the noun phrase is over behind what is held.
fn ends_held(next: &str) -> bool {
    (is_sign(next) || is_preposition(next) || is_finite(next) || is_modal(next)) && next != "of"
}

/// Proposes the other form.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    let apostrophe = if passage.text.contains('\u{2019}') { '\u{2019}' } else { '\'' };
    let source = |i: usize| &passage.text[passage.tokens[i].range.clone()];
    for i in 0..passage.len() {
        if passage.lower(i) != "the" || passage.tokens[i].is_capital || passage.sealed[i] {
            continue;
        }
        let (end, other) =
            if passage.has(i + 2, &["of", "the"]) && HELD.contains(&passage.lower(i + 1)) {
                let holder = i + 4;
                let is_holder = HOLDERS.contains(&passage.after(i, 4));
                if !is_holder || !ends_holder(passage, holder) {
                    continue;
                }
                (holder + 1, format!("the {}{apostrophe}s {}", source(holder), source(i + 1)))
            } else {
                let Some(holder) = passage.after(i, 1).strip_suffix("'s") else { continue };
                let (held, next) = (passage.after(i, 2), passage.after(i, 3));
                if !HOLDERS.contains(&holder) || !HELD.contains(&held) || !ends_held(next) {
                    continue;
                }
                let bare = source(i + 1);
                let bare = &bare[..bare.len() - 1 - apostrophe_length(bare)];
                (i + 3, format!("the {} of the {bare}", source(i + 2)))
            };
        let bytes = passage.bytes(i..end);
        if passage.sealed[i..end].contains(&true) || passage.text[bytes.clone()].contains('\n') {
            continue;
        }
        out.push(Draft::single(
            "genitive",
            Kind::Safe,
            super::place_of(passage.text, bytes, &[&other]),
        ));
    }
}

/// Whether the office ends here: no name, no `of`, no second office follows.
fn ends_holder(passage: &Passage, holder: usize) -> bool {
    let next = passage.after(holder, 1);
    !passage.is_name(holder + 1)
        && (is_sign(next) && !matches!(next, "'" | "\u{2019}" | "-")
            || is_finite(next)
            || is_modal(next)
            || matches!(next, "on" | "in" | "that" | "to" | "about" | "with" | "regarding"))
}

/// Bytes of the apostrophe before the final `s`.
fn apostrophe_length(word: &str) -> usize {
    word.chars().rev().nth(1).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The office moves, its capital and the memo's own apostrophe stay.
    #[test]
    fn offices_hold_views_both_ways() {
        assert_eq!(
            readings(super::find, "We know the views of the Minister on this."),
            ["the views of the Minister|the Minister's views"]
        );
        assert_eq!(
            readings(super::find, "We know the Minister\u{2019}s views on this."),
            ["the Minister\u{2019}s views|the views of the Minister"]
        );
        for text in [
            "We know the views of the Minister of Ports on this.",
            "We know the views of the Minister Carla Venn on this.",
            "We know the Minister's policy papers on this.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
