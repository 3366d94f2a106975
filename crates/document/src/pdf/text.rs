//! The text of pages as one string, with the way back from each of its words to the page.

use super::{PdfPage, PlacedWord};
use std::ops::Range;

/// A step from line to line is a paragraph's end where it is so much larger than the page's usual one.
const PARAGRAPH_STEP: f64 = 1.25;
/// Type that changes by more than this is another paragraph.
const SIZE_STEP: f64 = 1.15;
/// The first line of a paragraph is set in by at least this, in type sizes.
const INDENT: f64 = 0.9;
/// The last line of a paragraph ends before the margin by at least this, in type sizes.
const SHORT: f64 = 2.0;

/// The text of a file's readable pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfText {
    /// The text: words with a space between them, paragraphs with a blank line.
    pub text: String,
    /// Its words, in order.
    pub words: Vec<WordAt>,
}

/// Where a word of the text stands on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordAt {
    /// The page, from 0.
    pub page: usize,
    /// Its place in [`PdfPage::words`].
    pub word: usize,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    /// Nothing: a word divided by a soft hyphen.
    None,
    Space,
    Paragraph,
}

/// The text of the readable pages, in order.
///
/// Every word stands in it with its own characters. Line ends are spaces, those after a soft hyphen nothing; a
/// paragraph that goes on in the next column or on the next page is not divided where its sentence runs on.
pub fn text(pages: &[PdfPage]) -> PdfText {
    let mut out = PdfText::default();
    let mut last: Option<&PlacedWord> = None;
    for (page, shown) in pages.iter().enumerate().filter(|(_, page)| page.readable) {
        let lines = lines(&shown.words);
        let step = usual_step(&lines);
        for (number, line) in lines.iter().enumerate() {
            for word in line.words.clone() {
                let placed = &shown.words[word];
                let gap = match last {
                    None => Gap::None,
                    Some(before) if word > line.words.start => between(before, Gap::Space),
                    Some(before) if number == 0 => between(before, runs_on(before, placed)),
                    Some(before) => {
                        between(before, after_line(&lines, number, step, before, placed))
                    }
                };
                out.push(page, word, placed, gap);
                last = Some(placed);
            }
        }
    }
    out
}

impl PdfText {
    fn push(&mut self, page: usize, word: usize, placed: &PlacedWord, gap: Gap) {
        self.text.push_str(match gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Paragraph => "\n\n",
        });
        let start = self.text.len();
        self.text.push_str(&placed.text);
        self.words.push(WordAt { page, word, bytes: start..self.text.len() });
    }
}

/// Words on one height that follow each other.
struct Line {
    words: Range<usize>,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    turn: u8,
}

fn lines(words: &[PlacedWord]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if goes_on(line, word) => {
                line.words.end = at + 1;
                line.right = line.right.max(word.right);
                if word.size > line.size {
                    (line.size, line.baseline) = (word.size, word.baseline);
                }
            }
            _ => lines.push(Line {
                words: at..at + 1,
                left: word.left,
                right: word.right,
                baseline: word.baseline,
                size: word.size,
                turn: word.turn,
            }),
        }
    }
    lines
}

fn goes_on(line: &Line, word: &PlacedWord) -> bool {
    let size = line.size.max(word.size);
    line.turn == word.turn
        && (line.baseline - word.baseline).abs() < 0.45 * size
        && word.left > line.right - size
}

/// The step from line to line that most lines of a page keep, in type sizes: the median of steps down.
fn usual_step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> =
        lines.windows(2).filter_map(|pair| step_down(&pair[0], &pair[1])).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// Step from a line to the one below it in the same column, in type sizes.
fn step_down(upper: &Line, lower: &Line) -> Option<f64> {
    let step = (lower.baseline - upper.baseline) / upper.size.max(lower.size);
    let same_column = upper.left < lower.right && lower.left < upper.right;
    (upper.turn == lower.turn && same_column && step > 0.0).then_some(step)
}

/// What stands between line `number` and the one before it.
fn after_line(
    lines: &[Line],
    number: usize,
    step: f64,
    before: &PlacedWord,
    next: &PlacedWord,
) -> Gap {
    let (upper, lower) = (&lines[number - 1], &lines[number]);
    let Some(taken) = step_down(upper, lower) else { return runs_on(before, next) };
    let ratio = upper.size.max(lower.size) / upper.size.min(lower.size);
    if taken > PARAGRAPH_STEP * step || ratio > SIZE_STEP {
        return Gap::Paragraph;
    }
    // A paragraph told by its first line alone: set in, after a line that ends short, before one that is not set in.
    let returns = lines.get(number + 1).is_some_and(|third| {
        step_down(lower, third).is_some() && (third.left - upper.left).abs() < INDENT * lower.size
    });
    let set_in = lower.left - upper.left > INDENT * lower.size;
    let short = lower.right - upper.right > SHORT * lower.size;
    if set_in && short && returns { Gap::Paragraph } else { Gap::Space }
}

/// What stands between two words of which the second begins another column or page.
fn runs_on(before: &PlacedWord, next: &PlacedWord) -> Gap {
    let ends = before.text.ends_with(['.', '!', '?', ':', ';', '"', '”', '’', ')']);
    let starts_small = next.text.starts_with(char::is_lowercase);
    if !ends && starts_small { Gap::Space } else { Gap::Paragraph }
}

/// A soft hyphen joins what a line end divides.
fn between(before: &PlacedWord, gap: Gap) -> Gap {
    if gap == Gap::Space && before.text.ends_with('\u{ad}') { Gap::None } else { gap }
}
