//! Find: which of the issued memos a leak is from.

use crate::archive::{Archive, ArchiveError, Step};
use crate::deal;
use ledger::commit::MemoId;
use text::choice::Choice;
use text::find::{Found, Index, Posting};

/// What the finder keeps of a memo.
pub(crate) fn postings(text: &str, choices: &[Choice]) -> Vec<u8> {
    Posting::make(text, choices).to_bytes()
}

/// The issued memos of a registry, ready to be searched.
pub struct Finder {
    memos: Vec<MemoId>,
    index: Index,
}

impl Finder {
    /// Assembles the index from the registry.
    pub async fn open(archive: &Archive) -> Result<Finder, ArchiveError> {
        let mut step = archive.begin().await?;
        let finder = Finder::read(&mut step).await?;
        step.end().await?;
        Ok(finder)
    }

    async fn read(step: &mut Step<'_>) -> Result<Finder, ArchiveError> {
        let rows = step.postings().await?;
        let mut memos = Vec::with_capacity(rows.len());
        let mut entries = Vec::with_capacity(rows.len());
        for (key, (id, bytes)) in (0u32..).zip(rows) {
            memos.push(deal::id(&id)?);
            let posting = Posting::from_bytes(&bytes)
                .map_err(|e| ArchiveError::Damaged { what: e.to_string() })?;
            entries.push((key, posting));
        }
        Ok(Finder { memos, index: Index::assemble(entries) })
    }

    /// Looks for every issued memo in a leak.
    pub fn find(&self, leak: &str) -> Found {
        text::find::find(&self.index, leak)
    }

    /// The memo behind a key of [`Found`].
    pub fn memo(&self, key: u32) -> MemoId {
        self.memos[key as usize]
    }

    /// Number of issued memos.
    pub fn len(&self) -> usize {
        self.memos.len()
    }

    /// Whether nothing was issued yet.
    pub fn is_empty(&self) -> bool {
        self.memos.is_empty()
    }
}
