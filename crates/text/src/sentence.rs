//! Tokens and sentences of a paragraph as its author wrote them, and whether it is written in telegram style.
//!
//! [`crate::word`] folds words for a reader who has only a retyped leak; here every sign counts, since a choice puts
//! signs back. The splitter is our own: public ones found 12 to 21 sentences in a letter of 10.

use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, with the apostrophes, hyphens and dots inside.
    Word,
    /// Anything with a digit.
    Number,
    /// A single sign.
    Sign,
}

/// A word, a number or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its bytes in the text of the memo.
    pub(crate) range: Range<usize>,
    /// In lower case, with straight apostrophes.
    pub(crate) lower: String,
    /// What it is made of.
    pub(crate) shape: Shape,
    /// Whether its first letter is a capital.
    pub(crate) is_capital: bool,
}

/// Abbreviations that end in a dot and stand before more of the same sentence.
const ABBREVIATIONS: [&str; 71] = [
    "adm", "al", "amb", "app", "approx", "apr", "art", "asst", "atty", "aug", "brig", "bros", "ca",
    "capt", "cdr", "cf", "chap", "cl", "cmdr", "co", "col", "comdr", "corp", "cpl", "dec", "dept",
    "dr", "ed", "est", "et", "etc", "feb", "fig", "fr", "gen", "gov", "hon", "ibid", "inc", "jan",
    "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mgr", "mr", "mrs", "ms", "mt", "no",
    "nos", "nov", "oct", "op", "p", "para", "paras", "pp", "prof", "rep", "rev", "sec", "sen",
    "sept", "sr", "st", "vol",
];

/// Abbreviations that may well be the last word of a sentence.
const MAY_END: [&str; 9] = ["al", "co", "corp", "etc", "inc", "jr", "ltd", "sr", "no"];

/// Words that open a sentence far more often than they stand as a name after `U.S.`.
const OPENERS: [&str; 38] = [
    "a", "after", "all", "although", "an", "and", "as", "at", "but", "for", "he", "his", "however",
    "i", "if", "in", "it", "its", "moreover", "no", "on", "our", "she", "since", "the", "their",
    "there", "these", "they", "this", "those", "to", "under", "we", "what", "when", "while", "you",
];

/// Articles are 1.1 % of the words of telegrams and 9.6 % of those of memoranda; between the two this is far from both.
const TELEGRAM_ARTICLES_PERCENT_MAX: usize = 4;

/// Fewest words that show a style.
const STYLE_WORDS_MIN: usize = 40;

/// Cuts `range` of `text` into tokens.
pub(crate) fn tokens(text: &str, range: Range<usize>) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let first = rest.chars().next().expect("`at` is before the end");
        let length = if first.is_alphanumeric() { word_length(rest) } else { first.len_utf8() };
        if !first.is_whitespace() {
            out.push(token(text, at..at + length));
        }
        at += length;
    }
    out
}

fn token(text: &str, range: Range<usize>) -> Token {
    let surface = &text[range.clone()];
    let first = surface.chars().next().unwrap_or(' ');
    let shape = if surface.chars().any(char::is_numeric) {
        Shape::Number
    } else if first.is_alphabetic() {
        Shape::Word
    } else {
        Shape::Sign
    };
    let lower = surface.to_lowercase().replace(['\u{2019}', '\u{2bc}'], "'");
    Token { range, lower, shape, is_capital: first.is_uppercase() }
}

/// Bytes of the word or number that `rest` starts with; a dot that belongs to an abbreviation is inside.
fn word_length(rest: &str) -> usize {
    let mut length = 0;
    let mut since_dot = 0;
    let mut chars = rest.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let joins = match c {
            '\'' | '\u{2019}' | '\u{2bc}' | '-' | '\u{2010}' | '\u{2011}' | '/' | '@' | '&' => {
                next.is_alphanumeric() && last.is_alphanumeric()
            }
            // Only single letters have dots between them; `end.It` is two words.
            '.' if last.is_alphabetic() && next.is_alphabetic() => since_dot == 1,
            '.' | ',' => last.is_ascii_digit() && next.is_ascii_digit(),
            _ => c.is_alphanumeric(),
        };
        if !joins {
            break;
        }
        since_dot = if c == '.' { 0 } else { since_dot + 1 };
        last = c;
        length = at + c.len_utf8();
    }
    let word = &rest[..length];
    let is_dotted =
        word.contains('.') && !word.contains(|c: char| c.is_ascii_digit()) && since_dot == 1;
    if rest[length..].starts_with('.') && (is_dotted || is_abbreviation(word)) {
        length + 1
    } else {
        length
    }
}

fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let initial =
        word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word != "I";
    initial
        || (ABBREVIATIONS.binary_search(&lower.as_str()).is_ok() && lower != "no" && lower != "mar")
        || (word.starts_with(|c: char| c.is_ascii_uppercase())
            && ["no", "mar"].contains(&lower.as_str()))
}

