//! Words as a reader sees them: folded so that retyping changes nothing, each with its bytes in the text as given.
//!
//! What an honest typist, a scanner or an editor's program changes is folded away: case, accents, ligatures,
//! full-width forms, apostrophes, hyphenation marks, invisible characters, `U.S.` against `US`, `1,000` against
//! `1000`. What stands between two words is kept as a small set of [`Gap`] signs, since some choices are nothing else.
//! Everything here is linear in the text, whatever the text is.

use std::ops::{BitOr, Range};

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

mod sign;

use sign::fold_letter;
pub use sign::sanitise;
pub(crate) use sign::{is_dash, is_format, straight_quote};

/// Texts are read up to this many bytes, so that places fit 32 bits; no leak that is accepted comes near it.
const READ_BYTES_MAX: usize = u32::MAX as usize;

/// The signs between two words, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap(u16);

impl Gap {
    /// `,`
    pub const COMMA: Gap = Gap(1);
    /// `;`
    pub const SEMICOLON: Gap = Gap(1 << 1);
    /// `:`
    pub const COLON: Gap = Gap(1 << 2);
    /// `.` `!` `?`
    pub const STOP: Gap = Gap(1 << 3);
    /// A hyphen or a dash of any length.
    pub const DASH: Gap = Gap(1 << 4);
    /// `(`
    pub const OPEN: Gap = Gap(1 << 5);
    /// `)`
    pub const CLOSE: Gap = Gap(1 << 6);
    /// A double quotation mark of any shape, or a single one that joins no letters.
    pub const QUOTE: Gap = Gap(1 << 7);
    /// `[` or `]`: an editor's hand.
    pub const BRACKET: Gap = Gap(1 << 8);
    /// `…` or at least two dots.
    pub const ELLIPSIS: Gap = Gap(1 << 9);
    /// Any white space.
    pub const SPACE: Gap = Gap(1 << 10);
    /// A blank line.
    pub const PARAGRAPH: Gap = Gap(1 << 11);
    /// The signs by which choices differ; quotes, brackets and spaces belong to whoever prints the text.
    pub const TELLING: Gap = Gap(0x7f);

    /// Whether all signs of `other` are here.
    pub const fn has(self, other: Gap) -> bool {
        self.0 & other.0 == other.0
    }

    /// The signs that both have.
    #[must_use]
    pub const fn and(self, other: Gap) -> Gap {
        Gap(self.0 & other.0)
    }

    /// Whether no sign is here.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn put(&mut self, sign: Gap) {
        self.0 |= sign.0;
    }
}

impl BitOr for Gap {
    type Output = Gap;

    fn bitor(self, other: Gap) -> Gap {
        Gap(self.0 | other.0)
    }
}

/// The words of a text in order, and the gaps around them.
#[derive(Clone, Debug, Default)]
pub struct Words {
    letters: String,
    letters_end: Vec<u32>,
    ranges: Vec<(u32, u32)>,
    capitals: Vec<bool>,
    gaps: Vec<Gap>,
}

impl Words {
    /// Reads the words of `text`.
    pub fn read(text: &str) -> Words {
        let mut reader = Reader::default();
        let end = (0..=text.len().min(READ_BYTES_MAX)).rev().find(|&i| text.is_char_boundary(i));
        let text = &text[..end.unwrap_or(0)];
        let mut rest = text.char_indices();
        while let Some((at, c)) = rest.next() {
            reader.take(at, c, rest.as_str());
        }
        reader.close();
        reader.words.gaps.push(reader.gap);
        reader.words
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Word `i` in its folded form.
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.letters_end[i - 1] as usize };
        &self.letters[start..self.letters_end[i] as usize]
    }

    /// Bytes of word `i` in the text as given.
    pub fn range(&self, i: usize) -> Range<usize> {
        self.ranges[i].0 as usize..self.ranges[i].1 as usize
    }

    /// Bytes from the start of the first to the end of the last of these words.
    pub fn range_of(&self, words: Range<usize>) -> Range<usize> {
        self.range(words.start).start..self.range(words.end - 1).end
    }

    /// The gap before word `i`; `gap(len())` stands after the last word.
    pub fn gap(&self, i: usize) -> Gap {
        self.gaps[i]
    }

    /// Whether word `i` starts with a capital or a digit.
    pub fn is_capital(&self, i: usize) -> bool {
        self.capitals[i]
    }

    /// Number of word `i` for tables and indexes: see [`word_number`].
    pub fn number(&self, i: usize) -> u32 {
        word_number(self.get(i))
    }

    /// The folded words in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// The first word that ends after byte `at`; `len()` where there is none.
    pub fn first_after(&self, at: usize) -> usize {
        self.ranges.partition_point(|r| r.1 as usize <= at)
    }
}

