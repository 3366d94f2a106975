//! What the terminal shows of the findings in `crates/countermark/tests/golden`.

use super::{page::WIDTH, report};
use countermark::report::{LeakPart, Passage, Report, Shared};
use std::path::{Path, PathBuf};

const NAMES: [&str; 4] = ["named", "cannot-name", "no-finding", "tie"];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../countermark/tests/golden").join(name)
}

fn sample(name: &str) -> Report {
    let json = std::fs::read_to_string(golden(&format!("{name}.json"))).unwrap();
    serde_json::from_str(&json).unwrap()
}

fn shown(sample: &Report, colour: bool) -> String {
    let mut out = Vec::new();
    report(sample, &mut out, colour).unwrap();
    String::from_utf8(out).unwrap()
}

/// No change to what people see goes unseen; `UPDATE_GOLDEN=1` rewrites the files.
#[test]
fn reports_are_as_people_last_saw_them() {
    for name in NAMES {
        let text = shown(&sample(name), false);
        let path = golden(&format!("{name}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            expected == text,
            "{} differs from what is made now; look at it, then run with UPDATE_GOLDEN=1",
            path.display()
        );
    }
}

#[test]
fn no_report_says_more_than_a_finding_may() {
    for name in NAMES {
        let text = shown(&sample(name), false).to_lowercase();
        for banned in ["leaker", "proves", "guilty", "the probability that", "match"] {
            assert!(!text.contains(banned), "{name} says `{banned}`");
        }
    }
}

#[test]
fn lines_fit_and_colour_changes_no_word() {
    for name in NAMES {
        let text = shown(&sample(name), false);
        for line in text.lines() {
            assert!(line.chars().count() <= WIDTH, "{name}: {line}");
            assert_eq!(line, line.trim_end(), "{name}: blanks at the end");
        }
        let mut coloured = shown(&sample(name), true);
        assert!(coloured.contains('\u{1b}'), "{name}");
        for sgr in ["0", "1", "2", "1;32", "31"] {
            coloured = coloured.replace(&format!("\u{1b}[{sgr}m"), "");
        }
        assert_eq!(coloured, text, "{name}");
    }
}

/// Without colour nothing of ours is an escape sequence, so that any that is left came from the leak.
#[test]
fn no_escape_sequence_of_a_leak_reaches_the_terminal() {
    let attack = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\r\u{8}\u{202e}\u{200b}x\ny";
    let mut hostile = sample("named");
    hostile.sentence = attack.into();
    hostile.cautions = vec![attack.into()];
    hostile.budget = attack.into();
    hostile.grade = attack.into();
    hostile.copies[0].office = attack.into();
    hostile.copies[0].memo = attack.into();
    hostile.log.key = attack.into();
    hostile.leaks = vec![LeakPart { name: attack.into(), bytes: 1, sha256: attack.into() }];
    let (memo, title) = (attack.to_owned(), attack.to_owned());
    hostile.shared = vec![Shared { memo, title, words: attack.into(), why: attack.into() }];
    for memo in &mut hostile.memos {
        memo.title = attack.into();
        memo.memo = attack.into();
        for mark in &mut memo.marks {
            mark.places[0].readings = vec![attack.into(); 3];
        }
        memo.passages.push(Passage {
            leak: (0, attack.len()),
            memo: (0, attack.len()),
            leak_text: attack.into(),
            memo_text: attack.into(),
        });
    }
    let text = shown(&hostile, false);
    let unsafe_char = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c);
    assert_eq!(text.find(unsafe_char), None);
    assert!(text.contains("]0;owned"), "what it tried stays readable");
}

/// A leak may quote a memo a thousand times, and a shortlist may hold every copy.
#[test]
fn a_long_report_stays_short() {
    let mut long = sample("cannot-name");
    long.copies = vec![long.copies[0].clone(); 5_000];
    long.shared = vec![long.shared[0].clone(); 5_000];
    long.leaks = vec![long.leaks[0].clone(); 5_000];
    let passage = sample("named").memos[0].passages[0].clone();
    long.memos[0].passages = vec![passage; 5_000];
    let text = shown(&long, false);
    assert!(text.lines().count() < 250, "{}", text.lines().count());
    assert!(text.contains("and 4,980 more copies"));
}
