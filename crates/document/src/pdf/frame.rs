//! Turning places on a page: a word's own frame is the page turned back so that the word is upright.

use hayro_interpret::kurbo::{Point, Vec2};

/// Farthest that a line of text may slant from a quarter turn, as sine: 15 degrees. Watermarks slant more, scans less.
const SLANT_MAX: f64 = 0.26;

/// Places beyond this are on no page, in points: a page has at most 14,400 units a side (ISO 32000-2, annex C).
pub(super) const FAR_PT: f64 = 1e6;

/// The page as the file shows it; y runs down.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    /// The same page turned back by `turn` quarter turns.
    pub(super) fn turned(self, turn: u8) -> Frame {
        match turn % 2 {
            0 => self,
            _ => Frame { width: self.height, height: self.width },
        }
    }

    /// Where `point` lies on the page turned back by `turn` quarter turns.
    pub(super) fn turn(self, point: Point, turn: u8) -> Point {
        match turn % 4 {
            0 => point,
            1 => Point::new(point.y, self.width - point.x),
            2 => Point::new(self.width - point.x, self.height - point.y),
            _ => Point::new(self.height - point.y, point.x),
        }
    }

    /// Whether the page shows this point.
    pub(super) fn holds(self, point: Point) -> bool {
        (0.0..=self.width.min(FAR_PT)).contains(&point.x)
            && (0.0..=self.height.min(FAR_PT)).contains(&point.y)
    }
}

/// Quarter turns clockwise of a line of text that runs along `along`; `None` for a slant.
pub(super) fn turn_of(along: Vec2) -> Option<u8> {
    let length = along.hypot();
    if !(length > 0.0 && length.is_finite()) {
        return None;
    }
    let (x, y) = (along.x / length, along.y / length);
    match (x.abs() <= SLANT_MAX, y.abs() <= SLANT_MAX) {
        (false, true) => Some(if x > 0.0 { 0 } else { 2 }),
        (true, false) => Some(if y > 0.0 { 1 } else { 3 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All four frames must agree: a point keeps its distance along and across the line of text.
    #[test]
    fn turning_back_makes_the_text_run_right() {
        let page = Frame { width: 600.0, height: 800.0 };
        for (turn, along) in [(0, (1.0, 0.0)), (1, (0.0, 1.0)), (2, (-1.0, 0.0)), (3, (0.0, -1.0))]
        {
            let along = Vec2::new(along.0, along.1);
            assert_eq!(turn_of(along), Some(turn));
            let start = Point::new(200.0, 300.0);
            let moved = page.turn(start + along * 10.0, turn) - page.turn(start, turn);
            assert_eq!(moved, Vec2::new(10.0, 0.0), "turn {turn}");
            let inside = page.turn(start, turn);
            assert!(page.turned(turn).holds(inside));
        }
        assert_eq!(turn_of(Vec2::new(1.0, 1.0)), None);
        assert_eq!(turn_of(Vec2::new(1.0, -0.02)), Some(0));
        assert_eq!(turn_of(Vec2::ZERO), None);
        assert_eq!(turn_of(Vec2::new(f64::NAN, 0.0)), None);
    }
}
