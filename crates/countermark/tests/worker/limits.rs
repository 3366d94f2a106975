//! Children that fail: each in its own way, told apart, and none of them harms this process.

use super::child::{program, worker};
use countermark::worker::{Extracted, Limits, Worker, WorkerError};

/// Limits that a test can wait for.
const SMALL: Limits =
    Limits { memory_bytes: 256 << 20, cpu_seconds: 1, wall_seconds: 20, reply_bytes: 1 << 20 };
/// For children that do not compute.
const BRIEF: Limits = Limits { wall_seconds: 1, ..SMALL };

fn ask(behaviour: &str, limits: Limits) -> Result<Extracted, WorkerError> {
    let worker = Worker::at(program(behaviour)).with_limits(limits, limits);
    let reply = worker.extract(Some("leak.txt"), b"The port is full.");
    if let Err(error) = &reply {
        assert!(!error.hint().is_empty() && !error.to_string().ends_with('.'));
    }
    // Whatever became of that child, the next one does its work.
    let next = self::worker().extract(None, b"Dues");
    assert_eq!(next.unwrap(), Extracted::Text("Dues".into()));
    reply
}

/// The control: under these limits an honest child does its work.
#[test]
fn honest_children_keep_small_limits() {
    assert_eq!(ask("work", SMALL).unwrap(), Extracted::Text("The port is full.".into()));
}

/// A parser in an endless loop ends with its computing time.
#[test]
fn computing_time_is_limited() {
    assert!(matches!(ask("spin", SMALL), Err(WorkerError::TooSlow { seconds: 1 })));
}

/// A child that waits for ever takes no computing time, and ends too.
#[test]
fn waiting_is_limited() {
    assert!(matches!(ask("sleep", BRIEF), Err(WorkerError::TooSlow { seconds: 1 })));
}

/// A child that ends, but leaves another behind that holds its pipes open.
#[test]
fn what_a_child_leaves_behind_is_ended() {
    assert!(matches!(ask("leave", BRIEF), Err(WorkerError::TooSlow { seconds: 1 })));
}

/// A bomb of any format comes down to an allocation that is refused.
#[test]
fn memory_is_limited() {
    let error = ask("allocate", SMALL).unwrap_err();
    assert!(matches!(error, WorkerError::TooMuchMemory { bytes: 0x1000_0000 }), "{error}");
}

/// A reply that never ends is not kept.
#[test]
fn replies_are_limited() {
    assert!(matches!(ask("flood", SMALL), Err(WorkerError::TooMuchOutput)));
}

/// Panics of a parser, aborts, and replies that are none, are errors of one file.
#[test]
fn broken_children_are_errors() {
    for behaviour in ["panic", "abort"] {
        assert!(matches!(ask(behaviour, SMALL), Err(WorkerError::Crashed)), "{behaviour}");
    }
    for behaviour in ["silence", "babble"] {
        assert!(matches!(ask(behaviour, SMALL), Err(WorkerError::Nonsense)), "{behaviour}");
    }
}

/// A captured parser finds no file, no network, no process and no environment; then it does its work, or this fails.
#[test]
fn children_reach_nothing() {
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some(), "there is something to hide");
    assert_eq!(ask("reach", SMALL).unwrap(), Extracted::Text("The port is full.".into()));
}

/// Without a program there is an error that says so, and no reading by another way.
#[test]
fn a_missing_program_is_an_error() {
    let error = Worker::at("/nowhere/countermark".into()).extract(None, b"Dues").unwrap_err();
    assert!(matches!(error, WorkerError::Start(_)), "{error}");
}
