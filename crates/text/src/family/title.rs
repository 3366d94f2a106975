//! Short titles: *the United Nations* and *the UN*.
//!
//! Only where the memo itself uses the short form, so that both are its own manner; all mentions in a sentence change
//! together. Never inside a longer name (`U.S. Army`).

use super::grammar::{is_bound, is_finite, is_function, is_preposition};
use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};

/// Full titles in lower-case words, and the short forms with and without dots.
const TITLES: [(&[&str], &[&str]); 4] = [
    (&["united", "states"], &["u.s.", "us"]),
    (&["united", "nations"], &["u.n.", "un"]),
    (&["soviet", "union"], &["ussr", "u.s.s.r."]),
    (&["united", "kingdom"], &["u.k.", "uk"]),
];

/// Capitalised words that may follow without making a longer name.
const FOLLOWERS: [&str; 4] = ["government", "embassy", "ambassador", "delegation"];

/// Proposes the other form, once for each sentence and title.
pub(crate) fn find(passage: &Passage, manner: &Manner, out: &mut Vec<Draft>) {
    for (full, shorts) in TITLES {
        let Some(short) = manner.short_titles.iter().find(|used| shorts.contains(&used.to_lowercase().as_str())) else {
            continue;
        };
        for sentence in &passage.sentences {
            let mut places: Vec<Place> = Vec::new();
            let (mut has_full, mut has_short) = (false, false);
            for i in sentence.clone() {
                let is_full = passage.has(i, full);
                let source = &passage.text[passage.tokens[i].range.clone()];
                let is_short = shorts.contains(&passage.lower(i)) && is_short_title(source);
                has_full |= is_full;
                has_short |= is_short;
                let length = if is_full { full.len() } else { 1 };
                if !(is_full || is_short) || passage.sealed[i] || !stands_alone(passage, i, length, is_full) {
                    continue;
                }
                let long: Vec<String> = full.iter().map(|word| capital(word)).collect();
                let other = if is_full { short.clone() } else { long.join(" ") };
                places.push(super::place_of(passage.text, passage.bytes(i..i + length), &[&other]));
            }
            if !places.is_empty() && !(has_full && has_short) {
                out.push(Draft { family: "short-title", kind: Kind::Safe, places });
            }
        }
    }
}

/// Short titles that `passage` uses, as written.
pub(crate) fn short_titles(passage: &Passage) -> Vec<String> {
    let is_short = |lower: &str| TITLES.iter().any(|(_, shorts)| shorts.contains(&lower));
    let tokens = passage.tokens.iter().enumerate();
    tokens
        .filter(|(i, token)| is_short(&token.lower) && !passage.sealed[*i])
        .map(|(_, token)| passage.text[token.range.clone()].to_owned())
        .filter(|source| is_short_title(source))
        .collect()
}

/// All capitals: `us` is a pronoun.
fn is_short_title(source: &str) -> bool {
    !source.chars().any(char::is_lowercase)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether the title is no part of a longer name and either form fits the words around it.
fn stands_alone(passage: &Passage, i: usize, length: usize, is_full: bool) -> bool {
    let last = i + length - 1;
    let next = passage.after(last, 1);
    let before = passage.before(i, 1);
    let ends_with_stop = passage.lower(last).ends_with('.');
    // A stop that also ends the sentence, or a genitive, belongs to one form only.
    if next == "'" || next == "\u{2019}" || next == "-" || next == "of" || next == "/" {
        return false;
    }
    if next == "." || next.is_empty() || (ends_with_stop && !passage.is_spaced(last) && next != "," && next != ")") {
        return false;
    }
    if (passage.is_name(last + 1) && !FOLLOWERS.contains(&next))
        || (before != "the" && i > 0 && passage.is_name(i - 1) && passage.is_spaced(i - 1))
        || (i > 0 && matches!(before, "-" | "/" | "(" | "\u{2013}"))
    {
        return false;
    }
    let is_adjective = !is_bound(next) && !is_finite(next) && passage.is_word(last + 1);
    let has_article = before == "the";
    (has_article || (is_adjective && (is_function(before) || is_preposition(before)) && !matches!(before, "a" | "an")))
        && (is_full || passage.lower(i) != "us" || has_article || is_adjective)
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::drafts;

    /// The short form is offered only to a memo that uses it, and changes everywhere in the sentence.
    #[test]
    fn both_forms_must_be_the_memos_own() {
        let text = "The UN met. The delegation left the United Nations before the United Nations had voted.";
        let found = drafts(super::find, text);
        let places: usize = found.iter().map(|draft| draft.places.len()).sum();
        assert_eq!(places, 3);
        assert!(drafts(super::find, "He left the United Nations before it had voted.").is_empty());
    }

    /// A longer name, a genitive or a stop at the end would break.
    #[test]
    fn longer_names_are_left_alone() {
        for text in [
            "The UN Charter was read by all of them.",
            "He spoke of the U.N. The others were silent.",
            "This is for them and not for us today.",
        ] {
            assert!(drafts(super::find, text).is_empty(), "{text}");
        }
    }
}
