//! How a leak lines up with a memo, and which readings it shows: [`align`].
//!
//! Exact runs over the lattice of readings are chained to passages; words between and past the runs are lined up by
//! dynamic programming. A reading counts only where its neighbours agree word for word; whatever is doubtful is an
//! erasure and never a guess. The memo, its choices and the leak are all that is looked at: which copy says what is
//! not known here.

use std::ops::Range;

pub(crate) mod lattice;
pub(crate) mod run;
pub(crate) mod site;

mod gap;
mod near;
mod passage;
mod pool;
mod reading;

use crate::choice::{Choice, Place};
use crate::word::Words;
use lattice::{Lattice, Spot};
use site::Site;

/// Bytes around a place in which its neighbouring words stand.
const NEIGHBOUR_BYTES: usize = 200;

/// What a leak shows of one choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing that can be relied on.
    Erased,
    /// This reading.
    Reading(u8),
    /// Of two readings of which one is the other with words dropped: `ln P(leak | reading 1) / P(leak | reading 0)` in 2^-10 nats, one of
    /// ±.5, ±1, ±2 and ±4 nats, since editors drop words too.
    Soft {
        /// The weight, in 2^-10 nats.
        nats_1024: i16,
    },
}

/// One place of a choice as one part of the leak shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Index of the choice.
    pub choice: usize,
    /// Index of the place in its choice.
    pub place: usize,
    /// What is seen here; never erased.
    pub seen: Seen,
    /// Bytes of the leak that show it; with dropped words or punctuation, the words on both sides.
    pub leak: Range<usize>,
}

/// A part of the leak that follows the memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the leak.
    pub leak: Range<usize>,
    /// Bytes of the memo.
    pub memo: Range<usize>,
    /// Words that agree exactly.
    pub words: usize,
}

/// A leak lined up with a memo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// What is seen of each choice, in the order of the choices.
    pub seen: Vec<Seen>,
    /// Where it is seen, in the order of the leak.
    pub sightings: Vec<Sighting>,
    /// The parts of the leak that follow the memo, in the order of the leak.
    pub passages: Vec<Passage>,
    /// Words of the leak that agree exactly with the memo.
    pub matched_words: usize,
}

impl Alignment {
    /// Adds single striking words (see [`crate::find::striking_words`]): a choice seen otherwise before is erased.
    pub fn add(&mut self, sightings: Vec<Sighting>) {
        for sighting in sightings {
            let seen = &mut self.seen[sighting.choice];
            let is_known = self.sightings.iter().any(|other| other.choice == sighting.choice);
            *seen = if is_known { pool::agree(*seen, sighting.seen) } else { sighting.seen };
            self.sightings.push(sighting);
        }
        self.sightings.sort_by_key(|sighting| (sighting.leak.start, sighting.choice));
    }
}

/// Lines `leak` up with the original of a memo and reads its choices. Only passages that meet one of the ranges
/// `within` of the leak count, such as what the finder accepted; with none given, the whole leak is looked at.
pub fn align(memo: &str, choices: &[Choice], leak: &str, within: &[Range<usize>]) -> Alignment {
    let sheet = Sheet::new(memo, choices);
    let leak = Leak::new(leak);
    let passages = passage::passages(&sheet, &leak, within);
    let sightings = reading::sightings(&sheet, &leak, &passages);
    let seen = pool::pool(choices.len(), &sightings);
    let mut alignment = Alignment { seen, sightings, ..Alignment::default() };
    for matches in &passages {
        let words = matches.iter().filter(|m| m.is_exact).count();
        alignment.matched_words += words;
        alignment.passages.push(sheet.passage(&leak, matches, words));
    }
    alignment.passages.sort_by_key(|passage| passage.leak.start);
    alignment
}

