//! Words in the order in which a page is read.
//!
//! Producers draw text in the order of its author, columns and tables included, and that order is kept. Only the
//! pieces of a line are put together by their places, since some draw all bold words first. A page whose pieces jump
//! up again and again was shuffled; it is read by its geometry alone (Breuel, "High performance document layout
//! analysis", 2003).

use super::collect::Found;
use super::{PdfPage, PlacedWord};
use std::cmp::Ordering;

/// Two words farther apart than this, in type sizes, may belong to two columns.
const COLUMN_GAP: f64 = 0.9;
/// How far from a line's baseline a word may stand, in type sizes: indices, but not the next line.
const INDEX_RISE: f64 = 0.45;
/// How near two equal words stand that were drawn twice to look bold, in type sizes.
const TWICE: f64 = 0.1;
/// Share of glyphs without characters that a page may have and be believed: bullets and symbols, 1 in 20.
const UNMAPPED_MAX: usize = 20;
/// Most pieces that are ordered by geometry, which takes the cube of their number.
const PIECES_MAX: usize = 250;

/// A piece of a line: words side by side, none of them a column away from the next.
struct Piece {
    words: Vec<usize>,
    left: f64,
    right: f64,
    baseline: f64,
}

/// The page with its words in reading order.
pub(super) fn page(found: Found) -> PdfPage {
    let Found { frame, words, glyphs, unmapped, blank } = found;
    let words = drop_doubles(words);
    let turn = most_common_turn(&words);
    let mut order = Vec::with_capacity(words.len());
    // The page's own direction first, then what stands in its margins.
    for offset in 0..4 {
        order.extend(order_of(&words, (turn + offset) % 4));
    }
    let mut slots: Vec<Option<PlacedWord>> = words.into_iter().map(Some).collect();
    let mut words: Vec<PlacedWord> = order.into_iter().filter_map(|at| slots[at].take()).collect();
    for word in &mut words {
        word.turn = (word.turn + 4 - turn) % 4;
    }
    let mapped = unmapped.saturating_mul(UNMAPPED_MAX) <= glyphs;
    let readable = mapped && words.iter().any(|w| w.text.contains(char::is_alphabetic));
    let shown = frame.turned(turn);
    PdfPage { width_pt: shown.width, height_pt: shown.height, turn, words, readable, blank }
}

/// Places of the words of one turn, in reading order.
fn order_of(words: &[PlacedWord], turn: u8) -> Vec<usize> {
    let of_turn = (0..words.len()).filter(|at| words[*at].turn == turn).collect();
    let mut pieces: Vec<Piece> =
        rows(words, of_turn).into_iter().flat_map(|row| split_at_columns(words, row)).collect();
    pieces.sort_by_key(|piece| piece.words.iter().copied().min());
    if is_shuffled(&pieces) {
        pieces = by_geometry(pieces);
    }
    pieces.into_iter().flat_map(|piece| piece.words).collect()
}

