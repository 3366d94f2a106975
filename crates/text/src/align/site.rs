//! A place of a choice as words: what each reading spells there, once the words common to all are left out.

use std::ops::Range;

use crate::choice::{Choice, Place};
use crate::word::{Gap, Words};

/// One place where the memo can be said two or more ways, in words of the memo.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Index of the choice.
    pub(crate) choice: usize,
    /// Index of the place in its choice.
    pub(crate) place: usize,
    /// Words of the memo that are replaced; empty where a word may be put in.
    pub(crate) words: Range<usize>,
    /// The different word sequences that may stand here, at least one.
    pub(crate) spelled: Vec<Spelled>,
}

/// One word sequence and the readings that spell it.
#[derive(Clone, Debug)]
pub(crate) struct Spelled {
    /// The folded words; empty where the reading drops them all.
    pub(crate) words: Vec<String>,
    /// The readings with these words, and the telling gaps of each: before the first word, between, after the last.
    pub(crate) readings: Vec<(u8, Vec<Gap>)>,
}

impl Site {
    /// Whether dropping words makes one reading of another.
    pub(crate) fn drops_words(&self) -> bool {
        self.spelled.iter().any(|rest| self.spelled.iter().any(|whole| rest.is_rest_of(whole)))
    }

    /// Whether the readings that spell the same words can be told apart by their punctuation.
    pub(crate) fn tells_all(&self) -> bool {
        self.spelled.iter().all(|spelled| {
            let gaps = |i: usize| &spelled.readings[i].1;
            (1..spelled.readings.len()).all(|i| (0..i).all(|j| gaps(i) != gaps(j)))
        })
    }
}

impl Spelled {
    /// Whether these words are what is left of `whole` when some of its words are dropped.
    pub(crate) fn is_rest_of(&self, whole: &Spelled) -> bool {
        let mut left = whole.words.iter();
        self.words.len() < whole.words.len()
            && self.words.iter().all(|word| left.any(|other| other == word))
    }
}

/// All sites of a memo in text order; places that overlap an earlier one, or that no reader can tell, are left out.
pub(crate) fn sites(memo: &str, words: &Words, choices: &[Choice]) -> Vec<Site> {
    let places = choices.iter().enumerate().flat_map(|(i, choice)| {
        choice.places.iter().enumerate().map(move |(j, place)| (place, i, j))
    });
    let mut sites: Vec<Site> =
        places.filter_map(|(place, i, j)| site(memo, words, place, i, j)).collect();
    sites.sort_by_key(|site| (site.words.start, site.words.end, site.choice, site.place));
    let mut end = 0;
    sites.retain(|site| {
        let apart = site.words.start >= end;
        end = end.max(site.words.end);
        apart
    });
    sites
}

/// Words and gaps of one reading together with the neighbouring words.
struct Variant {
    words: Vec<String>,
    gaps: Vec<Gap>,
}

impl Variant {
    fn read(text: &str) -> Variant {
        let words = Words::read(text);
        let gaps = (0..=words.len()).map(|i| words.gap(i).and(Gap::TELLING)).collect();
        Variant { words: words.iter().map(str::to_owned).collect(), gaps }
    }
}

pub(crate) fn site(
    memo: &str,
    words: &Words,
    place: &Place,
    choice: usize,
    index: usize,
) -> Option<Site> {
    let (start, end) = (place.range.start, place.range.end);
    memo.get(start..end)?;
    // The whole words around the place: a reading may join or split what it touches.
    let first = words.first_after(start);
    let first = if first < words.len() && words.range(first).start < start {
        first
    } else {
        first.saturating_sub(1)
    };
    let after = (first..words.len()).find(|&i| words.range(i).start >= end);
    let last = after.map_or(words.len(), |i| i + 1);
    let from = if first < words.len() { words.range(first).start.min(start) } else { start };
    let to = after.map_or(memo.len(), |i| words.range(i).end);
    let variants: Vec<Variant> = place
        .readings
        .iter()
        .map(|reading| Variant::read(&[&memo[from..start], reading, &memo[end..to]].concat()))
        .collect();
    // `readings[0]` is the original by contract; where it is not, nothing can be placed.
    let original = variants.first()?;
    if original.words.len() != last - first
        || !original.words.iter().zip(first..).all(|(word, i)| word == words.get(i))
    {
        return None;
    }
    let (head, tail) = common_ends(&variants);
    let mut spelled: Vec<Spelled> = Vec::new();
    for (reading, variant) in variants.iter().enumerate() {
        let inner = &variant.words[head..variant.words.len() - tail];
        let gaps = variant.gaps[head..=variant.words.len() - tail].to_vec();
        match spelled.iter_mut().find(|other| other.words == inner) {
            Some(same) => same.readings.push((reading as u8, gaps)),
            None => {
                spelled
                    .push(Spelled { words: inner.to_vec(), readings: vec![(reading as u8, gaps)] });
            }
        }
    }
    let site = Site { choice, place: index, words: first + head..last - tail, spelled };
    let alike =
        site.spelled.len() == 1 && site.spelled[0].readings.windows(2).all(|r| r[0].1 == r[1].1);
    (!alike).then_some(site)
}

/// How many words at both ends all readings share. A word stays where the gap on its inner side differs, so that
/// readings that differ by punctuation only keep all their differences.
fn common_ends(variants: &[Variant]) -> (usize, usize) {
    let shortest = variants.iter().map(|v| v.words.len()).min().unwrap_or(0);
    let same = |pick: &dyn Fn(&Variant) -> (&str, Gap)| {
        variants.windows(2).all(|pair| pick(&pair[0]) == pick(&pair[1]))
    };
    let mut head = 0;
    while head < shortest
        && same(&|v| (&v.words[head], if head == 0 { Gap::default() } else { v.gaps[head] }))
    {
        head += 1;
    }
    let mut tail = 0;
    while head + tail < shortest
        && same(&|v| {
            let at = v.words.len() - 1 - tail;
            (&v.words[at], if tail == 0 { Gap::default() } else { v.gaps[at + 1] })
        })
    {
        tail += 1;
    }
    (head, tail)
}
