//! What stands between two exact runs, and past the ends of the last: words against the lattice by dynamic programming.

use std::ops::Range;

use super::lattice::Lattice;
use super::near::edits;
use super::{Leak, Match, Sheet};

/// Worth of an exact word, twice finding.md's 3.
const EXACT: i32 = 6;
/// Worth of a word within a slip, twice 1.5.
const NEAR: i32 = 3;
/// Cost of a word put in, left out or changed, twice 1.
const EDIT: i32 = -2;
/// Worth of what cannot be reached.
const NEVER: i32 = i32::MIN / 2;
/// Table cells at most: beyond them a gap is not looked into. No gap that a chain may jump comes near.
const CELLS_MAX: usize = 40_000;

/// The steps back from a cell.
#[derive(Clone, Copy)]
enum Step {
    Start,
    Both(u32),
    Node(u32),
    Word,
}

/// Nodes in the order in which they are gone through, each with the rows it may be reached from; row 0 is the start.
struct Rows {
    nodes: Vec<u32>,
    froms: Vec<Vec<u32>>,
}

impl Rows {
    /// The nodes that can be reached from `start` before `limit`, onwards.
    fn onwards(lattice: &Lattice, start: u32, limit: u32) -> Rows {
        let nodes: Vec<u32> = (start + 1..limit).collect();
        let row = |node: u32| node.checked_sub(start);
        let froms = nodes.iter().map(|&node| lattice.previous(node).filter_map(row).collect());
        Rows { froms: froms.collect(), nodes }
    }

    /// The nodes from which `start` can be reached, backwards, down to `limit`.
    fn backwards(lattice: &Lattice, start: u32, limit: u32) -> Rows {
        let nodes: Vec<u32> = (limit..start).rev().collect();
        let row = |node: u32| start.checked_sub(node);
        let froms = nodes.iter().map(|&node| lattice.nexts(node).filter_map(row).collect());
        Rows { froms: froms.collect(), nodes }
    }
}

/// Matches of the leak words between two matches of one chain.
pub(super) fn between(sheet: &Sheet, leak: &Leak, from: Match, to: Match, out: &mut Vec<Match>) {
    let words: Vec<u32> = (from.word + 1..to.word).collect();
    if words.is_empty() || to.node <= from.node + 1 {
        return;
    }
    let rows = Rows::onwards(&sheet.lattice, from.node, to.node);
    let ends = sheet.lattice.previous(to.node).filter_map(|node| node.checked_sub(from.node));
    let ends: Vec<u32> = ends.collect();
    let Some(table) = Table::fill(sheet, leak, &words, &rows) else { return };
    let end = ends.into_iter().max_by_key(|&row| (table.worth(row, words.len()), row));
    if let Some(row) = end {
        table.trace(row, words.len(), out);
    }
}

/// Matches past the last match of a chain, over `words` and up to node `limit`.
pub(super) fn after(
    sheet: &Sheet,
    leak: &Leak,
    from: Match,
    words: Range<u32>,
    limit: u32,
    out: &mut Vec<Match>,
) {
    let words: Vec<u32> = words.collect();
    free(sheet, leak, &words, &Rows::onwards(&sheet.lattice, from.node, limit), out);
}

/// Matches before the first match of a chain, over `words` and down to node `limit`.
pub(super) fn before(
    sheet: &Sheet,
    leak: &Leak,
    to: Match,
    words: Range<u32>,
    limit: u32,
    out: &mut Vec<Match>,
) {
    let words: Vec<u32> = words.rev().collect();
    free(sheet, leak, &words, &Rows::backwards(&sheet.lattice, to.node, limit), out);
}

fn free(sheet: &Sheet, leak: &Leak, words: &[u32], rows: &Rows, out: &mut Vec<Match>) {
    let Some(table) = Table::fill(sheet, leak, words, rows) else { return };
    let cells =
        (0..=rows.nodes.len() as u32).flat_map(|row| (0..=words.len()).map(move |i| (row, i)));
    // The first of the best: the shortest way.
    let best = cells.rev().max_by_key(|&(row, i)| table.worth(row, i));
    if let Some((row, i)) = best {
        table.trace(row, i, out);
    }
}

/// Worth of the best way to each (row, words gone through), and the step to it.
struct Table<'a> {
    sheet: &'a Sheet<'a>,
    leak: &'a Leak,
    words: &'a [u32],
    rows: &'a Rows,
    width: usize,
    worth: Vec<i32>,
    steps: Vec<Step>,
}

impl<'a> Table<'a> {
    fn fill(
        sheet: &'a Sheet,
        leak: &'a Leak,
        words: &'a [u32],
        rows: &'a Rows,
    ) -> Option<Table<'a>> {
        let width = words.len() + 1;
        let cells = width * (rows.nodes.len() + 1);
        if words.is_empty() || rows.nodes.is_empty() || cells > CELLS_MAX {
            return None;
        }
        let mut table = Table {
            sheet,
            leak,
            words,
            rows,
            width,
            worth: vec![NEVER; cells],
            steps: vec![Step::Start; cells],
        };
        for i in 0..width {
            table.worth[i] = EDIT * i as i32;
            table.steps[i] = if i == 0 { Step::Start } else { Step::Word };
        }
        for row in 1..=rows.nodes.len() {
            table.fill_row(row);
        }
        Some(table)
    }

    fn fill_row(&mut self, row: usize) {
        let node = self.rows.nodes[row - 1];
        for i in 0..self.width {
            let word = (i > 0).then(|| self.compare(self.words[i - 1], node));
            let (mut best, mut step) = (NEVER, Step::Start);
            for &from in &self.rows.froms[row - 1] {
                let base = from as usize * self.width + i;
                if let Some(word) = word.filter(|word| self.worth[base - 1] + word > best) {
                    (best, step) = (self.worth[base - 1] + word, Step::Both(from));
                }
                if self.worth[base] + EDIT > best {
                    (best, step) = (self.worth[base] + EDIT, Step::Node(from));
                }
            }
            let cell = row * self.width + i;
            if i > 0 && self.worth[cell - 1] + EDIT > best {
                (best, step) = (self.worth[cell - 1] + EDIT, Step::Word);
            }
            // What cannot be reached stays so, however many edits are added.
            self.worth[cell] = best.max(NEVER);
            self.steps[cell] = step;
        }
    }

    fn compare(&self, word: u32, node: u32) -> i32 {
        if self.leak.numbers[word as usize] == self.sheet.lattice.numbers[node as usize] {
            return EXACT;
        }
        let near = edits(self.leak.words.get(word as usize), self.sheet.spelling(node));
        near.map_or(EDIT, |_| NEAR)
    }

    fn worth(&self, row: u32, i: usize) -> i32 {
        self.worth[row as usize * self.width + i]
    }

    /// Adds the matches on the best way to a cell.
    fn trace(&self, row: u32, i: usize, out: &mut Vec<Match>) {
        let (mut row, mut i) = (row as usize, i);
        if self.worth[row * self.width + i] <= NEVER / 2 {
            return;
        }
        loop {
            match self.steps[row * self.width + i] {
                Step::Start => return,
                Step::Word => i -= 1,
                Step::Node(from) => row = from as usize,
                Step::Both(from) => {
                    let (word, node) = (self.words[i - 1], self.rows.nodes[row - 1]);
                    let worth = self.compare(word, node);
                    if worth > 0 {
                        out.push(Match { word, node, is_exact: worth == EXACT });
                    }
                    (row, i) = (from as usize, i - 1);
                }
            }
        }
    }
}
