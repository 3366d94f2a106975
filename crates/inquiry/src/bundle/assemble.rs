//! Putting a body together from a registry: all entries so far, and the few checkpoints that a verifier needs.

use std::collections::BTreeMap;

use ledger::order::History;

use super::{Body, BundledMemo, OpenedCopy};
use crate::open::LoggedReading;

/// What a registry adds to its log for a body.
#[derive(Clone, Debug)]
pub struct Parts<'r> {
    /// The log's key.
    pub log_key: String,
    /// Signed checkpoints by size, as many as the registry kept.
    pub checkpoints: &'r BTreeMap<u64, String>,
    /// The memos of the READING, ascending.
    pub memos: Vec<BundledMemo>,
    /// The named copies with their keys, ascending; none to disclose no key.
    pub opened: Option<Vec<OpenedCopy>>,
}

impl Body {
    /// The body of the FINDING that will be appended next.
    ///
    /// # Errors
    ///
    /// [`AssembleError`] when a checkpoint that a verifier asks for was never signed.
    pub fn assemble(
        history: &History,
        logged: &LoggedReading,
        parts: Parts<'_>,
    ) -> Result<Self, AssembleError> {
        let mut sizes = Vec::new();
        let reading = logged.inquiry().reading;
        for memo in &logged.entry().memos {
            for (_, batch) in history.issued(memo, reading) {
                // A checkpoint of size s covers the entries before index s.
                let until = batch.reveal.unwrap_or(batch.deal);
                let found = parts.checkpoints.range(batch.deal + 1..=until).next();
                sizes.push(*found.ok_or(AssembleError::Deal)?.0);
            }
        }
        let open = history.inquiry(&logged.leaf()).and_then(|inquiry| inquiry.open);
        let until = open.unwrap_or(history.size());
        let found = parts.checkpoints.range(reading + 1..=until).next();
        sizes.push(*found.ok_or(AssembleError::Reading)?.0);
        sizes.sort_unstable();
        sizes.dedup();
        let entries = (0..history.size()).filter_map(|index| history.entry(index));
        Ok(Self {
            log_key: parts.log_key,
            entries: entries
                .map(|entry| entry.write().map_err(|_| AssembleError::Entry))
                .collect::<Result<_, _>>()?,
            checkpoints: sizes.iter().map(|size| parts.checkpoints[size].clone()).collect(),
            memos: parts.memos,
            reading: logged.frozen().to_cbor(),
            level: u64::from(parts.opened.is_some()),
            opened: parts.opened.unwrap_or_default(),
        })
    }
}

/// Why no body can be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssembleError {
    /// No checkpoint was kept between a batch's DEAL and its REVEAL.
    Deal,
    /// No checkpoint was kept between the READING and its OPEN.
    Reading,
    /// An entry of the log cannot be written.
    Entry,
}

impl std::fmt::Display for AssembleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Deal => "no checkpoint was kept between a batch's `deal` and `reveal`",
            Self::Reading => "no checkpoint was kept between the `reading` and its `open`",
            Self::Entry => "an entry of the log cannot be written",
        })
    }
}

impl std::error::Error for AssembleError {}
