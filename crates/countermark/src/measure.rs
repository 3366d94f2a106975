//! Measure: the spacing of leaked pages against reference pages of the original, set with the wording that was read.
//!
//! No issued copy is used, and none could be: trying them would be one alignment for each copy, with the codebook open.

use crate::archive::{MemoRow, damaged};
use crate::catalogue;
use crate::layout::Index;
use crate::pages::{PageOptions, Setup, points};
use crate::report::{LayoutPart, PagePart, ShiftPart};
use crate::trace::{Content, Leak, LeakSheet, Look, TraceError};
use crate::worker::{Pictured, Worker};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use document::page::{PageMap, PageWord, Raster, ReferencePage};
use document::typeset::{Sheets, TypesetError};
use evidence::catalogue::Catalogue;
use evidence::mark::Carrier;
use evidence::reading::Observation;
use sight::{PageMeasure, Preview, Route, SOFT_ONE, measure_positions, soft};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use text::align::{Alignment, Seen};
use text::choice::Choice;
use text::render::Spliced;

/// Resolution of reference pages: finer than any camera's, coarse enough to be quick.
const REFERENCE_DPI: f64 = 300.0;
/// Reference pages that one picture is held against: what a worker has memory for.
const PAGES_MAX: usize = 16;

/// What the spacing of a leak says.
pub(crate) struct Spacing {
    /// One a layout mark, in catalogue order.
    pub(crate) observations: Vec<Observation>,
    /// Pages that were measured.
    pub(crate) pages: Vec<PagePart>,
}

impl Spacing {
    /// Counts for the report.
    pub(crate) fn tally(&self) -> LayoutPart {
        let read = self.observations.iter().filter(|o| **o != Observation::Erased).count();
        LayoutPart { slots: self.observations.len(), read }
    }
}

/// Measures every page and picture of a leak.
pub(crate) fn spacing(
    row: &MemoRow,
    catalogue: &Catalogue,
    choices: &[Choice],
    alignment: &Alignment,
    content: &Content<'_>,
    worker: &Worker,
) -> Result<Spacing, TraceError> {
    let marks = catalogue::count(catalogue, Carrier::Layout);
    let none = Spacing { observations: vec![Observation::Erased; marks], pages: Vec::new() };
    let (Some(setup), false) = (Setup::of(row)?, content.sheets.is_empty()) else {
        return Ok(none);
    };
    let slots = catalogue::to_slots(catalogue).map_err(|e| damaged(&e.to_string()))?;
    let spliced = Spliced::new(&row.text, choices, &first_or_read(alignment));
    let reference = Reference::new(&setup, &spliced).map_err(TraceError::Typeset)?;
    let mut measured = Vec::new();
    for sheet in &content.sheets {
        for found in reference.find(sheet, content.leak, alignment, worker)? {
            measured.push((sheet, found));
        }
    }
    let maps = reference.sheets.pages();
    let measures: Vec<&PageMeasure> = measured.iter().map(|(_, found)| &found.measure).collect();
    let observations = Index::new(&slots).observations(maps, &spliced, &measures);
    let pages = measured
        .iter()
        .map(|(sheet, found)| {
            shown(content.leak, sheet, found, &maps[found.measure.page], &setup.pages)
        })
        .collect();
    Ok(Spacing { observations, pages })
}

/// The wording of the reference: what was read, and the first reading where nothing was.
fn first_or_read(alignment: &Alignment) -> Vec<u8> {
    let reading = |seen: &Seen| match *seen {
        Seen::Erased => 0,
        Seen::Reading(reading) => reading,
        Seen::Soft { nats_1024 } => u8::from(nats_1024 > 0),
    };
    alignment.seen.iter().map(reading).collect()
}

/// The pages that a leak is held against, drawn where a picture asks for them.
struct Reference {
    sheets: Sheets,
    /// Bytes of the memo that each page shows.
    covers: Vec<Range<usize>>,
    drawn: RefCell<BTreeMap<usize, Raster>>,
}

/// A page that was found, with the picture that it was found in.
struct Found {
    measure: PageMeasure,
    view: Option<Preview>,
}

impl Reference {
    fn new(setup: &Setup, spliced: &Spliced) -> Result<Reference, TypesetError> {
        let sheets = setup.set(&spliced.text)?;
        let covers = sheets.pages().iter().map(|page| covered(page, spliced)).collect();
        Ok(Reference { sheets, covers, drawn: RefCell::default() })
    }

