//! Whose words a quotation is: the leaked memo's, or anybody else's.
//!
//! Only used for single striking words, where nothing else ties the quotation to the memo. A cue has to say so: "the
//! leaked memos described … as", "in the memo, she called …", "…, the cable said". Everything else is somebody else's.
//! A wrong verdict costs power and never the bound, since no verdict knows which copy says what.

use std::ops::Range;

use super::{Quotation, stops};
use crate::word::{Gap, Words};

/// How far before and after a quotation a cue is looked for, in bytes: some 60 words.
const CUE_BYTES_MAX: usize = 400;
/// Most words between the memo and its verb: "memos written by the ambassador and published on Sunday described".
const TO_VERB_WORDS_MAX: usize = 12;
/// Most words between the verb and the quotation.
const TO_QUOTE_WORDS_MAX: usize = 14;
/// Most words before a document's name that may say which document: "in one of the leaked memos".
const NAME_WORDS_MAX: usize = 5;

/// For each quotation whether a cue says that it quotes the leaked memo.
pub fn from_the_leak(text: &str, quotations: &[Quotation]) -> Vec<bool> {
    let stops: Vec<Range<usize>> = stops(text).collect();
    let mut verdicts = vec![false; quotations.len()];
    let mut chain = 0;
    while chain < quotations.len() {
        let mut end = chain + 1;
        while end < quotations.len() && are_listed(text, &quotations[end - 1], &quotations[end]) {
            end += 1;
        }
        let earlier = chain.checked_sub(1).map(|i| (quotations[i].inside.end, verdicts[i]));
        let before = lead(text, &stops, &quotations[chain], earlier.map(|e| e.0));
        let goes_on = earlier.is_some_and(|e| e.1) && before.goes_on();
        let next = quotations.get(end).map(|quotation| quotation.inside.start);
        let after = trail(text, &stops, &quotations[end - 1], next);
        let verdict = before.names_the_memo() || goes_on || after.follows_from_the_memo();
        verdicts[chain..end].fill(verdict);
        chain = end;
    }
    verdicts
}

/// Whether two quotations are items of one list: `"inept", "clumsy" and "lost"`.
fn are_listed(text: &str, first: &Quotation, second: &Quotation) -> bool {
    let Some(between) = text.get(first.inside.end..second.inside.start) else {
        return false; // nested
    };
    if between.len() > CUE_BYTES_MAX || between.contains(['.', '!', '?', '\n']) {
        return false;
    }
    Words::read(between).iter().all(|word| matches!(word, "and" | "or" | "but" | "as" | "even"))
}

/// Words around a quotation in which a cue may stand.
struct Context {
    words: Words,
}

/// The words of the sentence before the quotation, since the last quotation in it.
fn lead(text: &str, stops: &[Range<usize>], of: &Quotation, earlier: Option<usize>) -> Context {
    let at = of.inside.start;
    let stop = stops[..stops.partition_point(|stop| stop.end <= at)].last();
    let nearest = stop.map_or(0, |stop| stop.end).max(earlier.unwrap_or(0).min(at));
    let from = boundary(text, nearest.max(at.saturating_sub(CUE_BYTES_MAX)));
    let cut = &text[from.min(at)..at];
    let cut = cut.rfind("\n\n").map_or(cut, |blank| &cut[blank..]);
    Context { words: Words::read(cut) }
}

/// The words of the sentence after the quotation, up to the next.
fn trail(text: &str, stops: &[Range<usize>], of: &Quotation, next: Option<usize>) -> Context {
    let at = of.inside.end;
    let stop = stops.get(stops.partition_point(|stop| stop.start <= at));
    let nearest = stop.map_or(text.len(), |stop| stop.start).min(next.unwrap_or(text.len()));
    let to = boundary(text, nearest.min(at.saturating_add(CUE_BYTES_MAX)));
    // What ends its sentence inside the marks has no trail.
    let ended = text[..at].ends_with(['.', '!', '?']) || !of.is_closed;
    Context { words: Words::read(if ended { "" } else { &text[at..to.max(at)] }) }
}

