//! Which memo: quotations found, innocent documents matched, and how fast.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use text::find::{Found, Index, Posting, Region, find};

use super::super::Figure;
use super::corpus::{Row, cpu_seconds, rows};

/// Everything that the tables need, read once.
pub(super) struct Library {
    pub(super) index: Index,
    keys: BTreeMap<String, u32>,
    pub(super) ids: Vec<String>,
}

impl Library {
    fn of(memos: &[Row]) -> Library {
        let ids: Vec<String> = memos.iter().map(|memo| memo.id.clone()).collect();
        let keys = ids.iter().cloned().zip(0..).collect();
        let postings = memos.iter().map(|memo| Posting::make(&memo.text, &[]));
        Library { index: Index::assemble((0..).zip(postings)), keys, ids }
    }
}

/// How the quotations fared.
#[derive(Default)]
pub(super) struct Tally {
    right: usize,
    tied: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn total(&self) -> usize {
        self.right + self.tied + self.wrong + self.missed
    }
}

/// The rows of the table "which memo".
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let library = Library::of(&rows(folder, "memos_bulk.jsonl.zst"));
    let mut figures = Vec::new();
    let notes = rows(folder, "quotes_dev.jsonl");
    let start = cpu_seconds();
    let found: Vec<Found> = notes.iter().map(|note| find(&library.index, &note.text)).collect();
    let words: usize = notes.iter().map(|note| note.text.split_whitespace().count()).sum();
    let ms = (cpu_seconds() - start) * 1e6 / words as f64;
    for (name, apart) in [("tuned on", false), ("apart", true)] {
        let mut tally = Tally::default();
        for (note, found) in notes.iter().zip(&found).filter(|(note, _)| is_apart(&note.id) == apart) {
            score(&library, note, found, &mut tally);
        }
        figures.push(quotations(name, &tally));
    }
    figures.push(Figure {
        id: "find speed",
        what: format!("1,000 words of notes against {} memos, one core", library.ids.len()),
        value: format!("{ms:.2} ms"),
        bound: String::new(),
        limit: format!("{words} words"),
        kept: true,
    });
    let innocent = ["background.jsonl.zst", "paraphrase_dev.jsonl", "news.jsonl"];
    figures.extend(innocent.iter().flat_map(|name| matched(folder, &library, name)));
    figures
}

fn quotations(name: &str, tally: &Tally) -> Figure {
    let share = |n: usize| 100.0 * n as f64 / tally.total() as f64;
    let held = share(tally.right + tally.tied);
    Figure {
        id: "find quotations",
        what: format!("right memo or tied set, {} quotations ({name})", tally.total()),
        value: format!(
            "{held:.1} % (right {}, tied {}, wrong {}, missed {})",
            tally.right, tally.tied, tally.wrong, tally.missed
        ),
        bound: "≥ 99 %, wrong ≤ .2 %".into(),
        limit: format!("n = {}", tally.total()),
        kept: held >= 99.0 && share(tally.wrong) <= 0.2,
    }
}

fn matched(folder: &Path, library: &Library, name: &str) -> Vec<Figure> {
    let texts = rows(folder, name);
    let figure = |apart: bool| {
        let texts: Vec<&Row> = texts.iter().filter(|row| is_apart(&row.id) == apart).collect();
        let hit = |row: &&&Row| {
            let found = find(&library.index, &row.text);
            report(library, row, &found);
            !found.accepted.is_empty()
        };
        let hits = texts.iter().filter(hit).count();
        let share = 100.0 * hits as f64 / texts.len() as f64;
        let innocent = name.starts_with("background");
        Figure {
            id: "find innocent",
            what: format!("documents of {name} matched ({})", if apart { "apart" } else { "tuned on" }),
            value: format!("{hits} ({share:.2} %)"),
            bound: if innocent { "≤ .1 %".into() } else { String::new() },
            limit: format!("n = {}", texts.len()),
            kept: !innocent || share <= 0.1,
        }
    };
    vec![figure(false), figure(true)]
}

/// Which half a text belongs to, by its own id: thresholds were set on the one and never on the other.
fn is_apart(id: &str) -> bool {
    use sha2::{Digest, Sha256};
    Sha256::digest(id.as_bytes())[0] >> 4 >= 10
}

fn score(library: &Library, note: &Row, found: &Found, tally: &mut Tally) {
    for quote in note.fields["quotes"].as_array().into_iter().flatten() {
        let bytes = byte_range(&note.text, &quote["start"], &quote["end"]);
        let named = quote["memo"].as_str().into_iter();
        let shared = quote["also_in"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
        let right: Vec<u32> =
            named.chain(shared).filter_map(|id| library.keys.get(id).copied()).collect();
        let common = |region: &&Region| {
            region.leak.end.min(bytes.end).saturating_sub(region.leak.start.max(bytes.start))
        };
        let best = found.accepted.iter().filter(|region| common(region) > 0).max_by_key(common);
        match best {
            None => tally.missed += 1,
            Some(region) if right.contains(&region.memo) => tally.right += 1,
            Some(region) if region.ties.iter().any(|tie| right.contains(&tie.memo)) => tally.tied += 1,
            Some(_) => tally.wrong += 1,
        }
        if let Some(r) = best { if std::env::var_os("FINDING_VERBOSE").is_some() { eprintln!("BEST {} {} bits {} words {} run {} quoted {} len {}", is_apart(&note.id), right.contains(&r.memo), r.bits, r.words, r.longest_run_words, r.is_quoted, quote["quote_words"]); } }
        if std::env::var_os("FINDING_VERBOSE").is_some() && best.is_none_or(|r| !right.contains(&r.memo)) {
            eprintln!("QUOTE {} {:?} best {:?} shared {:?}", quote["memo"], quote["quote"], best.map(|b| (&library.ids[b.memo as usize], b.bits, b.words, b.is_quoted, b.ties.len())),
              found.shared.iter().filter(|r| common(r) > 0).map(|b| (&library.ids[b.memo as usize], b.bits, b.words, b.longest_run_words, b.is_quoted)).collect::<Vec<_>>());
        }
    }
}

fn report(library: &Library, row: &Row, found: &Found) {
    if std::env::var_os("FINDING_VERBOSE").is_some() {
        for r in &found.accepted {
            eprintln!("MATCH {} -> {} bits {} words {} run {} quoted {} ties {}: {:?}", row.id, library.ids[r.memo as usize], r.bits, r.words, r.longest_run_words, r.is_quoted, r.ties.len(), &row.text[r.leak.clone()].chars().take(300).collect::<String>());
        }
    }
}

/// Offsets in characters as a range in bytes.
fn byte_range(text: &str, start: &serde_json::Value, end: &serde_json::Value) -> Range<usize> {
    let byte = |offset: &serde_json::Value| {
        let offset = offset.as_u64().unwrap_or(0) as usize;
        text.char_indices().nth(offset).map_or(text.len(), |(at, _)| at)
    };
    byte(start)..byte(end)
}