/// Whether the reader can tell all readings of a choice apart at each of its places; otherwise it is no mark of wording.
pub fn can_tell(memo: &str, choice: &Choice) -> bool {
    choice.places.iter().all(|place| {
        // The words on both sides decide: no need to read the whole memo.
        let (start, end) = (place.range.start, place.range.end.min(memo.len()));
        let from = memo.floor_char_boundary(start.saturating_sub(NEIGHBOUR_BYTES));
        let to = memo.ceil_char_boundary(end + NEIGHBOUR_BYTES);
        let near = Place { range: start - from..end - from, readings: place.readings.clone() };
        let (memo, words) = (&memo[from..to], Words::read(&memo[from..to]));
        site::site(memo, &words, &near, 0, 0).is_some_and(|site| site.tells_all())
    })
}

/// A memo ready to be read: its words, its lattice and where its sites lie in it.
struct Sheet<'a> {
    words: Words,
    sites: Vec<Site>,
    spots: Vec<Spot>,
    lattice: Lattice,
    choices: &'a [Choice],
    /// The folded words of all nodes one after the other, and the end of each.
    letters: String,
    letters_end: Vec<usize>,
}

impl<'a> Sheet<'a> {
    fn new(memo: &str, choices: &'a [Choice]) -> Sheet<'a> {
        let words = Words::read(memo);
        let sites = site::sites(memo, &words, choices);
        let (lattice, spots) = Lattice::build(&words, &sites);
        let mut sheet = Sheet {
            words,
            sites,
            spots,
            lattice,
            choices,
            letters: String::new(),
            letters_end: Vec::new(),
        };
        sheet.spell();
        sheet
    }

    fn spell(&mut self) {
        let mut of_readings: Vec<(u32, &str)> = Vec::new();
        for (site, spot) in self.sites.iter().zip(&self.spots) {
            for (spelled, &first) in site.spelled.iter().zip(&spot.firsts) {
                of_readings.extend((first..).zip(spelled.words.iter().map(String::as_str)));
            }
        }
        let mut of_readings = of_readings.into_iter().peekable();
        for node in 0..self.lattice.len() as u32 {
            let base = self.lattice.bases[node as usize] as usize;
            let word = match of_readings.next_if(|other| other.0 == node) {
                Some((_, word)) => word,
                // The first and the last node are no words.
                None if node == 0 || base >= self.words.len() => "",
                None => self.words.get(base),
            };
            self.letters.push_str(word);
            self.letters_end.push(self.letters.len());
        }
    }

    /// Whether a choice decides over the signs before word `base`.
    fn is_choice_gap(&self, base: usize) -> bool {
        let after = self.sites.partition_point(|site| site.words.start <= base);
        // Sites do not overlap: the last that starts here or before reaches furthest.
        after.checked_sub(1).is_some_and(|i| base <= self.sites[i].words.end)
    }

    /// The folded word of a node.
    fn spelling(&self, node: u32) -> &str {
        let start = node.checked_sub(1).map_or(0, |before| self.letters_end[before as usize]);
        &self.letters[start..self.letters_end[node as usize]]
    }

    fn passage(&self, leak: &Leak, matches: &[Match], words: usize) -> Passage {
        let (first, last) = (matches[0], matches[matches.len() - 1]);
        let base = |node: u32| {
            (self.lattice.bases[node as usize] as usize).min(self.words.len().saturating_sub(1))
        };
        let (from, to) = (base(first.node), base(last.node).max(base(first.node)));
        Passage {
            leak: leak.words.range_of(first.word as usize..last.word as usize + 1),
            memo: self.words.range_of(from..to + 1),
            words,
        }
    }
}

/// A leak ready to be lined up.
struct Leak {
    words: Words,
    numbers: Vec<u32>,
}

impl Leak {
    fn new(text: &str) -> Leak {
        let words = Words::read(text);
        let numbers = (0..words.len()).map(|i| words.number(i)).collect();
        Leak { words, numbers }
    }
}

/// A leak word at a node of the lattice: the same word, or one within a slip of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    word: u32,
    node: u32,
    is_exact: bool,
}
