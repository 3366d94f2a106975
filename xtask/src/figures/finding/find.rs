//! Which memo: quotations found, marked and damaged passages found, innocent documents matched.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;
use text::find::{Found, Index, Posting, Region, find};
use text::word::Words;

use super::super::Figure;
use super::Half;
use super::corpus::{Row, cpu_seconds, rows};
use super::leaks::{Dice, Urn, choices, copy, corrupt, render};

/// All memos of the bulk file, the dev memos with a mark every ten words or so.
struct Library {
    index: Index,
    keys: BTreeMap<String, u32>,
    memos: Vec<Row>,
    urn: Urn,
}

impl Library {
    fn of(memos: Vec<Row>) -> Library {
        let urn =
            Urn::of(&memos.iter().take(50).map(|memo| memo.text.as_str()).collect::<Vec<_>>());
        let keys = memos.iter().map(|memo| memo.id.clone()).zip(0..).collect();
        let posting = |(key, memo): (u32, &Row)| {
            let marks = if is_dev(memo) { marks(key, memo, &urn) } else { Vec::new() };
            (key, Posting::make(&memo.text, &marks))
        };
        let index = Index::assemble((0..).zip(&memos).map(posting));
        Library { index, keys, memos, urn }
    }
}

fn is_dev(memo: &Row) -> bool {
    memo.fields["split"] == "dev"
}

fn marks(key: u32, memo: &Row, urn: &Urn) -> Vec<text::choice::Choice> {
    choices(&memo.text, urn, &mut Dice(u64::from(key))).0
}

/// How texts of which the memo is known fared.
#[derive(Default)]
struct Tally {
    right: usize,
    tied: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn total(&self) -> usize {
        self.right + self.tied + self.wrong + self.missed
    }

    fn count(&mut self, best: Option<&Region>, right: &[u32]) {
        match best {
            None => self.missed += 1,
            Some(region) if right.contains(&region.memo) => self.right += 1,
            Some(region) if region.ties.iter().any(|tie| right.contains(&tie.memo)) => {
                self.tied += 1;
            }
            Some(_) => self.wrong += 1,
        }
    }

    fn figure(&self, what: String, id: &'static str, held_percent_min: f64) -> Figure {
        let percent = |n: usize| 100.0 * n as f64 / self.total() as f64;
        let held = percent(self.right + self.tied);
        let (right, tied, wrong, missed) = (self.right, self.tied, self.wrong, self.missed);
        let bounded = held_percent_min > 0.0;
        Figure {
            id,
            what,
            value: format!(
                "{held:.1} % (right {right}, tied {tied}, wrong {wrong}, missed {missed})"
            ),
            bound: if bounded {
                format!("≥ {held_percent_min} %, wrong ≤ .2 %")
            } else {
                String::new()
            },
            limit: format!("n = {}", self.total()),
            kept: !bounded || held >= held_percent_min && percent(wrong) <= 0.2,
        }
    }
}

/// The rows of the table "which memo".
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let library = Library::of(rows(folder, "memos_bulk.jsonl.zst"));
    let mut figures = quotations(folder, &library);
    for percent in [0, 10, 20] {
        for words in [8, 12, 25, 40] {
            figures.push(passages(&library, words, percent));
        }
    }
    for name in ["background.jsonl.zst", "paraphrase_dev.jsonl", "news.jsonl"] {
        figures.extend(matched(&rows(folder, name), name, &library));
    }
    figures
}

/// Real quotations by historians, in their notes.
fn quotations(folder: &Path, library: &Library) -> Vec<Figure> {
    let notes = rows(folder, "quotes_dev.jsonl");
    let start = cpu_seconds();
    let found: Vec<Found> = notes.iter().map(|note| find(&library.index, &note.text)).collect();
    let seconds = cpu_seconds() - start;
    let words: usize = notes.iter().map(|note| Words::read(&note.text).len()).sum();
    let tally = |half: Half| {
        let mut tally = Tally::default();
        for (note, found) in notes.iter().zip(&found).filter(|(note, _)| half.holds(&note.id)) {
            score(library, note, found, &mut tally);
        }
        // The halves are small: one quotation is half a percent.
        let held_percent_min = if half == Half::Both { 99.0 } else { 0.0 };
        let what =
            format!("right memo or tied set, quotations in historians' notes ({})", half.name());
        tally.figure(what, "find quotations", held_percent_min)
    };
    let speed = Figure {
        id: "find speed",
        what: format!("1,000 words of notes against {} memos, one core", library.memos.len()),
        value: format!("{:.1} ms", seconds * 1e6 / words as f64),
        bound: String::new(),
        limit: format!("{words} words"),
        kept: true,
    };
    vec![tally(Half::Both), tally(Half::First), tally(Half::Second), speed]
}

