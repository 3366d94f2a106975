//! An adverb before the subject of a sentence or behind it: "Then he left" and "He then left", "However, it is" and
//! "It is, however,".

use super::grammar::{is_be, is_function, is_have, is_modal, is_sign, is_subject};
use super::{Draft, Manner, Passage};
use crate::choice::Kind;

/// Adverbs that stand as well before the subject, and whether a comma follows them there.
const ADVERBS: [(&str, bool); 10] = [
    ("accordingly", true),
    ("apparently", false),
    ("evidently", false),
    ("finally", false),
    ("however", true),
    ("obviously", false),
    ("recently", false),
    ("subsequently", false),
    ("then", false),
    ("therefore", true),
];

/// Adverbs that go behind the subject and its auxiliary, between commas.
const SET_BEHIND: [&str; 3] = ["accordingly", "however", "therefore"];

/// Titles with which a subject of several words begins.
const TITLES: [&str; 5] = ["ambassador", "minister", "mr.", "president", "secretary"];

/// Verbs of the past, and of proposing, that do not end in `-ed`.
const VERBS: [&str; 12] = [
    "believe",
    "felt",
    "gave",
    "propose",
    "read",
    "recommend",
    "said",
    "spoke",
    "suggest",
    "thought",
    "took",
    "went",
];

/// Longest subject before which an adverb is put, in tokens, with the verb that *however* may follow.
const SUBJECT_TOKENS_MAX: usize = 7;

/// Proposes the other place.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for sentence in &passage.sentences {
        let start = sentence.start;
        let limit = sentence.end.min(start + SUBJECT_TOKENS_MAX);
        let at = (start + 1..limit).find(|&i| !passage.is_word(i) || is_adverb(passage.lower(i)));
        let draft =
            at.and_then(|at| to_front(passage, start, at)).or_else(|| to_middle(passage, start));
        out.extend(draft);
    }
}

fn is_adverb(word: &str) -> bool {
    ADVERBS.iter().any(|(adverb, _)| *adverb == word)
}

/// The subject from `start`, then an adverb at `at` or between commas from there.
fn to_front(passage: &Passage, start: usize, at: usize) -> Option<Draft> {
    let commas = passage.lower(at) == ",";
    let adverb = if commas { at + 1 } else { at };
    let (word, pauses) = ADVERBS.iter().find(|(word, _)| *word == passage.lower(adverb))?;
    let end = if commas { adverb + 2 } else { adverb + 1 };
    let next = passage.lower(end);
    let fits = if commas {
        passage.lower(adverb + 1) == ","
            && (is_whole_subject(passage, start, at) || has_auxiliary(passage, start, at))
    } else {
        is_whole_subject(passage, start, at) && (next.ends_with("ed") || VERBS.contains(&next))
    };
    if !fits || is_sign(next) || !passage.is_spaced(end - 1) {
        return None;
    }
    let subject = &passage.text[passage.bytes(start..at)];
    let keeps_capital = passage.lower(start) == "i" || TITLES.contains(&passage.lower(start));
    let subject = if keeps_capital {
        subject.to_owned()
    } else {
        subject[..1].to_lowercase() + &subject[1..]
    };
    let comma = if *pauses { "," } else { "" };
    moved(passage, start..end, &format!("{}{comma} {subject}", capital(word)))
}

/// "However, it is" to "It is, however,".
fn to_middle(passage: &Passage, start: usize) -> Option<Draft> {
    let word = passage.lower(start);
    let (subject, verb) = (passage.after(start, 2), passage.after(start, 3));
    let is_auxiliary = is_be(verb) || is_modal(verb) || is_have(verb);
    let next = passage.after(start, 4);
    let fits = SET_BEHIND.contains(&word)
        && passage.after(start, 1) == ","
        && is_subject(subject)
        && is_auxiliary;
    if !fits
        || is_sign(next)
        || next == "not"
        || !passage.is_spaced(start + 1)
        || !passage.is_spaced(start + 3)
    {
        return None;
    }
    moved(passage, start..start + 4, &format!("{} {verb}, {word},", capital(subject)))
}

fn moved(passage: &Passage, tokens: std::ops::Range<usize>, other: &str) -> Option<Draft> {
    let bytes = passage.bytes(tokens.clone());
    if passage.sealed[tokens].contains(&true) || passage.text[bytes.clone()].contains('\n') {
        return None;
    }
    Some(Draft::single("place", Kind::Safe, super::place_of(passage.text, bytes, &[other])))
}

/// A pronoun, or a title with its name: nothing else is sure to end where the adverb stands.
fn is_whole_subject(passage: &Passage, start: usize, at: usize) -> bool {
    let first = passage.lower(start);
    let plain = |i: usize| !is_function(passage.lower(i)) || passage.lower(i) == "of";
    let phrase = (first == "the" || TITLES.contains(&first))
        && at >= start + 2
        && (start + 1..at).all(plain);
    phrase || (is_subject(first) && at == start + 1)
}

/// A pronoun and a form of *be*.
fn has_auxiliary(passage: &Passage, start: usize, at: usize) -> bool {
    at == start + 2 && is_subject(passage.lower(start)) && is_be(passage.lower(start + 1))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The adverb takes its comma along, and the subject its capital.
    #[test]
    fn adverbs_move_over_the_subject() {
        for (text, pair) in [
            ("We met. He then asked for time.", "He then|Then he"),
            (
                "We met. The Minister, however, left.",
                "The Minister, however,|However, the Minister",
            ),
            (
                "We met. Mr. Venn subsequently agreed.",
                "Mr. Venn subsequently|Subsequently Mr. Venn",
            ),
            ("We met. It was, however, too late.", "It was, however,|However, it was"),
            ("We met. However, it was too late.", "However, it was|It was, however,"),
        ] {
            assert_eq!(readings(super::find, text), [pair], "{text}");
        }
    }

    /// A subject that may go on behind the adverb, or a denial, stays as it is.
    #[test]
    fn doubtful_subjects_stay() {
        for text in [
            "We met. The Minister then in office left.",
            "We met. However, it was not too late.",
            "We met. Those present, however, left.",
        ] {
            assert_eq!(readings(super::find, text), [""; 0], "{text}");
        }
    }
}
