//! Which chains stand: the best at each part of the leak, its ties, and what is only shared wording.

use std::cmp::Reverse;
use std::ops::Range;

use super::chain::{Chain, Part, weigh};
use super::index::Index;
use super::{
    Found, LONG_BITS_MIN, LONG_RUN_WORDS_MIN, OPEN_BITS_MIN, OPEN_RUN_WORDS_MIN, QUOTED_BITS_MIN,
    QUOTED_LONG_WORDS_MIN, QUOTED_RUN_WORDS_MIN, QUOTED_SHORT_BITS_MIN, QUOTED_WORDS_MIN, Region,
    Tie, WEAK_BITS_MIN, WEAK_MAX,
};
use crate::word::Words;

/// A memo explains a region as well as the best if it reaches this share of its bits, in tenths.
const TIE_TENTHS: u32 = 9;

/// Sorts the chains into regions with their ties.
pub(super) fn settle(
    index: &Index,
    words: &Words,
    quoted: &[Range<usize>],
    mut chains: Vec<Chain>,
) -> Found {
    chains.retain(|chain| chain.bits >= WEAK_BITS_MIN);
    // Whatever would be accepted goes before what would not: a strong rival must not hide under a weak one.
    chains.sort_by_key(|chain| {
        (!is_accepted(chain), Reverse(chain.bits), chain.parts[0].words.start, chain.memo)
    });
    let mut kept = Kept { chains: Vec::new(), at: vec![0; words.len()] };
    for chain in chains {
        let Some(best) = kept.rival(&chain) else {
            kept.put(chain);
            continue;
        };
        // What the rival does not explain may be worth showing by itself.
        let rest = kept.free_parts(&chain);
        let rest = weigh(chain.memo, &rest, quoted).filter(is_accepted);
        kept.tie(best, chain);
        if let Some(rest) = rest {
            kept.put(rest);
        }
    }
    let mut found = Found::default();
    for (best, ties) in kept.chains {
        let list = if is_accepted(&best) { &mut found.accepted } else { &mut found.shared };
        list.push(region(index, words, &best, &ties));
    }
    found.shared.truncate(WEAK_MAX);
    for list in [&mut found.accepted, &mut found.shared] {
        list.sort_by_key(|region| (region.leak.start, region.leak.end, region.memo));
    }
    found
}

fn is_accepted(chain: &Chain) -> bool {
    let (words, run) = (chain.words(), chain.longest_run_words());
    let quoted_bits =
        if words < QUOTED_LONG_WORDS_MIN { QUOTED_SHORT_BITS_MIN } else { QUOTED_BITS_MIN };
    // Most of a short quotation, or a phrase of a long one.
    let is_told = run >= QUOTED_RUN_WORDS_MIN || words * 2 >= chain.quotation_words;
    let in_quotation = chain.quotation_words > 0
        && words >= QUOTED_WORDS_MIN
        && chain.bits >= quoted_bits
        && is_told;
    let open_run = if chain.bits < LONG_BITS_MIN { OPEN_RUN_WORDS_MIN } else { LONG_RUN_WORDS_MIN };
    in_quotation || chain.bits >= OPEN_BITS_MIN && run >= open_run
}

/// The best chain at each leak word, each with the chains that tie with it.
struct Kept {
    chains: Vec<(Chain, Vec<Chain>)>,
    /// For each leak word the kept chain there, and one past it; 0 where there is none.
    at: Vec<u32>,
}

impl Kept {
    /// The kept chain that holds more than half of this one's words.
    fn rival(&self, chain: &Chain) -> Option<usize> {
        let words = chain.parts.iter().flat_map(|part| part.words.clone());
        let mut owners: Vec<u32> = words.map(|word| self.at[word]).collect();
        owners.sort_unstable();
        let covered = owners.iter().filter(|&&owner| owner != 0).count();
        if covered * 2 <= owners.len() {
            return None;
        }
        let most = owners.chunk_by(|a, b| a == b).filter(|run| run[0] != 0);
        most.max_by_key(|run| run.len()).map(|run| run[0] as usize - 1)
    }

    /// The runs of which no word is kept for another chain.
    fn free_parts(&self, chain: &Chain) -> Vec<Part> {
        let is_free = |part: &&Part| self.at[part.words.clone()].iter().all(|&owner| owner == 0);
        chain.parts.iter().filter(is_free).cloned().collect()
    }

    fn put(&mut self, chain: Chain) {
        let owner = self.chains.len() as u32 + 1;
        // Words that a chain jumps over are not its own: they may be another memo's.
        for word in chain.parts.iter().flat_map(|part| part.words.clone()) {
            if self.at[word] == 0 {
                self.at[word] = owner;
            }
        }
        self.chains.push((chain, Vec::new()));
    }

    fn tie(&mut self, best: usize, chain: Chain) {
        let (winner, ties) = &mut self.chains[best];
        let is_near = chain.bits * 10 >= winner.bits * TIE_TENTHS;
        let is_new = chain.memo != winner.memo && ties.iter().all(|tie| tie.memo != chain.memo);
        if is_near && is_new {
            ties.push(chain);
        }
    }
}

fn region(index: &Index, words: &Words, best: &Chain, ties: &[Chain]) -> Region {
    let original = |chain: &Chain| index.memos[chain.memo].1.bytes_between(chain.nodes());
    let key = |chain: &Chain| index.memos[chain.memo].0;
    let tie = |chain: &Chain| Tie { memo: key(chain), original: original(chain), bits: chain.bits };
    Region {
        leak: words.range_of(best.leak()),
        memo: key(best),
        original: original(best),
        words: best.words() as u32,
        longest_run_words: best.longest_run_words() as u32,
        bits: best.bits,
        is_quoted: best.quotation_words > 0,
        ties: ties.iter().map(tie).collect(),
    }
}
