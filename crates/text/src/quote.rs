//! Which words of a leak stand in quotation marks, and whose words they are.
//!
//! Marks of every shape count: straight, curly, single, German and French. Typists mix them and forget to close them,
//! so a mark is judged by what stands next to it, and an unclosed quotation ends with its sentence.

use std::ops::Range;

use crate::word::straight_quote;

mod speaker;

pub use speaker::from_the_leak;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes between the marks.
    pub inside: Range<usize>,
    /// Whether a closing mark was found; otherwise the quotation ends with its sentence.
    pub is_closed: bool,
}

/// All quotations of `text` in order of their start; single marks may nest in double ones and the other way round.
pub fn quotations(text: &str) -> Vec<Quotation> {
    let marks = marks(text);
    let mut found = pair(text, marks.iter().filter(|mark| mark.is_double));
    // Single marks are apostrophes as well: only what is closed again counts.
    let single = pair(text, marks.iter().filter(|mark| !mark.is_double));
    found.extend(single.into_iter().filter(|quotation| quotation.is_closed));
    found.retain(|quotation| text[quotation.inside.clone()].contains(char::is_alphanumeric));
    found.sort_by_key(|quotation| (quotation.inside.start, quotation.inside.end));
    found
}

/// A quotation mark and what its neighbours allow it to be.
struct Mark {
    bytes: Range<usize>,
    sign: char,
    is_double: bool,
    can_open: bool,
    can_close: bool,
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut before = ' ';
    let mut rest = text.char_indices();
    while let Some((at, sign)) = rest.next() {
        let after = rest.as_str().chars().next().unwrap_or(' ');
        if let Some(straight) = straight_quote(sign).filter(|_| !matches!(sign, '`' | '′' | '″'))
        {
            let mark = mark(at, sign, straight == '"', before, after);
            if mark.can_open || mark.can_close {
                marks.push(mark);
            }
        }
        before = sign;
    }
    marks
}

fn mark(at: usize, sign: char, is_double: bool, before: char, after: char) -> Mark {
    let starts = !before.is_alphanumeric()
        && (before.is_whitespace()
            || "([{/".contains(before)
            || crate::word::is_dash(before)
            || straight_quote(before).is_some());
    let opens_here = starts && !after.is_whitespace();
    let closes_here = !before.is_whitespace() && !after.is_alphanumeric();
    let (can_open, can_close) = match sign {
        '“' | '‘' => (!after.is_whitespace() || !starts, closes_here),
        '„' | '‚' | '‟' | '‛' => (true, false),
        '«' | '‹' | '»' | '›' => (starts || after.is_alphanumeric(), true),
        // Between two letters it is an apostrophe; at a word's end it may be one.
        _ if !is_double => (opens_here && after.is_alphanumeric(), closes_here),
        '”' => (opens_here && !closes_here, true),
        _ => (opens_here, !before.is_whitespace()),
    };
    Mark { bytes: at..at + sign.len_utf8(), sign, is_double, can_open, can_close }
}

/// Whether `close` may end what `open` began. Typists mix straight and curly marks, never these with « ».
fn closes(open: char, close: char) -> bool {
    match open {
        '«' | '‹' => matches!(close, '»' | '›'),
        '»' | '›' => matches!(close, '«' | '‹'),
        '„' | '‚' => matches!(close, '“' | '”' | '"' | '‘' | '’' | '\''),
        _ => matches!(close, '”' | '"' | '’' | '\'' | '＂' | '＇' | '〞' | '〟'),
    }
}

fn pair<'a>(text: &str, marks: impl Iterator<Item = &'a Mark>) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<&Mark> = None;
    // Text up to here has been looked through; no blank line reaches across a mark.
    let mut seen = 0;
    for mark in marks {
        if let Some(first) = open {
            let start = first.bytes.end;
            let paragraph = seen + paragraph_bytes(&text[seen..mark.bytes.start]);
            if paragraph < mark.bytes.start {
                // Speech over several paragraphs opens each of them and closes the last.
                let goes_on = text[paragraph..mark.bytes.start].trim().is_empty() && mark.can_open;
                let end = if goes_on { paragraph } else { sentence_end(text, start, paragraph) };
                found.push(Quotation { inside: start..end, is_closed: goes_on });
                open = None;
            } else if mark.can_close && closes(first.sign, mark.sign) {
                found.push(Quotation { inside: start..mark.bytes.start, is_closed: true });
                open = None;
                continue;
            } else if mark.can_open {
                let end = sentence_end(text, start, mark.bytes.start);
                found.push(Quotation { inside: start..end, is_closed: false });
                open = None;
            }
        }
        if open.is_none() && mark.can_open {
            open = Some(mark);
        }
        seen = mark.bytes.end;
    }
    if let Some(first) = open {
        let end = sentence_end(text, first.bytes.end, text.len());
        found.push(Quotation { inside: first.bytes.end..end, is_closed: false });
    }
    found
}

