//! Issue: one file for each office, all or nothing.
//!
//! COMMITTED → DEALT → RENDERED → DONE, each reached in one transaction. A process that dies between two of them leaves a
//! batch that the same command takes up again with the same keys, so no office ever gets two different copies.

mod certificate;
mod error;
mod format;
mod render;

pub(crate) use certificate::{file_leaf, files_of, tree};
pub use error::IssueError;
pub use format::CopyFormat;
pub(crate) use render::{Press, unseal};

use crate::archive::{Archive, ArchiveError, BatchRow, BatchState, MemoRow, Step, damaged, place};
use crate::catalogue;
use crate::compose::Draft;
use crate::deal::{self, Subject};
use crate::entropy::{Entropy, draw};
use crate::layout;
use crate::names;
use crate::pages::{PageOptions, Setup};
use crate::roster::Roster;
use ledger::entry::Decimal;
use ledger::hash::{Hash, sha256, to_hex};
use std::path::PathBuf;

/// What was asked for besides the memo and the roster.
#[derive(Clone, Debug)]
pub struct IssueOptions {
    /// Formats of the copies; empty for the memo's own, and PDF.
    pub formats: Vec<CopyFormat>,
    /// The bound, fixed for this memo.
    pub alpha: Decimal,
    /// The visible line on each copy.
    pub notice: String,
    /// How pages look, and how far their words and lines move.
    pub page: PageOptions,
    /// Folder for the copies.
    pub out: PathBuf,
    /// The memo that this is a late batch of.
    pub batch_of: Option<[u8; 16]>,
}

/// How far an issue has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Keys sealed, DEAL logged.
    Committed,
    /// Beacon logged.
    Dealt,
    /// One more copy rendered.
    Copy {
        /// Copies rendered so far.
        done: u32,
        /// Of how many.
        of: u32,
    },
    /// All copies fixed, ISSUE logged.
    Rendered,
    /// All files lie in the folder.
    Done,
}

/// What was issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The memo's id.
    pub memo: [u8; 16],
    /// Its title.
    pub title: String,
    /// The copies of this batch.
    pub copies: Vec<IssuedCopy>,
    /// What its wording carries.
    pub wording: Carried,
    /// What its spacing carries where every choice takes its first reading.
    pub layout: Carried,
    /// The bound.
    pub alpha: f64,
    /// Index of DEAL.
    pub deal: u64,
    /// Index of ISSUE.
    pub issue: u64,
    /// Size of the log.
    pub size: u64,
}

/// What one carrier holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carried {
    /// Number of its marks.
    pub marks: usize,
    /// Bits that a whole copy tells by them, −log2 p_min.
    pub bits: f64,
}

/// One copy as handed over.
#[derive(Clone, Debug)]
pub struct IssuedCopy {
    /// Its number, from 1 through all batches.
    pub copy: u32,
    /// Where it goes.
    pub office: String,
    /// Format and path of each file.
    pub files: Vec<(String, PathBuf)>,
    /// Path of its certificate.
    pub certificate: PathBuf,
}

/// Issues a memo, or takes up an issue that was interrupted.
pub async fn issue(
    archive: &Archive,
    draft: &Draft,
    roster: &Roster,
    options: &IssueOptions,
    entropy: &mut dyn Entropy,
    now_unix: i64,
    on: &mut (dyn FnMut(Progress) + Send),
) -> Result<Issued, IssueError> {
    let mut formats = options.formats.clone();
    if formats.is_empty() {
        formats = vec![CopyFormat::Words(draft.format()), CopyFormat::Pdf];
    }
    let request = request(draft, roster, options, &formats);
    let mut step = archive.begin().await?;
    let (memo, batch) = match step.unfinished(&request).await? {
        Some(row) => (deal::id(&row.memo)?, row.batch as u32),
        None => start(&mut step, draft, roster, options, &formats, request, entropy).await?,
    };
    step.commit().await?;
    on(Progress::Committed);
    loop {
        let mut step = archive.begin().await?;
        let row = batch_row(&mut step, &memo, batch).await?;
        match row.state()? {
            BatchState::Committed => {
                deal::reveal(&mut step, &row).await?;
                step.commit().await?;
                on(Progress::Dealt);
            }
            BatchState::Dealt => {
                render::render(&mut step, &row, now_unix, on).await?;
                step.commit().await?;
                on(Progress::Rendered);
            }
            BatchState::Rendered => {
                let (issued, files) = hand_over(&mut step, &row).await?;
                place(&options.out, &files)?;
                step.set_done(&row).await?;
                step.commit().await?;
                on(Progress::Done);
                return Ok(issued);
            }
            // Another process finished it between our two steps.
            BatchState::Done => return Err(IssueError::Raced),
        }
    }
}

