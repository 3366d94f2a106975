//! How surprising a run of words is in ordinary official English, in eighths of a bit.
//!
//! A static table made once from public-domain prose (`cargo xtask english`, source in `xtask/src/english.rs`): words,
//! pairs of words and common phrases with what each costs. A run costs what the cheapest way of saying it costs, so
//! that an enacting clause or the name of an agency weighs little however long it is. The table never depends on
//! what is registered.
//!
//! File: `CMEN`, version 1 (u32), then for words, pairs and phrases a u32 count and columns: numbers (u32, rising),
//! then one byte each of bits, for words a second byte of back-off bits. All little endian.

/// The table itself; 1.3 MB.
static TABLE: &[u8] = include_bytes!("../../data/english.bin");

/// Cost of a word that is not among the 30,000 of the table: as the rarest of them, which stands five times in the source.
pub const UNKNOWN_BITS8: u32 = 22 * 8;
/// Longest phrase of the table, in words; the shortest has four.
pub const PHRASE_WORDS_MAX: usize = 8;
/// Shortest phrase of the table, in words: what pairs cannot know.
pub const PHRASE_WORDS_MIN: usize = 4;
/// Numbers are looked up by their highest 16 bits.
const BUCKET_SHIFT: u32 = 16;
/// Words up to this cost join the parts of a name (`the`, `of`, `and`, `for`): more than one word in 200.
const LINK_BITS8: u32 = 61;
/// What a word of a name costs at most once the name has begun: "Federal" gives away "Deposit Insurance Corporation".
const NAME_INNER_BITS8: u32 = 2 * 8;
/// What a link inside a name costs at most.
const NAME_LINK_BITS8: u32 = 3 * 8;
/// What the first word of a name costs at most: anybody may write about anybody.
const NAME_FIRST_BITS8: u32 = 10 * 8;

