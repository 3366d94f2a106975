//! A report for the terminal: the same as the page, shorter.
//!
//! Reads without colour too. All text passes through [`page::Page`], which lets no control character through.

mod page;
#[cfg(test)]
mod tests;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use countermark::report::passage::{Piece, Sight, Spot, Spots, Tally, alone};
use countermark::report::{Histogram, MemoPart, Outcome, Report, figure, words};
use page::{Page, Run, Style, WIDTH, plain};
use std::io::{self, Write};

/// Rows of a shortlist that a screen has room for; the page shows more.
const ROWS: usize = 20;
/// Letters of passages for each memo: two dozen lines.
const PASSAGE_CHARS: usize = 2_000;
/// Lines of the histogram.
const BINS: usize = 16;
/// Longest bar.
const BAR: usize = 40;

/// Writes the report; `colour` only where a person looks at it.
pub(crate) fn report(report: &Report, out: &mut impl Write, colour: bool) -> io::Result<()> {
    let mut page = Page::new(out, colour);
    page.paragraph("", [Run::new(Style::Strong, words::headline(report))])?;
    page.paragraph("", [Run::new(Style::Faint, words::standfirst(report))])?;
    for paragraph in words::sentence(report) {
        page.gap()?;
        page.paragraph("  ", [Run::new(Style::Plain, paragraph)])?;
    }
    let cautions = words::cautions(report);
    if !cautions.is_empty() {
        page.heading("What this does not say")?;
        for caution in cautions {
            page.item([Run::new(Style::Plain, caution)])?;
        }
    }
    copies(&mut page, report)?;
    passages(&mut page, report)?;
    figures(&mut page, report)?;
    if let Some(shown) = &report.histogram {
        histogram(&mut page, shown)?;
    }
    shared(&mut page, report)?;
    record(&mut page, report)
}

fn copies<W: Write>(page: &mut Page<W>, report: &Report) -> io::Result<()> {
    if report.copies.is_empty() {
        return Ok(());
    }
    page.heading(words::copies_title(report))?;
    let is_shortlist = words::is_shortlist(report);
    if is_shortlist {
        page.paragraph("  ", [Run::new(Style::Plain, words::SHORTLIST)])?;
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH as u16 - 2);
    let figures: &[&str] = if is_shortlist { &["share"] } else { &["evidence E", "p at most"] };
    table.set_header(["copy", "issued to"].iter().chain(figures));
    for copy in report.copies.iter().take(ROWS) {
        let mut office = plain(&copy.office);
        if report.memos.len() > 1 {
            let memo = report.memos.iter().find(|memo| memo.memo == copy.memo);
            office.push_str(
                &memo.map_or_else(String::new, |memo| format!(" ({})", plain(&memo.title))),
            );
        }
        if copy.disclosed {
            office.push_str(" (key disclosed: never named)");
        }
        let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        let figures = if is_shortlist {
            vec![or_dash(copy.posterior.map(figure::share))]
        } else {
            let p = or_dash(copy.p_upper.map(figure::at_most));
            vec![figure::times(copy.log10_evidence), p]
        };
        table.add_row([copy.copy.to_string(), office].into_iter().chain(figures));
    }
    for column in table.column_iter_mut().enumerate().filter_map(|(i, c)| (i != 1).then_some(c)) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for line in table.lines() {
        page.line(&format!(" {line}"))?;
    }
    more(page, report.copies.len().saturating_sub(ROWS), "copies")
}

fn more<W: Write>(page: &mut Page<W>, left_out: usize, what: &str) -> io::Result<()> {
    if left_out == 0 {
        return Ok(());
    }
    let left_out = figure::grouped(left_out as u64);
    let text = format!("and {left_out} more {what}; `--report FILE.html` shows them");
    page.paragraph("  ", [Run::new(Style::Faint, text)])
}

