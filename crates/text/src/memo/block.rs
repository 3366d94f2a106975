//! Paragraphs, and which of them are running prose.
//!
//! Paragraphs are apart by blank lines. Headings, tables, references, heads such as `SUBJECT:`, salutations and block
//! quotations are no prose: no family touches them.

use super::Paragraph;
use std::ops::Range;

/// What may stand before the colon in the head of a memo or letter.
const HEADS: [&str; 38] = [
    "action",
    "approved",
    "attachment",
    "attachments",
    "attention",
    "authority",
    "bcc",
    "cc",
    "classification",
    "cleared",
    "copies",
    "copies to",
    "copy",
    "copy to",
    "date",
    "distribution",
    "drafted by",
    "enclosure",
    "enclosures",
    "from",
    "memorandum for",
    "participants",
    "place",
    "present",
    "re",
    "ref",
    "reference",
    "references",
    "refs",
    "sent",
    "signed",
    "subj",
    "subject",
    "subjects",
    "through",
    "time",
    "to",
    "via",
];

/// Longest line without a stop that is still a heading, in words; one more and it may be a sentence cut short.
const HEADING_WORDS_MAX: usize = 15;

/// The closing of a letter: `Sincerely yours,`.
const CLOSING_WORDS_MAX: usize = 6;

/// Paragraphs of `text`; bytes of `closed` are protected by the format of the file.
pub(super) fn paragraphs(text: &str, closed: &[Range<usize>]) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut start = 0;
    let mut open: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end();
        if body.trim_start().is_empty() {
            push(text, open.take(), closed, &mut out);
        } else {
            let from =
                open.map_or(start + (line.len() - line.trim_start().len()), |range| range.start);
            open = Some(from..start + body.len());
        }
        start += line.len();
    }
    push(text, open, closed, &mut out);
    out
}

fn push(
    text: &str,
    range: Option<Range<usize>>,
    closed: &[Range<usize>],
    out: &mut Vec<Paragraph>,
) {
    let Some(range) = range else { return };
    let body = &text[range.clone()];
    let next = closed.partition_point(|c| c.end <= range.start);
    let is_closed = closed.get(next).is_some_and(|c| c.start <= range.start && range.end <= c.end);
    let quoted = out.last().is_some_and(|last| announces_text(&text[last.range.clone()]));
    out.push(Paragraph { prose: !is_closed && !quoted && is_prose(body), range });
}

/// Whether what follows this paragraph is somebody else's text.
fn announces_text(body: &str) -> bool {
    let end = body.trim_end_matches(['*', '_', ' ']).to_ascii_lowercase();
    ["as follows:", "reads:", "read:", "following text:", "text:", "quote:", "quote", "quotation:"]
        .iter()
        .any(|announcement| end.ends_with(announcement))
}

fn is_prose(body: &str) -> bool {
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    let first = lines[0];
    let has_letters = body.chars().any(char::is_lowercase);
    has_letters
        && !first.starts_with(['#', '|', '>', '<'])
        && !first.starts_with("```")
        && !first.starts_with("~~~")
        && !is_head(first)
        && !is_salutation(body)
        && !(lines.len() == 1 && is_heading(first))
        && !is_table(&lines)
        && !is_reference(first)
}

/// `SUBJECT: …`, `Participants: …`, `MEMORANDUM FOR THE FILE`.
fn is_head(line: &str) -> bool {
    let plain = line.trim_start_matches(['*', '_']);
    if let Some(colon) = plain.find(':') {
        let name = plain[..colon].trim_matches(['*', '_', ' ']).to_ascii_lowercase();
        if HEADS.binary_search(&name.as_str()).is_ok() {
            return true;
        }
    }
    plain.starts_with("MEMORANDUM") || plain.starts_with("Memorandum for")
}

/// `Dear Minister:`, `Sincerely yours,`.
fn is_salutation(body: &str) -> bool {
    let words = body.split_whitespace().count();
    let opens =
        body.starts_with("Dear ") || body.starts_with("My dear ") || body.starts_with("My Dear ");
    (opens && body.ends_with([':', ','])) || (words <= CLOSING_WORDS_MAX && body.ends_with(','))
}

fn is_heading(line: &str) -> bool {
    let end = line.trim_end_matches(['*', '_', '"', '\'', '\u{201d}', '\u{2019}', ')']);
    let ends_sentence = end.ends_with(['.', '?', '!', ';', ':', ',']);
    (!ends_sentence || starts_numbered_only(end))
        && line.split_whitespace().count() <= HEADING_WORDS_MAX
}

/// `4.` alone.
fn starts_numbered_only(line: &str) -> bool {
    line.split_whitespace().count() == 1
}

/// Rows of columns, apart by tabs, bars or runs of spaces.
fn is_table(lines: &[&str]) -> bool {
    let is_row = |line: &&&str| line.contains('\t') || line.contains(" | ") || line.contains("   ");
    lines.iter().filter(is_row).count() * 2 > lines.len()
}

/// `(a) Embtel 1432, March 3`, `2. Ref: …`.
fn is_reference(line: &str) -> bool {
    let item = line.trim_start_matches(|c: char| c.is_ascii_digit() || "().[] ".contains(c));
    ["Ref:", "Ref.", "Refs:", "Reference:", "See ", "Cf. "]
        .iter()
        .any(|head| item.starts_with(head))
}
