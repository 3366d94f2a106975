//! A paragraph as families see it: tokens, sentences, and the tokens that no choice may touch.

use super::{once, title, veto};
use crate::memo::{Memo, Paragraph};
use crate::sentence::{self, Shape, Token};
use std::ops::Range;

/// One paragraph of prose.
#[derive(Clone, Debug)]
pub(crate) struct Passage<'a> {
    /// The text of the whole memo.
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token>,
    /// Whether no choice may touch the token: quotation, name, number, citation, what the file's format closes.
    pub(crate) vetoed: Vec<bool>,
    /// The part of `vetoed` that is not even moved or joined to a comma: quotations, citations, closed formats.
    pub(crate) sealed: Vec<bool>,
    pub(crate) sentences: Vec<Range<usize>>,
    /// Number of the sentence of each token.
    sentence_of: Vec<usize>,
    /// Whether its articles are dropped.
    pub(crate) is_telegram: bool,
}

/// How the whole memo is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// `Some(true)` where its spelling is British throughout, `Some(false)` where it is American throughout.
    pub(crate) is_british: Option<bool>,
    /// Short titles that the memo itself uses, such as `U.S.` or `UN`, as written.
    pub(crate) short_titles: Vec<String>,
    /// Whether it opens like a letter.
    pub(crate) is_letter: bool,
}

impl Manner {
    pub(crate) fn read(memo: &Memo, passages: &[Passage]) -> Manner {
        let mut short_titles: Vec<String> = passages.iter().flat_map(title::short_titles).collect();
        short_titles.sort();
        short_titles.dedup();
        let is_letter = memo.paragraphs.iter().any(|paragraph| {
            let body = &memo.text[paragraph.range.clone()];
            body.starts_with("Dear ") || body.to_lowercase().starts_with("my dear ")
        });
        Manner { is_british: once::is_british(passages), short_titles, is_letter }
    }
}

impl<'a> Passage<'a> {
    pub(crate) fn read(memo: &'a Memo, paragraph: &Paragraph, is_telegram: bool) -> Passage<'a> {
        let text = memo.text.as_str();
        let tokens = sentence::tokens(text, paragraph.range.clone());
        let sentences = sentence::sentences(text, &tokens);
        let mut sentence_of = vec![0; tokens.len()];
        for (number, range) in sentences.iter().enumerate() {
            sentence_of[range.clone()].fill(number);
        }
        let style = sentence::is_telegram(sentence::article_counts(&tokens));
        let is_telegram = style.unwrap_or(is_telegram);
        let vetoed = vec![false; tokens.len()];
        let sealed = vetoed.clone();
        let mut passage =
            Passage { text, tokens, vetoed, sealed, sentences, sentence_of, is_telegram };
        passage.sealed = veto::sealed(&passage, memo.closed());
        passage.vetoed = veto::vetoed(&passage);
        passage
    }

    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Token `i` in lower case; empty where there is none.
    pub(crate) fn lower(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| token.lower.as_str())
    }

    /// The token `back` places before `i` in its sentence; empty where the sentence starts.
    pub(crate) fn before(&self, i: usize, back: usize) -> &str {
        let start = self.sentence(i).start;
        if i >= start + back { self.lower(i - back) } else { "" }
    }

    /// The token `ahead` places after `i` in its sentence; empty where the sentence ends.
    pub(crate) fn after(&self, i: usize, ahead: usize) -> &str {
        if i + ahead < self.sentence(i).end { self.lower(i + ahead) } else { "" }
    }

    /// Tokens of the sentence of token `i`; none after the last.
    pub(crate) fn sentence(&self, i: usize) -> Range<usize> {
        let number = self.sentence_of.get(i);
        number.map_or(self.len()..self.len(), |&number| self.sentences[number].clone())
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.shape == Shape::Word)
    }

    /// A capital that is not merely the start of a sentence, and not `I`.
    pub(crate) fn is_name(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        token.is_capital
            && token.lower != "i"
            && (!self.starts_sentence(i)
                || (self.is_word(i + 1)
                    && self.tokens[i + 1].is_capital
                    && self.lower(i + 1) != "i"))
    }

    /// Whether `i` is the first word of its sentence, whatever signs stand before it.
    pub(crate) fn starts_sentence(&self, i: usize) -> bool {
        (self.sentence(i).start..i).all(|before| self.tokens[before].shape == Shape::Sign)
    }

    /// Whether no token of `range` is vetoed and no line ends inside it.
    pub(crate) fn is_open(&self, range: Range<usize>) -> bool {
        let bytes = self.bytes(range.clone());
        !range.is_empty() && !self.vetoed[range].contains(&true) && !self.text[bytes].contains('\n')
    }

    /// Bytes from the first of these tokens to the last.
    pub(crate) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.tokens[range.start].range.start..self.tokens[range.end - 1].range.end
    }

    /// Whether one space and nothing else stands between tokens `i` and `i + 1`.
    pub(crate) fn is_spaced(&self, i: usize) -> bool {
        let Some(next) = self.tokens.get(i + 1) else { return false };
        &self.text[self.tokens[i].range.end..next.range.start] == " "
    }

    /// Whether `words` stand from token `i` on, all in one sentence.
    pub(crate) fn has(&self, i: usize, words: &[&str]) -> bool {
        i + words.len() <= self.sentence(i).end
            && words.iter().enumerate().all(|(k, word)| self.lower(i + k) == *word)
    }

    /// Whether any token of `range` is one of `words`.
    pub(crate) fn has_any(&self, range: Range<usize>, words: &[&str]) -> bool {
        range.into_iter().any(|i| words.contains(&self.lower(i)))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::family::{Draft, Family};

    /// Runs one family over each paragraph of a memo and gives its readings as `was|may be` lines.
    pub(crate) fn readings(family: Family, text: &str) -> Vec<String> {
        drafts(family, text).iter().map(|draft| draft.places[0].readings.join("|")).collect()
    }

    /// What one family proposes for a memo.
    pub(crate) fn drafts(family: Family, text: &str) -> Vec<Draft> {
        let memo = Memo::parse(text, &[]).unwrap();
        let mut out = Vec::new();
        let passages: Vec<Passage> = memo
            .paragraphs
            .iter()
            .map(|paragraph| Passage::read(&memo, paragraph, false))
            .collect();
        let manner = Manner::read(&memo, &passages);
        for passage in &passages {
            family(passage, &manner, &mut out);
        }
        out
    }

    /// The tokens of the first paragraph that no veto closes.
    pub(crate) fn open_words(text: &str) -> String {
        let memo = Memo::parse(text, &[]).unwrap();
        let passage = Passage::read(&memo, &memo.paragraphs[0], false);
        let open = (0..passage.len()).filter(|&i| !passage.vetoed[i]);
        let words: Vec<&str> = open.map(|i| &text[passage.tokens[i].range.clone()]).collect();
        words.join(" ")
    }
}