/// A folded word as 32 bits: FNV-1a of 64 bits, its halves XORed. Part of the index format and of the English table.
pub fn word_number(folded: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in folded.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)) as u32
}

/// The word being read and what stands before it.
#[derive(Default)]
struct Reader {
    words: Words,
    gap: Gap,
    newlines: u32,
    dots: u32,
    /// Start in `words.letters` of the open word; `None` between words.
    open: Option<usize>,
    start: usize,
    end: usize,
    capital: bool,
    /// Letters since the word's start or its last inner dot.
    since_dot: u32,
    /// Whether the open word is single letters with dots between, so far.
    initials: bool,
    digit_last: bool,
}

impl Reader {
    fn take(&mut self, at: usize, c: char, rest: &str) {
        let end = at + c.len_utf8();
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                self.letter(c.to_ascii_lowercase(), at, end, !c.is_ascii_lowercase());
            } else {
                self.sign(at..end, c, rest);
            }
            return;
        }
        if is_format(c) || is_combining_mark(c) {
            return;
        }
        let (quote, dash) = (straight_quote(c), is_dash(c));
        if quote.is_some() || dash || c.is_whitespace() || c == '…' {
            return self.sign(at..end, quote.unwrap_or(if dash { '-' } else { c }), rest);
        }
        let capital = c.is_uppercase();
        let mut sign = None;
        decompose_compatible(c, |part| match part {
            part if is_combining_mark(part) || part == '\u{2044}' => {}
            part if part.is_alphanumeric() => {
                for lower in part.to_lowercase().filter(|l| !is_combining_mark(*l)) {
                    let (first, second) = fold_letter(lower);
                    self.letter(first, at, end, capital);
                    if let Some(second) = second {
                        self.letter(second, at, end, capital);
                    }
                }
            }
            part => sign = Some(part),
        });
        if let Some(sign) = sign {
            self.sign(at..end, sign, rest);
        }
    }

    fn letter(&mut self, lower: char, start: usize, end: usize, capital: bool) {
        if self.open.is_none() {
            self.open = Some(self.words.letters.len());
            self.start = start;
            self.capital = capital;
            self.since_dot = 0;
            self.initials = true;
        }
        self.words.letters.push(lower);
        self.end = end;
        self.since_dot += 1;
        self.digit_last = lower.is_numeric();
        self.initials &= self.since_dot == 1 && !self.digit_last;
    }

    /// A character that is no letter: joins the word's parts, stands in the gap, or is a word of its own.
    fn sign(&mut self, at: Range<usize>, c: char, rest: &str) {
        if self.open.is_some() {
            let mut next = rest.chars().filter(|c| !is_format(*c));
            let follows = next.next().unwrap_or(' ');
            let joins = match c {
                '\'' | '`' => follows.is_alphabetic(),
                ',' => self.digit_last && follows.is_ascii_digit(),
                '.' => {
                    self.initials
                        && follows.is_alphabetic()
                        && !next.next().is_some_and(char::is_alphanumeric)
                }
                _ => false,
            };
            if joins {
                self.since_dot = 0;
                // Only dots make initials: `d'a` is no abbreviation.
                self.initials &= c == '.';
                return;
            }
            self.close();
        }
        if matches!(c, '%' | '&' | '$' | '£' | '€' | '§') {
            self.letter(c, at.start, at.end, false);
            self.close();
            return;
        }
        self.stand(c);
    }

    fn stand(&mut self, c: char) {
        self.dots = if c == '.' { self.dots + 1 } else { 0 };
        match c {
            ',' => self.gap.put(Gap::COMMA),
            ';' => self.gap.put(Gap::SEMICOLON),
            ':' => self.gap.put(Gap::COLON),
            '.' if self.dots > 1 => self.gap.put(Gap::ELLIPSIS),
            '.' | '!' | '?' => self.gap.put(Gap::STOP),
            '-' => self.gap.put(Gap::DASH),
            '(' => self.gap.put(Gap::OPEN),
            ')' => self.gap.put(Gap::CLOSE),
            '"' | '\'' | '`' => self.gap.put(Gap::QUOTE),
            '[' | ']' => self.gap.put(Gap::BRACKET),
            '…' => self.gap.put(Gap::ELLIPSIS),
            c if c.is_whitespace() => {
                self.gap.put(Gap::SPACE);
                self.newlines += u32::from(c == '\n');
                if self.newlines > 1 || c == '\u{2029}' {
                    self.gap.put(Gap::PARAGRAPH);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if self.open.take().is_none() {
            return;
        }
        let words = &mut self.words;
        words.letters_end.push(words.letters.len() as u32);
        words.ranges.push((self.start as u32, self.end as u32));
        words.capitals.push(self.capital);
        words.gaps.push(self.gap);
        (self.gap, self.newlines, self.dots) = (Gap::default(), 0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        Words::read(text).iter().map(str::to_owned).collect()
    }

    /// A typist, a word processor and a scanner write the same words in different characters.
    #[test]
    fn what_retyping_changes_is_folded_away() {
        let plain = folded("The US doesn't co-operate: 1,000 officials of the cafe find it");
        for same in [
            "The U.S. doesn’t co‑operate — 1000 officials of the café ﬁnd it",
            "THE US DOESN'T CO-OPERATE, 1,000 OFFICIALS OF THE CAFE\u{301} FIND IT",
            "Ｔｈｅ U\u{200b}.S. doesn\u{2019}t co-oper\u{ad}ate 1,000 offi\u{2060}cials of the “cafe” find it",
        ] {
            assert_eq!(folded(same), plain, "{same}");
        }
    }

    /// Ranges are of the text as given, since reports and copies are cut from it.
    #[test]
    fn ranges_point_into_the_text_as_given() {
        let text = "«Ça», said\u{200b} Œdipus — 5%.";
        let words = Words::read(text);
        let cut: Vec<&str> = (0..words.len()).map(|i| &text[words.range(i)]).collect();
        assert_eq!(cut, ["Ça", "said", "Œdipus", "5", "%"]);
        assert_eq!(words.get(2), "oedipus");
        assert!(words.is_capital(0) && !words.is_capital(1));
    }

    /// Choices of punctuation are read from the gaps alone.
    #[test]
    fn gaps_keep_the_signs_that_tell() {
        let words =
            Words::read("One, two; three. Four (five) six—seven … eight\n\nnine well-known");
        let telling: Vec<Gap> = (0..=words.len()).map(|i| words.gap(i).and(Gap::TELLING)).collect();
        assert_eq!(telling[..3], [Gap::default(), Gap::COMMA, Gap::SEMICOLON]);
        assert_eq!(telling[3..7], [Gap::STOP, Gap::OPEN, Gap::CLOSE, Gap::DASH]);
        assert!(words.gap(7).has(Gap::ELLIPSIS) && words.gap(8).has(Gap::PARAGRAPH));
        assert!(words.gap(10).has(Gap::DASH) && !words.gap(10).has(Gap::SPACE));
    }

    /// Abbreviations with and without dots are one word; a sentence end is not an abbreviation.
    #[test]
    fn initials_join_and_sentence_ends_do_not() {
        assert_eq!(
            folded("the U.S.S.R. at 5 p.m., e.g. plan b.It"),
            ["the", "ussr", "at", "5", "pm", "eg", "plan", "b", "it"]
        );
    }

    proptest::proptest! {
        /// All leaks are hostile: any characters give words in order, inside the text, at character boundaries.
        #[test]
        fn any_text_gives_ordered_words(text in "\\PC{0,200}|[\\x00-\\u{2fff}]{0,200}") {
            let words = Words::read(&text);
            let mut last = 0;
            for i in 0..words.len() {
                let range = words.range(i);
                proptest::prop_assert!(text.get(range.clone()).is_some() && !words.get(i).is_empty());
                proptest::prop_assert!(range.start >= last);
                last = range.start;
            }
            let twice = sanitise(&sanitise(&text));
            proptest::prop_assert_eq!(twice, sanitise(&text));
        }
    }
}
