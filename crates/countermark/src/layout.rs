//! Layout: which gaps of a memo carry marks, how a copy's word moves them, and what a measured page says of them.
//!
//! A mark belongs to a gap of the original, never to a place on a line. In each copy it is embedded where that copy's own
//! lines make it a mover, and is silent elsewhere; whoever reads knows the lines of the page that was measured, and no copy.

use document::Format;
use document::page::PageMap;
use document::spacing::{movers, moving_lines};
use document::typeset::{Markup, Setting, Sheets, Shifts, TypesetError, set};
use evidence::reading::Observation;
use sight::{PageMeasure, soft};
use std::collections::BTreeMap;
use std::ops::Range;
use text::choice::{Choice, Place};

/// Every which gap also has a slot for the shift of its line: dense enough that no line of usual length goes without.
const LINE_SLOT_EVERY: usize = 4;

/// What a layout mark moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotKind {
    /// The word after the gap.
    Word,
    /// The line that the gap is in.
    Line,
}

impl SlotKind {
    /// As the catalogue has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            SlotKind::Word => "gap",
            SlotKind::Line => "line",
        }
    }

    /// The kind of this name.
    pub(crate) fn from_name(name: &str) -> Option<SlotKind> {
        [SlotKind::Word, SlotKind::Line].into_iter().find(|kind| kind.name() == name)
    }
}

/// A gap of the original that a mark belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// What it moves.
    pub(crate) kind: SlotKind,
    /// Bytes of the memo's text between two words.
    pub(crate) gap: Range<usize>,
    /// How far, in thousandths of a point.
    pub(crate) shift: u16,
}

impl Slot {
    fn shift_pt(&self) -> f64 {
        f64::from(self.shift) / 1000.0
    }
}

/// The slots of a memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Words in reading order, then lines in reading order.
    pub(crate) slots: Vec<Slot>,
    /// How many of them move something where every choice takes its first reading.
    pub(crate) movers: usize,
}

/// Plans the slots of a memo from its pages in first readings.
pub(crate) fn plan(text: &str, choices: &[Choice], setup: &Setup) -> Result<Plan, TypesetError> {
    let sheets = setup.set(text)?;
    let spliced = Spliced::new(text, choices, &vec![0; choices.len()]);
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for page in sheets.pages() {
        for line in &page.lines {
            let words = page.words[line.words.clone()].windows(2);
            let between = words.filter_map(|pair| {
                let (before, after) = (pair[0].source.as_ref()?, pair[1].source.as_ref()?);
                (before.end < after.start).then_some(before.end..after.start)
            });
            gaps.extend(between.filter(|gap| spliced.to_memo(gap).is_some()));
        }
        // A gap at the end of a line is one like any other: other wording may bring it inside.
        let ends = page.lines.windows(2).filter(|pair| pair[0].block == pair[1].block);
        gaps.extend(ends.filter_map(|pair| {
            let before = page.words[pair[0].words.end - 1].source.as_ref()?;
            let after = page.words[pair[1].words.start].source.as_ref()?;
            let gap = before.end..after.start;
            (gap.start < gap.end && spliced.to_memo(&gap).is_some()).then_some(gap)
        }));
    }
    gaps.sort_by_key(|gap| gap.start);
    gaps.dedup();
    let word = |gap: &Range<usize>| Slot {
        kind: SlotKind::Word,
        gap: gap.clone(),
        shift: setup.word_shift,
    };
    let line = |gap: &Range<usize>| Slot {
        kind: SlotKind::Line,
        gap: gap.clone(),
        shift: setup.line_shift,
    };
    let slots: Vec<Slot> =
        gaps.iter().map(word).chain(gaps.iter().step_by(LINE_SLOT_EVERY).map(line)).collect();
    let index = Index::new(&slots);
    let movers = sheets.pages().iter().map(|page| index.moved(page, &spliced).len()).sum();
    Ok(Plan { slots, movers })
}

/// How a memo is set: the same for all its copies.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// The design of its pages.
    pub(crate) setting: Setting,
    /// How the memo is written.
    pub(crate) markup: Markup,
    /// Shift of a word, in thousandths of a point.
    pub(crate) word_shift: u16,
    /// Shift of a line, in thousandths of a point.
    pub(crate) line_shift: u16,
}

impl Setup {
    /// Lays a text out.
    pub(crate) fn set(&self, text: &str) -> Result<Sheets, TypesetError> {
        set(text, self.markup, &self.setting)
    }

    /// Shifts of a word and of a line, in points.
    pub(crate) fn shifts_pt(&self) -> (f64, f64) {
        (f64::from(self.word_shift) / 1000.0, f64::from(self.line_shift) / 1000.0)
    }
}

/// How the visible text of a format is written.
pub(crate) fn markup(format: Format) -> Markup {
    match format {
        Format::Markdown => Markup::Markdown,
        Format::Text | Format::Html => Markup::Plain,
    }
}

/// The text of one wording, with the way back to the memo.
pub(crate) struct Spliced {
    /// The text.
    pub(crate) text: String,
    /// Stretches that all wordings share: where they start here, and in the memo; with their length.
    shared: Vec<(usize, usize, usize)>,
}

impl Spliced {
    /// The memo's text with these readings of its choices.
    pub(crate) fn new(memo: &str, choices: &[Choice], word: &[u8]) -> Spliced {
        let mut places: Vec<(&Place, usize)> = choices
            .iter()
            .zip(word)
            .flat_map(|(choice, reading)| choice.places.iter().map(|p| (p, usize::from(*reading))))
            .collect();
        places.sort_by_key(|(place, _)| (place.range.start, place.range.end));
        let mut out = Spliced { text: String::with_capacity(memo.len() + 256), shared: Vec::new() };
        let mut at = 0;
        for (place, reading) in places {
            out.share(memo, at..place.range.start);
            out.text.push_str(&place.readings[reading]);
            at = place.range.end;
        }
        out.share(memo, at..memo.len());
        out
    }

