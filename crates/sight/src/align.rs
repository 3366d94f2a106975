//! Words that a reader of characters saw, aligned to the words of the reference pages.
//!
//! Runs of words that occur once in the document are seeds; they grow while the words agree, and words misread between two
//! seeds are filled in where their number fits. The reading is hostile, so this is linear in its length but for a logarithm.

use crate::ocr::OcrWord;
use document::page::PageMap;
use std::collections::BTreeMap;

/// A word of the reading and the word of a page that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Aligned {
    /// Place in the reading.
    pub(crate) read: usize,
    /// Place in [`PageMap::words`].
    pub(crate) word: usize,
}

/// Most words in a row that are filled in between two seeds.
const MAX_GAP: usize = 8;
/// Letters of a word that is a seed by itself.
const LONE_SEED: usize = 7;

/// Aligns words to pages: for each page which of them it shows, in the order of the reading.
pub(crate) fn align(read: &[&str], pages: &[&PageMap]) -> Vec<Vec<Aligned>> {
    let mut names = Names::default();
    let mut text = Vec::new();
    for (page, map) in pages.iter().enumerate() {
        let words = map.words.iter().enumerate();
        text.extend(words.filter_map(|(word, w)| Some((names.add(&w.text)?, page, word))));
    }
    let leak: Vec<(u32, usize)> =
        read.iter().enumerate().filter_map(|(i, w)| Some((names.get(w)?, i))).collect();
    let mut links = Links { of_leak: vec![None; leak.len()], of_text: vec![false; text.len()] };
    for run in [3, 2] {
        seed(&leak, &text, run, &mut links);
    }
    let long = |&(id, _): &(u32, usize)| id != UNKNOWN && names.letters[id as usize] >= LONE_SEED;
    lone(&leak, &text, long, &mut links);
    grow(&leak, &text, &mut links);
    fill(&text, &mut links);
    let mut out = vec![Vec::new(); pages.len()];
    for (at, link) in links.of_leak.iter().enumerate() {
        if let Some(place) = *link {
            let (_, page, word) = text[place];
            out[page].push(Aligned { read: leak[at].1, word });
        }
    }
    out
}

/// The words of a reading as text.
pub(crate) fn texts(words: &[OcrWord]) -> Vec<&str> {
    words.iter().map(|w| w.text.as_str()).collect()
}

/// A word of the reading that no page has.
const UNKNOWN: u32 = u32::MAX;

/// Words as numbers: letters and digits only, without case.
#[derive(Default)]
struct Names {
    ids: BTreeMap<String, u32>,
    /// Letters of each.
    letters: Vec<usize>,
}

impl Names {
    fn add(&mut self, word: &str) -> Option<u32> {
        let plain = plain(word)?;
        let next = self.letters.len() as u32;
        let length = plain.chars().count();
        let id = *self.ids.entry(plain).or_insert(next);
        if id == next {
            self.letters.push(length);
        }
        Some(id)
    }

    fn get(&self, word: &str) -> Option<u32> {
        Some(self.ids.get(&plain(word)?).copied().unwrap_or(UNKNOWN))
    }
}

fn plain(word: &str) -> Option<String> {
    let plain: String =
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
}

struct Links {
    /// For each word of the leak its place in the text.
    of_leak: Vec<Option<usize>>,
    /// For each word of the text whether it is taken.
    of_text: Vec<bool>,
}

impl Links {
    fn link(&mut self, leak: usize, text: usize) -> bool {
        let free = self.of_leak[leak].is_none() && !self.of_text[text];
        if free {
            self.of_leak[leak] = Some(text);
            self.of_text[text] = true;
        }
        free
    }
}

type Text = [(u32, usize, usize)];

/// Links runs of words that occur once in the text and once in the leak.
fn seed(leak: &[(u32, usize)], text: &Text, run: usize, links: &mut Links) {
    let of_text = once(text.windows(run).map(|w| {
        let one_page = w.iter().all(|t| t.1 == w[0].1);
        one_page.then(|| w.iter().map(|t| t.0).collect())
    }));
    let of_leak = once(leak.windows(run).map(|w| {
        let known = w.iter().all(|t| t.0 != UNKNOWN);
        known.then(|| w.iter().map(|t| t.0).collect())
    }));
    for (words, from) in of_leak {
        if let (Some(from), Some(Some(to))) = (from, of_text.get(&words)) {
            for i in 0..run {
                links.link(from + i, to + i);
            }
        }
    }
}

