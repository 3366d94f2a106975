//! Which reading a passage shows at each site: what stands between two neighbours that agree word for word.

use std::ops::Range;

use super::lattice::Spot;
use super::near::edits;
use super::site::{Site, Spelled};
use super::{Leak, Match, Seen, Sheet, Sighting};
use crate::word::Gap;

mod habit;

use habit::Habits;

/// From this length a word stands for itself: one exact neighbour is enough.
const LONG_LETTERS_MIN: usize = 5;
/// From this many words a sequence stands for itself, too.
const LONG_WORDS_MIN: usize = 3;
/// Words more than the longest reading that may stand between the neighbours.
const SPARE_WORDS: usize = 2;

/// All sightings of all passages, in the order of the leak.
pub(super) fn sightings(sheet: &Sheet, leak: &Leak, passages: &[Vec<Match>]) -> Vec<Sighting> {
    let habits = Habits::of(sheet, leak, passages);
    let mut sightings = Vec::new();
    for matches in passages {
        let (first, last) = (matches[0].node, matches[matches.len() - 1].node);
        // A site belongs to the passage if a neighbour of it does.
        let from = sheet.spots.partition_point(|spot| spot.right.last().is_none_or(|&n| n < first));
        let near = sheet.spots[from..].iter().zip(&sheet.sites[from..]);
        for (spot, site) in
            near.take_while(|(spot, _)| spot.left.first().is_none_or(|&n| n <= last))
        {
            let view = View { sheet, leak, matches, site, spot };
            sightings.extend(view.sighting(&habits));
        }
    }
    sightings.sort_by_key(|sighting| (sighting.leak.start, sighting.choice, sighting.place));
    sightings
}

/// One site in one passage.
struct View<'a> {
    sheet: &'a Sheet<'a>,
    leak: &'a Leak,
    matches: &'a [Match],
    site: &'a Site,
    spot: &'a Spot,
}

/// The words that were read as one of the site's sequences.
struct Read<'a> {
    spelled: &'a Spelled,
    /// Leak words that show it; empty where it drops its words.
    words: Range<usize>,
    /// Whether both neighbours agree and nothing else stands between.
    is_tight: bool,
}

impl<'a> View<'a> {
    fn sighting(&self, habits: &Habits) -> Option<Sighting> {
        let left = self.spot.left.iter().filter_map(|&node| self.exact_at(node)).max();
        let right = self.spot.right.iter().filter_map(|&node| self.exact_at(node)).min();
        let read = match (left, right) {
            (Some(left), Some(right)) if left < right => {
                self.between(left + 1..right).or_else(|| self.beside(Some(left), Some(right)))
            }
            (Some(_), Some(_)) => None,
            _ => self.beside(left, right),
        }?;
        let reading = self.reading(&read, habits)?;
        let seen = self.weighed(read.spelled, reading, habits)?;
        // What is not there is shown by its neighbours.
        let around =
            read.words.start.saturating_sub(1)..(read.words.end + 1).min(self.leak.words.len());
        let shown = if read.words.is_empty() || read.spelled.readings.len() > 1 {
            around
        } else {
            read.words
        };
        let (choice, place) = (self.site.choice, self.site.place);
        Some(Sighting { choice, place, seen, leak: self.leak.words.range_of(shown) })
    }

    /// The leak word that agrees exactly with a node.
    fn exact_at(&self, node: u32) -> Option<usize> {
        let i = self.matches.binary_search_by_key(&node, |m| m.node).ok()?;
        self.matches[i].is_exact.then_some(self.matches[i].word as usize)
    }

    fn spells(&self, words: &Range<usize>, spelled: &Spelled) -> bool {
        words.len() == spelled.words.len()
            && words.clone().zip(&spelled.words).all(|(i, word)| self.leak.words.get(i) == word)
    }

