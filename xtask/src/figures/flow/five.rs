//! Five leaks of each memo: whole, one paragraph, with words changed, and quoted in the news.

use super::super::Figure;
use super::super::finding::corpus::{Row, rows};
use super::super::finding::leaks::{Dice, Urn, corrupt};
use super::bench::{Bench, copy_text, draft};
use countermark::find::Finder;
use countermark::issue::Issued;
use countermark::report::{Outcome, Report};
use ledger::hash::{sha256, to_hex};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use text::word::sanitise;

/// Seed of rosters, copies and corruptions.
const SEED: u64 = 20;
/// Offices of a memo without a real list.
const OFFICES: usize = 20;
/// Words of a quotation in the news.
const QUOTED_WORDS: usize = 25;
/// Words from which a whole memo is expected to name.
const WHOLE_WORDS: usize = 300;

/// How a copy leaks.
const LEAKS: [&str; 6] = [
    "whole, retyped",
    "longest paragraph, retyped",
    "whole, 5 % of words changed",
    "whole, 10 % of words changed",
    "whole, 20 % of words changed",
    "25 words quoted in a news article",
];

/// What became of the traces of one kind of leak.
#[derive(Clone, Copy, Default)]
struct Tally {
    leaks: usize,
    named: usize,
    /// Of those not named: the shortlist holds the copy.
    listed: usize,
    cannot: usize,
    none: usize,
    wrong: usize,
    /// Where the floor allows naming at all.
    above: usize,
    named_above: usize,
    list_size: usize,
    lists: usize,
}

impl Tally {
    fn add(&mut self, report: &Report, memo: &str, copy: u32) {
        self.leaks += 1;
        let right = |c: &countermark::report::CopyPart| c.memo == memo && c.copy == copy;
        let holds = report.copies.iter().any(right);
        let named = report.outcome == Outcome::Named && holds;
        self.wrong +=
            usize::from(report.outcome == Outcome::Named && !report.copies.iter().all(right));
        self.named += usize::from(named);
        if report.outcome != Outcome::Named && !report.copies.is_empty() {
            self.listed += usize::from(holds);
            self.lists += 1;
            self.list_size += report.copies.len();
        }
        self.cannot += usize::from(report.outcome == Outcome::CannotName);
        self.none += usize::from(report.outcome == Outcome::NoFinding);
        let above = matches!((report.floor, report.alpha_tier), (Some(f), Some(t)) if f <= t);
        self.above += usize::from(above);
        self.named_above += usize::from(named && above);
    }

    fn figure(&self, what: String, bound: &str, kept: bool) -> Figure {
        Figure {
            id: "L",
            what,
            value: format!(
                "named right {} of {} ({:.1} %); of the others the shortlist holds the copy in {} of {} (mean size {:.1}); cannot name {}, no finding {}, **wrong {}**; floor allows {}, of these named {}",
                self.named,
                self.leaks,
                100.0 * self.named as f64 / self.leaks.max(1) as f64,
                self.listed,
                self.lists,
                self.list_size as f64 / self.lists.max(1) as f64,
                self.cannot,
                self.none,
                self.wrong,
                self.above,
                self.named_above,
            ),
            bound: bound.into(),
            limit: format!("n = {}", self.leaks),
            kept,
        }
    }
}

/// The table of five leaks.
pub(super) fn run(folder: &Path, memos: usize) -> Vec<Figure> {
    let (rows, news) = (held(folder), rows(folder, "news.jsonl"));
    let texts: Vec<&str> = news.iter().map(|n| n.text.as_str()).collect();
    let urn = Urn::of(&texts);
    let mut bench = Bench::new("five", SEED);
    let mut dice = Dice(SEED);
    let mut issued: Vec<(&Row, Issued, usize, String)> = Vec::new();
    for row in &rows {
        if issued.len() == memos {
            break;
        }
        let Some(draft) = draft(&row.text) else { continue };
        let offices = offices(row);
        let Some(done) = bench.issue(&draft, &offices) else { continue };
        let copy = dice.below(offices.len());
        let text = copy_text(&done, copy);
        issued.push((row, done, copy, text));
    }
    let finder = bench.finder();
    bench.keep();
    let mut tallies = [Tally::default(); LEAKS.len()];
    let mut whole = Tally::default();
    let mut prose = Tally::default();
    for (row, done, copy, text) in &issued {
        for (kind, tally) in tallies.iter_mut().enumerate() {
            let leak = leak(kind, text, &news, &urn, &mut dice);
            let report = traced(&mut bench, &finder, &leak);
            let (memo, number) = (to_hex(&done.memo), *copy as u32 + 1);
            tally.add(&report, &memo, number);
            if kind == 0 && text.split_whitespace().count() >= WHOLE_WORDS {
                whole.add(&report, &memo, number);
                if !is_telegram(row) {
                    prose.add(&report, &memo, number);
                }
            }
        }
    }
    figures(&tallies, &whole, &prose)
}

