//! What tells copies apart, and what must not.

use crate::support::{letter, memo, poppler_words};
use document::page::Raster;
use document::spacing::{WORD_SHIFT_PT, movers};
use document::typeset::{Copy, Markup, Printed, Setting, Sheets, Shifts, set};

fn sheets(printed: Printed) -> Sheets {
    set(&memo(), Markup::Markdown, &Setting { printed, ..letter() }).unwrap()
}

/// Every mover of every page, left and right in turn.
fn marks(sheets: &Sheets) -> Shifts {
    let mut shifts = Shifts::default();
    for (page, map) in sheets.pages().iter().enumerate() {
        for (number, mover) in movers(map).iter().enumerate() {
            let dx = if number % 2 == 0 { WORD_SHIFT_PT } else { -WORD_SHIFT_PT };
            shifts.move_word(page, mover.word, dx);
        }
    }
    shifts
}

/// An independent reader of PDFs finds each word where the map has it, and each mark, to a hundredth of a point.
#[test]
fn poppler_sees_the_map_and_the_marks() {
    let sheets = sheets(Printed::None);
    let shifts = marks(&sheets);
    let seen = |shifts: &Shifts, test: &str| {
        poppler_words(test, &sheets.pdf(shifts, None).expect("it can be exported"))
    };
    let Some(plain) = seen(&Shifts::default(), "plain") else { return };
    let Some(marked) = seen(&shifts, "marked") else { return };
    assert_eq!(plain.len(), marked.len());
    let mut moved = 0;
    for (page, map) in sheets.pages().iter().enumerate() {
        let movers = movers(map);
        for (place, word) in map.words.iter().enumerate().filter(|(_, word)| word.source.is_some())
        {
            let (number, as_plain) = plain
                .iter()
                .enumerate()
                .find(|(_, seen)| seen.page == page && seen.text == word.text && seen.is_at(word))
                .expect("poppler sees every word");
            assert!((as_plain.right - word.right).abs() < 0.02, "{as_plain:?} {word:?}");
            let expected = match movers.iter().position(|mover| mover.word == place) {
                Some(mover) if mover % 2 == 0 => WORD_SHIFT_PT,
                Some(_) => -WORD_SHIFT_PT,
                None => 0.0,
            };
            let dx = marked[number].left - as_plain.left;
            assert!((dx - expected).abs() < 0.01, "{word:?} moved by {dx}, not {expected}");
            moved += usize::from(expected != 0.0);
        }
    }
    assert!(moved > 300);
}

fn differing(a: &Raster, b: &Raster) -> Vec<(usize, usize)> {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let pairs = a.grey.iter().zip(&b.grey).enumerate().filter(|(_, (a, b))| a != b);
    pairs.map(|(at, _)| (at % a.width, at / a.width)).collect()
}

/// Office and number may be as long as they like: the text stays where it is, and the reference page has neither.
#[test]
fn the_field_moves_nothing() {
    for (printed, rows) in [(Printed::Header, 0.0..0.1), (Printed::Footer, 0.88..1.0)] {
        let sheets = sheets(printed);
        let reference = sheets.reference(0, 72.0).unwrap();
        let long =
            "Office of the Deputy Under-Secretary for Ports, Harbours and the Islands, ".repeat(3);
        for (office, number) in
            [("Cabinet", 1), (long.as_str(), 4_000_000_000), ("漢 #x \"y\" \\ \n z", 0)]
        {
            let copy = Copy { office, number };
            let page = sheets.raster(0, 72.0, &Shifts::default(), Some(&copy)).unwrap().unwrap();
            let changed = differing(&reference, &page);
            assert!(changed.len() > 20, "the field is printed");
            for (x, y) in changed {
                let row = y as f64 / page.height as f64;
                let column = x as f64 / page.width as f64;
                assert!(rows.contains(&row) && (0.1..0.9).contains(&column), "{x}, {y}");
            }
        }
    }
}

/// Copies of an issue are made on several threads from one layout.
#[test]
fn sheets_are_shared() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&sheets(Printed::None));
}

/// Ink of a marked page differs from the reference only where a word has moved.
#[test]
fn marks_stay_at_their_words() {
    let sheets = sheets(Printed::Footer);
    let map = &sheets.pages()[0];
    let mover = movers(map)[40].word;
    let mut shifts = Shifts::default();
    shifts.move_word(0, mover, WORD_SHIFT_PT);
    let marked = sheets.raster(0, 144.0, &shifts, None).unwrap().unwrap();
    let changed = differing(&sheets.reference(0, 144.0).unwrap(), &marked);
    assert!(!changed.is_empty());
    let word = &map.words[mover];
    for (x, y) in changed {
        let (x, y) = (x as f64 / 2.0, y as f64 / 2.0);
        assert!(x > word.left - 2.0 && x < word.right + 2.0, "{x} {word:?}");
        assert!(
            y > word.baseline - word.size && y < word.baseline + word.size / 2.0,
            "{y} {word:?}"
        );
    }
}

/// Two makings of a copy are one file, or resuming an issue would hand out another; and its name and number are in it.
#[test]
fn copies_repeat_byte_by_byte() {
    let copy = Copy { office: "Island Council", number: 3 };
    let first = sheets(Printed::Header);
    let again = sheets(Printed::Header);
    let shifts = marks(&first);
    let file = first.pdf(&shifts, Some(&copy)).unwrap();
    assert_eq!(file, again.pdf(&shifts, Some(&copy)).unwrap());
    assert_eq!(file, first.pdf(&shifts, Some(&copy)).unwrap());
    let Some(words) = poppler_words("repeat", &file) else { return };
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    assert!(text.windows(4).any(|w| w == ["Copy", "3", "Island", "Council"]), "{text:?}");
}
