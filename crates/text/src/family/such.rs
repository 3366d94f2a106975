//! *such a step* and *a step of this kind*.
//!
//! Only for one noun that ends its phrase, and never where *such* looks ahead ("such a loss that", "such aid as").

use super::grammar::{is_bound, is_function, is_sign};
use super::{Draft, Manner, Passage, capitalised_like};
use crate::choice::Kind;

/// Nouns with which *such* has grown together, or which have no kinds.
const GROWN: [&str; 30] = [
    "basis",
    "bodies",
    "case",
    "cases",
    "circumstances",
    "conditions",
    "degree",
    "event",
    "extent",
    "fashion",
    "instances",
    "kind",
    "length",
    "manner",
    "means",
    "measure",
    "people",
    "persons",
    "place",
    "point",
    "position",
    "amount",
    "number",
    "sort",
    "sum",
    "terms",
    "thing",
    "things",
    "time",
    "way",
];

/// Proposes the other form.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 0..passage.len() {
        if passage.lower(i) == "such" {
            out.extend(turned(passage, i));
        }
    }
}

fn turned(passage: &Passage, i: usize) -> Option<Draft> {
    let has_article = matches!(passage.after(i, 1), "a" | "an");
    let noun_at = if has_article { i + 2 } else { i + 1 };
    let noun = passage.lower(noun_at);
    let next = passage.after(noun_at, 1);
    let is_noun =
        passage.is_word(noun_at) && noun_at < passage.sentence(i).end && !is_function(noun);
    // Without an article only what is plainly a noun; "such increased aid" has more to come.
    let is_plain = has_article || noun.ends_with('s') || MASS.contains(&noun);
    let ends = is_bound(next)
        && !matches!(next, "as" | "that" | "of" | "which" | "who" | "where" | "-" | "for" | "to");
    let before = passage.before(i, 1);
    let is_closed = matches!(before, "as" | "no" | "any" | "other" | "and" | "or" | "with" | "one")
        && has_article
        || matches!(before, "as" | "no" | "any" | "other" | "of" | "one");
    if !is_noun || !is_plain || !ends || is_closed || GROWN.contains(&noun) || noun.ends_with("ing")
    {
        return None;
    }
    // A comma or bracket after it may belong to what it looks ahead to.
    let is_tight = is_sign(next) && !matches!(next, "." | "," | ";" | "?");
    if is_tight || !passage.is_open(i..noun_at + 1) || !(i..noun_at).all(|k| passage.is_spaced(k)) {
        return None;
    }
    let article = if has_article { format!("{} ", passage.after(i, 1)) } else { String::new() };
    let other = capitalised_like(&passage.tokens[i], &format!("{article}{noun} of this kind"));
    let place = super::place_of(passage.text, passage.bytes(i..noun_at + 1), &[&other]);
    Some(Draft::single("such", Kind::Suggested, place))
}

/// Nouns without a plural that have kinds.
const MASS: [&str; 12] = [
    "action",
    "advice",
    "aid",
    "assistance",
    "cooperation",
    "equipment",
    "help",
    "information",
    "legislation",
    "pressure",
    "support",
    "trade",
];

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The noun must end its phrase, or the rest of it would be torn off.
    #[test]
    fn such_and_of_this_kind() {
        assert_eq!(
            readings(super::find, "We should oppose such a step."),
            ["such a step|a step of this kind"]
        );
        assert_eq!(
            readings(super::find, "They need such ships now."),
            ["such ships|ships of this kind"]
        );
        for text in [
            "It was such a loss that they left.",
            "They need such ships as we have.",
            "They did it in such a way.",
            "They saw such a large ship.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