    /// What fills the words between two exact neighbours.
    fn between(&self, words: Range<usize>) -> Option<Read<'a>> {
        let longest = self.site.spelled.iter().map(|spelled| spelled.words.len()).max()?;
        if words.len() > longest + SPARE_WORDS {
            return None;
        }
        if let Some(spelled) = self.site.spelled.iter().find(|s| self.spells(&words, s)) {
            return Some(Read { spelled, words, is_tight: true });
        }
        self.nearest(&words).map(|spelled| Read { spelled, words, is_tight: false })
    }

    /// The sequence within a slip of `words`, if no rival is as near.
    fn nearest(&self, words: &Range<usize>) -> Option<&'a Spelled> {
        if words.is_empty() || !self.is_long() {
            return None;
        }
        let distance = |spelled: &Spelled| {
            let same = words.len() == spelled.words.len();
            let pairs = words.clone().zip(&spelled.words);
            let edits = pairs.map(|(i, word)| edits(self.leak.words.get(i), word).map(u32::from));
            if same { edits.sum::<Option<u32>>() } else { None }
        };
        let mut near: Vec<(u32, &Spelled)> =
            self.site.spelled.iter().filter_map(|s| Some((distance(s)?, s))).collect();
        near.sort_by_key(|found| found.0);
        match near[..] {
            [(_, only)] => Some(only),
            [(best, first), (next, _), ..] if best < next => Some(first),
            _ => None,
        }
    }

    /// A long sequence right after the left or right before the right neighbour, with no rival there.
    fn beside(&self, left: Option<usize>, right: Option<usize>) -> Option<Read<'a>> {
        if !self.is_long() {
            return None;
        }
        let mut found: Vec<Read> = Vec::new();
        for spelled in &self.site.spelled {
            let count = spelled.words.len();
            let after = left.map(|left| left + 1..left + 1 + count);
            let before = right.and_then(|right| Some(right.checked_sub(count)?..right));
            let inside = |words: &Range<usize>| {
                words.end <= right.unwrap_or(self.leak.words.len())
                    && left.is_none_or(|left| words.start > left)
                    && self.spells(words, spelled)
            };
            let words = after.filter(inside).or(before.filter(inside));
            found.extend(words.map(|words| Read { spelled, words, is_tight: false }));
        }
        (found.len() == 1).then(|| found.remove(0))
    }

    /// Whether every sequence of the site stands for itself: it holds a long word, or is long.
    fn is_long(&self) -> bool {
        let long = |word: &String| word.len() >= LONG_LETTERS_MIN;
        let stands = |words: &[String]| words.len() >= LONG_WORDS_MIN || words.iter().any(long);
        self.site.spelled.iter().all(|spelled| stands(&spelled.words))
    }

    /// The reading among those that spell the same words, by the gaps of the leak.
    fn reading(&self, read: &Read, habits: &Habits) -> Option<u8> {
        let readings = &read.spelled.readings;
        if let [(only, _)] = readings[..] {
            return Some(only);
        }
        if !read.is_tight {
            return None;
        }
        let telling: Vec<usize> = (0..readings[0].1.len())
            .filter(|&i| readings.iter().any(|reading| reading.1[i] != readings[0].1[i]))
            .collect();
        let seen = |i: usize| self.leak.words.gap(read.words.start + i).and(Gap::TELLING);
        let shows = |reading: &&(u8, Vec<Gap>)| telling.iter().all(|&i| reading.1[i] == seen(i));
        let mut shown = readings.iter().filter(shows);
        let (reading, gaps) = shown.next()?;
        let is_bare = telling.iter().any(|&i| gaps[i].is_empty());
        (shown.next().is_none() && (!is_bare || habits.keeps_signs())).then_some(*reading)
    }

    /// The reading as it counts: soft where a hand that drops words makes one reading of another.
    fn weighed(&self, read: &Spelled, reading: u8, habits: &Habits) -> Option<Seen> {
        let mut others = self.site.spelled.iter().filter(|other| other.words != read.words);
        let is_rest = others.clone().any(|other| read.is_rest_of(other));
        if !is_rest && !others.any(|other| other.is_rest_of(read)) {
            return Some(Seen::Reading(reading));
        }
        let nats_1024 = if is_rest { habits.dropped_nats_1024() } else { habit::NATS_1024_MAX };
        if self.sheet.choices[self.site.choice].arity() == 2 {
            let nats_1024 = if reading == 1 { nats_1024 } else { -nats_1024 };
            return (nats_1024 != 0).then_some(Seen::Soft { nats_1024 });
        }
        // More than two readings are hard or nothing: dropping must then be as sure as four nats.
        (nats_1024 == habit::NATS_1024_MAX).then_some(Seen::Reading(reading))
    }
}
