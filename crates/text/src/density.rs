//! What a memo can tell: for each paragraph and the whole, and the shortest passage that could still name a copy.
//!
//! With uniform marks the smallest chance of any word is p_min = Π 1/arity, so `bits` = -log2 p_min = Σ log2 arity. A
//! copy can be named among N only where N·p_min is at most a limit that the error rate sets; the caller knows it.

use crate::choice::Choice;
use crate::memo::Memo;
use crate::word::Words;
use std::collections::BTreeSet;
use std::ops::Range;

/// log2 of each arity up to 16, correctly rounded; a table, since the platform's logarithm differs in the last place.
const LOG2: [f64; 17] = [
    0.0,
    0.0,
    1.0,
    1.584_962_500_721_156,
    2.0,
    2.321_928_094_887_362,
    2.584_962_500_721_156,
    2.807_354_922_057_604,
    3.0,
    3.169_925_001_442_312,
    std::f64::consts::LOG2_10,
    3.459_431_618_637_297,
    3.584_962_500_721_156,
    3.700_439_718_141_092,
    3.807_354_922_057_604,
    3.906_890_595_608_518,
    4.0,
];

/// What a memo with its choices can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// -log2 p_min of all choices; a choice with many places counts once.
    pub bits: f64,
    /// One entry for each paragraph of the memo, in order.
    pub paragraphs: Vec<ParagraphDensity>,
    /// Words of the shortest passage that could still name one of N; `None` where not even the whole memo could.
    pub shortest_naming_words: Option<usize>,
}

/// What one paragraph alone can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphDensity {
    /// Its bytes in the text of the memo.
    pub range: Range<usize>,
    /// -log2 p_min of the choices that have a place in it.
    pub bits: f64,
    /// Largest N among which it could name a copy.
    pub names_up_to: u64,
}

/// Figures for `n` copies, where naming needs N·p_min ≤ `limit` (such as .85·α·.9/2 for a memo's first inquiry).
pub fn density(memo: &Memo, choices: &[Choice], n: u64, limit: f64) -> Density {
    let paragraphs = memo.paragraphs.iter().map(|paragraph| {
        let here = |choice: &&Choice| {
            choice.places.iter().any(|place| holds(&paragraph.range, &place.range))
        };
        let within: Vec<&Choice> = choices.iter().filter(here).collect();
        let words = within.iter().map(|choice| choice.arity() as f64).product::<f64>();
        ParagraphDensity {
            range: paragraph.range.clone(),
            bits: within.iter().map(|choice| bits(choice)).sum(),
            names_up_to: (limit * words) as u64,
        }
    });
    Density {
        bits: choices.iter().map(bits).sum(),
        paragraphs: paragraphs.collect(),
        shortest_naming_words: shortest(memo, choices, n as f64 / limit),
    }
}

/// -log2 of the chance of each reading of a choice.
pub fn bits(choice: &Choice) -> f64 {
    LOG2[choice.arity().min(LOG2.len() - 1)]
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Words of the shortest run whose readable places have at least `needed` different words of readings.
fn shortest(memo: &Memo, choices: &[Choice], needed: f64) -> Option<usize> {
    let words = Words::read(&memo.text);
    // A place is read with a word to each side.
    let span = |range: &Range<usize>| {
        let first = words.first_after(range.start);
        let last = (first..words.len())
            .find(|&i| words.range(i).start >= range.end)
            .unwrap_or(words.len());
        first.saturating_sub(1)..(last + 1).min(words.len())
    };
    let mut places: Vec<(Range<usize>, usize)> = (choices.iter().enumerate())
        .flat_map(|(number, choice)| choice.places.iter().map(move |place| (place, number)))
        .map(|(place, number)| (span(&place.range), number))
        .collect();
    places.sort_by_key(|(span, number)| (span.start, span.end, *number));
    let mut best: Option<usize> = None;
    for last in 0..places.len() {
        let end = places[last].0.end;
        let mut seen = BTreeSet::new();
        let mut told = 1.0;
        for (span, number) in places[..=last].iter().rev() {
            let length = end - span.start;
            if best.is_some_and(|best| length >= best) {
                break;
            }
            if seen.insert(*number) {
                told *= choices[*number].arity() as f64;
            }
            if told >= needed {
                best = Some(length);
                break;
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memo() -> Memo {
        Memo::parse("We {saw|met|knew} them in the old harbour.\n\nThey {left|went} and we {stayed|waited} there.", &[])
            .unwrap()
    }

    /// The figures that an author decides by: arity counts, not the number of choices.
    #[test]
    fn paragraphs_tell_by_their_arities() {
        let memo = memo();
        let told = density(&memo, &memo.author, 2, 1.0);
        assert_eq!(told.paragraphs.iter().map(|p| p.names_up_to).collect::<Vec<_>>(), [3, 4]);
        assert!((told.bits - (1.584_962_500_721_156 + 2.0)).abs() < 1e-12);
    }

    /// Two choices of the second paragraph name one of four; they and the words beside them are the passage.
    #[test]
    fn the_shortest_passage_holds_the_choices_and_their_neighbours() {
        let memo = memo();
        assert_eq!(density(&memo, &memo.author, 2, 1.0).shortest_naming_words, Some(3));
        assert_eq!(density(&memo, &memo.author, 4, 1.0).shortest_naming_words, Some(6));
        assert_eq!(density(&memo, &memo.author, 13, 1.0).shortest_naming_words, None);
    }

    /// A choice with many places is one mark however often it is seen.
    #[test]
    fn choices_made_once_count_once() {
        let memo = Memo::parse("A red {cat|dog} sat near the blue door.", &[]).unwrap();
        let mut choice = memo.author[0].clone();
        let at = memo.text.find("blue").unwrap();
        choice.places.push(crate::choice::Place {
            range: at..at + 4,
            readings: vec!["blue".into(), "green".into()],
        });
        let told = density(&memo, &[choice], 4, 1.0);
        assert_eq!((told.bits, told.shortest_naming_words), (1.0, None));
    }
}
