//! From what was weighed to what people see of it.

use super::{CopyPart, Histogram, MemoPart, Outcome, Report, figure};
use crate::weigh::Concluded;
use inquiry::sentence::{Conditions, NamedSentence, unnamed};
use inquiry::weigh::{Weighed, WeighedCopy};
use ledger::entry::{self, Grade};
use ledger::hash::{from_hex, to_hex};

/// Most bars of the histogram.
const BARS: usize = 60;

/// The report on an inquiry that ran to its end.
pub(crate) fn report(of: &Concluded<'_>) -> Report {
    let budget = of.budget;
    let outcome = match of.weighed.map(|w| w.outcome) {
        Some(entry::Outcome::Named) => Outcome::Named,
        Some(entry::Outcome::Shortlist) => Outcome::Shortlist,
        Some(entry::Outcome::NoFinding) => Outcome::NoFinding,
        Some(entry::Outcome::CannotName) | None => Outcome::CannotName,
    };
    let copies = of.weighed.map(|w| copies(of, w, outcome)).unwrap_or_default();
    Report {
        outcome,
        grade: match budget.grade {
            Grade::A => "A",
            Grade::B => "B",
            Grade::L => "L",
        }
        .into(),
        alpha: Some(budget.alpha.value()),
        alpha_inquiry: Some(budget.alpha_inquiry),
        alpha_tier: Some(budget.limit()),
        inquiry: budget.counts.inquiry.iter().max().map(|i| *i as u32),
        n: Some(budget.counts.copies as u32),
        floor: Some(of.read.shown.floor),
        memos: of.read.shown.memos.iter().map(|part| with_candidates(of, part)).collect(),
        shared: of.read.shown.shared.clone(),
        histogram: of.weighed.and_then(histogram),
        sentence: sentence(of, outcome, &copies),
        cautions: cautions(of, outcome),
        copies,
        leaks: of.leak.parts.clone(),
        log: of.log.clone(),
        budget: spent(of),
    }
}

fn with_candidates(of: &Concluded<'_>, part: &MemoPart) -> MemoPart {
    let rows = from_hex::<16>(&part.memo).and_then(|id| of.copies.get(&id));
    MemoPart { candidates: rows.map_or(0, Vec::len) as u32, ..part.clone() }
}

/// The named copies, or the shortlist where one may be shown; best first.
fn copies(of: &Concluded<'_>, weighed: &Weighed, outcome: Outcome) -> Vec<CopyPart> {
    let named = |c: &WeighedCopy| weighed.named.iter().any(|n| n.copy == c.copy);
    let mut chosen: Vec<&WeighedCopy> = match outcome {
        Outcome::Named => weighed.copies.iter().filter(|c| named(c)).collect(),
        Outcome::Shortlist | Outcome::CannotName => {
            weighed.shortlist.iter().map(|place| &weighed.copies[*place]).collect()
        }
        Outcome::Group | Outcome::NoFinding => Vec::new(),
    };
    if outcome == Outcome::Named {
        chosen.sort_by(|a, b| b.log10_evidence.total_cmp(&a.log10_evidence));
    }
    chosen.into_iter().filter_map(|c| part(of, c, outcome)).collect()
}

fn part(of: &Concluded<'_>, weighed: &WeighedCopy, outcome: Outcome) -> Option<CopyPart> {
    let id = weighed.copy;
    let rows = of.copies.get(&id.memo)?;
    let place =
        rows.iter().position(|r| r.batch == i64::from(id.batch) && r.j == i64::from(id.j))?;
    let named = outcome == Outcome::Named;
    Some(CopyPart {
        memo: to_hex(&id.memo),
        // Rows are in order of batch and index, so that the place counts through all batches.
        copy: place as u32 + 1,
        office: rows[place].office.clone(),
        log10_evidence: weighed.log10_evidence,
        p_upper: weighed.p_upper.filter(|_| named),
        posterior: (!named).then_some(weighed.posterior),
        disclosed: weighed.burnt,
    })
}

/// What the finding says, in the fixed words.
fn sentence(of: &Concluded<'_>, outcome: Outcome, copies: &[CopyPart]) -> String {
    let delta = of.weighed.map_or(0.0, |w| w.delta);
    let named = |copy: &CopyPart| {
        NamedSentence {
            office: &copy.office,
            log10_evidence: copy.log10_evidence,
            copies: of.budget.counts.copies,
            bound: of.budget.alpha_inquiry + delta,
        }
        .to_string()
    };
    let verdict = of.weighed.map_or(entry::Outcome::CannotName, |w| w.outcome);
    match outcome {
        Outcome::Named => copies.iter().map(named).collect::<Vec<_>>().join("\n\n"),
        _ => unnamed(verdict, of.weighed.is_some()).to_string(),
    }
}

/// What it does not say, and what was not checked.
fn cautions(of: &Concluded<'_>, outcome: Outcome) -> Vec<String> {
    let conditions = Conditions {
        grade: of.budget.grade,
        unwitnessed: of.budget.unwitnessed,
        opened_before: of.budget.counts.opened_before,
    };
    let mut cautions: Vec<String> = conditions.sentences().into_iter().map(String::from).collect();
    if outcome == Outcome::Named {
        cautions.push(
            "Whether somebody else held or saw this copy, or read it in a mailbox or on paper, is not known here.".into(),
        );
    }
    cautions
        .push("The bound holds for this memo alone; other memos have bounds of their own.".into());
    cautions
}

/// Counts of all copies by log10 E, without labels.
fn histogram(weighed: &Weighed) -> Option<Histogram> {
    let values = weighed.histogram();
    let (low, high) = (*values.first()?, *values.last()?);
    let limits = weighed.limits_log10.iter().filter_map(|(_, limit)| *limit);
    let limit = limits.reduce(f64::min);
    let top = limit.map_or(high, |l| l.max(high));
    // Steps that people count in, fine enough to see and coarse enough to draw.
    let step = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]
        .into_iter()
        .find(|s| (top - low) / s <= (BARS - 2) as f64)
        .unwrap_or(100.0);
    let from = (low / step).floor() * step;
    let mut counts = vec![0; ((top - from) / step).floor() as usize + 1];
    for value in values {
        counts[((value - from) / step) as usize] += 1;
    }
    Some(Histogram { from, step, counts, limit })
}

/// What this inquiry cost and what is left, for the terminal and the page.
fn spent(of: &Concluded<'_>) -> String {
    let budget = of.budget;
    let inquiry = budget.counts.inquiry.iter().max().copied().unwrap_or(1);
    if of.weighed.is_none() {
        return format!(
            "Nothing was opened: the next inquiry into this memo is still its number {inquiry}."
        );
    }
    let next = evidence::plan::alpha_inquiry(
        budget.alpha.value(),
        budget.counts.voids.iter().max().copied().unwrap_or(0),
        inquiry + 1,
    );
    format!(
        "Inquiry {inquiry} spent {} of the memo's alpha {}; the next one may spend {}.",
        figure::probability(budget.alpha_inquiry),
        budget.alpha.as_str(),
        figure::probability(next),
    )
}
