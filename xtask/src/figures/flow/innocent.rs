//! Innocent texts against every dev memo issued: nothing may be named, and what wording is shared is counted.

use super::super::Figure;
use super::super::finding::corpus::rows;
use super::bench::{Bench, draft};
use countermark::report::Outcome;
use std::path::Path;

/// Seed of the registry.
const SEED: u64 = 21;

/// Traces background texts, paraphrases and news against all dev memos.
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let mut bench = Bench::new("innocent", SEED);
    let offices: Vec<String> = (1..=20).map(|n| format!("Office {n}")).collect();
    let mut issued = 0;
    for row in rows(folder, "memos_dev.jsonl") {
        issued += usize::from(draft(&row.text).and_then(|d| bench.issue(&d, &offices)).is_some());
    }
    let finder = bench.finder();
    bench.keep();
    let mut figures = Vec::new();
    for name in ["background.jsonl.zst", "paraphrase_dev.jsonl", "news.jsonl"] {
        let (mut texts, mut found, mut named, mut listed) = (0, 0, 0, 0);
        for row in rows(folder, name) {
            texts += 1;
            let report = bench.trace(&finder, &row.text, None);
            if report.memos.is_empty() {
                continue;
            }
            found += 1;
            named += usize::from(report.outcome == Outcome::Named);
            listed += usize::from(!report.copies.is_empty());
            bench.restore();
        }
        figures.push(Figure {
            id: "I",
            what: format!("`{name}` against {issued} issued dev memos of 20 copies; seed {SEED}"),
            value: format!(
                "{named} named; {found} share wording with a memo, {listed} get a shortlist"
            ),
            bound: "0 named".into(),
            limit: format!("n = {texts}"),
            kept: named == 0,
        });
    }
    figures
}
