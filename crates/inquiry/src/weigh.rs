//! Weighing: every copy of the memos is held against the reading, and named only within the budget (`spec/finding.md`).

use std::collections::BTreeMap;

use evidence::deal::{copy_key, expand};
use evidence::math::{exp, ln, log_sum_exp, log10_of_exp};
use evidence::plan::Tier;
use evidence::tail::{Tail, seed, shortlist};
use ledger::commit::MemoId;
use ledger::entry::{CopyId, Entry, Finding, Floor, Outcome, Real};
use ledger::hash::Hash;
use ledger::order::History;
use ledger::seal::BatchKey;

use crate::alpha::Budget;
use crate::bundle::BundledMemo;
use crate::open::{LoggedReading, OpenCodebook};
use crate::scale::{FitError, P_LEAST, Scale, Scales, Way, markov};

/// Above the floor a shortlist is given only where the mean of E is at least this (`spec/finding.md`).
const SHORTLIST_MEAN: f64 = 20.0;

/// Share of the posterior that a shortlist holds (README, "What a trace may answer").
const SHORTLIST_SHARE: f64 = 0.95;

/// Keys of the batches, unsealed by the custodians.
pub type BatchKeys = BTreeMap<(MemoId, u32), BatchKey>;

/// What every copy weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The outcome.
    pub outcome: Outcome,
    /// All copies issued before the READING, ascending.
    pub copies: Vec<WeighedCopy>,
    /// The copies that are named, ascending, with their keys.
    pub named: Vec<NamedCopy>,
    /// The smallest set of copies with 95 % of the posterior and all ties at its edge, best first, as places in
    /// `copies`; it holds if the leak came from exactly one of these copies, unmanipulated.
    pub shortlist: Vec<usize>,
    /// log10 E from which on a copy of each memo is named; none where no copy can be. Where no copy's p had to be sampled, this
    /// is where 1/E names, and a sample might have named from somewhat less on.
    pub limits_log10: Vec<(MemoId, Option<f64>)>,
    /// δ of the bound.
    pub delta: f64,
}

/// What one copy weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeighedCopy {
    /// The copy.
    pub copy: CopyId,
    /// log10 E.
    pub log10_evidence: f64,
    /// Upper bound of p; none where sampling was left out because it could not have named the copy.
    pub p_upper: Option<f64>,
    /// Probability of being the source if the leak came from exactly one copy, unmanipulated.
    pub posterior: f64,
    /// Its key had left the registry before the READING, so that it is never named.
    pub burnt: bool,
}

/// A named copy with the key that a bundle discloses.
#[derive(Clone, Copy, PartialEq)]
pub struct NamedCopy {
    /// The copy.
    pub copy: CopyId,
    /// log10 E.
    pub log10_evidence: f64,
    /// Upper bound of p.
    pub p_upper: f64,
    /// k_j.
    pub key: [u8; 32],
}

/// Without the key: what is printed by chance must open nothing.
impl std::fmt::Debug for NamedCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NamedCopy");
        shown.field("copy", &self.copy).field("log10_evidence", &self.log10_evidence);
        shown.field("p_upper", &self.p_upper).finish_non_exhaustive()
    }
}

impl Weighed {
    /// log10 E of all copies, ascending: which is whose is not told, since a plot of that would give words away.
    pub fn histogram(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.copies.iter().map(|copy| copy.log10_evidence).collect();
        values.sort_by(f64::total_cmp);
        values
    }
}

