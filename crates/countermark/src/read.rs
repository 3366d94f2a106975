//! Read: line a leak up with its memo, freeze what it shows and log it, before anything opens.
//!
//! Nothing here can see a codeword: the catalogue says what may stand where, and which copy says what is not known.

mod show;

use crate::archive::{Archive, ArchiveError, MemoRow, ReadingRow, Step, damaged};
use crate::compose::committed;
use crate::deal;
use crate::find::Finder;
use crate::measure;
use crate::report::{MemoPart, Shared};
use crate::trace::{Content, Leak, TraceError, TraceOptions};
use crate::worker::Worker;
use evidence::reading::{FrozenReading, Observation, Reading};
use inquiry::alpha::Budget;
use inquiry::bundle::BundledMemo;
use inquiry::open::Intake;
use inquiry::scale::Scales;
use ledger::commit::MemoId;
use ledger::entry::Entry;
use ledger::hash::{Hash, sha256, to_hex};
use ledger::order::History;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use text::align::align;
use text::find::{Region, striking_words};

/// What takes text and places from a leak's files; a new version reads otherwise.
const EXTRACTOR: &str = "countermark-document/2";
/// What reads the marks.
const ALIGNER: &str = "countermark-text/1+sight/1";

/// What was read of a leak and logged, and what of it the report shows.
#[derive(Clone, Debug)]
pub struct Read {
    /// Leaf hash of READING.
    pub leaf: Hash,
    /// Index of READING.
    pub index: u64,
    /// What the report shows.
    pub shown: Shown,
}

/// The part of a reading that people see.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// The memos of the inquiry, without their number of candidates.
    pub memos: Vec<MemoPart>,
    /// Wording that was too short to read.
    pub shared: Vec<Shared>,
    /// N·p_min.
    pub floor: f64,
}

/// What reading a leak comes to.
pub enum Outcome {
    /// No memo: nothing was logged. What wording is shared is told.
    NoMemo(Vec<Shared>),
    /// A reading in the log; it may be an earlier one of the same leak.
    Logged(Read),
}

/// One memo lined up with the leak.
struct Lined {
    row: MemoRow,
    reading: Reading,
    part: MemoPart,
}

/// Finds the memo of a leak, reads it and logs the reading.
pub async fn read(
    archive: &Archive,
    finder: &Finder,
    leak: &Leak,
    options: &TraceOptions,
    worker: &Worker,
) -> Result<Outcome, TraceError> {
    let request = request(leak, options);
    let mut step = archive.begin().await?;
    let known = earlier(&mut step, &request).await?;
    step.end().await?;
    if let Some(read) = known {
        return Ok(Outcome::Logged(read));
    }
    // A picture takes seconds, in which nobody is to wait for the registry.
    let content = leak.extract(worker)?;
    let mut step = archive.begin().await?;
    // Another process may have read the same leak meanwhile.
    if let Some(read) = earlier(&mut step, &request).await? {
        step.end().await?;
        return Ok(Outcome::Logged(read));
    }
    let (memos, within, shared) = which(&mut step, finder, &content.text, options).await?;
    let named = options.memo.is_some();
    let mut lined = Vec::new();
    for (memo, within) in memos.iter().zip(&within) {
        lined.push(line_up(&mut step, memo, &content, within, named, worker).await?);
    }
    if lined.iter().all(|l| l.part.passages.is_empty() && l.reading.read() == 0) {
        step.end().await?;
        return Ok(Outcome::NoMemo(shared));
    }
    let read = log(&mut step, lined, shared, &content, &request).await?;
    step.commit().await?;
    Ok(Outcome::Logged(read))
}

