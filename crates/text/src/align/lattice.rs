//! The memo as a lattice: every way it can be read, as words with arrows between them.
//!
//! Nodes are word numbers in text order, between a first and a last node that are no words. Most nodes have one arrow,
//! to the next; only where readings part or meet are arrows listed. The finder keeps a lattice for each memo, the aligner makes one for the memo it reads.

use super::site::Site;
use crate::word::{Words, word_number};

/// At most this many readings are followed at once: three neighbouring choices of four readings are 64 paths, of
/// which a leak can agree with few.
const PATHS_MAX: usize = 64;

/// Number of the first and last node. A word of this number could stand for the memo's edge, and nothing comes of it.
const NO_WORD: u32 = 0;

/// All readings of one memo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lattice {
    /// Word number of each node.
    pub(crate) numbers: Vec<u32>,
    /// Word of the memo at which each node stands; for another reading, the first word it replaces.
    pub(crate) bases: Vec<u32>,
    /// Whether the node's word is a capital's or a digit's in the memo.
    pub(crate) capitals: Vec<bool>,
    /// `(node, next)` in order, for nodes whose only arrow is not to the node after them.
    pub(crate) branches: Vec<(u32, u32)>,
    /// `(node, previous)` in order, for nodes whose only arrow is not from the node before them.
    pub(crate) joins: Vec<(u32, u32)>,
    /// For each node: 1 where `branches` speaks of it, 2 where `joins` does.
    pub(crate) special: Vec<u8>,
}

/// [`Lattice::special`]: the arrows onwards are listed.
pub(crate) const BRANCH: u8 = 1;
/// [`Lattice::special`]: the arrows backwards are listed.
pub(crate) const JOIN: u8 = 2;

/// Where a site lies in the lattice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    /// First node of each word sequence of the site; meaningless where it is empty.
    pub(crate) firsts: Vec<u32>,
    /// Nodes that may stand right before the site.
    pub(crate) left: Vec<u32>,
    /// Nodes that may stand right after it.
    pub(crate) right: Vec<u32>,
}

impl Lattice {
    /// Builds the lattice of `words` with `sites` in text order.
    pub(crate) fn build(words: &Words, sites: &[Site]) -> (Lattice, Vec<Spot>) {
        let mut maker = Maker::default();
        maker.ends = vec![maker.put(NO_WORD, 0, false, Vec::new())];
        let (mut spots, mut exits) = (Vec::with_capacity(sites.len()), Vec::new());
        let (mut sites, mut at) = (sites.iter().peekable(), 0);
        loop {
            if let Some(site) = sites.next_if(|site| site.words.start <= at) {
                let left = maker.ends.clone();
                let firsts = maker.put_site(site, words.len() > at && words.is_capital(at));
                let nodes =
                    firsts.iter().copied().min().unwrap_or(0)..maker.lattice.numbers.len() as u32;
                spots.push(Spot { firsts, left, right: Vec::new() });
                exits.push((maker.ends.clone(), nodes));
                at = at.max(site.words.end);
            } else if at < words.len() {
                let froms = std::mem::take(&mut maker.ends);
                let node = maker.put(words.number(at), at, words.is_capital(at), froms);
                maker.ends = vec![node];
                at += 1;
            } else {
                break;
            }
        }
        let froms = std::mem::take(&mut maker.ends);
        maker.put(NO_WORD, words.len(), false, froms);
        let lattice = maker.finish();
        for (spot, (ends, own)) in spots.iter_mut().zip(exits) {
            let nexts = ends.iter().flat_map(|&end| lattice.nexts(end));
            spot.right = nexts.filter(|node| !own.contains(node)).collect();
            spot.right.sort_unstable();
            spot.right.dedup();
        }
        (lattice, spots)
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Nodes that may follow `node`.
    pub(crate) fn nexts(&self, node: u32) -> impl Iterator<Item = u32> {
        let listed = self.special[node as usize] & BRANCH != 0;
        let straight = (!listed && (node as usize + 1) < self.len()).then_some(node + 1);
        arrows(if listed { &self.branches } else { &[] }, node).chain(straight)
    }

    /// Nodes that may stand before `node`.
    pub(crate) fn previous(&self, node: u32) -> impl Iterator<Item = u32> {
        let listed = self.special[node as usize] & JOIN != 0;
        let straight = (!listed && node > 0).then(|| node - 1);
        arrows(if listed { &self.joins } else { &[] }, node).chain(straight)
    }

    /// Calls `each` with the word numbers of every path of `N` nodes from `node`.
    pub(crate) fn grams<const N: usize>(&self, node: u32, each: &mut impl FnMut([u32; N])) {
        let mut paths = vec![(node, [self.numbers[node as usize]; N])];
        for step in 1..N {
            let mut longer = Vec::with_capacity(paths.len());
            for &(end, gram) in &paths {
                for next in self.nexts(end).take(PATHS_MAX - longer.len().min(PATHS_MAX)) {
                    let mut gram = gram;
                    gram[step] = self.numbers[next as usize];
                    longer.push((next, gram));
                }
            }
            paths = longer;
        }
        for (_, gram) in paths {
            each(gram);
        }
    }

    /// Whether some path from `node` spells `words`.
    pub(crate) fn spells(&self, node: u32, words: &[u32]) -> bool {
        let (&first, rest) = words.split_first().expect("at least one word is asked for");
        self.numbers[node as usize] == first
            && (rest.is_empty() || self.nexts(node).any(|next| self.spells(next, rest)))
    }

    /// The longest exact path through `node` for leak word `at`, which it spells: leak words and nodes one to one.
    pub(crate) fn run(&self, leak: &[u32], at: usize, node: u32) -> Run {
        let mut nodes = self.walk(leak[..at].iter().rev(), node, Lattice::previous);
        let start = at - nodes.len();
        nodes.reverse();
        nodes.push(node);
        nodes.extend(self.walk(leak[at + 1..].iter(), node, Lattice::nexts));
        Run { start, nodes }
    }

    /// The longest path from `node` that spells what `leak` yields; the first of several.
    fn walk<'a, 'l, I: Iterator<Item = u32>>(
        &'l self,
        leak: impl Iterator<Item = &'a u32>,
        node: u32,
        step: impl Fn(&'l Lattice, u32) -> I,
    ) -> Vec<u32> {
        // Each entry: a node, and the entry it was reached from. Levels are one leak word each.
        let mut reached = vec![(node, 0_usize)];
        let (mut level, mut length) = (0..1, 0);
        for &number in leak {
            let (from, next_level) = (level.clone(), reached.len());
            for entry in from {
                for next in step(self, reached[entry].0) {
                    let is_new = !reached[next_level..].iter().any(|other| other.0 == next);
                    if self.numbers[next as usize] == number
                        && is_new
                        && reached.len() - next_level < PATHS_MAX
                    {
                        reached.push((next, entry));
                    }
                }
            }
            if reached.len() == next_level {
                break;
            }
            level = next_level..reached.len();
            length += 1;
        }
        let mut nodes = vec![0; length];
        let mut entry = level.start;
        for slot in nodes.iter_mut().rev() {
            *slot = reached[entry].0;
            entry = reached[entry].1;
        }
        nodes
    }
}

/// Leak words from `start` on that stand in the lattice word for word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// First leak word.
    pub(crate) start: usize,
    /// One node for each leak word.
    pub(crate) nodes: Vec<u32>,
}

impl Run {
    /// The leak word after the last.
    pub(crate) fn end(&self) -> usize {
        self.start + self.nodes.len()
    }

