//! What is read of a page, and in which order.

use super::forge::{page, page_with, show, stream};
use document::pdf::{Limits, PdfPage, raster, read, text};

fn pages(pdf: &[u8]) -> Vec<PdfPage> {
    read(pdf, Limits::default()).unwrap()
}

fn one(pdf: &[u8]) -> PdfPage {
    let mut pages = pages(pdf);
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

fn words(page: &PdfPage) -> Vec<&str> {
    page.words.iter().map(|word| word.text.as_str()).collect()
}

fn text_of(pdf: &[u8]) -> String {
    text(&pages(pdf)).text
}

/// The four ways in which files say that a word ends: a space, a jump, another line, another string.
#[test]
fn words_end_where_they_end() {
    let spaced = show(50.0, 700.0, 10.0, "The port");
    let jumped = "BT /F1 10 Tf 1 0 0 1 50 680 Tm [(The) -300 (po) 20 (rt)] TJ ET\n";
    let strings: String = "port"
        .chars()
        .zip([0.0, 5.56, 11.12, 14.45])
        .map(|(c, x)| show(50.0 + x, 660.0, 10.0, &c.to_string()))
        .collect();
    let found = one(&page(&[spaced.as_str(), jumped, &strings].concat(), ""));
    assert_eq!(words(&found), ["The", "port", "The", "port", "port"]);
    assert!(found.readable && !found.blank);
    let first = &found.words[0];
    // Helvetica: T is .611, h and e .556 wide.
    assert!((first.left - 50.0).abs() < 1e-6 && (first.right - 67.23).abs() < 0.01, "{first:?}");
    assert!((first.baseline - 100.0).abs() < 1e-6 && (first.size - 10.0).abs() < 1e-4);
    assert_eq!((found.width_pt, found.height_pt), (600.0, 800.0));
}

/// Spaces that hold a line together are spaces; a hyphen that a font calls soft divides a word at a line's end only.
#[test]
fn special_spaces_and_hyphens() {
    let nbsp = show(50.0, 700.0, 10.0, "12\\240May");
    assert_eq!(words(&one(&page(&nbsp, ""))), ["12", "May"]);
    let soft = [
        show(50.0, 700.0, 10.0, "the well\\255known har\\255"),
        show(50.0, 688.0, 10.0, "bour is full"),
    ];
    // WinAnsiEncoding has its soft hyphen at 255 (octal) and calls it a hyphen; the font here says what it means.
    let map = "/CIDInit /ProcSet findresource begin 1 begincodespacerange <00> <ff> endcodespacerange \
        1 beginbfrange <20> <7e> <0020> endbfrange 1 beginbfchar <ad> <00ad> endbfchar end";
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding \
        /ToUnicode 7 0 R >>";
    let resources = "/Resources << /Font << /F1 6 0 R >> >>";
    let pdf = page_with(&soft.concat(), resources, &[font.to_owned(), stream("", map)]);
    assert_eq!(text_of(&pdf), "the well-known har\u{ad}bour is full");
}

/// Bytes of words must lead back to the words, since marks are found by them.
#[test]
fn text_leads_back_to_words() {
    let lines: String = (0..30)
        .map(|n| show(50.0, 700.0 - 12.0 * f64::from(n), 10.0, "Dues are paid at the mole"))
        .collect();
    let pages = pages(&page(&lines, ""));
    let read = text(&pages);
    assert_eq!(read.words.len(), 180);
    for at in &read.words {
        assert_eq!(read.text[at.bytes.clone()], pages[at.page].words[at.word].text);
    }
    assert!(!read.text.contains('\n'));
}

/// Paragraphs are told by a larger step, by larger type, or by an indented first line; line ends are spaces.
#[test]
fn paragraphs_are_kept_apart() {
    let line = |x: f64, y: f64, text: &str| show(x, y, 10.0, text);
    let stepped = [
        show(50.0, 760.0, 16.0, "Harbour dues"),
        line(50.0, 736.0, "The office counts every vessel"),
        line(50.0, 724.0, "above forty tonnes twice."),
        line(50.0, 700.0, "Nobody can explain why that is"),
        line(50.0, 688.0, "so, least of all the office."),
    ];
    let expected = "Harbour dues\n\nThe office counts every vessel above forty tonnes twice.\n\n\
        Nobody can explain why that is so, least of all the office.";
    assert_eq!(text_of(&page(&stepped.concat(), "")), expected);
    let indented = [
        line(62.0, 736.0, "The office counts every vessel"),
        line(50.0, 724.0, "twice."),
        line(62.0, 712.0, "Nobody can explain why that is"),
        line(50.0, 700.0, "so, least of all the office itself."),
    ];
    let expected = "The office counts every vessel twice.\n\nNobody can explain why that is so, \
        least of all the office itself.";
    assert_eq!(text_of(&page(&indented.concat(), "")), expected);
}

/// A sentence that a page's end divides is one sentence.
#[test]
fn sentences_go_on_over_pages() {
    let content = |text: &str| stream("", &show(50.0, 700.0, 10.0, text));
    let leaf = |number: u32| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {number} 0 R \
             /Resources << /Font << /F1 9 0 R >> >> >>"
        )
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>".to_owned(),
        leaf(6),
        leaf(7),
        leaf(8),
        content("The office counts every"),
        content("vessel twice."),
        content("Nobody knows why."),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let expected = "The office counts every vessel twice.\n\nNobody knows why.";
    assert_eq!(text_of(&super::forge::file(&objects)), expected);
}

