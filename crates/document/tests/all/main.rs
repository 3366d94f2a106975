//! Files in, copies out: what is not edited must stay byte for byte, and hostile files must not hurt.

use document::{Format, ReadError, read};
use proptest::prelude::*;
use text::memo::Edit;

const PAGE: &str = "<!doctype html><html><head><title>Memo</title><style>p{}</style></head>\n<body><h1>Harbour dues</h1>\n<p>The <b>port</b> office&nbsp;is   inept &amp; slow.</p><p>It said <q>never</q> twice.<br>Then left.</p></body></html>\n";

fn edit(text: &str, old: &str, new: &str) -> Edit {
    let at = text.find(old).expect("the test text holds it");
    Edit { range: at..at + old.len(), replacement: new.into() }
}

/// An edit in one place may not disturb markup, references or white space anywhere else.
#[test]
fn html_is_edited_in_place() {
    let page = read(PAGE.as_bytes(), Format::Html).unwrap();
    assert!(
        page.text().contains("The port office\u{a0}is inept & slow.\n\nIt said"),
        "{:?}",
        page.text()
    );
    assert!(!page.text().contains("Memo") && !page.text().contains("p{}"));
    let out =
        page.write(&[edit(page.text(), "inept", "a < b")], Some("Marked & numbered.")).unwrap();
    let out = String::from_utf8(out).unwrap();
    let expected = PAGE.replace("inept", "a &lt; b").replace(
        "</body>",
        "\n<p class=\"countermark-notice\">Marked &amp; numbered.</p>\n</body>",
    );
    assert_eq!(out, expected);
}

/// Headings and quotations belong to somebody else or to the house style.
#[test]
fn html_structure_is_protected() {
    let page = read(PAGE.as_bytes(), Format::Html).unwrap();
    let held: Vec<&str> = page.protected().iter().map(|r| page.text()[r.clone()].trim()).collect();
    assert_eq!(held, ["Harbour dues", "never"]);
}

/// Splicing over a tag would tear the document, so there is no source range to splice.
#[test]
fn a_range_over_markup_has_no_source() {
    let page = read(PAGE.as_bytes(), Format::Html).unwrap();
    let at = page.text().find("The port").unwrap();
    assert_eq!(page.source_range(at..at + 8), None);
    assert!(page.source_range(at..at + 3).is_some());
    let gap = page.text().find("\n\n").unwrap();
    assert_eq!(page.source_range(gap..gap + 2), None);
}

/// Each file that people will try gets an error that says what to do.
#[test]
fn refusals_carry_a_hint() {
    let big = vec![b'a'; document::limit::FILE_BYTES + 1];
    let cases: [(&[u8], ReadError); 3] = [
        (&big, ReadError::TooLarge { bytes: big.len() as u64 }),
        (b"caf\xe9", ReadError::NotUtf8 { offset: 3 }),
        (b"\n \n", ReadError::Empty),
    ];
    for (bytes, expected) in cases {
        let error = read(bytes, Format::Text).unwrap_err();
        assert_eq!(error, expected);
        assert!(!error.hint().is_empty() && !error.to_string().ends_with('.'));
    }
}

/// The notice follows the file's own line ends, and comes once.
#[test]
fn the_notice_is_a_paragraph_of_its_own() {
    for (source, expected) in [
        ("One.", "One.\n\nN\n"),
        ("One.\n", "One.\n\nN\n"),
        ("One.\r\nTwo.", "One.\r\nTwo.\r\n\r\nN\r\n"),
    ] {
        let copy = read(source.as_bytes(), Format::Text).unwrap().write(&[], Some("N")).unwrap();
        assert_eq!(String::from_utf8(copy).unwrap(), expected);
    }
}

/// A copy in another format says the same words in the same order, and carries the notice.
#[test]
fn a_copy_in_another_format_says_the_same() {
    let source =
        b"# Dues\n\nThe port *office* is slow & dear.\n\n1. It said <so>.\n2. Then left.\n";
    for (from, to) in [
        (Format::Markdown, Format::Html),
        (Format::Markdown, Format::Text),
        (Format::Text, Format::Html),
    ] {
        let copy = document::convert(source, from, to, "N").unwrap();
        let page = read(&copy, to).unwrap();
        let words = |t: &str| -> Vec<String> {
            t.split(|c: char| !c.is_alphabetic())
                .filter(|w| !w.is_empty())
                .map(String::from)
                .collect()
        };
        let mut expected = words(std::str::from_utf8(source).unwrap());
        expected.push("N".into());
        // Raw HTML in Markdown is no word on the page.
        expected.retain(|w| from == Format::Text || to == Format::Text || w != "so");
        assert_eq!(words(page.text()), expected, "{from} to {to}");
    }
}

proptest! {
    /// Whatever the page, no edit means no change but the notice, and every source range is in bounds.
    #[test]
    fn any_html_survives(source in "(<[a-z]{1,6}>|</[a-z]{1,6}>|&[a-z]{0,6};?|[a-zé \n]|<p>|</p>|<script>|</script>|<table>|<!--|-->){0,60}x") {
        if let Ok(page) = read(source.as_bytes(), Format::Html) {
            let copy = String::from_utf8(page.write(&[], Some("N")).unwrap()).unwrap();
            prop_assert_eq!(copy.replacen("\n<p class=\"countermark-notice\">N</p>\n", "", 1), source.clone());
            for (at, c) in page.text().char_indices() {
                if let Some(range) = page.source_range(at..at + c.len_utf8()) {
                    prop_assert!(source.get(range).is_some());
                }
            }
        }
    }
}
