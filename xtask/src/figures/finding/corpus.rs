//! The real texts of `../shared/data`, read once.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A text with its id.
pub(in crate::figures) struct Row {
    pub(in crate::figures) id: String,
    pub(in crate::figures) text: String,
    /// All other fields.
    pub(in crate::figures) fields: Value,
}

/// The folder of real texts, if it is here.
pub(super) fn folder() -> Option<PathBuf> {
    Some(crate::data()).filter(|folder| folder.is_dir())
}

/// The rows of a file of JSON lines, compressed or not.
pub(in crate::figures) fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let path = folder.join(name);
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("`{}`: {e}", path.display()));
    let compressed = path.extension().is_some_and(|end| end == "zst");
    let reader: Box<dyn Read> = if compressed {
        Box::new(zstd::Decoder::new(file).expect("a zstd file"))
    } else {
        Box::new(file)
    };
    let lines = BufReader::with_capacity(1 << 20, reader).lines();
    let row = |line: std::io::Result<String>| {
        let fields: Value = serde_json::from_str(&line.expect("readable lines")).expect("JSON");
        let field = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
        Row { id: field("id"), text: field("text"), fields }
    };
    lines.map(row).collect()
}

/// CPU time of this thread in seconds: other people's work on the machine does not count.
pub(in crate::figures) fn cpu_seconds() -> f64 {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = schedule.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}