/// Lines of two columns in whichever order a program draws them: down the columns as drawn, or by their places when
/// the order of drawing says nothing.
#[test]
fn columns_are_read_one_after_the_other() {
    let lines: Vec<String> = (0..24)
        .map(|n| {
            let (x, y) = (if n < 12 { 50.0 } else { 320.0 }, 700.0 - 12.0 * f64::from(n % 12));
            show(x, y, 10.0, &format!("line {n} of this column runs to its margin"))
        })
        .collect();
    let order = |content: &str| -> Vec<u32> {
        let found = one(&page(content, ""));
        let numbers = found.words.iter().filter_map(|word| word.text.parse().ok());
        numbers.collect()
    };
    let expected: Vec<u32> = (0..24).collect();
    assert_eq!(order(&lines.concat()), expected);
    // 7 has no divisor in common with 24: each line once, from bottom to top and back.
    let shuffled: String = (0..24).map(|n| lines[23 - n * 7 % 24].as_str()).collect();
    assert_eq!(order(&shuffled), expected);
}

/// Some programs draw the bold words first; a line is one line all the same, index and all.
#[test]
fn pieces_of_a_line_are_put_together() {
    let pieces = [
        show(72.24, 700.0, 10.0, "harbour"),
        show(50.0, 700.0, 10.0, "The"),
        show(110.0, 700.0, 10.0, "office is"),
        show(150.5, 703.5, 6.0, "2"),
        show(156.0, 700.0, 10.0, "slow."),
    ];
    assert_eq!(text_of(&page(&pieces.concat(), "")), "The harbour office is 2 slow.");
}

/// A label and its value are read together although they stand a column apart.
#[test]
fn rows_stay_rows_where_they_were_drawn_as_rows() {
    let rows: String = [("To:", "The Mayor"), ("From:", "The harbour office"), ("Re:", "Dues")]
        .iter()
        .zip([700.0, 686.0, 672.0])
        .map(|((label, value), y)| show(50.0, y, 10.0, label) + &show(150.0, y, 10.0, value))
        .collect();
    assert_eq!(text_of(&page(&rows, "")), "To: The Mayor From: The harbour office Re: Dues");
}

/// A page that is turned by its entry, or whose text is drawn upwards, is read upright.
#[test]
fn turned_pages_are_read_upright() {
    let content = show(50.0, 700.0, 10.0, "The port") + &show(50.0, 688.0, 10.0, "is full");
    for (turn, place) in [(90, [700.0, 50.0]), (180, [550.0, 700.0]), (270, [100.0, 550.0])] {
        let found = one(&page(&content, &format!("/Rotate {turn}")));
        assert_eq!(words(&found), ["The", "port", "is", "full"], "{turn}");
        assert_eq!(i32::from(found.turn), turn / 90);
        assert_eq!((found.width_pt, found.height_pt), (600.0, 800.0));
        let first = &found.words[0];
        assert!((first.left - 50.0).abs() < 1e-6 && (first.baseline - 100.0).abs() < 1e-6);
        // Where the file shows that word: the frame that a picture of the page has.
        let drawn = raster(&page(&content, &format!("/Rotate {turn}")), 0, 72.0).unwrap();
        let [x, y] = place;
        let dark = |x: f64, y: f64| drawn.grey[y as usize * drawn.width + x as usize] < 200;
        let near = (-8..8).any(|dx| (-8..8).any(|dy| dark(x + f64::from(dx), y + f64::from(dy))));
        assert!(near, "no ink near the word at a turn of {turn}");
    }
    let upwards = "BT /F1 10 Tf 0 1 -1 0 300 50 Tm (The port is full) Tj ET";
    let found = one(&page(upwards, ""));
    assert_eq!((words(&found), found.turn), (vec!["The", "port", "is", "full"], 3));
    assert_eq!((found.width_pt, found.height_pt), (800.0, 600.0));
    assert!((found.words[0].baseline - 300.0).abs() < 1e-6);
}

