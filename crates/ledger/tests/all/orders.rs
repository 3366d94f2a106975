//! The order rules: each violation is refused with its own error, and the counts are those of a plain recount.

use ledger::commit::MemoId;
use ledger::entry::{CopyId, Custody, Decimal, Disclosed, Entry, Floor, Grade, Outcome, Purpose};
use ledger::order::OrderError;

use crate::sample::{A, B, Log, digest};

fn issued() -> Log {
    let mut log = Log::default();
    log.batch(A, 0, 12);
    log
}

/// DEAL, REVEAL, ISSUE: what could be dealt again, skipped or swapped would let a registrar choose words.
#[test]
fn batches_keep_their_order() {
    let mut log = Log::default();
    let second = Log::deal(A, 1, 3);
    log.refuses(&Entry::Deal(second.clone()), OrderError::BatchEarly);
    log.refuses(&Entry::Reveal(log.reveal(A, 0)), OrderError::NoDeal("reveal"));
    log.refuses(&Entry::Issue(log.issue(A, 0)), OrderError::NoDeal("issue"));
    log.add(Entry::Deal(Log::deal(A, 0, 12)));
    log.refuses(&Entry::Deal(Log::deal(A, 0, 12)), OrderError::Repeated("deal"));
    log.refuses(&Entry::Deal(second.clone()), OrderError::BatchEarly);
    log.refuses(&Entry::Issue(log.issue(A, 0)), OrderError::NoReveal);

    let mut other = log.reveal(A, 0);
    other.deal = digest("another");
    log.refuses(&Entry::Reveal(other), OrderError::OtherDeal("reveal"));
    let mut other = log.reveal(A, 0);
    other.values.reverse();
    log.refuses(&Entry::Reveal(other), OrderError::RevealValues);
    let mut other = log.reveal(A, 0);
    other.values.push(digest("more"));
    log.refuses(&Entry::Reveal(other), OrderError::RevealValues);
    let mut other = log.reveal(A, 0);
    other.beacon = digest("chosen");
    log.refuses(&Entry::Reveal(other), OrderError::Beacon);

    log.add(Entry::Reveal(log.reveal(A, 0)));
    log.refuses(&Entry::Reveal(log.reveal(A, 0)), OrderError::Repeated("reveal"));
    let mut other = log.issue(A, 0);
    other.copies = 11;
    log.refuses(&Entry::Issue(other), OrderError::IssueCopies);
    log.add(Entry::Issue(log.issue(A, 0)));
    log.refuses(&Entry::Issue(log.issue(A, 0)), OrderError::Repeated("issue"));
    log.refuses(&Entry::Void(log.void(A, 0)), OrderError::AlreadyIssued);
    log.add(Entry::Deal(second));
}

/// A later batch that changed α, the catalogue or the custody would change the bound after the fact.
#[test]
fn later_batches_repeat_the_first() {
    let log = issued();
    let mut differing = vec![Log::deal(A, 1, 2); 6];
    differing[0].alpha = Decimal::new("0.01").unwrap();
    differing[1].catalogue = digest("other");
    differing[2].original = digest("other");
    differing[3].decoder = digest("other");
    differing[4].custody = Custody::Local;
    differing[5].witnesses = 3;
    for deal in differing {
        log.refuses(&Entry::Deal(deal), OrderError::BatchDiffers);
    }
    assert_eq!(log.history.admit(&Entry::Deal(Log::deal(A, 1, 2))), Ok(()));
}

/// A voided deal must not come back as an issue.
#[test]
fn void_is_final() {
    let mut log = Log::default();
    log.refuses(&Entry::Void(log.void(A, 0)), OrderError::NoDeal("void"));
    log.add(Entry::Deal(Log::deal(A, 0, 12)));
    log.add(Entry::Reveal(log.reveal(A, 0)));
    log.add(Entry::Void(log.void(A, 0)));
    log.refuses(&Entry::Void(log.void(A, 0)), OrderError::Repeated("void"));
    log.refuses(&Entry::Issue(log.issue(A, 0)), OrderError::Voided);
}

