//! A codebook opens only for the reading that was frozen, logged and covered by a checkpoint before its OPEN.

use evidence::reading::{FrozenReading, Observation, Reading};
use inquiry::open::{LoggedReading, OpenCodebook, OpenError};
use ledger::checkpoint::Checkpoint;
use ledger::note::SignerKey;
use ledger::order::History;

use crate::sample::Sample;

fn prove(sample: &Sample, frozen: FrozenReading, index: u64, note: &str) -> Result<(), OpenError> {
    LoggedReading::prove(frozen, &sample.history, index, note, &sample.key).map(|_| ())
}

/// Reading once more after having seen the codebook is what the whole order is there to prevent.
#[test]
fn another_reading_does_not_open() {
    let sample = Sample::new("bundle-named");
    let note = &sample.body.checkpoints[1];
    let frozen = sample.frozen();
    let (memo, reading) = &frozen.memos()[0];
    let mut changed = reading.clone();
    changed.observations[0] = Observation::Erased;
    let changed = FrozenReading::new(vec![(*memo, changed)]).unwrap();
    assert_eq!(prove(&sample, changed, sample.reading(), note), Err(OpenError::Digest));
    assert_eq!(prove(&sample, sample.frozen(), 0, note), Err(OpenError::NotLogged));
    assert_eq!(prove(&sample, sample.frozen(), sample.reading(), note), Ok(()));
}

/// A checkpoint signed too early does not hold the READING, one signed too late could have followed the OPEN.
#[test]
fn checkpoints_lie_between_reading_and_open() {
    let sample = Sample::new("bundle-named");
    let early = &sample.body.checkpoints[0];
    let early = prove(&sample, sample.frozen(), sample.reading(), early);
    assert_eq!(early, Err(OpenError::CheckpointPlace));
    let signer = SignerKey::from_seed("countermark.log/test", &[5; 32]).unwrap();
    let at = |size: u64, root| Checkpoint { size, root }.sign(&signer).unwrap();
    let tree = sample.history.tree();
    let ours = Sample { key: signer.verifier(), ..Sample::new("bundle-named") };
    let late = at(tree.size(), tree.root());
    let late = prove(&ours, ours.frozen(), ours.reading(), &late);
    assert_eq!(late, Err(OpenError::CheckpointPlace));
    let other = at(sample.reading() + 1, [0; 32]);
    let other = prove(&ours, ours.frozen(), ours.reading(), &other);
    assert_eq!(other, Err(OpenError::OtherLog));
    let unsigned = prove(&ours, ours.frozen(), ours.reading(), &sample.body.checkpoints[1]);
    assert!(matches!(unsigned, Err(OpenError::Checkpoint(_))));
}

/// Without OPEN in the log nothing opens, whatever was logged.
#[test]
fn a_logged_reading_alone_does_not_open() {
    let sample = Sample::new("bundle-gate");
    assert_eq!(
        OpenCodebook::open(sample.logged(), &sample.history).err(),
        Some(OpenError::NotOpened)
    );
    let opened = Sample::new("bundle-named");
    let before = opened.body.entries.iter().take(opened.reading() as usize + 1);
    let before = History::read(before).unwrap();
    let note = &opened.body.checkpoints[1];
    let logged =
        LoggedReading::prove(opened.frozen(), &before, opened.reading(), note, &opened.key);
    let logged = logged.unwrap();
    assert_eq!(OpenCodebook::open(logged, &before).err(), Some(OpenError::NotOpened));
    assert!(OpenCodebook::open(opened.logged(), &opened.history).is_ok());
}

/// READING must state the counts of the memos that were read, not of others.
#[test]
fn budgets_belong_to_the_memos_read() {
    let sample = Sample::new("bundle-tied");
    let memos: Vec<_> = sample.frozen().memos().iter().map(|(memo, _)| *memo).collect();
    let budget = inquiry::alpha::plan(&sample.history, &memos[..1]).unwrap();
    let intake = inquiry::open::Intake {
        leak: [0; 32],
        extractor: "plain/1".to_owned(),
        aligner: "lattice/1".to_owned(),
        alignments: 1,
        edits: 0,
    };
    let floor = ledger::entry::Floor::Above;
    let entry = inquiry::open::reading_entry(&budget, &sample.frozen(), floor, intake);
    assert_eq!(entry.err(), Some(OpenError::Memos));
    let nothing = FrozenReading::new(vec![(memos[0], Reading { observations: Vec::new() })]);
    assert_eq!(nothing.unwrap().memos().len(), 1);
}