/// A note in the margin does not cut a sentence in two, and its place on the page is not lost.
#[test]
fn turned_notes_come_last() {
    let content = [
        show(50.0, 700.0, 10.0, "The office counts"),
        "BT /F1 8 Tf 0 1 -1 0 590 300 Tm (Registry) Tj ET\n".to_owned(),
        show(50.0, 688.0, 10.0, "every vessel"),
    ];
    let found = one(&page(&content.concat(), ""));
    assert_eq!(words(&found), ["The", "office", "counts", "every", "vessel", "Registry"]);
    let note = &found.words[5];
    assert_eq!(note.turn, 3);
    let [[x0, y0], [x1, y1]] = found.ends(note);
    assert!((x0 - 590.0).abs() < 1e-6 && (y0 - 500.0).abs() < 1e-6, "{x0} {y0}");
    assert!((x1 - 590.0).abs() < 1e-6 && y1 < 480.0, "{x1} {y1}");
    let [start, _] = found.ends(&found.words[0]);
    assert_eq!(start, [found.words[0].left, found.words[0].baseline]);
}

/// What a page does not show is no word: hidden text, text beside the page, watermarks; and bold type is not two words.
#[test]
fn only_what_is_shown_is_read() {
    let content = [
        "BT 3 Tr /F1 10 Tf 1 0 0 1 50 720 Tm (hidden) Tj 0 Tr ET\n".to_owned(),
        show(700.0, 700.0, 10.0, "beside"),
        "BT /F1 60 Tf .7 .7 -.7 .7 100 100 Tm (DRAFT) Tj ET\n".to_owned(),
        show(50.0, 700.0, 10.0, "The port"),
        show(50.3, 700.0, 10.0, "The port"),
        "BT 2 Tr /F1 10 Tf 1 0 0 1 50 600 Tm (outlined) Tj ET\n".to_owned(),
    ];
    assert_eq!(words(&one(&page(&content.concat(), ""))), ["The", "port", "outlined"]);
}

/// Pages whose text is a picture, is only hidden behind one, or cannot be told from its glyphs are to be seen, not read.
#[test]
fn pages_without_usable_text_say_so() {
    let blank = one(&page("", ""));
    assert!(!blank.readable && blank.blank);
    let drawn = one(&page("10 10 100 100 re f", ""));
    assert!(!drawn.readable && !drawn.blank);
    let layer = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q \
        BT 3 Tr /F1 10 Tf 1 0 0 1 50 720 Tm (a layer of guessed words) Tj ET";
    let scan = one(&page(layer, ""));
    assert!(!scan.readable && !scan.blank && scan.words.is_empty());
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding \
        << /Type /Encoding /Differences [97 /g1 /g2 /g3] >> >>";
    let resources = "/Resources << /Font << /F1 6 0 R >> >>";
    let nameless = page_with(&show(50.0, 700.0, 10.0, "abc"), resources, &[font.to_owned()]);
    assert!(!one(&nameless).readable);
}

/// A ligature stands for its letters, be it by its map or by the text that the file says it stands for.
#[test]
fn ligatures_are_letters() {
    let content = "BT /F1 10 Tf 1 0 0 1 50 700 Tm (of) Tj \
        /Span << /ActualText <FEFF006600660069> >> BDC (xy) Tj EMC (ce) Tj ET";
    assert_eq!(words(&one(&page(content, ""))), ["offfice"]);
    // Replacement for a whole sentence says nothing about places.
    let tagged = "/P << /ActualText (something else altogether) >> BDC \
        BT /F1 10 Tf 1 0 0 1 50 700 Tm (The port) Tj ET EMC";
    assert_eq!(words(&one(&page(tagged, ""))), ["The", "port"]);
}

/// Notes that somebody put on a page are not its text.
#[test]
fn annotations_are_not_read() {
    let note = "<< /Type /Annot /Subtype /FreeText /Rect [50 600 200 620] /AP << /N 7 0 R >> >>";
    let look = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 150 20] /Resources << /Font << /F1 5 0 R >> >>",
        "BT /F1 10 Tf (remark) Tj ET",
    );
    let content = show(50.0, 700.0, 10.0, "The port");
    let pdf = page_with(&content, "/Annots [6 0 R]", &[note.to_owned(), look]);
    assert_eq!(words(&one(&pdf)), ["The", "port"]);
}

/// A picture of a page has ink where the page has words, and the size that was asked for.
#[test]
fn pages_are_drawn() {
    let pdf = page(&show(100.0, 700.0, 20.0, "IIIIIIII"), "");
    let drawn = raster(&pdf, 0, 144.0).unwrap();
    assert_eq!((drawn.width, drawn.height, drawn.grey.len()), (1200, 1600, 1200 * 1600));
    assert_eq!(drawn.dpi, 144.0);
    let dark: Vec<usize> = (0..drawn.grey.len()).filter(|at| drawn.grey[*at] < 128).collect();
    let (rows, columns) = (dark.iter().map(|at| at / 1200), dark.iter().map(|at| at % 1200));
    // The baseline is 100 points below the upper edge, and letters are .72 of their size high.
    assert!(
        rows.clone().min().unwrap().abs_diff(171) <= 2 && rows.max().unwrap().abs_diff(199) <= 1
    );
    assert!(columns.min().unwrap().abs_diff(203) <= 3);
}
