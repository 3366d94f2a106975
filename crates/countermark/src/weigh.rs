//! Open and weigh: the codebook opens for one logged reading, and a copy is named only within the budget.

use crate::archive::{CopyRow, FindingRow, Step, damaged};
use crate::bundle;
use crate::issue::IssueError;
use crate::read::{Read, bundled};
use crate::report::{self, Report};
use crate::trace::{Leak, TraceError, TraceOptions};
use evidence::reading::FrozenReading;
use inquiry::alpha::Budget;
use inquiry::bundle::BundledMemo;
use inquiry::open::{LoggedReading, OpenCodebook};
use inquiry::weigh::{BatchKeys, Weighed, finding_entry, weigh};
use ledger::commit::MemoId;
use ledger::entry::{Entry, Floor};
use ledger::seal::BatchKey;
use std::collections::BTreeMap;

/// The legal gate of a registry whose operator holds all keys.
const GATE: &str = "local";

/// The finding that a reading came to before.
pub(crate) async fn earlier(
    step: &mut Step<'_>,
    read: &Read,
) -> Result<Option<Report>, TraceError> {
    let Some(row) = step.finding(&read.leaf).await? else { return Ok(None) };
    Ok(Some(serde_json::from_str(&row.report).map_err(|e| damaged(&e.to_string()))?))
}

/// A logged reading about to be opened, or left shut.
pub(crate) struct Weighing {
    logged: LoggedReading,
    budget: Budget,
    opens: bool,
}

/// What the report is made of.
pub(crate) struct Concluded<'a> {
    pub(crate) read: &'a Read,
    pub(crate) leak: &'a Leak,
    pub(crate) budget: &'a Budget,
    pub(crate) weighed: Option<&'a Weighed>,
    /// Offices of the memos' copies.
    pub(crate) copies: &'a BTreeMap<MemoId, Vec<CopyRow>>,
    pub(crate) log: report::LogPart,
}

impl Weighing {
    /// Proves that the reading was logged, and decides by its floor whether anything is opened.
    pub(crate) async fn new(
        step: &mut Step<'_>,
        read: &Read,
        options: &TraceOptions,
    ) -> Result<Weighing, TraceError> {
        let row = step.reading(&read.leaf).await?.ok_or_else(|| damaged("a reading"))?;
        let frozen = FrozenReading::from_cbor(&row.frozen).map_err(|e| damaged(&e.to_string()))?;
        let marks: usize = frozen.memos().iter().map(|(_, r)| r.read()).sum();
        let checkpoints = step.checkpoints().await?;
        let (_, note) = checkpoints
            .into_iter()
            .find(|(size, _)| *size > read.index)
            .ok_or_else(|| damaged("the log was not signed after a reading"))?;
        let history = &step.log.history;
        let logged = LoggedReading::prove(
            frozen,
            history,
            read.index,
            &note,
            &step.keys().log().verifier(),
        )?;
        let budget =
            Budget::logged(history, logged.inquiry()).ok_or_else(|| damaged("a reading"))?;
        // Below the floor nothing can be named; with no mark read not even a shortlist would say anything.
        let opens = logged.entry().floor == Floor::Above || options.shortlist && marks > 0;
        Ok(Weighing { logged, budget, opens })
    }

    /// What this will cost, for the operator to see before it happens.
    pub(crate) fn cost(&self) -> String {
        let inquiry = self.budget.counts.inquiry.iter().max().copied().unwrap_or(1);
        let (alpha, spent) = (self.budget.alpha.value(), self.budget.alpha_inquiry);
        if self.opens {
            format!(
                "opening the codebook: inquiry {inquiry} into this memo spends {spent:.2e} of its alpha {alpha}"
            )
        } else {
            "the codebook stays shut: this reading can name no copy, and costs nothing".into()
        }
    }

