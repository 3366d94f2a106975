//! Which of the issued memos a leak is from: [`find`] over an [`Index`].
//!
//! Runs of three words are looked up along every reading of every memo, verified, grown to the longest exact run, and
//! chained over small gaps. A chain is worth the bits by which its words surprise in ordinary English, less what the
//! gaps cost. What fills a quotation needs less than what stands in open text, since quotation marks say that somebody
//! else's words are repeated; in open text names count little, since anybody may write about anybody.

use std::ops::Range;

pub mod english;

mod chain;
mod index;
mod posting;
mod region;
mod striking;

pub use index::Index;
pub use posting::{Posting, PostingError};
pub use striking::striking_words;

use crate::quote::quotations;
use crate::word::Words;
use chain::Chain;
use region::settle;

/// Bits that a region must be worth where it fills a quotation. Tuned on half the dev texts, see FIGURES.md.
const QUOTED_BITS_MIN: u32 = 45;
/// The same for six and seven words, the length of proverbs and mottoes.
const QUOTED_SHORT_BITS_MIN: u32 = 60;
/// From this many words a quotation is longer than a proverb.
const QUOTED_LONG_WORDS_MIN: usize = 8;
/// Words that a region must match in a quotation; three to five are weak.
const QUOTED_WORDS_MIN: usize = 6;
/// Exact words in a row that a region must hold in a quotation of which it does not match half.
const QUOTED_RUN_WORDS_MIN: usize = 6;
/// Bits that a region must be worth anywhere.
const OPEN_BITS_MIN: u32 = 80;
/// Exact words in a row that a region must hold anywhere: a summary borrows shorter phrases.
const OPEN_RUN_WORDS_MIN: usize = 7;
/// The same from [`LONG_BITS_MIN`] on, where errors have broken a long text into short runs.
const LONG_RUN_WORDS_MIN: usize = 5;
/// Bits of what is no phrase but a text.
const LONG_BITS_MIN: u32 = 150;
/// What a region must be worth to be shown as shared wording at all.
const WEAK_BITS_MIN: u32 = 25;
/// Shared wording shown at most: a hostile leak may hold any number of scraps.
const WEAK_MAX: usize = 200;
/// Runs of three words that stand at more places than this in the memos are common: they find nothing.
const PLACES_MAX: usize = 256;

/// A part of the leak that shares its wording with a memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Bytes of the leak.
    pub leak: Range<usize>,
    /// The memo's key in the index.
    pub memo: u32,
    /// Bytes of the memo's original.
    pub original: Range<usize>,
    /// Words that agree.
    pub words: u32,
    /// The longest run of words that agree.
    pub longest_run_words: u32,
    /// How much the wording surprises, in bits.
    pub bits: u32,
    /// Whether the region fills a quotation.
    pub is_quoted: bool,
    /// Other memos that explain the region within a tenth as well, the best first.
    pub ties: Vec<Tie>,
}

/// A memo that explains a region about as well as the best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The memo's key in the index.
    pub memo: u32,
    /// Bytes of the memo's original.
    pub original: Range<usize>,
    /// Bits of the region under this memo.
    pub bits: u32,
}

/// What was found in a leak.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Regions that show which memo was leaked, in order of their place in the leak.
    pub accepted: Vec<Region>,
    /// Shared wording that shows nothing by itself; no marks are read from it alone.
    pub shared: Vec<Region>,
}

impl Found {
    /// The memos found, most bits first, each with those that explain its regions within a tenth as well: one set is one
    /// inquiry.
    pub fn inquiries(&self) -> Vec<Vec<u32>> {
        let mut rest: Vec<&Region> = self.accepted.iter().collect();
        let mut inquiries = Vec::new();
        while !rest.is_empty() {
            let totals = totals(&rest);
            let (best, most) = totals[0];
            let near = totals.iter().filter(|total| total.1 * 10 >= most * 9);
            inquiries.push(near.map(|total| total.0).collect());
            rest.retain(|region| bits_under(region, best) == 0);
        }
        inquiries
    }

    /// Bytes of the leak that are accepted as this memo's wording.
    pub fn within(&self, memo: u32) -> Vec<Range<usize>> {
        let of_memo = self.accepted.iter().filter(|region| bits_under(region, memo) > 0);
        of_memo.map(|region| region.leak.clone()).collect()
    }
}

fn bits_under(region: &Region, memo: u32) -> u32 {
    let tie = region.ties.iter().find(|tie| tie.memo == memo).map_or(0, |tie| tie.bits);
    if region.memo == memo { region.bits } else { tie }
}

/// Bits of each memo over all regions, most first.
fn totals(regions: &[&Region]) -> Vec<(u32, u32)> {
    let mut memos: Vec<u32> = regions
        .iter()
        .flat_map(|region| region.ties.iter().map(|tie| tie.memo).chain([region.memo]))
        .collect();
    memos.sort_unstable();
    memos.dedup();
    let total = |memo: u32| regions.iter().map(|region| bits_under(region, memo)).sum::<u32>();
    let mut totals: Vec<(u32, u32)> = memos.into_iter().map(|memo| (memo, total(memo))).collect();
    totals.sort_by_key(|&(memo, bits)| (std::cmp::Reverse(bits), memo));
    totals
}

/// Finds the memos of the index in `leak`.
pub fn find(index: &Index, leak: &str) -> Found {
    let words = Words::read(leak);
    let numbers: Vec<u32> = (0..words.len()).map(|i| words.number(i)).collect();
    let quoted = quoted_words(leak, &words);
    let mut chains: Vec<Chain> = Vec::new();
    for (memo, seeds) in seeds(index, &numbers) {
        chains.extend(chain::chains(&index.memos[memo].1.lattice, memo, &numbers, &seeds, &quoted));
    }
    settle(index, &words, &quoted, chains)
}

/// Word ranges of the quotations.
fn quoted_words(leak: &str, words: &Words) -> Vec<Range<usize>> {
    let ranges = quotations(leak).into_iter().map(|quotation| {
        let from = words.first_after(quotation.inside.start);
        from..words.first_after(quotation.inside.end).max(from)
    });
    ranges.collect()
}

/// For each memo the leak words and nodes where a run of three words begins, in order. Memos whose runs cannot be worth
/// showing are left out: most share a scrap or two with any text.
fn seeds(index: &Index, numbers: &[u32]) -> Vec<(usize, Vec<(usize, u32)>)> {
    let (mut seeds, mut hits, mut bits8) = (Vec::new(), Vec::new(), Vec::new());
    for (at, gram) in numbers.windows(index::GRAM_WORDS).enumerate() {
        bits8.push(0);
        if index.hits(gram, PLACES_MAX, &mut hits) && !hits.is_empty() {
            bits8[at] = english::run_bits8(gram, None);
            seeds.extend(hits.iter().map(|&(memo, node)| (memo, at as u32, node)));
        }
    }
    seeds.sort_unstable();
    let groups = seeds.chunk_by(|a, b| a.0 == b.0).filter(|group| {
        let most: u32 = group.iter().map(|&(_, at, _)| bits8[at as usize]).sum();
        most >= 8 * WEAK_BITS_MIN
    });
    let of_memo = |group: &[(u32, u32, u32)]| {
        let places = group.iter().map(|&(_, at, node)| (at as usize, node)).collect();
        (group[0].0 as usize, places)
    };
    groups.map(of_memo).collect()
}
