//! The comma after a short opener: "In this connection(,) he".
//!
//! It is taken away only after few words; it is put only where the opener can end nowhere else.

use super::{put, taken};
use crate::family::grammar::{
    is_determiner, is_finite, is_nominative, is_preposition, is_sign, is_wh,
};
use crate::family::{Draft, Manner, Passage};
use crate::sentence::Shape;

/// Single words that open a sentence with or without a comma.
const OPENING_WORDS: [&str; 27] = [
    "accordingly",
    "apparently",
    "consequently",
    "currently",
    "eventually",
    "evidently",
    "finally",
    "hence",
    "initially",
    "instead",
    "later",
    "likewise",
    "meanwhile",
    "nevertheless",
    "obviously",
    "otherwise",
    "presumably",
    "previously",
    "recently",
    "similarly",
    "subsequently",
    "therefore",
    "thus",
    "today",
    "ultimately",
    "unfortunately",
    "yesterday",
];

/// Nouns that close an opener which no clause can continue: "In this connection he", never "In the paper he wrote".
const OPENING_NOUNS: [&str; 24] = [
    "addition",
    "afternoon",
    "case",
    "circumstances",
    "conclusion",
    "connection",
    "context",
    "event",
    "evening",
    "fact",
    "future",
    "general",
    "instance",
    "judgment",
    "meantime",
    "morning",
    "opinion",
    "past",
    "point",
    "present",
    "regard",
    "reply",
    "respect",
    "view",
];

/// Longest opener that reads well without its comma, in tokens.
const OPENER_TOKENS_MAX: usize = 5;

/// Proposes the comma after an opener.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for sentence in &passage.sentences {
        let Some(start) = sentence.clone().find(|&i| passage.is_word(i)) else { continue };
        let Some(end) = opener_end(passage, start) else { continue };
        if passage.sealed[start..=end].contains(&true) {
            continue;
        }
        if passage.lower(end) == "," {
            let single = end - start == 1;
            let subject = passage.after(end, 1);
            let clear = is_nominative(subject)
                || matches!(subject, "the" | "this" | "it" | "there" | "our" | "his");
            // A name before the subject would run into any other noun.
            let closed =
                OPENING_NOUNS.contains(&passage.lower(end - 1)) || passage.lower(end - 1) == "time";
            let clear = (clear && (is_nominative(subject) || !passage.is_name(end - 1)))
                || (closed && passage.is_name(end + 1));
            if clear && (single || drops_well(passage, start..end)) {
                out.push(taken("comma-opener", passage, end));
            }
        } else if puts_well(passage, start..end) {
            out.push(put("comma-opener", passage, end));
        }
    }
}

/// The token after the opener that starts at `start`: its comma, or the subject.
fn opener_end(passage: &Passage, start: usize) -> Option<usize> {
    let first = passage.lower(start);
    if OPENING_WORDS.contains(&first) {
        return Some(start + 1)
            .filter(|&end| !passage.after(start, 1).is_empty() && end < passage.len());
    }
    if !is_preposition(first) || first == "like" || first == "as" {
        return None;
    }
    let stops = |i: &usize| {
        let word = passage.lower(*i);
        let resumes = *i > start + 1
            && matches!(word, "the" | "it" | "there")
            && !is_preposition(passage.lower(*i - 1));
        is_sign(word) || is_finite(word) || is_wh(word) || is_nominative(word) || resumes
    };
    let limit = passage.sentence(start).end.min(start + OPENER_TOKENS_MAX + 1);
    (start + 1..limit).find(stops).filter(|&end| end >= start + 2 && !is_finite(passage.lower(end)))
}

fn drops_well(passage: &Passage, opener: std::ops::Range<usize>) -> bool {
    let last = passage.lower(opener.end - 1);
    let has_verb = opener
        .clone()
        .any(|i| passage.lower(i).ends_with("ing") || passage.lower(i).ends_with("ed"));
    // "In fact," and the like are set off whatever follows.
    let set_off = matches!(
        last,
        "all"
            | "fact"
            | "course"
            | "example"
            | "instance"
            | "hand"
            | "short"
            | "conclusion"
            | "contrary"
    );
    let accompanies = passage.lower(opener.start) == "with" || last == "turn";
    !has_verb && !set_off && !accompanies && opener.len() <= OPENER_TOKENS_MAX
}

fn puts_well(passage: &Passage, opener: std::ops::Range<usize>) -> bool {
    let subject = passage.lower(opener.end);
    let last = passage.lower(opener.end - 1);
    let verb = passage.after(opener.end, 1);
    let single = opener.len() == 1
        && !is_sign(subject)
        && (is_nominative(subject) || is_determiner(subject));
    let phrase = opener.len() > 1
        && (OPENING_NOUNS.contains(&last)
            || (last == "time"
                && ["this", "same", "present"].contains(&passage.before(opener.end, 2))))
        && (is_nominative(subject) || matches!(subject, "the" | "it" | "there"));
    let first = passage.lower(opener.start);
    let date = (first == "on" || first == "in") && is_date(passage, opener.clone());
    let dated = date
        && (is_nominative(subject) || matches!(subject, "the" | "it" | "there" | "our" | "his"));
    (single || phrase || dated) && !is_sign(verb) && passage.is_spaced(opener.end - 1)
}

/// A preposition and then nothing but a month, a day or a year.
fn is_date(passage: &Passage, opener: std::ops::Range<usize>) -> bool {
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut inside = opener.start + 1..opener.end;
    inside.all(|i| {
        passage.tokens[i].shape == Shape::Number
            || (months.contains(&passage.lower(i)) && passage.is_name(i))
    })
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The comma after a short opener is a matter of taste; after a long one, or in "In fact," it is not.
    #[test]
    fn openers() {
        assert_eq!(readings(super::find, "In this connection he asked for time."), ["|,"]);
        assert_eq!(readings(super::find, "In this connection, he asked for time."), [",|"]);
        assert_eq!(readings(super::find, "Therefore, the talks should wait."), [",|"]);
        assert_eq!(readings(super::find, "In the paper he wrote he asked for time."), [""; 0]);
        assert_eq!(readings(super::find, "In fact, he asked for time."), [""; 0]);
        assert_eq!(readings(super::find, "In writing to us, he asked for time."), [""; 0]);
    }
}
