//! Audit: every hash, proof, copy and state of a registry, recomputed.

use crate::archive::{Archive, ArchiveError, BatchRow, BatchState, CopyRow, FileRow, Step};
use crate::deal;
use crate::issue::{IssueError, Press, file_leaf, files_of, tree, unseal};
use evidence::deal::{copy_key, expand};
use evidence::reading::FrozenReading;
use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::{Entry, Finding};
use ledger::hash::{sha256, to_hex};
use std::fmt;

/// What was recomputed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audited {
    /// Log entries.
    pub entries: u64,
    /// Signed checkpoints.
    pub checkpoints: u64,
    /// Memos.
    pub memos: u64,
    /// Copies written again from their codewords.
    pub copies: u64,
    /// Readings.
    pub readings: u64,
    /// Findings.
    pub findings: u64,
    /// Batches that were dealt and not issued: each costs the next memo some of its α.
    pub unissued: u64,
}

/// What does not hold.
#[derive(Debug)]
pub enum AuditError {
    /// Something recomputed differs from what is kept.
    Differs {
        /// What.
        what: String,
    },
    /// A copy cannot be written again.
    Issue(IssueError),
    /// The registry cannot be read.
    Archive(ArchiveError),
}

impl fmt::Display for AuditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AuditError::Differs { what } => write!(f, "{what} differs from what was logged"),
            AuditError::Issue(source) => source.fmt(f),
            AuditError::Archive(source) => source.fmt(f),
        }
    }
}

impl std::error::Error for AuditError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            AuditError::Differs { .. } => None,
            AuditError::Issue(source) => Some(source),
            AuditError::Archive(source) => Some(source),
        }
    }
}

impl AuditError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            AuditError::Differs { .. } => {
                "do not trust new findings of this registry: restore the last good backup and compare"
            }
            AuditError::Issue(source) => source.hint(),
            AuditError::Archive(source) => source.hint(),
        }
    }
}

impl From<ArchiveError> for AuditError {
    fn from(source: ArchiveError) -> Self {
        AuditError::Archive(source)
    }
}

impl From<IssueError> for AuditError {
    fn from(source: IssueError) -> Self {
        AuditError::Issue(source)
    }
}

/// Recomputes a whole registry.
pub async fn audit(archive: &Archive) -> Result<Audited, AuditError> {
    let mut step = archive.begin().await?;
    let mut audited = Audited { entries: step.log.history.size(), ..Audited::default() };
    step.check_database().await?;
    checkpoints(&mut step, &mut audited).await?;
    for memo in step.all_memos().await? {
        audited.memos += 1;
        for row in step.batches(&memo).await? {
            batch(&mut step, &row, &mut audited).await?;
        }
    }
    readings(&mut step, &mut audited).await?;
    step.end().await?;
    Ok(audited)
}

/// Every checkpoint is signed and has the root of its size; the whole log is covered.
async fn checkpoints(step: &mut Step<'_>, audited: &mut Audited) -> Result<(), AuditError> {
    let key = step.keys().log().verifier();
    let notes = step.checkpoints().await?;
    let tree = step.log.history.tree();
    let mut largest = 0;
    for (size, note) in notes {
        let opened = Checkpoint::open(&note, &key).ok();
        if opened.is_none_or(|c| c.size != size || Some(c.root) != tree.root_at(size)) {
            return Err(differs(format!("the checkpoint of size {size}")));
        }
        largest = size;
        audited.checkpoints += 1;
    }
    // REVEAL is signed with the ISSUE that follows it.
    if tree.size() > largest + 1 {
        return Err(differs(format!("the log after entry {largest}, which no checkpoint covers,")));
    }
    Ok(())
}

