//! A registry to measure on: real code, a real database on disk, fixed entropy.

use super::super::finding::leaks::Dice;
use countermark::Format;
use countermark::archive::Archive;
use countermark::compose::{Accept, Draft};
use countermark::entropy::Entropy;
use countermark::find::Finder;
use countermark::issue::{CopyFormat, IssueOptions, Issued, issue};
use countermark::pages::PageOptions;
use countermark::report::Report;
use countermark::roster::Roster;
use countermark::trace::{Leak, TraceOptions, trace};
use countermark::worker::Worker;
use ledger::entry::Decimal;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

/// The bound that every memo is issued with.
const ALPHA: &str = "0.001";

/// A registry in a folder of its own, removed at the end.
pub(super) struct Bench {
    dir: PathBuf,
    runtime: Runtime,
    archive: Option<Archive>,
    entropy: Seeded,
}

/// Reproducible randomness, for measuring only.
struct Seeded(Dice);

impl Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.0.next().to_le_bytes()[..chunk.len()]);
        }
    }
}

impl Bench {
    /// A new registry.
    pub(super) fn new(name: &str, seed: u64) -> Bench {
        let dir =
            std::env::temp_dir().join(format!("countermark-figures-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let mut entropy = Seeded(Dice(seed));
        let archive = runtime
            .block_on(Archive::create(&dir.join("registry"), &mut entropy))
            .expect("a new registry");
        Bench { dir, runtime, archive: Some(archive), entropy }
    }

    /// Issues a memo to some offices; `None` where it has nothing that may be said two ways.
    pub(super) fn issue(&mut self, draft: &Draft, offices: &[String]) -> Option<Issued> {
        if draft.choices.is_empty() {
            return None;
        }
        let roster = Roster::parse(csv(offices).as_bytes()).expect("a good roster");
        let options = IssueOptions {
            formats: vec![CopyFormat::Words(Format::Text)],
            alpha: Decimal::new(ALPHA).expect("a decimal"),
            notice: countermark::NOTICE.into(),
            page: PageOptions::default(),
            out: self.dir.join("copies"),
            batch_of: None,
        };
        let archive = self.archive.as_ref().expect("an open registry");
        let _ = std::fs::remove_dir_all(&options.out);
        let mut on = |_| {};
        let issued = issue(archive, draft, &roster, &options, &mut self.entropy, 0, &mut on);
        Some(self.runtime.block_on(issued).expect("the memo is issued"))
    }

    /// The index over everything issued.
    pub(super) fn finder(&self) -> Finder {
        let archive = self.archive.as_ref().expect("an open registry");
        self.runtime.block_on(Finder::open(archive)).expect("an index")
    }

    /// Keeps the registry as it is now, to come back to.
    pub(super) fn keep(&mut self) {
        self.close();
        std::fs::copy(self.database(), self.kept()).expect("room for a second registry");
        self.reopen();
    }

    /// Goes back to the registry that was kept.
    pub(super) fn restore(&mut self) {
        self.close();
        std::fs::copy(self.kept(), self.database()).expect("room for the registry");
        self.reopen();
    }

    /// Traces a text.
    pub(super) fn trace(&self, finder: &Finder, text: &str, memo: Option<&str>) -> Report {
        let archive = self.archive.as_ref().expect("an open registry");
        let leak = leak(text);
        let options = TraceOptions { memo: memo.map(str::to_owned), shortlist: true };
        self.runtime
            .block_on(trace(archive, finder, &leak, &options, &Worker::in_process(), &mut |_| {}))
            .expect("the leak is traced")
    }

    /// Finds, lines up, freezes and logs a text, without opening anything.
    pub(super) fn read(&self, finder: &Finder, text: &str) {
        let archive = self.archive.as_ref().expect("an open registry");
        let (leak, options) = (leak(text), TraceOptions::default());
        let worker = Worker::in_process();
        let read = countermark::read::read(archive, finder, &leak, &options, &worker);
        self.runtime.block_on(read).expect("the leak is read");
    }

    fn close(&mut self) {
        if let Some(archive) = self.archive.take() {
            self.runtime.block_on(archive.close());
        }
    }

    fn reopen(&mut self) {
        let archive = self.runtime.block_on(Archive::open(&self.dir.join("registry")));
        let archive = archive.expect("the registry opens");
        // An open registry has checked its log; what is timed afterwards begins there.
        let checked = async { archive.begin().await?.end().await };
        self.runtime.block_on(checked).expect("the log is in order");
        self.archive = Some(archive);
    }

    fn database(&self) -> PathBuf {
        self.dir.join("registry/registry.db")
    }

    fn kept(&self) -> PathBuf {
        self.dir.join("kept.db")
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.close();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn leak(text: &str) -> Leak {
    Leak::new(vec![(Some("leak.txt".into()), text.as_bytes().to_vec())])
}

fn csv(offices: &[String]) -> String {
    let mut out = String::from("office\n");
    for office in offices {
        let _ = writeln!(out, "\"{}\"", office.replace('"', "'"));
    }
    out
}

/// A memo with everything allowed, as an author would who said yes to all suggestions.
pub(super) fn draft(text: &str) -> Option<Draft> {
    let escaped = text.replace('{', "\\{").replace('}', "\\}");
    Draft::new(Some("memo.txt"), escaped.into_bytes(), Accept::Suggested, None).ok()
}

/// The text of one copy, without its notice.
pub(super) fn copy_text(issued: &Issued, copy: usize) -> String {
    let path: &Path = &issued.copies[copy].files[0].1;
    let text = std::fs::read_to_string(path).expect("the copy lies where it was put");
    text.trim_end().strip_suffix(countermark::NOTICE).unwrap_or(&text).trim_end().to_owned()
}
