//! `issue`: one marked copy for each office.

use crate::args::{self, Global, Issue};
use crate::failure::Failure;
use crate::output::{self, printable};
use countermark::entropy::SystemEntropy;
use countermark::issue::{Carried, CopyFormat, IssueOptions, Issued, Progress, issue};
use countermark::pages::{Date, Font, PageOptions, Paper, Printed, Setting, thousandths};
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
        page: page(&args.page)?,
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
        output::print(&told(&issued))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn formats(names: &[String]) -> Result<Vec<CopyFormat>, Failure> {
    names
        .iter()
        .map(|name| {
            CopyFormat::from_name(name).ok_or_else(|| {
                Failure::new(
                    format!("copies cannot be written as `{name}`"),
                    "this version writes txt, md, html and pdf",
                )
            })
        })
        .collect()
}

/// Shifts from what a camera can see up to what a reader would.
const SHIFTS_PT: std::ops::RangeInclusive<f64> = 0.05..=0.60;

fn page(args: &args::Page) -> Result<PageOptions, Failure> {
    let shift = args.layout_shift.parse().ok().filter(|pt| SHIFTS_PT.contains(pt));
    let shift = shift.ok_or_else(|| {
        Failure::new(
            format!("words cannot move by `{}` points", args.layout_shift),
            "give a number from 0.05 to 0.60; 0.20 is usual",
        )
    })?;
    let date = |text: &String| {
        Date::from_iso(text)
            .ok_or_else(|| Failure::new(format!("`{text}` is no date"), "write it as 2031-03-14"))
    };
    let setting = Setting {
        font: match args.font {
            args::Font::Libertinus => Font::LibertinusSerif,
            args::Font::ComputerModern => Font::NewComputerModern,
            args::Font::Mono => Font::DejaVuSansMono,
        },
        paper: match args.paper {
            args::Paper::A4 => Paper::A4,
            args::Paper::UsLetter => Paper::UsLetter,
        },
        letterhead: args.letterhead.as_ref().map(|lines| lines.replace("\\n", "\n")),
        classification: args.classification.clone(),
        date: args.date.as_ref().map(date).transpose()?,
        reference: args.reference.clone(),
        printed: match args.print_copy {
            args::PrintCopy::None => Printed::None,
            args::PrintCopy::Header => Printed::Header,
            args::PrintCopy::Footer => Printed::Footer,
        },
        ..Setting::default()
    };
    Ok(PageOptions { setting, word_shift: thousandths(shift), ..PageOptions::default() })
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
        "marks": { "wording": issued.wording.marks, "layout": issued.layout.marks },
        "bits": { "wording": issued.wording.bits, "layout": issued.layout.bits },
        "alpha": issued.alpha,
        "log": { "deal": issued.deal, "issue": issued.issue, "size": issued.size },
    })
}

fn told(issued: &Issued) -> String {
    let layout = match issued.layout {
        Carried { marks: 0, .. } => String::new(),
        Carried { marks, bits } => format!("; {marks} layout marks, {bits:.0} bits"),
    };
    let mut out = format!(
        "issued “{}” to {} offices: memo {}\n{} wording marks, {:.1} bits{layout}; alpha {}\n",
        printable(&issued.title),
        issued.copies.len(),
        to_hex(&issued.memo),
        issued.wording.marks,
        issued.wording.bits,
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
