//! Time and memory: a thousand copies of one memo, and a trace among two thousand memos.

use super::super::Figure;
use super::super::finding::corpus::rows;
use super::bench::{Bench, copy_text, draft};
use std::path::Path;

/// Seed of the registry.
const SEED: u64 = 22;
/// Repetitions of a timed trace; the median is given.
const REPEATS: usize = 9;
/// CPU time of finding, lining up and freezing an article of a thousand words, in milliseconds.
const READ_MS_MAX: f64 = 50.0;

/// Issues and traces at size.
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let all = rows(folder, "memos_dev.jsonl");
    let mut bench = Bench::new("scale", SEED);
    let two: Vec<String> = (1..=2).map(|n| format!("Office {n}")).collect();
    let mut issued = 0;
    for row in &all {
        issued += usize::from(draft(&row.text).and_then(|d| bench.issue(&d, &two)).is_some());
    }
    let thousand: Vec<String> = (1..=1000).map(|n| format!("Office {n}")).collect();
    let long = all.iter().find(|r| (900..1100).contains(&r.text.split_whitespace().count()));
    let memo = draft(&long.expect("a memo of a thousand words").text).expect("a good memo");
    let before = cpu_seconds();
    let done = bench.issue(&memo, &thousand).expect("a memo with choices");
    let issue_s = cpu_seconds() - before;
    let copy = copy_text(&done, 499);
    let before = cpu_seconds();
    let finder = bench.finder();
    let open_s = cpu_seconds() - before;
    bench.keep();
    let article: String = copy.split_whitespace().take(1000).collect::<Vec<_>>().join(" ");
    let mut read_ms = Vec::new();
    let mut trace_ms = Vec::new();
    for _ in 0..REPEATS {
        let before = cpu_seconds();
        bench.read(&finder, &article);
        read_ms.push((cpu_seconds() - before) * 1e3);
        bench.restore();
        let before = cpu_seconds();
        bench.trace(&finder, &article, None);
        trace_ms.push((cpu_seconds() - before) * 1e3);
        bench.restore();
    }
    let (read, whole) = (median(&mut read_ms), median(&mut trace_ms));
    let figure = |what: String, value: String, bound: String, kept: bool| Figure {
        id: "S",
        what,
        value,
        bound,
        limit: "CPU time, all threads".into(),
        kept,
    };
    vec![
        figure(
            "1,000 text copies of one memo of 1,000 words issued".into(),
            format!("{issue_s:.2} s"),
            String::new(),
            true,
        ),
        figure(
            format!("index over {} issued memos assembled", issued + 1),
            format!("{open_s:.2} s"),
            String::new(),
            true,
        ),
        figure(
            format!(
                "1,000-word article among {} memos: found, lined up, frozen, logged; median of {REPEATS}",
                issued + 1
            ),
            format!("{read:.1} ms"),
            format!("≤ {READ_MS_MAX} ms"),
            read <= READ_MS_MAX,
        ),
        figure(
            "the same to its end: opened, 1,000 copies weighed, finding logged".into(),
            format!("{whole:.1} ms"),
            String::new(),
            true,
        ),
        figure(
            "peak memory of all this in one process".into(),
            format!("{} MiB", peak_mib()),
            String::new(),
            true,
        ),
    ]
}

/// CPU time of the whole process: the database works on a thread of its own.
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
