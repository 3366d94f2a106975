//! The command as people and scripts call it: exit codes, one JSON document, errors with a hint, nothing half-written.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

mod errors;
mod session;

/// A folder to work in.
struct Desk {
    dir: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { dir: tempfile::tempdir().unwrap() }
    }

    /// With a registry, a memo and a roster in it.
    fn ready() -> Desk {
        let desk = Desk::new();
        desk.write("memo.md", MEMO.as_bytes());
        desk.write("roster.csv", b"office\nOslo\nRome\nLima\n");
        desk.good(&["init"]);
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_countermark"))
            .args(args)
            .current_dir(self.dir.path())
            .env_remove("COUNTERMARK_REGISTRY")
            .output()
            .unwrap()
    }

    /// Runs a command that must succeed.
    fn good(&self, args: &[&str]) -> String {
        let out = self.run(args);
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    /// Runs a command with `--json` and gives its exit code and its document.
    fn json(&self, args: &[&str]) -> (i32, Value) {
        let out = self.run(&[args, &["--json"]].concat());
        let document = serde_json::from_slice(&out.stdout)
            .unwrap_or_else(|e| panic!("{args:?}: {e}: {}", String::from_utf8_lossy(&out.stderr)));
        (out.status.code().unwrap(), document)
    }

    /// Runs a command that must fail: exit code 2, nothing on stdout, a message and a hint; gives both.
    fn bad(&self, args: &[&str]) -> String {
        let out = self.run(args);
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}: {told}");
        assert!(out.stdout.is_empty(), "{args:?} printed on stdout");
        let mut lines = told.lines();
        assert!(lines.any(|l| l.starts_with("error: ") && !l.ends_with('.')), "{told}");
        assert!(lines.any(|l| l.starts_with("hint: ")), "{told}");
        told
    }

    fn files(&self, folder: &str) -> usize {
        std::fs::read_dir(self.path(folder)).map_or(0, Iterator::count)
    }
}

/// A memo of our own; each paragraph says something four ways twice.
const MEMO: &str = "\
# The ferry question

The ferry company has been {slow|late|sluggish|tardy} with its accounts, and its chairman was {vague|evasive|curt|silent} about \
the subsidy when we met him in Torhavn last week.

The islands are {angry|furious|bitter|indignant} about the winter timetable, though their council remains \
{polite|civil|courteous|gracious} in its letters to the ministry and has not yet gone to the newspapers.

We think the minister would be {unwise|rash|imprudent|mistaken} to announce a second route before June. The engineers call the \
new pier {fragile|weak|unsound|flimsy}, and the insurers are {nervous|uneasy|anxious|worried} about ice.

A quiet word with the chairman would be {useful|helpful|valuable|worthwhile}. His own deputy is said to be \
{ambitious|impatient|restless|eager}, and the banks find her {capable|able|competent|clever}.
";

fn exists(path: &Path) -> bool {
    path.exists()
}
