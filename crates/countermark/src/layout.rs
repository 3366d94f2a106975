//! Layout: which gaps of a memo carry marks, how a copy's word moves them, and what a measured page says of them.
//!
//! A mark belongs to a gap of the original, never to a place on a line. In each copy it is embedded where that copy's own
//! lines make it a mover, and is silent elsewhere; whoever reads knows the lines of the page that was measured, and no copy.

use crate::pages::{Setup, points};
use document::page::PageMap;
use document::spacing::{gaps, movers, moving_lines};
use document::typeset::{Shifts, TypesetError};
use evidence::reading::Observation;
use sight::{PageMeasure, soft};
use std::collections::BTreeMap;
use std::ops::Range;
use text::choice::Choice;
use text::render::Spliced;

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
        points(self.shift)
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
    let pages = sheets.pages();
    let between = pages.iter().flat_map(gaps);
    let mut own: Vec<Range<usize>> = between.filter(|gap| spliced.to_memo(gap).is_some()).collect();
    own.sort_by_key(|gap| gap.start);
    own.dedup();
    let slot = |kind, shift| move |gap: &Range<usize>| Slot { kind, gap: gap.clone(), shift };
    let words = own.iter().map(slot(SlotKind::Word, setup.pages.word_shift));
    let every = own.iter().step_by(LINE_SLOT_EVERY);
    let slots: Vec<Slot> =
        words.chain(every.map(slot(SlotKind::Line, setup.pages.line_shift))).collect();
    let index = Index::new(&slots);
    let movers = pages.iter().map(|page| index.moved(page, &spliced).len()).sum();
    Ok(Plan { slots, movers })
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
                let found = match slot.kind {
                    SlotKind::Word => {
                        let own = measure.shifts.iter().find(|s| s.word == moved.at);
                        own.map(|s| (s.r_pt, s.sigma_pt))
                    }
                    SlotKind::Line => {
                        let own = measure.lines.iter().find(|s| s.line == moved.at);
                        own.map(|s| (s.r_pt, s.sigma_pt))
                    }
                };
                let seen = found.and_then(|(r, sigma)| soft(r, sigma, slot.shift_pt()));
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
