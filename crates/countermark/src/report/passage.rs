//! A passage cut at its marks, so that page and terminal show each mark at its word.

use super::{Mark, MemoPart, Passage, Place, Seen};
use std::ops::Range;

/// What was seen of a mark at one of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// This reading, by number.
    Read(usize),
    /// Rather this reading of the two.
    Leans(usize),
    /// The leak has this place, but what stands there is none of the readings, or places of the mark disagree.
    Uncertain,
    /// The leak does not have this place.
    Absent,
}

/// A place of a mark inside a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    /// Number of the mark in the catalogue, from 1.
    pub number: usize,
    /// What stands there, in the original or in the leak; empty where a word is left out.
    pub text: &'a str,
    /// What may stand there.
    pub readings: &'a [String],
    /// What was seen.
    pub sight: Sight,
}

/// A stretch of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words that all copies share.
    Words(&'a str),
    /// A place that differs between copies.
    Mark(Spot<'a>),
}

/// A passage of the leak beside that of the memo, both cut at the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside<'a> {
    /// The leak's words.
    pub leak: Vec<Piece<'a>>,
    /// The original's words.
    pub memo: Vec<Piece<'a>>,
}

/// How many marks were seen how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Read.
    pub read: usize,
    /// Soft.
    pub leaning: usize,
    /// In the leak, but not certain.
    pub uncertain: usize,
    /// Not in the leak.
    pub absent: usize,
}

impl Tally {
    /// Counts the marks of a memo; each is counted once, however many places it has.
    pub fn of(memo: &MemoPart) -> Tally {
        let mut tally = Tally::default();
        for mark in &memo.marks {
            let compared = mark.places.iter().any(|place| place.leak.is_some());
            match sight(mark, compared) {
                Sight::Read(_) => tally.read += 1,
                Sight::Leans(_) => tally.leaning += 1,
                Sight::Uncertain => tally.uncertain += 1,
                Sight::Absent => tally.absent += 1,
            }
        }
        tally
    }

    /// All marks.
    pub fn all(&self) -> usize {
        self.read + self.leaning + self.uncertain + self.absent
    }
}

/// Places of a memo's marks in text order.
pub struct Spots<'a> {
    places: Vec<(usize, &'a Mark, &'a Place)>,
}

impl<'a> Spots<'a> {
    /// Sorts the places once, so that each passage finds its own by halving.
    pub fn of(memo: &'a MemoPart) -> Spots<'a> {
        let mut places: Vec<_> = memo
            .marks
            .iter()
            .enumerate()
            .flat_map(|(i, mark)| mark.places.iter().map(move |place| (i + 1, mark, place)))
            .collect();
        places.sort_by_key(|(number, _, place)| (place.memo, *number));
        Spots { places }
    }

    /// Cuts a passage at its marks.
    pub fn beside(&self, passage: &'a Passage) -> Beside<'a> {
        let from = self.places.partition_point(|(.., place)| place.memo.0 < passage.memo.0);
        let inside = self.places[from..]
            .iter()
            .take_while(|(.., place)| place.memo.0 <= passage.memo.1)
            .filter(|(.., place)| place.memo.1 <= passage.memo.1);
        let mut memo = Vec::new();
        let mut leak = Vec::new();
        for (number, mark, place) in inside {
            let sight = sight(mark, place.leak.is_some());
            let spot = |text| Spot { number: *number, text, readings: &place.readings, sight };
            if let Some(range) = within(place.memo, passage.memo) {
                memo.push((range, spot("")));
            }
            if let Some(range) = place.leak.and_then(|range| within(range, passage.leak)) {
                leak.push((range, spot("")));
            }
        }
        // A leak may have moved its clauses.
        leak.sort_by_key(|(range, _)| (range.start, range.end));
        Beside { leak: cut(&passage.leak_text, leak), memo: cut(&passage.memo_text, memo) }
    }
}

/// What was seen of marks that stand in none of the passages, such as a striking word that was quoted alone; one place
/// for each mark.
pub fn alone(memo: &MemoPart) -> Vec<Spot<'_>> {
    let mut passages: Vec<_> = memo.passages.iter().map(|passage| passage.memo).collect();
    passages.sort_unstable();
    // How far the passages up to each one reach.
    let reach: Vec<usize> = passages
        .iter()
        .scan(0, |reach, passage| {
            *reach = passage.1.max(*reach);
            Some(*reach)
        })
        .collect();
    let is_quoted = |place: &Place| {
        let before = passages.partition_point(|passage| passage.0 <= place.memo.0);
        before > 0 && reach[before - 1] >= place.memo.1
    };
    memo.marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| !mark.places.iter().any(is_quoted))
        .filter_map(|(i, mark)| {
            let place = mark.places.iter().find(|place| place.leak.is_some())?;
            let sight = sight(mark, true);
            Some(Spot { number: i + 1, text: "", readings: &place.readings, sight })
        })
        .collect()
}

