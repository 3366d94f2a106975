//! The CBOR of bundles: typed reading that never allocates more than the file holds, and the one way of writing.

use ledger::hash::Hash;
use minicbor::{Decoder, Encoder};

use super::BundleError;

/// Most items of a list (`spec/finding.md`): an item may take one byte in the file and dozens in memory.
const MAX_ITEMS: u64 = 1_000_000;

/// Reads values one after the other.
pub(super) struct Reader<'b> {
    decoder: Decoder<'b>,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { decoder: Decoder::new(bytes) }
    }

    pub(super) fn map(&mut self, length: u64) -> Result<(), BundleError> {
        match self.decoder.map() {
            Ok(Some(found)) if found == length => Ok(()),
            _ => Err(BundleError::Cbor),
        }
    }

    pub(super) fn key(&mut self, key: u64) -> Result<&mut Self, BundleError> {
        let found = self.decoder.u64().map_err(|_| BundleError::Key(key))?;
        if found == key { Ok(self) } else { Err(BundleError::Key(key)) }
    }

    pub(super) fn array(&mut self, length: u64) -> Result<(), BundleError> {
        if self.length()? == length { Ok(()) } else { Err(BundleError::Cbor) }
    }

    fn length(&mut self) -> Result<u64, BundleError> {
        self.decoder.array().ok().flatten().ok_or(BundleError::Cbor)
    }

    /// An array of at most [`MAX_ITEMS`]; a length that the file cannot hold ends at the first missing item.
    pub(super) fn list<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, BundleError>,
    ) -> Result<Vec<T>, BundleError> {
        let length = self.length()?;
        if length > MAX_ITEMS {
            return Err(BundleError::Items);
        }
        let mut items = Vec::new();
        for _ in 0..length {
            items.push(read(self)?);
        }
        Ok(items)
    }

    pub(super) fn bytes(&mut self) -> Result<&'b [u8], BundleError> {
        self.decoder.bytes().map_err(|_| BundleError::Cbor)
    }

    pub(super) fn fixed<const N: usize>(&mut self) -> Result<[u8; N], BundleError> {
        self.bytes()?.try_into().map_err(|_| BundleError::Cbor)
    }

    pub(super) fn hashes(&mut self) -> Result<Vec<Hash>, BundleError> {
        self.list(Self::fixed)
    }

    pub(super) fn text(&mut self) -> Result<&'b str, BundleError> {
        self.decoder.str().map_err(|_| BundleError::Cbor)
    }

    pub(super) fn small(&mut self) -> Result<u32, BundleError> {
        self.decoder.u32().map_err(|_| BundleError::Cbor)
    }

    pub(super) fn uint(&mut self) -> Result<u64, BundleError> {
        self.decoder.u64().map_err(|_| BundleError::Cbor)
    }
}

/// Writes values one after the other, each in its shortest form.
pub(super) struct Writer {
    encoder: Encoder<Vec<u8>>,
}

/// Every call writes to memory, which takes everything.
const MEMORY: &str = "memory takes everything";

impl Writer {
    pub(super) fn new() -> Self {
        Self { encoder: Encoder::new(Vec::new()) }
    }

    pub(super) fn map(&mut self, length: u64) {
        self.encoder.map(length).expect(MEMORY);
    }

    pub(super) fn uint(&mut self, value: u64) -> &mut Self {
        self.encoder.u64(value).expect(MEMORY);
        self
    }

    pub(super) fn array(&mut self, length: usize) -> &mut Self {
        self.encoder.array(length as u64).expect(MEMORY);
        self
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.encoder.bytes(bytes).expect(MEMORY);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.encoder.str(text).expect(MEMORY);
        self
    }

    pub(super) fn hashes(&mut self, hashes: &[Hash]) -> &mut Self {
        self.array(hashes.len());
        for hash in hashes {
            self.bytes(hash);
        }
        self
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.encoder.into_writer()
    }
}
