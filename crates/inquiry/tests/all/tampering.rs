//! No byte of a bundle can be changed, whether its trailing hash is made good again or not, and nothing makes it panic.

use inquiry::bundle::{Body, Bundle, BundleError};
use inquiry::verify::{Policy, VerifyError, verify};
use ledger::hash::sha256;
use proptest::prelude::*;

use crate::sample::file;

fn refused(file: &[u8]) -> bool {
    verify(file, &Policy { log_key: None, sampled: true }).is_err()
}

fn rehash(file: &mut Vec<u8>) {
    file.truncate(file.len() - 32);
    let trailer = sha256(&[file]);
    file.extend_from_slice(&trailer);
}

/// T4: every byte flipped.
#[test]
fn every_flipped_byte_is_refused() {
    let good = file("bundle-named");
    assert!(!refused(&good));
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1 << (place % 8);
        assert!(refused(&bad), "byte {place}");
        if place < good.len() - 32 {
            rehash(&mut bad);
            assert!(refused(&bad), "byte {place}, hashed afresh");
        }
    }
}

/// A file cut short or run on is no bundle.
#[test]
fn the_end_is_the_end() {
    let good = file("bundle-cannot-name");
    for length in (0..good.len()).step_by(7) {
        assert!(refused(&good[..length]), "{length} bytes");
    }
    assert!(refused(&[good, vec![0]].concat()));
    let error = Bundle::parse(b"countermark/v1/bundle\n").unwrap_err();
    assert_eq!(error, BundleError::Trailer);
}

/// A length that the file cannot hold must not be allocated.
#[test]
fn lengths_are_not_believed() {
    let list = |header: &[u8]| {
        let body = [b"\xa7\x00\x60\x01".as_slice(), header].concat();
        Body::parse(&body).unwrap_err()
    };
    assert_eq!(list(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"), BundleError::Items);
    assert_eq!(list(b"\x9a\x00\x0f\x42\x40"), BundleError::Cbor);
}

/// The step that fails is what a reader is told.
#[test]
fn errors_say_what_is_wrong() {
    let mut bad = file("bundle-named");
    bad[100] ^= 1;
    let error = verify(&bad, &Policy::default()).unwrap_err();
    assert_eq!(error, VerifyError::Bundle(BundleError::Trailer));
    assert_eq!((error.step(), error.hint()), (1, Some("ask for the file again")));
    assert!(error.to_string().contains("damaged"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Several places changed at once, hashed afresh: refused, without panic.
    #[test]
    fn changed_places_are_refused(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..5)) {
        let good = file("bundle-tied");
        let mut bad = good.clone();
        let body = bad.len() - 32;
        for (place, byte) in changes {
            bad[place % body] = byte;
        }
        prop_assume!(bad != good);
        rehash(&mut bad);
        prop_assert!(refused(&bad));
    }

    /// Anything at all, under a good first line and a good hash.
    #[test]
    fn anything_is_refused(map in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bad = [b"countermark/v1/bundle\n".as_slice(), &map, &[0; 32]].concat();
        rehash(&mut bad);
        prop_assert!(refused(&bad));
    }
}
