//! What goes through the pipes: deterministic CBOR (RFC 8949 §4.2.1), arrays and scalars only.
//!
//! A request is written by the parent and trusted by the child. A reply is written by a child that has read a hostile file:
//! every length has an upper bound, every number a range, every text is UTF-8, and nothing may follow.

mod refusal;
mod reply;
mod request;

pub(super) use reply::{answer, reply};
pub(super) use request::{Request, request};

use minicbor::encode::{Error, Write};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;
use std::ops::RangeInclusive;

/// What every step of encoding into a vector gives.
type Step = Result<(), Error<<Vec<u8> as Write>::Error>>;

/// Writes into a vector, which takes every byte.
struct Out {
    encoder: Encoder<Vec<u8>>,
}

impl Out {
    fn new() -> Out {
        Out { encoder: Encoder::new(Vec::new()) }
    }

    fn end(self) -> Vec<u8> {
        self.encoder.into_writer()
    }

    fn put(&mut self, step: impl FnOnce(&mut Encoder<Vec<u8>>) -> Step) -> &mut Out
    where
        Vec<u8>: Write<Error = Infallible>,
    {
        step(&mut self.encoder).expect("a vector takes every byte");
        self
    }

    /// Begins an array of so many items.
    fn array(&mut self, items: usize) -> &mut Out {
        self.put(|e| e.array(items as u64).map(drop))
    }

    fn number(&mut self, value: impl TryInto<u64>) -> &mut Out {
        // Sizes and counts are never negative and have at most 64 bits.
        let value = value.try_into().unwrap_or(u64::MAX);
        self.put(|e| e.u64(value).map(drop))
    }

    fn float(&mut self, value: f64) -> &mut Out {
        self.put(|e| e.f64(value).map(drop))
    }

    fn flag(&mut self, value: bool) -> &mut Out {
        self.put(|e| e.bool(value).map(drop))
    }

    fn text(&mut self, value: &str) -> &mut Out {
        self.put(|e| e.str(value).map(drop))
    }

    fn bytes(&mut self, value: &[u8]) -> &mut Out {
        self.put(|e| e.bytes(value).map(drop))
    }

    fn nothing(&mut self) -> &mut Out {
        self.put(|e| e.null().map(drop))
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Out, &T)) -> &mut Out {
        self.array(items.len());
        for one in items {
            item(self, one);
        }
        self
    }

    fn option<T>(&mut self, value: Option<&T>, some: impl FnOnce(&mut Out, &T)) -> &mut Out {
        match value {
            Some(value) => some(self, value),
            None => drop(self.nothing()),
        }
        self
    }
}

/// Reads and believes nothing; `None` is final.
struct In<'a> {
    decoder: Decoder<'a>,
}

impl<'a> In<'a> {
    /// Reads one value that is all there is.
    fn all<T>(bytes: &'a [u8], read: impl FnOnce(&mut In<'a>) -> Option<T>) -> Option<T> {
        let mut input = In { decoder: Decoder::new(bytes) };
        let value = read(&mut input)?;
        (input.decoder.position() == bytes.len()).then_some(value)
    }

    /// Begins an array of exactly so many items.
    fn array(&mut self, items: usize) -> Option<()> {
        (self.decoder.array().ok()?? == items as u64).then_some(())
    }

    fn number<T: TryFrom<u64>>(&mut self, range: RangeInclusive<u64>) -> Option<T> {
        let value = self.decoder.u64().ok().filter(|value| range.contains(value))?;
        T::try_from(value).ok()
    }

    /// A number in that range, which excludes those that are none.
    fn float(&mut self, range: RangeInclusive<f64>) -> Option<f64> {
        self.decoder.f64().ok().filter(|value| range.contains(value))
    }

    fn flag(&mut self) -> Option<bool> {
        self.decoder.bool().ok()
    }

    fn text(&mut self, most: usize) -> Option<&'a str> {
        self.decoder.str().ok().filter(|text| text.len() <= most)
    }

    fn bytes(&mut self, most: usize) -> Option<&'a [u8]> {
        self.decoder.bytes().ok().filter(|bytes| bytes.len() <= most)
    }

    fn list<T>(
        &mut self,
        most: usize,
        mut item: impl FnMut(&mut In<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = self.decoder.array().ok()??;
        // Nothing is reserved for items that are only announced.
        (items <= most as u64).then(|| (0..items).map(|_| item(self)).collect())?
    }

    /// Whether nothing stands here, which is then read.
    fn nothing(&mut self) -> Option<bool> {
        let is_nothing = self.decoder.datatype().ok()? == minicbor::data::Type::Null;
        if is_nothing {
            self.decoder.null().ok()?;
        }
        Some(is_nothing)
    }
}
