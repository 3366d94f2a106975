//! `issue`: one marked copy for each office.

use crate::args::{Global, Issue};
use crate::failure::Failure;
use crate::output::{self, printable};
use countermark::Format;
use countermark::entropy::SystemEntropy;
use countermark::issue::{IssueOptions, Issued, Progress, issue};
use countermark::roster::Roster;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::hash::{from_hex, to_hex};
use serde_json::{Map, Value, json};
use std::process::ExitCode;

pub(crate) async fn run(global: &Global, args: &Issue) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let roster = Roster::parse(&output::read(&args.to)?)
        .map_err(|e| Failure::from(e).about(format!("`{}`", args.to.display())))?;
    let draft = super::draft(&args.memo, args.accept)?;
    let options = IssueOptions {
        formats: formats(&args.format)?,
        alpha: super::alpha(&args.alpha)?,
        notice: notice(&args.notice)?,
        out: args.out.clone(),
        batch_of: args.batch_of.as_deref().map(memo_id).transpose()?,
    };
    let bar = bar(global, u64::from(roster.copies()));
    let mut on = |progress| match progress {
        Progress::Copy { done, .. } => bar.set_position(done.into()),
        Progress::Done => bar.finish_and_clear(),
        Progress::Committed | Progress::Dealt | Progress::Rendered => {}
    };
    let issued =
        issue(&archive, &draft, &roster, &options, &mut SystemEntropy, output::now_unix(), &mut on)
            .await?;
    if global.json {
        output::json(&document(&issued))?;
    } else {
        output::print(&page(&issued))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn formats(names: &[String]) -> Result<Vec<Format>, Failure> {
    names
        .iter()
        .map(|name| {
            Format::from_name(name).ok_or_else(|| {
                Failure::new(
                    format!("copies cannot be written as `{name}`"),
                    "this version writes txt, md and html",
                )
            })
        })
        .collect()
}

/// The notice is one line of its own, so that it is never taken for the memo.
fn notice(text: &str) -> Result<String, Failure> {
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        return Err(Failure::new(
            "the notice is not one line of text",
            "recipients are told that copies are marked: say so in one line",
        ));
    }
    Ok(text.trim().to_string())
}

fn memo_id(text: &str) -> Result<[u8; 16], Failure> {
    from_hex(text).ok_or_else(|| {
        Failure::new(
            format!("`{text}` is no memo id"),
            "give all 32 digits, as `countermark list` shows them",
        )
    })
}

/// Shown on a terminal only, and only where it takes long enough to be seen.
fn bar(global: &Global, copies: u64) -> ProgressBar {
    if global.json || copies < 100 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} copies, {eta} left");
    ProgressBar::new(copies).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn document(issued: &Issued) -> Value {
    let copies: Vec<Value> = issued
        .copies
        .iter()
        .map(|c| {
            let files: Map<String, Value> =
                c.files.iter().map(|(format, path)| (format.clone(), json!(path))).collect();
            json!({ "copy": c.copy, "office": c.office, "files": files, "certificate": c.certificate })
        })
        .collect();
    json!({
        "memo": to_hex(&issued.memo),
        "title": issued.title,
        "copies": copies,
        "marks": { "wording": issued.marks, "layout": 0 },
        "bits": { "wording": issued.bits, "layout": 0.0 },
        "alpha": issued.alpha,
        "log": { "deal": issued.deal, "issue": issued.issue, "size": issued.size },
    })
}

fn page(issued: &Issued) -> String {
    let mut out = format!(
        "issued “{}” to {} offices: memo {}\n{} wording marks, {:.1} bits; alpha {}\n",
        printable(&issued.title),
        issued.copies.len(),
        to_hex(&issued.memo),
        issued.marks,
        issued.bits,
        issued.alpha,
    );
    if let Some(first) = issued.copies.first() {
        let folder =
            first.certificate.parent().map_or_else(String::new, |p| p.display().to_string());
        out += "copies and certificates lie in `";
        out += &folder;
        out += "`; each recipient gets both\n";
    }
    out
}
