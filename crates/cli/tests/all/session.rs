//! A whole session as a person has it, and the shapes that scripts rely on.

use super::Desk;
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// From `init` to `verify`: the named office, the fixed keys of each document, and the exit codes.
#[test]
fn a_session_from_issue_to_verify() {
    let desk = Desk::new();
    desk.write("memo.md", super::MEMO.as_bytes());
    desk.write(
        "roster.csv",
        b"office,email\nOslo,o@x.example\nRome,r@x.example\nLima,l@x.example\n",
    );
    assert_eq!(desk.json(&["init"]), (0, serde_json::json!({ "registry": "registry" })));
    let (_, check) = desk.json(&["check", "memo.md", "--to", "roster.csv", "--accept", "author"]);
    assert_eq!(keys(&check), ["words", "choices", "bits", "paragraphs", "shortest_naming_words"]);
    assert_eq!(check["choices"].as_array().unwrap().len(), 10);
    assert_eq!(check["bits"], 20.0);
    let first = &check["choices"][0];
    let (start, end) =
        (first["start"].as_u64().unwrap() as usize, first["end"].as_u64().unwrap() as usize);
    assert_eq!(&super::MEMO[start..end], "{slow|late|sluggish|tardy}");

    let issue = ["issue", "memo.md", "--to", "roster.csv", "--out", "copies", "--accept", "author"];
    let (code, issued) = desk.json(&issue);
    assert_eq!(code, 0);
    assert_eq!(keys(&issued), ["memo", "title", "copies", "marks", "bits", "alpha", "log"]);
    assert_eq!(issued["title"], "The ferry question");
    // Markdown, PDF and a certificate for each of three offices.
    assert_eq!(desk.files("copies"), 9);
    let copy = &issued["copies"][1];
    assert_eq!((&copy["copy"], &copy["office"]), (&Value::from(2), &Value::from("Rome")));

    let leak = copy["files"]["md"].as_str().unwrap();
    let (code, trace) = desk.json(&["trace", leak, "--report", "r.html", "--bundle", "f.cmk"]);
    assert_eq!((code, &trace["outcome"]), (0, &Value::from("named")), "{trace}");
    assert_eq!(trace["copies"][0]["office"], "Rome");
    for key in [
        "outcome",
        "grade",
        "alpha",
        "alpha_inquiry",
        "alpha_tier",
        "inquiry",
        "memos",
        "copies",
        "offices",
        "n",
        "sentence",
        "bundle",
        "log",
    ] {
        assert!(trace.get(key).is_some(), "no `{key}`");
    }
    assert_eq!(trace["bundle"], "f.cmk");
    let page = std::fs::read_to_string(desk.path("r.html")).unwrap();
    assert!(page.contains("copy issued to Rome"));

    let (code, verified) = desk.json(&["verify", "f.cmk"]);
    assert_eq!((code, &verified["outcome"]), (0, &Value::from("named")));
    let certificate = copy["certificate"].as_str().unwrap();
    let (code, certified) =
        desk.json(&["verify", certificate, "--log-key", verified["log_key"].as_str().unwrap()]);
    assert_eq!((code, &certified["office"]), (0, &Value::from("Rome")));
    desk.good(&["audit"]);
    desk.good(&["log"]);
    desk.good(&["list"]);
    desk.good(&["show", issued["memo"].as_str().unwrap()]);
}

/// No finding is exit code 1 with the same keys, and leaves the log as it was.
#[test]
fn no_finding_has_the_same_shape() {
    let desk = Desk::ready();
    desk.good(&["issue", "memo.md", "--to", "roster.csv", "--out", "copies"]);
    desk.write(
        "other.txt",
        b"The weather in the capital was fine, and nobody wrote about ferries.",
    );
    let (code, trace) = desk.json(&["trace", "other.txt", "--bundle", "f.cmk"]);
    assert_eq!((code, &trace["outcome"]), (1, &Value::from("no_finding")));
    assert_eq!(
        (&trace["copies"], &trace["memos"], &trace["bundle"]),
        (&Value::from(Vec::<u8>::new()), &Value::from(Vec::<u8>::new()), &Value::Null)
    );
    assert!(trace["log"]["reading"].is_null());
    assert!(!super::exists(&desk.path("f.cmk")));
}

/// Copies in other formats carry the same words, and any of them is traced.
#[test]
fn copies_in_three_formats() {
    let desk = Desk::ready();
    let issue =
        ["issue", "memo.md", "--to", "roster.csv", "--out", "copies", "--format", "txt,html,md"];
    let (_, issued) = desk.json(&issue);
    let files = &issued["copies"][2]["files"];
    assert_eq!(keys(files), ["html", "md", "txt"]);
    let html = files["html"].as_str().unwrap();
    let (code, trace) = desk.json(&["trace", html]);
    assert_eq!((code, &trace["copies"][0]["office"]), (0, &Value::from("Lima")), "{trace}");
    desk.good(&["audit"]);
}

/// Decisions are asked for one by one, kept as they are made, and a no always wins.
#[test]
fn review_keeps_decisions() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let desk = Desk::new();
    desk.write("memo.txt", b"We believe that the proposal is adequate, although the delay has caused some difficulty for the harbour office, and therefore we cannot recommend a further extension at present.\n");
    let (_, before) = desk.json(&["check", "memo.txt", "--accept", "suggested"]);
    let first = &before["choices"][0];
    let mut child = Command::new(env!("CARGO_BIN_EXE_countermark"))
        .args(["check", "memo.txt", "--review"])
        .current_dir(desk.dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"n\nq\n").unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let kept = std::fs::read_to_string(desk.path("memo.txt.choices.toml")).unwrap();
    assert!(kept.contains("accept = false"), "{kept}");
    let (_, check) = desk.json(&["check", "memo.txt", "--accept", "suggested"]);
    let same = |choice: &Value| {
        choice["start"] == first["start"] && choice["readings"] == first["readings"]
    };
    let left = check["choices"].as_array().unwrap();
    assert!(!left.iter().any(same), "a denied choice is still offered");
}
