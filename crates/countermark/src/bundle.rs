//! Bundles: everything that an outsider needs to recompute a finding.
//!
//! The keys of named copies are rebuilt when a bundle is made and never kept; once it leaves, these copies are burnt.

use crate::archive::{Step, damaged};
use crate::deal;
use crate::issue::{file_leaf, files_of, tree};
use crate::read::bundled;
use crate::trace::TraceError;
use crate::weigh::batch_key;
use evidence::deal::copy_key;
use inquiry::bundle::{Body, Bundle, BundledMemo, Name, OpenedCopy};
use ledger::commit;
use ledger::entry::{Audit, CopyId, Disclosed, Entry, Finding};
use ledger::hash::{Hash, sha256};
use std::collections::BTreeMap;

/// The body of the bundle of a finding that stands, or would stand, at the end of the log.
pub(crate) async fn body(
    step: &mut Step<'_>,
    memos: &[BundledMemo],
    reading: &Hash,
    named: &[(CopyId, [u8; 32])],
) -> Result<Vec<u8>, TraceError> {
    let end = step.log.history.inquiry(reading).and_then(|i| i.finding);
    let end = end.unwrap_or(step.log.history.size());
    let checkpoints = step.checkpoints().await?.into_iter().filter(|(size, _)| *size <= end);
    let row = step.reading(reading).await?.ok_or_else(|| damaged("a reading"))?;
    let mut opened = Vec::with_capacity(named.len());
    for (copy, key) in named {
        opened.push(opened_copy(step, *copy, *key).await?);
    }
    let body = Body {
        log_key: step.keys().log().verifier().to_string(),
        entries: step.log.bodies[..end as usize].to_vec(),
        checkpoints: checkpoints.map(|(_, note)| note).collect(),
        memos: memos.to_vec(),
        reading: row.frozen,
        level: u64::from(!named.is_empty()),
        opened,
    };
    Ok(body.write())
}

async fn opened_copy(
    step: &mut Step<'_>,
    id: CopyId,
    key: [u8; 32],
) -> Result<OpenedCopy, TraceError> {
    let batches = step.batches(&id.memo).await?;
    let row = batches.get(id.batch as usize).ok_or_else(|| damaged("a batch"))?;
    let copies: Vec<_> =
        step.copies(&id.memo).await?.into_iter().filter(|c| c.batch == row.batch).collect();
    let files = files_of(step, row).await?;
    let copy = copies.get(id.j as usize).ok_or_else(|| damaged("a copy"))?;
    let copy_tree = tree(copies.iter().map(deal::copy_leaf))?;
    let file_tree = tree((0u32..).zip(&files).map(|(j, f)| file_leaf(row, j, f)))?;
    let n = copies.len() as u64;
    let path =
        |tree: &ledger::tree::Tree| tree.path(id.j.into(), n).ok_or_else(|| damaged("a copy"));
    Ok(OpenedCopy {
        memo: id.memo,
        batch: id.batch,
        j: id.j,
        key,
        id: commit::recipient(&deal::array(&copy.salt)?, &copy.office),
        copies_path: path(&copy_tree)?,
        file_leaf: file_leaf(row, id.j, &files[id.j as usize])?,
        files_path: path(&file_tree)?,
    })
}

/// Writes the bundle of a finding, and logs that the keys of its named copies leave the registry.
pub async fn export(step: &mut Step<'_>, finding: u64) -> Result<Vec<u8>, TraceError> {
    let Some(Entry::Finding(entry)) = step.log.history.entry(finding).cloned() else {
        return Err(damaged("a finding").into());
    };
    let history = &step.log.history;
    let inquiry = history.inquiry(&entry.reading).ok_or_else(|| damaged("a finding"))?;
    let memos = history.reading(inquiry.reading).ok_or_else(|| damaged("a reading"))?.memos.clone();
    let mut parts = Vec::new();
    for memo in &memos {
        parts.push(bundled(&step.memo(memo).await?.ok_or_else(|| damaged("a memo"))?)?);
    }
    let mut named = Vec::new();
    for copy in &entry.named {
        let row = step.batches(&copy.memo).await?.into_iter().nth(copy.batch as usize);
        let key = batch_key(step, &row.ok_or_else(|| damaged("a batch"))?)?;
        named.push((*copy, copy_key(key.expose(), &copy.memo, copy.batch, copy.j)));
    }
    let body = body(step, &parts, &entry.reading, &named).await?;
    if commit::body(&body) != entry.body {
        return Err(damaged("a finding whose bundle cannot be made again").into());
    }
    disclose(step, finding, &entry).await?;
    let (size, checkpoint) = step
        .checkpoints()
        .await?
        .into_iter()
        .find(|(size, _)| *size > finding)
        .ok_or_else(|| damaged("the log was not signed after a finding"))?;
    let path =
        step.log.history.tree().path(finding, size).ok_or_else(|| damaged("a checkpoint"))?;
    let finding = step.log.bodies[finding as usize].clone();
    Ok(Bundle { body, finding, path, checkpoint, names: names(step, &entry).await? }.write())
}

/// Logs which keys leave; keys that left before are not logged again.
async fn disclose(step: &mut Step<'_>, index: u64, entry: &Finding) -> Result<(), TraceError> {
    let mut copies: BTreeMap<[u8; 16], Vec<(u32, u32)>> = BTreeMap::new();
    let end = step.log.history.size();
    for copy in entry.named.iter().filter(|c| !step.log.history.burnt(c, end)) {
        copies.entry(copy.memo).or_default().push((copy.batch, copy.j));
    }
    if copies.is_empty() {
        return Ok(());
    }
    let finding = step.log.history.tree().leaf(index).ok_or_else(|| damaged("a finding"))?;
    let name = step.keys().log().verifier().name().to_string();
    let digest = sha256(&[b"countermark/v1/actor\0", name.as_bytes()]);
    let actor = deal::array(&digest[..16])?;
    for (memo, copies) in copies {
        let copies = Disclosed::Copies(copies);
        step.append(Entry::Audit(Audit { actor, finding, memo, level: 1, copies })).await?;
    }
    step.checkpoint().await?;
    Ok(())
}

/// The offices behind the named copies.
async fn names(step: &mut Step<'_>, entry: &Finding) -> Result<Vec<Name>, TraceError> {
    let mut names = Vec::new();
    for copy in &entry.named {
        let rows = step.copies(&copy.memo).await?;
        let row =
            rows.into_iter().find(|r| r.batch == i64::from(copy.batch) && r.j == i64::from(copy.j));
        let row = row.ok_or_else(|| damaged("a copy"))?;
        names.push(Name {
            memo: copy.memo,
            batch: copy.batch,
            j: copy.j,
            salt: deal::array(&row.salt)?,
            office: row.office,
        });
    }
    Ok(names)
}
