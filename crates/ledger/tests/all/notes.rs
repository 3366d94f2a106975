//! Signed notes against the published example of the note package, and checkpoints with one thing changed.

use base64::{Engine, engine::general_purpose::STANDARD};
use ledger::checkpoint::{Checkpoint, CheckpointError};
use ledger::hash::{sha256, to_hex};
use ledger::note::{NoteError, SignerKey, VerifierKey};

/// The example of golang.org/x/mod/sumdb/note.
const PUBLISHED_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PUBLISHED_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn the_published_note_opens() {
    let key = VerifierKey::parse(PUBLISHED_KEY).unwrap();
    assert_eq!(key.to_string(), PUBLISHED_KEY);
    assert!(key.open(PUBLISHED_NOTE).unwrap().ends_with("your problem is.\n"));
    let changed = PUBLISHED_NOTE.replace("your problem,", "our problem,");
    assert_eq!(key.open(&changed), Err(NoteError::Signature));
}

fn signer(name: &str) -> SignerKey {
    SignerKey::from_seed(name, &[3; 32]).unwrap()
}

/// Another key's signature beside ours is passed over; a note without ours is not believed.
#[test]
fn only_the_wanted_key_counts() {
    let (ours, other) = (signer("log.example"), signer("other.example"));
    let note = ours.sign("text\n").unwrap();
    let line = other.sign("text\n").unwrap().split_off("text\n\n".len());
    let key = ours.verifier();
    assert_eq!(key.open(&format!("{note}{line}")), Ok("text\n"));
    assert_eq!(key.open(&format!("text\n\n{line}")), Err(NoteError::Unsigned));
    assert_eq!(key.open(&format!("{note}— broken\n")), Err(NoteError::Note));
    assert_eq!(key.open("text\n"), Err(NoteError::Note));
    assert_eq!(key.open(note.trim_end()), Err(NoteError::Note));
    assert_eq!(ours.sign("no line feed").err(), Some(NoteError::Text));
}

/// A key whose id, type or point is wrong must not verify anything.
#[test]
fn bad_keys_are_refused() {
    let good = signer("log.example").verifier().to_string();
    let (name, rest) = good.split_once('+').unwrap();
    let (id, key) = rest.split_once('+').unwrap();
    let mut neutral = vec![0; 33];
    (neutral[0], neutral[1]) = (1, 1);
    let neutral_id = &to_hex(&sha256(&[name.as_bytes(), b"\n", &neutral]))[..8];
    let bad = [
        format!("{name}+00000000+{key}"),
        format!("{name}+{}", rest.to_uppercase()),
        format!("{name}+{id}+B{}", &key[1..]),
        format!("{name}+{rest}="),
        good.replace("log.example", "log.example2"),
        // The neutral point would verify any text.
        format!("{name}+{neutral_id}+{}", STANDARD.encode(neutral)),
    ];
    for text in bad {
        assert_eq!(VerifierKey::parse(&text), Err(NoteError::Key), "{text}");
    }
    assert_eq!(SignerKey::from_seed("two words", &[3; 32]).err(), Some(NoteError::Name));
    assert_eq!(VerifierKey::parse(&good).unwrap().to_string(), good);
}

#[test]
fn checkpoints_read_back_and_changed_ones_do_not() {
    let key = signer("log.example");
    let checkpoint = Checkpoint { size: 7, root: sha256(&[b"root"]) };
    let note = checkpoint.sign(&key).unwrap();
    assert_eq!(Checkpoint::open(&note, &key.verifier()), Ok(checkpoint));
    let larger = note.replacen("\n7\n", "\n8\n", 1);
    let wrong = CheckpointError::Note(NoteError::Signature);
    assert_eq!(Checkpoint::open(&larger, &key.verifier()), Err(wrong));

    let root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for (text, error) in [
        (format!("other.example\n7\n{root}\n"), CheckpointError::Origin),
        (format!("log.example\n07\n{root}\n"), CheckpointError::Size),
        (format!("log.example\n7\n{root}\nmore\n"), CheckpointError::Lines),
        ("log.example\n7\nAAAA\n".to_owned(), CheckpointError::Root),
    ] {
        let note = key.sign(&text).unwrap();
        assert_eq!(Checkpoint::open(&note, &key.verifier()), Err(error), "{text}");
    }
}
