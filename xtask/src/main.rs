//! Work on the project itself: `cargo tidy`, `cargo golden`, `cargo figures`.
//!
//! Nothing here ships. A task is one line of [`TASKS`].

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod english;
mod figures;
mod golden;
mod tidy;
mod vectors;

/// What a task returns; its error is printed as it stands.
type Outcome = Result<(), Box<dyn Error>>;

/// A task takes the arguments after its name.
type Task = fn(&[String]) -> Outcome;

/// Name, what it does, and the function that does it.
const TASKS: [(&str, &str, Task); 6] = [
    ("tidy", "check what the compiler cannot: headers, lengths, crate graph, words", tidy::run),
    ("golden", "rewrite golden files from what the code does now", golden::run),
    ("figures", "recompute tables of FIGURES.md: [NAME...] [--write]", figures::run),
    ("vectors", "write vectors/ from fixed inputs", golden::write_vectors),
    ("sample", "choices to be judged one by one: SEED N train|held", figures::sample),
    ("english", "rebuild the table of common English: [OUT]", rebuild_english),
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_default();
    let Some((_, _, task)) = TASKS.iter().find(|task| task.0 == name) else {
        eprintln!("error: no task `{name}`");
        for (name, what, _) in TASKS {
            eprintln!("hint: {name:<8} {what}");
        }
        return ExitCode::from(2);
    };
    match task(&args.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace. Cargo says where it runs, which holds even when a build was copied along with its folder.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The folder of real texts, which is not part of the project: `$COUNTERMARK_DATA`, else `../shared/data`.
fn data() -> PathBuf {
    std::env::var_os("COUNTERMARK_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from)
}

fn rebuild_english(args: &[String]) -> Outcome {
    let default = root().join("crates/text/data/english.bin");
    let out = args.first().map_or(default, PathBuf::from);
    let bytes = english::build(&data(), &out)?;
    println!("{}: {bytes} bytes", out.display());
    Ok(())
}
