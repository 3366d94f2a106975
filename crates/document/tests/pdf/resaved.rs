//! The same pages after other programs had them: each must give the same words at the same places.

use super::forge::{page, show};
use super::tools::{Folder, absolute, pdftotext, run, save};
use document::pdf::{Limits, PdfPage, read, text};

/// Places are exact but for the digits that a program writes.
const PLACE_PT: f64 = 0.02;
/// cairo also rounds the widths of glyphs, which adds up along a line; poppler sees the same.
const CAIRO_PLACE_EM: f64 = 0.03;

const SENTENCES: [&str; 4] = [
    "The harbour office counts every vessel above forty tonnes twice, once at the mole and once at the bridge.",
    "Nobody can explain why that is so, least of all the office itself, which has asked for fewer forms since May.",
    "Offices along the eastern quay agreed at once: a final figure for flour and coffee is difficult to find.",
    "The waffle stalls \\(all fifteen of them\\) pay 4.5 per cent, AVERAGE or not, & their dues are due on Tuesday.",
];

/// Two columns of small print in Helvetica, which nothing embeds.
fn columns() -> Vec<u8> {
    let mut content = String::new();
    for (column, x) in [50.0, 320.0].into_iter().enumerate() {
        let mut y = 720.0;
        for sentence in SENTENCES.iter().skip(2 * column).chain(&SENTENCES) {
            for piece in sentence.split_inclusive(' ').collect::<Vec<_>>().chunks(7) {
                content += &show(x, y, 9.0, piece.concat().trim_end());
                y -= 11.0;
            }
            y -= 8.0;
        }
    }
    page(&content, "")
}

#[cfg(feature = "typeset")]
fn memo() -> Vec<u8> {
    use document::typeset::{Markup, Setting, Shifts, set};
    let mut source = String::from("# Harbour dues\n\n");
    for round in 0..9 {
        for sentence in SENTENCES {
            source += &sentence.replace('\\', "");
            source += if round % 2 == 0 { " " } else { "\n\n" };
        }
        source += "\n\n- a list of *one* **entry**\n\n";
    }
    let sheets = set(&source, Markup::Markdown, &Setting::default()).unwrap();
    assert!(sheets.pages().len() > 1);
    sheets.pdf(&Shifts::default(), None).unwrap()
}

/// The files whose fate is tested.
fn originals() -> Vec<(&'static str, Vec<u8>)> {
    let mut out = vec![("columns", columns())];
    #[cfg(feature = "typeset")]
    out.push(("memo", memo()));
    if let Some(printed) = printed() {
        out.push(("printed", printed));
    }
    out
}

/// A page as a browser prints it.
fn printed() -> Option<Vec<u8>> {
    let mut paragraphs = String::new();
    for sentence in SENTENCES.iter().cycle().take(24) {
        paragraphs += "<p>";
        paragraphs += &sentence.replace('\\', "").replace('&', "&amp;");
    }
    let page = format!(
        "<!doctype html><meta charset=utf-8><body style='font:11pt serif;text-align:justify'>\
         <h1>Harbour dues</h1><div style='columns:2'>{paragraphs}</div>\
         <table><tr><td>Mole<td>12<tr><td>Bridge<td>14</table>"
    );
    let folder = Folder::new();
    let source = folder.file("in.html", page.as_bytes());
    let output = format!("--print-to-pdf={}", absolute(&folder.path("out.pdf")));
    let home = format!("--user-data-dir={}", absolute(&folder.path("home")));
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"];
    let source = format!("file://{}", absolute(&source));
    let own: Vec<&str> = quiet.into_iter().chain([home.as_str(), &output, &source]).collect();
    run("chromium", &folder, &own)?;
    Some(std::fs::read(folder.path("out.pdf")).unwrap())
}

fn pages(pdf: &[u8]) -> Vec<PdfPage> {
    let pages = read(pdf, Limits::default()).unwrap();
    assert!(pages.iter().all(|page| page.readable));
    pages
}

/// Every word at its place: the same text, and places within [`PLACE_PT`] and `em` type sizes. A page may have been
/// scaled as a whole, by less than a hundredth.
fn same(name: &str, before: &[PdfPage], after: &[PdfPage], em: f64) {
    assert_eq!(before.len(), after.len(), "{name}: pages");
    for (number, (old, new)) in before.iter().zip(after).enumerate() {
        let texts = |page: &PdfPage| page.words.iter().map(|w| w.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(old), texts(new), "{name}, page {number}");
        let (first, at) = (&old.words[0], &new.words[0]);
        let scale = at.size / first.size;
        assert!((scale - 1.0).abs() < 0.01, "{name}: scaled by {scale}");
        for (a, b) in old.words.iter().zip(&new.words) {
            let near = |x: f64, y: f64| (scale * x - y).abs() <= PLACE_PT + em * a.size;
            let steps = near(a.left - first.left, b.left - at.left)
                && near(a.baseline - first.baseline, b.baseline - at.baseline);
            assert!(steps, "{name}: {a:?} {b:?}");
        }
    }
    assert_eq!(text(before), text(after), "{name}");
}

