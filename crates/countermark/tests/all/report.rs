//! What people see of a finding: the page must say what was found, no more, and nothing in it may act.

mod sample;

use base64::Engine;
use countermark::report::{Outcome, Report, html, words};
use std::path::{Path, PathBuf};

/// Words that a finding never uses, in the program's own words: it says nothing about persons, and a reading fits a
/// copy; it does not coincide with one, nor settle anything.
const BANNED: [&str; 5] = ["leaker", "proves", "guilty", "the probability that", "match"];

fn samples() -> [(&'static str, Report); 5] {
    [
        ("named", sample::named()),
        ("cannot-name", sample::cannot_name()),
        ("no-finding", sample::no_finding()),
        ("tie", sample::tie()),
        ("large", sample::large()),
    ]
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Compares with a file that people have looked at; `UPDATE_GOLDEN=1` rewrites it.
fn assert_golden(name: &str, actual: &str) {
    let path = golden(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs from what is made now; look at the change, then run with UPDATE_GOLDEN=1",
        path.display()
    );
}

/// The pages are documents that courts may see: no change to them goes unseen.
#[test]
fn pages_are_as_people_last_saw_them() {
    for (name, report) in samples().into_iter().take(4) {
        assert_golden(&format!("{name}.html"), &html::page(&report));
    }
}

/// The command's tests show these same findings in a terminal, and scripts read this form.
#[test]
fn findings_keep_their_form() {
    for (name, report) in samples().into_iter().take(4) {
        let json = serde_json::to_string_pretty(&report).unwrap() + "\n";
        assert_golden(&format!("{name}.json"), &json);
        let again: Report = serde_json::from_str(&json).unwrap();
        assert_eq!(html::page(&again), html::page(&report));
    }
}

#[test]
fn no_page_says_more_than_a_finding_may() {
    for (name, report) in samples() {
        let page = html::page(&report).to_lowercase();
        let (_, body) = page.split_once("</style>").unwrap();
        for banned in BANNED {
            assert!(!body.contains(banned), "{name} says `{banned}`");
        }
    }
}

/// All that comes from a leak, a roster or a memo is hostile; the page must show it as text.
#[test]
fn nothing_from_outside_acts_on_the_page() {
    let page = html::page(&sample::hostile());
    let lower = page.to_lowercase();
    assert!(page.contains("&#60;script&#62;alert(1)"), "the attack must be shown, as text");
    for tag in ["<script", "<img", "<iframe", "<link", "<object", "<base", "<form", "<a "] {
        assert!(!lower.contains(tag), "{tag}");
    }
    assert_eq!(lower.matches("<style").count(), 1);
    assert_eq!(
        lower.matches("</title>").count(),
        1,
        "the svg is left out, so only the head has a title"
    );
    assert!(!page.contains("onload=\"x"), "a quote must not end an attribute");
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "no escape sequence, no override");
}

/// Self-contained: the page must read the same on a machine without a network, and tell nobody that it was read.
#[test]
fn the_page_asks_for_nothing() {
    for (name, report) in samples() {
        let page = html::page(&report);
        for outside in ["http:", "https:", "src=", "href=", "url(", "@import", "style="] {
            assert!(!page.contains(outside), "{name} holds `{outside}`");
        }
        let style = page.split("<style>").nth(1).and_then(|s| s.split("</style>").next()).unwrap();
        let digest = ledger::hash::sha256(&[style.as_bytes()]);
        let digest = base64::engine::general_purpose::STANDARD.encode(digest);
        // A browser hashes what stands between the tags: escaping it would leave the page bare.
        let policy = format!(
            "default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-{digest}&#39;; base-uri &#39;none&#39;"
        );
        assert!(page.contains(&policy), "{name}");
    }
}

/// The accused read these first: each must be on the page whatever the outcome.
#[test]
fn every_page_says_what_it_does_not_say() {
    for (name, report) in samples() {
        let page = html::page(&report);
        assert!(page.contains("What this does not say"), "{name}");
        assert!(page.contains("How to verify this"), "{name}");
        assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        assert!(page.contains("<html lang=\"en\">"), "{name}");
        if report.log.finding.is_some() {
            assert!(page.contains("countermark verify FILE.cmk"), "{name}");
            assert!(page.contains("python3 spec/verify.py FILE.cmk"), "{name}");
            assert!(page.contains(&report.log.key), "{name}");
        }
        if report.grade == "L" {
            assert_eq!(page.matches(words::ONE_MACHINE).count(), 1, "{name}: once, not twice");
        }
    }
}

/// Evidence of an unnamed copy beside its office would give its wording away.
#[test]
fn a_shortlist_shows_shares_and_its_label_but_no_evidence() {
    let report = sample::cannot_name();
    assert_eq!(report.outcome, Outcome::CannotName);
    let page = html::page(&report);
    let (_, table) = page.split_once("<h2 id=\"copies\">Shortlist").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    assert!(table.contains("if the leak came from exactly one of these copies, unmanipulated."));
    assert!(table.contains("41.2 %"));
    assert!(table.contains("key disclosed"));
    assert!(!table.contains("Evidence") && !table.contains("1.20"));
}

/// A leak may repeat a memo for fifty megabytes.
#[test]
fn a_repetitive_leak_makes_no_endless_page() {
    let mut report = sample::named();
    let passage = report.memos[0].passages[0].clone();
    report.memos[0].passages = vec![passage; 20_000];
    let page = html::page(&report);
    assert!(page.len() < 60_000_000, "{}", page.len());
    assert!(page.contains("left out here for length"));
}