    /// Opens where it may, weighs, and logs the finding.
    pub(crate) async fn conclude(
        self,
        step: &mut Step<'_>,
        leak: &Leak,
        read: &Read,
    ) -> Result<Report, TraceError> {
        let Weighing { logged, budget, opens } = self;
        let memos = budget.memos.clone();
        let mut parts = Vec::new();
        let mut copies = BTreeMap::new();
        for memo in &memos {
            let row = step.memo(memo).await?.ok_or_else(|| damaged("a memo"))?;
            parts.push(bundled(&row)?);
            copies.insert(*memo, step.copies(memo).await?);
        }
        let mut log =
            report::LogPart { reading: Some(read.index), key: log_key(step), ..Default::default() };
        let (logged, weighed) = if opens {
            log.open = Some(open(step, &logged).await?);
            let codebook = OpenCodebook::open(logged, &step.log.history)?;
            let keys = keys(step, &memos).await?;
            let weighed = weigh(&codebook, &step.log.history, &parts, &keys)
                .map_err(|e| TraceError::Weigh(e.to_string()))?;
            (codebook.into_logged(), Some(weighed))
        } else {
            (logged, None)
        };
        let finding = self::log(step, &logged, weighed.as_ref(), &parts, read).await?;
        log.finding = Some(finding);
        let concluded = Concluded {
            read,
            leak,
            budget: &budget,
            weighed: weighed.as_ref(),
            copies: &copies,
            log,
        };
        let report = report::build::report(&concluded);
        let row = FindingRow {
            reading: read.leaf.into(),
            entry: step.log.bodies[finding as usize].clone(),
            outcome: report.outcome.name().into(),
            report: serde_json::to_string(&report).map_err(|e| damaged(&e.to_string()))?,
        };
        step.insert_finding(&row).await?;
        Ok(report)
    }
}

/// Logs OPEN with the custodians' next nonces; gives its index.
async fn open(step: &mut Step<'_>, logged: &LoggedReading) -> Result<u64, TraceError> {
    let entry = logged.entry();
    let mut nonces = Vec::new();
    for (memo, inquiry) in entry.memos.iter().zip(&entry.inquiry) {
        if *inquiry >= u64::from(ledger::commit::CHAIN_LENGTH) {
            return Err(TraceError::Spent);
        }
        let batches = step.batches(memo).await?;
        let first = batches.first().ok_or_else(|| damaged("a memo without a batch"))?;
        nonces.push(step.keys().nonce_values(&first.nonces, *inquiry as u32)?);
    }
    let (index, _) = step.append(Entry::Open(logged.open_entry(&nonces, GATE))).await?;
    Ok(index)
}

/// Logs FINDING with the digest of its bundle; gives its index.
async fn log(
    step: &mut Step<'_>,
    logged: &LoggedReading,
    weighed: Option<&Weighed>,
    parts: &[BundledMemo],
    read: &Read,
) -> Result<u64, TraceError> {
    let named: Vec<_> =
        weighed.map_or(&[][..], |w| &w.named).iter().map(|n| (n.copy, n.key)).collect();
    let body = bundle::body(step, parts, &read.leaf, &named).await?;
    let digest = ledger::commit::body(&body);
    let finding = finding_entry(&step.log.history, logged, weighed, digest)
        .map_err(|e| TraceError::Weigh(e.to_string()))?;
    let (index, _) = step.append(Entry::Finding(finding)).await?;
    step.checkpoint().await?;
    Ok(index)
}

/// Keys of all issued batches of these memos, rebuilt by the custodians at hand.
async fn keys(step: &mut Step<'_>, memos: &[MemoId]) -> Result<BatchKeys, TraceError> {
    let mut keys = BatchKeys::new();
    for memo in memos {
        for row in step.batches(memo).await? {
            if row.issue_leaf.is_some() {
                keys.insert((*memo, row.batch as u32), batch_key(step, &row)?);
            }
        }
    }
    Ok(keys)
}

/// The key of one batch.
pub(crate) fn batch_key(
    step: &Step<'_>,
    row: &crate::archive::BatchRow,
) -> Result<BatchKey, TraceError> {
    crate::issue::unseal(step, row).map_err(|error| match error {
        IssueError::Seal(source) => TraceError::Seal(source),
        IssueError::Archive(source) => TraceError::Archive(source),
        other => TraceError::Weigh(other.to_string()),
    })
}

fn log_key(step: &Step<'_>) -> String {
    step.keys().log().verifier().to_string()
}
