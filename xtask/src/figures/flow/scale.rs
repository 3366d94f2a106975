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

/// What was measured.
struct Costs {
    memos: usize,
    issue_s: f64,
    open_s: f64,
    read_ms: f64,
    trace_ms: f64,
}

/// Issues and traces at size.
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let all = rows(folder, "memos_dev.jsonl");
    let mut bench = Bench::new("scale", SEED);
    let two: Vec<String> = (1..=2).map(|n| format!("Office {n}")).collect();
    let mut memos = 1;
    for row in &all {
        memos += usize::from(draft(&row.text).and_then(|d| bench.issue(&d, &two)).is_some());
    }
    let thousand: Vec<String> = (1..=1000).map(|n| format!("Office {n}")).collect();
    let long = all.iter().find(|r| (900..1100).contains(&r.text.split_whitespace().count()));
    let memo = draft(&long.expect("a memo of a thousand words").text).expect("a good memo");
    let before = cpu_seconds();
    let done = bench.issue(&memo, &thousand).expect("a memo with choices");
    let issue_s = cpu_seconds() - before;
    let before = cpu_seconds();
    let finder = bench.finder();
    let open_s = cpu_seconds() - before;
    bench.keep();
    let copy = copy_text(&done, 499);
    let article: String = copy.split_whitespace().take(1000).collect::<Vec<_>>().join(" ");
    let mut timed = |what: &dyn Fn(&Bench)| {
        let mut times: Vec<f64> = (0..REPEATS)
            .map(|_| {
                let before = cpu_seconds();
                what(&bench);
                let time = cpu_seconds() - before;
                bench.restore();
                time * 1e3
            })
            .collect();
        median(&mut times)
    };
    let read_ms = timed(&|bench| bench.read(&finder, &article));
    let trace_ms = timed(&|bench| drop(bench.trace(&finder, &article, None)));
    figures(&Costs { memos, issue_s, open_s, read_ms, trace_ms })
}

fn figures(costs: &Costs) -> Vec<Figure> {
    let Costs { memos, issue_s, open_s, read_ms, trace_ms } = costs;
    let figure = |what: String, value: String| Figure {
        id: "S",
        what,
        value,
        bound: String::new(),
        limit: "CPU time, all threads".into(),
        kept: true,
    };
    let read = format!(
        "1,000-word article among {memos} memos: found, lined up, frozen, logged; median of {REPEATS}"
    );
    vec![
        figure(
            "1,000 text copies of one memo of 1,000 words issued".into(),
            format!("{issue_s:.2} s"),
        ),
        figure(format!("index over {memos} issued memos assembled"), format!("{open_s:.2} s")),
        Figure {
            bound: format!("≤ {READ_MS_MAX} ms"),
            kept: *read_ms <= READ_MS_MAX,
            ..figure(read, format!("{read_ms:.1} ms"))
        },
        figure(
            "the same to its end: opened, 1,000 copies weighed, finding logged".into(),
            format!("{trace_ms:.1} ms"),
        ),
        figure("peak memory of all this in one process".into(), format!("{} MiB", peak_mib())),
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
