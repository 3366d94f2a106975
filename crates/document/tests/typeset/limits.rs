//! Large, deep and hostile texts: pages or a clear refusal.

use crate::support::{markdown, sourced};
use document::typeset::{MAX_PAGES, MAX_TEXT_BYTES, Markup, Setting, Sheets, TypesetError, set};
use std::fmt::Write as _;

const SENTENCE: &str =
    "The committee had been friendly in the autumn, and it now asked for the figures in writing. ";

fn refusal(text: &str) -> TypesetError {
    set(text, Markup::Markdown, &Setting::default()).err().expect("it is refused")
}

/// A dossier is a memo too.
#[test]
fn large_texts_are_set() {
    let mut text = String::new();
    for number in 1..=2000 {
        let _ = write!(text, "{number}. {}\n\n", SENTENCE.repeat(9));
    }
    let sheets = markdown(&text);
    assert!(sheets.pages().len() > 300, "{} pages", sheets.pages().len());
    let words = sourced(&sheets);
    assert_eq!(words.len(), 2000 * SENTENCE.split_whitespace().count() * 9);
    let last = words.last().unwrap().source.clone().unwrap();
    assert_eq!(&text[last], "writing.");
}

/// Refusals come before the work, and say what to do.
#[test]
fn what_is_too_large_is_refused() {
    let cases = [
        (refusal(&"a".repeat(MAX_TEXT_BYTES + 1)), "bytes"),
        (refusal(&"a\n\n".repeat(MAX_TEXT_BYTES / 3)), "pages"),
        (refusal(&"a  \n".repeat(MAX_TEXT_BYTES / 4)), "pages"),
    ];
    for (error, unit) in cases {
        assert!(error.to_string().contains(unit) && !error.hint().is_empty(), "{error}");
        assert!(!error.to_string().ends_with('.'));
    }
    // What only the layout can tell.
    let tall = format!("{}\n\n", "word ".repeat(20)).repeat(MAX_PAGES * 40);
    assert!(matches!(refusal(&tall), TypesetError::TooManyPages { .. }));
}

/// Nesting beyond any sense is set flat; it may neither overflow a stack nor lose a word.
#[test]
fn deep_nesting_is_flattened() {
    for (open, depth) in [("> ", 2000), ("- ", 500), ("1. ", 300), ("> - ", 500)] {
        let text = format!("{}deepest words", open.repeat(depth));
        let sheets = markdown(&text);
        let words: Vec<&str> = sourced(&sheets).iter().map(|word| word.text.as_str()).collect();
        assert!(words.ends_with(&["deepest", "words"]), "{open}: {words:?}");
        assert_inside(&sheets);
    }
    let mut nested = String::new();
    for level in 0..60 {
        let _ = writeln!(nested, "{}- level {level}", "  ".repeat(level));
    }
    let sheets = markdown(&nested);
    assert!(sourced(&sheets).iter().any(|word| word.text == "59"));
    assert_inside(&sheets);
}

fn assert_inside(sheets: &Sheets) {
    for page in sheets.pages() {
        for word in &page.words {
            assert!(word.left > 60.0 && word.right < page.width - 60.0, "{word:?}");
            assert!(word.baseline > 20.0 && word.baseline < page.height - 20.0, "{word:?}");
        }
    }
}

/// A word without any place to break, in one style or in very many, is broken rather than run off the sheet.
#[test]
fn long_words_stay_on_the_sheet() {
    for text in
        ["a".repeat(300), "1-".repeat(150), "*a*b".repeat(150), "a`b`".repeat(150), "|".repeat(300)]
    {
        let sheets = markdown(&text);
        assert_inside(&sheets);
        assert!(sheets.pages()[0].lines.len() > 1);
    }
}

/// A table with more columns than the sheet has room for still shows every cell, inside the margins.
#[test]
fn wide_tables_stay_on_the_sheet() {
    for columns in [2, 7, 8, 16, 17, 60] {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        let text =
            row("Internationalisation") + &row("-") + &row("1,234,567.89") + &row("two words");
        let sheets = markdown(&text);
        assert_inside(&sheets);
        let printed: String = sourced(&sheets).iter().map(|word| word.text.as_str()).collect();
        assert_eq!(printed.matches("1,234,567.89").count(), columns, "{columns} columns");
    }
}

/// Shapes that nobody writes, but that somebody could hand in.
#[test]
fn odd_shapes_are_set() {
    for (text, share) in [
        ("word ".repeat(30_000), 1.0),
        ("*a* b ".repeat(20_000), 1.0),
        ("a".repeat(50_000), 1.0),
        (format!("|{}\n|{}\n|{}", "a|".repeat(200), "-|".repeat(200), "b|".repeat(200)), 1.0),
        ("word[^1] ".repeat(1000) + "\n\n[^1]: Note with itself[^1].", 0.99),
        ("[^a]: [^b]\n\n[^b]: [^a]\n\nText[^a][^b].".into(), 0.5),
    ] {
        let sheets = markdown(&text);
        let signs = text.chars().filter(char::is_ascii_lowercase).count();
        let printed: usize = sourced(&sheets)
            .iter()
            .map(|word| word.text.chars().filter(char::is_ascii_lowercase).count())
            .sum();
        assert!(printed as f64 >= signs as f64 * share, "{printed} of {signs}: {}", &text[..20]);
    }
}