fn passages<W: Write>(page: &mut Page<W>, report: &Report) -> io::Result<()> {
    let read: Vec<_> = report.memos.iter().map(|memo| (memo, alone(memo))).collect();
    let is_read =
        |(memo, alone): &&(&MemoPart, Vec<_>)| !memo.passages.is_empty() || !alone.is_empty();
    if !read.iter().any(|part| is_read(&part)) {
        return Ok(());
    }
    page.heading("What the leak quotes of the memo")?;
    page.paragraph("  ", legend(report))?;
    for (memo, alone) in read.iter().filter(is_read) {
        page.gap()?;
        page.paragraph("  ", [Run::new(Style::Strong, &memo.title)])?;
        let copies = figure::count(memo.candidates as usize, "copy", "copies");
        let tally = words::tally(&Tally::of(memo));
        let text = format!("{tally} Memo {}, {copies}.", memo.memo);
        page.paragraph("  ", [Run::new(Style::Faint, text)])?;
        let spots = Spots::of(memo);
        let mut room = PASSAGE_CHARS;
        let mut shown = 0;
        for passage in &memo.passages {
            if room == 0 {
                break;
            }
            page.gap()?;
            page.paragraph("    ", runs(&spots.beside(passage).memo, &mut room))?;
            room = room.saturating_sub(WIDTH);
            shown += 1;
        }
        more(page, memo.passages.len() - shown, "passages")?;
        if !alone.is_empty() {
            page.gap()?;
            let words =
                alone.iter().take(ROWS).flat_map(|spot| [mark(spot), Run::new(Style::Plain, " ")]);
            page.hanging("    quoted alone: ", words)?;
            more(page, alone.len().saturating_sub(ROWS), "words")?;
        }
    }
    Ok(())
}

fn legend(report: &Report) -> Vec<Run> {
    let mut legend = vec![
        Run::new(Style::Read, "[word]"),
        Run::new(Style::Faint, " read in the leak, "),
        Run::new(Style::Read, "[]"),
        Run::new(Style::Faint, " read: no word here, "),
    ];
    if words::has_leaning(report) {
        legend.push(Run::new(Style::Read, "[word?]"));
        legend.push(Run::new(Style::Faint, " leans to it, "));
    }
    legend.push(Run::new(Style::Faint, "<one|other> not seen or not certain"));
    legend
}

/// The memo's side of a passage, as far as there is room.
fn runs(pieces: &[Piece<'_>], room: &mut usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for piece in pieces {
        if *room == 0 {
            runs.push(Run::new(Style::Faint, " …"));
            break;
        }
        match piece {
            Piece::Words(words) => {
                let words: String = words.chars().take(*room).collect();
                *room -= words.chars().count();
                runs.push(Run::new(Style::Plain, words));
            }
            Piece::Mark(spot) => {
                let run = mark(spot);
                *room = room.saturating_sub(run.chars());
                runs.push(run);
                // The space of a word that may be left out belongs to its place.
                if spot.text.ends_with(char::is_whitespace) {
                    runs.push(Run::new(Style::Plain, " "));
                }
            }
        }
    }
    runs
}

fn mark(spot: &Spot<'_>) -> Run {
    let reading = |number: usize| spot.readings.get(number).map_or("", |text| text.trim());
    match spot.sight {
        Sight::Read(number) => Run::new(Style::Read, format!("[{}]", reading(number))),
        Sight::Leans(number) => Run::new(Style::Read, format!("[{}?]", reading(number))),
        Sight::Uncertain | Sight::Absent => {
            let readings: Vec<_> = spot.readings.iter().map(|text| text.trim()).collect();
            Run::new(Style::Faint, format!("<{}>", readings.join("|")))
        }
    }
}

fn figures<W: Write>(page: &mut Page<W>, report: &Report) -> io::Result<()> {
    let facts = words::facts(report);
    if facts.is_empty() {
        return Ok(());
    }
    page.heading("Key figures")?;
    for fact in &facts {
        let name = format!("{:24}{:>9}", fact.name, fact.symbol);
        page.line(&format!("  {name}  {}", plain(&fact.value)))?;
    }
    if !report.budget.is_empty() {
        page.paragraph("  ", [Run::new(Style::Faint, &report.budget)])?;
    }
    Ok(())
}

