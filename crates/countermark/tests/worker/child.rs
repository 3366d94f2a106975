//! Children of this test program.
//!
//! A test program has no `main` of its own, so it cannot begin with `run_if_asked`. It is its own worker by way of a shell
//! script for each behaviour, which runs the one test below with the reply in file 3: the harness prints to standard output.

use countermark::worker::{Limits, Worker, confine, serve};
use document::pdf::STACK_BYTES;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::LazyLock;

/// What a child does instead of its job, or before it.
const BEHAVIOURS: [&str; 10] =
    ["work", "spin", "sleep", "allocate", "panic", "abort", "silence", "flood", "babble", "reach"];
const BEHAVIOUR: &str = "CHILD_BEHAVIOUR";
const LIMITS: &str = "CHILD_LIMITS";

/// Scripts, all written before the first child starts: none can be run while it is open for writing.
static SCRIPTS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    for behaviour in BEHAVIOURS {
        let script = format!(
            "#!/bin/sh\nshift\n{LIMITS}=\"$*\" {BEHAVIOUR}={behaviour} exec '{}' \
             --exact child::child --nocapture --test-threads=1 3>&1 >/dev/null\n",
            program.display()
        );
        write(&folder.path().join(behaviour), &script);
    }
    write(&folder.path().join("leave"), "#!/bin/sh\nsleep 600 &\nexit 0\n");
    folder
});

fn write(path: &std::path::Path, script: &str) {
    std::fs::write(path, script).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
}

/// A program that behaves so.
pub(crate) fn program(behaviour: &str) -> PathBuf {
    SCRIPTS.path().join(behaviour)
}

/// A worker whose children do their work.
pub(crate) fn worker() -> Worker {
    Worker::at(program("work"))
}

/// The child's side; does nothing in an ordinary run of the tests.
#[test]
fn child() {
    let (Ok(behaviour), Ok(limits)) = (std::env::var(BEHAVIOUR), std::env::var(LIMITS)) else {
        return;
    };
    let numbers: Vec<u64> = limits.split(' ').map(|number| number.parse().unwrap()).collect();
    let [memory_bytes, cpu_seconds, wall_seconds, reply_bytes] = numbers.try_into().unwrap();
    let limits = Limits { memory_bytes, cpu_seconds, wall_seconds, reply_bytes };
    let reply = File::options().write(true).open("/proc/self/fd/3").unwrap();
    let work = move || behave(&behaviour, &limits, reply);
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap();
}

fn behave(behaviour: &str, limits: &Limits, mut reply: File) {
    if behaviour != "work" {
        confine(limits).unwrap();
    }
    match behaviour {
        "work" => {}
        "spin" => loop {
            std::hint::black_box(0);
        },
        "sleep" => loop {
            std::thread::park();
        },
        "allocate" => drop(std::hint::black_box(vec![1_u8; 4 << 30])),
        "panic" => panic!("a parser came to a place that cannot be"),
        "abort" => std::process::abort(),
        "silence" => return,
        "flood" => loop {
            reply.write_all(&[0; 4096]).unwrap();
        },
        "babble" => return reply.write_all(b"{\"text\": \"\x1b[2J\"}").unwrap(),
        "reach" => reach(),
        other => panic!("no behaviour `{other}`"),
    }
    serve(limits, std::io::stdin().lock(), reply).unwrap();
}

/// Tries what a parser never needs; a panic here fails the job that is asked of it.
fn reach() {
    assert!(File::open("/etc/hostname").is_err(), "a file can be opened");
    assert!(File::create("/tmp/countermark-reached").is_err(), "a file can be made");
    assert!(std::net::TcpListener::bind("127.0.0.1:0").is_err(), "a socket can be opened");
    if !rustix::process::getuid().is_root() {
        // The kernel does not hold the administrator to this limit.
        let started = std::process::Command::new("/bin/true").spawn();
        assert!(started.is_err(), "a process can be started");
    }
    for secret in ["HOME", "CARGO_MANIFEST_DIR"] {
        assert!(std::env::var_os(secret).is_none(), "`{secret}` is known");
    }
}
