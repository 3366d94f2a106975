//! Condition 6: however often a memo is asked about or dealt again, the budget keeps the whole under α.

use crate::field::{FAIR, Judge, Random, Rate, catalogue, read};
use evidence::plan::{Tier, alpha_inquiry};

const COPIES: usize = 20;
const ALPHA: f64 = 0.05;

/// Twelve made-up leaks are traced one after the other: at the full α each, an innocent copy is named far too often.
#[test]
fn inquiries_without_a_budget_break_the_bound() {
    let marks = catalogue(&[(30, FAIR)]);
    let mut random = Random(31);
    let mut judge = Judge::default();
    let mut ever = |budget: fn(u64) -> f64| {
        Rate::of(300, || {
            let words = random.words(&marks, COPIES);
            (1..=12).any(|inquiry| {
                let leak = read(&random.words(&marks, 1)[0]);
                !judge.named(&marks, &leak, &words, budget(inquiry)).is_empty()
            })
        })
    };
    let broken = ever(|_| ALPHA);
    assert!(broken.lower() > 2.0 * ALPHA, "{broken:?}");
}

/// The same twelve leaks within the budget. The limits differ from inquiry to inquiry, hence one judge for each.
#[test]
fn inquiries_within_the_budget_keep_the_bound() {
    let marks = catalogue(&[(30, FAIR)]);
    let mut random = Random(32);
    let mut judges: Vec<Judge> = (0..12).map(|_| Judge::default()).collect();
    let kept = Rate::of(300, || {
        let words = random.words(&marks, COPIES);
        judges.iter_mut().zip(1..).any(|(judge, inquiry)| {
            let leak = read(&random.words(&marks, 1)[0]);
            let alpha = Tier::Single.share() * alpha_inquiry(ALPHA, 0, inquiry);
            !judge.named(&marks, &leak, &words, alpha).is_empty()
        })
    });
    assert!(kept.value() <= ALPHA, "{kept:?}");
}

/// A dealer who looks at his codebooks and deals again until one fits his leak pays for each deal that he dropped.
#[test]
fn dealing_again_is_paid_for() {
    let marks = catalogue(&[(30, FAIR)]);
    let mut random = Random(33);
    let mut ever = |trials: usize, budget: fn(u64) -> f64| {
        let mut judges: Vec<Judge> = (0..40).map(|_| Judge::default()).collect();
        Rate::of(trials, || {
            let leak = read(&random.words(&marks, 1)[0]);
            judges.iter_mut().zip(0..).any(|(judge, dropped)| {
                let words = random.words(&marks, COPIES);
                !judge.named(&marks, &leak, &words, budget(dropped)).is_empty()
            })
        })
    };
    let broken = ever(60, |_| ALPHA);
    assert!(broken.lower() > 2.0 * ALPHA, "{broken:?}");
    let kept = ever(120, |dropped| Tier::Single.share() * alpha_inquiry(ALPHA, dropped, 1));
    assert!(kept.value() <= ALPHA, "{kept:?}");
}
