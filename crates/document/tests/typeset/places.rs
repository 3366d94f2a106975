//! Every visible word is on the pages once, as it is, with its bytes.

use crate::support::{SPECIMEN, lines, markdown, memo, own, sourced};
use document::Format;
use document::page::PageMap;
use document::typeset::{Markup, Setting, TypesetError, set};
use proptest::prelude::*;

fn lines_of(text: &str) -> Vec<String> {
    markdown(text).pages().iter().flat_map(lines).collect()
}

/// A mark is embedded by the bytes before and after a gap: a word with the wrong bytes would carry another word's mark.
#[test]
fn words_carry_their_bytes() {
    let sheets = markdown(SPECIMEN);
    let words = sourced(&sheets);
    for (text, source) in [
        ("everything", "everything"),
        ("bold,", "bold,"),
        ("words,", "words**,"),
        ("span", "span"),
        ("page,", "page](https://example.org/page),"),
        ("footnote", "footnote"),
        ("end.", "end."),
        ("emphasis.", "emphasis*."),
        ("1,204,500", "1,204,500"),
        ("dredge(", "dredge("),
        ("*stars*", "*stars\\*"),
        ("&", "&amp;"),
        ("©", "&copy;"),
        ("ﬁn.", "ﬁn."),
    ] {
        let found = words.iter().any(|word| {
            word.text == text && SPECIMEN.get(word.source.clone().unwrap()) == Some(source)
        });
        assert!(found, "no word `{text}` that is `{source}`");
    }
    let mut ranges: Vec<_> = words.iter().map(|word| word.source.clone().unwrap()).collect();
    ranges.sort_by_key(|range| range.start);
    assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "no byte is printed twice");
}

/// What the text shows is printed, down to the last sign, and nothing of the markup is.
#[test]
fn everything_is_printed() {
    let printed: String = lines_of(SPECIMEN).join(" ");
    for phrase in [
        "Specimen of everything & more",
        "\"straight quotes\" -- and dashes --- as typed...",
        "HTML block text shown",
        "Nothing refers to this.",
        "A block quotation, which speaks for somebody else",
        "line two after a hard break line three.",
        "falling, because the dredging was put off again and again",
        "Injection: #panic(\"x\") $x$ @ref under #eval(\"1\") *stars* & © ] ) } // comment /* */ \\u{41} ~ and □□",
    ] {
        assert!(printed.contains(phrase), "{phrase} in {printed}");
    }
    assert!(!printed.contains("Hidden") && !printed.contains("**") && !printed.contains("div"));
    assert_eq!(markdown(SPECIMEN).missing(), ['字', '漢']);
}

/// Cells, labels, numbers and footnotes stand beside a line; words that are moved may not be measured against them.
#[test]
fn lines_end_at_the_edge_of_their_block() {
    let lines = lines_of(SPECIMEN);
    for line in [
        "Old Harbour",
        "98,200",
        "Cargo in tonnes",
        "nested one",
        "and goes on",
        "The second footnote.",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line} in {lines:#?}");
    }
    let lines = lines_of(&memo());
    assert_eq!(
        lines[..5],
        [
            "The Karvelian government after the harbour vote",
            "From:",
            "Embassy of Aldermark, Vellin",
            "To:",
            "Ministry of Foreign Affairs, Department for the Northern Sea",
        ]
    );
}

/// Words of a line are in order from left to right, also where bold and slanted type meet, and share its baseline.
#[test]
fn lines_are_in_order() {
    for text in [SPECIMEN.replace("עברית العربية", ""), memo()] {
        for page in markdown(&text).pages() {
            let mut last = 0;
            for line in &page.lines {
                assert_eq!(line.words.start, last, "lines cover the words in order");
                last = line.words.end;
                for pair in page.words[line.words.clone()].windows(2) {
                    assert!(pair[0].right < pair[1].left + 0.01, "{pair:?}");
                    assert!((pair[0].baseline - pair[1].baseline).abs() < 0.05, "{pair:?}");
                }
            }
            assert!(page.words[last..].iter().all(|word| word.source.is_none()));
        }
    }
}

/// A memo's numbers are its paragraphs' names: they stay as written, and they are the page's own words.
#[test]
fn numbers_stay_as_written() {
    for (text, numbers) in [
        ("3. Three\n\n4. four\n\nBetween.\n\n5. five", vec!["3.", "4.", "5."]),
        ("7) Seven\n9) nine", vec!["7)", "9)"]),
        ("1. One\n1. two\n1. three", vec!["1.", "2.", "3."]),
        ("12. Twelve\n    - bullet\n    1. inner", vec!["12.", "•", "1."]),
    ] {
        let sheets = markdown(text);
        let own = own(&sheets.pages()[0]);
        assert_eq!(own[..numbers.len()], numbers[..], "{text}");
    }
}

