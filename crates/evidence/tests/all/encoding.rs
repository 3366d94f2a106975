//! Catalogues and readings as bytes: one encoding for each value, and no other bytes are taken for one.

use evidence::catalogue::{Catalogue, MARKS};
use evidence::mark::{Bias, Carrier, Law, Mark};
use evidence::reading::{FrozenReading, Observation, Reading, SOFT_LIMIT};
use proptest::prelude::*;

fn laws() -> impl Strategy<Value = Law> {
    prop_oneof![
        prop::sample::select(vec![Bias::EVEN, Bias::LOW, Bias::HIGH]).prop_map(Law::Binary),
        (3u8..=16).prop_map(Law::Uniform),
    ]
}

fn marks() -> impl Strategy<Value = Mark> {
    let carriers =
        prop::sample::select(vec![Carrier::Wording, Carrier::Layout, Carrier::Invisible]);
    let places = prop::collection::vec(any::<u8>(), 0..40);
    (carriers, laws(), places).prop_map(|(carrier, law, place)| Mark { carrier, law, place })
}

fn catalogues() -> impl Strategy<Value = Catalogue> {
    prop::collection::vec(marks(), 0..30).prop_map(Catalogue::new)
}

fn observations() -> impl Strategy<Value = Observation> {
    prop_oneof![
        Just(Observation::Erased),
        (0u8..16).prop_map(Observation::Symbol),
        (-SOFT_LIMIT..=SOFT_LIMIT).prop_map(Observation::Soft),
    ]
}

fn readings() -> impl Strategy<Value = FrozenReading> {
    let observations = prop::collection::vec(observations(), 0..30);
    let memos = prop::collection::btree_map(any::<[u8; 16]>(), observations, 1..4);
    memos.prop_map(|memos| {
        let memos = memos.into_iter().map(|(memo, observations)| (memo, Reading { observations }));
        FrozenReading::new(memos.collect()).expect("each memo once")
    })
}

/// `bytes` with one byte changed, one missing at the end, and one too many.
fn neighbours(bytes: &[u8]) -> Vec<Vec<u8>> {
    let changed = (0..bytes.len()).flat_map(|i| {
        // All bits, each bit alone, and the next value: enough to reach every neighbouring header.
        let flips = (0..8).map(|bit| 1u8 << bit).chain([0xff]);
        flips.map(move |flip| (i, flip))
    });
    let mut out: Vec<Vec<u8>> = changed
        .map(|(i, flip)| {
            let mut changed = bytes.to_vec();
            changed[i] ^= flip;
            changed
        })
        .collect();
    out.push(bytes[..bytes.len() - 1].to_vec());
    out.push([bytes, &[0]].concat());
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written is read back, and whatever else is read writes itself: no two byte strings are one catalogue.
    #[test]
    fn catalogues_have_one_encoding(catalogue in catalogues()) {
        let bytes = catalogue.to_cbor();
        prop_assert_eq!(Catalogue::from_cbor(&bytes), Ok(catalogue.clone()));
        for other in neighbours(&bytes) {
            if let Ok(read) = Catalogue::from_cbor(&other) {
                prop_assert_eq!(read.to_cbor(), other);
                prop_assert_ne!(&read, &catalogue);
            }
        }
    }

    /// The same for readings.
    #[test]
    fn readings_have_one_encoding(reading in readings()) {
        let bytes = reading.to_cbor();
        prop_assert_eq!(FrozenReading::from_cbor(&bytes), Ok(reading.clone()));
        for other in neighbours(&bytes) {
            if let Ok(read) = FrozenReading::from_cbor(&other) {
                prop_assert_eq!(read.to_cbor(), other);
                prop_assert_ne!(&read, &reading);
            }
        }
    }

    /// Any bytes at all are an answer, not a panic, and what they claim to hold is not believed before it is seen.
    #[test]
    fn wild_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(catalogue) = Catalogue::from_cbor(&bytes) {
            prop_assert_eq!(catalogue.to_cbor(), bytes.clone());
        }
        if let Ok(reading) = FrozenReading::from_cbor(&bytes) {
            prop_assert_eq!(reading.to_cbor(), bytes);
        }
    }
}

/// The example of `spec/reading.md`.
#[test]
fn the_published_reading_is_encoded() {
    let observations = vec![
        Observation::Symbol(1),
        Observation::Erased,
        Observation::Symbol(0),
        Observation::Soft(-512),
        Observation::Symbol(2),
    ];
    let reading = FrozenReading::new(vec![(*b"memo-id-16-bytes", Reading { observations })]);
    let bytes = reading.expect("one memo").to_cbor();
    assert_eq!(bytes[..4], [0x81, 0x82, 0x50, b'm']);
    assert_eq!(bytes[19..], [0x85, 0x01, 0xf6, 0x00, 0x81, 0x39, 0x01, 0xff, 0x02]);
}

