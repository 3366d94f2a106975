//! How many places wording finds in real memoranda and letters, and samples of them for judging blind.
//!
//! Split by the SHA-256 of a memo's id: first hex digit 0 to 9 is what the rules were built on, the rest was held out.

use super::Figure;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use text::choice::{Choice, Kind};
use text::compose::{Accept, Options, compose};
use text::memo::Memo;

/// Choices of safe and suggested families per 100 words that the design asks for.
const REACH_MIN: f64 = 5.0;

/// Independent marks that a memo of [`LONG_WORDS_MIN`] words should give.
const MARKS_MIN: usize = 18;
const LONG_WORDS_MIN: usize = 300;

/// Which part of the memos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// What the rules were built on.
    Train,
    /// What no rule has seen.
    Held,
}

/// A memorandum or letter with its choices.
struct Composed {
    id: String,
    kind: String,
    memo: Memo,
    words: usize,
    choices: Vec<Choice>,
}

/// Reach by kind of document, families, and the share of long memos with enough marks; on the held-out memos.
pub(crate) fn run() -> Vec<Figure> {
    let Some(composed) = read(Split::Held) else {
        return Vec::new();
    };
    let mut figures = vec![reach("all", &composed.iter().collect::<Vec<_>>())];
    let mut kinds: BTreeMap<&str, Vec<&Composed>> = BTreeMap::new();
    for memo in &composed {
        kinds.entry(memo.kind.as_str()).or_default().push(memo);
    }
    figures.extend(kinds.iter().map(|(kind, memos)| Figure {
        bound: String::new(),
        kept: true,
        ..reach(kind, memos)
    }));
    figures.push(families(&composed));
    figures.push(long_memos(&composed));
    figures
}

/// `n` choices drawn with `seed`, each reading in its sentence and in shuffled order, and the key after them.
pub(crate) fn sample(seed: u64, n: usize, split: Split) -> String {
    let Some(composed) = read(split) else {
        return String::new();
    };
    let all: Vec<(&Composed, &Choice)> = composed
        .iter()
        .flat_map(|memo| memo.choices.iter().map(move |choice| (memo, choice)))
        .collect();
    let mut state = seed;
    let mut order: Vec<usize> = (0..all.len()).collect();
    shuffle(&mut order, &mut state);
    let (mut out, mut key) = (String::new(), String::from("\nKEY\n"));
    for (number, &index) in order.iter().take(n).enumerate() {
        let (memo, choice) = all[index];
        let mut readings: Vec<usize> = (0..choice.arity()).collect();
        shuffle(&mut readings, &mut state);
        let _ = writeln!(out, "\n#{}", number + 1);
        for (letter, &reading) in ('a'..).zip(&readings) {
            let _ = writeln!(out, "  {letter}) {}", in_sentence(memo, choice, reading));
        }
        let original = readings.iter().position(|&reading| reading == 0).unwrap_or(0);
        let at = choice.places[0].range.start;
        let _ = writeln!(
            key,
            "#{} original {} family {} {} byte {at} readings {:?}",
            number + 1,
            char::from(b'a' + original as u8),
            choice.family,
            memo.id,
            choice.places[0].readings,
        );
    }
    out + &key
}

/// The memoranda and letters of a split, with all suggestions accepted; `None` where the data are absent.
fn read(split: Split) -> Option<Vec<Composed>> {
    let path = crate::data().join("memos_dev.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: wording needs {}", path.display());
        return None;
    };
    let rows = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Some(rows.filter_map(|row| compose_row(&row, split)).collect())
}

fn compose_row(row: &Value, split: Split) -> Option<Composed> {
    let field = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let (id, kind) = (field("id"), field("kind"));
    let is_train = Sha256::digest(id.as_bytes())[0] >> 4 < 10;
    let is_prose = kind.starts_with("memorandum") || kind.starts_with("letter");
    if is_train != (split == Split::Train) || !is_prose {
        return None;
    }
    // A brace in the source would be read as an author's choice; none of these memos has one.
    let memo = Memo::parse(&field("text"), &[]).ok()?;
    let words = memo.text.split_whitespace().count();
    let choices = compose(&memo, &Options { accept: Accept::Suggested, ..Options::default() });
    Some(Composed { id, kind, memo, words, choices })
}

