//! From a copy's key and the beacon to its codeword (`spec/codeword.md`).
//!
//! No rejection, no second draw, no balancing, no removal of similar words: each of these would break the bound.

use crate::catalogue::Catalogue;
use crate::mark::Law;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A memo's random 16 bytes.
pub type MemoId = [u8; 16];

/// k_j: the key of copy j, committed in its leaf before the beacon exists.
pub fn copy_key(key: &[u8; 32], memo: &MemoId, batch: u32, j: u32) -> [u8; 32] {
    mac(key, &[b"countermark/v1/copy-key\0", memo, &batch.to_be_bytes(), &j.to_be_bytes()])
}

/// The codeword of copy j: one symbol a mark, in catalogue order.
pub fn expand(
    copy_key: &[u8; 32],
    beacon: &[u8; 32],
    memo: &MemoId,
    batch: u32,
    j: u32,
    catalogue: &Catalogue,
) -> Vec<u8> {
    let (batch, j) = (batch.to_be_bytes(), j.to_be_bytes());
    let seed = mac(copy_key, &[b"countermark/v1/deal\0", beacon, memo, &batch, &j]);
    let laws = || catalogue.marks().iter().map(|m| m.law);
    let mut stream = vec![0; laws().map(slot_bytes).sum()];
    ChaCha20::new(&seed.into(), &[0; 12].into()).apply_keystream(&mut stream);
    let mut rest = &stream[..];
    laws()
        .map(|law| {
            let (slot, after) = rest.split_at(slot_bytes(law));
            rest = after;
            symbol(law, slot)
        })
        .collect()
}

/// Keystream taken by a slot.
fn slot_bytes(law: Law) -> usize {
    if matches!(law.arity(), 2 | 4) { 1 } else { 8 }
}

fn symbol(law: Law, slot: &[u8]) -> u8 {
    match law {
        Law::Binary(bias) => u8::from(slot[0] & 127 < bias.numerator()),
        Law::Uniform(4) => slot[0] >> 6,
        Law::Uniform(q) => {
            let v = slot.iter().fold(0u64, |v, b| v << 8 | u64::from(*b));
            ((u128::from(v) * u128::from(q)) >> 64) as u8
        }
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::{Bias, Carrier, Mark};

    /// The vector of `spec/codeword.md`, which an independent Python computes too.
    #[test]
    fn the_published_word_is_dealt() {
        let laws = [
            Law::Binary(Bias::EVEN),
            Law::Binary(Bias::HIGH),
            Law::Binary(Bias::LOW),
            Law::Uniform(3),
            Law::Uniform(4),
        ];
        let mark = |law| Mark { carrier: Carrier::Wording, law, place: Vec::new() };
        let catalogue = Catalogue::new(laws.into_iter().cycle().take(60).map(mark).collect());
        let beacon: [u8; 32] = <Sha256 as sha2::Digest>::digest(b"beacon").into();
        let key = copy_key(&[7; 32], b"memo-id-16-bytes", 0, 5);
        assert_eq!(key[..8], [0xf5, 0x09, 0xb9, 0xc2, 0xa0, 0x41, 0x28, 0xf0]);
        assert_eq!(key[24..], [0xda, 0x2d, 0x3b, 0x35, 0x9c, 0x04, 0x51, 0x3e]);
        let word = expand(&key, &beacon, b"memo-id-16-bytes", 0, 5, &catalogue);
        let digits: String = word.iter().map(|x| char::from(b'0' + x)).collect();
        assert_eq!(digits, "010030110001020010110101301022110100102011000010130011101002");
    }
}
