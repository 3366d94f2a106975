//! *which*, *that*, or nothing before a relative clause that limits its noun: "the plan (which, that) he drew up".
//!
//! Only without a comma, after a noun that is no name and no person; dropped only before a pronoun that must be a
//! subject.

use super::grammar::{is_bound, is_finite, is_function, is_modal, is_nominative, is_sign};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Verbs and adjectives after which *which* asks and *that* points or reports.
const ASKING: [&str; 39] = [
    "ask",
    "believe",
    "believes",
    "certain",
    "choose",
    "clear",
    "consider",
    "decide",
    "determine",
    "discuss",
    "feel",
    "feels",
    "felt",
    "found",
    "heard",
    "hope",
    "indicate",
    "knew",
    "know",
    "learn",
    "mean",
    "means",
    "meant",
    "obvious",
    "said",
    "same",
    "saw",
    "say",
    "says",
    "see",
    "show",
    "specify",
    "sure",
    "tell",
    "think",
    "thought",
    "told",
    "understand",
    "understood",
];

/// Endings of nouns for persons, of whom one says *who*.
const PERSONS: [&str; 14] = [
    "men",
    "people",
    "man",
    "person",
    "persons",
    "official",
    "officials",
    "leader",
    "leaders",
    "those",
    "officer",
    "officers",
    "anyone",
    "someone",
];

/// Nouns that say or think something, so that *that* may begin what they say.
const SAID: [&str; 76] = [
    "agreement",
    "announcement",
    "argument",
    "assumption",
    "assurance",
    "assurances",
    "basis",
    "belief",
    "case",
    "chance",
    "charge",
    "claim",
    "conclusion",
    "condition",
    "conviction",
    "danger",
    "day",
    "decision",
    "doubt",
    "effect",
    "evidence",
    "extent",
    "fact",
    "fear",
    "feeling",
    "ground",
    "grounds",
    "hope",
    "idea",
    "impression",
    "indication",
    "indications",
    "information",
    "likelihood",
    "message",
    "mind",
    "moment",
    "news",
    "notice",
    "opinion",
    "order",
    "point",
    "position",
    "possibility",
    "principle",
    "probability",
    "promise",
    "proof",
    "proposal",
    "provision",
    "question",
    "reason",
    "recommendation",
    "recommendations",
    "record",
    "report",
    "reports",
    "request",
    "requirement",
    "risk",
    "rule",
    "rumor",
    "rumors",
    "sense",
    "sign",
    "statement",
    "suggestion",
    "theory",
    "thesis",
    "thought",
    "time",
    "understanding",
    "undertaking",
    "view",
    "way",
    "word",
];

/// Nouns that never do.
const RELATED: [&str; 32] = [
    "action",
    "actions",
    "aid",
    "amount",
    "area",
    "areas",
    "arrangements",
    "assistance",
    "changes",
    "countries",
    "effort",
    "efforts",
    "equipment",
    "forces",
    "goal",
    "goals",
    "issues",
    "kind",
    "material",
    "matters",
    "measures",
    "method",
    "methods",
    "objectives",
    "problem",
    "problems",
    "program",
    "programs",
    "role",
    "steps",
    "things",
    "weapons",
];

/// Verbs of limiting clauses in the present, which no plural noun is.
const VERBS: [&str; 18] = [
    "appears", "brings", "calls", "comes", "contains", "exists", "follows", "gives", "goes",
    "includes", "involves", "led", "makes", "provides", "remains", "requires", "seems", "took",
];

/// How near another *that* may stand without jarring, in tokens.
const THAT_APART_MIN: usize = 4;

/// Proposes the relative's other forms.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 0..passage.len() {
        let draft = match passage.lower(i) {
            "which" => from_which(passage, i),
            "that" => from_that(passage, i),
            "whom" => from_whom(passage, i),
            _ => None,
        };
        out.extend(draft);
    }
}

