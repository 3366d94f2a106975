//! `cargo golden`: lets every golden file say what the code does now; the diff is then read like any other.

use crate::{Outcome, vectors};
use std::process::Command;

/// How each of the test libraries in use is told to overwrite instead of compare.
const UPDATE: [(&str, &str); 3] =
    [("UPDATE_GOLDEN", "1"), ("SNAPSHOTS", "overwrite"), ("INSTA_UPDATE", "always")];

/// Writes the vectors, then runs the tests with every comparison turned into a rewrite.
pub(crate) fn run(_: &[String]) -> Outcome {
    write_vectors(&[])?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--workspace", "--quiet"])
        .envs(UPDATE)
        .current_dir(crate::root())
        .status()?;
    if status.success() {
        println!("golden files rewritten: read `git diff` before you commit them");
        return Ok(());
    }
    Err("a test failed that no golden file could mend".into())
}

/// Writes the vectors of `vectors/README.md`.
pub(crate) fn write_vectors(_: &[String]) -> Outcome {
    let count = vectors::write(&crate::root().join("vectors"))?;
    println!("vectors: {count} files");
    Ok(())
}
