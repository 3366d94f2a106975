//! A certificate for each recipient: what was issued to them, provable without any key of the registry.

use crate::archive::{ArchiveError, BatchRow, CopyRow, Step, damaged};
use crate::deal;
use crate::issue::IssueError;
use ledger::certificate::Certificate;
use ledger::commit;
use ledger::hash::Hash;
use ledger::proof::LogProof;
use ledger::tree::{Tree, leaf_hash};

/// The copies of a rendered batch, each with its certificate.
pub(super) async fn all(
    step: &mut Step<'_>,
    row: &BatchRow,
) -> Result<Vec<(CopyRow, String)>, IssueError> {
    let memo = deal::id(&row.memo)?;
    let copies: Vec<CopyRow> =
        step.copies(&memo).await?.into_iter().filter(|c| c.batch == row.batch).collect();
    let files = files_of(step, row).await?;
    let copy_tree = tree(copies.iter().map(deal::copy_leaf))?;
    let file_tree = tree((0u32..).zip(&files).map(|(j, f)| file_leaf(row, j, f)))?;
    let (deal, issue) = (
        proof(step, &row.deal_leaf).await?,
        proof(step, row.issue_leaf.as_deref().unwrap_or_default()).await?,
    );
    let log_key = step.keys().log().verifier().to_string();
    let n = copies.len() as u64;
    let path = |tree: &Tree, j: i64| tree.path(j as u64, n).ok_or_else(|| damaged("a roster"));
    copies
        .into_iter()
        .zip(files)
        .map(|(copy, files)| {
            let certificate = Certificate {
                memo,
                batch: row.batch as u32,
                index: copy.j as u32,
                copies: n as u32,
                office: copy.office.clone(),
                salt: deal::array(&copy.salt)?,
                key_commitment: deal::array(&copy.key_commit)?,
                copies_path: path(&copy_tree, copy.j)?,
                files,
                files_path: path(&file_tree, copy.j)?,
                log_key: log_key.clone(),
                deal: deal.clone(),
                issue: issue.clone(),
            };
            Ok((copy, certificate.write()))
        })
        .collect()
}

/// Format and hash of the files of each copy of a batch.
pub(crate) async fn files_of(
    step: &mut Step<'_>,
    row: &BatchRow,
) -> Result<Vec<Vec<(String, Hash)>>, ArchiveError> {
    let mut out = vec![Vec::new(); row.copies as usize];
    for file in step.files(&row.memo).await? {
        if file.batch == row.batch {
            let files =
                out.get_mut(file.j as usize).ok_or_else(|| damaged("a file without its copy"))?;
            files.push((file.format, deal::array(&file.digest)?));
        }
    }
    Ok(out)
}

/// The leaf that binds the bytes of a copy's files.
pub(crate) fn file_leaf(
    row: &BatchRow,
    j: u32,
    files: &[(String, Hash)],
) -> Result<Vec<u8>, ArchiveError> {
    commit::file_leaf(&deal::id(&row.memo)?, row.batch as u32, j, files)
        .map_err(|e| damaged(&e.to_string()))
}

/// The tree over leaves.
pub(crate) fn tree(
    leaves: impl Iterator<Item = Result<Vec<u8>, ArchiveError>>,
) -> Result<Tree, ArchiveError> {
    let mut tree = Tree::new();
    for leaf in leaves {
        tree.push(leaf_hash(&leaf?));
    }
    Ok(tree)
}

/// Proof of an entry in the smallest signed checkpoint that holds it.
async fn proof(step: &mut Step<'_>, leaf: &[u8]) -> Result<LogProof, ArchiveError> {
    let index = step.log.index_of(leaf).ok_or_else(|| damaged("a batch that is not in the log"))?;
    let checkpoints = step.checkpoints().await?;
    let (size, checkpoint) = checkpoints
        .into_iter()
        .find(|(size, _)| *size > index)
        .ok_or_else(|| damaged("the log was not signed"))?;
    let path = step.log.history.tree().path(index, size).ok_or_else(|| damaged("a checkpoint"))?;
    Ok(LogProof { entry: step.log.bodies[index as usize].clone(), index, path, checkpoint })
}
