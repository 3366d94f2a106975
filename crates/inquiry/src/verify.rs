//! Verifying a bundle: the ten steps of `spec/finding.md`, from the bytes alone, without the registry and offline.

mod copies;
mod error;
mod proofs;

use evidence::plan::Tier;
use evidence::reading::FrozenReading;
use evidence::tail::{Tail, seed};
use ledger::commit;
use ledger::entry::{Entry, Finding, Grade, Open, Outcome, Reading};
use ledger::hash::Hash;
use ledger::note::VerifierKey;
use ledger::order::{History, Inquiry};

pub use copies::VerifiedCopy;
pub use error::VerifyError;

use crate::alpha::{Budget, sampler_value};
use crate::bundle::{Body, Bundle};
use crate::scale::{Scale, Scales, Way};
use crate::sentence::{Conditions, NamedSentence, unnamed};

/// Two implementations agree when they differ by at most this much of the value (`spec/README.md`).
const AGREEMENT: f64 = 1e-6;

/// What the verifier asks for.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The log key that must have signed; without it, whoever made the file may have made the log too.
    pub log_key: Option<VerifierKey>,
    /// Whether sampled p-values are drawn again, which takes seconds.
    pub sampled: bool,
}

/// A bundle that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The log's key; it must be shown, since everything stands on it.
    pub log_key: String,
    /// The READING.
    pub reading: Reading,
    /// The FINDING.
    pub finding: Finding,
    /// Index of the FINDING in the log.
    pub index: u64,
    /// N, i, V, D, α_i.
    pub budget: Budget,
    /// δ of the bound.
    pub delta: f64,
    /// Whether the p of a named copy comes from sampling.
    pub sampled: bool,
    /// Disclosure level.
    pub level: u64,
    /// The named copies.
    pub named: Vec<VerifiedCopy>,
    /// What this file cannot show or this run did not look at.
    pub not_checked: Vec<&'static str>,
}

impl Verified {
    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.finding.outcome
    }

    /// The grade.
    pub fn grade(&self) -> Grade {
        self.budget.grade
    }

    /// What the finding says, with its conditions.
    pub fn sentences(&self) -> Vec<String> {
        let sentence = |copy: &VerifiedCopy| {
            let hidden = format!("an office not disclosed here (copy {})", copy.number);
            let office = copy.office.as_deref().unwrap_or(&hidden);
            let bound = self.budget.alpha_inquiry + self.delta;
            let (log10_evidence, copies) = (copy.log10_evidence, self.budget.counts.copies);
            NamedSentence { office, log10_evidence, copies, bound }.to_string()
        };
        let mut sentences = Vec::new();
        if self.level == 0 && !self.named.is_empty() {
            sentences.push("The naming itself was not checked: no key is disclosed.".to_owned());
        }
        sentences.extend(self.named.iter().map(sentence));
        if sentences.is_empty() {
            sentences.push(unnamed(self.outcome(), self.finding.open.is_some()).to_owned());
        }
        let conditions = Conditions {
            grade: self.budget.grade,
            unwitnessed: self.budget.unwitnessed,
            opened_before: self.budget.counts.opened_before,
        };
        sentences.extend(conditions.sentences().into_iter().map(str::to_owned));
        sentences
    }
}

