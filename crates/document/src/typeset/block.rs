//! Blocks of a text, as a page shows them.

use super::copytext::{CopyText, Flow};

/// Most columns of a table; a wider one is set as it is written.
pub(super) const MAX_COLUMNS: usize = 16;

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    Bullets,
    /// Numbers and what follows them.
    Numbers {
        delimiter: char,
    },
}

/// An item of a list.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) number: u64,
    pub(super) blocks: Vec<Block>,
}

/// A block of text.
#[derive(Debug)]
pub(super) enum Block {
    Heading {
        level: usize,
        flow: Flow,
    },
    Paragraph(Flow),
    /// Labels and what they stand before: From, To, Date, Subject.
    Fields(Vec<(Flow, Flow)>),
    List {
        marks: Marks,
        tight: bool,
        items: Vec<Item>,
    },
    /// Items whose marks are part of the text.
    Hanging(Vec<(Flow, Flow)>),
    Quotation(Vec<Block>),
    /// Lines as they are.
    Preformatted(Flow),
    Table {
        columns: Vec<Align>,
        head: Vec<Flow>,
        rows: Vec<Vec<Flow>>,
    },
    Rule,
}

/// More lines than a page of the smallest type has.
const LINES_A_PAGE: usize = 80;
/// More signs than a line of the smallest type has.
const SIGNS_A_LINE: usize = 250;

impl CopyText {
    /// Pages that it takes at the very least, to turn away what could never fit before it is laid out.
    pub(super) fn pages_at_least(&self) -> usize {
        let notes = self.notes.iter().map(|(_, blocks)| lines(blocks)).sum::<usize>();
        (lines(&self.blocks) + notes).div_ceil(LINES_A_PAGE)
    }
}

fn lines(blocks: &[Block]) -> usize {
    blocks.iter().map(Block::lines_at_least).sum()
}

impl Block {
    fn lines_at_least(&self) -> usize {
        let flow = |flow: &Flow| {
            let signs: usize = flow.inks().map(|ink| ink.text.chars().count()).sum();
            let ends: usize = flow.inks().map(|ink| ink.text.matches('\n').count()).sum();
            1 + ends.max(signs / SIGNS_A_LINE)
        };
        let pairs = |pairs: &[(Flow, Flow)]| pairs.iter().map(|(_, text)| flow(text)).sum();
        match self {
            Block::Heading { flow: text, .. }
            | Block::Paragraph(text)
            | Block::Preformatted(text) => flow(text),
            Block::Fields(fields) | Block::Hanging(fields) => pairs(fields),
            Block::List { items, .. } => items.iter().map(|item| lines(&item.blocks)).sum(),
            Block::Quotation(blocks) => lines(blocks),
            Block::Table { rows, .. } => 1 + rows.len(),
            Block::Rule => 0,
        }
    }
}

/// Makes the lines `**From:** …` before the first ordinary paragraph one block.
pub(super) fn gather_fields(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(heading) = blocks.next_if(|block| matches!(block, Block::Heading { .. })) {
        out.push(heading);
    }
    let mut fields = Vec::new();
    let mut paragraphs = Vec::new();
    while let Some(Block::Paragraph(flow)) = blocks.peek()
        && flow.starts_with_label()
    {
        let lines = flow.clone().lines();
        let Some(pairs) = lines.iter().map(Flow::split_label).collect::<Option<Vec<_>>>() else {
            break;
        };
        fields.extend(pairs);
        paragraphs.extend(blocks.next());
    }
    if fields.len() > 1 {
        out.push(Block::Fields(fields));
    } else {
        out.extend(paragraphs);
    }
    out.extend(blocks);
    out
}