/// The same leak and options always give the same reading.
async fn earlier(step: &mut Step<'_>, request: &Hash) -> Result<Option<Read>, TraceError> {
    for row in step.readings_of(request).await? {
        let leaf = deal::array(&row.leaf)?;
        let history = &step.log.history;
        let inquiry =
            history.inquiry(&leaf).ok_or_else(|| damaged("a reading that is not in the log"))?;
        let entry = history.reading(inquiry.reading).ok_or_else(|| damaged("a reading"))?;
        let current = history.counts(&entry.memos).map_err(|e| damaged(&e.to_string()))?;
        // One that was overtaken by another opening before its own expects a wrong number: it is read afresh.
        if inquiry.open.or(inquiry.finding).is_some() || current.inquiry == entry.inquiry {
            let shown = serde_json::from_str(&row.trace).map_err(|e| damaged(&e.to_string()))?;
            return Ok(Some(Read { leaf, index: inquiry.reading, shown }));
        }
    }
    Ok(None)
}

/// The memos of the inquiry, where in the leak each was found, and what else shares wording.
async fn which(
    step: &mut Step<'_>,
    finder: &Finder,
    text: &str,
    options: &TraceOptions,
) -> Result<(Vec<MemoId>, Vec<Vec<Range<usize>>>, Vec<Shared>), TraceError> {
    if let Some(prefix) = &options.memo {
        let memo = resolve(step, prefix).await?;
        return Ok((vec![memo], vec![Vec::new()], Vec::new()));
    }
    let found = finder.find(text);
    let inquiries = found.inquiries();
    let mut keys = inquiries.first().cloned().unwrap_or_default();
    keys.sort_unstable_by_key(|key| finder.memo(*key));
    let mut shared = Vec::new();
    for region in found.shared.iter().filter(|region| !keys.contains(&region.memo)) {
        shared.push(
            show_shared(step, finder, text, region, "too short or too common to read").await?,
        );
    }
    for key in inquiries.iter().skip(1).filter_map(|tied| tied.first()) {
        if let Some(region) = found.accepted.iter().find(|r| r.memo == *key) {
            shared.push(
                show_shared(
                    step,
                    finder,
                    text,
                    region,
                    "an inquiry of its own: trace again with --memo",
                )
                .await?,
            );
        }
    }
    let memos = keys.iter().map(|key| finder.memo(*key)).collect();
    let within = keys.iter().map(|key| found.within(*key)).collect();
    Ok((memos, within, shared))
}

async fn show_shared(
    step: &mut Step<'_>,
    finder: &Finder,
    text: &str,
    region: &Region,
    why: &str,
) -> Result<Shared, TraceError> {
    let memo = finder.memo(region.memo);
    let title = step.memo(&memo).await?.map(|m| m.title).unwrap_or_default();
    let words = text[region.leak.clone()].to_string();
    Ok(Shared { memo: to_hex(&memo), title, words, why: why.into() })
}

/// The issued memo whose id begins with these digits.
pub(crate) async fn resolve(step: &mut Step<'_>, prefix: &str) -> Result<MemoId, TraceError> {
    let wanted = prefix.to_ascii_lowercase();
    let all = step.issued_memos().await?;
    let mut matching = all.iter().filter(|(id, _)| to_hex(id).starts_with(&wanted));
    match (matching.next(), matching.next()) {
        (Some((id, _)), None) if wanted.len() >= 4 => Ok(deal::id(id)?),
        (Some(_), Some(_)) => Err(TraceError::AmbiguousMemo { memo: prefix.into() }),
        _ => Err(TraceError::UnknownMemo { memo: prefix.into() }),
    }
}

/// Lines the leak up with one memo and reads its marks.
async fn line_up(
    step: &mut Step<'_>,
    memo: &MemoId,
    content: &Content<'_>,
    within: &[Range<usize>],
    named: bool,
    worker: &Worker,
) -> Result<Lined, TraceError> {
    let row = step.memo(memo).await?.ok_or_else(|| damaged("a memo that the index knows"))?;
    let (catalogue, choices) =
        committed(&row.catalogue, &row.kinds).map_err(|e| damaged(&e.to_string()))?;
    let mut alignment = align(&row.text, &choices, &content.text, within);
    // A single word is the memo's only where something else says that the leak is: the operator, or a passage.
    if named || !alignment.passages.is_empty() {
        alignment.add(striking_words(&row.text, &choices, &content.text));
    }
    let mut observations: Vec<Observation> =
        alignment.seen.iter().map(|s| observation(*s)).collect();
    let mut part = show::memo(&row, &choices, &alignment, &content.text);
    let spacing = measure::spacing(&row, &catalogue, &choices, &alignment, content, worker)?;
    part.layout = spacing.tally();
    part.pages = spacing.pages;
    observations.extend(spacing.observations);
    Ok(Lined { row, reading: Reading { observations }, part })
}