/// READING < OPEN < FINDING, once each, with the counts of the log.
#[test]
fn inquiries_keep_their_order() {
    let mut log = issued();
    let good = log.reading(&[A], 1);
    let mut bad = good.clone();
    bad.memos = vec![B];
    log.refuses(&Entry::Reading(bad), OrderError::NotIssued);
    let mut bad = good.clone();
    bad.copies = 11;
    log.refuses(&Entry::Reading(bad), OrderError::Count("copies"));
    let mut bad = good.clone();
    bad.inquiry = vec![2];
    log.refuses(&Entry::Reading(bad), OrderError::Count("inquiry"));

    let at = log.add(Entry::Reading(good.clone()));
    log.refuses(&Entry::Reading(good), OrderError::ReadingRepeated);
    let open = log.open(at);
    let mut bad = open.clone();
    bad.reading = digest("none");
    log.refuses(&Entry::Open(bad), OrderError::NoReading);
    let mut bad = open.clone();
    bad.inquiry = vec![2];
    log.refuses(&Entry::Open(bad), OrderError::OpenDiffers);
    let mut bad = open.clone();
    bad.purpose = Purpose::Shortlist;
    log.refuses(&Entry::Open(bad), OrderError::Purpose);
    for nonces in [vec![], vec![open.nonces[0]], vec![open.nonces[1], open.nonces[0]]] {
        let mut bad = open.clone();
        bad.nonces = nonces;
        log.refuses(&Entry::Open(bad), OrderError::Nonces);
    }
    let mut bad = open.clone();
    bad.nonces.push(digest("more"));
    log.refuses(&Entry::Open(bad), OrderError::Nonces);

    log.add(Entry::Open(open.clone()));
    log.refuses(&Entry::Open(open), OrderError::OpenTwice);
    let finding = log.finding(at);
    log.add(Entry::Finding(finding.clone()));
    log.refuses(&Entry::Finding(finding), OrderError::FindingTwice);

    let late = log.add(Entry::Reading(log.reading(&[A], 2)));
    log.add(Entry::Finding(log.finding(late)));
    log.refuses(&Entry::Open(log.open(late)), OrderError::OpenLate);
}

/// A reading frozen before another opening was counted with the wrong i: it must be logged afresh.
#[test]
fn an_opening_in_between_sends_back() {
    let mut log = issued();
    let first = log.add(Entry::Reading(log.reading(&[A], 1)));
    log.inquiry(&[A], 2);
    log.refuses(&Entry::Open(log.open(first)), OrderError::InquiryMoved);
    let again = log.reading(&[A], 3);
    assert_eq!(again.inquiry, [2]);
    assert_eq!(log.history.counts(&[A]).unwrap().unopened, 1);
    let again = log.add(Entry::Reading(again));
    log.add(Entry::Open(log.open(again)));
}

/// The chain ends: after 1023 openings nothing can draw a sample that nobody knew.
#[test]
fn inquiries_end_with_the_chain() {
    let mut log = issued();
    for salt in 0..1023 {
        log.inquiry(&[A], salt);
    }
    let at = log.add(Entry::Reading(log.reading(&[A], 1023)));
    log.refuses(&Entry::Open(log.open(at)), OrderError::InquiriesSpent);
}

