//! Pages: copies whose spacing names them, read back from PDFs and pictures, and never from what was not issued.

use crate::common::{Bench, options};
use countermark::compose::{Accept, Draft};
use countermark::entropy::SystemEntropy;
use countermark::issue::{CopyFormat, IssueOptions, Issued, issue};
use countermark::pages::{Font, PageOptions, Setting};
use countermark::report::{Outcome, Report};
use countermark::roster::Roster;
use countermark::trace::TraceOptions;
use std::path::Path;
use std::process::Command;

/// The example's memo, with its author's choices or in their first readings.
fn memo(with_choices: bool) -> Draft {
    let source = include_str!("../../../../examples/memo.md");
    let mut text = String::new();
    let mut rest = source;
    while let (false, Some(open)) = (with_choices, rest.find('{')) {
        let close = open + rest[open..].find('}').unwrap();
        text.push_str(&rest[..open]);
        text.push_str(rest[open + 1..close].split('|').next().unwrap());
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    Draft::new(Some("memo.md"), text.into_bytes(), Accept::Author, None).unwrap()
}

fn offices(n: usize) -> Roster {
    let csv = (1..=n).fold("office\n".to_owned(), |csv, i| csv + &format!("Office {i}\n"));
    Roster::parse(csv.as_bytes()).unwrap()
}

fn in_pages(out: &Path) -> IssueOptions {
    IssueOptions { formats: vec![CopyFormat::Pdf], ..options(out) }
}

async fn issued(bench: &Bench, draft: &Draft, options: &IssueOptions) -> Issued {
    issue(&bench.archive, draft, &offices(40), options, &mut SystemEntropy, 0, &mut |_| {})
        .await
        .unwrap()
}

async fn traced(bench: &Bench, path: &Path) -> Report {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    bench.trace_file(name, &bytes, &TraceOptions::default()).await
}

/// Runs a program of Debian's; `false`, said aloud, where it is not installed.
fn run(program: &str, arguments: &[&str]) -> bool {
    let Ok(status) = Command::new(program).args(arguments).status() else {
        eprintln!("skipped: `{program}` is not installed");
        return false;
    };
    assert!(status.success(), "`{program}` failed");
    true
}

fn named(report: &Report, copy: u32) {
    assert_eq!(report.outcome, Outcome::Named, "{}", report.sentence);
    assert_eq!(report.copies.iter().map(|c| c.copy).collect::<Vec<_>>(), [copy]);
}

/// A PDF copy of a memo that can be said one way only is named by its spacing, also when another program wrote the file anew
/// and a page was cut out.
#[tokio::test]
async fn a_pdf_names_its_office() {
    let bench = Bench::new().await;
    let issued = issued(&bench, &memo(false), &in_pages(&bench.dir.path().join("out"))).await;
    assert!(issued.wording.marks == 0 && issued.layout.marks > 300, "{:?}", issued.layout);
    let pdf = &issued.copies[6].files[0].1;
    let report = traced(&bench, pdf).await;
    named(&report, 7);
    let memo = &report.memos[0];
    assert!(memo.pages.len() >= 2 && memo.layout.read >= issued.layout.marks * 9 / 10);
    let second = bench.dir.path().join("page.pdf");
    let (from, to) = (pdf.to_str().unwrap(), second.to_str().unwrap());
    if run("qpdf", &["--object-streams=generate", from, "--pages", from, "2", "--", to]) {
        let report = traced(&bench, &second).await;
        named(&report, 7);
        assert_eq!(report.memos[0].pages.iter().map(|p| p.memo_page).collect::<Vec<_>>(), [2]);
    }
}

/// Wording and spacing of a copy speak together, and each copy's own line breaks decide which words move.
#[tokio::test]
async fn wording_and_spacing_are_one_evidence() {
    let bench = Bench::new().await;
    let issued = issued(&bench, &memo(true), &in_pages(&bench.dir.path().join("out"))).await;
    let report = traced(&bench, &issued.copies[11].files[0].1).await;
    named(&report, 12);
    let memo = &report.memos[0];
    assert!(memo.marks.len() >= 14 && memo.layout.read > 300, "{:?}", memo.layout);
}

/// A picture of a page, as a screenshot has it, is enough.
#[tokio::test]
async fn a_picture_names_its_office() {
    let bench = Bench::new().await;
    let issued = issued(&bench, &memo(true), &in_pages(&bench.dir.path().join("out"))).await;
    let pdf = issued.copies[2].files[0].1.to_str().unwrap();
    let page = bench.dir.path().join("page");
    let drawn = ["-png", "-gray", "-r", "120", "-singlefile", pdf, page.to_str().unwrap()];
    if !run("pdftoppm", &drawn) || !run("tesseract", &["--version"]) {
        return;
    }
    let report = traced(&bench, &page.with_extension("png")).await;
    named(&report, 3);
    let shown = &report.memos[0].pages[0];
    assert!(shown.view.is_some() && shown.shifts.len() > 100);
}

/// The same words set otherwise, or never marked, are no finding: nothing is measured where the page does not fit, and what
/// is measured of an unmarked page fits nobody.
#[tokio::test]
async fn what_was_not_issued_names_nobody() {
    let (bench, other) = (Bench::new().await, Bench::new().await);
    issued(&bench, &memo(false), &in_pages(&bench.dir.path().join("out"))).await;
    let page = PageOptions {
        setting: Setting { font: Font::NewComputerModern, ..Setting::default() },
        ..PageOptions::default()
    };
    let set_otherwise = IssueOptions { page, ..in_pages(&other.dir.path().join("other")) };
    let elsewhere = issued(&other, &memo(false), &set_otherwise).await;
    let report = traced(&bench, &elsewhere.copies[0].files[0].1).await;
    assert!(report.copies.is_empty() && report.memos.iter().all(|m| m.layout.read == 0));
    let same = issued(&other, &memo(false), &in_pages(&other.dir.path().join("same"))).await;
    let report = traced(&bench, &same.copies[0].files[0].1).await;
    assert_eq!(report.outcome, Outcome::NoFinding, "{}", report.sentence);
}
