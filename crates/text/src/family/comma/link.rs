//! The commas around *of course* and the like, and the one before *as well as*, *although* and the like.

use super::{put, taken};
use crate::choice::Kind;
use crate::family::grammar::{
    is_adverb, is_be, is_conjunction, is_determiner, is_have, is_modal, is_nominative,
    is_preposition,
};
use crate::family::{Draft, Manner, Passage, place_of};

/// Words that stand between commas or without them, right after an auxiliary.
const SET_OFF: [&[&str]; 10] = [
    &["thus"],
    &["naturally"],
    &["likewise"],
    &["at", "present"],
    &["of", "course"],
    &["therefore"],
    &["nevertheless"],
    &["perhaps"],
    &["in", "turn"],
    &["indeed"],
];

/// Links of a phrase before which a comma may stand or not, and links of a clause.
const PHRASE_LINKS: [&[&str]; 2] = [&["as", "well", "as"], &["rather", "than"]];

const CLAUSE_LINKS: [&[&str]; 9] = [
    &["although"],
    &["even", "though"],
    &["even", "if"],
    &["unless"],
    &["and", "that"],
    &["provided", "that"],
    &["and", "therefore"],
    &["and", "thus"],
    &["and", "hence"],
];

/// Tokens around a phrase within which another comma would make the two a pair.
const PHRASE_PAIR_TOKENS: usize = 10;

/// Tokens around the link of a clause within which another comma would crowd it.
const CLAUSE_PAIR_TOKENS: usize = 5;

/// Proposes the commas around *of course* and the like, and the one before *as well as* and the like.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 1..passage.len() {
        out.extend(SET_OFF.iter().find_map(|words| set_off(passage, i, words)));
        out.extend(
            PHRASE_LINKS
                .iter()
                .find_map(|words| before_link(passage, i, words, PHRASE_PAIR_TOKENS)),
        );
        out.extend(
            CLAUSE_LINKS
                .iter()
                .find_map(|words| before_link(passage, i, words, CLAUSE_PAIR_TOKENS)),
        );
    }
}

/// "would, of course, be" and "would of course be".
fn set_off(passage: &Passage, i: usize, words: &[&str]) -> Option<Draft> {
    let end = i + words.len();
    if !passage.has(i, words) || passage.sealed[i - 1..end].contains(&true) {
        return None;
    }
    let has_commas = passage.lower(i - 1) == ",";
    let before = if has_commas { passage.before(i, 2) } else { passage.before(i, 1) };
    let is_after_verb = is_be(before)
        || is_modal(before)
        || is_have(before)
        || (is_nominative(before) && words == ["therefore"]);
    if !is_after_verb || (passage.lower(end) == ",") != has_commas {
        return None;
    }
    let plain = words.join(" ");
    let (from, to, other) = if has_commas {
        (i - 1, end + 1, format!(" {plain}"))
    } else {
        (i, end, format!(", {plain},"))
    };
    let follows = passage.is_word(to) && to < passage.sentence(i).end && passage.is_spaced(to - 1);
    let start =
        if has_commas { passage.tokens[from].range.start } else { passage.tokens[i - 1].range.end };
    let range = start..passage.tokens[to - 1].range.end;
    if !follows || passage.text[range.clone()].contains('\n') {
        return None;
    }
    Some(Draft::single("comma-adverb", Kind::Safe, place_of(passage.text, range, &[&other])))
}

/// ", as well as" and " as well as", where no second comma makes it an aside.
fn before_link(passage: &Passage, i: usize, words: &[&str], pair_tokens: usize) -> Option<Draft> {
    if !passage.has(i, words) || passage.sealed[i - 1..=i].contains(&true) {
        return None;
    }
    let sentence = passage.sentence(i);
    let has_comma = passage.lower(i - 1) == ",";
    let last = if has_comma { i.checked_sub(2)? } else { i - 1 };
    let near = sentence.start.max(i.saturating_sub(pair_tokens))..sentence.end.min(i + pair_tokens);
    let others = near
        .filter(|&k| k + 1 != i && matches!(passage.lower(k), "," | ";" | "(" | ")" | "\u{2014}"))
        .count();
    let word = passage.lower(last);
    let is_noun = passage.is_word(last)
        && !is_be(word)
        && !is_modal(word)
        && !is_have(word)
        && !is_preposition(word)
        && !is_determiner(word)
        && !is_conjunction(word)
        && !is_adverb(word);
    // "not … because": the comma would decide what is denied. "and that": only beside an earlier *that*.
    let opening = sentence.start..last;
    let torn = match words[0] {
        "because" => {
            passage.has_any(
                opening,
                &["not", "no", "never", "only", "simply", "merely", "just", "partly"],
            ) || matches!(passage.lower(last), "simply" | "only" | "largely" | "partly" | "part")
        }
        "and" => words[1] == "that" && !passage.has_any(opening, &["that"]),
        _ => false,
    };
    if torn
        || others > 0
        || last < sentence.start + 2
        || !is_noun
        || !passage.is_word(i + words.len())
    {
        return None;
    }
    Some(if has_comma {
        taken("comma-link", passage, i - 1)
    } else {
        put("comma-link", passage, i)
    })
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// A pair of commas goes or comes as a pair.
    #[test]
    fn asides_of_a_word_take_two_commas_or_none() {
        let text = "We should of course wait for the boat.";
        assert_eq!(readings(super::find, text), [" of course|, of course,"]);
        let text = "We should, of course, wait for the boat.";
        assert_eq!(readings(super::find, text), [", of course,| of course"]);
    }

    /// A comma is never put where it would change what is denied, or stand between an aside's two.
    #[test]
    fn links_take_one_comma_or_none() {
        let text = "We left the port although the wind was high.";
        assert_eq!(readings(super::find, text), ["|,"]);
        for text in [
            "We did not leave because the wind was high.",
            "We left the port, as well as the town, in the night.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
