//! The report as one self-contained HTML page: no script, nothing from outside, fit for paper.
//!
//! The template escapes every value; the policy in its head forbids all but its own style sheet; characters that reorder
//! or hide text are made visible at the end, in one place.

use super::passage::{Beside, Piece, Sight, Spot, Spots, Tally, alone};
use super::{CopyPart, MemoPart, Outcome, Passage, Report, figure, visible, words};
use askama::Template;
use askama::filters::{Escaper, Html, HtmlSafe};
use base64::Engine;
use std::fmt;

mod chart;
mod sheet;

use chart::Chart;
use sheet::Sheet;

const STYLE: &str = include_str!("../../templates/report.css");

/// Words of passages on one page, in bytes: the first million letters of the leak and of the memo. A leak that repeats
/// a memo a thousand times fills no disk.
const PASSAGE_BYTES: usize = 2_000_000;
/// Measured pages that are shown: each is a picture.
const SHEETS: usize = 20;
/// Rows of the copies and of shared wording: what anybody reads of a shortlist.
const ROWS: usize = 200;

/// The page.
pub fn page(report: &Report) -> String {
    let page = Page::of(report).render();
    // Rendering fails only where a value's own formatting fails, and all values here are text and numbers.
    visible(&page.unwrap_or_default()).into_owned()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    style: &'static str,
    policy: String,
    tone: &'static str,
    headline: String,
    standfirst: &'static str,
    sentence: Vec<String>,
    cautions: Vec<String>,
    facts: Vec<words::Fact>,
    budget: &'a str,
    copies_title: &'static str,
    is_shortlist: bool,
    shortlist_label: &'static str,
    copies: Vec<Row<'a>>,
    copies_left_out: usize,
    memos: Vec<Memo<'a>>,
    has_leaning: bool,
    chart: Option<Chart>,
    unlabelled: &'static str,
    shared: &'a [super::Shared],
    shared_left_out: usize,
    entries: Vec<Entry>,
    leaks: Vec<Leak<'a>>,
    /// Where a finding was logged.
    log_key: Option<&'a str>,
}

impl<'a> Page<'a> {
    fn of(report: &'a Report) -> Page<'a> {
        let mut room = PASSAGE_BYTES;
        let memos: Vec<_> = report.memos.iter().map(|memo| Memo::of(memo, &mut room)).collect();
        let shared = &report.shared[..report.shared.len().min(ROWS)];
        Page {
            style: STYLE,
            policy: policy(),
            tone: tone(report.outcome),
            headline: words::headline(report),
            standfirst: words::standfirst(report),
            sentence: words::sentence(report),
            cautions: words::cautions(report),
            facts: words::facts(report),
            budget: &report.budget,
            copies_title: words::copies_title(report),
            is_shortlist: words::is_shortlist(report),
            shortlist_label: words::SHORTLIST,
            copies: report.copies.iter().take(ROWS).map(|copy| Row::of(copy, report)).collect(),
            copies_left_out: report.copies.len().saturating_sub(ROWS),
            has_leaning: words::has_leaning(report),
            memos,
            chart: report.histogram.as_ref().and_then(|h| Chart::of(h, named(report))),
            unlabelled: words::UNLABELLED,
            shared,
            shared_left_out: report.shared.len() - shared.len(),
            entries: entries(report),
            leaks: report.leaks.iter().map(Leak::of).collect(),
            log_key: report.log.finding.map(|_| report.log.key.as_str()),
        }
    }
}

impl Page<'_> {
    fn has_reading(&self) -> bool {
        self.memos.iter().any(Memo::has_reading)
    }

    fn has_sheets(&self) -> bool {
        self.memos.iter().any(|memo| !memo.sheets.is_empty())
    }
}

/// Only the style sheet of this page and pictures within it may apply, and nothing may load, run, submit or rebase.
fn policy() -> String {
    let digest = ledger::hash::sha256(&[STYLE.as_bytes()]);
    let digest = base64::engine::general_purpose::STANDARD.encode(digest);
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
}

fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Named | Outcome::Group => "found",
        Outcome::Shortlist | Outcome::CannotName | Outcome::NoFinding => "open",
    }
}

fn named(report: &Report) -> usize {
    if report.outcome == Outcome::Named { report.copies.len() } else { 0 }
}

struct Row<'a> {
    office: &'a str,
    memo: &'a str,
    copy: u32,
    evidence: String,
    log10_evidence: String,
    p: String,
    share: String,
    disclosed: bool,
}

impl<'a> Row<'a> {
    fn of(copy: &'a CopyPart, report: &'a Report) -> Row<'a> {
        let title = report.memos.iter().find(|memo| memo.memo == copy.memo);
        Row {
            office: &copy.office,
            memo: title.map_or(&copy.memo, |memo| &memo.title),
            copy: copy.copy,
            evidence: figure::times(copy.log10_evidence),
            log10_evidence: format!("{:.2}", copy.log10_evidence),
            p: copy.p_upper.map_or_else(|| "–".to_owned(), figure::at_most),
            share: copy.posterior.map_or_else(|| "–".to_owned(), figure::share),
            disclosed: copy.disclosed,
        }
    }
}

struct Memo<'a> {
    id: &'a str,
    title: &'a str,
    tally: String,
    candidates: String,
    passages: Vec<PassageView<'a>>,
    passages_left_out: usize,
    /// Marks that stand in no passage.
    alone: Vec<Token<'a>>,
    /// Pages whose spacing was measured.
    sheets: Vec<Sheet<'a>>,
    layout: String,
}

impl<'a> Memo<'a> {
    /// Shows passages while there is room, and the first one always.
    fn of(memo: &'a MemoPart, room: &mut usize) -> Memo<'a> {
        let spots = Spots::of(memo);
        let mut passages = Vec::new();
        for passage in &memo.passages {
            let bytes = passage.leak_text.len() + passage.memo_text.len();
            if bytes > *room && !passages.is_empty() {
                break;
            }
            *room = room.saturating_sub(bytes);
            passages.push(PassageView::of(passage, spots.beside(passage)));
        }
        Memo {
            id: &memo.memo,
            title: &memo.title,
            tally: words::tally(&Tally::of(memo)),
            candidates: figure::count(memo.candidates as usize, "copy", "copies"),
            passages_left_out: memo.passages.len() - passages.len(),
            passages,
            alone: alone(memo).iter().map(|spot| Token::Mark(MarkView::of(spot))).collect(),
            sheets: memo.pages.iter().take(SHEETS).map(Sheet::of).collect(),
            layout: words::layout(memo),
        }
    }
}

impl Memo<'_> {
    fn has_reading(&self) -> bool {
        !self.passages.is_empty() || !self.alone.is_empty()
    }
}

struct PassageView<'a> {
    leak_bytes: String,
    memo_bytes: String,
    leak: Vec<Token<'a>>,
    memo: Vec<Token<'a>>,
}

impl<'a> PassageView<'a> {
    fn of(passage: &Passage, beside: Beside<'a>) -> PassageView<'a> {
        let bytes = |(from, to): (usize, usize)| format!("{from}–{to}");
        PassageView {
            leak_bytes: bytes(passage.leak),
            memo_bytes: bytes(passage.memo),
            leak: beside.leak.into_iter().map(Token::of).collect(),
            memo: beside.memo.into_iter().map(Token::of).collect(),
        }
    }
}

/// A piece as the template needs it.
enum Token<'a> {
    Words(&'a str),
    Mark(MarkView<'a>),
}

struct MarkView<'a> {
    number: usize,
    class: &'static str,
    label: &'static str,
    /// Whether the mark is short enough to stay on one line, its number with it.
    is_short: bool,
    note: Option<&'static str>,
    /// White space that belongs to the place, so that it stands outside the box.
    before: &'a str,
    text: Shown<'a>,
    after: &'a str,
    is_read: bool,
    readings: Vec<ReadingView<'a>>,
}

struct ReadingView<'a> {
    text: Shown<'a>,
    is_chosen: bool,
}

