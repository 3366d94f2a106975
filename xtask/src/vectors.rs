//! The test vectors of `vectors/`, written from fixed inputs: no clock, no entropy, the same bytes every time.
//!
//! Inputs are chosen here; outputs come from the operations of [`run`], which the replay of the committed files uses too.

mod bundle;
mod codeword;
mod commitment;
mod evidence;
mod forgery;
mod log;
mod reading;
mod run;
mod scenes;
mod tree;
mod world;

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use ledger::hash::{sha256, to_hex};
use serde_json::{Value, json};

/// Folders that hold vectors and nothing else.
const FOLDERS: [&str; 5] = ["decoder", "commitment", "log", "reading", "finding"];

/// File of hashes over the decoder's vectors; a DEAL names its hash.
const SUMS: &str = "SHA256SUMS";

/// One vector.
#[derive(Clone)]
struct Vector {
    folder: &'static str,
    name: String,
    json: Value,
}

impl Vector {
    fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.json).expect("a value is JSON");
        text.push('\n');
        text
    }

    fn file(&self) -> String {
        format!("{}.json", self.name)
    }
}

/// A vector whose operation gives an output.
fn ok(page: (&'static str, &str), op: &str, name: &str, comment: &str, input: Value) -> Vector {
    vector(page, op, name, comment, ("ok", input))
}

/// A vector whose operation must fail.
fn refuse(page: (&'static str, &str), op: &str, name: &str, comment: &str, input: Value) -> Vector {
    vector(page, op, name, comment, ("refuse", input))
}

fn vector(
    (folder, spec): (&'static str, &str),
    op: &str,
    name: &str,
    comment: &str,
    (expect, input): (&str, Value),
) -> Vector {
    let output = match (run::run(op, &run::Input(&input)), expect) {
        (Ok(output), "ok") | (Err(output), "refuse") => output,
        (ran, _) => panic!("`{name}` should {expect}, but {ran:?}"),
    };
    let json = json!({
        "spec": spec, "op": op, "name": name, "comment": comment, "expect": expect,
        "input": input, "output": output,
    });
    Vector { folder, name: name.to_owned(), json }
}

/// The vectors that fix what words and evidence are.
fn decoder() -> &'static [Vector] {
    static VECTORS: OnceLock<Vec<Vector>> = OnceLock::new();
    VECTORS.get_or_init(|| {
        let mut vectors = codeword::vectors();
        vectors.extend(evidence::decoder());
        vectors
    })
}

/// The text of `decoder/SHA256SUMS`.
fn decoder_sums() -> String {
    let mut files: Vec<(String, String)> =
        decoder().iter().map(|vector| (vector.file(), vector.text())).collect();
    files.sort();
    files.iter().fold(String::new(), |mut sums, (file, text)| {
        let digest = to_hex(&sha256(&[text.as_bytes()]));
        writeln!(sums, "{digest}  {file}").expect("a string takes everything");
        sums
    })
}

fn all() -> Vec<Vector> {
    let mut vectors = decoder().to_vec();
    vectors.extend(commitment::vectors());
    vectors.extend(log::vectors());
    vectors.extend(tree::vectors());
    vectors.extend(reading::vectors());
    vectors.extend(evidence::budget());
    vectors.extend(bundle::vectors());
    vectors.extend(forgery::vectors());
    vectors
}

/// Writes all vectors below `dir` and takes away those that are none any more; gives their number.
pub(crate) fn write(dir: &Path) -> io::Result<usize> {
    let vectors = all();
    for folder in FOLDERS {
        fs::create_dir_all(dir.join(folder))?;
        for file in fs::read_dir(dir.join(folder))? {
            let path = file?.path();
            let known = |v: &Vector| v.folder == folder && path.ends_with(v.file());
            if path.extension().is_some_and(|end| end == "json") && !vectors.iter().any(known) {
                fs::remove_file(path)?;
            }
        }
    }
    for vector in &vectors {
        fs::write(dir.join(vector.folder).join(vector.file()), vector.text())?;
    }
    fs::write(dir.join("decoder").join(SUMS), decoder_sums())?;
    Ok(vectors.len())
}

#[cfg(test)]
mod tests;
