//! Step 3: the log's key, its checkpoints, and the path of the FINDING.

use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::VerifierKey;
use ledger::tree::leaf_hash;

use super::{Case, VerifyError};
use crate::bundle::{Body, Bundle};

pub(super) fn check(
    case: &Case,
    bundle: &Bundle,
    body: &Body,
    wanted: Option<&VerifierKey>,
) -> Result<VerifierKey, VerifyError> {
    let key = VerifierKey::parse(&body.log_key).map_err(VerifyError::LogKey)?;
    if wanted.is_some_and(|wanted| *wanted != key) {
        return Err(VerifyError::OtherLogKey);
    }
    let sizes = check_sizes(case, body, &key)?;
    check_places(case, &sizes)?;
    let last = Checkpoint::open(&bundle.checkpoint, &key).map_err(VerifyError::Checkpoint)?;
    let leaf: Hash = leaf_hash(&bundle.finding);
    if !case.history.tree().continues(&leaf, last.size, &bundle.path, &last.root) {
        return Err(VerifyError::FindingPath);
    }
    Ok(key)
}

/// Every checkpoint is signed and is that of the first entries; gives their sizes.
fn check_sizes(case: &Case, body: &Body, key: &VerifierKey) -> Result<Vec<u64>, VerifyError> {
    let mut sizes: Vec<u64> = Vec::new();
    for note in &body.checkpoints {
        let checkpoint = Checkpoint::open(note, key).map_err(VerifyError::Checkpoint)?;
        if sizes.last().is_some_and(|last| checkpoint.size <= *last) {
            return Err(VerifyError::CheckpointOrder);
        }
        if case.history.tree().root_at(checkpoint.size) != Some(checkpoint.root) {
            return Err(VerifyError::CheckpointRoot);
        }
        sizes.push(checkpoint.size);
    }
    Ok(sizes)
}

/// A checkpoint was signed at each place where an operator could still have changed the log to suit.
fn check_places(case: &Case, sizes: &[u64]) -> Result<(), VerifyError> {
    // A checkpoint of size s covers the entries before index s.
    let covered = |after: u64, until: u64| sizes.iter().any(|size| *size > after && *size <= until);
    for memo in &case.reading.memos {
        for (_, batch) in case.history.issued(memo, case.inquiry.reading) {
            if !covered(batch.deal, batch.reveal.unwrap_or(batch.deal)) {
                return Err(VerifyError::DealUncovered);
            }
        }
    }
    let until = case.inquiry.open.unwrap_or(case.history.size());
    if covered(case.inquiry.reading, until) { Ok(()) } else { Err(VerifyError::ReadingUncovered) }
}
