//! A memo, its setting, and the tools that others read PDFs with.

use document::page::{PageMap, PageWord};
use document::typeset::{Date, Markup, Printed, Setting, Sheets, set};
use std::path::PathBuf;
use std::process::Command;

/// Everything that Markdown can ask of a page.
pub(crate) const SPECIMEN: &str = include_str!("specimen.md");

/// The example memo with the first reading of each of its choices.
pub(crate) fn memo() -> String {
    let mut out = String::new();
    let mut rest = include_str!("../../../../examples/memo.md");
    while let Some((before, choice)) = rest.split_once('{') {
        let (choice, after) = choice.split_once('}').expect("choices are closed");
        out.push_str(before);
        out.push_str(choice.split('|').next().expect("a choice has readings"));
        rest = after;
    }
    out + rest
}

pub(crate) fn letter() -> Setting {
    Setting {
        letterhead: Some("Embassy of Aldermark\n14 Quay of the Lanterns, Vellin".into()),
        classification: Some("CONFIDENTIAL".into()),
        date: Date::new(2031, 3, 14),
        reference: Some("VEL 31/117".into()),
        notice: "This copy is individually marked.".into(),
        printed: Printed::Footer,
        ..Setting::default()
    }
}

pub(crate) fn markdown(text: &str) -> Sheets {
    set(text, Markup::Markdown, &Setting::default()).expect("it can be set")
}

/// Words of the text on all pages.
pub(crate) fn sourced(sheets: &Sheets) -> Vec<&PageWord> {
    sheets
        .pages()
        .iter()
        .flat_map(|page| &page.words)
        .filter(|word| word.source.is_some())
        .collect()
}

/// Lines of a page, each as its words with spaces.
pub(crate) fn lines(page: &PageMap) -> Vec<String> {
    let text = |range: std::ops::Range<usize>| {
        let words: Vec<&str> = page.words[range].iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    };
    page.lines.iter().map(|line| text(line.words.clone())).collect()
}

/// Words that the page prints itself.
pub(crate) fn own(page: &PageMap) -> Vec<&str> {
    page.words.iter().filter(|w| w.source.is_none()).map(|word| word.text.as_str()).collect()
}

/// What a tool says about a file; `None`, with a notice, where the tool is not installed.
pub(crate) fn tool(name: &str, args: &[&str], test: &str, pdf: &[u8]) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.pdf"));
    std::fs::write(&path, pdf).expect("the target directory can be written");
    let path = path.to_str().expect("the target directory is UTF-8");
    let place = args.iter().position(|arg| *arg == "FILE").expect("a tool is given the file");
    let mut args = args.to_vec();
    args[place] = path;
    let Ok(output) = Command::new(name).args(args).output() else {
        println!("skipped: `{name}` is not installed");
        return None;
    };
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("tools write UTF-8"))
}

/// A word as poppler sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SeenWord {
    pub(crate) page: usize,
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl SeenWord {
    /// Whether it stands where the map has a word. Boxes are as high as the font says, less than two lines.
    pub(crate) fn is_at(&self, word: &PageWord) -> bool {
        (self.left - word.left).abs() < 0.02 && (self.top..self.bottom).contains(&word.baseline)
    }
}

/// All words of a PDF with their boxes, by poppler.
pub(crate) fn poppler_words(test: &str, pdf: &[u8]) -> Option<Vec<SeenWord>> {
    let boxes = tool("pdftotext", &["-bbox", "FILE", "-"], test, pdf)?;
    let mut out = Vec::new();
    let mut page = 0;
    for line in boxes.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page "));
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let value = |name: &str| {
            let at = rest.find(name).expect("a box has four sides") + name.len() + 2;
            rest[at..].split('"').next().and_then(|v| v.parse::<f64>().ok()).expect("a number")
        };
        let text = rest.split_once('>').expect("an element").1.trim_end_matches("</word>");
        let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&apos;", "'").replace("&amp;", "&");
        out.push(SeenWord {
            page: page - 1,
            text,
            left: value("xMin"),
            right: value("xMax"),
            top: value("yMin"),
            bottom: value("yMax"),
        });
    }
    Some(out)
}