fn boundary(text: &str, at: usize) -> usize {
    (at.min(text.len())..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

impl Context {
    fn word(&self, i: usize) -> &str {
        self.words.get(i)
    }

    fn has_comma(&self, gaps: Range<usize>) -> usize {
        gaps.filter(|&i| self.words.gap(i).has(Gap::COMMA)).count()
    }

    fn verbs(&self, words: Range<usize>) -> impl Iterator<Item = usize> {
        words.filter(|&i| is_verb(self.word(i)))
    }

    /// Whether word `i` names a leaked document.
    fn is_document(&self, i: usize) -> bool {
        let described = (i.saturating_sub(3)..i).any(|j| is_secret(self.word(j)));
        is_memo(self.word(i)) || described && is_paper(self.word(i))
    }

    /// `… the leaked memos … described … as "` or `In the leaked memo, she described … as "`.
    fn names_the_memo(&self) -> bool {
        let count = self.words.len();
        let Some(document) = (0..count).rev().find(|&i| self.is_document(i)) else {
            return false;
        };
        let verbs: Vec<usize> = self.verbs(document + 1..count).collect();
        // A second verb of saying has its own speaker: "the memos described how the minister called her".
        let [verb] = verbs[..] else {
            return false;
        };
        if count - verb > TO_QUOTE_WORDS_MAX {
            return false;
        }
        let inside = self.name_start(document).checked_sub(1).map(|i| self.word(i));
        match self.has_comma(document + 1..verb + 1) {
            0 => verb - document <= TO_VERB_WORDS_MAX,
            _ if inside == Some("in") => self.words.gap(document + 1).has(Gap::COMMA),
            // "the memo, sent in May, described": a subject with something put in, not the end of another clause.
            2 => self.words.gap(document + 1).has(Gap::COMMA) && inside.is_none_or(|w| w == "that"),
            _ => false,
        }
    }

    /// First word of the document's name with its article: `the` of "the leaked memos".
    fn name_start(&self, document: usize) -> usize {
        let from = (document + 1).saturating_sub(NAME_WORDS_MAX);
        let inner = |i: &usize| {
            is_secret(self.word(*i))
                || matches!(
                    self.word(*i),
                    "the" | "a" | "one" | "of" | "these" | "those" | "its" | "his" | "her"
                )
        };
        (from..document).rev().take_while(inner).last().unwrap_or(document)
    }

    /// `" and called …`: the subject is still the memo.
    fn goes_on(&self) -> bool {
        self.words.len() > 1
            && self.words.len() <= TO_QUOTE_WORDS_MAX
            && matches!(self.word(0), "and" | "but" | "or")
            && self.verbs(0..self.words.len()).eq([1])
    }

    /// `", the leaked memo said` or `" in the leaked memo` or `", according to the memo`.
    fn follows_from_the_memo(&self) -> bool {
        let near = self.words.len().min(NAME_WORDS_MAX + 2);
        let Some(document) = (0..near).find(|&i| self.is_document(i)) else {
            return false;
        };
        let start = self.name_start(document);
        let next = (document + 1 < self.words.len()).then(|| self.word(document + 1));
        let ends = next
            .is_none_or(|word| matches!(word, "by" | "from" | "sent" | "of" | "to" | "and"))
            || !self.words.gap(document + 1).and(Gap::TELLING).is_empty();
        match start {
            0 => next.is_some_and(is_verb),
            1 => self.word(0) == "in" && ends,
            2 => self.word(0) == "according" && self.word(1) == "to" && ends,
            _ => false,
        }
    }
}

fn is_memo(word: &str) -> bool {
    const MEMOS: [&str; 13] = [
        "cable",
        "cables",
        "despatch",
        "despatches",
        "diptel",
        "diptels",
        "dispatch",
        "dispatches",
        "memo",
        "memoranda",
        "memorandum",
        "memos",
        "telegram",
    ];
    MEMOS.binary_search(&word).is_ok() || word == "telegrams"
}

fn is_paper(word: &str) -> bool {
    const PAPERS: [&str; 22] = [
        "assessment",
        "assessments",
        "briefing",
        "briefings",
        "correspondence",
        "document",
        "documents",
        "email",
        "emails",
        "file",
        "files",
        "letter",
        "letters",
        "mail",
        "mails",
        "message",
        "messages",
        "minute",
        "note",
        "notes",
        "paper",
        "papers",
    ];
    PAPERS.binary_search(&word).is_ok() || matches!(word, "report" | "reports" | "minutes")
}

fn is_secret(word: &str) -> bool {
    matches!(
        word,
        "leaked" | "confidential" | "secret" | "classified" | "internal" | "restricted" | "private"
    )
}

fn is_verb(word: &str) -> bool {
    const VERBS: [&str; 63] = [
        "accused",
        "added",
        "argued",
        "argues",
        "branded",
        "brands",
        "call",
        "called",
        "calling",
        "calls",
        "characterised",
        "characterized",
        "claimed",
        "claims",
        "complained",
        "concluded",
        "concludes",
        "considered",
        "deemed",
        "depicted",
        "depicts",
        "describe",
        "described",
        "describes",
        "describing",
        "dismissed",
        "dubbed",
        "insisted",
        "insisting",
        "judged",
        "judges",
        "labeled",
        "labelled",
        "mentioned",
        "noted",
        "notes",
        "painted",
        "portrayed",
        "portrays",
        "quoted",
        "read",
        "reads",
        "referred",
        "refers",
        "said",
        "saying",
        "says",
        "spoke",
        "stated",
        "states",
        "suggested",
        "suggests",
        "termed",
        "terms",
        "thought",
        "told",
        "used",
        "warned",
        "warns",
        "write",
        "writes",
        "writing",
        "wrote",
    ];
    VERBS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::quotations;
    use super::*;

    fn verdicts(text: &str) -> Vec<bool> {
        from_the_leak(text, &quotations(text))
    }

    /// The tables are searched by halving: one word out of place and others are never found.
    #[test]
    fn every_word_of_the_tables_is_found() {
        for word in ["accused", "labelled", "wrote", "said", "described", "used"] {
            assert!(is_verb(word), "{word}");
        }
        assert!(["cable", "memos", "telegram", "telegrams"].into_iter().all(is_memo));
        assert!(["assessment", "papers", "minutes"].into_iter().all(is_paper));
    }

    /// The ways in which the press ties a word to a leaked paper.
    #[test]
    fn cues_tie_a_word_to_the_memo() {
        for text in [
            "A row began after leaked memos written by the envoy described the harbour board as \"lost\", \"vain\" and \"slow.",
            "In the leaked memo, Ms Orr called the plan \"brittle\".",
            "The memo, sent in May, described the plan as \"brittle\".",
            "The plan is \"brittle\", the leaked cable said.",
            "The plan was seen as \"brittle\" in a confidential report.",
        ] {
            assert!(verdicts(text).into_iter().all(|verdict| verdict), "{text}");
        }
    }

    /// Other speakers stand beside the memo in every report on a leak.
    #[test]
    fn other_speakers_are_not_the_memo() {
        for text in [
            "The mayor called the envoy \"vain\" following the leaked memos.",
            "Ms Orr, who stood by him in the wake of the leaked memos, said it was a \"matter of regret\".",
            "In his letter to the board, Mr Vane said the leaks had made it \"impossible\".",
            "The leaked memos described how the mayor called her \"vain\".",
            "\"I am sorry,\" said Mr Vane. He called it \"a mess\".",
        ] {
            assert!(verdicts(text).into_iter().all(|verdict| !verdict), "{text}");
        }
    }
}
