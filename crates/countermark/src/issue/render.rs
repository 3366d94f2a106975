//! Rendering: every copy of a batch from its codeword, all fixed in one transaction with ISSUE.

use super::certificate::{file_leaf, tree};
use super::{Carried, CopyFormat, IssueError, Progress};
use crate::archive::{BatchRow, CopyRow, FileRow, MemoRow, Step, damaged};
use crate::catalogue;
use crate::deal;
use crate::layout::{Index, Moved, Slot};
use crate::names;
use crate::pages::Setup;
use document::typeset::{self, Sheets};
use document::{Format, Manuscript};
use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use evidence::math::log2;
use ledger::commit;
use ledger::entry::{Entry, Issue};
use ledger::hash::{Hash, sha256};
use ledger::seal::BatchKey;
use rayon::prelude::*;
use std::sync::OnceLock;
use text::choice::Choice;
use text::memo::Memo;
use text::render::Spliced;

/// Copies that are written side by side before they are kept: enough for every core, and little memory.
const AT_ONCE: usize = 64;

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
    let before = step.copies_before(row).await?;
    let copies: Vec<CopyRow> =
        step.copies(&id).await?.into_iter().filter(|c| c.batch == row.batch).collect();
    let write = |(j, copy): &(u32, &CopyRow)| {
        let copy_key = copy_key(key.expose(), &id, row.batch as u32, *j);
        let word = expand(&copy_key, &beacon, &id, row.batch as u32, *j, &press.catalogue);
        let number = (before + copy.j) as u32 + 1;
        press.copy(&word, &typeset::Copy { office: &copy.office, number })
    };
    let numbered: Vec<(u32, &CopyRow)> = (0u32..).zip(&copies).collect();
    let mut leaves = Vec::with_capacity(copies.len());
    for some in numbered.chunks(AT_ONCE) {
        let written: Vec<_> = some.par_iter().map(write).collect::<Result<_, IssueError>>()?;
        for ((j, copy), files) in some.iter().zip(written) {
            leaves
                .push(keep(step, row, copy, before, files).await.map(|d| file_leaf(row, *j, &d))?);
            on(Progress::Copy { done: j + 1, of: copies.len() as u32 });
        }
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

/// Keeps the files of one copy in the outbox; gives their digests by format.
async fn keep(
    step: &mut Step<'_>,
    row: &BatchRow,
    copy: &CopyRow,
    before: i64,
    files: Vec<(CopyFormat, Vec<u8>)>,
) -> Result<Vec<(String, Hash)>, IssueError> {
    let number = (before + copy.j) as u32 + 1;
    let stem = names::stem(number, (before + row.copies) as u32, &copy.office);
    let mut digests = Vec::with_capacity(files.len());
    for (format, body) in files {
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
    Ok(digests)
}

/// The batch's key, from the custodians at hand.
pub(crate) fn unseal(step: &Step<'_>, row: &BatchRow) -> Result<BatchKey, IssueError> {
    let deal = step.log.history.deal(&deal::id(&row.memo)?, row.batch as u32);
    let commitment = deal.ok_or_else(|| damaged("a batch that is not in the log"))?.key_commit;
    Ok(step.keys().unseal(&row.shares, &commitment)?)
}

/// A memo ready to be written in any wording and spacing.
pub(crate) struct Press {
    pub(crate) catalogue: Catalogue,
    choices: Vec<Choice>,
    manuscript: Manuscript,
    memo: Memo,
    notice: String,
    formats: Vec<CopyFormat>,
    pages: Option<Pages>,
}

/// What pages need besides the words.
struct Pages {
    setup: Setup,
    slots: Vec<Slot>,
    /// The pages where every choice takes its first reading: those of all copies of a memo without choices.
    first: OnceLock<Laid>,
}

/// A wording as set.
struct Laid {
    spliced: Spliced,
    sheets: Sheets,
}

impl Press {
    /// Sets up the press from the committed memo.
    pub(crate) fn new(row: &MemoRow) -> Result<Press, IssueError> {
        let catalogue = Catalogue::from_cbor(&row.catalogue).map_err(|_| damaged("a catalogue"))?;
        let choices =
            catalogue::to_choices(&catalogue, &row.kinds).map_err(|e| damaged(&e.to_string()))?;
        let slots = catalogue::to_slots(&catalogue).map_err(|e| damaged(&e.to_string()))?;
        let format = Format::from_name(&row.format).ok_or_else(|| damaged("a format"))?;
        let manuscript =
            document::read(&row.source, format).map_err(|e| damaged(&e.to_string()))?;
        let memo = Memo::parse(manuscript.text(), manuscript.protected())
            .map_err(|e| damaged(&e.to_string()))?;
        if memo.text != row.text {
            return Err(damaged("the memo reads otherwise than when it was dealt").into());
        }
        let mut formats: Vec<CopyFormat> =
            row.options.split(',').filter_map(CopyFormat::from_name).collect();
        formats.sort_by_key(|f| f.name());
        formats.dedup();
        let pages = Setup::of(row)?.map(|setup| Pages { setup, slots, first: OnceLock::new() });
        let notice = row.notice.clone();
        Ok(Press { catalogue, choices, manuscript, memo, notice, formats, pages })
    }

    /// One copy in every format, formats ascending by name.
    pub(crate) fn copy(
        &self,
        word: &[u8],
        copy: &typeset::Copy<'_>,
    ) -> Result<Vec<(CopyFormat, Vec<u8>)>, IssueError> {
        let (wording, layout) = word.split_at(self.choices.len());
        let edits = self.memo.edits(&self.choices, wording);
        let told = |e: &dyn std::fmt::Display| IssueError::Copy(e.to_string());
        self.formats
            .iter()
            .map(|format| {
                let own = self.manuscript.format();
                let body = match *format {
                    CopyFormat::Pdf => self.pdf(wording, layout, copy)?,
                    CopyFormat::Words(other) if other != own => {
                        let plain = self.manuscript.write(&edits, None).map_err(|e| told(&e))?;
                        document::convert(&plain, own, other, &self.notice).map_err(|e| told(&e))?
                    }
                    CopyFormat::Words(_) => {
                        self.manuscript.write(&edits, Some(&self.notice)).map_err(|e| told(&e))?
                    }
                };
                Ok((*format, body))
            })
            .collect()
    }

    fn pdf(
        &self,
        wording: &[u8],
        layout: &[u8],
        copy: &typeset::Copy<'_>,
    ) -> Result<Vec<u8>, IssueError> {
        let pages = self.pages.as_ref().ok_or_else(|| damaged("a memo's setting"))?;
        let own;
        let laid = if wording.iter().all(|reading| *reading == 0) {
            self.first(pages)?
        } else {
            own = self.lay_out(pages, wording)?;
            &own
        };
        let maps = laid.sheets.pages();
        let shifts = Index::new(&pages.slots).shifts(maps, &laid.spliced, layout);
        Ok(laid.sheets.pdf(&shifts, Some(copy))?)
    }

    fn lay_out(&self, pages: &Pages, wording: &[u8]) -> Result<Laid, IssueError> {
        let spliced = Spliced::new(&self.memo.text, &self.choices, wording);
        let sheets = pages.setup.set(&spliced.text)?;
        Ok(Laid { spliced, sheets })
    }

    /// The pages in first readings, set once.
    fn first<'a>(&self, pages: &'a Pages) -> Result<&'a Laid, IssueError> {
        if let Some(laid) = pages.first.get() {
            return Ok(laid);
        }
        let laid = self.lay_out(pages, &vec![0; self.choices.len()])?;
        // Another thread may have been quicker; both have the same pages.
        Ok(pages.first.get_or_init(|| laid))
    }

    /// What the wording carries.
    pub(crate) fn wording(&self) -> Carried {
        let marks = &self.catalogue.marks()[..self.choices.len()];
        let bits = marks.iter().map(|m| log2(f64::from(m.law.arity()))).sum();
        Carried { marks: marks.len(), bits }
    }

    /// What the spacing carries in the first wording.
    pub(crate) fn layout(&self) -> Result<Carried, IssueError> {
        let Some(pages) = &self.pages else { return Ok(Carried::default()) };
        let first = self.first(pages)?;
        let index = Index::new(&pages.slots);
        let layout = &self.catalogue.marks()[self.choices.len()..];
        let maps = first.sheets.pages().iter();
        let moved = maps.flat_map(|page| index.moved(page, &first.spliced));
        let least = |moved: Moved| {
            let law = layout[moved.slot].law;
            (0..law.arity()).map(|x| law.probability(x)).fold(1.0, f64::min)
        };
        let bits: Vec<f64> = moved.map(|moved| -log2(least(moved))).collect();
        Ok(Carried { marks: bits.len(), bits: bits.iter().sum() })
    }
}
