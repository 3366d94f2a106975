//! What was read from a leak, frozen before any codebook is opened (`spec/reading.md`).

use crate::catalogue::Catalogue;
use crate::cbor;
use crate::deal::MemoId;
use crate::mark::Law;
use minicbor::data::Type;
use sha2::{Digest, Sha256};
use std::fmt;

/// Soft readings are clipped to ±16 nats, in units of 2⁻¹⁰ nat.
pub const SOFT_LIMIT: i16 = 16 << 10;

/// What one mark showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Observation {
    /// Not seen, or not certain.
    Erased,
    /// This symbol.
    Symbol(u8),
    /// ln P(seen | symbol 1) / P(seen | symbol 0) in units of 2⁻¹⁰ nat; marks of arity 2 only.
    Soft(i16),
}

impl Observation {
    /// A soft reading, clipped.
    pub fn soft(nats_1024: i32) -> Observation {
        let limit = i32::from(SOFT_LIMIT);
        Observation::Soft(nats_1024.clamp(-limit, limit) as i16)
    }

    fn fits(self, law: Law) -> bool {
        match self {
            Observation::Erased => true,
            Observation::Symbol(s) => s < law.arity(),
            Observation::Soft(n) => law.arity() == 2 && n.unsigned_abs() <= SOFT_LIMIT as u16,
        }
    }
}

/// One memo's observations, in catalogue order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// One a mark.
    pub observations: Vec<Observation>,
}

impl Reading {
    /// Whether this can be a reading of that catalogue.
    pub fn fits(&self, catalogue: &Catalogue) -> bool {
        let marks = catalogue.marks();
        marks.len() == self.observations.len()
            && marks.iter().zip(&self.observations).all(|(mark, o)| o.fits(mark.law))
    }

    /// Number of marks that are not erased.
    pub fn read(&self) -> usize {
        self.observations.iter().filter(|o| **o != Observation::Erased).count()
    }
}

/// The readings of all memos of an inquiry, ascending by memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenReading {
    memos: Vec<(MemoId, Reading)>,
}

/// The readings are not what can be frozen, or the bytes are not their deterministic CBOR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingError;

impl fmt::Display for ReadingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the frozen reading is not in its deterministic encoding")
    }
}

impl std::error::Error for ReadingError {}

impl FrozenReading {
    /// Freezes these readings; at least one memo, each once.
    pub fn new(mut memos: Vec<(MemoId, Reading)>) -> Result<Self, ReadingError> {
        memos.sort_by_key(|(memo, _)| *memo);
        if memos.is_empty() || memos.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(ReadingError);
        }
        Ok(FrozenReading { memos })
    }

    /// The readings, ascending by memo.
    pub fn memos(&self) -> &[(MemoId, Reading)] {
        &self.memos
    }

    /// Its deterministic CBOR.
    pub fn to_cbor(&self) -> Vec<u8> {
        cbor::to_vec(|e| {
            e.array(self.memos.len() as u64)?;
            for (memo, reading) in &self.memos {
                e.array(2)?.bytes(memo)?.array(reading.observations.len() as u64)?;
                for observation in &reading.observations {
                    match *observation {
                        Observation::Erased => e.null()?,
                        Observation::Symbol(s) => e.u8(s)?,
                        Observation::Soft(n) => e.array(1)?.i16(n)?,
                    };
                }
            }
            Ok(())
        })
    }

    /// The reading of these bytes, which must be exactly what [`FrozenReading::to_cbor`] gives.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, ReadingError> {
        let read = |d: &mut minicbor::Decoder<'_>| {
            let count = cbor::array(d, 1 << 16)?;
            (0..count)
                .map(|_| read_memo(d))
                .collect::<Option<Vec<_>>>()
                .map(FrozenReading::new)?
                .ok()
        };
        cbor::canonical(bytes, read, FrozenReading::to_cbor).ok_or(ReadingError)
    }

    /// The digest that READING logs.
    pub fn digest(&self) -> [u8; 32] {
        let hash = Sha256::new().chain_update(b"countermark/v1/reading\0");
        hash.chain_update(self.to_cbor()).finalize().into()
    }
}

fn read_memo(d: &mut minicbor::Decoder<'_>) -> Option<(MemoId, Reading)> {
    if cbor::array(d, 2)? != 2 {
        return None;
    }
    let memo = d.bytes().ok()?.try_into().ok()?;
    let count = cbor::array(d, crate::catalogue::MARKS)?;
    let observations = (0..count).map(|_| read_observation(d)).collect::<Option<_>>()?;
    Some((memo, Reading { observations }))
}

fn read_observation(d: &mut minicbor::Decoder<'_>) -> Option<Observation> {
    match d.datatype().ok()? {
        Type::Null => d.null().ok().map(|()| Observation::Erased),
        Type::U8 => d.u8().ok().map(Observation::Symbol),
        Type::Array if cbor::array(d, 1)? == 1 => {
            let n = d.i16().ok()?;
            (n.unsigned_abs() <= SOFT_LIMIT as u16).then_some(Observation::Soft(n))
        }
        _ => None,
    }
}
