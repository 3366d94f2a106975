//! *to* said once or twice in a pair of infinitives: "to wait and (to) see".
//!
//! Only dropped, never put: what is repeated shows where the pair begins, and nothing else could tell.

use super::grammar::{is_finite, is_function, is_sign, is_wh};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Longest first member, in tokens: in a longer one its *to* is forgotten.
const VERB_TOKENS_MAX: usize = 8;

/// Proposes to say it once.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 2..passage.len().saturating_sub(1) {
        let joined = passage.lower(i) == "to"
            && matches!(passage.before(i, 1), "and" | "or")
            && passage.is_word(i - 2);
        if !joined || !passage.is_open(i..i + 1) || !passage.is_spaced(i) || passage.sealed[i + 1] {
            continue;
        }
        if pairs_verbs(passage, i) {
            let range = passage.tokens[i].range.start..passage.tokens[i + 1].range.start;
            out.push(Draft::single(
                "repeat",
                Kind::Safe,
                super::place_of(passage.text, range, &[""]),
            ));
        }
    }
}

/// "to wait and to see": two infinitives.
fn pairs_verbs(passage: &Passage, i: usize) -> bool {
    let is_verb = |k: usize| {
        let verb = passage.lower(k);
        passage.is_word(k)
            && !passage.is_name(k)
            && (!is_function(verb) || matches!(verb, "be" | "have"))
            && !verb.ends_with("ing")
            && !verb.ends_with("ed")
    };
    let Some(first) = earlier_to(passage, i) else { return false };
    let plain = (first + 1..i - 1).all(|k| {
        let between = passage.lower(k);
        !is_sign(between) && !is_finite(between) && !is_wh(between)
    });
    // "both to wait and to see" keeps its two halves alike.
    let is_correlated = matches!(passage.before(first, 1), "both" | "either" | "not" | "only");
    plain && !is_correlated && is_verb(first + 1) && is_verb(i + 1)
}

/// The *to* before token `i`, not far off.
fn earlier_to(passage: &Passage, i: usize) -> Option<usize> {
    let start = passage.sentence(i).start.max(i.saturating_sub(VERB_TOKENS_MAX + 2));
    (start..i - 2).rev().find(|&k| passage.lower(k) == "to")
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The second *to* goes where nothing but its own phrase stands between.
    #[test]
    fn the_second_word_may_go() {
        assert_eq!(readings(super::find, "He hopes to wait here and to see them."), ["to |"]);
        for text in [
            "He went to Port Hale and to the north.",
            "He hopes both to wait here and to see them.",
            "He hopes to learn what they want and to see them.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