/// qpdf rewrites objects and streams, and no page.
#[test]
fn qpdf_changes_nothing() {
    for (name, pdf) in originals() {
        let before = pages(&pdf);
        for arguments in [
            &["--object-streams=generate", "in.pdf", "out.pdf"][..],
            &["--qdf", "--object-streams=disable", "in.pdf", "out.pdf"],
            &["--linearize", "in.pdf", "out.pdf"],
            // A new file with the old pages: no metadata, no tags, no outline.
            &["--empty", "--pages", "in.pdf", "1-z", "--", "out.pdf"],
            &["--encrypt", "", "owner", "256", "--", "in.pdf", "out.pdf"],
        ] {
            let Some(saved) = save("qpdf", arguments, &pdf) else { return };
            same(&format!("{name} {arguments:?}"), &before, &pages(&saved), 0.0);
        }
    }
}

/// A page that was cut out of a file is read like the page that it was.
#[test]
fn a_page_cut_out_is_that_page() {
    for (name, pdf) in originals() {
        let before = pages(&pdf);
        let last = before.len().to_string();
        let arguments = ["in.pdf", "--pages", ".", &last, "--", "out.pdf"];
        let Some(saved) = save("qpdf", &arguments, &pdf) else { return };
        same(name, &before[before.len() - 1..], &pages(&saved), 0.0);
    }
}

/// cairo draws every page anew, with fonts and runs of glyphs of its own. It also scales them to paper of whole points.
#[test]
fn cairo_keeps_the_words() {
    let arguments = ["-pdf", "in.pdf", "out.pdf"];
    for (name, pdf) in originals() {
        let Some(saved) = save("pdftocairo", &arguments, &pdf) else { return };
        let after = pages(&saved);
        same(name, &pages(&pdf), &after, CAIRO_PLACE_EM);
        as_poppler_sees(name, &after, &saved);
    }
}

/// The oracle: poppler sees the same words, each at the same place.
#[test]
fn poppler_sees_the_same_words() {
    for (name, pdf) in originals() {
        as_poppler_sees(name, &pages(&pdf), &pdf);
    }
}

/// Poppler finds as many words, and each of them at its place.
fn as_poppler_sees(name: &str, pages: &[PdfPage], pdf: &[u8]) {
    let Some(seen) = pdftotext(pdf) else { return };
    let found: usize = pages.iter().map(|page| page.words.len()).sum();
    assert_eq!(found, seen.len(), "{name}: words");
    for (page, text, left, right) in seen {
        let near = |a: f64, b: f64, most: f64| (a - b).abs() <= most;
        let own = pages[page].words.iter().find(|word| {
            word.text == text && near(word.left, left, PLACE_PT) && near(word.right, right, 0.1)
        });
        assert!(own.is_some(), "{name}: poppler sees `{text}` at {left} to {right}");
    }
}

/// A copy of ours says where its words stand, to a hundredth of what a mark moves.
#[cfg(feature = "typeset")]
#[test]
fn our_own_copies_are_read_exactly() {
    use document::typeset::{Markup, Setting, Shifts, set};
    let source = SENTENCES.map(|s| s.replace('\\', "")).join("\n\n").repeat(12);
    let sheets = set(&source, Markup::Plain, &Setting::default()).unwrap();
    let mut shifts = Shifts::default();
    let map = &sheets.pages()[0];
    let moved = map.lines.iter().map(|line| line.words.start + 1).take(9).collect::<Vec<_>>();
    for word in &moved {
        shifts.move_word(0, *word, 0.2);
    }
    let found = pages(&sheets.pdf(&shifts, None).unwrap());
    assert_eq!(found.len(), sheets.pages().len());
    for (number, (page, map)) in found.iter().zip(sheets.pages()).enumerate() {
        for (at, word) in map.words.iter().enumerate() {
            let shift = if number == 0 && moved.contains(&at) { 0.2 } else { 0.0 };
            let own = page.words.iter().find(|own| {
                (own.left - word.left - shift).abs() < 0.002
                    && (own.baseline - word.baseline).abs() < 0.002
            });
            let own = own.unwrap_or_else(|| panic!("page {number}: no word at {word:?}"));
            assert_eq!(own.text, word.text);
            assert!((own.right - word.right - shift).abs() < 0.002, "{own:?} {word:?}");
        }
    }
}

/// What is read of a copy is what its author wrote, paragraph by paragraph; so is what a browser printed in columns.
#[test]
fn paragraphs_come_back_as_written() {
    for (name, pdf) in originals() {
        let read = text(&pages(&pdf)).text;
        for sentence in SENTENCES.map(|sentence| sentence.replace('\\', "")) {
            let alone = format!("\n\n{sentence}\n\n");
            assert!(read.contains(&alone), "{name}: `{sentence}` in {read}");
        }
        let run_on = format!("{} {}", SENTENCES[0], SENTENCES[1]);
        assert_eq!(read.contains(&run_on), name == "memo", "{name}");
    }
}
