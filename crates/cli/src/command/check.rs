//! `check`: where a memo can be said two ways, and what that can tell.

use super::review;
use crate::args::{Check, Global};
use crate::failure::Failure;
use crate::output::{self, printable};
use countermark::compose::{Draft, Kind};
use countermark::roster::Roster;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;

/// Copies that are assumed where no roster is given.
const COPIES: u64 = 20;
/// Bytes of the memo shown on each side of a choice.
const CONTEXT: usize = 34;

pub(crate) fn run(global: &Global, args: &Check) -> Result<ExitCode, Failure> {
    let alpha = super::alpha(&args.alpha)?.value();
    let copies = match &args.to {
        Some(path) => u64::from(Roster::parse(&output::read(path)?)?.copies()),
        None => COPIES,
    };
    if args.review {
        review::run(args)?;
    }
    let draft = super::draft(&args.memo, args.accept)?;
    if global.json {
        output::json(&document(&draft, copies, alpha))?;
    } else {
        output::print(&page(&draft, copies, alpha))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Choices in the order of their first place in the file.
fn document(draft: &Draft, copies: u64, alpha: f64) -> Value {
    let density = draft.density(copies, alpha);
    let choices: Vec<Value> = draft
        .choices
        .iter()
        .flat_map(|choice| {
            choice.places.iter().map(|place| {
                let file = draft.file_range(place.range.clone());
                json!({
                    "start": file.start,
                    "end": file.end,
                    "family": choice.family,
                    "kind": kind(choice.kind),
                    "readings": place.readings,
                })
            })
        })
        .collect();
    let paragraphs: Vec<Value> = density
        .paragraphs
        .iter()
        .map(|p| {
            let file = draft.file_range(p.range.clone());
            json!({ "start": file.start, "end": file.end, "bits": p.bits, "names_up_to": p.names_up_to })
        })
        .collect();
    json!({
        "words": draft.words(),
        "choices": choices,
        "bits": density.bits,
        "paragraphs": paragraphs,
        "shortest_naming_words": density.shortest_naming_words,
    })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Author => "author",
        Kind::Safe => "safe",
        Kind::Suggested => "suggested",
    }
}

fn page(draft: &Draft, copies: u64, alpha: f64) -> String {
    let density = draft.density(copies, alpha);
    let mut out = String::new();
    let text = &draft.memo.text;
    let _ = writeln!(out, "{}\n", printable(&draft.title));
    for choice in &draft.choices {
        let place = &choice.places[0];
        let more = match choice.places.len() {
            1 => String::new(),
            n => format!(" (and {} more places, chosen together)", n - 1),
        };
        let readings = place.readings.iter().map(|r| shown(r)).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(
            out,
            "{:>9}  {:<18} …{}[{readings}]{}…{more}",
            kind(choice.kind),
            choice.family,
            before(text, place.range.start),
            after(text, place.range.end),
        );
    }
    let _ = writeln!(
        out,
        "\nWhat could name one of {copies} copies at alpha {alpha}, if all of it leaked word for word:"
    );
    for (number, p) in (1..).zip(density.paragraphs.iter().filter(|p| p.bits > 0.0)) {
        let verdict = match p.names_up_to {
            0 | 1 => "names nobody by itself".to_string(),
            n if n >= copies => format!("could name 1 of {copies}"),
            n => format!("could name 1 of {n}, not of {copies}"),
        };
        let _ = writeln!(
            out,
            "  paragraph {number:>2}  {:>5.1} bits  {verdict}  {}",
            p.bits,
            start(text, p.range.start)
        );
    }
    let waiting = draft.proposals().len().saturating_sub(draft.choices.len());
    let shortest = match density.shortest_naming_words {
        Some(words) => format!("the shortest passage that could still name one has {words} words"),
        None => "no passage of it, not even the whole, could name one".to_string(),
    };
    let _ = writeln!(
        out,
        "\n{} words, {} choices, {:.1} bits in all; {shortest}.",
        draft.words(),
        draft.choices.len(),
        density.bits,
    );
    if waiting > 0 {
        let _ = writeln!(
            out,
            "{waiting} more choices wait for your yes: `check --review`, or all of them with `--accept suggested`."
        );
    }
    out
}

/// A reading as people can see it, the empty one included.
pub(super) fn shown(reading: &str) -> String {
    match reading.trim() {
        "" => "·".to_string(),
        _ => printable(&reading.replace('\n', " ")),
    }
}

fn before(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().take(CONTEXT).last().map_or(at, |(i, _)| i);
    printable(&text[start..at].replace(['\n', '\r'], " "))
}

fn after(text: &str, at: usize) -> String {
    let end = text[at..].char_indices().nth(CONTEXT).map_or(text.len(), |(i, _)| at + i);
    printable(&text[at..end].replace(['\n', '\r'], " "))
}

fn start(text: &str, at: usize) -> String {
    format!("“{}…”", after(text, at).trim())
}
