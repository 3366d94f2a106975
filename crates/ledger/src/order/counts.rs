//! Counting structures that grow with the log: marked entries between two places, and READINGs still unopened.

/// One mark an entry, counted between two places in logarithmic time (a binary indexed tree that can grow).
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// `sums[i - 1]` counts the marks of the `lowest_bit(i)` entries that end with entry `i - 1`.
    sums: Vec<u32>,
}

impl Marks {
    pub(super) fn push(&mut self, marked: bool) {
        let end = self.sums.len() + 1;
        let mut sum = u32::from(marked);
        let mut step = 1;
        while step < lowest_bit(end) {
            sum += self.sums[end - step - 1];
            step *= 2;
        }
        self.sums.push(sum);
    }

    /// Takes the mark of an entry that has one.
    pub(super) fn clear(&mut self, index: u64) {
        let mut end = index as usize + 1;
        while let Some(sum) = self.sums.get_mut(end - 1) {
            *sum -= 1;
            end += lowest_bit(end);
        }
    }

    /// Marks of the entries `from .. to`.
    pub(super) fn count(&self, from: u64, to: u64) -> u64 {
        self.before(to).saturating_sub(self.before(from))
    }

    fn before(&self, index: u64) -> u64 {
        let mut end = index as usize;
        let mut count = 0;
        while end > 0 {
            count += u64::from(self.sums[end - 1]);
            end -= lowest_bit(end);
        }
        count
    }
}

fn lowest_bit(value: usize) -> usize {
    value & value.wrapping_neg()
}

/// A growing set of ordinals, 64 to a word, so that unions over tied memos stay cheap whatever a log holds.
#[derive(Debug, Default)]
pub(super) struct BitList {
    /// (number of the word, its bits), ascending.
    words: Vec<(u32, u64)>,
}

impl BitList {
    /// Adds an ordinal larger than all before it.
    pub(super) fn push(&mut self, ordinal: u32) {
        let (number, bit) = (ordinal / 64, 1 << (ordinal % 64));
        match self.words.last_mut() {
            Some((last, bits)) if *last == number => *bits |= bit,
            _ => self.words.push((number, bit)),
        }
    }

    pub(super) fn clear(&mut self, ordinal: u32) {
        if let Ok(place) = self.words.binary_search_by_key(&(ordinal / 64), |word| word.0) {
            self.words[place].1 &= !(1 << (ordinal % 64));
        }
    }

    /// Size of the union.
    pub(super) fn union_count<'l>(lists: impl Iterator<Item = &'l Self>) -> u64 {
        let mut union: Vec<u64> = Vec::new();
        for list in lists {
            if let Some((last, _)) = list.words.last() {
                union.resize(union.len().max(*last as usize + 1), 0);
            }
            for (number, bits) in &list.words {
                union[*number as usize] |= bits;
            }
        }
        union.iter().map(|bits| u64::from(bits.count_ones())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// V and the unopened READINGs stand on these two; a plain recount is the oracle.
    #[test]
    fn counts_agree_with_plain_recounts() {
        let (mut marks, mut plain) = (Marks::default(), Vec::new());
        let (mut list, mut other) = (BitList::default(), BitList::default());
        for i in 0..300_u32 {
            let marked = i * i % 7 < 3;
            marks.push(marked);
            plain.push(marked);
            if i % 3 == 0 {
                list.push(i);
            }
            if i % 5 == 0 {
                other.push(i);
            }
        }
        for i in (0..300).step_by(4).filter(|i| i * i % 7 < 3) {
            marks.clear(i);
            plain[i as usize] = false;
        }
        for from in (0..300).step_by(17) {
            for to in from..=300 {
                let count = plain[from..to].iter().filter(|marked| **marked).count();
                assert_eq!(marks.count(from as u64, to as u64), count as u64);
            }
        }
        list.clear(3);
        list.clear(4);
        let expected = (0..300).filter(|i| (i % 3 == 0 && *i != 3) || i % 5 == 0).count();
        assert_eq!(BitList::union_count([&list, &other].into_iter()), expected as u64);
    }
}
