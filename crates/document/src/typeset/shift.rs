//! Moving words and lines of finished pages.

use super::TypesetError;
use super::field::Printed;
use super::walk::{Plan, Text};
use crate::page::PageMap;
use typst::layout::{Abs, Em, Frame, FrameItem, GroupItem, Point};
use typst::text::TextItem;
use typst_layout::Page;

/// What is moved in a copy, and by how much, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shifts {
    words: Vec<(usize, usize, f64)>,
    lines: Vec<(usize, usize, f64)>,
}

/// The same of one page, by word and by line.
#[derive(Default)]
pub(super) struct PageShifts {
    words: Vec<f64>,
    lines: Vec<f64>,
}

impl Shifts {
    /// Longest shift, in points. Marks are far smaller; this only keeps ink on the page.
    pub const MAX_PT: f64 = 6.0;

    /// Moves word `word` of page `page`, as placed in [`PageMap::words`], to the right by `dx_pt`: the gap before it
    /// grows by that much, the one after it shrinks, nothing else moves. Several shifts of a word add up.
    pub fn move_word(&mut self, page: usize, word: usize, dx_pt: f64) {
        self.words.push((page, word, dx_pt));
    }

    /// Moves all that stands on line `line` of page `page`, as placed in [`PageMap::lines`], down by `dy_pt`.
    pub fn move_line(&mut self, page: usize, line: usize, dy_pt: f64) {
        self.lines.push((page, line, dy_pt));
    }

    pub(super) fn resolve(&self, maps: &[PageMap]) -> Result<Vec<PageShifts>, TypesetError> {
        let mut pages: Vec<PageShifts> = maps
            .iter()
            .map(|map| {
                let movable = map.lines.last().map_or(0, |line| line.words.end);
                PageShifts { words: vec![0.0; movable], lines: vec![0.0; map.lines.len()] }
            })
            .collect();
        for &(page, place, pt) in &self.words {
            add(pages.get_mut(page).and_then(|p| p.words.get_mut(place)), page, place, pt)?;
        }
        for &(page, place, pt) in &self.lines {
            add(pages.get_mut(page).and_then(|p| p.lines.get_mut(place)), page, place, pt)?;
        }
        Ok(pages)
    }
}

fn add(at: Option<&mut f64>, page: usize, place: usize, pt: f64) -> Result<(), TypesetError> {
    let at = at.ok_or(TypesetError::NoSuchPlace { page, place })?;
    *at += pt;
    if at.abs() <= Shifts::MAX_PT { Ok(()) } else { Err(TypesetError::TooFar { pt: *at }) }
}

/// A page with its shifts, and a copy's own line in its place.
pub(super) fn page(page: &Page, plan: &Plan, shifts: &PageShifts, field: Option<&Printed>) -> Page {
    let mut rebuild = Rebuild { plan, shifts, field, text: 0, group: 0 };
    if !rebuild.changes(plan.texts.len()) {
        return page.clone();
    }
    Page { frame: rebuild.frame(&page.frame), ..page.clone() }
}

struct Rebuild<'a> {
    plan: &'a Plan,
    shifts: &'a PageShifts,
    field: Option<&'a Printed>,
    /// Texts and groups that the walk has passed.
    text: usize,
    group: usize,
}