fn figures(tallies: &[Tally], whole: &Tally, prose: &Tally) -> Vec<Figure> {
    let wrong = "wrong: none";
    let mut figures: Vec<Figure> = tallies
        .iter()
        .zip(LEAKS)
        .map(|(t, kind)| t.figure(format!("{kind}; seed {SEED}"), wrong, t.wrong == 0))
        .collect();
    let reach = |t: &Tally| t.named_above * 100 >= t.above * 95 && t.wrong == 0;
    let bound = "named ≥ 95 % where the floor allows; wrong: none";
    figures.push(whole.figure(
        format!("whole, retyped, of ≥ {WHOLE_WORDS} words"),
        bound,
        reach(whole),
    ));
    figures.push(prose.figure(
        format!("whole, retyped, of ≥ {WHOLE_WORDS} words, memoranda and letters only"),
        bound,
        reach(prose),
    ));
    figures
}

fn traced(bench: &mut Bench, finder: &Finder, leak: &str) -> Report {
    let report = bench.trace(finder, leak, None);
    bench.restore();
    report
}

fn is_telegram(row: &Row) -> bool {
    row.fields["kind"].as_str().is_some_and(|k| k.contains("telegram") || k.contains("airgram"))
}

/// Dev memos of the half that was not tuned on, in the order of their hashes.
pub(super) fn held(folder: &Path) -> Vec<Row> {
    let mut rows = rows(folder, "memos_dev.jsonl");
    rows.retain(|r| key(r).as_str() >= "a" && r.text.split_whitespace().count() >= 60);
    rows.sort_by_cached_key(key);
    rows
}

fn key(row: &Row) -> String {
    to_hex(&sha256(&[row.id.as_bytes()]))
}

/// The real list of recipients where there is one of at least two, else twenty offices.
fn offices(row: &Row) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let listed = row.fields["distribution"].as_array().map_or(&[][..], Vec::as_slice);
    let real: Vec<String> = listed
        .iter()
        .filter_map(Value::as_str)
        .map(|o| o.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|o| !o.is_empty() && o.len() <= 200 && seen.insert(o.to_lowercase()))
        .collect();
    if real.len() >= 2 { real } else { (1..=OFFICES).map(|n| format!("Office {n}")).collect() }
}

fn leak(kind: usize, copy: &str, news: &[Row], urn: &Urn, dice: &mut Dice) -> String {
    match kind {
        0 => sanitise(copy),
        1 => {
            let longest = copy.split("\n\n").max_by_key(|p| p.split_whitespace().count());
            sanitise(longest.unwrap_or(copy))
        }
        2 => corrupt(&sanitise(copy), 5, urn, dice),
        3 => corrupt(&sanitise(copy), 10, urn, dice),
        4 => corrupt(&sanitise(copy), 20, urn, dice),
        _ => article(&sanitise(copy), news, dice),
    }
}

/// A news article with one passage of the copy quoted between its own paragraphs.
fn article(copy: &str, news: &[Row], dice: &mut Dice) -> String {
    let words: Vec<&str> = copy.split_whitespace().collect();
    let start = dice.below(words.len().saturating_sub(QUOTED_WORDS) + 1);
    let quoted = words[start..(start + QUOTED_WORDS).min(words.len())].join(" ").replace('"', "'");
    let host = &news[dice.below(news.len())].text;
    let mut paragraphs: Vec<String> = host.split("\n\n").map(str::to_owned).collect();
    let at = dice.below(paragraphs.len() + 1);
    paragraphs.insert(at, format!("According to a memo seen by this newspaper, \"{quoted}\""));
    paragraphs.join("\n\n")
}
