//! Steps 7 to 9: the named copies, their keys, words, evidence and offices.

use evidence::deal::expand;
use evidence::math::log10_of_exp;
use evidence::tail::{Tail, least_sampled_p};
use ledger::commit;
use ledger::entry::{CopyId, Finding, Real};
use ledger::hash::Hash;
use ledger::tree::{leaf_hash, root_from_path};

use super::{AGREEMENT, Case, VerifyError, agree};
use crate::bundle::{Body, Name, OpenedCopy};
use crate::scale::{P_LEAST, Scale, Scales, Way, markov};

/// A named copy as far as it was verified.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedCopy {
    /// The copy.
    pub copy: CopyId,
    /// Its number as people count: from 1 through all batches.
    pub number: u64,
    /// log10 E.
    pub log10_evidence: f64,
    /// Upper bound of p.
    pub p_upper: f64,
    /// The office, where the file names it.
    pub office: Option<String>,
}

/// What is to be checked.
pub(super) struct Checks<'b> {
    pub(super) sampled: bool,
    pub(super) names: &'b [Name],
}

impl Checks<'_> {
    /// Checks all named copies; the flag tells whether every p was found again.
    pub(super) fn run(
        &self,
        case: &Case,
        body: &Body,
        scales: &Scales,
    ) -> Result<(Vec<VerifiedCopy>, bool), VerifyError> {
        let finding = &case.finding;
        let opened = body.opened.iter().map(OpenedCopy::copy);
        let right = match body.level {
            0 => body.opened.is_empty(),
            _ => opened.eq(finding.named.iter().copied()),
        };
        if !right {
            return Err(VerifyError::Opened);
        }
        for copy in &body.opened {
            check_leaves(case, copy)?;
        }
        let drawn = self.check_evidence(case, body, scales)?;
        let figures = finding.log10_evidence.iter().zip(&finding.p_upper);
        for (copy, p) in finding.named.iter().zip(&finding.p_upper) {
            if case.budget.exceeded_by(p.value()) {
                return Err(VerifyError::Limit(*copy));
            }
        }
        let offices = self.check_names(body)?;
        let named = finding.named.iter().zip(figures).map(|(copy, (log10, p))| VerifiedCopy {
            copy: *copy,
            number: number(case, copy),
            log10_evidence: log10.value(),
            p_upper: p.value(),
            office: offices.iter().find(|name| name.copy() == *copy).map(|n| n.office.clone()),
        });
        Ok((named.collect(), drawn))
    }

    /// Step 8, one memo after the other, so that only one law of E is held in memory.
    fn check_evidence(
        &self,
        case: &Case,
        body: &Body,
        scales: &Scales,
    ) -> Result<bool, VerifyError> {
        let mut drawn = true;
        for scale in scales.memos() {
            let mut tail = None;
            for copy in body.opened.iter().filter(|copy| copy.memo == scale.memo) {
                let ln_evidence = ln_evidence(case, scale, copy)?;
                let (log10, p) = stated(&case.finding, &copy.copy())?;
                if !agree_log10(log10.value(), log10_of_exp(ln_evidence)) {
                    return Err(VerifyError::Evidence(copy.copy()));
                }
                let found = self.find_p(case, scale, ln_evidence, &mut tail);
                drawn &= found.is_some();
                let right = found.map_or_else(
                    || could_be_drawn(p.value(), ln_evidence),
                    |found| agree(p.value(), found),
                );
                if !right {
                    return Err(VerifyError::PUpper(copy.copy()));
                }
                if case.budget.exceeded_by(found.unwrap_or(p.value())) {
                    return Err(VerifyError::Limit(copy.copy()));
                }
            }
        }
        Ok(drawn)
    }

    /// p of a copy with this ln E; none where it would have to be drawn and is not to be. `tail` keeps the law of the memo.
    fn find_p(
        &self,
        case: &Case,
        scale: &Scale,
        ln_evidence: f64,
        tail: &mut Option<Tail>,
    ) -> Option<f64> {
        let way = scale.way(&case.budget, ln_evidence);
        match way {
            Way::Markov => return Some(markov(ln_evidence)),
            Way::Sampled | Way::Hopeless if !self.sampled => return None,
            _ => {}
        }
        if tail.is_none() {
            *tail = if way == Way::Exact { Tail::exact(&scale.single) } else { case.sample(scale) };
        }
        tail.as_ref().map(|tail| tail.p_upper(ln_evidence).max(P_LEAST))
    }

    /// Step 9: names belong to opened copies and are those that their leaves commit to.
    fn check_names(&self, body: &Body) -> Result<&[Name], VerifyError> {
        for name in self.names {
            let opened = body.opened.iter().find(|copy| copy.copy() == name.copy());
            let opened = opened.ok_or(VerifyError::NameUnknown(name.copy()))?;
            if commit::recipient(&name.salt, &name.office) != opened.id {
                return Err(VerifyError::Name(name.copy()));
            }
        }
        Ok(self.names)
    }
}