fn from_which(passage: &Passage, i: usize) -> Option<Draft> {
    if !follows_noun(passage, i)
        || jars(passage, i)
        || !passage.is_open(i..i + 1)
        || !passage.is_spaced(i)
    {
        return None;
    }
    let next = passage.after(i, 1);
    if is_sign(next)
        || passage.has_any(passage.sentence(i).start.max(i.saturating_sub(3))..i, &["such"])
        || matches!(next, "of" | "ever" | "way" | "one" | "side" | "direction" | "countries" | "in")
    {
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

/// *that* that relates: as the subject of a limiting clause ("a plan that would", never "said that would"), or, behind
/// nouns that nothing is said or thought in, before a subject of its own ("the steps that we took").
fn from_that(passage: &Passage, i: usize) -> Option<Draft> {
    let noun = passage.before(i, 1);
    let next = passage.after(i, 1);
    if !follows_noun(passage, i) || !passage.is_open(i..i + 1) || !passage.is_spaced(i) {
        return None;
    }
    // "It was the delay that would", "so great a loss that would": the word is no relative here.
    let opening = passage.sentence(i).start..i;
    let near = passage.sentence(i).start.max(i.saturating_sub(THAT_APART_MIN))..i;
    if passage.has_any(opening, &["so", "such", "it", "only"])
        || passage.has_any(i + 1..i + THAT_APART_MIN, &["which", "that"])
        || passage.has_any(near, &["which", "that"])
    {
        return None;
    }
    let determined =
        ["a", "an", "the", "any", "these", "every", "this", "some", "of", "for", "in", "no"];
    let near = |backs: std::ops::RangeInclusive<usize>| {
        backs.into_iter().any(|back| determined.contains(&passage.before(i - 1, back)))
    };
    if is_nominative(next)
        && RELATED.contains(&noun)
        && near(1..=1)
        && !is_sign(passage.after(i, 2))
    {
        let range = passage.tokens[i].range.start..passage.tokens[i + 1].range.start;
        let place = super::place_of(passage.text, range, &["which ", ""]);
        return Some(Draft::single("which", Kind::Safe, place));
    }
    let is_phrase = near(1..=3);
    // "the advice that increased aid is needed": an adjective, unless its clause goes on at once.
    let is_past = next.ends_with("ed") && is_bound(passage.after(i, 2));
    let is_aux = (is_modal(next) || is_finite(next)) && !matches!(next, "should" | "had" | "were");
    let is_subject = is_aux || is_past || VERBS.contains(&next);
    if !is_subject || !is_phrase || SAID.contains(&noun) || noun.ends_with("ing") {
        return None;
    }
    let place = super::place_of(passage.text, passage.tokens[i].range.clone(), &["which"]);
    Some(Draft::single("which", Kind::Safe, place))
}

/// *whom* dropped: "the man (whom) he met".
fn from_whom(passage: &Passage, i: usize) -> Option<Draft> {
    let noun = passage.before(i, 1);
    let follows = i > 0 && passage.is_word(i - 1) && !is_function(noun) && !passage.is_name(i - 1);
    let subject = is_nominative(passage.after(i, 1)) && !is_sign(passage.after(i, 2));
    if !follows
        || !subject
        || !passage.is_open(i..i + 1)
        || !passage.is_spaced(i)
        || !passage.is_spaced(i - 1)
    {
        return None;
    }
    let range = passage.tokens[i].range.start..passage.tokens[i + 1].range.start;
    Some(Draft::single("which", Kind::Safe, super::place_of(passage.text, range, &[""])))
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
        && !noun.ends_with("ed")
        && passage.is_spaced(i - 1)
}

/// Another *that* close by, or a second *which* that leans on this one.
fn jars(passage: &Passage, i: usize) -> bool {
    let sentence = passage.sentence(i);
    let near =
        sentence.start.max(i.saturating_sub(THAT_APART_MIN))..sentence.end.min(i + THAT_APART_MIN);
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
