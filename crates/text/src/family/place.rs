//! The place of *also*, *probably* and the like beside a modal or auxiliary: "would also need" and "also would need".

use super::grammar::{is_be, is_function, is_modal, is_nominative, is_sign};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Adverbs that say the same before the auxiliary and after it.
const ADVERBS: [&str; 19] = [
    "already",
    "also",
    "always",
    "apparently",
    "certainly",
    "eventually",
    "evidently",
    "generally",
    "now",
    "obviously",
    "perhaps",
    "presumably",
    "probably",
    "recently",
    "still",
    "then",
    "therefore",
    "ultimately",
    "undoubtedly",
];

/// Proposes the other order.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 1..passage.len().saturating_sub(2) {
        let (first, second) = (passage.lower(i), passage.lower(i + 1));
        let is_pair = (is_auxiliary(first) && is_adverb(second))
            || (is_adverb(first) && is_auxiliary(second));
        if !is_pair
            || !passage.is_open(i..i + 2)
            || !passage.is_spaced(i)
            || !passage.is_spaced(i + 1)
        {
            continue;
        }
        let verb = passage.after(i, 2);
        let subject = passage.before(i, 1);
        let has_subject = is_nominative(subject)
            || subject == "which"
            || (!is_function(subject) && passage.is_word(i - 1));
        let has_verb = !is_sign(verb)
            && (matches!(verb, "be" | "been" | "being") || !is_function(verb))
            && passage.is_word(i + 2);
        let participle = is_modal(first)
            || is_modal(second)
            || verb.ends_with("ed")
            || matches!(verb, "been" | "being")
            || (is_be(first) || is_be(second)) && verb.ends_with("ing");
        // "what is possible now may change": the adverb may belong to what stands before it.
        let belongs = is_adverb(first)
            && matches!(first, "now" | "recently" | "still" | "then")
            && !is_nominative(subject);
        if !has_subject || !has_verb || !participle || belongs {
            continue;
        }
        let other = format!("{second} {first}");
        let place = super::place_of(passage.text, passage.bytes(i..i + 2), &[&other]);
        out.push(Draft::single("place", Kind::Safe, place));
    }
}

fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word)
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "would"
            | "could"
            | "should"
            | "might"
            | "will"
            | "can"
            | "may"
            | "must"
            | "had"
            | "has"
            | "have"
            | "is"
            | "are"
            | "was"
            | "were"
    )
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// Both orders are written everywhere; a question or a negation has only one.
    #[test]
    fn also_moves_over_the_modal() {
        assert_eq!(readings(super::find, "We could also send a note."), ["could also|also could"]);
        assert_eq!(
            readings(super::find, "He probably would send a note."),
            ["probably would|would probably"]
        );
        assert_eq!(readings(super::find, "Could also the others send a note?"), [""; 0]);
        assert_eq!(readings(super::find, "We could also not send a note."), [""; 0]);
    }
}
