//! Passages: chains of exact runs with what lies between and past them, each leak word in one passage at most.

use std::ops::Range;

use super::lattice::Run;
use super::run::{chain_runs, grow};
use super::{Leak, Match, Sheet, gap};
use crate::find::english::run_bits8;

/// Words of a seed, as the finder's.
const SEED_WORDS: usize = 3;
/// Exact words that a passage must hold.
const PASSAGE_WORDS_MIN: usize = 5;
/// What the exact words of a passage must be worth: less is said by chance in any long article.
const PASSAGE_BITS_MIN: u32 = 30;
/// A seed that stands at more places of the memo than this says nothing of its place.
const SEED_PLACES_MAX: usize = 16;
/// How far past its ends a passage is followed, in words of the leak.
const REACH_WORDS: usize = 16;
/// The same in nodes: more, since parallel readings are nodes too.
const REACH_NODES: u32 = 40;

/// The passages in falling order of worth, each as its matches in rising order of both sides.
pub(super) fn passages(sheet: &Sheet, leak: &Leak, within: &[Range<usize>]) -> Vec<Vec<Match>> {
    let seeds = seeds(sheet, leak, within);
    let mut runs = grow(&sheet.lattice, &leak.numbers, &seeds);
    drop_outdone(&mut runs, leak.numbers.len());
    // All exact runs are given to their passages before any passage reaches for what lies around it.
    let mut is_taken = vec![false; leak.numbers.len()];
    let mut chains = Vec::new();
    for chain in chain_runs(&sheet.lattice, &leak.numbers, &runs) {
        let free = |run: &&Run| !is_taken[run.start..run.end()].contains(&true);
        let chain: Vec<&Run> = chain.into_iter().map(|i| &runs[i]).filter(free).collect();
        if is_passage(leak, &chain) {
            for run in &chain {
                is_taken[run.start..run.end()].fill(true);
            }
            chains.push(chain);
        }
    }
    let mut passages = Vec::new();
    for chain in chains {
        let matches = line_up(sheet, leak, &chain, &is_taken);
        for m in &matches {
            is_taken[m.word as usize] = true;
        }
        passages.push(matches);
    }
    passages
}

/// Leaves out runs that stand, word for word, in longer runs of the leak: a phrase that the memo repeats is where most
/// of its surroundings are.
fn drop_outdone(runs: &mut Vec<Run>, words: usize) {
    let mut longest = vec![0; words];
    for run in runs.iter() {
        for slot in &mut longest[run.start..run.end()] {
            *slot = run.nodes.len().max(*slot);
        }
    }
    runs.retain(|run| longest[run.start..run.end()].contains(&run.nodes.len()));
}

fn is_passage(leak: &Leak, chain: &[&Run]) -> bool {
    let words: usize = chain.iter().map(|run| run.nodes.len()).sum();
    let bits8: u32 =
        chain.iter().map(|run| run_bits8(&leak.numbers[run.start..run.end()], None)).sum();
    words >= PASSAGE_WORDS_MIN && bits8 >= 8 * PASSAGE_BITS_MIN
}

/// Leak words and nodes where three words agree.
fn seeds(sheet: &Sheet, leak: &Leak, within: &[Range<usize>]) -> Vec<(usize, u32)> {
    let lattice = &sheet.lattice;
    let mut grams: Vec<([u32; SEED_WORDS], u32)> = Vec::with_capacity(lattice.len() * 2);
    for node in 0..lattice.len() as u32 {
        lattice.grams::<SEED_WORDS>(node, &mut |gram| grams.push((gram, node)));
    }
    grams.sort_unstable();
    grams.dedup();
    let mut seeds = Vec::new();
    for words in word_ranges(leak, within) {
        for at in words.start..words.end.saturating_sub(SEED_WORDS - 1) {
            let gram = &leak.numbers[at..at + SEED_WORDS];
            let from = grams.partition_point(|known| known.0.as_slice() < gram);
            let places = grams[from..].iter().take_while(|known| known.0.as_slice() == gram);
            if places.clone().nth(SEED_PLACES_MAX).is_none() {
                seeds.extend(places.map(|known| (at, known.1)));
            }
        }
    }
    seeds.sort_unstable();
    seeds.dedup();
    seeds
}

/// The ranges in words, in order; all words where there is no range.
fn word_ranges(leak: &Leak, within: &[Range<usize>]) -> Vec<Range<usize>> {
    if within.is_empty() {
        return std::iter::once(0..leak.words.len()).collect();
    }
    let mut ranges: Vec<Range<usize>> = within
        .iter()
        .map(|range| leak.words.first_after(range.start)..leak.words.first_after(range.end))
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    // Overlapping ranges are looked through once.
    let mut end = 0;
    for range in &mut ranges {
        *range = range.start.max(end)..range.end.max(end);
        end = range.end;
    }
    ranges
}

fn line_up(sheet: &Sheet, leak: &Leak, chain: &[&Run], is_taken: &[bool]) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for run in chain {
        // Where readings meet, two runs may claim the same words: the first keeps them.
        let last = matches.last().copied();
        let own = (run.start as u32..).zip(&run.nodes).map(|(word, &node)| Match {
            word,
            node,
            is_exact: true,
        });
        let own =
            own.skip_while(|m| last.is_some_and(|last| m.word <= last.word || m.node <= last.node));
        let own: Vec<Match> = own.collect();
        if let (Some(last), Some(&first)) = (last, own.first()) {
            // Words of another passage in between are not this one's.
            let is_free = |word: u32| !is_taken[word as usize];
            if (last.word + 1..first.word).all(is_free) {
                gap::between(sheet, leak, last, first, &mut matches);
            }
        }
        matches.extend(own);
    }
    let (first, last) = (chain[0].start, chain[chain.len() - 1].end());
    let low = (first.saturating_sub(REACH_WORDS)..first).rev().take_while(|&i| !is_taken[i]).last();
    if let Some(low) = low {
        let to = matches.iter().copied().min().unwrap_or(matches[0]);
        let limit = to.node.saturating_sub(REACH_NODES);
        gap::before(sheet, leak, to, low as u32..to.word, limit, &mut matches);
    }
    let high =
        (last..(last + REACH_WORDS).min(is_taken.len())).take_while(|&i| !is_taken[i]).last();
    if let Some(high) = high {
        let from = matches.iter().copied().max().unwrap_or(matches[0]);
        let limit = (from.node + REACH_NODES).min(sheet.lattice.len() as u32);
        gap::after(sheet, leak, from, from.word + 1..high as u32 + 1, limit, &mut matches);
    }
    matches.sort_unstable();
    matches
}
