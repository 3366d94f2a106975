//! Replay of the committed vectors, and the promise that they are what [`super::write`] gives.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::run::{Input, run};
use super::{FOLDERS, SUMS};

/// Numbers agree when they differ by at most this much of the value, logarithms of evidence by this much at all.
const AGREEMENT: f64 = 1e-6;

fn folder() -> PathBuf {
    crate::root().join("vectors")
}

fn files() -> Vec<PathBuf> {
    let list = |name: &str| fs::read_dir(folder().join(name)).expect("the vectors are written");
    let mut files: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|name| list(name).map(|file| file.expect("a readable folder").path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

fn agree(key: &str, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            let scale = if key == "log_e" { 1.0 } else { a.abs().max(b.abs()) };
            (a - b).abs() <= AGREEMENT * scale
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(key, a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| agree(k, v, w)))
        }
        _ => a == b,
    }
}

/// Whoever implements the formats runs these files; this program must agree with every one of them.
#[test]
fn every_vector_replays() {
    let files = files();
    assert!(files.len() >= 80, "{} vectors", files.len());
    for path in files {
        let text = fs::read_to_string(&path).expect("a readable vector");
        let vector: Value = serde_json::from_str(&text).expect("a vector is JSON");
        let op = vector["op"].as_str().expect("a vector has its operation");
        let ran = run(op, &Input(&vector["input"]));
        let right = match (&ran, vector["expect"].as_str()) {
            (Ok(output), Some("ok")) | (Err(output), Some("refuse")) => {
                agree("", output, &vector["output"])
            }
            _ => false,
        };
        assert!(right, "{}: {ran:?}", path.display());
    }
}

/// The committed files are what this code writes, byte for byte: nobody edits a vector by hand.
#[test]
fn the_files_are_the_written_ones() {
    let vectors = super::all();
    let mut names: Vec<PathBuf> =
        vectors.iter().map(|vector| folder().join(vector.folder).join(vector.file())).collect();
    names.sort();
    assert_eq!(names, files(), "run `cargo golden`");
    for vector in vectors {
        let path = folder().join(vector.folder).join(vector.file());
        let written = fs::read_to_string(&path).expect("a readable vector");
        assert!(written == vector.text(), "{}: run `cargo golden`", path.display());
    }
    let sums = fs::read_to_string(folder().join("decoder").join(SUMS)).expect("hashes");
    assert_eq!(sums, super::decoder_sums(), "run `cargo golden`");
}
