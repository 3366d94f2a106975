//! Readings held against their committed catalogues: what can be known before anything is opened, the floor included.

use std::collections::BTreeSet;

use evidence::catalogue::Catalogue;
use evidence::channel::components;
use evidence::mark::{Carrier, Law};
use evidence::reading::{FrozenReading, Observation, Reading};
use evidence::single::Single;
use evidence::tail::{is_listed, least_p, least_sampled_p, markov_p};
use ledger::commit::MemoId;
use ledger::entry::Floor;
use ledger::order::History;

use crate::alpha::Budget;
use crate::bundle::BundledMemo;

/// Soft readings of wording marks, in 2⁻¹⁰ nats (`spec/reading.md`): eight levels, so that classes stay few.
const WORDING_LEVELS: [u16; 4] = [512, 1024, 2048, 4096];

/// δ of a memo whose counts cannot be listed, 2⁻⁴⁰ (`spec/finding.md`).
const DELTA_SAMPLED: f64 = 1.0 / (1_u64 << 40) as f64;

/// Deviation from uniform of a mark of 8 keystream bytes, 2⁻⁶² (`spec/finding.md`).
const DELTA_MARK: f64 = 1.0 / (1_u64 << 62) as f64;

/// Most entries of a memo's table (`spec/finding.md`): a hostile reading could ask for hundreds of millions.
const MAX_TABLE: usize = 4_000_000;

/// One memo's reading against its catalogue.
#[derive(Debug)]
pub struct Scale {
    /// The memo.
    pub memo: MemoId,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The reading, ready to be held against words.
    pub single: Single,
    /// Smallest p that any word can have.
    pub p_min: f64,
    /// Whether all vectors of counts can be listed, so that p-values are exact.
    pub listed: bool,
}

/// How the p of a copy is found, which its E decides (`spec/finding.md`, "p-values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the list of all counts.
    Exact,
    /// 1/E, which already names.
    Markov,
    /// From the sample of its memo.
    Sampled,
    /// Not at all: no sample could name it.
    Hopeless,
}

/// The scales of all memos of a reading, ascending by memo.
#[derive(Debug)]
pub struct Scales {
    memos: Vec<Scale>,
}

impl Scales {
    /// Holds a frozen reading against the catalogues that the memos' DEALs committed to.
    ///
    /// # Errors
    ///
    /// [`FitError`] when a catalogue is not the committed one or the reading does not fit it.
    pub fn new(
        history: &History,
        frozen: &FrozenReading,
        memos: &[BundledMemo],
    ) -> Result<Self, FitError> {
        let named = frozen.memos().iter().map(|(memo, _)| memo);
        if !named.eq(memos.iter().map(|memo| &memo.memo)) {
            return Err(FitError::Memos);
        }
        let pairs = memos.iter().zip(frozen.memos());
        let scales = pairs.map(|(memo, (_, reading))| Scale::new(history, memo, reading));
        Ok(Self { memos: scales.collect::<Result<_, _>>()? })
    }

    /// One a memo, ascending.
    pub fn memos(&self) -> &[Scale] {
        &self.memos
    }

    /// The scale of a memo.
    pub fn of(&self, memo: &MemoId) -> Option<&Scale> {
        self.memos.iter().find(|scale| scale.memo == *memo)
    }

    /// Smallest p that any copy can have.
    pub fn p_min(&self) -> f64 {
        self.memos.iter().map(|scale| scale.p_min).fold(1.0, f64::min)
    }

    /// Whether anything can be named within a budget.
    pub fn floor(&self, budget: &Budget) -> Floor {
        if budget.exceeded_by(self.p_min()) { Floor::Below } else { Floor::Above }
    }

    /// δ, by which the bound exceeds α_i: p-values that may have to be sampled, and marks that are dealt by rounding. Whether
    /// a sample was drawn in the end is decided by the words, so that it does not lower the bound.
    pub fn delta(&self) -> f64 {
        let sampled = self.memos.iter().filter(|scale| !scale.listed).count();
        let marks = self.memos.iter().flat_map(|scale| scale.catalogue.marks());
        let rounded = marks.filter(|mark| !matches!(mark.law.arity(), 2 | 4)).count();
        sampled as f64 * DELTA_SAMPLED + rounded as f64 * DELTA_MARK
    }
}

