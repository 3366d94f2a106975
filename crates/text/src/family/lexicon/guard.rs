//! Guards of the lexicon: which neighbours a word must or must not have.
//!
//! | guard | holds where |
//! |---|---|
//! | `<a,b` `<!a,b` | the word before is (is not) one of these |
//! | `>a,b` `>!a,b` | the word after is (is not) one of these |
//! | `<<a,b` `<<!a,b` | one (none) of the three words before is one of these |
//! | `>>a,b` `>>!a,b` | one (none) of the six words after is one of these |
//! | `~a` | this word stands somewhere before in the sentence |
//! | `full` | the paragraph is not in telegram style |
//! | `british` | the memo's spelling is British |
//! | `mid` `first` | the word is not (is) the first of its sentence |
//!
//! `@class` stands for a class of words: see [`is_of`].

use crate::family::grammar::{
    ACCUSATIVES, is_adverb, is_be, is_bound, is_conjunction, is_determiner, is_finite, is_have,
    is_modal, is_nominative, is_preposition, is_sign, is_subject, is_wh,
};
use crate::family::veto::NUMBER_WORDS;
use crate::family::{Manner, Passage};
use crate::sentence::Shape;
use std::ops::Range;

/// How far `<<` looks back.
const BACK_TOKENS: usize = 3;

/// How far `>>` looks ahead.
const AHEAD_TOKENS: usize = 6;

/// A condition on the neighbours of a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Guard {
    Near { side: Side, negated: bool, terms: Vec<&'static str> },
    Earlier(&'static str),
    FullStyle,
    British,
    Mid,
    First,
}

/// Where a guard looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    Back,
    Ahead,
}

impl Guard {
    /// Reads a guard; anything else is a list of words that is never met, which the test below refuses.
    pub(super) fn parse(text: &'static str) -> Guard {
        match text {
            "full" => return Guard::FullStyle,
            "british" => return Guard::British,
            "mid" => return Guard::Mid,
            "first" => return Guard::First,
            _ => {}
        }
        if let Some(word) = text.strip_prefix('~') {
            return Guard::Earlier(word);
        }
        let (side, rest) =
            [("<<", Side::Back), (">>", Side::Ahead), ("<", Side::Before), (">", Side::After)]
                .into_iter()
                .find_map(|(sign, side)| text.strip_prefix(sign).map(|rest| (side, rest)))
                .unwrap_or((Side::Before, text));
        let negated = rest.starts_with('!');
        let terms =
            rest.trim_start_matches('!').split(',').filter(|term| !term.is_empty()).collect();
        Guard::Near { side, negated, terms }
    }

    /// Whether it holds for the tokens `at`.
    pub(super) fn holds(&self, passage: &Passage, manner: &Manner, at: Range<usize>) -> bool {
        let (side, negated, terms) = match self {
            Guard::FullStyle => return !passage.is_telegram,
            Guard::Earlier(word) => {
                return passage.has_any(passage.sentence(at.start).start..at.start, &[*word]);
            }
            Guard::British => return manner.is_british == Some(true),
            Guard::Mid => return !passage.starts_sentence(at.start),
            Guard::First => return passage.starts_sentence(at.start),
            Guard::Near { side, negated, terms } => (*side, *negated, terms),
        };
        let sentence = passage.sentence(at.start);
        let any = |mut tokens: Range<usize>| {
            tokens.any(|i| terms.iter().any(|term| is_met(passage, i, term)))
        };
        let edge = terms.contains(&"@sign");
        let met = match side {
            Side::Before if at.start == sentence.start => edge,
            Side::Before => any(at.start - 1..at.start),
            Side::After if at.end >= sentence.end => edge,
            Side::After => any(at.end..at.end + 1),
            Side::Back => any(sentence.start.max(at.start.saturating_sub(BACK_TOKENS))..at.start),
            Side::Ahead => any(at.end..sentence.end.min(at.end + AHEAD_TOKENS).max(at.end)),
        };
        met != negated
    }
}

fn is_met(passage: &Passage, i: usize, term: &str) -> bool {
    match term.strip_prefix('@') {
        Some(class) => is_of(passage, i, class),
        None => match term.strip_prefix('*') {
            Some(ending) => passage.lower(i).ends_with(ending),
            None => passage.lower(i) == term,
        },
    }
}

/// Whether token `i` is of a class.
fn is_of(passage: &Passage, i: usize, class: &str) -> bool {
    let word = passage.lower(i);
    match class {
        "det" => is_determiner(word),
        "nom" => is_nominative(word),
        "subj" => is_subject(word) || passage.is_name(i),
        "obj" => ACCUSATIVES.contains(&word) || is_determiner(word) || passage.is_name(i),
        "modal" => is_modal(word),
        "be" => is_be(word),
        "have" => is_have(word),
        "finite" => is_finite(word),
        "prep" => is_preposition(word),
        "conj" => is_conjunction(word),
        "wh" => is_wh(word),
        "adv" => is_adverb(word),
        "sign" => is_sign(word),
        "comma" => word == ",",
        "bound" => is_bound(word),
        "name" => passage.is_name(i),
        "num" => {
            passage.tokens[i].shape == Shape::Number || NUMBER_WORDS.binary_search(&word).is_ok()
        }
        // The conjunction, and not the pronoun of "he said that was so".
        "that" => {
            word == "that" && !is_finite(passage.after(i, 1)) && !is_sign(passage.after(i, 1))
        }
        "noun" => passage.is_word(i) && !is_bound(word) && !passage.is_name(i),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guard that is spelt wrong would hold always or never.
    #[test]
    fn guards_of_the_lists_are_known() {
        let classes = [
            "det", "nom", "subj", "obj", "modal", "be", "have", "finite", "prep", "conj", "wh",
            "adv", "sign", "comma", "bound", "name", "num", "noun", "that",
        ];
        for list in [super::super::CLOSED, super::super::CONTENT] {
            let lines = list.lines().filter(|line| !line.starts_with('#'));
            for guard in
                lines.filter_map(|line| line.split('\t').nth(3)).flat_map(str::split_whitespace)
            {
                let words = matches!(guard, "full" | "british" | "mid" | "first");
                assert!(words || guard.starts_with(['<', '>', '~']), "{guard}");
                if let Guard::Near { terms, .. } = Guard::parse(guard) {
                    assert!(!terms.is_empty(), "{guard}");
                    for class in terms.iter().filter_map(|term| term.strip_prefix('@')) {
                        assert!(classes.contains(&class), "{guard}");
                    }
                }
            }
        }
    }
}