    fn find(
        &self,
        sheet: &LeakSheet,
        leak: &Leak,
        alignment: &Alignment,
        worker: &Worker,
    ) -> Result<Vec<Found>, TraceError> {
        match &sheet.look {
            Look::Placed(words) => {
                let found = self.sheets.pages().iter().enumerate().filter_map(|(page, map)| {
                    let measure = measure_positions(words, map)?;
                    Some(Found { measure: PageMeasure { page, ..measure }, view: None })
                });
                Ok(found.collect())
            }
            Look::Pictured { turn, words } => {
                let candidates = self.candidates(sheet, alignment);
                let pages: Vec<ReferencePage> =
                    candidates.iter().filter_map(|page| self.page(*page)).collect();
                let (bytes, page) = (leak.body(sheet.part), sheet.page);
                let picture = Pictured { bytes, page, turn: *turn };
                let measured = worker.measure(&picture, words, &pages)?;
                let found = measured.pages.into_iter().map(|measure| {
                    let page = candidates[measure.page];
                    let view = Some(measured.preview.clone());
                    Found { measure: PageMeasure { page, ..measure }, view }
                });
                Ok(found.collect())
            }
        }
    }

    /// Pages that the words of a picture speak of; all of them where it has no readable words.
    fn candidates(&self, sheet: &LeakSheet, alignment: &Alignment) -> Vec<usize> {
        let meet = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let passages = alignment.passages.iter().filter(|p| meet(&p.leak, &sheet.text));
        let quoted: Vec<Range<usize>> = passages.map(|p| p.memo.clone()).collect();
        let speaks = |page: &usize| quoted.iter().any(|memo| meet(memo, &self.covers[*page]));
        let all = 0..self.covers.len();
        let mut pages: Vec<usize> = all.clone().filter(speaks).collect();
        if pages.is_empty() {
            pages = all.collect();
        }
        pages.truncate(PAGES_MAX);
        pages
    }

    fn page(&self, page: usize) -> Option<ReferencePage> {
        let raster = match self.drawn.borrow_mut().entry(page) {
            Entry::Occupied(drawn) => drawn.get().clone(),
            Entry::Vacant(room) => room.insert(self.sheets.reference(page, REFERENCE_DPI)?).clone(),
        };
        Some(ReferencePage { map: self.sheets.pages()[page].clone(), raster })
    }
}

/// Bytes of the memo from a page's first word to its last.
fn covered(page: &PageMap, spliced: &Spliced) -> Range<usize> {
    let sources = page.words.iter().filter_map(|word| word.source.as_ref());
    let memo: Vec<Range<usize>> = sources.filter_map(|source| spliced.to_memo(source)).collect();
    let start = memo.iter().map(|range| range.start).min().unwrap_or(0);
    start..memo.iter().map(|range| range.end).max().unwrap_or(0)
}

/// What the report shows of a page.
fn shown(
    leak: &Leak,
    sheet: &LeakSheet,
    found: &Found,
    map: &PageMap,
    options: &PageOptions,
) -> PagePart {
    let measure = &found.measure;
    let (shift_pt, line_pt) = (points(options.word_shift), points(options.line_shift));
    let nats = |r, sigma, d| soft(r, sigma, d).map(|n| f64::from(n) / f64::from(SOFT_ONE));
    let place = |word: usize| match &found.view {
        Some(_) => measure.places.get(word).copied().flatten(),
        None => map.words.get(word).map(boxed),
    };
    let words = measure.shifts.iter().map(|s| ShiftPart {
        word: map.words.get(s.word).map_or_else(String::new, |w| w.text.clone()),
        place: place(s.word),
        r_pt: s.r_pt,
        sigma_pt: s.sigma_pt,
        nats: nats(s.r_pt, s.sigma_pt, shift_pt),
    });
    let lines = measure.lines.iter().map(|s| ShiftPart {
        word: String::new(),
        place: None,
        r_pt: s.r_pt,
        sigma_pt: s.sigma_pt,
        nats: nats(s.r_pt, s.sigma_pt, line_pt),
    });
    let drawn = found.view.is_none().then_some(&map.words);
    PagePart {
        leak: leak.parts[sheet.part].name.clone(),
        leak_page: sheet.page + 1,
        memo_page: measure.page as u32 + 1,
        route: match measure.route {
            Route::Words => "words",
            Route::Blocks => "blocks",
            Route::Positions => "positions",
        }
        .into(),
        words: (measure.quality.visible, measure.quality.seen),
        dpi: found.view.as_ref().map(|_| measure.quality.dpi),
        sigma_pt: measure.quality.sigma_pt,
        shift_pt,
        size: match &found.view {
            Some(view) => (view.width as f64, view.height as f64),
            None => (map.width, map.height),
        },
        view: found.view.as_ref().map(|view| STANDARD.encode(&view.jpeg)),
        drawn: drawn
            .into_iter()
            .flatten()
            .map(|w| (w.left, w.baseline, w.size, w.text.clone()))
            .collect(),
        shifts: words.chain(lines).collect(),
    }
}

/// Corners of a word as set, clockwise from its upper left.
fn boxed(word: &PageWord) -> [[f64; 2]; 4] {
    // Ascenders and descenders of text faces reach about so far.
    let (top, foot) = (word.baseline - 0.72 * word.size, word.baseline + 0.22 * word.size);
    [[word.left, top], [word.right, top], [word.right, foot], [word.left, foot]]
}
