//! `trace`: from a leak to a finding.

use super::NO_FINDING;
use crate::args::{Global, Trace};
use crate::failure::Failure;
use crate::output::{self, printable};
use crate::terminal;
use countermark::archive::{Archive, write_new};
use countermark::bundle;
use countermark::find::Finder;
use countermark::report::{CopyPart, MemoPart, Outcome, Report, Seen, html};
use countermark::trace::{Leak, TraceOptions, trace};
use countermark::worker::Worker;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn run(global: &Global, args: &Trace) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let mut files = Vec::new();
    for path in &args.leak {
        let name = (path != Path::new("-")).then(|| path.display().to_string());
        files.push((name, output::read(path)?));
    }
    let worker = Worker::default();
    let leak = Leak::new(files);
    let finder = Finder::open(&archive).await?;
    let options = TraceOptions { memo: args.memo.clone(), shortlist: !args.no_shortlist };
    let mut told = |line: &str| eprintln!("{}", printable(line));
    let report = trace(&archive, &finder, &leak, &options, &worker, &mut told).await?;
    if let Some(path) = &args.report {
        write_report(path, &report)?;
    }
    let bundle = match &args.bundle {
        Some(path) => write_bundle(&archive, path, &report).await?.then_some(path.as_path()),
        None => None,
    };
    if global.json {
        output::json(&document(&report, bundle))?;
    } else {
        let mut page = Vec::new();
        terminal::report(&report, &mut page, output::colour())
            .map_err(|e| Failure::new(e, "check where the output goes"))?;
        output::print(&String::from_utf8_lossy(&page))?;
        for path in args.report.as_deref().into_iter().chain(bundle) {
            output::print(&format!("written: {}\n", path.display()))?;
        }
    }
    Ok(match report.outcome {
        Outcome::Named | Outcome::Group => ExitCode::SUCCESS,
        Outcome::Shortlist | Outcome::CannotName | Outcome::NoFinding => ExitCode::from(NO_FINDING),
    })
}

fn write_report(path: &Path, report: &Report) -> Result<(), Failure> {
    let html = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html"));
    if !html {
        return Err(Failure::new(
            format!("reports cannot be written as `{}`", path.display()),
            "this version writes FILE.html",
        ));
    }
    Ok(write_new(path, html::page(report).as_bytes())?)
}

/// Writes the bundle of a finding; gives whether there is one. That its keys leave is logged before the file exists.
async fn write_bundle(archive: &Archive, path: &Path, report: &Report) -> Result<bool, Failure> {
    let Some(finding) = report.log.finding else { return Ok(false) };
    let mut step = archive.begin().await?;
    let bytes = bundle::export(&mut step, finding).await?;
    step.commit().await?;
    write_new(path, &bytes)?;
    Ok(true)
}

fn document(report: &Report, bundle: Option<&Path>) -> Value {
    let memos: Vec<Value> = report.memos.iter().map(memo).collect();
    let copies: Vec<Value> = report.copies.iter().map(copy).collect();
    json!({
        "outcome": report.outcome.name(),
        "grade": (!report.grade.is_empty()).then_some(&report.grade),
        "alpha": report.alpha,
        "alpha_inquiry": report.alpha_inquiry,
        "alpha_tier": report.alpha_tier,
        "inquiry": report.inquiry,
        "memos": memos,
        "copies": copies,
        "offices": [],
        "n": report.n,
        "sentence": report.sentence,
        "cautions": report.cautions,
        "floor": report.floor,
        "shared": report.shared,
        "bundle": bundle,
        "log": { "reading": report.log.reading, "open": report.log.open, "finding": report.log.finding },
        "log_key": report.log.key,
    })
}

fn memo(part: &MemoPart) -> Value {
    let passages: Vec<Value> = part
        .passages
        .iter()
        .map(|p| json!({ "leak": [p.leak.0, p.leak.1], "memo": [p.memo.0, p.memo.1] }))
        .collect();
    let wording = part.marks.iter().filter(|m| m.seen != Seen::Erased).count();
    let read = wording + part.layout.read;
    let marks = part.marks.len() + part.layout.slots;
    json!({
        "memo": part.memo,
        "title": part.title,
        "candidates": part.candidates,
        "passages": passages,
        "marks": {
            "read": read, "erased": marks - read, "wording": wording, "layout": part.layout.read,
        },
    })
}

fn copy(part: &CopyPart) -> Value {
    json!({
        "memo": part.memo,
        "copy": part.copy,
        "office": part.office,
        "log10_evidence": part.log10_evidence,
        "p_upper": part.p_upper,
        "posterior": part.posterior,
        "disclosed": part.disclosed,
    })
}
