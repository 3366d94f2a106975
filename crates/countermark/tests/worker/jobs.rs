//! What the jobs give: through a child the same as in this process.

use super::child::worker;
use super::forge::{memo, pdf, sheets, tiff};
use countermark::worker::{
    Extracted, Pictured, PlacedSheet, Refusal, Sheet, Worker, WorkerError, tesseract,
};
use document::ReadError;
use document::page::ReferencePage;
use document::pdf::PdfError;
use sight::ocr;

fn both(name: &str, bytes: &[u8]) -> Result<Extracted, WorkerError> {
    let here = Worker::in_process().extract(Some(name), bytes);
    let there = worker().extract(Some(name), bytes);
    assert_eq!(format!("{here:?}"), format!("{there:?}"), "{name}");
    there
}

fn refusal(name: &str, bytes: &[u8]) -> Refusal {
    match both(name, bytes) {
        Err(WorkerError::Refused(refusal)) => refusal,
        other => panic!("{name}: {other:?}"),
    }
}

/// Text is what a person sees of it.
#[test]
fn text_is_extracted() {
    assert_eq!(both("a.md", b"# Dues").unwrap(), Extracted::Text("# Dues".into()));
    let page = b"<!doctype html><title>x</title><p>The <b>port</b> is full";
    assert_eq!(both("a.html", page).unwrap(), Extracted::Text("The port is full".into()));
}

/// A PDF gives its words with places; the sentence that a page divides is one.
#[test]
fn pages_are_extracted() {
    let Extracted::Pages(pages) = both("a.pdf", &memo()).unwrap() else { panic!("no pages") };
    assert_eq!(pages.len(), sheets(24).pages().len());
    assert!(pages.len() > 1);
    for sheet in &pages {
        let Sheet::Placed(placed) = sheet else { panic!("no words") };
        assert!(placed.words.len() > 100);
        for (word, bytes) in placed.words.iter().zip(&placed.bytes) {
            assert_eq!(word.text, placed.text[bytes.clone()]);
            assert_eq!(word.start[1], word.end[1]);
        }
    }
}

/// A page that is a picture is told as one, and a page with nothing on it as one without words.
#[test]
fn pictures_are_extracted() {
    let drawn = pdf(b"10 10 200 200 re f", "", "");
    let picture = Sheet::Picture { width: 2479, height: 3508 };
    assert_eq!(both("a.pdf", &drawn).unwrap(), Extracted::Pages(vec![picture]));
    let blank = both("a.pdf", &pdf(b"", "", "")).unwrap();
    assert_eq!(blank, Extracted::Pages(vec![Sheet::Placed(PlacedSheet::default())]));
    let picture = Sheet::Picture { width: 3, height: 2 };
    let found = both("a.tif", &tiff(3, 2, &[0, 255, 0, 255, 0, 255])).unwrap();
    assert_eq!(found, Extracted::Pages(vec![picture]));
}

/// The reason that a child gives is the reason that people are told.
#[test]
fn refusals_are_told() {
    assert_eq!(refusal("a.txt", b"  "), Refusal::Read(ReadError::Empty));
    assert_eq!(refusal("a.txt", b"caf\xe9"), Refusal::Read(ReadError::NotUtf8 { offset: 3 }));
    assert!(matches!(
        refusal("a.docx", b"PK\x03\x04"),
        Refusal::Read(ReadError::Unsupported { .. })
    ));
    assert_eq!(refusal("a.pdf", b"%PDF-1.7"), Refusal::Pdf(PdfError::Damaged));
    assert!(matches!(refusal("a.png", b"\x89PNG\r\n\x1a\n"), Refusal::Picture(_)));
    let large = vec![b'a'; document::limit::FILE_BYTES + 1];
    assert!(matches!(refusal("a.txt", &large), Refusal::Read(ReadError::TooLarge { .. })));
}

/// Tesseract's picture is the same from a child, turned as it was asked for, and from a page of a PDF.
#[test]
fn pictures_are_made_for_tesseract() {
    let file = tiff(3, 2, &[0, 255, 255, 255, 255, 255]);
    let ask = |turn| Pictured { bytes: &file, page: 0, turn };
    let upright = worker().ocr_input(&ask(0)).unwrap();
    assert_eq!(upright, Worker::in_process().ocr_input(&ask(0)).unwrap());
    let turned = worker().ocr_input(&ask(1)).unwrap();
    assert_ne!(upright.pgm, turned.pgm);
    let missing = worker().ocr_input(&Pictured { bytes: &file, page: 1, turn: 0 });
    assert!(matches!(missing, Err(WorkerError::Refused(Refusal::NoSuchPage { page: 1 }))));
    let page = Pictured { bytes: &pdf(b"10 10 200 200 re f", "", ""), page: 0, turn: 0 };
    let drawn = worker().ocr_input(&page).unwrap();
    assert!(drawn.pgm.starts_with(b"P5\n2479 3508\n"));
}

/// The whole way of a picture: its words by Tesseract, its shifts by the reference, the same from a child as here.
#[test]
fn pictures_are_measured() {
    let sheets = sheets(5);
    let scan = sheets.reference(0, 150.0).unwrap();
    let file = tiff(scan.width as u32, scan.height as u32, &scan.grey);
    let picture = Pictured { bytes: &file, page: 0, turn: 0 };
    let input = worker().ocr_input(&picture).unwrap();
    let words = match tesseract(&input) {
        Err(WorkerError::NoTesseract) => {
            eprintln!("skipped: `tesseract` is not installed");
            Vec::new()
        }
        tsv => {
            let words = ocr::parse(&tsv.unwrap(), input.scale).unwrap();
            let text = ocr::text(&words).text;
            assert!(text.contains("harbour office counts every vessel"), "{text}");
            words
        }
    };
    let raster = sheets.reference(0, 300.0).unwrap();
    let pages = [ReferencePage { map: sheets.pages()[0].clone(), raster }];
    let measured = worker().measure(&picture, &words, &pages).unwrap();
    assert_eq!(measured, Worker::in_process().measure(&picture, &words, &pages).unwrap());
    assert_eq!(measured.pages.len(), 1);
    assert!(measured.pages[0].quality.seen > 100, "{:?}", measured.pages[0].quality);
    assert_eq!(measured.preview.width, 1240);
}

/// What is no picture is refused by Tesseract, not read by it.
#[test]
fn tesseract_refuses_what_is_no_picture() {
    let input = countermark::worker::OcrInput { pgm: b"P5\n9 9\n".to_vec(), scale: 1.0, dpi: 300 };
    let error = tesseract(&input).unwrap_err();
    assert!(matches!(error, WorkerError::Tesseract | WorkerError::NoTesseract), "{error}");
}