/// A reading, or a word for one that cannot be seen.
enum Shown<'a> {
    Text(&'a str),
    Word(&'static str),
}

impl<'a> Shown<'a> {
    fn of(text: &'a str) -> Shown<'a> {
        match text.trim() {
            "" if text.is_empty() => Shown::Word("nothing"),
            "" => Shown::Word("a space"),
            trimmed => Shown::Text(trimmed),
        }
    }
}

impl<'a> Token<'a> {
    fn of(piece: Piece<'a>) -> Token<'a> {
        match piece {
            Piece::Words(words) => Token::Words(words),
            Piece::Mark(spot) => Token::Mark(MarkView::of(&spot)),
        }
    }
}

impl<'a> MarkView<'a> {
    fn of(spot: &Spot<'a>) -> MarkView<'a> {
        /// Letters that fit on a line of a phone together with their number.
        const LINE: usize = 28;
        let (class, label, note, chosen) = match spot.sight {
            Sight::Read(reading) => ("read", "read", None, Some(reading)),
            Sight::Leans(reading) => ("leans", "leans", Some("leans"), Some(reading)),
            Sight::Uncertain => ("uncertain", "not certain", Some("not certain"), None),
            Sight::Absent => ("absent", "not seen", Some("not seen"), None),
        };
        let reading = |(i, text): (usize, &'a String)| ReadingView {
            text: Shown::of(text),
            is_chosen: chosen == Some(i),
        };
        let letters: usize = spot.readings.iter().map(|reading| reading.chars().count() + 3).sum();
        let (before, rest) = spot.text.split_at(spot.text.len() - spot.text.trim_start().len());
        MarkView {
            number: spot.number,
            class,
            label,
            is_short: letters + note.map_or(0, str::len) <= LINE,
            note,
            before,
            text: Shown::of(spot.text),
            after: &rest[rest.trim_end().len()..],
            is_read: matches!(spot.sight, Sight::Read(_)),
            readings: spot.readings.iter().enumerate().map(reading).collect(),
        }
    }
}

struct Entry {
    kind: &'static str,
    index: u64,
    meaning: &'static str,
}

fn entries(report: &Report) -> Vec<Entry> {
    let entry =
        |kind, index: Option<u64>, meaning| index.map(|index| Entry { kind, index, meaning });
    [
        entry("READING", report.log.reading, "what was read, fixed before anything was opened"),
        entry("OPEN", report.log.open, "the codebook opened for this reading"),
        entry("FINDING", report.log.finding, "this finding"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Leak<'a> {
    name: &'a str,
    size: String,
    sha256: &'a str,
}

impl<'a> Leak<'a> {
    fn of(leak: &'a super::LeakPart) -> Leak<'a> {
        let size = format!("{} bytes", figure::grouped(leak.bytes));
        Leak { name: &leak.name, size, sha256: &leak.sha256 }
    }
}

/// Text in which symbols get their subscripts; everything else is escaped.
struct Typeset<'a>(&'a str);

const SUBSCRIPTS: [(&str, &str, &str); 2] = [("α_i", "α", "i"), ("p_min", "p", "min")];

impl fmt::Display for Typeset<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        let next = |rest: &str| {
            let find = |(plain, symbol, index): (&str, _, _)| {
                Some((rest.find(plain)?, plain.len(), symbol, index))
            };
            SUBSCRIPTS.into_iter().filter_map(find).min()
        };
        while let Some((at, length, symbol, index)) = next(rest) {
            Html.write_escaped_str(&mut *f, &rest[..at])?;
            write!(f, "{symbol}<sub>{index}</sub>")?;
            rest = &rest[at + length..];
        }
        Html.write_escaped_str(f, rest)
    }
}

impl HtmlSafe for Typeset<'_> {}