/// Longer forms of the same numbers, floats, text, tags, open lengths and things out of range.
#[test]
fn other_encodings_are_refused() {
    let mark = |bytes: &[u8]| Catalogue::from_cbor(&[&[0x81], bytes].concat());
    assert!(mark(&[0x84, 0, 2, 0x18, 64, 0x40]).is_ok());
    assert!(mark(&[0x84, 0, 16, 0, 0x40]).is_ok());
    let refused: [&[u8]; 12] = [
        &[0x84, 0, 0x18, 2, 0x18, 64, 0x40],
        &[0x98, 4, 0, 2, 0x18, 64, 0x40],
        &[0x9f, 0, 2, 0x18, 64, 0x40, 0xff],
        &[0xc1, 0x84, 0, 2, 0x18, 64, 0x40],
        &[0x84, 0, 2, 0x18, 64, 0x60],
        &[0x84, 0, 2, 0x18, 63, 0x40],
        &[0x84, 3, 2, 0x18, 64, 0x40],
        &[0x84, 0, 17, 0, 0x40],
        &[0x84, 0, 1, 0, 0x40],
        &[0x84, 0, 3, 1, 0x40],
        &[0x83, 0, 3, 0],
        &[0x84, 0, 2, 0x18, 64, 0x5f, 0x40, 0xff],
    ];
    for bytes in refused {
        assert!(mark(bytes).is_err(), "{bytes:02x?}");
    }
    let seen = |bytes: &[u8]| {
        FrozenReading::from_cbor(&[&[0x81, 0x82, 0x50], &[7; 16][..], &[0x81], bytes].concat())
    };
    assert!(seen(&[0x81, 0x19, 0x40, 0]).is_ok(), "16 nats");
    let refused: [&[u8]; 6] =
        [&[0x81, 0x19, 0x40, 1], &[0x82, 0, 0], &[0xf7], &[0x20], &[0xf4], &[0x81, 0x18, 1]];
    for bytes in refused {
        assert!(seen(bytes).is_err(), "{bytes:02x?}");
    }
    // A length of a billion marks and of half the address space, in eight bytes.
    for length in [[0, 0, 0, 0, 0x3b, 0x9a, 0xca, 0], [0x7f; 8]] {
        assert!(Catalogue::from_cbor(&[&[0x9b][..], &length].concat()).is_err());
    }
    // One byte a mark would do for a reading of nothing but erasures: what is too long is refused at its length.
    let header = [0x81, 0x82, 0x50].into_iter().chain([7; 16]).chain([0x9a]);
    let length = (MARKS as u32 + 1).to_be_bytes();
    let erasures = std::iter::repeat_n(0xf6, MARKS + 1);
    let long: Vec<u8> = header.chain(length).chain(erasures).collect();
    assert!(FrozenReading::from_cbor(&long).is_err());
}

/// The sampler's keystream ends after 2³² blocks of 64 bytes (RFC 8439): no catalogue may ask for more.
#[test]
fn the_keystream_lasts_for_the_largest_reading() {
    const { assert!((MARKS + 1) * 8 * evidence::tail::DRAWS <= 64 << 32) };
}

/// A reading is of at least one memo, and of each memo once; their order is not the caller's.
#[test]
fn readings_are_of_memos_once_in_order() {
    let one = |memo: u8| ([memo; 16], Reading { observations: vec![Observation::Symbol(memo)] });
    assert!(FrozenReading::new(Vec::new()).is_err());
    assert!(FrozenReading::new(vec![one(1), one(1)]).is_err());
    let reading = FrozenReading::new(vec![one(2), one(1)]).expect("two memos");
    assert_eq!(reading, FrozenReading::new(vec![one(1), one(2)]).expect("two memos"));
    assert_eq!(reading.memos()[0].0, [1; 16]);
    let mut swapped = reading.to_cbor();
    let (first, second) = (swapped[1..21].to_vec(), swapped[21..].to_vec());
    swapped.splice(1.., [second, first].concat());
    assert!(FrozenReading::from_cbor(&swapped).is_err(), "descending");
}

/// Digests differ with every byte, with the salt, and between what they are of.
#[test]
fn digests_commit() {
    let catalogue = crate::field::catalogue(&[(3, crate::field::FAIR)]);
    let shorter = crate::field::catalogue(&[(2, crate::field::FAIR)]);
    assert_ne!(catalogue.digest(&[0; 32]), catalogue.digest(&[1; 32]));
    assert_ne!(catalogue.digest(&[0; 32]), shorter.digest(&[0; 32]));
    let reading = |observations| {
        FrozenReading::new(vec![([0; 16], Reading { observations })]).expect("one memo").digest()
    };
    assert_ne!(reading(vec![Observation::Erased]), reading(vec![Observation::Symbol(0)]));
}
