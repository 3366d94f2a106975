//! What a registry holds, for people and scripts: the log, the memos, one memo.

use crate::archive::{Archive, ArchiveError, BatchState};
use crate::deal;
use crate::read::resolve;
use crate::trace::TraceError;
use ledger::hash::to_hex;
use serde::Serialize;

/// One entry of the log.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Its index.
    pub index: u64,
    /// Its kind.
    pub kind: String,
    /// Its leaf hash.
    pub leaf: String,
    /// Its text.
    pub entry: String,
}

/// A memo in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MemoLine {
    /// Its id.
    pub memo: String,
    /// Its title.
    pub title: String,
    /// Copies issued, all batches.
    pub copies: u32,
    /// Wording marks.
    pub marks: usize,
    /// α.
    pub alpha: f64,
    /// Openings so far.
    pub inquiries: u64,
}

/// A memo with its copies and inquiries.
#[derive(Clone, Debug, Serialize)]
pub struct MemoPage {
    /// The memo.
    #[serde(flatten)]
    pub line: MemoLine,
    /// Its batches.
    pub batches: Vec<BatchPart>,
    /// Outcomes of its findings, in order.
    pub findings: Vec<FindingPart>,
}

/// A batch.
#[derive(Clone, Debug, Serialize)]
pub struct BatchPart {
    /// Its number.
    pub batch: i64,
    /// Whether all its copies were handed over.
    pub done: bool,
    /// When it was issued, seconds since 1970.
    pub issued_unix: Option<i64>,
    /// Its offices, in the order of their copies.
    pub offices: Vec<String>,
}

/// A finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingPart {
    /// Index of its READING.
    pub reading: u64,
    /// Index of its OPEN.
    pub open: Option<u64>,
    /// Index of its FINDING.
    pub finding: Option<u64>,
    /// Its outcome; null while it is open.
    pub outcome: Option<String>,
}

/// The whole log.
pub async fn log(archive: &Archive) -> Result<Vec<LogLine>, ArchiveError> {
    let step = archive.begin().await?;
    let history = &step.log.history;
    let line = |index: u64| LogLine {
        index,
        kind: history.entry(index).map_or_else(String::new, |e| e.kind().to_string()),
        leaf: history.tree().leaf(index).map_or_else(String::new, |l| to_hex(&l)),
        entry: String::from_utf8_lossy(&step.log.bodies[index as usize]).into_owned(),
    };
    let lines = (0..history.size()).map(line).collect();
    step.end().await?;
    Ok(lines)
}

/// All issued memos.
pub async fn list(archive: &Archive) -> Result<Vec<MemoLine>, ArchiveError> {
    let mut step = archive.begin().await?;
    let mut lines = Vec::new();
    for (id, _) in step.issued_memos().await? {
        lines.push(line(&mut step, &deal::id(&id)?).await?);
    }
    step.end().await?;
    Ok(lines)
}

async fn line(
    step: &mut crate::archive::Step<'_>,
    id: &[u8; 16],
) -> Result<MemoLine, ArchiveError> {
    let damaged = || ArchiveError::Damaged { what: "a memo that is not in the log".into() };
    let row = step.memo(id).await?.ok_or_else(damaged)?;
    let history = &step.log.history;
    let counts = history.counts(&[*id]).map_err(|_| damaged())?;
    Ok(MemoLine {
        memo: to_hex(id),
        title: row.title,
        copies: counts.copies as u32,
        marks: row.kinds.len(),
        alpha: history.deal(id, 0).ok_or_else(damaged)?.alpha.value(),
        inquiries: counts.inquiry[0] - 1,
    })
}

/// One memo, by the first digits of its id.
pub async fn memo(archive: &Archive, prefix: &str) -> Result<MemoPage, TraceError> {
    let mut step = archive.begin().await?;
    let id = resolve(&mut step, prefix).await?;
    let line = line(&mut step, &id).await?;
    let copies = step.copies(&id).await?;
    let mut batches = Vec::new();
    for row in step.batches(&id).await? {
        batches.push(BatchPart {
            batch: row.batch,
            done: row.state()? == BatchState::Done,
            issued_unix: row.issued_unix,
            offices: copies
                .iter()
                .filter(|c| c.batch == row.batch)
                .map(|c| c.office.clone())
                .collect(),
        });
    }
    let history = &step.log.history;
    let of_memo = |reading: u64| history.reading(reading).is_some_and(|r| r.memos.contains(&id));
    let inquiries: Vec<_> = history.inquiries().filter(|i| of_memo(i.reading)).cloned().collect();
    let mut findings = Vec::new();
    for inquiry in inquiries {
        let leaf = step.log.history.tree().leaf(inquiry.reading).unwrap_or_default();
        findings.push(FindingPart {
            reading: inquiry.reading,
            open: inquiry.open,
            finding: inquiry.finding,
            outcome: step.finding(&leaf).await?.map(|row| row.outcome),
        });
    }
    step.end().await?;
    Ok(MemoPage { line, batches, findings })
}
