//! Makes `crates/text/data/english.bin`: what words, pairs and common phrases of official English cost in bits.
//!
//! Source: the memos of `memos_bulk.jsonl.zst` that are not in the dev split (US government work, public domain). The
//! table holds hashes and costs only, no text. Two runs give the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;

use text::find::english::{
    PHRASE_WORDS_MAX, PHRASE_WORDS_MIN, UNKNOWN_BITS8, gram_number, log2_bits8,
};
use text::word::{Words, word_number};

/// Words kept, the most frequent: the last of them stands five times in 18 million words.
const WORDS_MAX: usize = 30_000;
/// Pairs kept, those that save most bits over the whole source.
const PAIRS_MAX: usize = 120_000;
/// Phrases kept, those in most volumes.
const PHRASES_MAX: usize = 100_000;
/// A phrase is common if it stands in this many of the 84 volumes: no single author's, no single affair's.
const VOLUMES_MIN: u8 = 5;
/// What a phrase must save against words and pairs to be worth its five bytes.
const PHRASE_SAVES_BITS8: u32 = 4 * 8;
/// Absolute discount of pairs seen, as Kneser and Ney's.
const DISCOUNT: f64 = 0.75;

/// Reads `memos_bulk.jsonl.zst` in `data` and writes the table to `out`; returns its size in bytes.
pub(crate) fn build(data: &Path, out: &Path) -> Result<usize, Box<dyn Error>> {
    let source = Source::read(&data.join("memos_bulk.jsonl.zst"))?;
    let words = words(&source);
    let pairs = pairs(&source, &words);
    let phrases = phrases(&source, &words, &pairs);
    let mut bytes = b"CMEN\x01\0\0\0".to_vec();
    let word_rows: BTreeMap<u32, (u8, u8)> = words
        .iter()
        .map(|(&id, word)| (source.numbers[id as usize], (word.bits8, word.back_off_bits8)))
        .collect();
    put(&mut bytes, &word_rows.iter().map(|(&n, row)| (n, row.0)).collect());
    bytes.extend(word_rows.values().map(|row| row.1));
    put(
        &mut bytes,
        &pairs.iter().map(|(&key, &bits8)| (source.gram(&unpack(key)), bits8)).collect(),
    );
    put(&mut bytes, &phrases);
    std::fs::write(out, &bytes)?;
    Ok(bytes.len())
}

fn put(bytes: &mut Vec<u8>, rows: &BTreeMap<u32, u8>) {
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend(rows.keys().flat_map(|number| number.to_le_bytes()));
    bytes.extend(rows.values());
}

/// The texts as word ids; id 0 stands between texts.
struct Source {
    ids: Vec<u32>,
    /// Volume of each position.
    volumes: Vec<u8>,
    numbers: Vec<u32>,
    counts: Vec<u32>,
}

impl Source {
    fn read(path: &Path) -> Result<Source, Box<dyn Error>> {
        let mut source =
            Source { ids: vec![0], volumes: vec![0], numbers: vec![0], counts: vec![0] };
        let (mut known, mut volume_of) = (HashMap::<String, u32>::new(), BTreeMap::new());
        for line in BufReader::new(zstd::Decoder::new(std::fs::File::open(path)?)?).lines() {
            let row: serde_json::Value = serde_json::from_str(&line?)?;
            if row["split"] == "dev" {
                continue;
            }
            let volumes = volume_of.len() as u8;
            let volume = *volume_of.entry(row["volume"].to_string()).or_insert(volumes);
            for word in Words::read(row["text"].as_str().unwrap_or_default()).iter() {
                let id = *known.entry(word.to_owned()).or_insert_with(|| {
                    source.numbers.push(word_number(word));
                    source.counts.push(0);
                    source.numbers.len() as u32 - 1
                });
                source.counts[id as usize] += 1;
                source.ids.push(id);
                source.volumes.push(volume);
            }
            source.ids.push(0);
            source.volumes.push(volume);
        }
        Ok(source)
    }

    fn gram(&self, ids: &[u32]) -> u32 {
        let numbers: Vec<u32> = ids.iter().map(|&id| self.numbers[id as usize]).collect();
        gram_number(&numbers)
    }

    /// `-8 · log2` of a probability given as a share of the source.
    fn bits8(&self, share: f64) -> u8 {
        let total = self.ids.len() as u64;
        let scaled = (share * total as f64 * 1024.0) as u64;
        log2_bits8(total * 1024).saturating_sub(log2_bits8(scaled)).min(255) as u8
    }
}

struct Word {
    share: f64,
    bits8: u8,
    back_off: f64,
    back_off_bits8: u8,
}

