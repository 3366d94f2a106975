//! Where in a memo a choice can still stand so that a leak tells which reading it shows.

use crate::choice::Place;
use crate::family;
use crate::memo::Memo;
use crate::word::Words;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words between two choices that belong to neither, so that each has an exact neighbour on both sides: the aligner
/// believes even an empty reading between two exact words, and its runs go on over the readings themselves.
const APART_WORDS: usize = 1;

/// Words between two places up to which the readings of both are checked against each other.
const CONFUSED_WORDS: usize = 6;

/// The words of a memo and the places already given away.
pub(super) struct Room<'a> {
    text: &'a str,
    words: Words,
    /// Words of the paragraphs, in order.
    paragraphs: Vec<Range<usize>>,
    /// Taken places by the number of their first word and first byte.
    taken: BTreeMap<(usize, usize), Taken>,
}

struct Taken {
    words: Range<usize>,
    place: Place,
}

impl<'a> Room<'a> {
    pub(super) fn new(memo: &'a Memo) -> Room<'a> {
        let words = Words::read(&memo.text);
        let number = |at: usize| words.first_after(at);
        let paragraphs =
            memo.paragraphs.iter().map(|p| number(p.range.start)..number(p.range.end)).collect();
        Room { text: &memo.text, words, paragraphs, taken: BTreeMap::new() }
    }

    /// Gives these places away.
    pub(super) fn take(&mut self, places: &[Place]) {
        for place in places {
            let words = self.words_of(&place.range);
            let key = (words.start, place.range.start);
            self.taken.insert(key, Taken { words, place: place.clone() });
        }
    }

    /// Whether a place can stand here: between words of its paragraph that belong to no choice.
    pub(super) fn is_free(&self, place: &Place) -> bool {
        let words = self.words_of(&place.range);
        let within = self.paragraphs.partition_point(|paragraph| paragraph.end < words.end);
        let Some(paragraph) = self.paragraphs.get(within).filter(|p| p.start <= words.start) else {
            return false;
        };
        // A comma before this very word leaves no word between.
        let is_met = self.taken.range((words.start, 0)..(words.start, usize::MAX)).next().is_some();
        !is_met
            && self.gap_before(&words, paragraph) >= APART_WORDS
            && self.gap_after(&words, paragraph) >= APART_WORDS
    }

    /// Whether no two pairs of readings of this place and a close neighbour read the same.
    pub(super) fn tells_apart(&self, place: &Place) -> bool {
        let words = self.words_of(&place.range);
        let before =
            self.before(&words).is_none_or(|taken| self.are_apart(taken, &words, place, false));
        before && self.after(&words).is_none_or(|taken| self.are_apart(taken, &words, place, true))
    }

    fn are_apart(
        &self,
        taken: &Taken,
        words: &Range<usize>,
        place: &Place,
        is_after: bool,
    ) -> bool {
        let (first, second) = if is_after { (place, &taken.place) } else { (&taken.place, place) };
        let gap =
            if is_after { taken.words.start - words.end } else { words.start - taken.words.end };
        if gap > CONFUSED_WORDS {
            return true;
        }
        let between = &self.text[first.range.end..second.range.start];
        let pairs = first
            .readings
            .iter()
            .flat_map(|a| second.readings.iter().map(move |b| format!("{a}{between}{b}")));
        family::first_alike(&pairs.collect::<Vec<_>>()).is_none()
    }

    /// Words that a range touches; for an empty one, the gap before the next word.
    fn words_of(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.words.first_after(range.start);
        let mut end = start;
        while end < self.words.len() && self.words.range(end).start < range.end {
            end += 1;
        }
        start..end
    }

    fn before(&self, words: &Range<usize>) -> Option<&Taken> {
        self.taken.range(..(words.start, usize::MAX)).next_back().map(|(_, taken)| taken)
    }

    fn after(&self, words: &Range<usize>) -> Option<&Taken> {
        self.taken.range((words.start, usize::MAX)..).next().map(|(_, taken)| taken)
    }

    fn gap_before(&self, words: &Range<usize>, paragraph: &Range<usize>) -> usize {
        let last = self.taken.range(..(words.start, 0)).next_back();
        let end = last.map_or(0, |(_, taken)| taken.words.end).max(paragraph.start);
        words.start.saturating_sub(end)
    }

    fn gap_after(&self, words: &Range<usize>, paragraph: &Range<usize>) -> usize {
        let next = self.taken.range((words.start, usize::MAX)..).next();
        let start = next.map_or(usize::MAX, |(_, taken)| taken.words.start).min(paragraph.end);
        start.saturating_sub(words.end)
    }
}