/// Weighs every copy against the reading that the codebook was opened for.
///
/// # Errors
///
/// [`WeighError`] when keys or catalogues are not those that were committed to.
pub fn weigh(
    open: &OpenCodebook,
    history: &History,
    memos: &[BundledMemo],
    keys: &BatchKeys,
) -> Result<Weighed, WeighError> {
    let scales = Scales::new(history, open.logged().frozen(), memos).map_err(WeighError::Fit)?;
    let budget = open.budget();
    let floor = scales.floor(budget);
    if floor != open.logged().entry().floor {
        return Err(WeighError::Floor);
    }
    let mut weighed = Weighed {
        outcome: Outcome::CannotName,
        copies: Vec::new(),
        named: Vec::new(),
        shortlist: Vec::new(),
        limits_log10: Vec::new(),
        delta: scales.delta(),
    };
    let mut logs = Logs::default();
    for scale in scales.memos() {
        let scored = score_memo(open, history, scale, keys)?;
        let tail = tail(open, scale, &scored);
        let limit = match &tail {
            Some(tail) => tail.limit(budget.largest_p()),
            None => Some(-ln(budget.largest_p())),
        };
        let limit = limit.filter(|_| floor == Floor::Above);
        weighed.limits_log10.push((scale.memo, limit.map(log10_of_exp)));
        for copy in scored {
            logs.evidence.push(copy.ln_evidence);
            logs.single_source.push(copy.ln_single_source);
            let p = match scale.way(budget, copy.ln_evidence) {
                Way::Hopeless => None,
                Way::Markov => Some(markov(copy.ln_evidence)),
                Way::Exact | Way::Sampled => {
                    tail.as_ref().map(|tail| tail.p_upper(copy.ln_evidence).max(P_LEAST))
                }
            };
            let burnt = history.burnt(&copy.id, open.logged().inquiry().reading);
            let log10_evidence = log10_of_exp(copy.ln_evidence);
            weighed.copies.push(WeighedCopy {
                copy: copy.id,
                log10_evidence,
                p_upper: p,
                posterior: 0.0,
                burnt,
            });
            if let Some(p_upper) = p.filter(|p| !burnt && !budget.exceeded_by(*p)) {
                let key = copy.key;
                weighed.named.push(NamedCopy { copy: copy.id, log10_evidence, p_upper, key });
            }
        }
    }
    conclude(&mut weighed, floor, &logs);
    Ok(weighed)
}

/// ln E and ln A of all copies, in the order of [`Weighed::copies`].
#[derive(Default)]
struct Logs {
    evidence: Vec<f64>,
    single_source: Vec<f64>,
}

/// A copy held against the reading.
struct Scored {
    id: CopyId,
    key: [u8; 32],
    ln_evidence: f64,
    ln_single_source: f64,
}

/// Deals the words of a memo's copies again and scores them.
fn score_memo(
    open: &OpenCodebook,
    history: &History,
    scale: &Scale,
    keys: &BatchKeys,
) -> Result<Vec<Scored>, WeighError> {
    let memo = scale.memo;
    let mut scored = Vec::new();
    for (batch, _) in history.issued(&memo, open.logged().inquiry().reading) {
        let (Some(deal), Some(reveal)) = (history.deal(&memo, batch), history.reveal(&memo, batch))
        else {
            return Err(WeighError::MissingKey(memo, batch));
        };
        let key = keys.get(&(memo, batch)).ok_or(WeighError::MissingKey(memo, batch))?;
        if key.commitment() != deal.key_commit {
            return Err(WeighError::OtherKey(memo, batch));
        }
        for j in 0..deal.copies {
            let own = copy_key(key.expose(), &memo, batch, j);
            let word = expand(&own, &reveal.beacon, &memo, batch, j, &scale.catalogue);
            scored.push(Scored {
                id: CopyId { memo, batch, j },
                key: own,
                ln_evidence: scale.single.log_evidence(&word),
                ln_single_source: scale.single.log_single_source(&word),
            });
        }
    }
    Ok(scored)
}

/// The law of E under the null; none where it would have to be sampled and no copy's p asks for it.
fn tail(open: &OpenCodebook, scale: &Scale, scored: &[Scored]) -> Option<Tail> {
    if scale.listed {
        return Tail::exact(&scale.single);
    }
    let asks = |copy: &Scored| scale.way(open.budget(), copy.ln_evidence) == Way::Sampled;
    let seed = || memo_seed(open, &scale.memo);
    scored.iter().any(asks).then(|| Tail::sampled(&scale.single, &seed()))
}

fn memo_seed(open: &OpenCodebook, memo: &MemoId) -> [u8; 32] {
    seed(&open.logged().leaf(), &open.sampler_value(), memo, Tier::Single)
}