fn words(source: &Source) -> BTreeMap<u32, Word> {
    let mut followers = vec![0_u32; source.counts.len()];
    for (key, _) in runs(pair_keys(source)) {
        followers[(key >> 32) as usize] += 1;
    }
    let mut order: Vec<u32> = (1..source.counts.len() as u32).collect();
    order.sort_by_key(|&id| (std::cmp::Reverse(source.counts[id as usize]), id));
    order.truncate(WORDS_MAX);
    let word = |id: u32| {
        let count = f64::from(source.counts[id as usize]);
        let share = count / source.ids.len() as f64;
        let back_off = (DISCOUNT * f64::from(followers[id as usize]) + 1.0) / (count + 1.0);
        let back_off = back_off.min(1.0);
        Word { share, bits8: source.bits8(share), back_off, back_off_bits8: source.bits8(back_off) }
    };
    order.into_iter().map(|id| (id, word(id))).collect()
}

fn pairs(source: &Source, words: &BTreeMap<u32, Word>) -> BTreeMap<u64, u8> {
    let mut kept = Vec::new();
    for (key, count) in runs(pair_keys(source)) {
        let [before, after] = unpack(key);
        let (Some(before_word), Some(word)) = (words.get(&before), words.get(&after)) else {
            continue;
        };
        let seen = (f64::from(count) - DISCOUNT) / f64::from(source.counts[before as usize]);
        let bits8 = source.bits8(seen + before_word.back_off * word.share);
        let without = u32::from(word.bits8) + u32::from(before_word.back_off_bits8);
        let saved = u64::from(count) * u64::from(without.saturating_sub(u32::from(bits8)));
        if count > 2 && saved > 0 {
            kept.push((saved, key, bits8));
        }
    }
    kept.sort_by_key(|&(saved, key, _)| (std::cmp::Reverse(saved), key));
    kept.truncate(PAIRS_MAX);
    kept.into_iter().map(|(_, key, bits8)| (key, bits8)).collect()
}

fn phrases(
    source: &Source,
    words: &BTreeMap<u32, Word>,
    pairs: &BTreeMap<u64, u8>,
) -> BTreeMap<u32, u8> {
    let mut kept = Vec::new();
    // Only what begins and ends with a common phrase one word shorter can be common itself.
    let mut common: Vec<bool> = vec![true; source.ids.len()];
    for length in PHRASE_WORDS_MIN..=PHRASE_WORDS_MAX {
        let mut keys = Vec::new();
        for at in 0..source.ids.len() - length {
            let shorter = length == PHRASE_WORDS_MIN || common[at] && common[at + 1];
            if shorter && !source.ids[at..at + length].contains(&0) {
                keys.push((wide_gram(&source.ids[at..at + length]), source.volumes[at], at as u32));
            }
        }
        keys.sort_unstable();
        common.fill(false);
        for group in keys.chunk_by(|a, b| a.0 == b.0) {
            let volumes = 1 + group.windows(2).filter(|pair| pair[0].1 != pair[1].1).count() as u8;
            if volumes < VOLUMES_MIN {
                continue;
            }
            for row in group {
                common[row.2 as usize] = true;
            }
            let at = group[0].2 as usize;
            let ids = &source.ids[at..at + length];
            let bits8 = source.bits8(group.len() as f64 / source.ids.len() as f64);
            if spelled_bits8(ids, words, pairs) >= u32::from(bits8) + PHRASE_SAVES_BITS8 {
                kept.push((volumes, source.gram(ids), bits8));
            }
        }
    }
    kept.sort_by_key(|&(volumes, gram, _)| (std::cmp::Reverse(volumes), gram));
    kept.truncate(PHRASES_MAX);
    kept.into_iter().map(|(_, gram, bits8)| (gram, bits8)).collect()
}

/// What the phrase costs word by word and pair by pair.
fn spelled_bits8(ids: &[u32], words: &BTreeMap<u32, Word>, pairs: &BTreeMap<u64, u8>) -> u32 {
    let word = |id: u32| words.get(&id).map_or(UNKNOWN_BITS8, |word| u32::from(word.bits8));
    let pair = |pair: &[u32]| match pairs.get(&pack(pair[0], pair[1])) {
        Some(&bits8) => u32::from(bits8),
        None => {
            word(pair[1]) + words.get(&pair[0]).map_or(0, |before| u32::from(before.back_off_bits8))
        }
    };
    word(ids[0]) + ids.windows(2).map(pair).sum::<u32>()
}

fn wide_gram(ids: &[u32]) -> u64 {
    ids.iter().fold(0x517c_c1b7_2722_0a95, |hash: u64, &id| {
        (hash.rotate_left(23) ^ u64::from(id)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

fn pack(before: u32, after: u32) -> u64 {
    u64::from(before) << 32 | u64::from(after)
}

fn unpack(key: u64) -> [u32; 2] {
    [(key >> 32) as u32, key as u32]
}

fn pair_keys(source: &Source) -> Vec<u64> {
    let inside = source.ids.windows(2).filter(|pair| pair[0] != 0 && pair[1] != 0);
    inside.map(|pair| pack(pair[0], pair[1])).collect()
}

/// Each distinct key with its count, in rising order.
fn runs(mut keys: Vec<u64>) -> Vec<(u64, u32)> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
}
