//! What a chain of exact runs is worth, by the rule of the place where it stands.

use std::ops::Range;

use super::english::run_bits8;
use crate::align::lattice::{Lattice, Run};
use crate::align::run::{chain_runs, gap_bits8, grow};

/// Share of a region that must lie inside a quotation, and of the quotation that it must fill, in tenths.
const INSIDE_TENTHS: usize = 8;
const FILLED_TENTHS: usize = 6;

/// Runs of one memo in the order of leak and memo.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Position of the memo in the index.
    pub(super) memo: usize,
    /// Leak words from the first run to the last.
    pub(super) leak: Range<usize>,
    /// First and last node.
    pub(super) nodes: (u32, u32),
    pub(super) words: u32,
    pub(super) longest_run_words: u32,
    pub(super) bits: u32,
    pub(super) is_quoted: bool,
}

/// Chains of the runs that grow from `seeds`.
pub(super) fn chains(
    lattice: &Lattice,
    memo: usize,
    leak: &[u32],
    seeds: &[(usize, u32)],
    quoted: &[Range<usize>],
) -> Vec<Chain> {
    let runs = grow(lattice, leak, seeds);
    let linked = chain_runs(lattice, leak, &runs);
    let weigh = |chain: Vec<usize>| {
        let chain: Vec<&Run> = chain.into_iter().map(|i| &runs[i]).collect();
        weigh(lattice, memo, leak, &chain, quoted)
    };
    linked.into_iter().filter_map(weigh).collect()
}

/// The part of the chain that is worth most, by the rule of the place where it stands.
fn weigh(
    lattice: &Lattice,
    memo: usize,
    leak: &[u32],
    chain: &[&Run],
    quoted: &[Range<usize>],
) -> Option<Chain> {
    let whole = chain[0].start..chain[chain.len() - 1].end();
    let is_quoted = quoted.iter().any(|quotation| fills(&whole, quotation));
    let worth = |run: &Run| {
        let capitals: Vec<bool> =
            run.nodes.iter().map(|&node| lattice.capitals[node as usize]).collect();
        let capitals = (!is_quoted).then_some(capitals.as_slice());
        i64::from(run_bits8(&leak[run.start..run.end()], capitals))
    };
    let (mut bits8, mut first) = (0, 0);
    let (mut best8, mut best) = (0, 0..0);
    for (i, run) in chain.iter().enumerate() {
        if i > 0 {
            bits8 -= gap_bits8(lattice, chain[i - 1], run).map_or(0, |gap| gap.0);
        }
        if bits8 <= 0 {
            (bits8, first) = (0, i);
        }
        bits8 += worth(run);
        if bits8 > best8 {
            (best8, best) = (bits8, first..i + 1);
        }
    }
    let runs = &chain[best];
    let (head, tail) = (runs.first()?, runs.last()?);
    Some(Chain {
        memo,
        leak: head.start..tail.end(),
        nodes: (head.nodes[0], tail.nodes[tail.nodes.len() - 1]),
        words: runs.iter().map(|run| run.nodes.len() as u32).sum(),
        longest_run_words: runs.iter().map(|run| run.nodes.len() as u32).max().unwrap_or(0),
        bits: (best8 / 8) as u32,
        is_quoted,
    })
}

/// Whether `region` fills `quotation`: most of it inside, most of the quotation covered.
fn fills(region: &Range<usize>, quotation: &Range<usize>) -> bool {
    let common = region.end.min(quotation.end).saturating_sub(region.start.max(quotation.start));
    common * 10 >= region.len() * INSIDE_TENTHS && common * 10 >= quotation.len() * FILLED_TENTHS
}
