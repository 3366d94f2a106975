//! Files that somebody made to hurt: each ends in an error or in bounded work. Those that take what a library gives
//! without asking are for the worker's limits.

use super::forge::{file, file_of_bytes, page, page_with, show, stream, zlib_bomb};
use super::tools::save;
use document::pdf::{Limits, PdfError, raster, read, text};

fn refused(pdf: &[u8]) -> PdfError {
    let error = read(pdf, Limits::default()).unwrap_err();
    assert!(!error.hint().is_empty() && !error.to_string().ends_with('.'));
    error
}

fn sound() -> Vec<u8> {
    page(&show(50.0, 700.0, 10.0, "The port is full"), "")
}

/// A download that broke off, and a disk that went bad: never a panic, at whatever byte it happened.
#[test]
fn truncated_and_damaged_files_are_survived() {
    let pdf = sound();
    for end in 0..pdf.len() {
        // What is left may still hold the page.
        if let Ok(pages) = read(&pdf[..end], Limits::default()) {
            assert!(text(&pages).text.len() <= 16);
        }
    }
    for at in 0..pdf.len() {
        for byte in [0, 0xff, b'<', b'(', b'9'] {
            let mut spoilt = pdf.clone();
            spoilt[at] = byte;
            let _ = read(&spoilt, Limits::default());
        }
    }
    assert_eq!(refused(b"%PDF-1.7\n"), PdfError::Damaged);
    assert_eq!(refused(b""), PdfError::Damaged);
}

/// A lost table of objects does not lose the page: damaged files are what people have.
#[test]
fn a_file_without_its_table_is_repaired() {
    let pdf = sound();
    let table = pdf.windows(4).position(|four| four == b"xref").unwrap();
    let pages = read(&pdf[..table], Limits::default()).unwrap();
    assert_eq!(text(&pages).text, "The port is full");
}

/// Whoever has the password can take it off; the error says how.
#[test]
fn encrypted_files_are_named_as_such() {
    for kind in [&["128", "--use-aes=y"][..], &["256"]] {
        let keys = ["--encrypt", "user", "owner"];
        let arguments = [&keys[..], kind, &["--", "in.pdf", "out.pdf"]].concat();
        let Some(locked) = save("qpdf", &arguments, &sound()) else { return };
        let error = refused(&locked);
        assert_eq!(error, PdfError::Encrypted);
        assert!(error.to_string().contains("is encrypted") && error.hint().contains("password"));
        assert_eq!(raster(&locked, 0, 72.0), Err(PdfError::Encrypted));
    }
}

/// Nothing is read where there is nothing, and nothing is read in part.
#[test]
fn numbers_of_pages_are_bounded() {
    let tree = |kids: &str| {
        file(&[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            format!("<< /Type /Pages /Kids [{kids}] >>"),
        ])
    };
    assert!(matches!(refused(&tree("")), PdfError::NoPages | PdfError::Damaged));
    let leaf = "<< /Type /Page /MediaBox [0 0 9 9] >> ";
    let error = refused(&tree(&leaf.repeat(10_000)));
    assert_eq!(error, PdfError::TooManyPages { pages: 10_000, limit: 500 });
    assert_eq!(read(&tree(&leaf.repeat(500)), Limits::default()).unwrap().len(), 500);
    let missing = raster(&sound(), 1, 72.0);
    assert_eq!(missing, Err(PdfError::NoSuchPage { page: 1, pages: 1 }));
}

/// Pages that are their own parents, forms that draw themselves, contents that are not there.
#[test]
fn rings_of_objects_end() {
    let ring = file(&[
        "<< /Type /Catalog /Pages 2 0 R >>".into(),
        "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Parent 3 0 R >>".into(),
        "<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R >>".into(),
    ]);
    assert!(read(&ring, Limits::default()).is_err());
    for content in ["/X Do", "/X Do /X Do"] {
        let itself = stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
             /Resources << /XObject << /X 6 0 R >> >>",
            content,
        );
        let pdf = page_with("/X Do", "/Resources << /XObject << /X 6 0 R >> >>", &[itself]);
        assert!(read(&pdf, Limits::default()).is_ok_and(|pages| !pages[0].readable));
        assert!(raster(&pdf, 0, 72.0).is_ok());
    }
}

/// A form that draws ten forms that draw ten forms: some thousand bytes that ask for 10⁹ words.
#[test]
fn forms_within_forms_are_counted_before_they_are_drawn() {
    let forms: Vec<String> = (0..9)
        .map(|depth| {
            let inner = 7 + depth;
            let content = if depth < 8 { "/X Do ".repeat(10) } else { show(9.0, 9.0, 9.0, "word") };
            let entries = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 600 800] \
                 /Resources << /XObject << /X {inner} 0 R >> /Font << /F1 5 0 R >> >>"
            );
            stream(&entries, &content)
        })
        .collect();
    let pdf = page_with("/X Do", "/Resources << /XObject << /X 6 0 R >> >>", &forms);
    assert_eq!(refused(&pdf), PdfError::TooIntricate { page: 0 });
    assert_eq!(raster(&pdf, 0, 72.0), Err(PdfError::TooIntricate { page: 0 }));
}