/// A run of word numbers as one number, for pairs and phrases.
pub fn gram_number(words: &[u32]) -> u32 {
    let mut hash = 0x517c_c1b7_2722_0a95_u64;
    for &word in words {
        hash = (hash.rotate_left(23) ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (hash ^ (hash >> 32)) as u32
}

/// `8 · log2(x)`, rounded down, in integers: the same on every machine. Zero counts as one.
pub fn log2_bits8(x: u64) -> u32 {
    let x = x.max(1);
    let whole = x.ilog2();
    // 32 bits of mantissa in [1, 2), squared three times: one binary digit of the logarithm each.
    let mut mantissa = if whole >= 32 { x >> (whole - 32) } else { x << (32 - whole) };
    let mut bits8 = whole;
    for _ in 0..3 {
        mantissa = ((u128::from(mantissa) * u128::from(mantissa)) >> 32) as u64;
        bits8 <<= 1;
        if mantissa >> 33 != 0 {
            mantissa >>= 1;
            bits8 |= 1;
        }
    }
    bits8
}

/// Cost of one word by itself.
pub fn word_bits8(word: u32) -> u32 {
    tables().words.find(word).map_or(UNKNOWN_BITS8, |i| u32::from(tables().words.bits8[i]))
}

/// Cost of `word` after `before`.
pub fn pair_bits8(before: u32, word: u32) -> u32 {
    let tables = tables();
    if let Some(i) = tables.pairs.find(gram_number(&[before, word])) {
        return u32::from(tables.pairs.bits8[i]);
    }
    let back_off = tables.words.find(before).map_or(0, |i| u32::from(tables.back_off_bits8[i]));
    word_bits8(word) + back_off
}

/// Cost of a run of words. With `capitals`, words of names count little: outside quotations anybody may write them.
pub fn run_bits8(words: &[u32], capitals: Option<&[bool]>) -> u32 {
    let mut costs: Vec<u32> = Vec::with_capacity(words.len());
    for (i, &word) in words.iter().enumerate() {
        costs.push(if i == 0 { word_bits8(word) } else { pair_bits8(words[i - 1], word) });
    }
    if let Some(capitals) = capitals {
        discount_names(words, capitals, &mut costs);
    }
    cheapest(words, &costs)
}

fn discount_names(words: &[u32], capitals: &[bool], costs: &mut [u32]) {
    let is_link = |i: usize| !capitals[i] && word_bits8(words[i]) <= LINK_BITS8;
    for i in 0..words.len() {
        if capitals[i] {
            // Up to two links may stand inside a name: "Department of the Army".
            let links = (1..=i.min(2)).take_while(|&back| is_link(i - back)).count();
            let inside = i > links && capitals[i - links - 1];
            costs[i] = costs[i].min(if inside { NAME_INNER_BITS8 } else { NAME_FIRST_BITS8 });
        } else if i > 0 && capitals[i - 1] && is_link(i) {
            costs[i] = costs[i].min(NAME_LINK_BITS8);
        }
    }
}

/// The least that the run costs, word by word or in common phrases.
fn cheapest(words: &[u32], costs: &[u32]) -> u32 {
    let phrases = &tables().phrases;
    let mut least: Vec<u32> = Vec::with_capacity(words.len() + 1);
    least.push(0);
    for end in 1..=words.len() {
        let mut cost = least[end - 1] + costs[end - 1];
        for length in PHRASE_WORDS_MIN..=PHRASE_WORDS_MAX.min(end) {
            if let Some(i) = phrases.find(gram_number(&words[end - length..end])) {
                cost = cost.min(least[end - length] + u32::from(phrases.bits8[i]));
            }
        }
        least.push(cost);
    }
    least[words.len()]
}

struct Tables {
    words: Column,
    back_off_bits8: &'static [u8],
    pairs: Column,
    phrases: Column,
}

/// Numbers in rising order with the bits of each.
struct Column {
    numbers: &'static [u8],
    bits8: &'static [u8],
    buckets: Vec<u32>,
}

impl Column {
    fn number(&self, i: usize) -> u32 {
        let at = 4 * i;
        u32::from_le_bytes([
            self.numbers[at],
            self.numbers[at + 1],
            self.numbers[at + 2],
            self.numbers[at + 3],
        ])
    }

    fn find(&self, number: u32) -> Option<usize> {
        let bucket = (number >> BUCKET_SHIFT) as usize;
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        (from..to).find(|&i| self.number(i) == number)
    }

    /// Where the numbers of each bucket begin: they are hashes, evenly spread, one or two in each.
    fn fill_buckets(&mut self) {
        self.buckets = vec![0; (1 << (32 - BUCKET_SHIFT)) + 1];
        for i in 0..self.bits8.len() {
            let bucket = (self.number(i) >> BUCKET_SHIFT) as usize;
            self.buckets[bucket + 1] = i as u32 + 1;
        }
        for bucket in 1..self.buckets.len() {
            self.buckets[bucket] = self.buckets[bucket].max(self.buckets[bucket - 1]);
        }
    }
}

fn tables() -> &'static Tables {
    static TABLES: std::sync::LazyLock<Tables> = std::sync::LazyLock::new(|| {
        let mut rest = &TABLE[8..];
        let mut take = |bytes: usize| {
            let (head, tail) = rest.split_at(bytes);
            rest = tail;
            head
        };
        let mut column = |second: bool| {
            let count = u32::from_le_bytes(take(4).try_into().expect("four bytes")) as usize;
            let numbers = take(4 * count);
            let mut column = Column { numbers, bits8: take(count), buckets: Vec::new() };
            column.fill_buckets();
            (column, if second { take(count) } else { &[] })
        };
        let (words, back_off_bits8) = column(true);
        Tables { words, back_off_bits8, pairs: column(false).0, phrases: column(false).0 }
    });
    &TABLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Words;

    fn bits(text: &str, capitals: bool) -> u32 {
        let words = Words::read(text);
        let numbers: Vec<u32> = (0..words.len()).map(|i| words.number(i)).collect();
        let is_capital: Vec<bool> = (0..words.len()).map(|i| words.is_capital(i)).collect();
        run_bits8(&numbers, capitals.then_some(&is_capital[..])) / 8
    }

    /// All scores rest on this logarithm; it must not depend on a platform's library.
    #[test]
    fn the_logarithm_is_exact_at_powers_and_rounds_down() {
        assert!((0..64).all(|k| log2_bits8(1 << k) == 8 * k));
        // log2(10) = 3.3219, log2(1000) = 9.9658.
        assert_eq!((log2_bits8(0), log2_bits8(10), log2_bits8(1000)), (0, 26, 79));
        assert_eq!(log2_bits8(u64::MAX), 511);
    }

    /// What any official may write weighs little; what an author chose weighs much, word for word.
    #[test]
    fn set_phrases_cost_less_than_chosen_words() {
        let set = bits("the secretary of state for foreign affairs of the united states", false);
        let chosen = bits("the lighthouse keeper counted seventeen wrecks last autumn", false);
        assert!(set < 45 && chosen > 70, "{set} {chosen}");
        let name = "Ambassador Octavia Thornquist of the Eastern Harbour Board";
        assert!(bits(name, true) * 2 < bits(name, false));
    }
}
