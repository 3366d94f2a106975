//! Programs that a machine may have: what they say is an oracle, what they save a leak.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that is gone when the test is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("countermark-pdf-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a program in a folder; `None`, said aloud, where the machine does not have it.
pub(crate) fn run(program: &str, folder: &Folder, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = match Command::new(program).args(arguments).current_dir(&folder.0).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("skipped: `{program}` cannot be run: {error}");
            return None;
        }
    };
    // qpdf says 3 where it only warned.
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{program} {arguments:?}: {complaint}");
    Some(output.stdout)
}

/// What a program saves of a PDF: it is run with `in.pdf` and `out.pdf` in its arguments.
pub(crate) fn save(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<Vec<u8>> {
    let folder = Folder::new();
    folder.file("in.pdf", pdf);
    run(program, &folder, arguments)?;
    Some(std::fs::read(folder.path("out.pdf")).unwrap())
}

/// A word as poppler sees it: page, text, left, right.
pub(crate) type Seen = (usize, String, f64, f64);

/// The words of a PDF by `pdftotext -bbox`.
pub(crate) fn pdftotext(pdf: &[u8]) -> Option<Vec<Seen>> {
    let folder = Folder::new();
    folder.file("in.pdf", pdf);
    let output = String::from_utf8(run("pdftotext", &folder, &["-bbox", "in.pdf", "-"])?).unwrap();
    let mut pages = 0;
    let mut words = Vec::new();
    for line in output.lines().map(str::trim) {
        if line.starts_with("<page") {
            pages += 1;
        } else if let Some(rest) = line.strip_prefix("<word ") {
            let number = |key: &str| -> f64 {
                let start = rest.find(key).unwrap() + key.len() + 2;
                rest[start..].split('"').next().unwrap().parse().unwrap()
            };
            let text = &rest[rest.find('>').unwrap() + 1..rest.rfind("</word>").unwrap()];
            let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
                .iter()
                .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            words.push((pages - 1, text, number("xMin"), number("xMax")));
        }
    }
    Some(words)
}

/// The folder's own path, for programs that want a whole one.
pub(crate) fn absolute(path: &Path) -> String {
    path.to_str().expect("a path of letters").to_owned()
}
