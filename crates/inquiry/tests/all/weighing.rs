//! Weighing: what is named, what is not, and that everything adds up to the bundles of the vectors.

use evidence::math::exp;
use evidence::reading::{FrozenReading, Observation, Reading};
use inquiry::alpha::{Budget, plan};
use inquiry::open::OpenCodebook;
use inquiry::scale::{FitError, Scales};
use inquiry::verify::{Policy, verify};
use inquiry::weigh::{BatchKeys, WeighError, Weighed, weigh};
use ledger::entry::{Floor, Outcome};
use ledger::seal::BatchKey;

use crate::sample::{Sample, file};

fn weighed(name: &str) -> (Sample, OpenCodebook, Weighed) {
    let sample = Sample::new(name);
    let open = OpenCodebook::open(sample.logged(), &sample.history).unwrap();
    let weighed = weigh(&open, &sample.history, &sample.body.memos, &sample.keys()).unwrap();
    (sample, open, weighed)
}

/// Registry and verifier must say the same about every copy that a bundle opens, however its p was found.
#[test]
fn weighing_and_verifying_agree() {
    let exact = ["bundle-named", "bundle-tied", "bundle-named-late", "bundle-named-many"];
    let markov = ["bundle-named-markov", "bundle-named-two", "bundle-named-layout"];
    for name in exact.iter().chain(&markov).chain(&["bundle-named-sampled"]) {
        let (_, _, weighed) = weighed(name);
        let verified = verify(&file(name), &Policy { log_key: None, sampled: true }).unwrap();
        assert_eq!(weighed.outcome, verified.outcome());
        let named: Vec<_> = weighed.named.iter().map(|named| named.copy).collect();
        assert_eq!(named, verified.finding.named, "{name}");
        assert_eq!(weighed.copies.len() as u64, verified.budget.counts.copies);
        assert!(verified.named.iter().all(|copy| copy.office.is_some()));
        assert_eq!(verified.sampled, *name == "bundle-named-sampled");
        assert_eq!(weighed.delta, verified.delta);
        // What could have been sampled counts, drawn or not.
        assert_eq!(weighed.delta > 1e-13, !exact.contains(name), "{name}");
    }
}

/// Where 1/E names it is the p, nothing is sampled, and whoever verifies without drawing leaves nothing unchecked. A sample
/// is drawn for a copy that it may name and 1/E does not.
#[test]
fn samples_are_drawn_only_where_they_decide() {
    for name in ["bundle-named-markov", "bundle-named-layout"] {
        let (_, open, weighed) = weighed(name);
        let [named] = &weighed.named[..] else { panic!("one copy is named") };
        let inverse = exp(-named.log10_evidence * std::f64::consts::LN_10);
        assert!((named.p_upper / inverse - 1.0).abs() < 1e-9, "{name}");
        let (_, limit) = weighed.limits_log10[0];
        let markov = exp(-limit.unwrap() * std::f64::consts::LN_10);
        assert!((markov / open.budget().largest_p() - 1.0).abs() < 1e-9, "no law was drawn");
        let unnamed = weighed.copies.iter().filter(|copy| copy.copy != named.copy);
        assert!({ unnamed }.all(|copy| copy.p_upper.is_none()), "{name}: no sample, no p");
    }
    let (_, open, weighed) = weighed("bundle-named-sampled");
    let [named] = &weighed.named[..] else { panic!("one copy is named") };
    let inverse = exp(-named.log10_evidence * std::f64::consts::LN_10);
    assert!(open.budget().exceeded_by(inverse) && named.p_upper < inverse / 10.0);
    let (_, limit) = weighed.limits_log10[0];
    assert!(limit.unwrap() < named.log10_evidence, "the limit is the sample's");
    for (name, undrawn) in [("bundle-named-markov", false), ("bundle-named-sampled", true)] {
        let verified = verify(&file(name), &Policy::default()).unwrap();
        let said = verified.not_checked.iter().any(|item| item.contains("sampled"));
        assert_eq!((said, verified.sampled), (undrawn, undrawn), "{name}");
    }
}

/// A page with a thousand marks has E beyond what numbers hold; entries and sentences must stay numbers that people read.
#[test]
fn huge_evidence_stays_finite() {
    let (_, _, weighed) = weighed("bundle-named-many");
    let [named] = &weighed.named[..] else { panic!("one copy is named") };
    assert!(named.log10_evidence > 308.0 && named.log10_evidence.is_finite());
    assert_eq!(named.p_upper, 1e-300);
    assert!(weighed.histogram().iter().all(|log10| log10.is_finite()));
    let verified = verify(&file("bundle-named-many"), &Policy::default()).unwrap();
    assert!(verified.sentences()[0].contains("it is more than 10^30 times more probable"));
}

/// The posterior is one distribution over all copies; the shortlist is its largest part with all ties.
#[test]
fn shortlists_hold_95_percent() {
    for name in ["bundle-shortlist", "bundle-cannot-name-opened", "bundle-burnt"] {
        let (_, _, weighed) = weighed(name);
        let sum: f64 = weighed.copies.iter().map(|copy| copy.posterior).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{name}: {sum}");
        let held: f64 = weighed.shortlist.iter().map(|i| weighed.copies[*i].posterior).sum();
        assert!(held >= 0.95 - 1e-9, "{name}: {held}");
        let least = weighed.shortlist.iter().map(|i| weighed.copies[*i].posterior);
        let least = least.fold(1.0, f64::min);
        let outside = (0..weighed.copies.len()).filter(|i| !weighed.shortlist.contains(i));
        assert!(outside.into_iter().all(|i| weighed.copies[i].posterior < least), "{name}");
        assert!(weighed.named.is_empty());
    }
}