/// Links long words that occur once in the text and once in the leak.
fn lone(
    leak: &[(u32, usize)],
    text: &Text,
    long: impl Fn(&(u32, usize)) -> bool,
    links: &mut Links,
) {
    let of_text = once(text.iter().map(|t| Some(vec![t.0])));
    let of_leak = once(leak.iter().map(|t| long(t).then(|| vec![t.0])));
    for (words, from) in of_leak {
        if let (Some(from), Some(Some(to))) = (from, of_text.get(&words)) {
            links.link(from, *to);
        }
    }
}

/// Where each run stands; `None` for one that occurs again.
fn once(runs: impl Iterator<Item = Option<Vec<u32>>>) -> BTreeMap<Vec<u32>, Option<usize>> {
    let mut places = BTreeMap::new();
    for (at, run) in runs.enumerate() {
        if let Some(run) = run {
            places.entry(run).and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    places
}

/// Links the words next to linked ones where they agree, forwards and then backwards.
fn grow(leak: &[(u32, usize)], text: &Text, links: &mut Links) {
    for (at, (word, _)) in leak.iter().enumerate().skip(1) {
        if let Some(place) = links.of_leak[at - 1]
            && text.get(place + 1).is_some_and(|t| t.0 == *word)
        {
            links.link(at, place + 1);
        }
    }
    for at in (1..leak.len()).rev() {
        if let Some(place) = links.of_leak[at].filter(|place| *place > 0)
            && text[place - 1].0 == leak[at - 1].0
        {
            links.link(at - 1, place - 1);
        }
    }
}

/// Links misread words between linked ones where as many are missing on both sides.
fn fill(text: &Text, links: &mut Links) {
    let mut last: Option<(usize, usize)> = None;
    for at in 0..links.of_leak.len() {
        let Some(place) = links.of_leak[at] else { continue };
        if let Some((from, to)) = last {
            let gap = at - from;
            let same_page = text[to].1 == text[place].1;
            if same_page && gap <= MAX_GAP && place.checked_sub(to) == Some(gap) {
                for i in 1..gap {
                    links.link(from + i, to + i);
                }
            }
        }
        last = Some((at, place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::page::PageWord;

    fn page(text: &str) -> PageMap {
        let word = |text: &str| PageWord {
            text: text.into(),
            left: 0.0,
            right: 1.0,
            baseline: 0.0,
            size: 11.0,
            source: None,
        };
        PageMap { words: text.split(' ').map(word).collect(), ..PageMap::default() }
    }

    fn links(read: &str, pages: &[&str]) -> Vec<Vec<(usize, usize)>> {
        let pages: Vec<PageMap> = pages.iter().map(|p| page(p)).collect();
        let read: Vec<&str> = read.split(' ').collect();
        align(&read, &pages.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|page| page.into_iter().map(|a| (a.read, a.word)).collect())
            .collect()
    }

    /// Misread words are filled in by their neighbours, and sign and case do not count.
    #[test]
    fn misread_words_are_filled_in() {
        let got =
            links("The gravel c0mes hy barge, from", &["Then the gravel comes by barge from"]);
        assert_eq!(got[0], [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]);
    }

    /// Words go to the page that has them, and what stands twice is no seed.
    #[test]
    fn each_word_goes_to_its_page() {
        let pages = ["one two three four", "five six seven eight one two"];
        let got = links("one two three six seven eight", &pages);
        assert_eq!(got[0], [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(got[1], [(3, 1), (4, 2), (5, 3)]);
        assert!(links("one two", &pages).iter().all(Vec::is_empty));
    }

    /// Empty input on any side is no alignment and no panic.
    #[test]
    fn nothing_aligns_with_nothing() {
        assert!(align(&[], &[&page("a b c")]).iter().all(Vec::is_empty));
        assert!(align(&["a", "-"], &[&PageMap::default()]).iter().all(Vec::is_empty));
        assert!(align(&["a"], &[]).is_empty());
    }
}