fn reach(kind: &str, memos: &[&Composed]) -> Figure {
    let words: usize = memos.iter().map(|memo| memo.words).sum();
    let of = |wanted: Kind| {
        memos.iter().flat_map(|memo| &memo.choices).filter(|choice| choice.kind == wanted).count()
    };
    let per_100 = |count: usize| count as f64 * 100.0 / words.max(1) as f64;
    let (safe, suggested) = (of(Kind::Safe), of(Kind::Suggested));
    let bits: f64 = memos.iter().flat_map(|memo| &memo.choices).map(text::density::bits).sum();
    Figure {
        id: "wording reach",
        what: format!("choices per 100 words, {kind}: {} documents, {words} words", memos.len()),
        value: format!(
            "{:.2} (safe {:.2}, suggested {:.2}; {:.2} bits)",
            per_100(safe + suggested),
            per_100(safe),
            per_100(suggested),
            bits * 100.0 / words.max(1) as f64,
        ),
        bound: format!("at least {REACH_MIN}"),
        limit: "exact".into(),
        kept: per_100(safe + suggested) >= REACH_MIN,
    }
}

fn families(memos: &[Composed]) -> Figure {
    let words: usize = memos.iter().map(|memo| memo.words).sum();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for choice in memos.iter().flat_map(|memo| &memo.choices) {
        *counts.entry(choice.family.as_ref()).or_default() += 1;
    }
    let mut table: Vec<(&str, usize)> = counts.into_iter().collect();
    table.sort_by_key(|&(family, count)| (usize::MAX - count, family));
    let per_100 = |count: usize| count as f64 * 100.0 / words.max(1) as f64;
    let value: Vec<String> =
        table.iter().map(|&(family, count)| format!("{family} {:.2}", per_100(count))).collect();
    Figure {
        id: "wording families",
        what: "choices per 100 words by family, held-out memoranda and letters".into(),
        value: value.join(", "),
        bound: String::new(),
        limit: "exact".into(),
        kept: true,
    }
}

fn long_memos(memos: &[Composed]) -> Figure {
    let long: Vec<&Composed> = memos.iter().filter(|memo| memo.words >= LONG_WORDS_MIN).collect();
    let enough = long.iter().filter(|memo| memo.choices.len() >= MARKS_MIN).count();
    Figure {
        id: "wording marks",
        what: format!(
            "memoranda and letters of {LONG_WORDS_MIN} words or more with {MARKS_MIN} marks or more"
        ),
        value: format!("{:.1} %", enough as f64 * 100.0 / long.len().max(1) as f64),
        bound: String::new(),
        limit: format!("exact, n = {}", long.len()),
        kept: true,
    }
}

/// The sentences around a choice with one of its readings, all its places changed.
fn in_sentence(memo: &Composed, choice: &Choice, reading: usize) -> String {
    let text = &memo.memo.text;
    let (first, last) = (&choice.places[0], &choice.places[choice.places.len().min(2) - 1]);
    let start = text[..first.range.start].rfind([';', '\n']).map_or(0, |at| at + 1);
    let stops = |part: &str| part.rfind(". ").map_or(0, |at| at + 2);
    let start = start + stops(&text[start..first.range.start]);
    let rest = &text[last.range.end..];
    let end = last.range.end
        + rest
            .find([';', '\n'])
            .unwrap_or(rest.len())
            .min(rest.find(". ").map_or(rest.len(), |at| at + 1));
    let mut out = String::new();
    let mut at = start;
    for place in choice.places.iter().filter(|place| place.range.end <= end) {
        out.push_str(&text[at..place.range.start]);
        out.push_str(&place.readings[reading]);
        at = place.range.end;
    }
    out + &text[at..end]
}

/// Fisher and Yates, with splitmix64.
fn shuffle(items: &mut [usize], state: &mut u64) {
    for i in (1..items.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        items.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}