impl Scale {
    fn new(history: &History, memo: &BundledMemo, reading: &Reading) -> Result<Self, FitError> {
        let catalogue = Catalogue::from_cbor(&memo.catalogue).map_err(|_| FitError::Catalogue)?;
        let deal = history.deal(&memo.memo, 0).ok_or(FitError::Memos)?;
        if catalogue.digest(&memo.salt) != deal.catalogue {
            return Err(FitError::Commitment);
        }
        Self::fit(memo.memo, catalogue, reading)
    }

    /// Holds a reading against a catalogue, whoever committed to it.
    ///
    /// # Errors
    ///
    /// [`FitError::Reading`] when the reading is not one of this catalogue.
    pub fn fit(memo: MemoId, catalogue: Catalogue, reading: &Reading) -> Result<Self, FitError> {
        if !levels_fit(&catalogue, reading) {
            return Err(FitError::Reading);
        }
        if table_size(&catalogue, reading) > MAX_TABLE {
            return Err(FitError::Large);
        }
        let single = Single::new(&catalogue, reading).ok_or(FitError::Reading)?;
        let (p_min, listed) = (least_p(&single).max(P_LEAST), is_listed(&single));
        Ok(Self { memo, catalogue, single, p_min, listed })
    }

    /// How the p of a copy with this ln E is found.
    pub(crate) fn way(&self, budget: &Budget, ln_evidence: f64) -> Way {
        if self.listed {
            Way::Exact
        } else if !budget.exceeded_by(markov(ln_evidence)) {
            Way::Markov
        } else if budget.exceeded_by(least_sampled_p(ln_evidence)) {
            Way::Hopeless
        } else {
            Way::Sampled
        }
    }
}

/// A smaller p is taken to be this one (`spec/finding.md`), so that none becomes zero by underflow.
pub const P_LEAST: f64 = 1e-300;

/// 1/E as it is compared, never zero.
pub(crate) fn markov(ln_evidence: f64) -> f64 {
    markov_p(ln_evidence).max(P_LEAST)
}

/// Entries of the table of likelihood ratios: classes of marks times components of the mixture.
fn table_size(catalogue: &Catalogue, reading: &Reading) -> usize {
    let pairs = catalogue.marks().iter().zip(&reading.observations);
    let mut classes = BTreeSet::new();
    let mut carriers = BTreeSet::new();
    for (mark, observation) in pairs.filter(|(_, o)| **o != Observation::Erased) {
        carriers.insert(mark.carrier);
        // Symbols of arity 3 and more count alike, whichever was read.
        let apart = matches!(mark.law, Law::Binary(_)).then_some(*observation);
        classes.insert((mark.carrier, mark.law, apart));
    }
    classes.len() * components(&carriers.into_iter().collect::<Vec<_>>()).len()
}

fn levels_fit(catalogue: &Catalogue, reading: &Reading) -> bool {
    let pairs = catalogue.marks().iter().zip(&reading.observations);
    pairs.into_iter().all(|(mark, observation)| match (mark.carrier, mark.law, observation) {
        (Carrier::Wording, Law::Binary(_), Observation::Soft(level)) => {
            WORDING_LEVELS.contains(&level.unsigned_abs())
        }
        _ => true,
    })
}

/// Why a reading cannot be held against its catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// The catalogues are not those of the reading's memos.
    Memos,
    /// A catalogue is not in its deterministic encoding.
    Catalogue,
    /// A catalogue is not the one that DEAL committed to.
    Commitment,
    /// The reading is not one of its catalogue.
    Reading,
    /// The reading holds more kinds of observations than anybody needs.
    Large,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Memos => "the catalogues are not those of the reading's memos",
            Self::Catalogue => "a catalogue is not in its deterministic encoding",
            Self::Commitment => "a catalogue is not the one committed to in `deal`",
            Self::Reading => "the reading does not fit its catalogue",
            Self::Large => "the reading holds too many kinds of observations",
        })
    }
}

impl std::error::Error for FitError {}
