//! A copy's own line: office and number, laid out apart and put into a place whose size never changes, so that no copy's
//! text can stand elsewhere than another's.

use super::ink::TypeCase;
use super::script::literal;
use super::setting::{Printed as Where, Setting};
use super::{Copy, TypesetError, world};
use std::collections::BTreeSet;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Transform};

/// Width of the place in points; the design has the same.
const WIDTH_PT: f64 = 250.0;
/// A longer line is drawn smaller, down to this part of its size, and cut where that does not do.
const LEAST_SCALE: f64 = 0.6;

/// What copies of a setting print.
pub(super) struct Field {
    family: &'static str,
    place: Where,
}

/// A line that is ready to be put in its place.
pub(super) struct Printed {
    frame: Frame,
    baseline: f64,
    scale: f64,
    right: bool,
    without_glyph: BTreeSet<char>,
}

impl Field {
    pub(super) fn new(setting: &Setting) -> Option<Field> {
        (setting.printed != Where::None)
            .then(|| Field { family: setting.font.family(), place: setting.printed })
    }

    pub(super) fn print(&self, copy: &Copy<'_>) -> Result<Printed, TypesetError> {
        let mut case = TypeCase::default();
        let mut line = self.set(copy.number, &case.own_line(copy.office))?;
        if !line.without_glyph.is_empty() {
            case.refuse(&line.without_glyph);
            line = self.set(copy.number, &case.own_line(copy.office))?;
        }
        if line.scale < LEAST_SCALE {
            let office = case.own_line(copy.office);
            let kept = office.chars().count() as f64 * line.scale / LEAST_SCALE;
            let cut: String = office.chars().take((kept as usize).saturating_sub(2)).collect();
            line = self.set(copy.number, &format!("{} …", cut.trim_end()))?;
        }
        Ok(line)
    }

    fn set(&self, number: u32, office: &str) -> Result<Printed, TypesetError> {
        let script = format!(
            "#import \"/design.typ\": field-line\n#show: _ => field-line({}, \"Copy {number}\", {})\n",
            literal(self.family),
            literal(office),
        );
        let document = world::compile(&world::source(script))?;
        let page = document.pages().first().map(|page| page.frame.clone()).unwrap_or_default();
        let mut printed = Printed {
            frame: Frame::soft(page.size()),
            baseline: 0.0,
            scale: (WIDTH_PT / page.width().to_pt().max(1.0)).min(1.0),
            right: self.place == Where::Header,
            without_glyph: BTreeSet::new(),
        };
        printed.collect(&page, Point::zero());
        Ok(printed)
    }
}

impl Printed {
    /// Only the ink: what else a layout holds belongs to a document of its own.
    fn collect(&mut self, from: &Frame, origin: Point) {
        for (place, item) in from.items() {
            let place = origin + *place;
            match item {
                FrameItem::Group(group) => self.collect(&group.frame, place),
                FrameItem::Text(text) => {
                    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                        self.without_glyph.extend(text.text[glyph.range()].chars());
                    }
                    self.baseline = place.y.to_pt();
                    self.frame.push(place, item.clone());
                }
                _ => {}
            }
        }
    }

    /// It as an item, and where it stands so that its baseline is that of the sign that held its place.
    pub(super) fn item(&self, sign: Point, sign_width: Abs) -> (Point, FrameItem) {
        let width = self.frame.width().to_pt() * self.scale;
        let left = if self.right { sign_width.to_pt() - width } else { 0.0 };
        let place = sign + Point::new(Abs::pt(left), Abs::pt(-self.baseline * self.scale));
        let mut group = GroupItem::new(self.frame.clone());
        group.transform = Transform::scale(Ratio::new(self.scale), Ratio::new(self.scale));
        (place, FrameItem::Group(group))
    }
}