fn sight(mark: &Mark, compared: bool) -> Sight {
    match mark.seen {
        Seen::Reading(reading) => Sight::Read(usize::from(reading)),
        Seen::Soft(nats) if nats > 0.0 => Sight::Leans(1),
        Seen::Soft(nats) if nats < 0.0 => Sight::Leans(0),
        Seen::Soft(_) | Seen::Erased if compared => Sight::Uncertain,
        Seen::Soft(_) | Seen::Erased => Sight::Absent,
    }
}

/// A range of the whole text as a range of the passage.
fn within(range: (usize, usize), passage: (usize, usize)) -> Option<Range<usize>> {
    (passage.0 <= range.0 && range.0 <= range.1 && range.1 <= passage.1)
        .then(|| range.0 - passage.0..range.1 - passage.0)
}

/// Cuts a text at sorted ranges. A range that overlaps the one before, or that does not fit the text, is left out: its
/// words are shown, unmarked.
fn cut<'a>(text: &'a str, spots: Vec<(Range<usize>, Spot<'a>)>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (range, spot) in spots {
        let (Some(before), Some(inside)) = (text.get(done..range.start), text.get(range.clone()))
        else {
            continue;
        };
        if !before.is_empty() {
            pieces.push(Piece::Words(before));
        }
        pieces.push(Piece::Mark(Spot { text: inside, ..spot }));
        done = range.end;
    }
    if let Some(rest) = text.get(done..).filter(|rest| !rest.is_empty()) {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    type Span = (usize, usize);

    fn mark(places: &[(usize, usize, Option<Span>)], seen: Seen) -> Mark {
        let place = |&(from, to, leak)| Place {
            memo: (from, to),
            leak,
            readings: vec!["a".into(), "b".into()],
        };
        Mark {
            family: "verb".into(),
            kind: "safe".into(),
            places: places.iter().map(place).collect(),
            seen,
        }
    }

    fn memo(marks: Vec<Mark>) -> MemoPart {
        let (memo, title) = (String::new(), String::new());
        MemoPart {
            memo,
            title,
            candidates: 2,
            passages: Vec::new(),
            marks,
            layout: crate::report::LayoutPart::default(),
            pages: Vec::new(),
        }
    }

    fn passage(leak: Span, leak_text: &str, memo: Span, memo_text: &str) -> Passage {
        Passage { leak, memo, leak_text: leak_text.into(), memo_text: memo_text.into() }
    }

    /// Whatever the ranges say, the words shown must be the words that stand there.
    #[test]
    fn pieces_hold_the_whole_text() {
        let memo = memo(vec![
            mark(&[(104, 107, Some((14, 17)))], Seen::Reading(1)),
            mark(&[(106, 109, Some((2, 3)))], Seen::Erased),
            mark(&[(109, 110, None)], Seen::Erased),
            mark(&[(111, 900, Some((0, 900)))], Seen::Erased),
        ]);
        let passage = passage((10, 20), "0123é67xyz", (100, 112), "abcdefghiéjk");
        let beside = Spots::of(&memo).beside(&passage);
        for (pieces, text) in [(&beside.leak, "0123é67xyz"), (&beside.memo, "abcdefghiéjk")] {
            let joined: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Words(words) => *words,
                    Piece::Mark(spot) => spot.text,
                })
                .collect();
            assert_eq!(joined, text);
        }
        let Piece::Mark(first) = &beside.memo[1] else { panic!("{:?}", beside.memo) };
        assert_eq!((first.number, first.text, first.sight), (1, "efg", Sight::Read(1)));
    }

    /// A word quoted alone is in no passage, and it may be all that was read.
    #[test]
    fn a_mark_is_shown_in_a_passage_or_alone() {
        let mut memo = memo(vec![
            mark(&[(0, 5, Some((0, 5)))], Seen::Reading(0)),
            mark(&[(9, 12, Some((9, 12)))], Seen::Reading(1)),
            mark(&[(20, 25, Some((40, 45)))], Seen::Reading(0)),
            mark(&[(30, 35, None)], Seen::Erased),
        ]);
        memo.passages = vec![passage((8, 18), "0123456789", (8, 18), "0123456789")];
        memo.passages.push(passage((9, 10), "1", (9, 10), "1"));
        let numbers: Vec<_> = alone(&memo).iter().map(|spot| spot.number).collect();
        assert_eq!(numbers, [1, 3]);
    }

    /// "Not in the leak" and "not certain" are different statements, and a soft value is neither.
    #[test]
    fn each_mark_is_counted_once_and_for_what_was_seen() {
        let tally = Tally::of(&memo(vec![
            mark(&[(0, 1, Some((0, 1))), (2, 3, Some((2, 3)))], Seen::Reading(0)),
            mark(&[(4, 5, None), (6, 7, Some((6, 7)))], Seen::Erased),
            mark(&[(8, 9, None)], Seen::Erased),
            mark(&[(10, 11, Some((10, 11)))], Seen::Soft(-2.0)),
            mark(&[(12, 13, Some((12, 13)))], Seen::Soft(0.0)),
        ]));
        assert_eq!(tally, Tally { read: 1, leaning: 1, uncertain: 2, absent: 1 });
        assert_eq!(tally.all(), 5);
    }
}