/// The number of a plain text is part of it, hangs beside its paragraph, and is no part of its first line.
#[test]
fn plain_text_is_set_as_it_is_laid_out() {
    let text = "Title of the memo\n\nFrom: Vellin\nSubject: The vote\n\n1. The first paragraph,\ngoing on.\n\n\
                Port     Tonnes\nVellin      120\n\nLast *one*.";
    let sheets = set(text, Markup::Plain, &Setting::default()).unwrap();
    let page = &sheets.pages()[0];
    assert_eq!(
        lines(page),
        [
            "Title of the memo",
            "From:",
            "Vellin",
            "Subject:",
            "The vote",
            "1.",
            "The first paragraph, going on.",
            "Port Tonnes",
            "Vellin 120",
            "Last *one*.",
        ]
    );
    let place = |text: &str| page.words.iter().find(|word| word.text == text).unwrap();
    assert!((place("1.").baseline - place("first").baseline).abs() < 0.01);
    assert!(place("Tonnes").left < place("120").left, "columns stay columns");
}

/// Lines may break at a hyphen; each half is its own word, with its own bytes and no gap between.
#[test]
fn a_word_that_breaks_is_two() {
    let text = format!("{}end", "well-considered-".repeat(12));
    let sheets = markdown(&text);
    let words = sourced(&sheets);
    assert!(words.len() > 1);
    assert_eq!(words[0].source, Some(0..words[0].text.len()));
    assert!(words.windows(2).all(|w| {
        w[0].source.as_ref().unwrap().end == w[1].source.as_ref().unwrap().start
            && w[0].baseline < w[1].baseline
    }));
    assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<String>(), text);
}

/// What no font has is boxed, what cannot be seen is left out, and only a text without any sign is refused.
#[test]
fn texts_in_other_scripts_are_set() {
    let sheets = markdown(
        "Ein Wort: 漢字, עברית, العربية, Ελληνικά, Кириллица, \u{200B}\u{202E}a\u{AD}b \u{E000}.",
    );
    let text = sourced(&sheets).iter().map(|word| word.text.clone()).collect::<Vec<_>>().join(" ");
    assert!(text.contains("Ελληνικά, Кириллица, ab □."), "{text}");
    assert!(text.contains("□□,") && text.contains("עברית") && text.contains("العربية"), "{text}");
    assert!(sheets.pdf(&document::typeset::Shifts::default(), None).is_ok());
    let error = |text| set(text, Markup::Markdown, &Setting::default()).err();
    assert_eq!(error("漢字"), Some(TypesetError::Undisplayable));
    assert_eq!(error(" \n\u{200B}"), Some(TypesetError::Empty));
    assert_eq!(error("[^a]\n\n[^a]: "), Some(TypesetError::Empty));
    assert_eq!(error("---\nonly: front matter\n---\n"), Some(TypesetError::Empty));
}

fn all_words(pages: &[PageMap]) -> String {
    let words = pages.iter().flat_map(|page| &page.words).filter(|word| word.source.is_some());
    words.map(|word| word.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed is printed sign by sign, and nothing of it is ever run.
    #[test]
    fn plain_text_is_never_code(text in "[ -~\n]{1,400}") {
        let Ok(sheets) = set(&text, Markup::Plain, &Setting::default()) else {
            prop_assert!(text.trim().is_empty());
            return Ok(());
        };
        let signs: String = text.split_whitespace().collect();
        let mut words: Vec<_> = sourced(&sheets);
        words.sort_by_key(|word| word.source.clone().unwrap().start);
        prop_assert_eq!(words.iter().map(|word| word.text.as_str()).collect::<String>(), signs);
        for word in words {
            prop_assert_eq!(&text[word.source.clone().unwrap()], &word.text);
        }
    }

    /// Any Markdown can be set, with ranges that are in it.
    #[test]
    fn any_markdown_is_set(text in "([-*_#>`~|\\[\\]()^:!<&;\\\\$@{}\"'=+.0-9 \n\t]|[a-z漢é]|\n\n|\\[\\^a\\]|\n\\[\\^a\\]: ){1,200}") {
        match set(&text, Markup::Markdown, &Setting::default()) {
            Ok(sheets) => {
                for word in sourced(&sheets) {
                    prop_assert!(text.get(word.source.clone().unwrap()).is_some());
                }
                prop_assert!(!all_words(sheets.pages()).is_empty());
            }
            Err(error) => {
                let refused = matches!(error, TypesetError::Empty | TypesetError::Undisplayable);
                prop_assert!(refused, "{}", error);
            }
        }
    }

    /// The pages show what a browser shows of the same Markdown, no sign more or less.
    #[test]
    fn pages_show_what_html_shows(text in "([-*_#>`~|\\[\\]():;\\\\$@{}\"'=+.0-9 \n\t]|[a-zé]{1,3}|\n\n|\n\\|a\\|b\\|\n\\|-\\|-\\|\n){1,120}") {
        let page = document::convert(text.as_bytes(), Format::Markdown, Format::Html, "");
        let Ok(page) = page else { return Ok(()) };
        let shown = document::read(&page, Format::Html).unwrap();
        let shown: String = shown.text().split_whitespace().collect();
        let printed = match set(&text, Markup::Markdown, &Setting::default()) {
            Ok(sheets) => {
                let mut words = sourced(&sheets);
                words.sort_by_key(|word| word.source.clone().unwrap().start);
                words.iter().map(|word| word.text.as_str()).collect()
            }
            Err(_) => String::new(),
        };
        prop_assert_eq!(printed, shown);
    }
}