    /// Whether this run puts leak word `at` at `node`.
    pub(crate) fn holds(&self, at: usize, node: u32) -> bool {
        at >= self.start && self.nodes.get(at - self.start) == Some(&node)
    }
}

fn arrows(pairs: &[(u32, u32)], node: u32) -> impl Iterator<Item = u32> {
    let from = pairs.partition_point(|pair| pair.0 < node);
    pairs[from..].iter().take_while(move |pair| pair.0 == node).map(|pair| pair.1)
}

/// A lattice in the making; `ends` are the nodes after which the next may stand.
#[derive(Default)]
struct Maker {
    lattice: Lattice,
    arrows: Vec<(u32, u32)>,
    ends: Vec<u32>,
}

impl Maker {
    fn put(&mut self, number: u32, base: usize, capital: bool, froms: Vec<u32>) -> u32 {
        let node = self.lattice.numbers.len() as u32;
        self.lattice.numbers.push(number);
        self.lattice.bases.push(base as u32);
        self.lattice.capitals.push(capital);
        self.arrows.extend(froms.into_iter().map(|from| (from, node)));
        node
    }

    fn put_site(&mut self, site: &Site, capital: bool) -> Vec<u32> {
        let (left, mut ends, mut firsts) = (self.ends.clone(), Vec::new(), Vec::new());
        for spelled in &site.spelled {
            firsts.push(self.lattice.numbers.len() as u32);
            let mut froms = left.clone();
            for (i, word) in spelled.words.iter().enumerate() {
                let base = site.words.start + i.min(site.words.len().saturating_sub(1));
                froms = vec![self.put(word_number(word), base, capital && i == 0, froms)];
            }
            ends.extend(froms);
        }
        ends.sort_unstable();
        ends.dedup();
        self.ends = ends;
        firsts
    }

    fn finish(mut self) -> Lattice {
        let mut lattice = self.lattice;
        let count = lattice.numbers.len();
        lattice.special = vec![0; count];
        self.arrows.sort_unstable();
        let mut degrees = vec![(0_u32, 0_u32); count];
        for &(from, to) in &self.arrows {
            degrees[from as usize].0 += 1;
            degrees[to as usize].1 += 1;
        }
        let mut straight = vec![false; count + 1];
        for &(from, to) in &self.arrows {
            straight[to as usize] |= to == from + 1;
        }
        for node in 0..count {
            let last = node + 1 == count;
            let onwards = degrees[node].0 == u32::from(!last) && (last || straight[node + 1]);
            let backwards = degrees[node].1 == u32::from(node > 0) && (node == 0 || straight[node]);
            lattice.special[node] =
                if onwards { 0 } else { BRANCH } | if backwards { 0 } else { JOIN };
        }
        for &(from, to) in &self.arrows {
            if lattice.special[from as usize] & BRANCH != 0 {
                lattice.branches.push((from, to));
            }
            if lattice.special[to as usize] & JOIN != 0 {
                lattice.joins.push((to, from));
            }
        }
        lattice.joins.sort_unstable();
        lattice
    }
}
