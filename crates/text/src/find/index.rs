//! The index over issued memos: where each run of three words stands, along every reading.
//!
//! Derived data, assembled from one [`Posting`] a memo whenever the registry is opened. Hits are verified against the
//! lattice, so the buckets hold places only and no hashes.

use super::english::gram_number;
use super::posting::Posting;

/// Words in a fingerprint. Three find 12 words with 20 % errors in 79 % of cases, four in 55 %.
pub(super) const GRAM_WORDS: usize = 3;

/// The issued memos, ready to be searched.
#[derive(Debug)]
pub struct Index {
    pub(super) memos: Vec<(u32, Posting)>,
    /// First place of each memo in the common numbering of nodes.
    starts: Vec<u32>,
    /// Where each bucket of `places` begins.
    buckets: Vec<u32>,
    places: Vec<u32>,
    shift: u32,
}

impl Index {
    /// Assembles the index from the memos' keys and postings.
    pub fn assemble(memos: impl IntoIterator<Item = (u32, Posting)>) -> Index {
        let memos = memos.into_iter().collect();
        let mut index =
            Index { memos, starts: Vec::new(), buckets: Vec::new(), places: Vec::new(), shift: 0 };
        let mut grams: Vec<(u32, u32)> = Vec::new();
        let mut start = 0_u32;
        for (_, posting) in &index.memos {
            index.starts.push(start);
            let lattice = &posting.lattice;
            for node in 0..lattice.len() as u32 {
                lattice.grams::<GRAM_WORDS>(node, &mut |gram| {
                    grams.push((gram_number(&gram), start + node));
                });
            }
            start += lattice.len() as u32;
        }
        index.fill(&grams);
        index
    }

    /// Buckets by counting: one pass to count, one to place.
    fn fill(&mut self, grams: &[(u32, u32)]) {
        // About one place a bucket.
        let bits = grams.len().next_power_of_two().ilog2().clamp(8, 26);
        self.shift = 32 - bits;
        self.buckets = vec![0; (1 << bits) + 1];
        for gram in grams {
            self.buckets[(gram.0 >> self.shift) as usize + 1] += 1;
        }
        for i in 1..self.buckets.len() {
            self.buckets[i] += self.buckets[i - 1];
        }
        let mut next = self.buckets.clone();
        self.places = vec![0; grams.len()];
        for &(gram, place) in grams {
            let slot = &mut next[(gram >> self.shift) as usize];
            self.places[*slot as usize] = place;
            *slot += 1;
        }
    }

    /// Number of memos.
    pub fn len(&self) -> usize {
        self.memos.len()
    }

    /// Whether no memo is registered.
    pub fn is_empty(&self) -> bool {
        self.memos.is_empty()
    }

    /// Memos and nodes at which these words stand, at most `most`; `None` where they stand at more.
    pub(super) fn hits(&self, words: &[u32], most: usize, hits: &mut Vec<(u32, u32)>) -> bool {
        hits.clear();
        let gram = &words[..GRAM_WORDS];
        let bucket = (gram_number(gram) >> self.shift) as usize;
        let places = &self.places[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        let mut last = None;
        for &place in places {
            let memo = self.starts.partition_point(|&start| start <= place) - 1;
            let node = place - self.starts[memo];
            // Two readings of one start stand side by side in their bucket.
            if last == Some(place) || !self.memos[memo].1.lattice.spells(node, gram) {
                continue;
            }
            last = Some(place);
            if hits.len() == most {
                return false;
            }
            hits.push((memo as u32, node));
        }
        true
    }
}
