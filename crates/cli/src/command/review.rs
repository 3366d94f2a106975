//! `check --review`: each waiting choice in its sentence, one key a decision, every decision kept at once.

use super::check::shown;
use crate::args::{Accept, Check};
use crate::failure::Failure;
use crate::output::{colour, print, printable};
use countermark::archive::write_new;
use countermark::compose::{Draft, Kind};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::fmt::Write;
use std::io::{BufRead, IsTerminal};
use text::choice::Choice;

/// What the author can say to a choice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Later,
    AllYes,
    Stop,
}

/// Walks through all safe and suggested choices that have no decision yet.
pub(super) fn run(args: &Check) -> Result<(), Failure> {
    let mut draft = super::draft(&args.memo, Accept::Suggested)?;
    let path = super::decisions_path(&args.memo);
    let waiting: Vec<Choice> = draft
        .proposals()
        .into_iter()
        .filter(|c| c.kind != Kind::Author && draft.decisions().verdict(&draft.memo, c).is_none())
        .collect();
    print(
        "y yes · n no · space later · a yes to all the rest · q stop; decisions are kept as they are made\n",
    )?;
    let mut all = false;
    for (number, choice) in waiting.iter().enumerate() {
        let answer = if all {
            Answer::Yes
        } else {
            print(&question(&draft, choice, number + 1, waiting.len()))?;
            ask()?
        };
        match answer {
            Answer::Yes | Answer::No => draft.decide(choice, answer == Answer::Yes),
            Answer::AllYes => {
                all = true;
                draft.decide(choice, true);
            }
            Answer::Later => continue,
            Answer::Stop => break,
        }
        write_new(&path, draft.decisions().to_toml().as_bytes())?;
    }
    print(&format!("decisions kept in `{}`\n\n", path.display()))
}

/// The choice with each reading in its sentence.
fn question(draft: &Draft, choice: &Choice, number: usize, of: usize) -> String {
    let kind = if choice.kind == Kind::Safe { "safe" } else { "suggested" };
    let mut out = format!("\n[{number}/{of}] {} ({kind})\n", choice.family);
    let place = &choice.places[0];
    let sentence = sentence(&draft.memo.text, place.range.clone());
    let (bold, plain) = if colour() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[", "]") };
    for reading in &place.readings {
        let (head, tail) = (
            &draft.memo.text[sentence.start..place.range.start],
            &draft.memo.text[place.range.end..sentence.end],
        );
        let line = |t: &str| printable(&t.replace(['\n', '\r'], " "));
        let _ = writeln!(out, "   {}{bold}{}{plain}{}", line(head), shown(reading), line(tail));
    }
    out
}

/// The sentence around a place, or as much of it as fits three lines.
fn sentence(text: &str, place: std::ops::Range<usize>) -> std::ops::Range<usize> {
    const REACH: usize = 160;
    let ends = |c: char| matches!(c, '.' | '?' | '!' | '\n');
    let from = text[..place.start].rfind(ends).map_or(0, |i| i + 1);
    let to = text[place.end..].find(ends).map_or(text.len(), |i| place.end + i + 1);
    let clip = |at: usize, back: bool| {
        let mut at = at;
        while !text.is_char_boundary(at) {
            at = if back { at + 1 } else { at - 1 };
        }
        at
    };
    clip(from.max(place.start.saturating_sub(REACH)), true)
        ..clip(to.min(place.end + REACH).min(text.len()), false)
}

/// One key on a terminal, one line from a pipe.
fn ask() -> Result<Answer, Failure> {
    let failed = |e: std::io::Error| {
        Failure::new(format!("the terminal: {e}"), "edit the decisions file by hand")
    };
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
        return Ok(answer(line.chars().next()).unwrap_or(Answer::Stop));
    }
    loop {
        enable_raw_mode().map_err(failed)?;
        let event = read();
        disable_raw_mode().map_err(failed)?;
        let Event::Key(key) = event.map_err(failed)? else { continue };
        if key.kind != KeyEventKind::Press {
            continue;
        }
        let stops = key.code == KeyCode::Esc
            || key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
        let pressed = if let KeyCode::Char(c) = key.code { answer(Some(c)) } else { None };
        if let Some(answer) = stops.then_some(Answer::Stop).or(pressed) {
            return Ok(answer);
        }
    }
}

fn answer(key: Option<char>) -> Option<Answer> {
    match key?.to_ascii_lowercase() {
        'y' => Some(Answer::Yes),
        'n' => Some(Answer::No),
        ' ' | '\n' | 's' => Some(Answer::Later),
        'a' => Some(Answer::AllYes),
        'q' => Some(Answer::Stop),
        _ => None,
    }
}
