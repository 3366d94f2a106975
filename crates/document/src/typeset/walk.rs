//! From finished pages back to words: where each stands, which bytes it is, and which glyphs to move with it.

use super::ink::{BOX, BREAK};
use super::script::{Chunk, Script};
use crate::page::{PageLine, PageMap, PageWord};
use std::collections::BTreeSet;
use std::ops::Range;
use typst::layout::{Frame, FrameItem, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// Baselines closer than this are one, in points.
const SAME_PT: f64 = 0.05;

/// All pages.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) maps: Vec<PageMap>,
    pub(super) plans: Vec<Plan>,
    /// Signs that came out without a glyph.
    pub(super) without_glyph: BTreeSet<char>,
}

/// How a page's frames are to be rebuilt, in the order of a walk.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) texts: Vec<Text>,
    /// For each group how many texts and groups it holds.
    pub(super) groups: Vec<(usize, usize)>,
}

/// A run of glyphs in a frame.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Glyphs of words that can be moved, in order.
    pub(super) runs: Vec<Run>,
    /// The line that it moves with, as a place in [`PageMap::lines`].
    pub(super) line: Option<usize>,
    /// Whether it only holds the place of a copy's own line.
    pub(super) field: bool,
}

/// Glyphs of one word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) glyphs: Range<usize>,
    /// Place in [`PageMap::words`].
    pub(super) word: usize,
}

/// Walks over all pages.
pub(super) fn walk(document: &PagedDocument, script: &Script) -> Walked {
    let mut out = Walked::default();
    for page in document.pages() {
        let mut walker = Walker::new(script, &mut out.without_glyph);
        walker.frame(&page.frame, 0.0, 0.0, false);
        let Walker { plan, mut words, own, lines, .. } = walker;
        words.extend(own);
        out.plans.push(plan);
        out.maps.push(PageMap {
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
            words,
            lines,
        });
    }
    out
}

struct Walker<'a> {
    script: &'a Script,
    without_glyph: &'a mut BTreeSet<char>,
    plan: Plan,
    words: Vec<PageWord>,
    /// Words that the page prints itself.
    own: Vec<PageWord>,
    lines: Vec<PageLine>,
    /// What the glyph before belongs to, if it is not a space.
    before: Before,
    /// Right end and baseline of that glyph.
    pen: (f64, f64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Word,
    /// The mark of a footnote, which stays at its word.
    Mark,
    Own,
}

/// A glyph with its place on the page.
struct Placed<'a> {
    text: &'a str,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
}

impl<'a> Walker<'a> {
    fn new(script: &'a Script, without_glyph: &'a mut BTreeSet<char>) -> Self {
        Walker {
            script,
            without_glyph,
            plan: Plan::default(),
            words: Vec::new(),
            own: Vec::new(),
            lines: Vec::new(),
            before: Before::Nothing,
            pen: (0.0, 0.0),
        }
    }

    /// What stands in a turned or scaled group is passed over: its words are nobody's marks.
    fn frame(&mut self, frame: &Frame, x: f64, y: f64, turned: bool) {
        for (place, item) in frame.items() {
            let (x, y) = (x + place.x.to_pt(), y + place.y.to_pt());
            match item {
                FrameItem::Group(group) => {
                    let number = self.plan.groups.len();
                    let texts = self.plan.texts.len();
                    self.plan.groups.push((0, 0));
                    let moved = Transform::translate(group.transform.tx, group.transform.ty);
                    let turned = turned || group.transform != moved;
                    let (tx, ty) = (group.transform.tx.to_pt(), group.transform.ty.to_pt());
                    self.frame(&group.frame, x + tx, y + ty, turned);
                    self.plan.groups[number] =
                        (self.plan.texts.len() - texts, self.plan.groups.len() - number - 1);
                }
                FrameItem::Text(_) if turned => self.plan.texts.push(Text::default()),
                FrameItem::Text(text) => self.text(text, x, y),
                _ => {}
            }
        }
    }

    fn text(&mut self, item: &TextItem, x: f64, baseline: f64) {
        let mut text = Text::default();
        let size = item.size.to_pt();
        let mut left = x;
        for (number, glyph) in item.glyphs.iter().enumerate() {
            let right = left + glyph.x_advance.at(item.size).to_pt();
            let sign = &item.text[glyph.range()];
            let placed = Placed { text: sign, left, right, baseline, size };
            if glyph.id == 0 {
                self.without_glyph.extend(sign.chars().filter(|c| *c != BOX));
            }
            match self.script.chunk(glyph.span.0) {
                Some(Chunk::Field) => {
                    text.field = true;
                    self.before = Before::Nothing;
                }
                Some(Chunk::Words { block, ink }) => {
                    let start = usize::from(glyph.span.1);
                    let source = ink.source(start..start + sign.len());
                    self.glyph(&placed, *block, source, number, &mut text);
                    text.line = self.lines.len().checked_sub(1);
                }
                None => self.own_glyph(&placed, number, &mut text),
            }
            left = right;
            self.pen = (right, baseline);
        }
        self.plan.texts.push(text);
    }