/// The roster, the key and every file of a batch are those that were committed.
async fn batch(
    step: &mut Step<'_>,
    row: &BatchRow,
    audited: &mut Audited,
) -> Result<(), AuditError> {
    let memo = deal::id(&row.memo)?;
    let number = row.batch as u32;
    let told =
        |what: &str| differs(format!("{what} of batch {number} of memo `{}`", to_hex(&memo)));
    let deal = step.log.history.deal(&memo, number).cloned().ok_or_else(|| told("the DEAL"))?;
    let copies: Vec<CopyRow> =
        step.copies(&memo).await?.into_iter().filter(|c| c.batch == row.batch).collect();
    let root = tree(copies.iter().map(deal::copy_leaf))?.root();
    if deal.copies as usize != copies.len()
        || commit::copies_root(deal.copies, &root) != deal.copies_root
    {
        return Err(told("the roster"));
    }
    let key = unseal(step, row)?;
    if !matches!(row.state()?, BatchState::Rendered | BatchState::Done) {
        audited.unissued += 1;
        return Ok(());
    }
    let (Some(reveal), Some(issue)) = (
        step.log.history.reveal(&memo, number).cloned(),
        step.log.history.issue(&memo, number).cloned(),
    ) else {
        return Err(told("the ISSUE"));
    };
    let files = files_of(step, row).await?;
    let root = tree((0u32..).zip(&files).map(|(j, f)| file_leaf(row, j, f)))?.root();
    if commit::files_root(issue.copies, &root) != issue.files_root {
        return Err(told("the list of files"));
    }
    let memo_row = step.memo(&memo).await?.ok_or_else(|| told("the memo"))?;
    let press = Press::new(&memo_row)?;
    if commit::original(&deal::array(&memo_row.original_salt)?, &memo_row.source) != deal.original
        || press.catalogue.digest(&deal::array(&memo_row.catalogue_salt)?) != deal.catalogue
    {
        return Err(told("the memo or its catalogue"));
    }
    let kept: Vec<FileRow> =
        step.files(&memo).await?.into_iter().filter(|f| f.batch == row.batch).collect();
    let before = step.copies_before(row).await?;
    for ((j, files), copy) in (0u32..).zip(&files).zip(&copies) {
        let own = copy_key(key.expose(), &memo, number, j);
        let word = expand(&own, &reveal.beacon, &memo, number, j, &press.catalogue);
        let number = (before + copy.j) as u32 + 1;
        let again: Vec<_> = press
            .copy(&word, &document::typeset::Copy { office: &copy.office, number })?
            .into_iter()
            .map(|(f, body)| (f.name().to_string(), sha256(&[&body])))
            .collect();
        let bodies =
            kept.iter().filter(|f| f.j == i64::from(j)).filter_map(|f| Some((f, f.body.as_ref()?)));
        let intact = bodies.into_iter().all(|(f, body)| sha256(&[body])[..] == f.digest[..]);
        if again != *files || !intact {
            return Err(told(&format!("copy {}", j + 1)));
        }
        audited.copies += 1;
    }
    Ok(())
}

/// Every reading has its logged digest, every finding its logged entry.
async fn readings(step: &mut Step<'_>, audited: &mut Audited) -> Result<(), AuditError> {
    for row in step.readings().await? {
        let told = || differs(format!("reading `{}`", to_hex(&row.leaf)));
        let inquiry = step.log.history.inquiry(&deal::array(&row.leaf)?).ok_or_else(told)?;
        let entry = step.log.history.reading(inquiry.reading).ok_or_else(told)?;
        let frozen = FrozenReading::from_cbor(&row.frozen).map_err(|_| told())?;
        if frozen.digest() != entry.reading {
            return Err(told());
        }
        audited.readings += 1;
    }
    for row in step.findings().await? {
        let told = || differs(format!("finding of reading `{}`", to_hex(&row.reading)));
        let leaf = deal::array(&row.reading)?;
        let index = step.log.history.inquiry(&leaf).and_then(|i| i.finding).ok_or_else(told)?;
        let Ok(Entry::Finding(Finding { .. })) = Entry::parse(&row.entry) else {
            return Err(told());
        };
        if step.log.bodies[index as usize] != row.entry {
            return Err(told());
        }
        audited.findings += 1;
    }
    Ok(())
}

fn differs(what: String) -> AuditError {
    AuditError::Differs { what }
}