/// A line for each bin, the limit between those that it parts; empty stretches are one line.
fn histogram<W: Write>(page: &mut Page<W>, histogram: &Histogram) -> io::Result<()> {
    page.heading("Evidence of all copies, log10 E, without names on purpose")?;
    let together = histogram.counts.len().div_ceil(BINS).max(1);
    let step = histogram.step * together as f64;
    let bins: Vec<u64> = histogram
        .counts
        .chunks(together)
        .map(|bins| bins.iter().copied().map(u64::from).sum())
        .collect();
    let most = bins.iter().copied().max().unwrap_or(0).max(1);
    let mut limit = histogram.limit;
    let mut was_empty = false;
    for (i, count) in bins.iter().enumerate() {
        let from = histogram.from + step * i as f64;
        if let Some(value) = limit.filter(|value| *value <= from + step / 2.0) {
            draw_limit(page, value)?;
            limit = None;
            was_empty = false;
        }
        if *count == 0 {
            if !was_empty {
                page.line("                   ·")?;
            }
            was_empty = true;
            continue;
        }
        was_empty = false;
        let bar = "█".repeat(((count * BAR as u64).div_ceil(most)) as usize);
        let (count, to) = (figure::grouped(*count), from + step);
        page.line(&format!("  {from:>7.2} …{to:>7.2}  {bar} {count}"))?;
    }
    match (limit, histogram.limit) {
        (Some(value), _) => draw_limit(page, value),
        (None, Some(_)) => Ok(()),
        (None, None) => {
            let none = "  no evidence that this reading could give would name a copy";
            page.paragraph("  ", [Run::new(Style::Faint, none)])
        }
    }
}

fn draw_limit<W: Write>(page: &mut Page<W>, limit: f64) -> io::Result<()> {
    let text = format!("  {limit:>7.2} ──────── limit: a copy is named from here on");
    page.paragraph("", [Run::new(Style::Limit, text.replace(' ', "\u{a0}"))])
}

fn shared<W: Write>(page: &mut Page<W>, report: &Report) -> io::Result<()> {
    if report.shared.is_empty() {
        return Ok(());
    }
    page.heading("Shared wording that was not read")?;
    for part in report.shared.iter().take(ROWS) {
        let text = format!("“{}” in {}: {}", part.words, part.title, part.why);
        page.item([Run::new(Style::Plain, text)])?;
    }
    more(page, report.shared.len().saturating_sub(ROWS), "stretches")
}

fn record<W: Write>(page: &mut Page<W>, report: &Report) -> io::Result<()> {
    page.heading("For the record")?;
    let entry = |kind: &str, index: Option<u64>| index.map(|index| format!("{kind} {index}"));
    let log = &report.log;
    let entries: Vec<_> =
        [entry("READING", log.reading), entry("OPEN", log.open), entry("FINDING", log.finding)]
            .into_iter()
            .flatten()
            .collect();
    if !entries.is_empty() {
        page.line(&format!("  log      {}", entries.join(", ")))?;
    }
    for leak in report.leaks.iter().take(ROWS) {
        let size = figure::grouped(leak.bytes);
        let text = format!("{}, {size} bytes", leak.name);
        page.hanging("  leak     ", [Run::new(Style::Plain, text)])?;
        page.line(&format!("           SHA-256 {}", plain(&leak.sha256)))?;
    }
    more(page, report.leaks.len().saturating_sub(ROWS), "files")?;
    if log.finding.is_none() {
        let nothing = match report.outcome {
            Outcome::NoFinding => "nothing was logged, so that there is nothing to verify",
            _ => "no finding was logged",
        };
        return page.line(&format!("  verify   {nothing}"));
    }
    page.line(
        "  verify   countermark verify FILE.cmk          (FILE.cmk: `trace --bundle FILE.cmk`)",
    )?;
    page.line("           python3 spec/verify.py FILE.cmk")?;
    page.line("           the log key must be that of the certificate beside your own copy:")?;
    page.line(&format!("           {}", plain(&log.key)))
}
