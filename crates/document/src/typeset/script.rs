//! A text as a script for the engine. Every word of it stands in a string literal, so none is ever taken for code, and
//! each literal's place in the syntax tree leads from a glyph back to the author's bytes.

mod body;

use super::copytext::CopyText;
use super::date::Date;
use super::ink::{Ink, TypeCase};
use super::setting::{Printed, Setting};
use super::world;
use body::Writer;
use std::fmt::Write as _;
use typst::syntax::{Source, Span, SyntaxKind, SyntaxNode};

/// Notices above this length stand after the text.
const FOOT_NOTICE: usize = 200;
/// Date of the file of a memo without a date.
const UNDATED: (u16, u8, u8) = (2000, 1, 1);
/// Title of a text without a heading.
const UNTITLED: &str = "Memorandum";

/// What a literal holds.
pub(super) enum Chunk {
    /// Words of a block.
    Words { block: usize, ink: Ink },
    /// The place of a copy's own line.
    Field,
}

/// A script and its literals.
pub(super) struct Script {
    source: Source,
    title: String,
    /// By span.
    chunks: Vec<(u64, Chunk)>,
}

impl Script {
    pub(super) fn write(copytext: &CopyText, setting: &Setting, case: &mut TypeCase) -> Script {
        let title = copytext.title.as_deref().map(|title| case.own_line(title));
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| UNTITLED.into());
        let mut writer = Writer::new(copytext);
        preamble(&mut writer, setting, &title, case);
        writer.blocks(&copytext.blocks);
        writer.leftover_notes();
        let source = world::source(writer.out);
        let chunks = by_span(&source, writer.chunks);
        Script { source, title, chunks }
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The literal that a glyph comes from; `None` for what the page prints itself.
    pub(super) fn chunk(&self, span: Span) -> Option<&Chunk> {
        let raw = span.into_raw().get();
        let place = self.chunks.binary_search_by_key(&raw, |(span, _)| *span).ok()?;
        Some(&self.chunks[place].1)
    }
}

/// Finds the spans of literals whose places in the script are known.
fn by_span(source: &Source, chunks: Vec<(usize, Chunk)>) -> Vec<(u64, Chunk)> {
    let mut out = Vec::with_capacity(chunks.len());
    let mut chunks = chunks.into_iter().peekable();
    let mut stack: Vec<&SyntaxNode> = vec![source.root()];
    let mut at = 0;
    while let Some(node) = stack.pop() {
        if node.kind() == SyntaxKind::Str
            && let Some((_, chunk)) = chunks.next_if(|(place, _)| *place == at)
        {
            out.push((node.span().into_raw().get(), chunk));
        }
        if node.children().len() == 0 {
            at += node.len();
        }
        stack.extend(node.children().rev());
    }
    out.sort_by_key(|(span, _)| *span);
    out
}

/// What the page prints around the text.
fn preamble(writer: &mut Writer<'_>, setting: &Setting, title: &str, case: &mut TypeCase) {
    let mut text = |text: &str| literal(&case.own_line(text));
    let mut optional = |value: &Option<String>| match value.as_deref().map(str::trim) {
        None | Some("") => "none".to_string(),
        Some(value) => text(value),
    };
    let classification = optional(&setting.classification);
    let reference = optional(&setting.reference);
    let notice = optional(&Some(setting.notice.clone()));
    let lines = setting.letterhead.iter().flat_map(|lines| lines.lines());
    let mut head_lines = String::new();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        head_lines += &literal(&case.own_line(line));
        head_lines += ", ";
    }
    let date = setting.date.map_or("none".into(), |date| literal(&date.to_string()));
    let (year, month, day) = setting.date.map_or(UNDATED, Date::parts);
    let _ = write!(
        writer.out,
        "#import \"/design.typ\": *\n#show: sheet.with(paper: \"{}\", family: \"{}\", \
         mono: {}, size: {}pt, title: {}, \
         dated: datetime(year: {year}, month: {month}, day: {day}), head-lines: ({head_lines}), \
         classification: {classification}, date: {date}, reference: {reference}, \
         notice: {notice}, notice-last: {}, printed: \"{}\", sign: ",
        setting.paper.name(),
        setting.font.family(),
        !setting.font.justified(),
        setting.size_pt * setting.font.scale(),
        literal(title),
        setting.notice.chars().count() > FOOT_NOTICE,
        setting.printed.name(),
    );
    if setting.printed == Printed::None {
        writer.out.push_str("none)\n");
    } else {
        writer.out.push_str("[#");
        writer.chunks.push((writer.out.len(), Chunk::Field));
        writer.out.push_str("\"x\";])\n");
    }
}

/// A string literal of typst's.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
