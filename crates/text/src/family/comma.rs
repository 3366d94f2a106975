//! Commas that may stand or not: after a short opener ("In this connection(,) he") and before a clause joined by *and*
//! or *but*.
//!
//! A comma is taken away only where the sentence is short and has no other near; it is put only where grammar allows
//! it whatever the rest says.

use super::grammar::{is_be, is_determiner, is_finite, is_have, is_modal, is_nominative, is_preposition, is_sign, is_wh};
use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};

/// Single words that open a sentence with or without a comma.
const OPENING_WORDS: [&str; 12] = [
    "accordingly", "consequently", "eventually", "finally", "hence", "meanwhile", "recently", "therefore", "thus",
    "today", "ultimately", "yesterday",
];

/// Nouns that close an opener which no clause can continue: "In this connection he", never "In the paper he wrote".
const OPENING_NOUNS: [&str; 24] = [
    "addition", "afternoon", "case", "circumstances", "conclusion", "connection", "context", "event", "evening",
    "fact", "future", "general", "instance", "judgment", "meantime", "morning", "opinion", "past", "point", "present",
    "regard", "reply", "respect", "view",
];

/// Longest opener that reads well without its comma, in tokens.
const OPENER_TOKENS_MAX: usize = 5;

/// Longest first clause that reads well without a comma after it, in tokens.
const FIRST_TOKENS_MAX: usize = 14;

/// Longest second clause that reads well without a comma before it, in tokens.
const SECOND_TOKENS_MAX: usize = 14;

/// Shortest clause, in tokens: `we agree` alone takes no comma.
const CLAUSE_TOKENS_MIN: usize = 5;

/// Words that start a clause on which a joined clause may hang too.
const SUBORDINATORS: [&str; 18] = [
    "although", "as", "because", "before", "after", "if", "since", "so", "though", "unless", "until", "when", "where",
    "whether", "while", "how", "what", "why",
];

/// Proposes the comma after an opener.
pub(crate) fn find_openers(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
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
            let clear = is_nominative(subject) || matches!(subject, "the" | "this" | "it" | "there" | "our" | "his");
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
        return Some(start + 1).filter(|&end| !passage.after(start, 1).is_empty() && end < passage.len());
    }
    if !is_preposition(first) || first == "like" || first == "as" {
        return None;
    }
    let stops = |i: &usize| {
        let word = passage.lower(*i);
        is_sign(word) || is_finite(word) || is_wh(word) || is_nominative(word)
    };
    let limit = passage.sentence(start).end.min(start + OPENER_TOKENS_MAX + 1);
    (start + 1..limit).find(stops).filter(|&end| end >= start + 2 && !is_finite(passage.lower(end)))
}

fn drops_well(passage: &Passage, opener: std::ops::Range<usize>) -> bool {
    let last = passage.lower(opener.end - 1);
    let has_verb = opener.clone().any(|i| passage.lower(i).ends_with("ing"));
    let name_last = passage.is_name(opener.end - 1);
    // "In fact," and the like are set off whatever follows.
    let set_off = matches!(last, "fact" | "course" | "example" | "instance" | "hand" | "short" | "conclusion" | "contrary");
    !has_verb && !name_last && !set_off && opener.len() <= OPENER_TOKENS_MAX
}

fn puts_well(passage: &Passage, opener: std::ops::Range<usize>) -> bool {
    let subject = passage.lower(opener.end);
    let last = passage.lower(opener.end - 1);
    let verb = passage.after(opener.end, 1);
    let single = opener.len() == 1 && !is_sign(subject) && (is_nominative(subject) || is_determiner(subject));
    let phrase = opener.len() > 1
        && (OPENING_NOUNS.contains(&last) || (last == "time" && ["this", "same", "present"].contains(&passage.before(opener.end, 2))))
        && is_nominative(subject);
    (single || phrase) && !is_sign(verb) && passage.is_spaced(opener.end - 1)
}

