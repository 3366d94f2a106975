//! `cargo tidy`: what the compiler cannot hold and reviewers should not have to.
//!
//! | rules | file |
//! |---|---|
//! | headers, lengths, leftovers, words, purity of each source | [`source`] |
//! | who may depend on whom | [`graph`] |
//! | pages, vectors and links that have to exist | [`house`] |

use crate::Outcome;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

mod graph;
mod house;
mod source;

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Complaint {
    file: String,
    line: usize,
    message: String,
    hint: &'static str,
}

impl Complaint {
    fn new(file: &str, line: usize, message: impl Into<String>, hint: &'static str) -> Complaint {
        Complaint { file: file.into(), line, message: message.into(), hint }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n  hint: {}", self.file, self.line, self.message, self.hint)
    }
}

/// Checks the whole checkout.
pub(crate) fn run(_: &[String]) -> Outcome {
    let root = crate::root();
    let files = files(&root)?;
    let mut complaints = graph::check(&graph::metadata(&root)?);
    complaints.extend(house::missing(&root));
    for file in &files {
        let text = fs::read_to_string(root.join(file))
            .map_err(|error| format!("`{file}` is no text: {error}"))?;
        if ending(file) == "rs" {
            complaints.extend(source::check(file, &text));
        }
        complaints.extend(house::check(&root, file, &text));
    }
    complaints.sort();
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    match complaints.len() {
        0 => {
            println!("tidy: {} files in order", files.len());
            Ok(())
        }
        count => Err(format!("tidy: {count} complaints").into()),
    }
}

/// Names of folders that hold nothing of ours.
const SKIPPED: [&str; 5] = [".git", "target", "registry", "demo", "node_modules"];

/// Endings of the files that people write.
const WRITTEN: [&str; 8] = ["rs", "md", "toml", "py", "html", "css", "sql", "sh"];

/// All files that people write, relative to the root with `/`, sorted.
fn files(root: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) && !name.starts_with("target-") {
                    folders.push(path);
                }
            } else if is_written(&path) {
                let relative = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                found.push(relative);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What follows the last dot of a file's name.
fn ending(file: &str) -> &str {
    file.rsplit_once('.').map_or("", |parts| parts.1)
}

/// Scripts have no ending; they are the files in `scripts` and `.ci`.
fn is_written(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().and_then(Path::file_name).map(PathBuf::from).unwrap_or_default();
    WRITTEN.contains(&ending.as_str())
        || (ending.is_empty()
            && [Path::new("scripts"), Path::new(".ci")].contains(&folder.as_path()))
}

#[cfg(test)]
mod tests {
    /// A rule that looks at no file holds nothing: this very file has to be among those looked at.
    #[test]
    fn own_source_and_scripts_are_looked_at() {
        let files = super::files(&crate::root()).expect("the checkout can be listed");
        for name in ["xtask/src/tidy.rs", "scripts/test", ".ci/run", "Cargo.toml"] {
            assert!(files.iter().any(|file| file == name), "{name}");
        }
        assert!(!files.iter().any(|file| file.starts_with("target/")));
    }
}
