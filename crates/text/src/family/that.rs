//! *that* dropped or kept after a verb of saying or thinking: "he said (that) he would come".
//!
//! Only where the next word shows at once that a clause begins; never where another *that* leans on this one ("and
//! that"), where the clause is asked or related into ("what he said that he"), or in telegram style.

use super::grammar::{
    is_adverb, is_be, is_determiner, is_finite, is_nominative, is_preposition, is_sign, is_wh,
};
use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};

/// Verbs of which the clause reads as well without *that* before any subject.
const BEFORE_ANY: [&str; 10] =
    ["hope", "hoped", "hopes", "hoping", "said", "say", "saying", "says", "think", "thought"];

/// Verbs that take an object too: without *that* only before a pronoun that must be a subject.
const BEFORE_PRONOUN: [&str; 18] = [
    "assume",
    "assumed",
    "believe",
    "believed",
    "believes",
    "feel",
    "feels",
    "felt",
    "knew",
    "know",
    "knows",
    "suggest",
    "suggested",
    "thinks",
    "understand",
    "understood",
    "wish",
    "wished",
];

/// *told him (that) he*: the person comes first.
const TELLING: [&str; 4] = ["assured", "tell", "telling", "told"];

/// Verbs that officials write without *that* in haste only: it is put and never dropped.
const PUT_ONLY: [&str; 14] = [
    "added",
    "admitted",
    "agreed",
    "commented",
    "explained",
    "feared",
    "indicated",
    "noted",
    "realized",
    "recalled",
    "remarked",
    "replied",
    "stated",
    "stressed",
];

/// Adjectives: *I am sure (that) you*.
const ADJECTIVES: [&str; 3] = ["afraid", "glad", "sure"];

/// Longest subject in which a finite verb is looked for, in tokens.
const SUBJECT_TOKENS_MAX: usize = 8;

/// Words looked back at for a question or relative that reaches into the clause.
const REACH_BACK: usize = 7;

/// Proposes to drop or to put each *that*.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 0..passage.len() {
        let Some((end, any_subject)) = governor(passage, i) else { continue };
        let has_that = passage.lower(end) == "that";
        let subject = if has_that { end + 1 } else { end };
        if subject >= passage.sentence(i).end
            || passage.sealed[i..=subject].contains(&true)
            || !starts_clause(passage, subject, any_subject, has_that)
            || leans(passage, i, subject)
        {
            continue;
        }
        let start = passage.tokens[end].range.start;
        let range = start..passage.tokens[subject].range.start;
        let readings = if has_that {
            if !passage.is_spaced(end) || !passage.is_open(end..subject) {
                continue;
            }
            vec![passage.text[range.clone()].to_owned(), String::new()]
        } else {
            if !passage.is_spaced(end - 1)
                || passage.has_any(i.saturating_sub(3)..subject + 4, &["that"])
            {
                continue;
            }
            vec![String::new(), "that ".to_owned()]
        };
        out.push(Draft::single("that", Kind::Safe, Place { range, readings }));
    }
}

/// Where token `i` governs a clause: the token after it (and its object), and whether any subject may follow.
fn governor(passage: &Passage, i: usize) -> Option<(usize, bool)> {
    let word = passage.lower(i);
    let before = passage.before(i, 1);
    if TELLING.contains(&word) {
        let object = passage.after(i, 1);
        let is_person = matches!(object, "him" | "me" | "them" | "us" | "you");
        return (is_person && !is_determiner(before)).then_some((i + 2, false));
    }
    if ADJECTIVES.contains(&word) {
        return is_be(before).then_some((i + 1, false));
    }
    let any = BEFORE_ANY.contains(&word);
    let put = PUT_ONLY.contains(&word) && passage.after(i, 1) != "that";
    if !any && !put && !BEFORE_PRONOUN.contains(&word) {
        return None;
    }
    // "the hope that he", "it was said that he": nouns and passives keep their *that*.
    let behind = if is_adverb(before) && before != "not" { passage.before(i, 2) } else { before };
    let is_noun =
        is_determiner(before) || (is_preposition(before) && before != "to") || before == "express";
    (!is_noun && !is_be(behind) && behind != "as").then_some((i + 1, any))
}

/// Whether a clause begins at `subject` for anyone who reads on.
fn starts_clause(passage: &Passage, subject: usize, any_subject: bool, has_that: bool) -> bool {
    let word = passage.lower(subject);
    let next = passage.after(subject, 1);
    let verb = if is_adverb(next) { passage.after(subject, 2) } else { next };
    if is_nominative(word) {
        return !is_sign(next)
            && !matches!(next, "and" | "or" | "who" | "alone" | "himself" | "themselves");
    }
    if matches!(word, "it" | "there" | "this" | "you") {
        return is_finite(verb);
    }
    let is_phrase = (is_determiner(word) && word != "that" && !word.ends_with("'s"))
        || passage.is_name(subject);
    // Behind a *that* which is there, a clause is certain.
    any_subject && is_phrase && (has_that || has_verb(passage, subject))
}

/// Whether the noun phrase at `subject` soon comes to a finite verb, with nothing doubtful before.
fn has_verb(passage: &Passage, subject: usize) -> bool {
    for ahead in 1..=SUBJECT_TOKENS_MAX {
        let word = passage.after(subject, ahead);
        if is_finite(word)
            || (word.ends_with("ed")
                && ahead >= 3
                && !is_determiner(passage.after(subject, ahead - 1)))
        {
            return ahead >= 2 || passage.is_name(subject);
        }
        if is_sign(word) || is_wh(word) || matches!(word, "if" | "to" | "and" | "or" | "but") {
            return false;
        }
    }
    false
}

/// Whether another word leans on this *that*, or a question or relative reaches into the clause.
fn leans(passage: &Passage, verb: usize, subject: usize) -> bool {
    let sentence = passage.sentence(verb);
    let second = (subject..sentence.end).any(|k| {
        passage.lower(k) == "that"
            && matches!(
                passage.lower(k - 1),
                "and" | "or" | "but" | "nor" | ";" | "," | "than" | "rather" | "also" | ")"
            )
    });
    let reached = (sentence.start.max(verb.saturating_sub(REACH_BACK))..verb)
        .rev()
        .take_while(|&k| !is_sign(passage.lower(k)))
        .any(|k| {
            matches!(passage.lower(k), "than" | "as")
                || (is_wh(passage.lower(k)) && passage.lower(k) != "that")
        });
    let related = (sentence.start.max(verb.saturating_sub(3))..verb)
        .any(|k| passage.lower(k) == "that")
        && passage.lower(verb.saturating_sub(2)) == "that";
    second || reached || (related && !is_nominative(passage.before(verb, 1)))
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    fn found(text: &str) -> Vec<String> {
        readings(super::find, text)
    }

    /// The commonest safe choice there is; both ways round.
    #[test]
    fn that_is_dropped_and_put() {
        assert_eq!(found("Later he said that he would think it over."), ["that |"]);
        assert_eq!(found("Later he said he would think it over."), ["|that "]);
        assert_eq!(found("We told him that we had no more to give."), ["that |"]);
        assert_eq!(found("I am sure that you will see why."), ["that |"]);
    }

    /// Where dropping it would break the sentence or change what it says, it stays.
    #[test]
    fn that_stays_where_something_leans_on_it() {
        for text in [
            "He said that he would come and that she would not.",
            "The hope that he would come was small.",
            "It was said that he would come.",
            "He felt it necessary to wait for the boat.",
            "He said that was the reason for it.",
            "This is more than he said he would do for us.",
            "He believed the harbour master.",
            "He believed the harbour master would come.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