/// Proposes the comma before a clause joined by *and* or *but*.
pub(crate) fn find_clauses(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 1..passage.len() {
        if !matches!(passage.lower(i), "and" | "but") || passage.sealed[i - 1..=i].contains(&true) {
            continue;
        }
        let sentence = passage.sentence(i);
        if i <= sentence.start + CLAUSE_TOKENS_MIN || i + CLAUSE_TOKENS_MIN >= sentence.end || !joins_clauses(passage, i) {
            continue;
        }
        let comma = passage.lower(i - 1) == ",";
        let others = sentence.clone().filter(|&k| k + 1 != i && is_sign(passage.lower(k))).count();
        if comma {
            let short = i - sentence.start <= FIRST_TOKENS_MAX && sentence.end - i <= SECOND_TOKENS_MAX;
            if short && others <= 1 && passage.lower(i) == "and" {
                out.push(taken("comma-clause", passage, i - 1));
            }
        } else if others <= 1 && passage.is_spaced(i - 1) && passage.is_word(i - 1) && puts_before(passage, i) {
            out.push(put("comma-clause", passage, i));
        }
    }
}

/// Whether a pronoun and its verb follow *and*, and a whole clause stands before it.
fn joins_clauses(passage: &Passage, i: usize) -> bool {
    let subject = passage.after(i, 1);
    let verb = passage.after(i, 2);
    let is_clause = (is_nominative(subject) && !is_sign(verb) && !matches!(verb, "and" | "or"))
        || (matches!(subject, "it" | "this" | "there") && is_finite(verb));
    let sentence = passage.sentence(i);
    let has_verb = (sentence.start..i).any(|k| {
        let word = passage.lower(k);
        is_finite(word) || is_modal(word) || is_be(word) || is_have(word) || word.ends_with("ed")
    });
    is_clause && has_verb
}

/// Whether a comma before *and* cannot tear a clause from what it hangs on.
fn puts_before(passage: &Passage, i: usize) -> bool {
    let sentence = passage.sentence(i);
    !passage.has_any(sentence.start..i, &SUBORDINATORS)
        && !passage.has_any(sentence.start..i, &["that", "which", "who", "both", "either", "between"])
}

fn taken(family: &'static str, passage: &Passage, comma: usize) -> Draft {
    let place = super::place_of(passage.text, passage.tokens[comma].range.clone(), &[""]);
    Draft::single(family, Kind::Safe, place)
}

/// A comma at the end of the token before `at`.
fn put(family: &'static str, passage: &Passage, at: usize) -> Draft {
    let end = passage.tokens[at - 1].range.end;
    Draft::single(family, Kind::Safe, Place { range: end..end, readings: vec![String::new(), ",".into()] })
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// The comma after a short opener is a matter of taste; after a long one, or in "In fact," it is not.
    #[test]
    fn openers() {
        assert_eq!(readings(super::find_openers, "In this connection he asked for time."), ["|,"]);
        assert_eq!(readings(super::find_openers, "In this connection, he asked for time."), [",|"]);
        assert_eq!(readings(super::find_openers, "Therefore, the talks should wait."), [",|"]);
        assert_eq!(readings(super::find_openers, "In the paper he wrote he asked for time."), [""; 0]);
        assert_eq!(readings(super::find_openers, "In fact, he asked for time."), [""; 0]);
        assert_eq!(readings(super::find_openers, "In writing to us, he asked for time."), [""; 0]);
    }

    /// A comma before a joined clause is put only where the whole sentence is two plain clauses.
    #[test]
    fn clauses() {
        assert_eq!(readings(super::find_clauses, "The port is closed now and we have no other way in."), ["|,"]);
        assert_eq!(readings(super::find_clauses, "The port is closed now, and we have no other way in."), [",|"]);
        assert_eq!(readings(super::find_clauses, "If the port is closed and we have no other way in we wait."), [""; 0]);
        assert_eq!(readings(super::find_clauses, "The port is closed and the way in is barred."), [""; 0]);
    }
}
