//! Replies that a broken or captured child could give.

use super::*;
use crate::worker::Pictured;
use document::Format;
use document::page::{PageLine, PageWord, Raster};
use document::pdf::LeakKind;

const EXTRACT: Job<'_> = Job::Extract { kind: LeakKind::Text(Format::Text), bytes: b"" };
const PICTURE: Pictured<'_> = Pictured { bytes: b"", page: 0, turn: 0 };

fn placed() -> PlacedSheet {
    let word = |text: &str, x: f64| PlacedWord {
        text: text.into(),
        start: [x, 100.0],
        end: [x + 20.0, 100.0],
    };
    PlacedSheet {
        text: "The pört".into(),
        words: vec![word("The", 72.0), word("pört", 95.0)],
        bytes: vec![0..3, 4..9],
        continues: true,
    }
}

fn reference() -> ReferencePage {
    let word = PageWord {
        text: "port".into(),
        left: 72.0,
        right: 90.0,
        baseline: 100.0,
        size: 11.0,
        source: None,
    };
    let lines = vec![PageLine { words: 0..2, block: 0 }];
    let map = PageMap { width: 595.0, height: 842.0, words: vec![word.clone(), word], lines };
    ReferencePage { map, raster: Raster { width: 1, height: 1, dpi: 72.0, grey: vec![0] } }
}

fn measured() -> Measured {
    let measure = PageMeasure {
        page: 0,
        route: Route::Blocks,
        words: vec![None, Some(WordShift { dx_pt: 0.2, dy_pt: -0.1, zncc: 0.9 })],
        places: vec![None, Some([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])],
        shifts: vec![Shift { word: 1, r_pt: 0.21, sigma_pt: 0.05 }],
        lines: vec![LineShift { line: 0, r_pt: 0.4, sigma_pt: 0.1 }],
        quality: Quality { visible: 2, seen: 1, sigma_pt: f64::INFINITY, ..Quality::default() },
    };
    let preview = Preview { jpeg: b"\xff\xd8\xff\xd9".to_vec(), width: 60, height: 80 };
    Measured { pages: vec![measure], preview }
}

fn survives(done: Result<Reply, Refusal>, job: &Job<'_>) {
    let bytes = answer(&done);
    assert_eq!(reply(&bytes, job), Some(done));
    for end in 0..bytes.len() {
        assert_eq!(reply(&bytes[..end], job), None, "cut at {end}");
    }
    assert_eq!(reply(&[bytes, vec![0]].concat(), job), None);
}

/// The parent gets what the child found, whole or not at all.
#[test]
fn replies_survive_the_pipe() {
    let pages = [reference()];
    let measure = Job::Measure { picture: PICTURE, words: &[], pages: &pages };
    survives(Ok(Reply::Extracted(Extracted::Text("Dues".into()))), &EXTRACT);
    let sheets = vec![Sheet::Placed(placed()), Sheet::Picture { width: 600, height: 800 }];
    survives(Ok(Reply::Extracted(Extracted::Pages(sheets))), &EXTRACT);
    let input = OcrInput { pgm: b"P5\n2 1\n255\n\n\n".to_vec(), scale: 2.0, dpi: 200 };
    survives(Ok(Reply::OcrInput(input)), &Job::OcrInput(PICTURE));
    survives(Ok(Reply::Measured(measured())), &measure);
    survives(Err(Refusal::NoSuchPage { page: 3 }), &measure);
}

/// A reply to another question is none.
#[test]
fn replies_fit_their_job() {
    let text = answer(&Ok(Reply::Extracted(Extracted::Text("Dues".into()))));
    assert_eq!(reply(&text, &Job::OcrInput(PICTURE)), None);
}

/// Words that do not lie in their text, in order and on characters, would make a panic of every slice.
#[test]
fn words_lie_in_their_text() {
    for bytes in [[0..3, 4..10], [0..3, 4..6], [0..3, 2..4], [4..9, 0..3], [0..0, 4..9]] {
        let sheets = vec![Sheet::Placed(PlacedSheet { bytes: bytes.to_vec(), ..placed() })];
        let told = answer(&Ok(Reply::Extracted(Extracted::Pages(sheets))));
        assert_eq!(reply(&told, &EXTRACT), None, "{bytes:?}");
    }
}

/// Numbers that no measurement gives would end in a reading; those out of range in a panic.
#[test]
fn numbers_are_believed_within_their_ranges_only() {
    type Spoil = fn(&mut Measured);
    let spoils: [Spoil; 11] = [
        |m| m.pages[0].page = 1,
        |m| m.pages[0].shifts[0].word = 2,
        |m| m.pages[0].shifts[0].r_pt = f64::NAN,
        |m| m.pages[0].shifts[0].sigma_pt = -0.1,
        |m| m.pages[0].lines[0].line = 1,
        |m| m.pages[0].lines[0].r_pt = f64::INFINITY,
        |m| m.pages[0].words.truncate(1),
        |m| m.pages[0].places[0] = Some([[f64::NAN; 2]; 4]),
        |m| m.pages[0].quality.seen = 3,
        |m| m.preview.jpeg = b"<svg".to_vec(),
        |m| m.preview.width = usize::MAX,
    ];
    let pages = [reference()];
    let job = Job::Measure { picture: PICTURE, words: &[], pages: &pages };
    for (number, spoil) in spoils.iter().enumerate() {
        let mut spoilt = measured();
        spoil(&mut spoilt);
        let told = answer(&Ok(Reply::Measured(spoilt)));
        assert_eq!(reply(&told, &job), None, "{number}");
    }
    let twice = Measured { pages: [measured().pages, measured().pages].concat(), ..measured() };
    assert_eq!(reply(&answer(&Ok(Reply::Measured(twice))), &job), None);
}

/// Tesseract is given a picture of the size that it says, or nothing.
#[test]
fn pictures_for_tesseract_are_whole() {
    for pgm in
        [&b"P5\n2 1\n255\nx"[..], b"P5\n0 1\n255\n", b"P6\n1 1\n255\nx", b"P5\n1 1\n9\nx", b""]
    {
        let input = OcrInput { pgm: pgm.to_vec(), scale: 1.0, dpi: 300 };
        assert_eq!(reply(&answer(&Ok(Reply::OcrInput(input))), &Job::OcrInput(PICTURE)), None);
    }
}

/// An array that announces more than it holds must cost nothing.
#[test]
fn announced_items_are_not_reserved() {
    let mut bomb = vec![0x82, 2, 0x99, 0x01, 0xf4];
    bomb.extend([0x83, 0x60, 0xf4, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(reply(&bomb, &EXTRACT), None);
}
