//! What has to exist, and what any file that people write must not hold.

use super::{Complaint, ending, source};
use std::path::Path;

/// Pages and folders that others rely on: readers, other implementations, packagers.
const NEEDED: [&str; 24] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "FIGURES.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "examples/memo.md",
    "examples/roster.csv",
    "spec/README.md",
    "spec/codeword.md",
    "spec/commitment.md",
    "spec/finding.md",
    "spec/log.md",
    "spec/reading.md",
    "spec/verify.py",
    "spec/evidence.py",
    "spec/primitives.py",
    "spec/certificate.py",
    "spec/replay.py",
    "vectors/README.md",
    "vectors/decoder/SHA256SUMS",
    "vectors/finding",
    "vectors/log",
];

/// Notes to oneself; an issue is where others find them.
const LEFTOVERS: [&str; 3] = ["FIXME", "TODO", "XXX"];
/// Files that name what is forbidden.
const NAMES_THE_BAN: [&str; 4] =
    ["ARCHITECTURE.md", "CONTRIBUTING.md", "spec/verify.py", "xtask/src/tidy"];

/// Complaints about what is not there.
pub(super) fn missing(root: &Path) -> Vec<Complaint> {
    NEEDED
        .iter()
        .filter(|name| !root.join(name).exists())
        .map(|name| Complaint::new(name, 1, "is missing", "others rely on it: write it"))
        .collect()
}

/// Complaints about the text of a file of any kind.
pub(super) fn check(root: &Path, file: &str, text: &str) -> Vec<Complaint> {
    let mut out = Vec::new();
    let may_name = NAMES_THE_BAN.iter().any(|name| file.starts_with(name));
    for (at, line) in text.lines().enumerate() {
        let mut complain = |message, hint| out.push(Complaint::new(file, at + 1, message, hint));
        if let Some(word) = leftover(line).filter(|_| !may_name) {
            complain(format!("`{word}` was left"), "do it, or file an issue");
        }
        let is_shown = ending(file) == "html" || file == "README.md";
        if let Some(word) = source::banned_word(line).filter(|_| is_shown && !may_name) {
            complain(format!("people would be shown `{word}`"), "say what the reading fits");
        }
        if ending(file) == "md" {
            for path in links(line).chain(named_paths(line)).filter(|path| !leads(root, file, path))
            {
                complain(format!("`{path}` leads nowhere"), "name a file of this checkout");
            }
        }
    }
    out
}

/// The note to oneself in `line`, as a word of its own.
fn leftover(line: &str) -> Option<&'static str> {
    let words = || line.split(|c: char| !c.is_alphanumeric() && c != '_');
    LEFTOVERS.into_iter().find(|leftover| words().any(|word| word == *leftover))
}

/// Targets of Markdown links that stay within the checkout.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, _)| {
        let target = &line[at + 2..];
        let target = &target[..target.find(')')?];
        let target = target.split('#').next().unwrap_or_default();
        (!target.is_empty() && !target.contains("://")).then_some(target)
    })
}

/// Sources named in backticks, from the root: the code map is to stay true. Patterns name no file.
fn named_paths(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|name| {
        ["crates/", "xtask/src/", "spec/", "scripts/"].iter().any(|folder| name.starts_with(folder))
            && !name.contains(|c: char| c.is_whitespace() || "*{<:…".contains(c))
    })
}

/// Whether `path`, from the root or from beside `file`, is there.
fn leads(root: &Path, file: &str, path: &str) -> bool {
    let beside = root.join(file).parent().is_some_and(|folder| folder.join(path).exists());
    beside || root.join(path).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(file: &str, text: &str) -> Vec<String> {
        check(&crate::root(), file, text).into_iter().map(|complaint| complaint.message).collect()
    }

    /// A note in a comment of any language is a promise that nobody reads.
    #[test]
    fn notes_to_oneself_are_found() {
        assert_eq!(messages("scripts/x.sh", "# TODO: later"), ["`TODO` was left"]);
        assert!(messages("scripts/x.sh", "# TODOS and mastodons").is_empty());
        assert!(messages("CONTRIBUTING.md", "No `TODO` in the code.").is_empty());
    }

    /// Templates and pages are read by those whom a finding names.
    #[test]
    fn pages_are_held_to_the_words() {
        assert_eq!(
            messages("crates/countermark/templates/report.html", "<p>the leaker</p>").len(),
            1
        );
        assert_eq!(messages("README.md", "It proves who did it.").len(), 1);
        assert!(messages("README.md", "It names a copy.").is_empty());
    }

    /// A map that leads nowhere is worse than none.
    #[test]
    fn links_lead_somewhere() {
        assert_eq!(
            messages("README.md", "[x](spec/nothing.md)"),
            ["`spec/nothing.md` leads nowhere"]
        );
        assert_eq!(messages("README.md", "see `crates/nothing.rs`").len(), 1);
        let fine = "[x](xtask/src/main.rs#top), [y](https://example.org/z), `crates/*/src`, `xtask/src/tidy.rs`";
        assert!(messages("README.md", fine).is_empty());
        assert!(messages("spec/README.md", "[x](../Cargo.toml)").is_empty());
    }

    /// A needed page that goes missing is seen.
    #[test]
    fn missing_pages_are_seen() {
        let nowhere = crate::root().join("xtask/src");
        assert_eq!(missing(&nowhere).len(), NEEDED.len());
    }
}
