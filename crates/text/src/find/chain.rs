//! What a chain of exact runs is worth, by the rule of the place where it stands.

use std::ops::Range;

use super::english::run_bits8;
use crate::align::lattice::{Lattice, Run};
use crate::align::run::{chain_runs, gap_bits8, grow};

/// Share of a chain that must lie inside a quotation, and of the quotation that it must span, in tenths.
const INSIDE_TENTHS: usize = 8;
const SPANNED_TENTHS: usize = 6;

/// One exact run of a chain.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Words of the leak.
    pub(super) words: Range<usize>,
    /// First and last node of the memo's lattice.
    nodes: (u32, u32),
    /// Worth in a quotation.
    quoted_bits8: i64,
    /// Worth in open text, where names count little.
    open_bits8: i64,
    /// Cost of the gap before it; none for the first.
    gap_bits8: i64,
}

/// Runs of one memo in the order of leak and memo.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Position of the memo in the index.
    pub(super) memo: usize,
    /// The runs; never empty.
    pub(super) parts: Vec<Part>,
    pub(super) bits: u32,
    /// Words of the quotation that the chain fills; 0 in open text.
    pub(super) quotation_words: usize,
}

impl Chain {
    /// Leak words from the first run to the last.
    pub(super) fn leak(&self) -> Range<usize> {
        self.parts[0].words.start..self.parts[self.parts.len() - 1].words.end
    }

    /// First and last node.
    pub(super) fn nodes(&self) -> (u32, u32) {
        (self.parts[0].nodes.0, self.parts[self.parts.len() - 1].nodes.1)
    }

    pub(super) fn words(&self) -> usize {
        self.parts.iter().map(|part| part.words.len()).sum()
    }

    pub(super) fn longest_run_words(&self) -> usize {
        self.parts.iter().map(|part| part.words.len()).max().unwrap_or(0)
    }
}

/// Chains of the runs that grow from `seeds`. A chain that reaches beyond a quotation is also given without what lies
/// outside it, since one speaker's words may stand between another's.
pub(super) fn chains(
    lattice: &Lattice,
    memo: usize,
    leak: &[u32],
    seeds: &[(usize, u32)],
    quoted: &[Range<usize>],
) -> Vec<Chain> {
    let runs = grow(lattice, leak, seeds);
    let mut chains = Vec::new();
    for linked in chain_runs(lattice, leak, &runs) {
        let parts = parts(lattice, leak, linked.into_iter().map(|i| &runs[i]));
        let whole = weigh(memo, &parts, quoted);
        if whole.as_ref().is_none_or(|chain| chain.quotation_words == 0) {
            let end = parts[parts.len() - 1].words.end;
            let from = quoted.partition_point(|quotation| quotation.end <= parts[0].words.start);
            for quotation in quoted[from..].iter().take_while(|quotation| quotation.start < end) {
                let inside = |part: &&Part| common(&part.words, quotation) * 2 > part.words.len();
                let inside: Vec<Part> = parts.iter().filter(inside).cloned().collect();
                chains.extend(weigh(memo, &inside, quoted));
            }
        }
        chains.extend(whole);
    }
    chains
}

fn parts<'a>(lattice: &Lattice, leak: &[u32], runs: impl Iterator<Item = &'a Run>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut before: Option<&Run> = None;
    for run in runs {
        let capitals: Vec<bool> =
            run.nodes.iter().map(|&node| lattice.capitals[node as usize]).collect();
        let words = &leak[run.start..run.end()];
        parts.push(Part {
            words: run.start..run.end(),
            nodes: (run.nodes[0], run.nodes[run.nodes.len() - 1]),
            quoted_bits8: i64::from(run_bits8(words, None)),
            open_bits8: i64::from(run_bits8(words, Some(&capitals))),
            gap_bits8: before.and_then(|b| gap_bits8(lattice, b, run)).map_or(0, |gap| gap.0),
        });
        before = Some(run);
    }
    parts
}

/// The part of the runs that is worth most, by the rule of the place where they stand.
pub(super) fn weigh(memo: usize, parts: &[Part], quoted: &[Range<usize>]) -> Option<Chain> {
    let whole = parts.first()?.words.start..parts.last()?.words.end;
    let filled = quoted.iter().filter(|quotation| fills(&whole, quotation)).map(Range::len);
    let quotation_words = filled.min().unwrap_or(0);
    let (mut bits8, mut first) = (0, 0);
    let (mut best8, mut best) = (0, 0..0);
    for (i, part) in parts.iter().enumerate() {
        bits8 -= if i > 0 { part.gap_bits8 } else { 0 };
        if bits8 <= 0 {
            (bits8, first) = (0, i);
        }
        bits8 += if quotation_words > 0 { part.quoted_bits8 } else { part.open_bits8 };
        if bits8 > best8 {
            (best8, best) = (bits8, first..i + 1);
        }
    }
    let parts = parts[best].to_vec();
    let bits = (best8 / 8) as u32;
    (!parts.is_empty()).then_some(Chain { memo, parts, bits, quotation_words })
}

/// Whether `region` fills `quotation`: most of it inside, most of the quotation spanned.
fn fills(region: &Range<usize>, quotation: &Range<usize>) -> bool {
    let common = common(region, quotation);
    common * 10 >= region.len() * INSIDE_TENTHS && common * 10 >= quotation.len() * SPANNED_TENTHS
}

fn common(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
