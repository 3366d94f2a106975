//! What no choice may touch: quotations, names, numbers, citations, addresses, and what the file's format closes.
//!
//! A veto is cheap and a changed quotation is not, so each rule errs on the side of closing too much.

use super::Passage;
use crate::sentence::Shape;
use std::ops::Range;

/// Numbers as words: quantities and counts are left alone.
pub(crate) const NUMBER_WORDS: [&str; 32] = [
    "billion",
    "dozen",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "half",
    "hundred",
    "million",
    "nine",
    "nineteen",
    "ninety",
    "one-half",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "thirteen",
    "thirty",
    "thousand",
    "three",
    "twelve",
    "twenty",
];

/// Words after which a number or letter is a reference and not a quantity.
const CITING: [&str; 22] = [
    "airgram",
    "annex",
    "appendix",
    "article",
    "articles",
    "chapter",
    "clause",
    "deptel",
    "embtel",
    "enclosure",
    "footnote",
    "despatch",
    "no.",
    "nos.",
    "page",
    "pages",
    "para",
    "paragraph",
    "paragraphs",
    "section",
    "tab",
    "telegram",
];

/// Longest bracket that is looked at as a citation, in tokens.
const CITATION_TOKENS_MAX: usize = 14;

/// For each token, whether it may not be changed: sealed, or a name or number.
pub(crate) fn vetoed(passage: &Passage) -> Vec<bool> {
    (0..passage.len()).map(|i| passage.sealed[i] || is_vetoed_alone(passage, i)).collect()
}

/// For each token, whether it belongs to a text that nothing may enter.
pub(crate) fn sealed(passage: &Passage, closed: &[Range<usize>]) -> Vec<bool> {
    let mut out = vec![false; passage.len()];
    close_format(passage, closed, &mut out);
    close_quotations(passage, &mut out);
    close_citations(passage, &mut out);
    close_list_marks(passage, &mut out);
    out
}

fn is_vetoed_alone(passage: &Passage, i: usize) -> bool {
    let token = &passage.tokens[i];
    let word = token.lower.as_str();
    passage.is_name(i)
        || token.shape == Shape::Number
        || NUMBER_WORDS.binary_search(&word).is_ok()
        || CITING.contains(&word)
            && passage.tokens.get(i + 1).is_some_and(|t| t.shape == Shape::Number)
        || word.contains(['@', '/', '&'])
        || matches!(
            word,
            "$" | "\u{a3}" | "\u{20ac}" | "%" | "\u{2026}" | "[" | "]" | "http" | "https" | "www"
        )
}

fn close_format(passage: &Passage, closed: &[Range<usize>], out: &mut [bool]) {
    for (token, out) in passage.tokens.iter().zip(out) {
        let next = closed.partition_point(|range| range.end <= token.range.start);
        *out |= closed.get(next).is_some_and(|range| range.start < token.range.end);
    }
}

/// Quotations of any marks, the marks included; one that is not closed runs to the end of its paragraph.
fn close_quotations(passage: &Passage, out: &mut [bool]) {
    let mut i = 0;
    while i < passage.len() {
        if let Some(closers) = opened(passage, i) {
            let end = (i + 1..passage.len()).find(|&k| closes(passage, k, closers));
            let end = end.map_or(passage.len(), |end| end + 1);
            out[i..end].fill(true);
            i = end;
        } else if passage.lower(i) == "\u{201d}" {
            // It closes what was opened in an earlier paragraph, or its opening mark was lost.
            out[..=i].fill(true);
            i += 1;
        } else {
            i += 1;
        }
    }
}

/// The marks that close a quotation which token `i` opens.
fn opened(passage: &Passage, i: usize) -> Option<&'static [&'static str]> {
    let spaced_before = i == 0
        || passage.tokens[i - 1].range.end < passage.tokens[i].range.start
        || matches!(passage.lower(i - 1), "(" | "[" | "\u{2014}" | "-" | "\u{2013}");
    match passage.lower(i) {
        "\"" => Some(&["\""]),
        "\u{201c}" => Some(&["\u{201d}"]),
        "\u{201e}" => Some(&["\u{201c}", "\u{201d}"]),
        "\u{ab}" => Some(&["\u{bb}"]),
        "\u{bb}" => Some(&["\u{ab}", "\u{bb}"]),
        "\u{2018}" => Some(&["\u{2019}", "'"]),
        "'" | "`" | "\u{2019}" if spaced_before => Some(&["'", "\u{2019}"]),
        "quote" if passage.text[passage.tokens[i].range.clone()].starts_with("QUOTE") => {
            Some(&["unquote"])
        }
        _ => None,
    }
}

fn closes(passage: &Passage, k: usize, closers: &[&str]) -> bool {
    closers.contains(&passage.lower(k))
}

/// Brackets with a figure, a `see`, or no more than a name in them, and square brackets.
fn close_citations(passage: &Passage, out: &mut [bool]) {
    for i in 0..passage.len() {
        let (closer, square) = match passage.lower(i) {
            "(" => (")", false),
            "[" => ("]", true),
            _ => continue,
        };
        let Some(end) = (i..passage.len().min(i + 200)).find(|&k| passage.lower(k) == closer)
        else {
            continue;
        };
        let inside = &passage.tokens[i + 1..end];
        let cites = inside
            .iter()
            .any(|t| t.shape == Shape::Number || matches!(t.lower.as_str(), "see" | "cf."));
        if square || (cites && inside.len() <= CITATION_TOKENS_MAX) || inside.len() <= 2 {
            out[i..=end].fill(true);
        }
    }
}

/// `1.`, `(a)`, `-` at the start of a sentence.
fn close_list_marks(passage: &Passage, out: &mut [bool]) {
    for sentence in &passage.sentences {
        let start = sentence.start;
        let marks = (start..sentence.end.min(start + 3)).rev().find(|&i| {
            matches!(passage.lower(i), "." | ")" | "-" | "*" | "\u{2022}" | "\u{2013}" | "\u{2014}")
        });
        if let Some(last) = marks
            && (start..=last).all(|i| passage.tokens[i].lower.len() <= 3)
        {
            out[start..=last].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::open_words;

    /// Somebody else's words are never changed, whatever marks stand around them and whether or not they close.
    #[test]
    fn quotations_are_closed() {
        for text in [
            "He called it \u{201c}quite useful\u{201d} and left.",
            "He called it \"quite useful\" and left.",
            "He called it \u{2018}quite useful\u{2019} and left.",
            "He called it 'quite useful' and left.",
            "He called it \u{ab}quite useful\u{bb} and left.",
        ] {
            assert_eq!(open_words(text), "He called it and left .", "{text}");
        }
        assert_eq!(
            open_words("He called it \u{201c}quite useful and left. We agreed."),
            "He called it"
        );
    }

    /// An apostrophe is no quotation mark: the rest of the paragraph stays open.
    #[test]
    fn apostrophes_open_nothing() {
        assert_eq!(
            open_words("The minister\u{2019}s aides\u{2019} view is clear."),
            "The minister\u{2019}s aides \u{2019} view is clear ."
        );
    }

    /// Names, figures and references carry what must not vary.
    #[test]
    fn names_numbers_and_citations_are_closed() {
        assert_eq!(open_words("We met Carla Venn in Port Hale on 4 May."), "We met in on .");
        assert_eq!(open_words("It cost three million (see annex 4) in all."), "It cost in all .");
        assert_eq!(open_words("1. The offer stands."), "The offer stands .");
    }
}
