//! Entries have one text: it reads back, and every other text is refused.

use ledger::entry::{Decimal, Disclosed, Entry, EntryError, MAX_ENTRY_BYTES, Real};
use proptest::prelude::*;

use crate::sample::{A, B, Log, digest};

fn one_of_each() -> Vec<Entry> {
    let mut log = Log::default();
    log.add(Entry::Deal(Log::deal(A, 0, 12)));
    let mut entries = vec![Entry::Void(log.void(A, 0))];
    log.add(Entry::Reveal(log.reveal(A, 0)));
    log.add(Entry::Issue(log.issue(A, 0)));
    log.batch(B, 0, 3);
    let finding = log.inquiry(&[A, B], 1);
    log.add(Entry::Audit(log.audit(finding, A, Disclosed::Copies(vec![(0, 1), (2, 0)]))));
    log.add(Entry::Audit(log.audit(finding, A, Disclosed::All)));
    entries.extend((0..log.history.size()).map(|i| log.history.entry(i).unwrap().clone()));
    entries
}

#[test]
fn entries_read_back() {
    for entry in one_of_each() {
        let bytes = entry.write().unwrap();
        assert_eq!(Entry::parse(&bytes).as_ref(), Ok(&entry));
    }
}

/// Two texts for one entry would be two leaves for one fact.
#[test]
fn other_texts_are_refused() {
    for entry in one_of_each() {
        let text = String::from_utf8(entry.write().unwrap()).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for i in 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(i - 1, i);
            assert!(Entry::parse(swapped.concat().as_bytes()).is_err(), "{i} swapped: {text}");
            let mut missing = lines.clone();
            missing.remove(i);
            assert!(Entry::parse(missing.concat().as_bytes()).is_err(), "{i} missing: {text}");
            let mut twice = lines.clone();
            twice.insert(i, lines[i]);
            assert!(Entry::parse(twice.concat().as_bytes()).is_err(), "{i} twice: {text}");
            let double = lines[i].replacen(' ', "  ", 1);
            let mut spaced = lines.clone();
            spaced[i] = &double;
            assert!(Entry::parse(spaced.concat().as_bytes()).is_err(), "{i} spaced: {text}");
        }
        for bad in [
            text.replace('\n', "\r\n"),
            text.trim_end().to_owned(),
            format!("{text}\n"),
            format!(" {text}"),
            text.replacen("countermark/v1/", "countermark/v2/", 1),
            text.replacen("countermark/v1/", "countermark/v1/new-", 1),
            text.replacen(' ', "\t", 1),
            text.to_uppercase(),
        ] {
            assert!(Entry::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}

#[test]
fn values_have_one_text() {
    for bad in ["0", "1.5", "0.", "0.10", ".5", "0.1234567890123", "0.1e1", "0.-1", "0.1 "] {
        assert!(Decimal::new(bad).is_none(), "{bad}");
    }
    assert_eq!(Decimal::new("0.001").unwrap().value(), 0.001);
    for (value, text) in [
        (std::f64::consts::PI * 1e-7, "3.141592654e-7"),
        (0.0, "0.000000000e0"),
        (-0.0, "0.000000000e0"),
        (-1.5e123, "-1.500000000e123"),
        (9.999_999_999_9, "1.000000000e1"),
    ] {
        assert_eq!(Real::new(value).unwrap().as_str(), text);
    }
    assert!(Real::new(f64::NAN).is_none() && Real::new(f64::INFINITY).is_none());
    let entry = one_of_each().into_iter().find(|e| e.kind() == "finding").unwrap();
    let text = String::from_utf8(entry.write().unwrap()).unwrap();
    assert!(text.contains("alpha-inquiry 4.500000000e-4\n"));
    for bad in ["4.5e-4", "0.450000000e-3", "4.500000000e-04", "4.500000000E-4", "inf", "1e400"] {
        let other = text.replace("4.500000000e-4", bad);
        assert_eq!(Entry::parse(other.as_bytes()), Err(EntryError::Value("alpha-inquiry")));
    }
}

/// What cannot be read back is not written: a reason of two words, or more memos than 4 KiB hold.
#[test]
fn unwritable_entries_are_refused() {
    let mut log = Log::default();
    log.batch(A, 0, 2);
    let mut void = log.void(A, 0);
    void.reason = "two words".to_owned();
    assert_eq!(Entry::Void(void).write(), Err(EntryError::Value("reason")));
    let mut reading = log.reading(&[A], 1);
    reading.memos = (0..=255).map(|i| [i; 16]).collect();
    reading.inquiry = vec![1; 256];
    let error = Entry::Reading(reading.clone()).write().unwrap_err();
    assert!(matches!(error, EntryError::TooLong(bytes) if bytes > MAX_ENTRY_BYTES));
    reading.memos = vec![B, A];
    reading.inquiry = vec![1, 1];
    assert_eq!(Entry::Reading(reading).write(), Err(EntryError::Value("memos")));
    let mut deal = Log::deal(B, 0, 2);
    deal.nonces = vec![digest("one")];
    assert_eq!(Entry::Deal(deal).write(), Err(EntryError::Value("nonces")));
}

proptest! {
    /// Whatever stands in a bundle, parsing never panics, and what parses is what writes.
    #[test]
    fn parsing_is_total(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Entry::parse(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_never_reads_as_the_same(which in 0_usize..9, at: usize, byte: u8) {
        let entry = &one_of_each()[which];
        let mut bytes = entry.write().unwrap();
        let place = at % bytes.len();
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        if let Ok(other) = Entry::parse(&bytes) {
            prop_assert_ne!(&other, entry);
            prop_assert_eq!(other.write().unwrap(), bytes);
        }
    }
}