    fn share(&mut self, memo: &str, range: Range<usize>) {
        self.shared.push((self.text.len(), range.start, range.len()));
        self.text.push_str(&memo[range]);
    }

    /// Bytes of the memo behind bytes of this text; `None` where a choice stands among them.
    pub(crate) fn to_memo(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let after = self.shared.partition_point(|(here, ..)| *here <= range.start);
        let (here, memo, length) = *self.shared.get(after.checked_sub(1)?)?;
        let start = range.start - here;
        (range.end - here <= length).then(|| memo + start..memo + range.end - here)
    }
}

/// Slots by the gap they belong to.
pub(crate) struct Index<'a> {
    slots: &'a [Slot],
    words: BTreeMap<usize, usize>,
    lines: BTreeMap<usize, usize>,
}

/// A slot at work on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// Number of the slot.
    pub(crate) slot: usize,
    /// The word, or the line, in the [`PageMap`].
    pub(crate) at: usize,
}

impl<'a> Index<'a> {
    /// Sorts the slots by their gaps.
    pub(crate) fn new(slots: &'a [Slot]) -> Index<'a> {
        let of = |kind| {
            let own = slots.iter().enumerate().filter(move |(_, slot)| slot.kind == kind);
            own.map(|(number, slot)| (slot.gap.start, number)).collect()
        };
        Index { slots, words: of(SlotKind::Word), lines: of(SlotKind::Line) }
    }

    /// The slots that move something on a page of this wording.
    pub(crate) fn moved(&self, page: &PageMap, spliced: &Spliced) -> Vec<Moved> {
        let slot = |of: &BTreeMap<usize, usize>, gap: &Range<usize>| {
            of.get(&spliced.to_memo(gap)?.start).copied()
        };
        let words = movers(page).into_iter().filter_map(|mover| {
            Some(Moved { slot: slot(&self.words, &mover.gap)?, at: mover.word })
        });
        // A line's mark is the first line slot among its gaps.
        let lines = moving_lines(page).into_iter().filter_map(|moving| {
            let slot = moving.gaps.iter().find_map(|gap| slot(&self.lines, gap))?;
            Some(Moved { slot, at: moving.line })
        });
        words.chain(lines).collect()
    }

    /// How a copy's pages are shifted; `symbols` has one symbol a slot.
    pub(crate) fn shifts(&self, pages: &[PageMap], spliced: &Spliced, symbols: &[u8]) -> Shifts {
        let mut shifts = Shifts::default();
        for (number, page) in pages.iter().enumerate() {
            for moved in self.moved(page, spliced) {
                let slot = &self.slots[moved.slot];
                let shift =
                    if symbols[moved.slot] == 1 { slot.shift_pt() } else { -slot.shift_pt() };
                match slot.kind {
                    SlotKind::Word => shifts.move_word(number, moved.at, shift),
                    SlotKind::Line => shifts.move_line(number, moved.at, shift),
                }
            }
        }
        shifts
    }

    /// What measured pages say of the slots: readings of the same slot are added, since they are of one source.
    pub(crate) fn observations(
        &self,
        pages: &[PageMap],
        spliced: &Spliced,
        measured: &[&PageMeasure],
    ) -> Vec<Observation> {
        let mut nats: Vec<Option<i32>> = vec![None; self.slots.len()];
        for measure in measured {
            for moved in self.moved(&pages[measure.page], spliced) {
                let slot = &self.slots[moved.slot];
                let seen = match slot.kind {
                    SlotKind::Word => measure
                        .shifts
                        .iter()
                        .find(|s| s.word == moved.at)
                        .and_then(|s| soft(s.r_pt, s.sigma_pt, slot.shift_pt())),
                    SlotKind::Line => measure
                        .lines
                        .iter()
                        .find(|s| s.line == moved.at)
                        .and_then(|s| soft(s.r_pt, s.sigma_pt, slot.shift_pt())),
                };
                if let Some(seen) = seen {
                    let sum = nats[moved.slot].unwrap_or(0);
                    nats[moved.slot] = Some(sum.saturating_add(seen));
                }
            }
        }
        let observation =
            |n: Option<i32>| n.map_or(Observation::Erased, evidence::layout::quantise);
        nats.into_iter().map(observation).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use text::choice::Kind;

    fn choice(memo: &str, first: &str, second: &str) -> Choice {
        let start = memo.find(first).unwrap();
        let readings = vec![first.to_string(), second.to_string()];
        Choice {
            family: "author".into(),
            kind: Kind::Author,
            places: vec![Place { range: start..start + first.len(), readings }],
        }
    }

    /// A gap keeps its mark whatever stands before it, and has none where a choice may take it away.
    #[test]
    fn gaps_lead_back_to_the_memo() {
        let memo = "The cabinet was weak on Monday.";
        let choices = [choice(memo, "was weak", "had no strength left")];
        let spliced = Spliced::new(memo, &choices, &[1]);
        assert_eq!(spliced.text, "The cabinet had no strength left on Monday.");
        let gap = |words: &str| {
            let at = spliced.text.find(words).unwrap() + words.find(' ').unwrap();
            spliced.to_memo(&(at..at + 1))
        };
        assert_eq!(gap("on Monday"), Some(23..24));
        assert_eq!(gap("left on"), Some(20..21));
        assert_eq!(gap("no strength"), None);
        assert_eq!(gap("The cabinet"), Some(3..4));
    }
}
