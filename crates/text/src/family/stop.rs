//! A semicolon or a full stop between two whole clauses: "…; he would write" and "…. He would write".
//!
//! Never in lists: one semicolon in the sentence, no colon, no numbering, a subject and its verb right after it.

use super::grammar::{
    is_adverb, is_determiner, is_finite, is_nominative, is_sign, is_subject, is_wh,
};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;
use std::ops::Range;

/// Shortest clause that stands as a sentence, in tokens.
const CLAUSE_TOKENS_MIN: usize = 6;

/// Tokens after the subject in which the verb must come.
const VERB_WITHIN: usize = 6;

/// Adverbs that may open the second clause.
const LINKS: [&str; 6] =
    ["accordingly", "however", "moreover", "nevertheless", "therefore", "furthermore"];

/// Longest sentence that is joined to another by a semicolon, in tokens.
const JOINED_TOKENS_MAX: usize = 26;

/// Proposes a full stop for each semicolon between clauses, and a semicolon between two short sentences.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    let mut joined_before = false;
    for (number, sentence) in passage.sentences.iter().enumerate() {
        out.extend(from_semicolon(passage, sentence.clone()));
        // Two in a row would make one long sentence of three.
        let next = passage.sentences.get(number + 1).filter(|_| !joined_before);
        let draft = next.and_then(|next| from_stop(passage, sentence.clone(), next.clone()));
        joined_before = draft.is_some();
        out.extend(draft);
    }
}

fn from_semicolon(passage: &Passage, sentence: Range<usize>) -> Option<Draft> {
    let signs = |sign: &str| sentence.clone().filter(|&i| passage.lower(i) == sign).count();
    if signs(";") != 1 || [":", "(", "\u{201c}", "\""].into_iter().any(|sign| signs(sign) > 0) {
        return None;
    }
    let at = sentence.clone().find(|&i| passage.lower(i) == ";")?;
    let next = at + 1;
    let long = at >= sentence.start + CLAUSE_TOKENS_MIN && next + CLAUSE_TOKENS_MIN <= sentence.end;
    if !long
        || passage.sealed[at..=next].contains(&true)
        || !passage.is_spaced(at)
        || !passage.is_word(next)
    {
        return None;
    }
    if !stands_alone(passage, next) || !has_verb(passage, sentence.start, at) {
        return None;
    }
    let word = &passage.text[passage.tokens[next].range.clone()];
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let other = format!(". {first}{}", letters.as_str());
    let place = super::place_of(passage.text, passage.bytes(at..next + 1), &[&other]);
    Some(Draft::single("stop", Kind::Safe, place))
}

/// Two short sentences of which the second goes on with the same matter.
fn from_stop(passage: &Passage, first: Range<usize>, second: Range<usize>) -> Option<Draft> {
    let stop = first.end - 1;
    let start = second.start;
    let plain = |sentence: &Range<usize>| {
        let ends = passage.lower(sentence.end - 1) == ".";
        let signs = [";", ":", "(", "\u{201c}", "\"", "?", "\u{2014}"];
        let length = CLAUSE_TOKENS_MIN..=JOINED_TOKENS_MAX;
        ends && length.contains(&sentence.len())
            && !passage.has_any(sentence.clone(), &signs)
            && !passage.sealed[sentence.clone()].contains(&true)
    };
    let opening = passage.lower(start);
    let same_subject =
        is_subject(opening) && opening != "i" && passage.lower(first.start) == opening;
    let goes_on =
        matches!(opening, "however" | "this" | "moreover" | "nevertheless") || same_subject;
    if !plain(&first)
        || !plain(&second)
        || !goes_on
        || !stands_alone(passage, start)
        || !passage.is_spaced(stop)
    {
        return None;
    }
    let other = format!("; {}", passage.lower(start));
    let place = super::place_of(passage.text, passage.bytes(stop..start + 1), &[&other]);
    Some(Draft::single("stop", Kind::Safe, place))
}

fn has_verb(passage: &Passage, from: usize, to: usize) -> bool {
    (from..to).any(|i| {
        is_finite(passage.lower(i))
            || passage.lower(i).ends_with("ed")
            || passage.lower(i) == "said"
    })
}

/// Whether a whole sentence begins at token `start`.
fn stands_alone(passage: &Passage, start: usize) -> bool {
    let first = passage.lower(start);
    let link = LINKS.contains(&first) && passage.after(start, 1) == ",";
    let subject = if link { start + 2 } else { start };
    let word = passage.lower(subject);
    let verb = passage.after(subject, 1);
    let verb = if is_adverb(verb) { passage.after(subject, 2) } else { verb };
    if is_nominative(word) {
        return !is_sign(verb) && !matches!(verb, "and" | "or");
    }
    if matches!(word, "it" | "there" | "this") {
        return is_finite(verb);
    }
    let soon = || {
        (1..=VERB_WITHIN)
            .map(|ahead| passage.after(subject, ahead))
            .take_while(|word| !is_sign(word) && !is_wh(word) && *word != "to")
            .any(is_finite)
    };
    matches!(word, "the" | "our" | "his" | "their" | "these") && is_determiner(word) && soon()
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// Two clauses may be one sentence or two; the items of a list may not.
    #[test]
    fn semicolons_between_clauses_only() {
        assert_eq!(
            readings(
                super::find,
                "The harbour was closed all week; he would write again on his return."
            ),
            ["; he|. He"]
        );
        for text in [
            "We need three things: the ships of the north; the crews of the south; and the time to join them.",
            "He asked for the ships of the north; and also for the crews of the south.",
            "He came back late; we left.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