/// FINDING states what the log gives, and names only copies that it can name.
#[test]
fn findings_are_recounted() {
    let mut log = issued();
    let at = log.add(Entry::Reading(log.reading(&[A], 1)));
    let unopened = log.finding(at);
    let mut bad = unopened.clone();
    bad.outcome = Outcome::Shortlist;
    log.refuses(&Entry::Finding(bad), OrderError::Outcome);
    log.add(Entry::Open(log.open(at)));
    log.refuses(&Entry::Finding(unopened), OrderError::FindingOpen);

    let finding = log.finding(at);
    let mut bad = vec![finding.clone(); 8];
    bad[0].reading = digest("none");
    bad[1].copies = 11;
    bad[2].deals = 2;
    bad[3].voids = vec![1];
    bad[4].unopened = 1;
    bad[5].alpha = Decimal::new("0.01").unwrap();
    bad[6].grade = Grade::B;
    bad[7].outcome = Outcome::CannotName;
    let errors = [
        OrderError::NoReading,
        OrderError::Count("copies"),
        OrderError::Count("deals"),
        OrderError::Count("voids"),
        OrderError::Count("unopened"),
        OrderError::Alpha,
        OrderError::Grade,
        OrderError::Outcome,
    ];
    for (bad, error) in bad.into_iter().zip(errors) {
        log.refuses(&Entry::Finding(bad), error);
    }
    for copy in [(A, 0, 12), (A, 1, 0), (B, 0, 0)] {
        let copy = CopyId { memo: copy.0, batch: copy.1, j: copy.2 };
        let bad = Log::name(finding.clone(), copy);
        log.refuses(&Entry::Finding(bad), OrderError::NamedUnknown);
    }
    log.add(Entry::Finding(Log::name(finding, CopyId { memo: A, batch: 0, j: 11 })));
}

/// Below the floor nothing is named, whatever the opening showed.
#[test]
fn below_the_floor_nothing_is_named() {
    let mut log = issued();
    let mut reading = log.reading(&[A], 1);
    reading.floor = Floor::Below;
    let at = log.add(Entry::Reading(reading));
    let mut bad = log.open(at);
    bad.purpose = Purpose::Name;
    log.refuses(&Entry::Open(bad), OrderError::Purpose);
    log.add(Entry::Open(log.open(at)));
    let finding = Log::name(log.finding(at), CopyId { memo: A, batch: 0, j: 1 });
    log.refuses(&Entry::Finding(finding), OrderError::Outcome);
    log.add(Entry::Finding(log.finding(at)));
}

/// A key that left the registry could be used to shape a leak: its copy is never named again.
#[test]
fn disclosed_copies_are_burnt() {
    let mut log = issued();
    let finding = log.inquiry(&[A], 1);
    let mut bad = log.audit(finding, A, Disclosed::All);
    bad.finding = digest("none");
    log.refuses(&Entry::Audit(bad), OrderError::NoFinding);
    log.refuses(&Entry::Audit(log.audit(finding, B, Disclosed::All)), OrderError::NoMemo);

    let before = log.add(Entry::Reading(log.reading(&[A], 2)));
    log.add(Entry::Audit(log.audit(finding, A, Disclosed::Copies(vec![(0, 3), (0, 5)]))));
    let after = log.add(Entry::Reading(log.reading(&[A], 3)));
    let copy = |j| CopyId { memo: A, batch: 0, j };
    assert!(!log.history.burnt(&copy(3), before) && log.history.burnt(&copy(3), after));
    assert!(!log.history.burnt(&copy(4), after));
    log.add(Entry::Open(log.open(after)));
    let bad = Log::name(log.finding(after), copy(5));
    log.refuses(&Entry::Finding(bad), OrderError::NamedBurnt);
    log.add(Entry::Finding(Log::name(log.finding(after), copy(4))));
    log.add(Entry::Audit(log.audit(finding, A, Disclosed::All)));
    assert!(log.history.burnt(&copy(4), log.history.size()));
}

/// N adds up batches, i and the unopened readings count over tied memos, D counts every deal.
#[test]
fn counts_over_tied_memos() {
    let mut log = issued();
    log.batch(B, 0, 5);
    log.batch(A, 1, 2);
    log.inquiry(&[A], 1);
    log.add(Entry::Reading(log.reading(&[A], 2)));
    log.add(Entry::Reading(log.reading(&[A, B], 3)));
    let counts = log.history.counts(&[A, B]).unwrap();
    assert_eq!((counts.copies, counts.deals), (19, 3));
    assert_eq!((counts.inquiry, counts.unopened), (vec![2, 1], 2));
    assert!(counts.opened_before);
    assert_eq!(log.history.counts(&[B]).unwrap().unopened, 1);
}

fn memo(byte: u8) -> MemoId {
    [byte; 16]
}

