//! The catalogue: all marks of a memo, committed before any codeword exists (`spec/codeword.md`).

use crate::cbor;
use crate::mark::{Bias, Carrier, Law, Mark};
use sha2::{Digest, Sha256};
use std::fmt;

/// Most marks of one memo: eight hundred full pages; the sampler's keystream would end at a third more.
pub const MARKS: usize = 1 << 18;

/// The marks of a memo in catalogue order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Catalogue {
    marks: Vec<Mark>,
}

/// The bytes are not the deterministic CBOR of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogueError;

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the catalogue is not in its deterministic encoding")
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// A catalogue of these marks; at most [`MARKS`].
    pub fn new(marks: Vec<Mark>) -> Self {
        Catalogue { marks }
    }

    /// The marks.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Its deterministic CBOR.
    pub fn to_cbor(&self) -> Vec<u8> {
        cbor::to_vec(|e| {
            e.array(self.marks.len() as u64)?;
            for mark in &self.marks {
                let bias = match mark.law {
                    Law::Binary(bias) => bias.numerator(),
                    Law::Uniform(_) => 0,
                };
                e.array(4)?
                    .u8(mark.carrier as u8)?
                    .u8(mark.law.arity())?
                    .u8(bias)?
                    .bytes(&mark.place)?;
            }
            Ok(())
        })
    }

    /// The catalogue of these bytes, which must be exactly what [`Catalogue::to_cbor`] gives.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, CatalogueError> {
        let read = |d: &mut minicbor::Decoder<'_>| {
            let count = cbor::array(d, MARKS)?;
            (0..count).map(|_| read_mark(d)).collect::<Option<Vec<_>>>().map(Catalogue::new)
        };
        cbor::canonical(bytes, read, Catalogue::to_cbor).ok_or(CatalogueError)
    }

    /// The salted digest that DEAL commits to.
    pub fn digest(&self, salt: &[u8; 32]) -> [u8; 32] {
        let hash = Sha256::new().chain_update(b"countermark/v1/catalogue\0");
        hash.chain_update(salt).chain_update(self.to_cbor()).finalize().into()
    }
}

fn read_mark(d: &mut minicbor::Decoder<'_>) -> Option<Mark> {
    if cbor::array(d, 4)? != 4 {
        return None;
    }
    let carrier = Carrier::from_number(d.u8().ok()?)?;
    let law = match (d.u8().ok()?, d.u8().ok()?) {
        (2, t) => Law::Binary(Bias::dyadic(t)?),
        (q @ 3..=16, 0) => Law::Uniform(q),
        _ => return None,
    };
    Some(Mark { carrier, law, place: d.bytes().ok()?.to_vec() })
}
