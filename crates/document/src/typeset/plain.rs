//! Plain text as blocks: paragraphs, their numbers, a title, and what looks like a table.

use super::block::Block;
use super::copytext::{CopyText, Flow, Pen, Style};
use super::ink::TypeCase;

/// Longest label of a line such as `Subject: …`, in characters.
const LABEL: usize = 24;

/// A line and where it starts.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    at: usize,
}

/// Reads a plain text.
pub(super) fn read(text: &str, case: &mut TypeCase) -> CopyText {
    let mut out = CopyText::default();
    let groups = groups(text);
    let titled = groups.len() > 1;
    for (number, lines) in groups.iter().enumerate() {
        let block = block(lines, number == 0 && titled, case);
        if let Block::Heading { flow, .. } = &block {
            out.title = Some(flow.text());
        }
        out.blocks.push(block);
    }
    out
}

/// Lines between blank ones.
fn groups(text: &str) -> Vec<Vec<Line<'_>>> {
    let mut out: Vec<Vec<Line<'_>>> = Vec::new();
    let mut blank = true;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = Line { text: raw.trim_end(), at };
        at += raw.len();
        if line.text.trim().is_empty() {
            blank = true;
            continue;
        }
        match out.last_mut() {
            Some(group) if !blank => group.push(line),
            _ => out.push(vec![line]),
        }
        blank = false;
    }
    out
}

fn block(lines: &[Line<'_>], first: bool, case: &mut TypeCase) -> Block {
    if is_table(lines) {
        let mut pen = Pen::new();
        for line in lines {
            pen.write_as_is(case, line.text, line.at);
            pen.end_line();
        }
        return Block::Preformatted(pen.finish());
    }
    let labels: Option<Vec<usize>> = lines.iter().map(|line| label(line.text)).collect();
    if let Some(labels) = labels.filter(|labels| labels.len() > 1) {
        let strong = Style { strong: true, ..Style::default() };
        let pair = |(line, cut): (&Line<'_>, usize)| {
            let (head, rest) = cut_line(*line, cut);
            (flow(&[head], strong, case), flow(&[rest], Style::default(), case))
        };
        return Block::Fields(lines.iter().zip(labels).map(pair).collect());
    }
    if mark(lines[0].text).is_some() {
        return Block::Hanging(hanging(lines, case));
    }
    let flow = flow(lines, Style::default(), case);
    let is_title = first && lines.len() == 1 && !lines[0].text.ends_with(['.', ':', ';', ',', '?']);
    if is_title { Block::Heading { level: 1, flow } } else { Block::Paragraph(flow) }
}

fn hanging(lines: &[Line<'_>], case: &mut TypeCase) -> Vec<(Flow, Flow)> {
    let mut items: Vec<(Line<'_>, Vec<Line<'_>>)> = Vec::new();
    for line in lines {
        match (mark(line.text), items.last_mut()) {
            (None, Some((_, body))) => body.push(*line),
            (cut, _) => {
                let (head, rest) = cut_line(*line, cut.unwrap_or(0));
                items.push((head, vec![rest]));
            }
        }
    }
    let style = Style::default();
    items
        .iter()
        .map(|(head, body)| (flow(&[*head], style, case), flow(body, style, case)))
        .collect()
}

fn flow(lines: &[Line<'_>], style: Style, case: &mut TypeCase) -> Flow {
    let mut pen = Pen::styled(style);
    for line in lines {
        pen.write(case, line.text, line.at);
        pen.space();
    }
    pen.finish()
}

fn cut_line(line: Line<'_>, cut: usize) -> (Line<'_>, Line<'_>) {
    let (head, rest) = line.text.split_at(cut);
    (Line { text: head, at: line.at }, Line { text: rest, at: line.at + cut })
}

/// Whether line ends and spaces carry meaning: at least two lines, and half of them have columns.
fn is_table(lines: &[Line<'_>]) -> bool {
    let has_columns = |line: &&Line<'_>| {
        let text = line.text.trim();
        text.contains('\t')
            || text.contains("   ")
            || text.matches('|').count() > 1
            || text.chars().any(|c| matches!(c, '\u{2500}'..='\u{257F}'))
    };
    lines.len() > 1 && lines.iter().filter(has_columns).count() * 2 >= lines.len()
}

/// Where the label of a line such as `Subject: The vote` ends.
fn label(line: &str) -> Option<usize> {
    let colon = line.find(": ")?;
    let label = line[..colon].trim_start();
    let is_label = label.starts_with(char::is_uppercase)
        && label.chars().count() <= LABEL
        && label.chars().all(|c| c.is_alphabetic() || c == ' ')
        && !line[colon + 1..].trim().is_empty();
    is_label.then_some(colon + 1)
}

/// Where the number or bullet of an item ends.
fn mark(line: &str) -> Option<usize> {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = if (1..=4).contains(&digits) {
        body[digits..].starts_with(['.', ')']).then_some(digits + 1)?
    } else {
        body.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–')).map(char::len_utf8)?
    };
    let rest = &body[end..];
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty()).then_some(indent + end)
}