/// Verifies a bundle.
///
/// # Errors
///
/// [`VerifyError`] of the first check that fails; the file is worth nothing then.
pub fn verify(file: &[u8], policy: &Policy) -> Result<Verified, VerifyError> {
    let bundle = Bundle::parse(file).map_err(VerifyError::Bundle)?;
    let entry = Entry::parse(&bundle.finding).map_err(VerifyError::FindingEntry)?;
    let Entry::Finding(finding) = entry else { return Err(VerifyError::NoFinding) };
    if commit::body(&bundle.body) != finding.body {
        return Err(VerifyError::BodyHash);
    }
    let body = Body::parse(&bundle.body).map_err(VerifyError::Body)?;
    let case = Case::new(&body, finding)?;
    let log_key = proofs::check(&case, &bundle, &body, policy.log_key.as_ref())?;
    let frozen =
        FrozenReading::from_cbor(&body.reading).map_err(|_| VerifyError::ReadingEncoding)?;
    if frozen.digest() != case.reading.reading {
        return Err(VerifyError::ReadingHash);
    }
    let scales = Scales::new(&case.history, &frozen, &body.memos).map_err(VerifyError::Fit)?;
    case.check_figures(&scales)?;
    let checks = copies::Checks { sampled: policy.sampled, names: &bundle.names };
    let (named, drawn) = checks.run(&case, &body, &scales)?;
    let sampled = |copy: &VerifiedCopy| {
        let ln_evidence = copy.log10_evidence * std::f64::consts::LN_10;
        let way = scales.of(&copy.copy.memo).map(|scale| scale.way(&case.budget, ln_evidence));
        matches!(way, Some(Way::Sampled | Way::Hopeless))
    };
    Ok(Verified {
        sampled: named.iter().any(sampled),
        log_key: log_key.to_string(),
        index: case.history.size(),
        delta: scales.delta(),
        level: body.level,
        not_checked: case.not_checked(body.level, &named, drawn),
        named,
        reading: case.reading,
        finding: case.finding,
        budget: case.budget,
    })
}

/// A finding at its place in the log.
struct Case {
    history: History,
    finding: Finding,
    reading: Reading,
    inquiry: Inquiry,
    open: Option<Open>,
    budget: Budget,
}

impl Case {
    /// Step 2: the list of entries, and the FINDING as the next of them.
    fn new(body: &Body, finding: Finding) -> Result<Self, VerifyError> {
        let history = History::read(&body.entries)
            .map_err(|(index, error)| VerifyError::Log(index, error))?;
        history
            .admit(&Entry::Finding(finding.clone()))
            .map_err(|error| VerifyError::Log(history.size(), error))?;
        let inquiry = history.inquiry(&finding.reading).ok_or(VerifyError::NoFinding)?.clone();
        let reading = history.reading(inquiry.reading).ok_or(VerifyError::NoFinding)?.clone();
        let open = inquiry.open.and_then(|open| history.open(open)).cloned();
        let budget = Budget::logged(&history, &inquiry).ok_or(VerifyError::NoFinding)?;
        Ok(Self { history, finding, reading, inquiry, open, budget })
    }

    /// Step 6: α_i and the floor.
    fn check_figures(&self, scales: &Scales) -> Result<(), VerifyError> {
        if self.finding.alpha != self.budget.alpha {
            return Err(VerifyError::Alpha);
        }
        if !agree(self.finding.alpha_inquiry.value(), self.budget.alpha_inquiry) {
            return Err(VerifyError::AlphaInquiry);
        }
        if scales.floor(&self.budget) != self.reading.floor {
            return Err(VerifyError::Floor);
        }
        Ok(())
    }

    /// The law of E of a copy outside, sampled as the registry had to; none without OPEN.
    fn sample(&self, scale: &Scale) -> Option<Tail> {
        let open = self.open.as_ref()?;
        let value: Hash = sampler_value(&self.history, &open.memos, &open.nonces)?;
        let seed = seed(&self.finding.reading, &value, &scale.memo, Tier::Single);
        Some(Tail::sampled(&scale.single, &seed))
    }

    fn not_checked(
        &self,
        level: u64,
        named: &[VerifiedCopy],
        sampled_drawn: bool,
    ) -> Vec<&'static str> {
        let mut list = Vec::new();
        if level == 0 && !named.is_empty() {
            list.push("the naming itself: no key is disclosed");
        }
        if !sampled_drawn {
            list.push("sampled p-values, which were taken as stated");
        }
        if self.finding.outcome == Outcome::Shortlist || self.finding.outcome == Outcome::NoFinding
        {
            list.push("that no copy reaches the limit: that takes every key");
        }
        if !named.is_empty() {
            list.push("that the files issued show these words: `audit` checks it");
        }
        if self.needs_witnesses() {
            list.push("cosignatures of witnesses");
        }
        list
    }

    fn needs_witnesses(&self) -> bool {
        let witnesses = |memo| self.history.deal(memo, 0).map_or(0, |deal| deal.witnesses);
        self.reading.memos.iter().any(|memo| witnesses(memo) > 0)
    }
}

/// Whether two implementations' figures are the same.
fn agree(a: f64, b: f64) -> bool {
    (a - b).abs() <= AGREEMENT * a.abs().max(b.abs())
}
