//! *which*, *that*, or nothing before a relative clause that limits its noun: "the plan (which, that) he drew up".
//!
//! Only without a comma, after a noun that is no name and no person; dropped only before a pronoun that must be a
//! subject.

use super::grammar::{is_adverb, is_determiner, is_finite, is_function, is_modal, is_nominative, is_sign};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Verbs and adjectives after which *which* asks.
const ASKING: [&str; 16] = [
    "ask", "choose", "consider", "decide", "determine", "discuss", "indicate", "know", "learn", "same", "say", "see",
    "show", "specify", "tell", "understand",
];

/// Endings of nouns for persons, of whom one says *who*.
const PERSONS: [&str; 14] = [
    "men", "people", "man", "person", "persons", "official", "officials", "leader", "leaders", "those", "officer",
    "officers", "anyone", "someone",
];

/// How near another *that* may stand without jarring, in tokens.
const THAT_APART_MIN: usize = 5;

/// Proposes the relative's other forms.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 0..passage.len() {
        let draft = match passage.lower(i) {
            "which" => from_which(passage, i),
            "that" => from_that(passage, i),
            _ => None,
        };
        out.extend(draft);
    }
}

fn from_which(passage: &Passage, i: usize) -> Option<Draft> {
    if !follows_noun(passage, i) || jars(passage, i) || !passage.is_open(i..i + 1) || !passage.is_spaced(i) {
        return None;
    }
    let next = passage.after(i, 1);
    let has_clause = is_finite(next) || is_modal(next) || is_nominative(next) || is_determiner(next) || is_adverb(next)
        || next.ends_with("ed") || (passage.is_name(i + 1) && !is_sign(next));
    if !has_clause {
        return None;
    }
    let start = passage.tokens[i].range.start;
    if is_nominative(next) && !is_sign(passage.after(i, 2)) {
        let range = start..passage.tokens[i + 1].range.start;
        let place = super::place_of(passage.text, range, &["that ", ""]);
        return Some(Draft::single("which", Kind::Safe, place));
    }
    let place = super::place_of(passage.text, passage.tokens[i].range.clone(), &["that"]);
    Some(Draft::single("which", Kind::Safe, place))
}

/// *that* as the subject of a limiting clause: "a plan that would", never "said that would".
fn from_that(passage: &Passage, i: usize) -> Option<Draft> {
    let next = passage.after(i, 1);
    let is_subject = is_modal(next) || matches!(next, "has" | "have" | "had" | "are" | "were");
    let determined = ["a", "an", "the", "any", "these", "every"];
    let is_phrase = determined.contains(&passage.before(i, 2)) && !is_function(passage.before(i, 1));
    let noun = passage.before(i, 1);
    let is_verb = noun.ends_with("ed") || noun.ends_with("ing");
    if !is_subject || !is_phrase || is_verb || !follows_noun(passage, i) || !passage.is_open(i..i + 1) {
        return None;
    }
    // "It was the delay that would", "so great a loss that would": the word is no relative here.
    let opening = passage.sentence(i).start..i;
    if passage.has_any(opening, &["so", "such", "it", "only"]) || passage.has_any(i + 1..i + 4, &["which", "that"]) {
        return None;
    }
    let place = super::place_of(passage.text, passage.tokens[i].range.clone(), &["which"]);
    Some(Draft::single("which", Kind::Safe, place))
}

fn follows_noun(passage: &Passage, i: usize) -> bool {
    let noun = passage.before(i, 1);
    i > 0
        && passage.is_word(i - 1)
        && !noun.is_empty()
        && !passage.is_name(i - 1)
        && (!is_function(noun) || noun == "those")
        && !ASKING.contains(&noun)
        && (!PERSONS.contains(&noun) || noun == "those")
        && !noun.ends_with("ing")
        && !noun.ends_with("ed")
        && passage.is_spaced(i - 1)
}

/// Another *that* close by, or a second *which* that leans on this one.
fn jars(passage: &Passage, i: usize) -> bool {
    let sentence = passage.sentence(i);
    let near = sentence.start.max(i.saturating_sub(THAT_APART_MIN))..sentence.end.min(i + THAT_APART_MIN);
    let leans = sentence.clone().any(|k| {
        passage.lower(k) == "which" && k > 0 && matches!(passage.lower(k - 1), "and" | "or" | "but")
    });
    passage.has_any(near, &["that"]) || leans
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    fn found(text: &str) -> Vec<String> {
        readings(super::find, text)
    }

    /// Three readings where the clause has its own subject, two where it has not.
    #[test]
    fn relatives_have_two_or_three_forms() {
        assert_eq!(found("The plan which he drew up is sound."), ["which |that |"]);
        assert_eq!(found("The plan which would cost least is sound."), ["which|that"]);
        assert_eq!(found("We need a plan that would cost less."), ["that|which"]);
    }

    /// A clause that only adds, asks, or hangs on a preposition has one form.
    #[test]
    fn other_uses_are_left_alone() {
        for text in [
            "The plan, which would cost least, is sound.",
            "The plan of which he spoke is sound.",
            "We must decide which would cost least.",
            "He said that would cost least.",
            "He said that the plan which would cost least is sound.",
            "It was the plan that would cost least.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