/// Deals tried and thrown away cost α, and neither a dummy issue at the end nor one for each attempt resets the count.
#[test]
fn voids_cannot_be_dodged() {
    let mut log = Log::default();
    log.batch(B, 0, 2);
    for attempt in 1..=4 {
        log.add(Entry::Deal(Log::deal(memo(attempt), 0, 2)));
    }
    log.batch(A, 0, 2);
    assert_eq!(log.history.counts(&[A]).unwrap().voids, [4], "under any memo id");
    assert_eq!(log.history.counts(&[B]).unwrap().voids, [0], "not those after its last issue");
    log.batch(memo(9), 0, 2);
    log.add(Entry::Deal(Log::deal(memo(10), 0, 2)));
    assert_eq!(log.history.counts(&[A]).unwrap().voids, [4], "a dummy issue resets nothing");
    log.batch(A, 1, 2);
    assert_eq!(
        log.history.counts(&[A]).unwrap().voids,
        [6],
        "up to the last batch, which counts too"
    );
    log.add(Entry::Reveal(log.reveal(memo(1), 0)));
    log.add(Entry::Issue(log.issue(memo(1), 0)));
    assert_eq!(log.history.counts(&[A]).unwrap().voids, [5], "an attempt that was issued later");

    let mut log = Log::default();
    for attempt in 1..=3 {
        log.add(Entry::Deal(Log::deal(memo(attempt), 0, 2)));
        log.add(Entry::Deal(Log::deal(memo(attempt + 100), 0, 2)));
        log.add(Entry::Reveal(log.reveal(memo(attempt + 100), 0)));
        log.add(Entry::Issue(log.issue(memo(attempt + 100), 0)));
    }
    log.batch(A, 0, 2);
    assert_eq!(log.history.counts(&[A]).unwrap().voids, [0], "only since the issue before it");
    assert_eq!(log.history.counts(&[memo(103)]).unwrap().voids, [1]);
}

/// The grade tells whether the leak was logged before anybody had seen the codebook.
#[test]
fn grades() {
    let mut log = issued();
    let at = log.add(Entry::Reading(log.reading(&[A], 1)));
    assert_eq!(log.finding(at).grade, Grade::A);
    log.add(Entry::Open(log.open(at)));
    let at = log.add(Entry::Reading(log.reading(&[A], 2)));
    assert_eq!(log.finding(at).grade, Grade::B);
    let mut local = Log::deal(B, 0, 3);
    local.custody = Custody::Local;
    log.add(Entry::Deal(local));
    log.add(Entry::Reveal(log.reveal(B, 0)));
    log.add(Entry::Issue(log.issue(B, 0)));
    let at = log.add(Entry::Reading(log.reading(&[A, B], 3)));
    assert_eq!(log.finding(at).grade, Grade::L);
}

/// Refused entries leave no trace, and a log read again from its bytes is the same log.
#[test]
fn reading_again_gives_the_same() {
    let mut log = issued();
    log.inquiry(&[A], 1);
    let root = log.history.tree().root();
    assert!(log.history.append(Entry::Deal(Log::deal(A, 0, 1))).is_err());
    assert_eq!(log.history.tree().root(), root);
    let bytes: Vec<Vec<u8>> =
        (0..log.history.size()).map(|i| log.history.entry(i).unwrap().write().unwrap()).collect();
    let again = ledger::order::History::read(&bytes).unwrap();
    assert_eq!(again.tree().root(), root);
    let missing = bytes.iter().enumerate().filter(|(i, _)| *i != 3).map(|(_, entry)| entry);
    let error = ledger::order::History::read(missing).unwrap_err();
    assert_eq!(error, (3, OrderError::NoReading));
}

/// A hostile bundle may hold 100,000 entries that all share two memos; checking them must stay near-linear.
#[test]
fn a_long_log_is_read_in_linear_time() {
    let mut log = Log::default();
    log.batch(A, 0, 2);
    log.batch(B, 0, 2);
    for salt in 0..30_000 {
        log.add(Entry::Reading(log.reading(&[A, B], salt)));
    }
    assert_eq!(log.history.counts(&[B]).unwrap().unopened, 30_000);
}