/// Sentences as ranges of `tokens`, which are those of one paragraph of `text`.
pub(crate) fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for i in 0..tokens.len() {
        let end = i + 1;
        if end == tokens.len() || ends_before(text, tokens, end) {
            out.push(start..end);
            start = end;
        }
    }
    out
}

/// Whether a sentence ends just before token `next`.
fn ends_before(text: &str, tokens: &[Token], next: usize) -> bool {
    let gap = &text[tokens[next - 1].range.end..tokens[next].range.start];
    if gap.contains('\n') && is_list_mark(tokens, next) {
        return true;
    }
    if gap.is_empty() {
        return false;
    }
    // Quotation marks and brackets that close after the stop belong to the sentence they close.
    let mut stop = next - 1;
    while stop > 0 && is_closer(&tokens[stop].lower) {
        stop -= 1;
    }
    let mut first = next;
    while first + 1 < tokens.len() && is_opener(&tokens[first].lower) {
        first += 1;
    }
    let opens = tokens[first].is_capital || tokens[first].shape == Shape::Number;
    match tokens[stop].lower.as_str() {
        "." => opens,
        "?" | "!" => opens || is_opener(&tokens[next].lower),
        word if word.ends_with('.') => {
            let bare = word.trim_end_matches('.');
            let is_initials = bare.contains('.');
            opens
                && (is_initials || MAY_END.contains(&bare))
                && OPENERS.binary_search(&tokens[first].lower.as_str()).is_ok()
        }
        _ => false,
    }
}

/// `-`, `*`, `1.`, `(a)` at the start of a line.
fn is_list_mark(tokens: &[Token], at: usize) -> bool {
    let lower = |i: usize| tokens.get(i).map_or("", |token| token.lower.as_str());
    let short = |i: usize| lower(i).len() <= 2;
    match lower(at) {
        "-" | "*" | "\u{2022}" | "\u{2013}" | "\u{2014}" => true,
        "(" => short(at + 1) && lower(at + 2) == ")",
        _ => short(at) && matches!(lower(at + 1), "." | ")"),
    }
}

fn is_closer(sign: &str) -> bool {
    matches!(sign, "\"" | "\u{201d}" | "'" | "\u{2019}" | ")" | "]" | "\u{bb}")
}

fn is_opener(sign: &str) -> bool {
    matches!(sign, "\"" | "\u{201c}" | "'" | "\u{2018}" | "(" | "[" | "\u{ab}" | "\u{201e}")
}

/// Words and articles among `tokens`.
pub(crate) fn article_counts(tokens: &[Token]) -> (usize, usize) {
    let words = tokens.iter().filter(|token| token.shape == Shape::Word);
    let is_article = |token: &&Token| matches!(token.lower.as_str(), "the" | "a" | "an");
    (words.clone().count(), words.filter(is_article).count())
}

/// Whether a text of so many words and articles drops its articles, as telegrams do; `None` where it is too short.
pub(crate) fn is_telegram((words, articles): (usize, usize)) -> Option<bool> {
    (words >= STYLE_WORDS_MIN).then_some(articles * 100 < words * TELEGRAM_ARTICLES_PERCENT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let tokens = tokens(text, 0..text.len());
        let cut =
            |s: &Range<usize>| &text[tokens[s.start].range.start..tokens[s.end - 1].range.end];
        sentences(text, &tokens).iter().map(cut).collect()
    }

    /// Titles, initials and dotted names stand inside sentences; a comma or full stop is put by families, so a wrong
    /// end would put a capital in the middle of a name.
    #[test]
    fn abbreviations_do_not_end_sentences() {
        let text = "Mr. A. B. Carver met Gen. Low at 5.30 p.m. in St. Anne. He left at once.";
        assert_eq!(split(text).len(), 2);
        assert_eq!(split("He flew to the U.S. The visit was short.").len(), 2);
        assert_eq!(split("He joined the U.S. Navy in Jan. 1951.").len(), 1);
    }

    /// A stop inside a closing quotation mark ends the sentence after the mark.
    #[test]
    fn closers_belong_to_the_sentence_they_close() {
        assert_eq!(
            split("He said \u{201c}we shall see.\u{201d} Then he left. (Nobody spoke.) We waited.")
                .len(),
            4
        );
    }

    /// List items are sentences of their own even without stops, so that no choice joins two of them.
    #[test]
    fn list_items_are_apart() {
        assert_eq!(split("We propose\n- to wait\n- to write again").len(), 3);
        assert_eq!(split("We propose\n(a) to wait\n(b) to write again").len(), 3);
    }

    /// Dropped articles forbid the families that would put or drop small words.
    #[test]
    fn telegram_style_is_seen_by_its_articles() {
        let telegram =
            "Minister informed me today government unable accept proposal in present form. "
                .repeat(6);
        let tokens_telegram = tokens(&telegram, 0..telegram.len());
        assert_eq!(is_telegram(article_counts(&tokens_telegram)), Some(true));
        let prose =
            "The Minister informed me today that the government could not accept the proposal. "
                .repeat(6);
        let tokens_prose = tokens(&prose, 0..prose.len());
        assert_eq!(is_telegram(article_counts(&tokens_prose)), Some(false));
    }
}