    fn glyph(
        &mut self,
        glyph: &Placed<'_>,
        block: usize,
        source: Option<Range<usize>>,
        number: usize,
        text: &mut Text,
    ) {
        if glyph.text.chars().all(char::is_whitespace) {
            self.before = Before::Nothing;
            return;
        }
        let Some(source) = source else { return };
        let same_line = self.lines.last().is_some_and(|line| line.block == block)
            && self.words.last().is_some_and(|w| (w.baseline - glyph.baseline).abs() < SAME_PT);
        let touches = matches!(self.before, Before::Word | Before::Mark) && self.touches(glyph);
        match self.words.last_mut() {
            Some(word) if same_line && touches => glyph.extend_sourced(word, source),
            _ => {
                let word = self.words.len();
                self.words.push(glyph.word(Some(source)));
                match self.lines.last_mut() {
                    Some(line) if same_line => line.words.end = word + 1,
                    _ => self.lines.push(PageLine { words: word..word + 1, block }),
                }
            }
        }
        self.before = Before::Word;
        text.add_glyph(number, self.words.len() - 1);
    }

    fn own_glyph(&mut self, glyph: &Placed<'_>, number: usize, text: &mut Text) {
        if glyph.text.chars().all(char::is_whitespace) {
            self.before = Before::Nothing;
            return;
        }
        let raised = (glyph.baseline - self.pen.1).abs() < glyph.size;
        let near = (glyph.left - self.pen.0).abs() < SAME_PT && raised;
        let joins = matches!(self.before, Before::Mark | Before::Own) && self.touches(glyph);
        match self.own.last_mut() {
            Some(word) if joins => glyph.extend(word),
            _ => self.own.push(glyph.word(None)),
        }
        if matches!(self.before, Before::Word | Before::Mark) && near {
            text.add_glyph(number, self.words.len() - 1);
            text.line = self.lines.len().checked_sub(1);
            self.before = Before::Mark;
        } else {
            self.before = Before::Own;
        }
    }

    fn touches(&self, glyph: &Placed<'_>) -> bool {
        let lowered = self.before == Before::Mark;
        (glyph.left - self.pen.0).abs() < SAME_PT
            && (lowered || (glyph.baseline - self.pen.1).abs() < SAME_PT)
    }
}

impl Text {
    fn add_glyph(&mut self, number: usize, word: usize) {
        match self.runs.last_mut() {
            Some(run) if run.word == word => run.glyphs.end = number + 1,
            _ => self.runs.push(Run { glyphs: number..number + 1, word }),
        }
    }
}

impl Placed<'_> {
    fn word(&self, source: Option<Range<usize>>) -> PageWord {
        PageWord {
            text: self.signs(),
            left: self.left,
            right: self.right,
            baseline: self.baseline,
            size: self.size,
            source,
        }
    }

    fn extend(&self, word: &mut PageWord) {
        word.text.push_str(&self.signs());
        word.right = self.right;
    }

    fn extend_sourced(&self, word: &mut PageWord, source: Range<usize>) {
        match &mut word.source {
            // From right to left, the glyph that stands further right comes earlier in the text.
            Some(known) if source.start < known.start => {
                word.text.insert_str(0, &self.signs());
                known.start = source.start;
            }
            Some(known) => {
                // Several glyphs of one cluster are the same signs.
                if source.end > known.end {
                    word.text.push_str(&self.signs());
                }
                known.end = known.end.max(source.end);
            }
            None => {}
        }
        word.right = self.right;
    }

    /// What it stands for, without the places where a long word may break.
    fn signs(&self) -> String {
        self.text.replace(BREAK, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::ink::TypeCase;
    use crate::typeset::{Setting, markdown, world};
    use typst::layout::{Abs, Angle, GroupItem, Point};

    /// A turned group has lines of its own geometry; its words may not join those beside it, and what follows it must
    /// keep its place in the plan.
    #[test]
    fn turned_groups_are_passed_over() {
        let mut case = TypeCase::default();
        let copytext = markdown::read("Some words of a line.", &mut case);
        let script = Script::write(&copytext, &Setting::default(), &mut case);
        let document = world::compile(script.source()).unwrap();
        let straight = walk(&document, &script);
        let body = &document.pages()[0].frame;
        let mut turned = GroupItem::new(body.clone());
        turned.transform = Transform::rotate(Angle::deg(90.0));
        let mut frame = Frame::soft(body.size());
        frame.push(Point::zero(), FrameItem::Group(turned));
        frame.push(Point::with_y(Abs::pt(5.0)), FrameItem::Group(GroupItem::new(body.clone())));
        let mut without_glyph = BTreeSet::new();
        let mut walker = Walker::new(&script, &mut without_glyph);
        walker.frame(&frame, 0.0, 0.0, false);
        assert_eq!(walker.words.len(), straight.maps[0].lines[0].words.end);
        assert!((walker.words[0].baseline - straight.maps[0].words[0].baseline - 5.0).abs() < 1e-9);
        let plan = &straight.plans[0];
        assert_eq!(walker.plan.texts.len(), 2 * plan.texts.len());
        assert_eq!(walker.plan.texts[plan.texts.len()..], plan.texts);
        assert_eq!(walker.plan.groups[0], (plan.texts.len(), plan.groups.len()));
    }
}
