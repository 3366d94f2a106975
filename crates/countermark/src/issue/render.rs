//! Rendering: every copy of a batch from its codeword, all fixed in one transaction with ISSUE.

use super::certificate::{file_leaf, tree};
use super::{IssueError, Progress};
use crate::archive::{BatchRow, CopyRow, FileRow, MemoRow, Step, damaged};
use crate::catalogue;
use crate::deal;
use crate::names;
use document::{Format, Manuscript};
use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use ledger::commit;
use ledger::entry::{Entry, Issue};
use ledger::hash::{Hash, sha256};
use ledger::seal::BatchKey;
use text::choice::Choice;
use text::memo::Memo;

/// Renders all copies of a dealt batch into the outbox and logs ISSUE.
pub(super) async fn render(
    step: &mut Step<'_>,
    row: &BatchRow,
    now_unix: i64,
    on: &mut (dyn FnMut(Progress) + Send),
) -> Result<(), IssueError> {
    let id = deal::id(&row.memo)?;
    let memo = step.memo(&id).await?.ok_or_else(|| damaged("a batch without its memo"))?;
    let press = Press::new(&memo)?;
    let key = unseal(step, row)?;
    let beacon: [u8; 32] = deal::array(row.beacon.as_deref().unwrap_or_default())?;
    let before: i64 = step.batches(&id).await?[..row.batch as usize].iter().map(|b| b.copies).sum();
    let copies: Vec<CopyRow> =
        step.copies(&id).await?.into_iter().filter(|c| c.batch == row.batch).collect();
    let mut leaves = Vec::with_capacity(copies.len());
    for (j, copy) in (0u32..).zip(&copies) {
        let copy_key = copy_key(key.expose(), &id, row.batch as u32, j);
        let word = expand(&copy_key, &beacon, &id, row.batch as u32, j, &press.catalogue);
        let stem =
            names::stem((before + copy.j) as u32 + 1, (before + row.copies) as u32, &copy.office);
        let mut digests: Vec<(String, Hash)> = Vec::new();
        for (format, body) in press.copy(&word)? {
            let digest = sha256(&[&body]);
            digests.push((format.name().into(), digest));
            let file = FileRow {
                memo: row.memo.clone(),
                batch: row.batch,
                j: copy.j,
                format: format.name().into(),
                name: names::file(&stem, format),
                digest: digest.into(),
                body: Some(body),
            };
            step.insert_file(&file).await?;
        }
        leaves.push(file_leaf(row, j, &digests));
        on(Progress::Copy { done: j + 1, of: copies.len() as u32 });
    }
    let files_root = commit::files_root(copies.len() as u32, &tree(leaves.into_iter())?.root());
    let issue = Issue {
        memo: id,
        batch: row.batch as u32,
        deal: deal::array(&row.deal_leaf)?,
        copies: row.copies as u32,
        files_root,
    };
    let (_, leaf) = step.append(Entry::Issue(issue)).await?;
    step.checkpoint().await?;
    step.set_rendered(row, leaf, now_unix).await?;
    Ok(())
}

/// The batch's key, from the custodians at hand.
pub(crate) fn unseal(step: &Step<'_>, row: &BatchRow) -> Result<BatchKey, IssueError> {
    let deal = step.log.history.deal(&deal::id(&row.memo)?, row.batch as u32);
    let commitment = deal.ok_or_else(|| damaged("a batch that is not in the log"))?.key_commit;
    Ok(step.keys().unseal(&row.shares, &commitment)?)
}

/// A memo ready to be written in any wording.
pub(crate) struct Press {
    pub(crate) catalogue: Catalogue,
    choices: Vec<Choice>,
    manuscript: Manuscript,
    memo: Memo,
    notice: String,
    formats: Vec<Format>,
}

impl Press {
    /// Sets up the press from the committed memo.
    pub(crate) fn new(row: &MemoRow) -> Result<Press, IssueError> {
        let catalogue = Catalogue::from_cbor(&row.catalogue).map_err(|_| damaged("a catalogue"))?;
        let choices =
            catalogue::to_choices(&catalogue, &row.kinds).map_err(|e| damaged(&e.to_string()))?;
        let format = Format::from_name(&row.format).ok_or_else(|| damaged("a format"))?;
        let manuscript =
            document::read(&row.source, format).map_err(|e| damaged(&e.to_string()))?;
        let memo = Memo::parse(manuscript.text(), manuscript.protected())
            .map_err(|e| damaged(&e.to_string()))?;
        if memo.text != row.text {
            return Err(damaged("the memo reads otherwise than when it was dealt").into());
        }
        let mut formats: Vec<Format> =
            row.options.split(',').filter_map(Format::from_name).collect();
        formats.sort_by_key(|f| f.name());
        formats.dedup();
        Ok(Press { catalogue, choices, manuscript, memo, notice: row.notice.clone(), formats })
    }

    /// One copy in every format, formats ascending by name.
    pub(crate) fn copy(&self, word: &[u8]) -> Result<Vec<(Format, Vec<u8>)>, IssueError> {
        let edits = self.memo.edits(&self.choices, word);
        let told = |e: &dyn std::fmt::Display| IssueError::Copy(e.to_string());
        self.formats
            .iter()
            .map(|format| {
                let body = if *format == self.manuscript.format() {
                    self.manuscript.write(&edits, Some(&self.notice)).map_err(|e| told(&e))?
                } else {
                    let plain = self.manuscript.write(&edits, None).map_err(|e| told(&e))?;
                    document::convert(&plain, self.manuscript.format(), *format, &self.notice)
                        .map_err(|e| told(&e))?
                };
                Ok((*format, body))
            })
            .collect()
    }
}