/// Step 7: the copy's leaf stands under `copies-root`, its file leaf under `files-root`.
fn check_leaves(case: &Case, copy: &OpenedCopy) -> Result<(), VerifyError> {
    let id = copy.copy();
    let history = &case.history;
    let (Some(deal), Some(issue)) =
        (history.deal(&copy.memo, copy.batch), history.issue(&copy.memo, copy.batch))
    else {
        return Err(VerifyError::Opened);
    };
    let (index, size) = (u64::from(copy.j), u64::from(deal.copies));
    let root = |leaf: &[u8], path: &[Hash]| root_from_path(&leaf_hash(leaf), index, size, path);
    let commitment = commit::copy_key_commit(&copy.key);
    let leaf = commit::copy_leaf(&copy.memo, copy.batch, copy.j, &commitment, &copy.id);
    let copies = root(&leaf, &copy.copies_path);
    if copies.map(|root| commit::copies_root(deal.copies, &root)) != Some(deal.copies_root) {
        return Err(VerifyError::CopyLeaf(id));
    }
    let files = root(&copy.file_leaf, &copy.files_path);
    let rooted = files.map(|root| commit::files_root(deal.copies, &root)) == Some(issue.files_root);
    let read = commit::read_file_leaf(&copy.memo, copy.batch, copy.j, &copy.file_leaf);
    if rooted && read.is_some() { Ok(()) } else { Err(VerifyError::FileLeaf(id)) }
}

/// ln E of an opened copy, from its word dealt again.
fn ln_evidence(case: &Case, scale: &Scale, copy: &OpenedCopy) -> Result<f64, VerifyError> {
    let reveal = case.history.reveal(&copy.memo, copy.batch).ok_or(VerifyError::Opened)?;
    let word = expand(&copy.key, &reveal.beacon, &copy.memo, copy.batch, copy.j, &scale.catalogue);
    Ok(scale.single.log_evidence(&word))
}

/// Whether some draw could give this p: no less than without one hit, and no more than 1/E.
fn could_be_drawn(p: f64, ln_evidence: f64) -> bool {
    let (least, most) = (least_sampled_p(ln_evidence), markov(ln_evidence));
    p >= least * (1.0 - AGREEMENT) && p <= most * (1.0 + AGREEMENT)
}

/// Whether two logarithms of evidence are the same: nine decimals of a large one are coarser than 10⁻⁶.
fn agree_log10(a: f64, b: f64) -> bool {
    (a - b).abs() <= AGREEMENT.max(1e-9 * a.abs())
}

/// What the FINDING states of a copy.
fn stated<'f>(finding: &'f Finding, copy: &CopyId) -> Result<(&'f Real, &'f Real), VerifyError> {
    let place = finding.named.iter().position(|named| named == copy).ok_or(VerifyError::Opened)?;
    Ok((&finding.log10_evidence[place], &finding.p_upper[place]))
}

fn number(case: &Case, copy: &CopyId) -> u64 {
    let before = 0..copy.batch;
    let sizes = before.filter_map(|batch| case.history.deal(&copy.memo, batch));
    1 + sizes.map(|deal| u64::from(deal.copies)).sum::<u64>() + u64::from(copy.j)
}