fn observation(seen: text::align::Seen) -> Observation {
    match seen {
        text::align::Seen::Erased => Observation::Erased,
        text::align::Seen::Reading(r) => Observation::Symbol(r),
        text::align::Seen::Soft { nats_1024 } => Observation::soft(nats_1024.into()),
    }
}

/// Freezes the reading, decides the floor, and logs both under a signed checkpoint.
async fn log(
    step: &mut Step<'_>,
    lined: Vec<Lined>,
    shared: Vec<Shared>,
    content: &Content<'_>,
    request: &Hash,
) -> Result<Read, TraceError> {
    let memos: Vec<MemoId> =
        lined.iter().map(|l| deal::id(&l.row.id)).collect::<Result<_, ArchiveError>>()?;
    let frozen = FrozenReading::new(
        memos.iter().copied().zip(lined.iter().map(|l| l.reading.clone())).collect(),
    )
    .map_err(|e| damaged(&e.to_string()))?;
    let budget =
        inquiry::alpha::plan(&step.log.history, &memos).map_err(|e| damaged(&e.to_string()))?;
    let bundled: Vec<BundledMemo> =
        lined.iter().map(|l| bundled(&l.row)).collect::<Result<_, ArchiveError>>()?;
    let scales =
        Scales::new(&step.log.history, &frozen, &bundled).map_err(|e| damaged(&e.to_string()))?;
    let (p_min, floor) = (scales.p_min(), scales.floor(&budget));
    let entry = inquiry::open::reading_entry(
        &budget,
        &frozen,
        floor,
        intake(&step.log.history, content.leak, &budget),
    )
    .map_err(|e| damaged(&e.to_string()))?;
    let (index, leaf) = step.append(Entry::Reading(entry)).await?;
    step.checkpoint().await?;
    let shown = Shown {
        floor: budget.counts.copies as f64 * p_min,
        memos: lined.into_iter().map(|l| l.part).collect(),
        shared,
    };
    let row = ReadingRow {
        leaf: leaf.into(),
        request: request.to_vec(),
        frozen: frozen.to_cbor(),
        trace: serde_json::to_string(&shown).map_err(|e| damaged(&e.to_string()))?,
        leak: content.text.clone().into_bytes(),
    };
    step.insert_reading(&row).await?;
    Ok(Read { leaf, index, shown })
}

/// What a verifier is given of a memo.
pub(crate) fn bundled(row: &MemoRow) -> Result<BundledMemo, ArchiveError> {
    Ok(BundledMemo {
        memo: deal::id(&row.id)?,
        salt: deal::array(&row.catalogue_salt)?,
        catalogue: row.catalogue.clone(),
    })
}

fn intake(history: &History, leak: &Leak, budget: &Budget) -> Intake {
    let digest = leak.digest();
    let readings = history.inquiries().filter_map(|i| history.reading(i.reading));
    let tried = readings.filter(|r| r.leak == digest).map(|r| r.alignments).max().unwrap_or(0);
    Intake {
        leak: digest,
        extractor: EXTRACTOR.into(),
        aligner: ALIGNER.into(),
        // All alignments of this leak so far: each was a try, and no two entries may be the same.
        alignments: tried + budget.memos.len() as u64,
        edits: 0,
    }
}

fn request(leak: &Leak, options: &TraceOptions) -> Hash {
    let memo = options.memo.as_deref().unwrap_or("-");
    sha256(&[
        b"countermark/v1/trace\0",
        &leak.digest(),
        &[u8::from(options.shortlist)],
        memo.as_bytes(),
    ])
}