/// A page of nothing but text, and one glyph that stands for a novel.
#[test]
fn text_is_bounded() {
    let small = Limits { text_bytes: 100, ..Limits::default() };
    let pdf = page(&show(50.0, 700.0, 10.0, "word ").repeat(40), "");
    assert_eq!(read(&pdf, small), Err(PdfError::TooMuchText));
    let novel = "0041".repeat(2000);
    let map = format!(
        "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <61> <{novel}> endbfchar"
    );
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>";
    let content = format!("BT /F1 10 Tf 1 0 0 1 50 700 Tm ({}) Tj ET", "a".repeat(20_000));
    let resources = "/Resources << /Font << /F1 6 0 R >> >>";
    let pdf = page_with(&content, resources, &[font.to_owned(), stream("", &map)]);
    // Some hundred of its glyphs stand on the page.
    let limits = Limits { text_bytes: 100_000, ..Limits::default() };
    assert_eq!(read(&pdf, limits), Err(PdfError::TooMuchText));
}

/// A content stream that unpacks to more than any page describes is refused after it was unpacked.
#[test]
fn unpacked_contents_are_bounded() {
    let packed = zlib_bomb(b' ', 20 << 20);
    assert!(packed.len() < 200_000);
    let head = format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len());
    let bomb = [head.as_bytes(), &packed, b"\nendstream"].concat();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".to_vec(),
        bomb,
    ];
    let pdf = file_of_bytes(&objects, "");
    let small = Limits { content_bytes: 10 << 20, ..Limits::default() };
    assert_eq!(read(&pdf, small), Err(PdfError::TooIntricate { page: 0 }));
    assert!(read(&pdf, Limits::default()).is_ok(), "the bomb itself is sound");
}

/// Deep nesting of every kind ends before the stack does.
#[test]
fn deep_nesting_is_survived() {
    for (open, close) in [("[", "]"), ("<< /A ", " >>"), ("<< /Kids [", "] >>")] {
        let deep = open.repeat(100_000) + "0" + &close.repeat(100_000);
        let pdf = file(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), deep.clone()]);
        let _ = read(&pdf, Limits::default());
        let _ = read(&page(&format!("{deep} TJ"), ""), Limits::default());
        let _ = read(&page("", &format!("/Junk {deep}")), Limits::default());
    }
    let _ = read(&page(&"q ".repeat(1_000_000), ""), Limits::default());
    let _ = read(&page(&"Q ".repeat(1_000_000), ""), Limits::default());
    let marked = "/Span << /ActualText (a) >> BDC ".repeat(100_000);
    let pages = read(&page(&(marked + &show(50.0, 700.0, 10.0, "bb")), ""), Limits::default());
    assert_eq!(pages.unwrap()[0].words[0].text, "a");
}

/// Numbers that are none, or no numbers of points: no word, no panic, no picture of any size.
#[test]
fn absurd_numbers_are_survived() {
    for size in ["0", "-10", "1e30", "99999999999999999999", "NaN"] {
        for place in ["0", "1e30", "-99999999999999999999"] {
            let content = format!("BT /F1 {size} Tf {size} 0 0 1 {place} 700 Tm (The port) Tj ET");
            for page in read(&page(&content, ""), Limits::default()).unwrap() {
                let sound = |x: f64| x.is_finite() && x.abs() <= 1e6;
                let words = &page.words;
                assert!(words.iter().all(|w| sound(w.left) && sound(w.baseline)), "{words:?}");
                let _ = text(&[page]);
            }
        }
    }
    for sides in ["0 0 1e9 1e9", "0 0 -5 -5", "0 0 0 0", "1e30 1e30 2e30 2e30", "0 0 14400 14400"] {
        let pdf = page(&show(50.0, 700.0, 10.0, "The port"), &format!("/MediaBox [{sides}]"));
        let _ = read(&pdf, Limits::default());
        if let Ok(drawn) = raster(&pdf, 0, 300.0) {
            assert!(drawn.grey.len() <= document::pdf::PIXELS_MAX);
        }
    }
    let huge = page("", "/MediaBox [0 0 14400 14400]");
    assert!(matches!(raster(&huge, 0, 300.0), Err(PdfError::PageTooLarge { page: 0, .. })));
    for dpi in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(raster(&sound(), 0, dpi).is_err(), "{dpi}");
    }
}

/// Many words at odd places: ordering a page must not take the square of their number.
#[test]
fn scattered_words_are_ordered() {
    let mut content = String::new();
    for n in 0_u32..60_000 {
        let (x, y) = (n.wrapping_mul(7919) % 590, n.wrapping_mul(104_729) % 790);
        content += &show(f64::from(x), f64::from(y), 2.0, &format!("w{n}"));
    }
    let pages = read(&page(&content, ""), Limits::default()).unwrap();
    assert!(pages[0].words.len() > 59_000);
    assert_eq!(text(&pages).words.len(), pages[0].words.len());
}