fn score(library: &Library, note: &Row, found: &Found, tally: &mut Tally) {
    for quote in note.fields["quotes"].as_array().into_iter().flatten() {
        let bytes = byte_range(&note.text, &quote["start"], &quote["end"]);
        let shared = quote["also_in"].as_array().into_iter().flatten();
        let ids = quote["memo"].as_str().into_iter().chain(shared.filter_map(Value::as_str));
        let right: Vec<u32> = ids.filter_map(|id| library.keys.get(id).copied()).collect();
        tally.count(best_in(found, &bytes), &right);
    }
}

/// The region that explains a range of the leak best: one that fills a quotation before one that runs on past it.
fn best_in<'a>(found: &'a Found, bytes: &Range<usize>) -> Option<&'a Region> {
    let common = |region: &Region| {
        region.leak.end.min(bytes.end).saturating_sub(region.leak.start.max(bytes.start))
    };
    let inside = found.accepted.iter().filter(|region| common(region) > 0);
    inside.max_by_key(|region| (region.is_quoted, common(region), region.bits))
}

/// Offsets in characters as a range in bytes.
fn byte_range(text: &str, start: &Value, end: &Value) -> Range<usize> {
    let byte = |offset: &Value| {
        let offset = offset.as_u64().unwrap_or(0) as usize;
        text.char_indices().nth(offset).map_or(text.len(), |(at, _)| at)
    };
    byte(start)..byte(end)
}

/// Passages of marked copies, quoted with errors.
fn passages(library: &Library, words: usize, percent: usize) -> Figure {
    let mut dice = Dice((words * 100 + percent) as u64);
    let mut tally = Tally::default();
    for (key, memo) in (0..).zip(&library.memos).filter(|(_, memo)| is_dev(memo)) {
        let read = Words::read(&memo.text);
        if read.len() < 2 * words + 1 {
            continue;
        }
        let marks = marks(key, memo, &library.urn);
        let from = dice.below(read.len() - words);
        let bytes = read.range(from).start..read.range(from + words - 1).end;
        let cut = |place: &Range<usize>| {
            place.start < bytes.start && bytes.start < place.end
                || place.start < bytes.end && bytes.end < place.end
        };
        let marks: Vec<_> = marks.into_iter().filter(|m| !cut(&m.places[0].range)).collect();
        let dealt = copy(&marks, &mut dice);
        let quote =
            corrupt(&render(&memo.text, &marks, &dealt, bytes), percent, &library.urn, &mut dice);
        let found = find(&library.index, &format!("They wrote: “{quote}”"));
        tally.count(best_in(&found, &(0..usize::MAX)), &[key]);
    }
    let what = format!(
        "right memo or tied set, {words} quoted words of a marked copy, {percent} % errors"
    );
    tally.figure(what, "find passages", 0.0)
}

/// Documents that quote no memo, or only sum one up.
fn matched(texts: &[Row], name: &str, library: &Library) -> Vec<Figure> {
    let figure = |half: Half| {
        let texts: Vec<&Row> = texts.iter().filter(|row| half.holds(&row.id)).collect();
        let is_hit = |row: &&&Row| !find(&library.index, &row.text).accepted.is_empty();
        let hits = texts.iter().filter(is_hit).count();
        let percent = 100.0 * hits as f64 / texts.len() as f64;
        // A summary may borrow its memo's phrases: only texts that never saw a memo are held to a bound.
        let bounded = half == Half::Both && name.starts_with("background");
        Figure {
            id: "find innocent",
            what: format!(
                "documents of {name} that match any of {} memos ({})",
                library.memos.len(),
                half.name()
            ),
            value: format!("{hits} ({percent:.2} %)"),
            bound: if bounded { "≤ .1 %".into() } else { String::new() },
            limit: format!("n = {}", texts.len()),
            kept: !bounded || percent <= 0.1,
        }
    };
    vec![figure(Half::Both), figure(Half::First), figure(Half::Second)]
}
