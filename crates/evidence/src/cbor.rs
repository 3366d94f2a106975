//! Deterministic CBOR (RFC 8949 §4.2.1), as little of it as catalogues and readings need.
//!
//! `minicbor` writes shortest forms but reads longer ones too; [`canonical`] closes that gap by writing again what was read.

use minicbor::encode::{Error, Write};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

/// Encodes into a vector, which takes every byte.
pub(crate) fn to_vec(
    write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Result<(), Error<<Vec<u8> as Write>::Error>>,
) -> Vec<u8>
where
    Vec<u8>: Write<Error = Infallible>,
{
    let mut encoder = Encoder::new(Vec::new());
    write(&mut encoder).expect("a vector takes every byte");
    encoder.into_writer()
}

/// Decodes `bytes` and accepts them only if they are what encoding the value gives.
pub(crate) fn canonical<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Decoder<'_>) -> Option<T>,
    write: impl FnOnce(&T) -> Vec<u8>,
) -> Option<T> {
    let mut decoder = Decoder::new(bytes);
    let value = read(&mut decoder)?;
    (decoder.position() == bytes.len() && write(&value) == bytes).then_some(value)
}

/// Length of a definite array that holds at most `most` items.
pub(crate) fn array(decoder: &mut Decoder<'_>, most: usize) -> Option<usize> {
    let length = usize::try_from(decoder.array().ok().flatten()?).ok()?;
    (length <= most).then_some(length)
}