/// Outcome, posterior and shortlist.
fn conclude(weighed: &mut Weighed, floor: Floor, logs: &Logs) {
    let copies = weighed.copies.len();
    let ln_mean = log_sum_exp(logs.evidence.iter().copied()) - ln(copies as f64);
    if floor == Floor::Below {
        // Rounding apart, no p below the floor names anybody; the rule does not lean on that.
        weighed.named.clear();
    }
    weighed.outcome = match floor {
        Floor::Below => Outcome::CannotName,
        Floor::Above if !weighed.named.is_empty() => Outcome::Named,
        Floor::Above if ln_mean >= ln(SHORTLIST_MEAN) => Outcome::Shortlist,
        Floor::Above => Outcome::NoFinding,
    };
    let ln_total = log_sum_exp(logs.single_source.iter().copied());
    for (copy, ln_weight) in weighed.copies.iter_mut().zip(&logs.single_source) {
        copy.posterior = exp(ln_weight - ln_total);
    }
    let best = shortlist(&logs.single_source, SHORTLIST_SHARE);
    weighed.shortlist = best.into_iter().map(|(place, _)| place).collect();
}

/// The FINDING of a reading: what was weighed, or `cannot_name` where nothing was opened.
///
/// # Errors
///
/// [`WeighError::Entry`] when the finding cannot stand in the log now.
pub fn finding_entry(
    history: &History,
    logged: &LoggedReading,
    weighed: Option<&Weighed>,
    body: Hash,
) -> Result<Finding, WeighError> {
    let inquiry = history.inquiry(&logged.leaf()).ok_or(WeighError::Entry)?;
    let budget = Budget::logged(history, inquiry).ok_or(WeighError::Entry)?;
    let named = weighed.map_or(&[][..], |weighed| &weighed.named);
    let reals = |value: fn(&NamedCopy) -> f64| {
        named.iter().map(|copy| Real::new(value(copy))).collect::<Option<Vec<_>>>()
    };
    let finding = Finding {
        reading: logged.leaf(),
        open: inquiry.open.and_then(|open| history.tree().leaf(open)),
        outcome: weighed.map_or(Outcome::CannotName, |weighed| weighed.outcome),
        copies: budget.counts.copies,
        deals: budget.counts.deals,
        voids: budget.counts.voids,
        unopened: budget.counts.unopened,
        alpha: budget.alpha,
        alpha_inquiry: Real::new(budget.alpha_inquiry).ok_or(WeighError::Entry)?,
        grade: budget.grade,
        named: named.iter().map(|copy| copy.copy).collect(),
        log10_evidence: reals(|copy| copy.log10_evidence).ok_or(WeighError::Entry)?,
        p_upper: reals(|copy| copy.p_upper).ok_or(WeighError::Entry)?,
        body,
    };
    let admitted = history.admit(&Entry::Finding(finding.clone()));
    admitted.map_err(|_| WeighError::Entry)?;
    Ok(finding)
}

/// Why copies cannot be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeighError {
    /// The reading cannot be held against the catalogues.
    Fit(FitError),
    /// The READING states another verdict of the floor than this program finds.
    Floor,
    /// The key of an issued batch is not given.
    MissingKey(MemoId, u32),
    /// A key is not the one that the batch's DEAL committed to.
    OtherKey(MemoId, u32),
    /// The finding cannot stand in the log now.
    Entry,
}

impl std::fmt::Display for WeighError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use ledger::hash::to_hex;
        match self {
            Self::Fit(error) => error.fmt(f),
            Self::Floor => f.write_str("`floor` of the reading is not what this program finds"),
            Self::MissingKey(memo, batch) => {
                write!(f, "no key of batch {batch} of memo `{}`", to_hex(memo))
            }
            Self::OtherKey(memo, batch) => {
                write!(f, "another key than that of batch {batch} of memo `{}`", to_hex(memo))
            }
            Self::Entry => f.write_str("the finding cannot stand in the log now"),
        }
    }
}

impl std::error::Error for WeighError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Fit(error) => Some(error),
            _ => None,
        }
    }
}
