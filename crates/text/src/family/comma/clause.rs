//! The comma before a clause joined by *and* or *but*.
//!
//! It is taken away only in short sentences with few others; before *and* it is put only where the sentence is two
//! plain clauses.

use super::{put, taken};
use crate::family::grammar::{
    is_be, is_determiner, is_finite, is_have, is_modal, is_nominative, is_sign, is_wh,
};
use crate::family::{Draft, Manner, Passage};

/// Longest first clause that reads well without a comma after it, in tokens.
const FIRST_TOKENS_MAX: usize = 24;

/// Longest second clause that reads well without a comma before it, in tokens.
const SECOND_TOKENS_MAX: usize = 24;

/// Longest sentence in which *but* reads well without a comma, in tokens.
const BUT_TOKENS_MAX: usize = 22;

/// Shortest clause, in tokens: `we agree` alone takes no comma.
const CLAUSE_TOKENS_MIN: usize = 5;

/// Words that start a clause on which a joined clause may hang too.
const SUBORDINATORS: [&str; 18] = [
    "although", "as", "because", "before", "after", "if", "since", "so", "though", "unless",
    "until", "when", "where", "whether", "while", "how", "what", "why",
];

/// Proposes the comma before a clause joined by *and* or *but*.
pub(crate) fn find(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    if passage.is_telegram {
        return;
    }
    for i in 1..passage.len() {
        if !matches!(passage.lower(i), "and" | "but") || passage.sealed[i - 1..=i].contains(&true) {
            continue;
        }
        let sentence = passage.sentence(i);
        if i <= sentence.start + CLAUSE_TOKENS_MIN
            || i + CLAUSE_TOKENS_MIN >= sentence.end
            || !joins_clauses(passage, i)
        {
            continue;
        }
        let comma = passage.lower(i - 1) == ",";
        let others = sentence.clone().filter(|&k| k + 1 != i && is_sign(passage.lower(k))).count();
        let is_but = passage.lower(i) == "but";
        if comma {
            let short =
                i - sentence.start <= FIRST_TOKENS_MAX && sentence.end - i <= SECOND_TOKENS_MAX;
            if short && others <= 2 && (!is_but || sentence.len() <= BUT_TOKENS_MAX) {
                out.push(taken("comma-clause", passage, i - 1));
            }
        } else if (is_but || others <= 1 && !is_plain_noun(passage.after(i, 1)))
            && passage.is_spaced(i - 1)
            && passage.is_word(i - 1)
            && (is_but || puts_before(passage, i))
        {
            out.push(put("comma-clause", passage, i));
        }
    }
}

/// Whether a pronoun and its verb follow *and*, and a whole clause stands before it.
fn joins_clauses(passage: &Passage, i: usize) -> bool {
    let subject = passage.after(i, 1);
    let verb = passage.after(i, 2);
    let is_phrase = matches!(subject, "the" | "our" | "his" | "their" | "its" | "these" | "no")
        && (3..=5).any(|ahead| is_finite(passage.after(i, ahead)))
        && !(2..=5).any(|ahead| is_sign(passage.after(i, ahead)) || is_wh(passage.after(i, ahead)));
    let is_clause = (is_nominative(subject) && !is_sign(verb) && !matches!(verb, "and" | "or"))
        || (matches!(subject, "it" | "this" | "there") && is_finite(verb))
        || is_phrase;
    let sentence = passage.sentence(i);
    let has_verb = (sentence.start..i).any(|k| {
        let word = passage.lower(k);
        is_finite(word) || is_modal(word) || is_be(word) || is_have(word) || word.ends_with("ed")
    });
    is_clause && has_verb
}

/// A determiner: what follows may be no clause but a second subject ("the captain and the crew were").
fn is_plain_noun(word: &str) -> bool {
    is_determiner(word) && word != "this"
}

/// Whether a comma before *and* cannot tear a clause from what it hangs on.
fn puts_before(passage: &Passage, i: usize) -> bool {
    let sentence = passage.sentence(i);
    !passage.has_any(sentence.start..i, &SUBORDINATORS)
        && !passage
            .has_any(sentence.start..i, &["that", "which", "who", "both", "either", "between"])
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::readings;

    /// A comma before a joined clause is put only where the whole sentence is two plain clauses.
    #[test]
    fn clauses() {
        assert_eq!(
            readings(super::find, "The old port is closed now and we have no other way in."),
            ["|,"]
        );
        assert_eq!(
            readings(super::find, "The old port is closed now, and we have no other way in."),
            [",|"]
        );
        assert_eq!(
            readings(
                super::find,
                "If the old port is closed now and we have no other way in we wait."
            ),
            [""; 0]
        );
        assert_eq!(
            readings(super::find, "The old port is closed now and the way in there is barred."),
            [""; 0]
        );
    }
}
