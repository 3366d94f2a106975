//! Tracing: the right copy or none, every reading logged before anything opens, and nothing said twice.

use crate::common::{Bench, MEMO, OFFICES, copy};
use countermark::bundle::export;
use countermark::report::{Outcome, Seen};
use countermark::trace::{TraceError, TraceOptions, trace};
use inquiry::verify::{Policy, verify};

fn retyped(text: &str) -> String {
    text.replace(countermark::NOTICE, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A whole copy, retyped, names its office; the bundle verifies, and any flipped byte is refused.
#[tokio::test]
async fn a_retyped_copy_names_its_office() {
    let bench = Bench::new().await;
    let issued = bench.issue(MEMO, OFFICES, "copies").await;
    let report = bench.trace(&retyped(&copy(&issued, 3)), &TraceOptions::default()).await;
    assert_eq!(report.outcome, Outcome::Named, "{}", report.sentence);
    let named: Vec<(u32, &str)> =
        report.copies.iter().map(|c| (c.copy, c.office.as_str())).collect();
    assert_eq!(named, [(3, "Lima")]);
    assert_eq!(
        (report.log.reading, report.log.open, report.log.finding),
        (Some(3), Some(4), Some(5))
    );
    let mut step = bench.archive.begin().await.unwrap();
    let bundle = export(&mut step, 5).await.unwrap();
    step.commit().await.unwrap();
    let verified = verify(&bundle, &Policy::default()).unwrap();
    assert_eq!(verified.named[0].office.as_deref(), Some("Lima"));
    // One bit of every byte; each position has its own reason to be refused.
    for at in (0..bundle.len()).step_by(7) {
        let mut flipped = bundle.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(verify(&flipped, &Policy::default()).is_err(), "byte {at}");
    }
}

/// Asking again costs nothing and says the same; a copy whose key has left is never named again.
#[tokio::test]
async fn asking_again_and_burnt_keys() {
    let bench = Bench::new().await;
    let issued = bench.issue(MEMO, OFFICES, "copies").await;
    let leak = retyped(&copy(&issued, 2));
    let first = bench.trace(&leak, &TraceOptions::default()).await;
    let entries = bench.entries().await;
    let again = bench.trace(&leak, &TraceOptions::default()).await;
    assert_eq!((again.outcome, again.log.finding), (first.outcome, first.log.finding));
    assert_eq!(bench.entries().await, entries, "asking again was logged");
    let mut step = bench.archive.begin().await.unwrap();
    export(&mut step, first.log.finding.unwrap()).await.unwrap();
    export(&mut step, first.log.finding.unwrap()).await.unwrap();
    step.commit().await.unwrap();
    assert_eq!(bench.entries().await, entries + 1, "one key leaves once");
    let later = bench.trace(&format!("{leak} Once more."), &TraceOptions::default()).await;
    assert_ne!(later.outcome, Outcome::Named);
    assert!(
        later.copies.iter().any(|c| c.copy == 2 && c.disclosed),
        "it stays on the shortlist, as disclosed"
    );
    assert_eq!(later.inquiry, Some(2));
}

/// Texts that are no leak open nothing and leave no trace in the log.
#[tokio::test]
async fn innocent_texts_are_no_finding() {
    let bench = Bench::new().await;
    bench.issue(MEMO, OFFICES, "copies").await;
    let entries = bench.entries().await;
    for text in [
        "The council of Brevik met on Tuesday to discuss the pier, the unions and the weather.",
        "An article about something else entirely, with a \"quotation of several words\" by somebody.",
    ] {
        let report = bench.trace(text, &TraceOptions::default()).await;
        assert_eq!(report.outcome, Outcome::NoFinding);
        assert_eq!(report.log.reading, None);
    }
    assert_eq!(bench.entries().await, entries);
}

/// The unmarked original was held by no recipient: nothing may be named from it, however much of it leaks.
#[tokio::test]
async fn a_text_dealt_to_nobody_names_nobody() {
    let bench = Bench::new().await;
    bench.issue(MEMO, OFFICES, "copies").await;
    // First readings throughout: one word in 2^24, which none of four copies holds but by chance.
    let mut original = String::new();
    let mut rest = MEMO;
    while let Some((head, tail)) = rest.split_once('{') {
        let (choice, after) = tail.split_once('}').unwrap();
        original += head;
        original += choice.split('|').next().unwrap();
        rest = after;
    }
    original += rest;
    let report = bench.trace(&original, &TraceOptions::default()).await;
    assert_ne!(report.outcome, Outcome::Named, "{:?}", report.copies);
}

/// One striking word names nobody; with the memo named by the operator it gives a shortlist, or nothing if none is wanted.
#[tokio::test]
async fn a_single_word_cannot_name() {
    let bench = Bench::new().await;
    let issued = bench.issue(MEMO, OFFICES, "copies").await;
    let text = copy(&issued, 1);
    let word = ["wooden", "lifeless", "hollow", "flat"]
        .into_iter()
        .find(|w| text.contains(&format!("{w} speech")))
        .unwrap();
    let article = format!(
        "The leaked memo described the minister's speech as \"{word}\". The ministry declined to comment."
    );
    let silent = bench.trace(&article, &TraceOptions::default()).await;
    assert_eq!(silent.outcome, Outcome::NoFinding);
    let memo = ledger::hash::to_hex(&issued.memo);
    let named = TraceOptions { memo: Some(memo[..8].into()), shortlist: true };
    let shut = bench.trace(&article, &TraceOptions { shortlist: false, ..named.clone() }).await;
    assert_eq!((shut.outcome, shut.log.open, shut.copies.len()), (Outcome::CannotName, None, 0));
    let report = bench.trace(&article, &named).await;
    assert_eq!(report.outcome, Outcome::CannotName);
    assert!(report.copies.iter().any(|c| c.copy == 1) && report.log.open.is_some());
    let read: Vec<&Seen> =
        report.memos[0].marks.iter().map(|m| &m.seen).filter(|s| **s != Seen::Erased).collect();
    assert_eq!(read.len(), 1);
    let unknown = TraceOptions { memo: Some("ffff0000".into()), shortlist: true };
    let finder = countermark::find::Finder::open(&bench.archive).await.unwrap();
    let worker = countermark::worker::Worker::in_process();
    let leak = countermark::trace::Leak::new(vec![(None, article.into_bytes())]);
    let traced = trace(&bench.archive, &finder, &leak, &unknown, &worker, &mut |_| {}).await;
    let error = traced.unwrap_err();
    assert!(matches!(error, TraceError::UnknownMemo { .. }));
}

/// Two memos that share the leaked words are one inquiry over the copies of both.
#[tokio::test]
async fn shared_wording_is_one_inquiry() {
    let bench = Bench::new().await;
    let first = bench.issue(MEMO, OFFICES, "a").await;
    bench.issue(MEMO, OFFICES, "b").await;
    let report = bench.trace(&retyped(&copy(&first, 4)), &TraceOptions::default()).await;
    assert_eq!((report.memos.len(), report.n), (2, Some(8)));
    assert_eq!(report.outcome, Outcome::Named);
    assert_eq!(report.copies[0].memo, ledger::hash::to_hex(&first.memo));
    assert_eq!(report.copies[0].office, "Cairo");
}