/// Keeps and deals a new memo or a late batch of one.
async fn start(
    step: &mut Step<'_>,
    draft: &Draft,
    roster: &Roster,
    options: &IssueOptions,
    formats: &[CopyFormat],
    request: Hash,
    entropy: &mut dyn Entropy,
) -> Result<([u8; 16], u32), IssueError> {
    let (memo, batch) = match options.batch_of {
        None => (new_memo(draft, options, formats, entropy)?, 0),
        Some(id) => {
            let memo =
                step.memo(&id).await?.ok_or(IssueError::UnknownMemo { memo: to_hex(&id) })?;
            if memo.source != draft.bytes {
                return Err(IssueError::OtherMemo { memo: to_hex(&id) });
            }
            let batches = step.batches(&id).await?;
            if batches.last().is_some_and(|b| b.issue_leaf.is_none()) {
                return Err(IssueError::BatchUnfinished { memo: to_hex(&id) });
            }
            (memo, batches.len() as u32)
        }
    };
    let id = deal::id(&memo.id)?;
    // A later batch repeats the first one's α; only batch 0 chooses it.
    let alpha =
        step.log.history.deal(&id, 0).map_or_else(|| options.alpha.clone(), |d| d.alpha.clone());
    let out = options.out.display().to_string();
    let subject = Subject { memo: &memo, batch, roster, alpha: &alpha, request, out };
    deal::commit(step, &subject, entropy).await?;
    Ok((id, batch))
}

fn new_memo(
    draft: &Draft,
    options: &IssueOptions,
    formats: &[CopyFormat],
    entropy: &mut dyn Entropy,
) -> Result<MemoRow, IssueError> {
    let names: Vec<&str> = formats.iter().map(|f| f.name()).collect();
    let setup = formats
        .contains(&CopyFormat::Pdf)
        .then(|| Setup::new(&options.page, draft.format(), &options.notice))
        .transpose()?;
    let plan = setup
        .as_ref()
        .map(|setup| layout::plan(&draft.memo.text, &draft.choices, setup))
        .transpose()?;
    let catalogue = catalogue::new(&draft.choices, plan.as_ref());
    if draft.choices.is_empty() && plan.as_ref().is_none_or(|plan| plan.movers == 0) {
        return Err(IssueError::NoChoices);
    }
    Ok(MemoRow {
        id: draw::<16>(entropy).into(),
        title: draft.title.clone(),
        format: draft.format().name().into(),
        source: draft.bytes.clone(),
        original_salt: draw::<32>(entropy).into(),
        catalogue_salt: draw::<32>(entropy).into(),
        catalogue: catalogue.to_cbor(),
        kinds: draft.choices.iter().map(|c| catalogue::kind_code(c.kind)).collect(),
        postings: crate::find::postings(&draft.memo.text, &draft.choices),
        text: draft.memo.text.clone(),
        notice: options.notice.clone(),
        options: names.join(","),
        setting: setup.map_or_else(String::new, |setup| setup.encode()),
    })
}

/// What makes two calls the same request: the memo, what its author allowed, the roster, the options and the folder.
fn request(draft: &Draft, roster: &Roster, options: &IssueOptions, formats: &[CopyFormat]) -> Hash {
    let told = format!("{roster:?}\0{options:?}\0{formats:?}");
    let allowed = catalogue::from_choices(&draft.choices).to_cbor();
    sha256(&[
        b"countermark/v1/request\0",
        &sha256(&[&draft.bytes]),
        &sha256(&[&allowed]),
        &sha256(&[told.as_bytes()]),
    ])
}

async fn batch_row(
    step: &mut Step<'_>,
    memo: &[u8; 16],
    batch: u32,
) -> Result<BatchRow, ArchiveError> {
    let mut rows = step.batches(memo).await?;
    if (batch as usize) < rows.len() {
        return Ok(rows.swap_remove(batch as usize));
    }
    Err(ArchiveError::Damaged { what: format!("batch {batch} of a memo is missing") })
}

/// The files of a rendered batch with their certificates, as they go out.
async fn hand_over(
    step: &mut Step<'_>,
    row: &BatchRow,
) -> Result<(Issued, Vec<(String, Vec<u8>)>), IssueError> {
    let memo = step.memo(&row.memo).await?.ok_or_else(|| damaged("a batch without its memo"))?;
    let id = deal::id(&row.memo)?;
    let before = step.copies_before(row).await?;
    let certificates = certificate::all(step, row).await?;
    let out = PathBuf::from(&row.out);
    let mut files = Vec::new();
    let mut copies = Vec::new();
    let rows = step.files(&id).await?;
    let mut rows = rows.into_iter().filter(|f| f.batch == row.batch).peekable();
    for (copy, certificate) in certificates {
        let number = (before + copy.j) as u32 + 1;
        let stem = names::stem(number, (before + row.copies) as u32, &copy.office);
        let mut own = Vec::new();
        while let Some(file) = rows.next_if(|f| f.j == copy.j) {
            let body =
                file.body.ok_or_else(|| damaged("a copy was erased before it was handed over"))?;
            own.push((file.format, out.join(&file.name)));
            files.push((file.name, body));
        }
        let name = names::certificate(&stem);
        copies.push(IssuedCopy {
            copy: number,
            office: copy.office,
            files: own,
            certificate: out.join(&name),
        });
        files.push((name, certificate.into_bytes()));
    }
    let log = &step.log;
    let press = Press::new(&memo)?;
    let index =
        |leaf: &[u8]| log.index_of(leaf).ok_or_else(|| damaged("a batch that is not in the log"));
    let issued = Issued {
        memo: id,
        title: memo.title,
        copies,
        wording: press.wording(),
        layout: press.layout()?,
        alpha: log.history.deal(&id, 0).map_or(0.0, |d| d.alpha.value()),
        deal: index(&row.deal_leaf)?,
        issue: index(row.issue_leaf.as_deref().unwrap_or_default())?,
        size: log.history.size(),
    };
    Ok((issued, files))
}
