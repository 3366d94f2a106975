//! From places where three words agree to exact runs, and from runs to chains.

use super::lattice::{Lattice, Run};
use crate::find::english::{log2_bits8, run_bits8};

/// Leak words that a chain may jump; a longer gap is another quotation.
const LEAK_GAP_WORDS_MAX: i64 = 30;
/// Memo words that a chain may jump: elisions drop whole sentences.
const MEMO_GAP_WORDS_MAX: i64 = 60;
/// Words by which two runs may overlap where readings meet.
const OVERLAP_WORDS_MAX: i64 = 2;
/// Fixed cost of a gap, before log2(1 + gap) on each side.
const GAP_BITS8: i64 = 3 * 8;
/// Runs looked back at for the one before: a chain never needs more, a hostile leak would.
const LOOK_BACK_RUNS: usize = 64;
/// Runs of one memo kept open while its seeds are grown: more start at one leak word only in hostile repetition.
const OPEN_RUNS_MAX: usize = 32;

/// The longest exact run at each seed, once.
pub(crate) fn grow(lattice: &Lattice, leak: &[u32], seeds: &[(usize, u32)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for &(at, node) in seeds {
        open.retain(|&i| runs[i].end() > at);
        if open.len() < OPEN_RUNS_MAX && !open.iter().any(|&i| runs[i].holds(at, node)) {
            open.push(runs.len());
            runs.push(lattice.run(leak, at, node));
        }
    }
    runs.sort_by_key(|run| (run.start, run.nodes[0]));
    runs
}

/// Best chains first, each run in one at most: a run joins the earlier run that gives it the most bits.
pub(crate) fn chain_runs(lattice: &Lattice, leak: &[u32], runs: &[Run]) -> Vec<Vec<usize>> {
    let bits8 = |run: &Run| i64::from(run_bits8(&leak[run.start..run.end()], None));
    let bits8: Vec<i64> = runs.iter().map(bits8).collect();
    let mut best = bits8.clone();
    let mut before: Vec<Option<usize>> = vec![None; runs.len()];
    for j in 0..runs.len() {
        for i in (j.saturating_sub(LOOK_BACK_RUNS)..j).rev() {
            let Some((cost, overlap)) = gap_bits8(lattice, &runs[i], &runs[j]) else { continue };
            let length = runs[j].nodes.len() as i64;
            let worth = bits8[j] * (length - overlap).max(0) / length;
            if best[i] + worth - cost > best[j] {
                best[j] = best[i] + worth - cost;
                before[j] = Some(i);
            }
        }
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&j| (std::cmp::Reverse(best[j]), j));
    let mut used = vec![false; runs.len()];
    let mut chains = Vec::new();
    for last in order {
        let mut chain = Vec::new();
        let mut next = Some(last);
        while let Some(run) = next.filter(|&run| !used[run]) {
            used[run] = true;
            chain.push(run);
            next = before[run];
        }
        chain.reverse();
        if !chain.is_empty() {
            chains.push(chain);
        }
    }
    chains
}

/// What stepping from one run to the next costs, and by how many words they overlap; `None` where it is too far.
pub(crate) fn gap_bits8(lattice: &Lattice, from: &Run, to: &Run) -> Option<(i64, i64)> {
    let base = |node: u32| i64::from(lattice.bases[node as usize]);
    let leak = to.start as i64 - from.end() as i64;
    let memo = base(to.nodes[0]) - base(from.nodes[from.nodes.len() - 1]) - 1;
    let fits = -OVERLAP_WORDS_MAX..=LEAK_GAP_WORDS_MAX;
    let fits_memo = -OVERLAP_WORDS_MAX..=MEMO_GAP_WORDS_MAX;
    if !fits.contains(&leak) || !fits_memo.contains(&memo) {
        return None;
    }
    let log2 = |gap: i64| i64::from(log2_bits8(1 + gap.max(0) as u64));
    Some((GAP_BITS8 + log2(leak) + log2(memo), (-leak.min(memo)).max(0)))
}
