//! What an inquiry may spend: N, i, V and D from the log, and α_i from them (`spec/finding.md`, "The budget for α").

use evidence::plan::{Tier, alpha_inquiry};
use ledger::commit::MemoId;
use ledger::entry::{Decimal, Grade};
use ledger::hash::Hash;
use ledger::order::{Counts, History, Inquiry, OrderError};

/// Every p is multiplied by 1 + this before it is compared, so that implementations that agree to 10⁻⁶ decide alike.
const P_MARGIN: f64 = 1e-6;

/// The budget of one inquiry into some memos.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// The memos, ascending.
    pub memos: Vec<MemoId>,
    /// N, i, V, D and what else the log counts.
    pub counts: Counts,
    /// α of the memo that gave α_i.
    pub alpha: Decimal,
    /// α_i, the smallest of the memos'.
    pub alpha_inquiry: f64,
    /// Grade of whatever is found.
    pub grade: Grade,
    /// Whether a memo was dealt without witnesses.
    pub unwitnessed: bool,
}

/// The budget of a READING that is appended now; memos ascending.
///
/// # Errors
///
/// [`OrderError::NotIssued`] for a memo without an ISSUE.
pub fn plan(history: &History, memos: &[MemoId]) -> Result<Budget, OrderError> {
    let counts = history.counts(memos)?;
    Budget::new(history, memos, counts).ok_or(OrderError::NotIssued)
}

impl Budget {
    /// The budget of a READING that stands in the log, with the counts at its place.
    pub fn logged(history: &History, inquiry: &Inquiry) -> Option<Self> {
        let reading = history.reading(inquiry.reading)?;
        Self::new(history, &reading.memos, inquiry.counts.clone())
    }

    fn new(history: &History, memos: &[MemoId], counts: Counts) -> Option<Self> {
        let mut smallest: Option<(f64, &Decimal)> = None;
        let mut unwitnessed = false;
        for ((memo, inquiry), voids) in memos.iter().zip(&counts.inquiry).zip(&counts.voids) {
            let deal = history.deal(memo, 0)?;
            unwitnessed |= deal.witnesses == 0;
            let alpha = alpha_inquiry(deal.alpha.value(), *voids, *inquiry);
            if smallest.is_none_or(|(least, _)| alpha < least) {
                smallest = Some((alpha, &deal.alpha));
            }
        }
        let (alpha_inquiry, alpha) = smallest?;
        let alpha = alpha.clone();
        let grade = history.grade(memos, &counts);
        Some(Self { memos: memos.to_vec(), counts, alpha, alpha_inquiry, grade, unwitnessed })
    }

    /// Whether N·p exceeds what the tier of single copies may spend, so that p names nobody.
    pub fn exceeded_by(&self, p: f64) -> bool {
        self.counts.copies as f64 * p * (1.0 + P_MARGIN) > self.limit()
    }

    /// What N·p of a named copy may be at most: the share of single copies in α_i.
    pub fn limit(&self) -> f64 {
        Tier::Single.share() * self.alpha_inquiry
    }

    /// The largest p that names a copy.
    pub fn largest_p(&self) -> f64 {
        self.limit() / (self.counts.copies as f64 * (1.0 + P_MARGIN))
    }
}

/// The sampler's values of an opening as [`ledger::commit::sampler_value`] takes them: one slice a memo.
pub(crate) fn sampler_value(history: &History, memos: &[MemoId], nonces: &[Hash]) -> Option<Hash> {
    let mut rest = nonces;
    let mut split = Vec::new();
    for memo in memos {
        let (own, others) = rest.split_at_checked(history.deal(memo, 0)?.nonces.len())?;
        split.push(own);
        rest = others;
    }
    Some(ledger::commit::sampler_value(&split))
}