/// Words on one height, top row first, each row from left to right.
fn rows(words: &[PlacedWord], mut places: Vec<usize>) -> Vec<Vec<usize>> {
    places.sort_by(|a, b| words[*a].baseline.total_cmp(&words[*b].baseline).then(a.cmp(b)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    // Baseline and size of the row's largest word so far: an index may come before the word that it hangs on.
    let (mut baseline, mut size) = (f64::NEG_INFINITY, 0.0);
    for at in places {
        let word = &words[at];
        if word.baseline - baseline < INDEX_RISE * word.size.max(size) {
            if word.size > size {
                (baseline, size) = (word.baseline, word.size);
            }
            rows.last_mut().expect("the first word opens a row").push(at);
        } else {
            (baseline, size) = (word.baseline, word.size);
            rows.push(vec![at]);
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| words[*a].left.total_cmp(&words[*b].left).then(a.cmp(b)));
    }
    rows
}

fn split_at_columns(words: &[PlacedWord], row: Vec<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for at in row {
        let word = &words[at];
        match pieces.last_mut() {
            Some(piece) if word.left - piece.right <= COLUMN_GAP * word.size => {
                piece.words.push(at);
                piece.right = piece.right.max(word.right);
                piece.baseline = piece.baseline.max(word.baseline);
            }
            _ => pieces.push(Piece {
                words: vec![at],
                left: word.left,
                right: word.right,
                baseline: word.baseline,
            }),
        }
    }
    pieces
}

impl Piece {
    fn overlaps(&self, other: &Piece) -> bool {
        self.left < other.right && other.left < self.right
    }

    fn is_above(&self, other: &Piece) -> bool {
        self.baseline < other.baseline
    }
}

/// Whether the order of drawing jumps up within a column more often than headings, footers and notes make it.
fn is_shuffled(pieces: &[Piece]) -> bool {
    let rises =
        pieces.windows(2).filter(|pair| pair[0].overlaps(&pair[1]) && pair[1].is_above(&pair[0]));
    rises.count() > 3 + pieces.len() / 10
}

/// Breuel's two rules: what stands above comes first where both share a column; what stands to the left comes first
/// unless a third piece between their heights spans both.
fn by_geometry(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let by_place = |a: &Piece, b: &Piece| -> Ordering {
        a.baseline.total_cmp(&b.baseline).then(a.left.total_cmp(&b.left))
    };
    pieces.sort_by(by_place);
    if pieces.len() > PIECES_MAX {
        return pieces;
    }
    let before = |a: usize, b: usize| -> bool {
        let (first, second) = (&pieces[a], &pieces[b]);
        if first.overlaps(second) {
            return first.is_above(second);
        }
        let between = a.min(b) + 1..a.max(b);
        let spans = |c: &Piece| c.overlaps(first) && c.overlaps(second);
        first.right <= second.left && !pieces[between].iter().any(spans)
    };
    let count = pieces.len();
    let mut waits_for: Vec<usize> =
        (0..count).map(|b| (0..count).filter(|a| *a != b && before(*a, b)).count()).collect();
    let mut order = Vec::with_capacity(count);
    let mut left: Vec<usize> = (0..count).collect();
    while !left.is_empty() {
        // The rules can contradict each other on odd pages; then the topmost goes first.
        let next = left.iter().position(|b| waits_for[*b] == 0).unwrap_or(0);
        let next = left.remove(next);
        for b in &left {
            waits_for[*b] -= usize::from(before(next, *b));
        }
        order.push(next);
    }
    let mut slots: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
}

/// Drops the second drawing of a word that was drawn twice to look bold, or filled and then outlined.
fn drop_doubles(words: Vec<PlacedWord>) -> Vec<PlacedWord> {
    let mut places: Vec<usize> = (0..words.len()).collect();
    places.sort_by(|a, b| {
        let (a, b) = (&words[*a], &words[*b]);
        (a.turn, &a.text).cmp(&(b.turn, &b.text)).then(a.left.total_cmp(&b.left))
    });
    let mut double = vec![false; words.len()];
    for pair in places.windows(2) {
        let (a, b) = (&words[pair[0]], &words[pair[1]]);
        let near = |a: f64, b: f64, size: f64| (a - b).abs() <= TWICE * size;
        double[pair[0].max(pair[1])] |= a.turn == b.turn
            && a.text == b.text
            && near(a.left, b.left, a.size)
            && near(a.baseline, b.baseline, a.size);
    }
    words.into_iter().zip(double).filter_map(|(word, double)| (!double).then_some(word)).collect()
}

/// The turn of most characters.
fn most_common_turn(words: &[PlacedWord]) -> u8 {
    let mut characters = [0_usize; 4];
    for word in words {
        characters[usize::from(word.turn % 4)] += word.text.len();
    }
    let most = characters.iter().max().copied().unwrap_or(0);
    characters.iter().position(|n| *n == most).unwrap_or(0) as u8
}
