//! Which words and lines of a page may be moved, and by how much: what a layout mark looks like.
//!
//! Words 1, 3, 5 … of a line may move left or right, the others and the last are the rulers that they are measured by;
//! lines 1, 3, 5 … of a block may move up or down between lines that stay. No line changes its width. The writer of a copy
//! applies this to the copy's own lines, the reader to the lines of its reference page.

use crate::page::{PageLine, PageMap};
use std::ops::Range;

/// Shift of a word by default, in points.
pub const WORD_SHIFT_PT: f64 = 0.20;
/// Shift of a line, in points.
pub const LINE_SHIFT_PT: f64 = 0.45;

/// A word that may move. Its mark belongs to the gap before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// Place of the word in [`PageMap::words`].
    pub word: usize,
    /// Bytes of the set text between it and the word before.
    pub gap: Range<usize>,
}

/// A line that may move. Its mark belongs to one of the gaps in it, see the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingLine {
    /// Place of the line in [`PageMap::lines`].
    pub line: usize,
    /// The gaps between its words, in order.
    pub gaps: Vec<Range<usize>>,
}

/// The words of a page that may move, in order.
pub fn movers(page: &PageMap) -> Vec<Mover> {
    let mut out = Vec::new();
    for line in &page.lines {
        let inner = line.words.start + 1..line.words.end.saturating_sub(1);
        out.extend(
            inner
                .step_by(2)
                .filter_map(|word| gap_before(page, word).map(|gap| Mover { word, gap })),
        );
    }
    out
}

/// The lines of a page that may move, in order.
pub fn moving_lines(page: &PageMap) -> Vec<MovingLine> {
    let mut out = Vec::new();
    let mut in_block = 0;
    for (number, line) in page.lines.iter().enumerate() {
        let continues = number > 0 && page.lines[number - 1].block == line.block;
        in_block = if continues { in_block + 1 } else { 0 };
        if in_block % 2 == 1 {
            out.push(MovingLine { line: number, gaps: within(page, line) });
        }
    }
    out
}

/// All gaps of a page, in reading order. One at the end of a line counts like any other: other wording may bring it inside.
pub fn gaps(page: &PageMap) -> impl Iterator<Item = Range<usize>> + '_ {
    page.lines.iter().enumerate().flat_map(|(number, line)| {
        let continues = number > 0 && page.lines[number - 1].block == line.block;
        let end = continues.then(|| gap_before(page, line.words.start)).flatten();
        end.into_iter().chain(within(page, line))
    })
}

/// The gaps between the words of a line, in order.
fn within(page: &PageMap, line: &PageLine) -> Vec<Range<usize>> {
    (line.words.start + 1..line.words.end).filter_map(|word| gap_before(page, word)).collect()
}

/// The bytes between a word and the one before it; `None` where the page prints one of them itself.
fn gap_before(page: &PageMap, word: usize) -> Option<Range<usize>> {
    let before = page.words[word - 1].source.as_ref()?;
    let own = page.words[word].source.as_ref()?;
    (before.end < own.start).then_some(before.end..own.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageWord;

    fn page(lines: &[(usize, usize)]) -> PageMap {
        let mut map = PageMap::default();
        for (block, words) in lines {
            let first = map.words.len();
            for _ in 0..*words {
                let at = map.words.len() * 5;
                map.words.push(PageWord {
                    text: "word".into(),
                    left: 0.0,
                    right: 20.0,
                    baseline: 0.0,
                    size: 11.0,
                    source: Some(at..at + 4),
                });
            }
            map.lines.push(PageLine { words: first..map.words.len(), block: *block });
        }
        map
    }

    /// The first word, every second one after it and the last are rulers; a line without two rulers around has no mark.
    #[test]
    fn every_second_word_moves() {
        let words = |page: &PageMap| movers(page).iter().map(|m| m.word).collect::<Vec<_>>();
        assert_eq!(words(&page(&[(0, 6)])), [1, 3]);
        assert_eq!(words(&page(&[(0, 5), (0, 3)])), [1, 3, 6]);
        assert!(words(&page(&[(0, 2), (0, 1)])).is_empty());
        assert_eq!(movers(&page(&[(0, 3)]))[0].gap, 4..5);
    }

    /// A moving line stands between lines that stay.
    #[test]
    fn every_second_line_of_a_block_moves() {
        let lines = |page: &PageMap| moving_lines(page).iter().map(|m| m.line).collect::<Vec<_>>();
        assert_eq!(lines(&page(&[(0, 4), (0, 4), (0, 4), (0, 2), (1, 3), (1, 3)])), [1, 3, 5]);
    }

    /// A gap keeps its mark when other wording breaks the line elsewhere, so those at the ends of lines count; blocks are apart.
    #[test]
    fn gaps_go_on_over_the_ends_of_lines() {
        let starts: Vec<usize> = gaps(&page(&[(0, 3), (0, 2), (1, 2)])).map(|g| g.start).collect();
        assert_eq!(starts, [4, 9, 14, 19, 29]);
    }

    /// A word broken at a hyphen, or two runs without a space between them, have no gap.
    #[test]
    fn words_that_touch_have_no_gap() {
        let mut page = page(&[(0, 3)]);
        page.words[1].source = Some(4..9);
        assert!(movers(&page).is_empty());
    }
}
