//! Which chains stand: the best at each part of the leak, its ties, and what is only shared wording.

use super::chain::Chain;
use super::index::Index;
use super::{
    Found, OPEN_BITS_MIN, OPEN_RUN_WORDS_MIN, OPEN_WORDS_MIN, QUOTED_BITS_MIN,
    QUOTED_LONG_WORDS_MIN, QUOTED_RUN_WORDS_MIN, QUOTED_SHORT_BITS_MIN, Region, Tie, WEAK_BITS_MIN,
    WEAK_MAX,
};
use crate::word::Words;

/// A memo explains a region as well as the best if it reaches this share of its bits, in tenths.
const TIE_TENTHS: u32 = 9;

/// Sorts the chains into regions with their ties.
pub(super) fn settle(index: &Index, words: &Words, mut chains: Vec<Chain>) -> Found {
    chains.retain(|chain| chain.bits >= WEAK_BITS_MIN);
    // Whatever would be accepted goes before what would not: a strong rival must not hide under a weak one.
    chains.sort_by_key(|chain| {
        (!is_accepted(chain), std::cmp::Reverse(chain.bits), chain.leak.start, chain.memo)
    });
    let mut kept = Kept::new(words.len());
    for chain in chains {
        match kept.rival(&chain) {
            None => kept.put(chain),
            Some(best) => kept.tie(best, chain),
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
    let is_short = chain.words < QUOTED_LONG_WORDS_MIN;
    let quoted_bits = if is_short { QUOTED_SHORT_BITS_MIN } else { QUOTED_BITS_MIN };
    let quoted = chain.is_quoted
        && chain.bits >= quoted_bits
        && chain.longest_run_words >= QUOTED_RUN_WORDS_MIN;
    let anywhere = chain.bits >= OPEN_BITS_MIN
        && chain.words >= OPEN_WORDS_MIN
        && chain.longest_run_words >= OPEN_RUN_WORDS_MIN;
    quoted || anywhere
}

/// The best chain at each leak word, each with the chains that tie with it.
struct Kept {
    chains: Vec<(Chain, Vec<Chain>)>,
    /// For each leak word the kept chain there, and one past it; 0 where there is none.
    at: Vec<u32>,
}

impl Kept {
    fn new(words: usize) -> Kept {
        Kept { chains: Vec::new(), at: vec![0; words] }
    }

    /// The kept chain that covers more than half of this one.
    fn rival(&self, chain: &Chain) -> Option<usize> {
        let mut owners: Vec<u32> = self.at[chain.leak.clone()].to_vec();
        owners.sort_unstable();
        let covered = owners.iter().filter(|&&owner| owner != 0).count();
        if covered * 2 <= chain.leak.len() {
            return None;
        }
        let most = owners.chunk_by(|a, b| a == b).filter(|run| run[0] != 0);
        most.max_by_key(|run| run.len()).map(|run| run[0] as usize - 1)
    }

    fn put(&mut self, chain: Chain) {
        let owner = self.chains.len() as u32 + 1;
        for slot in &mut self.at[chain.leak.clone()] {
            if *slot == 0 {
                *slot = owner;
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
    let original = |chain: &Chain| index.memos[chain.memo].1.bytes_between(chain.nodes.0, chain.nodes.1);
    let key = |chain: &Chain| index.memos[chain.memo].0;
    let tie = |chain: &Chain| Tie { memo: key(chain), original: original(chain), bits: chain.bits };
    Region {
        leak: words.range_of(best.leak.clone()),
        memo: key(best),
        original: original(best),
        words: best.words,
        longest_run_words: best.longest_run_words,
        bits: best.bits,
        is_quoted: best.is_quoted,
        ties: ties.iter().map(tie).collect(),
    }
}
