//! `log`, `list` and `show`: what happened, what was issued, to whom.

use crate::args::Global;
use crate::failure::Failure;
use crate::output::{self, printable};
use countermark::show;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;

pub(crate) async fn entries(global: &Global) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let lines = show::log(&archive).await?;
    if global.json {
        output::json(&json!({ "key": archive.log_key(), "entries": value(&lines)? }))?;
    } else {
        let mut out = String::new();
        for line in &lines {
            let memo = line
                .entry
                .lines()
                .find_map(|l| l.strip_prefix("memo ").or(l.strip_prefix("memos ")));
            let _ = writeln!(
                out,
                "{:>5}  {:<8} {}  {}",
                line.index,
                line.kind,
                &line.leaf[..16],
                memo.unwrap_or("")
            );
        }
        let _ = writeln!(out, "log key {}", archive.log_key());
        output::print(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn memos(global: &Global) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let lines = show::list(&archive).await?;
    if global.json {
        output::json(&json!({ "memos": value(&lines)? }))?;
    } else if lines.is_empty() {
        output::print("nothing was issued yet\n")?;
    } else {
        let mut out = String::new();
        for line in &lines {
            let _ = writeln!(
                out,
                "{}  {:>5} copies  {:>4} marks  {:>2} inquiries  {}",
                line.memo,
                line.copies,
                line.marks,
                line.inquiries,
                printable(&line.title)
            );
        }
        output::print(&out)?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn memo(global: &Global, prefix: &str) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let page = show::memo(&archive, prefix).await?;
    if global.json {
        output::json(&value(&page)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let line = &page.line;
    let mut out = format!(
        "{}\nmemo {}  {} copies  {} marks  alpha {}  {} inquiries\n",
        printable(&line.title),
        line.memo,
        line.copies,
        line.marks,
        line.alpha,
        line.inquiries
    );
    let mut number = 0;
    for batch in &page.batches {
        let state = if batch.done { "" } else { " (unfinished: repeat its issue)" };
        let _ = writeln!(out, "batch {}{state}", batch.batch);
        for office in &batch.offices {
            number += 1;
            let _ = writeln!(out, "  copy {number:>4}  {}", printable(office));
        }
    }
    for finding in &page.findings {
        let outcome = finding.outcome.as_deref().unwrap_or("not concluded").replace('_', " ");
        let _ = writeln!(out, "reading {}: {outcome}", finding.reading);
    }
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn value(data: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(data)
        .map_err(|e| Failure::new(e, "this is a fault of countermark: please report it"))
}