/// Bytes before the first blank line.
fn paragraph_bytes(text: &str) -> usize {
    let mut newline: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if newline.is_some() => return newline.unwrap_or(at),
            '\n' => newline = Some(at),
            '\u{2029}' => return at,
            c if c.is_whitespace() => {}
            _ => newline = None,
        }
    }
    text.len()
}

/// The end of the sentence that goes on at `start`, before its stop; at most `limit`.
pub(crate) fn sentence_end(text: &str, start: usize, limit: usize) -> usize {
    let limit = start + paragraph_bytes(&text[start..limit]);
    stops(&text[start..limit]).next().map_or(limit, |stop| start + stop.start)
}

/// Sentence stops of `text`: `.`, `!` or `?` with marks and brackets after it, then a space and no small letter.
pub(crate) fn stops(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(offset) = text[from..].find(['.', '!', '?']) {
            let start = from + offset;
            let after = text[start..].trim_start_matches(|c: char| {
                matches!(c, '.' | '!' | '?' | ')' | ']') || straight_quote(c).is_some()
            });
            let end = text.len() - after.len();
            from = end;
            let next = after.trim_start().chars().next();
            let is_apart = after.is_empty() || after.starts_with(char::is_whitespace);
            if is_apart && !next.is_some_and(char::is_lowercase) && !is_title(&text[..start]) {
                return Some(start..end);
            }
        }
        None
    })
}

/// Whether the text ends with a title or an initial, whose dot ends no sentence.
fn is_title(text: &str) -> bool {
    // The longest of the titles has four letters: no need to look further back.
    let letters = text.chars().rev().take(6).take_while(|c| c.is_alphanumeric()).count();
    let word: String = text.chars().rev().take(letters).collect();
    let word: String = word.chars().rev().collect();
    let is_initial = letters == 1 && word.chars().all(char::is_uppercase);
    is_initial
        || matches!(
            word.as_str(),
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "St"
                | "Sir"
                | "Gen"
                | "Sen"
                | "Rep"
                | "Gov"
                | "Prof"
                | "Capt"
                | "Col"
                | "Lt"
                | "Sgt"
                | "No"
                | "Nos"
                | "vs"
                | "pp"
                | "Jr"
                | "Sr"
                | "Hon"
                | "Rev"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|quotation| &text[quotation.inside]).collect()
    }

    /// Each shape of mark as the press sets it, and mixed as it mistypes them.
    #[test]
    fn marks_of_every_shape_are_paired() {
        assert_eq!(
            inside("He said “one two” and \"three\" and ‘four five’."),
            ["one two", "three", "four five"]
        );
        assert_eq!(inside("„eins zwei“ und «deux» et »drei«"), ["eins zwei", "deux", "drei"]);
        assert_eq!(inside("a \"mess” here, “vital\" there"), ["mess", "vital"]);
        assert_eq!(
            inside("“He said ‘never’ to us,” she wrote"),
            ["He said ‘never’ to us,", "never"]
        );
    }

    /// Apostrophes are no quotations.
    #[test]
    fn apostrophes_quote_nothing() {
        assert!(inside("The ministers' plan isn't the '90s plan; it's the envoy’s").is_empty());
    }

    /// A forgotten mark must not swallow the article, nor what is quoted next.
    #[test]
    fn unclosed_quotations_end_with_their_sentence() {
        assert_eq!(
            inside("It was \"slow. On Monday Mr. Vane left “at once” again."),
            ["slow", "at once"]
        );
        assert_eq!(
            inside("\"One is here. \"Two is there. \"Three is gone."),
            ["One is here", "Two is there", "Three is gone"]
        );
        assert_eq!(inside("“First part.\n\n“Second part.” End"), ["First part.", "Second part."]);
    }

    proptest::proptest! {
        /// Any characters give ranges inside the text; many marks must not take quadratic time.
        #[test]
        fn any_text_gives_ranges_inside(text in "[\"“”'‘«».!? \na-cA-C]{0,300}") {
            let found = quotations(&text);
            for quotation in &found {
                proptest::prop_assert!(text.get(quotation.inside.clone()).is_some());
            }
            proptest::prop_assert_eq!(from_the_leak(&text, &found).len(), found.len());
        }
    }
}
