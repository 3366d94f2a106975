//! The text itself as a script: blocks, their styles and their footnotes.

use super::super::block::{Align, Block, Item, Marks};
use super::super::copytext::{CopyText, Flow, Part, Style};
use super::super::ink::{Ink, UNBROKEN, UNBROKEN_IN_LABEL};
use super::{Chunk, literal};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Longest literal in bytes: glyphs count their place in one with 16 bits.
const LITERAL: usize = 60_000;
/// The engine looks for a glyph's literal one by one, so that a paragraph takes time as its bytes times its parts.
/// Above this, it is set without styles.
const MAX_EFFORT: usize = 400_000_000;
/// Footnotes after so many are printed where they are referred to, as written.
const MAX_NOTES: usize = 5000;
/// Signs that fit beside each other in a table's row, its insets taken off.
const SIGNS_A_ROW: usize = 64;
/// Quotations in quotations that are set in further; those inside them stand as far in.
const MAX_QUOTED: usize = 4;

/// Writes a script, block by block.
pub(super) struct Writer<'a> {
    pub(super) out: String,
    /// Literals by their place in `out`.
    pub(super) chunks: Vec<(usize, Chunk)>,
    copytext: &'a CopyText,
    block: usize,
    notes: BTreeMap<&'a str, usize>,
    noted: Vec<bool>,
    in_note: bool,
    /// Signs since the last place where a line may break.
    run_on: usize,
    /// Lists around.
    nesting: usize,
    /// Quotations around.
    quoted: usize,
    /// Signs that the widest number of the text has.
    digits: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(copytext: &'a CopyText) -> Self {
        let mut notes = BTreeMap::new();
        for (place, (label, _)) in copytext.notes.iter().enumerate().take(MAX_NOTES) {
            notes.entry(label.as_str()).or_insert(place);
        }
        Writer {
            out: String::new(),
            chunks: Vec::new(),
            copytext,
            block: 0,
            notes,
            noted: vec![false; copytext.notes.len()],
            in_note: false,
            run_on: 0,
            nesting: 0,
            quoted: 0,
            digits: widest_number(&copytext.blocks).max(1).ilog10() as usize + 1,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, flow } => {
                let _ = write!(self.out, "#heading(level: {level})");
                self.content(flow, UNBROKEN);
            }
            Block::Paragraph(flow) => {
                self.out.push_str("#par");
                self.content(flow, UNBROKEN);
            }
            Block::Preformatted(flow) => {
                self.out.push_str("#preformatted[#par");
                self.content(flow, UNBROKEN);
                self.out.push_str(";]");
            }
            Block::Fields(pairs) => self.pairs("fields(", pairs),
            Block::Hanging(pairs) => {
                let widest = pairs.iter().map(|(mark, _)| mark.text().chars().count()).max();
                let start = format!("hanging({}, ", hang(widest.unwrap_or(0).max(2) - 1));
                self.pairs(&start, pairs);
            }
            Block::List { marks, tight, items } => self.list(*marks, *tight, items),
            Block::Quotation(blocks) => {
                self.quoted += 1;
                self.out.push_str(if self.quoted > MAX_QUOTED { "#[" } else { "#quotation[" });
                self.blocks(blocks);
                self.out.push(']');
                self.quoted -= 1;
            }
            Block::Table { columns, head, rows } => self.table(columns, head, rows),
            Block::Rule => self.out.push_str("#rule"),
        }
        self.out.push_str(";\n");
    }

    fn pairs(&mut self, start: &str, pairs: &[(Flow, Flow)]) {
        self.out.push('#');
        self.out.push_str(start);
        for (left, right) in pairs {
            self.content(left, UNBROKEN_IN_LABEL);
            self.out.push_str(", ");
            self.content(right, UNBROKEN);
            self.out.push_str(", ");
        }
        self.out.push(')');
    }

    fn list(&mut self, marks: Marks, tight: bool, items: &[Item]) {
        let nested = self.nesting > 0;
        let _ = match marks {
            Marks::Bullets => write!(self.out, "#bullets({tight}, {nested}, "),
            Marks::Numbers { delimiter } => {
                let hang = hang(self.digits);
                write!(self.out, "#numbers({tight}, {nested}, {hang}, \"{delimiter}\", ")
            }
        };
        self.nesting += 1;
        for item in items {
            if marks == Marks::Bullets {
                self.out.push_str("list.item[");
            } else {
                let _ = write!(self.out, "({}, [", item.number);
            }
            self.blocks(&item.blocks);
            self.out.push_str(if marks == Marks::Bullets { "], " } else { "]), " });
        }
        self.nesting -= 1;
        self.out.push(')');
    }

    fn table(&mut self, columns: &[Align], head: &[Flow], rows: &[Vec<Flow>]) {
        let unbroken = (SIGNS_A_ROW / columns.len().max(1)).clamp(2, UNBROKEN);
        self.out.push_str("#cells((");
        for column in columns {
            self.out.push_str(match column {
                Align::Left => "left, ",
                Align::Centre => "center, ",
                Align::Right => "right, ",
            });
        }
        self.out.push_str("), (");
        for cell in head {
            self.content(cell, unbroken);
            self.out.push_str(", ");
        }
        self.out.push_str("), ");
        for cell in rows.iter().flatten() {
            self.content(cell, unbroken);
            self.out.push_str(", ");
        }
        self.out.push(')');
    }

    /// Running text in brackets: one block.
    fn content(&mut self, flow: &Flow, unbroken: usize) {
        let block = self.block;
        self.block += 1;
        self.run_on = 0;
        self.out.push('[');
        let bytes: usize = flow.inks().map(|ink| ink.text.len()).sum();
        if bytes.saturating_mul(flow.parts.len()) > MAX_EFFORT {
            self.ink(unstyled(flow), block, unbroken);
        } else {
            for part in &flow.parts {
                match part {
                    Part::Run(style, ink) => self.run(*style, ink, block, unbroken),
                    Part::Note { label, written } => self.note(label, written, block),
                }
            }
        }
        self.out.push(']');
    }

    fn run(&mut self, style: Style, ink: &Ink, block: usize, unbroken: usize) {
        let mut open = 0;
        if let Some(link) = style.link {
            let _ = write!(self.out, "#link({})[", literal(&self.copytext.links[link]));
            open += 1;
        }
        for (has, function) in
            [(style.strong, "strong"), (style.emphasis, "emph"), (style.code, "mono")]
        {
            if has {
                let _ = write!(self.out, "#{function}[");
                open += 1;
            }
        }
        self.ink(ink.clone(), block, unbroken);
        self.out.push_str(&"];".repeat(open));
    }

    fn ink(&mut self, ink: Ink, block: usize, unbroken: usize) {
        let (first, last) = ink.ends();
        let mut rest = ink.breakable(unbroken);
        if self.run_on > 0 && self.run_on + first > unbroken {
            rest = rest.after_break();
            self.run_on = 0;
        }
        self.run_on = if first == rest.text.chars().count() { self.run_on + first } else { last };
        while !rest.text.is_empty() {
            let cut = rest.text.floor_char_boundary(LITERAL);
            let next = rest.split_off(cut);
            let ink = std::mem::replace(&mut rest, next);
            self.out.push('#');
            let at = self.out.len();
            self.out.push_str(&literal(&ink.text));
            self.out.push(';');
            self.chunks.push((at, Chunk::Words { block, ink }));
        }
    }

    fn note(&mut self, label: &str, written: &Ink, block: usize) {
        let place = self.notes.get(label).copied().filter(|_| !self.in_note);
        let Some(place) = place else {
            self.ink(written.clone(), block, UNBROKEN);
            return;
        };
        if std::mem::replace(&mut self.noted[place], true) {
            let _ = write!(self.out, "#footnote(<note-{place}>);");
            return;
        }
        self.out.push_str("#footnote[");
        self.in_note = true;
        let mut blocks = &self.copytext.notes[place].1[..];
        if let [Block::Paragraph(first), rest @ ..] = blocks {
            // Beside its mark, and not below it as a paragraph of its own would be.
            self.out.push_str("#note-gap;#");
            self.content(first, UNBROKEN);
            self.out.push_str(";\n\n");
            blocks = rest;
        }
        self.blocks(blocks);
        self.in_note = false;
        let _ = write!(self.out, "]<note-{place}>");
    }

    /// Footnotes that nothing refers to.
    pub(super) fn leftover_notes(&mut self) {
        self.in_note = true;
        for (place, (_, blocks)) in self.copytext.notes.iter().enumerate() {
            if !self.noted[place] {
                self.blocks(blocks);
            }
        }
    }
}

fn unstyled(flow: &Flow) -> Ink {
    let mut all = Ink::default();
    for part in &flow.parts {
        match part {
            Part::Run(_, ink) | Part::Note { written: ink, .. } => all.append(ink.clone()),
        }
    }
    all
}

/// Room for a number of so many digits and what follows it.
fn hang(digits: usize) -> String {
    format!("{}em", 1.1 + 0.5 * digits.max(1) as f64)
}

fn widest_number(blocks: &[Block]) -> u64 {
    let of_block = |block: &Block| match block {
        Block::List { marks, items, .. } => items
            .iter()
            .map(|item| {
                let own = if *marks == Marks::Bullets { 0 } else { item.number };
                own.max(widest_number(&item.blocks))
            })
            .max(),
        Block::Quotation(blocks) => Some(widest_number(blocks)),
        _ => None,
    };
    blocks.iter().filter_map(of_block).max().unwrap_or(0)
}