impl Rebuild<'_> {
    /// Whether any of the next texts differs from the page as it was laid out.
    fn changes(&self, texts: usize) -> bool {
        self.plan.texts[self.text..self.text + texts].iter().any(|text| {
            text.field
                || self.dy(text) != 0.0
                || text.runs.iter().any(|run| self.shifts.words[run.word] != 0.0)
        })
    }

    fn dy(&self, text: &Text) -> f64 {
        text.line.map_or(0.0, |line| self.shifts.lines[line])
    }

    fn frame(&mut self, frame: &Frame) -> Frame {
        let mut out = Frame::new(frame.size(), frame.kind());
        if frame.has_baseline() {
            out.set_baseline(frame.baseline());
        }
        let items: Vec<(Point, FrameItem)> =
            frame.items().filter_map(|(place, item)| self.item(*place, item)).collect();
        out.push_multiple(items);
        out
    }

    fn item(&mut self, place: Point, item: &FrameItem) -> Option<(Point, FrameItem)> {
        match item {
            FrameItem::Group(group) => {
                let (texts, groups) = self.plan.groups[self.group];
                self.group += 1;
                if self.changes(texts) {
                    let frame = self.frame(&group.frame);
                    return Some((place, FrameItem::Group(GroupItem { frame, ..group.clone() })));
                }
                self.text += texts;
                self.group += groups;
                Some((place, item.clone()))
            }
            FrameItem::Text(text) => {
                let plan = &self.plan.texts[self.text];
                self.text += 1;
                if plan.field {
                    return self.field.map(|field| field.item(place, text.width()));
                }
                Some(self.shifted(place, text, plan))
            }
            _ => Some((place, item.clone())),
        }
    }

    /// Each glyph goes where its word goes. A space stays with the word before it, so that its own width takes up the
    /// difference to the next.
    fn shifted(&self, place: Point, text: &TextItem, plan: &Text) -> (Point, FrameItem) {
        let words = &self.shifts.words;
        let mut text = text.clone();
        let size = text.size.to_pt();
        let first = plan.runs.first().map_or(0.0, |run| words[run.word]);
        for pair in plan.runs.windows(2) {
            let difference = words[pair[1].word] - words[pair[0].word];
            let before = &mut text.glyphs[pair[1].glyphs.start - 1];
            before.x_advance = Em::new(before.x_advance.get() + difference / size);
        }
        let by = Point::new(Abs::pt(first), Abs::pt(self.dy(plan)));
        (place + by, FrameItem::Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{PageLine, PageWord};
    use crate::spacing::{LINE_SHIFT_PT, WORD_SHIFT_PT, movers, moving_lines};
    use crate::typeset::ink::TypeCase;
    use crate::typeset::script::Script;
    use crate::typeset::walk::{Walked, walk};
    use crate::typeset::{Setting, markdown, world};
    use typst_layout::PagedDocument;

    const TEXT: &str = "# A long heading, so long that it takes a second line on the sheet, and then still another one of them\n\n\
        1. A numbered paragraph with **bold words, some *slanted bold* ones** and `code` in a first line of its own, and a footnote[^a] in \
        another, which goes on for a while so that it fills some lines of the measure, with *slanted words* in the last.\n\n\
        2. A second, with a word-that-may-break-at-its-hyphens-and-does-so-somewhere-on-the-line and others after it here.\n\n\
        > - An item inside a quotation that takes two lines, since otherwise its second line could not be moved at all.\n\n\
        | Port | Remark |\n|---|---|\n| Old Harbour | two words and three more |\n\n\
        [^a]: The note has many words of its own, so that it takes two lines as well, and so that they can be moved too.\n";

    fn laid_out() -> (PagedDocument, Script, Walked) {
        let mut case = TypeCase::default();
        let copytext = markdown::read(TEXT, &mut case);
        let script = Script::write(&copytext, &Setting::default(), &mut case);
        let document = world::compile(script.source()).unwrap();
        let walked = walk(&document, &script);
        (document, script, walked)
    }

    /// Rebuilds and reads the pages again.
    fn moved(shifts: &Shifts) -> (PageMap, PageMap) {
        let (document, script, walked) = laid_out();
        let resolved = shifts.resolve(&walked.maps).unwrap();
        let rebuilt = page(&document.pages()[0], &walked.plans[0], &resolved[0], None);
        let info = typst::model::Document::info(&document).clone();
        let rebuilt = PagedDocument::new(std::iter::once(rebuilt).collect(), info);
        let after = walk(&rebuilt, &script).maps.remove(0);
        (walked.maps[0].clone(), after)
    }

    fn assert_places(after: &PageMap, expected: &PageMap) {
        assert_eq!(after.words.len(), expected.words.len());
        for (word, wanted) in after.words.iter().zip(&expected.words) {
            assert_eq!((&word.text, &word.source), (&wanted.text, &wanted.source));
            for (is, should) in [
                (word.left, wanted.left),
                (word.right, wanted.right),
                (word.baseline, wanted.baseline),
            ] {
                assert!((is - should).abs() < 1e-9, "{word:?} should be {wanted:?}");
            }
        }
    }

    fn note_marks(map: &PageMap) -> Vec<&PageWord> {
        map.words.iter().filter(|word| word.source.is_none() && word.text == "1").collect()
    }

    /// The marks must be there to the last digit, and nowhere else: bold and slanted runs, lists, cells and footnotes
    /// are other items of the same lines, and the reader measures against the words between.
    #[test]
    fn words_move_alone() {
        let (_, _, walked) = laid_out();
        let mut expected = walked.maps[0].clone();
        let mut shifts = Shifts::default();
        for (number, mover) in movers(&expected.clone()).iter().enumerate() {
            let dx = if number % 3 == 0 { -WORD_SHIFT_PT } else { WORD_SHIFT_PT };
            shifts.move_word(0, mover.word, dx);
            expected.words[mover.word].left += dx;
            expected.words[mover.word].right += dx;
        }
        // The footnote's mark stands at the mover "footnote", or at a ruler: it goes where its word goes.
        let at = expected.words.iter().position(|word| word.text == "footnote").unwrap();
        let before = note_marks(&walked.maps[0])[0].left - walked.maps[0].words[at].right;
        let (_, after) = moved(&shifts);
        assert!((note_marks(&after)[0].left - after.words[at].right - before).abs() < 1e-9);
        let own = after.lines.last().unwrap().words.end;
        let mark = own + after.words[own..].iter().position(|w| w.text == "1").unwrap();
        expected.words[mark] = after.words[mark].clone();
        assert!(movers(&expected).len() > 20);
        assert_places(&after, &expected);
    }

    /// A line moves with all that stands on it, whatever its type, and no other line does.
    #[test]
    fn lines_move_as_a_whole() {
        let (_, _, walked) = laid_out();
        let mut expected = walked.maps[0].clone();
        let mut shifts = Shifts::default();
        let moving = moving_lines(&expected);
        assert!(moving.len() >= 4);
        let mut with_note = false;
        for line in moving {
            shifts.move_line(0, line.line, LINE_SHIFT_PT);
            let PageLine { words, .. } = expected.lines[line.line].clone();
            for word in &mut expected.words[words] {
                word.baseline += LINE_SHIFT_PT;
                with_note |= word.text == "footnote";
            }
        }
        assert!(with_note, "the footnote's mark stands on a moving line");
        let (before, after) = moved(&shifts);
        let mark = note_marks(&before)[0];
        let place = before.words.iter().position(|word| word == mark).unwrap();
        expected.words[place].baseline += LINE_SHIFT_PT;
        assert_places(&after, &expected);
    }

    /// Wrapped lines keep the glyph of the space that they broke at; it is no gap, and no word ends a line late by it.
    #[test]
    fn wrapped_lines_end_at_their_last_word() {
        let (document, _, walked) = laid_out();
        let measure = document.pages()[0].frame.width().to_pt() - 2.0 * 30.0 * 72.0 / 25.4;
        let margin = 30.0 * 72.0 / 25.4;
        let map = &walked.maps[0];
        let full = map.lines.iter().filter(|line| {
            let right = map.words[line.words.end - 1].right;
            (right - margin - measure).abs() < 0.01
        });
        assert!(full.count() >= 3, "justified lines end at the margin");
    }

    /// A place that is not there is a mistake of the caller's, and a shift of an inch would not be a mark.
    #[test]
    fn shifts_are_checked() {
        let (_, _, walked) = laid_out();
        let words = walked.maps[0].lines.last().unwrap().words.end;
        for (page, word, dx, expected) in [
            (9, 0, 0.1, TypesetError::NoSuchPlace { page: 9, place: 0 }),
            (0, words, 0.1, TypesetError::NoSuchPlace { page: 0, place: words }),
            (0, 0, 7.0, TypesetError::TooFar { pt: 7.0 }),
        ] {
            let mut shifts = Shifts::default();
            shifts.move_word(page, word, dx);
            assert_eq!(shifts.resolve(&walked.maps).err(), Some(expected));
        }
        let mut shifts = Shifts::default();
        shifts.move_line(0, 0, f64::NAN);
        assert!(shifts.resolve(&walked.maps).is_err());
    }
}