/// A disclosed copy fits best, stays on the shortlist and in the denominator, and is never named.
#[test]
fn burnt_copies_are_shown_and_not_named() {
    let (_, open, weighed) = weighed("bundle-burnt");
    let best = &weighed.copies[weighed.shortlist[0]];
    assert!(best.burnt && best.copy.j == 6);
    assert!(!open.budget().exceeded_by(best.p_upper.unwrap()), "it would be named");
    assert_eq!(weighed.outcome, Outcome::Shortlist);
}

/// Below the floor nothing is named whatever the codebook shows; unrelated texts give no finding.
#[test]
fn outcomes_follow_the_floor() {
    assert_eq!(weighed("bundle-cannot-name-opened").2.outcome, Outcome::CannotName);
    assert_eq!(weighed("bundle-no-finding").2.outcome, Outcome::NoFinding);
    assert_eq!(weighed("bundle-shortlist").2.outcome, Outcome::Shortlist);
}

/// The limit drawn into the histogram is where naming begins.
#[test]
fn limits_part_the_named_from_the_others() {
    let (_, _, weighed) = weighed("bundle-named");
    let (_, limit) = weighed.limits_log10[0];
    let limit = limit.unwrap();
    for copy in &weighed.copies {
        let named = weighed.named.iter().any(|named| named.copy == copy.copy);
        assert_eq!(copy.log10_evidence >= limit - 1e-9, named);
    }
    let histogram = weighed.histogram();
    assert_eq!(histogram.len(), 12);
    assert!(histogram.is_sorted(), "no order of copies is left in it");
}

/// E is a likelihood ratio of mean 1 under the null: over the twelve words of an unrelated text it cannot be large.
#[test]
fn evidence_of_uninvolved_copies_averages_to_about_one() {
    let (_, _, weighed) = weighed("bundle-no-finding");
    let values = weighed.copies.iter().map(|c| exp(c.log10_evidence * std::f64::consts::LN_10));
    let mean = values.sum::<f64>() / weighed.copies.len() as f64;
    assert!(mean < 20.0, "{mean}");
}

/// Words of another key would be words that nobody committed to.
#[test]
fn keys_must_be_the_committed_ones() {
    let sample = Sample::new("bundle-named");
    let open = OpenCodebook::open(sample.logged(), &sample.history).unwrap();
    let memo = sample.body.memos[0].memo;
    let none = weigh(&open, &sample.history, &sample.body.memos, &BatchKeys::new());
    assert_eq!(none.err(), Some(WeighError::MissingKey(memo, 0)));
    let other = BatchKeys::from([((memo, 0), BatchKey::new([1; 32]))]);
    let other = weigh(&open, &sample.history, &sample.body.memos, &other);
    assert_eq!(other.err(), Some(WeighError::OtherKey(memo, 0)));
    let mut memos = sample.body.memos.clone();
    memos[0].salt = [0; 32];
    let uncommitted = weigh(&open, &sample.history, &memos, &sample.keys());
    assert_eq!(uncommitted.err(), Some(WeighError::Fit(FitError::Commitment)));
}

/// The budget of a READING to come is that of the READING once it stands in the log.
#[test]
fn planned_and_logged_budgets_agree() {
    let sample = Sample::new("bundle-named-voids");
    let memos = [sample.body.memos[0].memo];
    let at = sample.reading() as usize;
    let before = ledger::order::History::read(&sample.body.entries[..at]).unwrap();
    let inquiry = sample.history.inquiries().last().unwrap();
    let logged = Budget::logged(&sample.history, inquiry).unwrap();
    assert_eq!(plan(&before, &memos).unwrap(), logged);
    assert_eq!(logged.counts.voids, [2]);
    // α_i = α · .1/(2·3) / (1·2).
    assert!((logged.alpha_inquiry - 0.001 * 0.1 / 6.0 / 2.0).abs() < 1e-18);
}

/// What nobody could have read, such as half a nat between the levels, is refused before anything is computed.
#[test]
fn readings_fit_their_catalogues() {
    let sample = Sample::new("bundle-named");
    let frozen = sample.frozen();
    let (memo, reading) = &frozen.memos()[0];
    let with = |at: usize, observation| {
        let mut observations = reading.observations.clone();
        observations[at] = observation;
        let frozen = FrozenReading::new(vec![(*memo, Reading { observations })]).unwrap();
        Scales::new(&sample.history, &frozen, &sample.body.memos).map(|scales| scales.p_min())
    };
    assert_eq!(with(0, Observation::Soft(513)), Err(FitError::Reading));
    assert_eq!(with(2, Observation::Soft(512)), Err(FitError::Reading), "arity 3");
    assert_eq!(with(2, Observation::Symbol(3)), Err(FitError::Reading));
    assert!(with(0, Observation::Soft(-512)).is_ok());
    let budget = plan(&sample.history, &[*memo]).unwrap();
    let scales = Scales::new(&sample.history, &sample.frozen(), &sample.body.memos).unwrap();
    assert_eq!(scales.floor(&budget), Floor::Above);
}
