//! Glyphs into words, in the order in which the file draws them.

use super::PlacedWord;
use super::frame::{FAR_PT, Frame, turn_of};
use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};

/// Gap between two glyphs of a word at most, in type sizes. A space that justification squeezed is .17 (typst) or
/// .22 (TeX), the widest kerning seen is .09.
const GAP_MAX: f64 = 0.15;
/// How far a glyph may start before the end of the one before, in type sizes: kerning, or an accent set over a letter.
const OVERLAP_MAX: f64 = 0.6;
/// How far a glyph may stand off the baseline of the one before, in type sizes: a scan turned upright, no index.
const RISE_MAX: f64 = 0.1;
/// Longest replacement text that is taken, in characters: ligatures and hyphens, not whole tagged paragraphs.
const ACTUAL_CHARS_MAX: usize = 8;
/// Units of a glyph's own space in its type size.
const EM: f64 = 1000.0;

/// What was found on a page.
pub(super) struct Found {
    /// The page as the file shows it.
    pub(super) frame: Frame,
    /// Its words as drawn; `turn` is that on the page as the file shows it.
    pub(super) words: Vec<PlacedWord>,
    /// Glyphs that were drawn.
    pub(super) glyphs: usize,
    /// Those of them that do not say which characters they show.
    pub(super) unmapped: usize,
    /// Whether nothing was drawn at all.
    pub(super) blank: bool,
}

/// Reads the words of a page, taking the bytes of their text off `text_left`; `None` if that is not enough.
pub(super) fn page<'a>(
    page: &Page<'a>,
    fonts: &InterpreterCache<'a>,
    text_left: &mut usize,
) -> Option<Found> {
    let (width, height) = page.render_dimensions();
    let frame = Frame { width: f64::from(width), height: f64::from(height) };
    let settings =
        InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    let shown = Rect::new(0.0, 0.0, frame.width, frame.height);
    let place = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(place, shown, fonts, page.xref(), settings);
    let mut collector = Collector::new(frame, *text_left);
    interpret_page(page, &mut context, &mut collector);
    collector.close();
    *text_left = collector.text_left?;
    Some(collector.found)
}

struct Collector {
    found: Found,
    /// Bytes of text that may still come; `None` once they were too many.
    text_left: Option<usize>,
    open: Option<PlacedWord>,
    /// Depth of marked content.
    depth: usize,
    /// Those sequences of marked content that say what they stand for, outermost first.
    actual: Vec<Actual>,
}

/// Replacement text (ISO 32000-2, 14.9.4): the first glyph stands for all of it, the others for nothing.
struct Actual {
    depth: usize,
    text: String,
    taken: bool,
}

/// A glyph in its own frame.
struct Placed {
    start: Point,
    end: f64,
    size: f64,
    turn: u8,
}

impl Collector {
    fn new(frame: Frame, text_left: usize) -> Collector {
        let found = Found { frame, words: Vec::new(), glyphs: 0, unmapped: 0, blank: true };
        Collector { found, text_left: Some(text_left), open: None, depth: 0, actual: Vec::new() }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine) {
        let Some(placed) = self.place(glyph, transform) else { return };
        let text = self.text_of(glyph);
        let Some(left) = self.text_left.and_then(|left| left.checked_sub(text.len() + 1)) else {
            self.text_left = None;
            return;
        };
        self.text_left = Some(left);
        if !text.is_empty() && text.chars().all(char::is_whitespace) {
            self.close();
            return;
        }
        if self.open.as_ref().is_some_and(|word| !continues(word, &placed)) {
            self.close();
        }
        let word = self.open.get_or_insert_with(|| PlacedWord {
            text: String::new(),
            left: placed.start.x,
            right: placed.start.x,
            baseline: placed.start.y,
            size: placed.size,
            turn: placed.turn,
        });
        word.text.extend(text.chars().filter(|c| !c.is_whitespace()));
        word.right = word.right.max(placed.end);
        if text.ends_with(char::is_whitespace) {
            self.close();
        }
    }

    /// Where a glyph stands; `None` if the page does not show it, or shows it at a slant.
    fn place(&self, glyph: &PositionedGlyph<'_>, transform: Affine) -> Option<Placed> {
        let advance = f64::from(match &**glyph {
            Glyph::Outline(outline) => outline.advance_width().unwrap_or(0.0),
            Glyph::Type3(drawn) => drawn.advance_width().unwrap_or(0.0),
        });
        let [a, b, c, d, e, f] = transform.as_coeffs();
        let (origin, end) = (Point::new(e, f), transform * Point::new(advance, 0.0));
        let size = EM * Point::new(c, d).to_vec2().hypot();
        let turn = turn_of(Point::new(a, b).to_vec2())?;
        let start = self.found.frame.turn(origin, turn);
        let end = self.found.frame.turn(end, turn).x;
        let sound = size > 0.0 && size <= FAR_PT && end.abs() <= FAR_PT;
        (sound && self.found.frame.holds(origin)).then_some(Placed { start, end, size, turn })
    }

    /// The characters that a glyph shows, U+FFFD where nobody says.
    fn text_of(&mut self, glyph: &PositionedGlyph<'_>) -> String {
        self.found.glyphs += 1;
        if let Some(actual) = self.actual.last_mut() {
            let taken = std::mem::replace(&mut actual.taken, true);
            return if taken { String::new() } else { actual.text.clone() };
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        // Private characters and controls name a glyph of that font only.
        let says = |c: char| !c.is_control() || c.is_whitespace();
        if text.is_empty() || !text.chars().all(|c| says(c) && !is_private(c)) {
            self.found.unmapped += 1;
            return char::REPLACEMENT_CHARACTER.to_string();
        }
        text
    }

    /// Ends the open word.
    fn close(&mut self) {
        let Some(mut word) = self.open.take() else { return };
        hyphens(&mut word.text);
        if !word.text.is_empty() {
            self.found.words.push(word);
        }
    }
}

/// Whether a glyph goes on with the open word.
fn continues(word: &PlacedWord, next: &Placed) -> bool {
    let size = word.size.max(next.size);
    word.turn == next.turn
        && (word.baseline - next.start.y).abs() <= RISE_MAX * size
        && (-OVERLAP_MAX * size..=GAP_MAX * size).contains(&(next.start.x - word.right))
}

/// A soft hyphen that shows within a word is a hyphen that its font calls so; at the end it says that the word goes on.
fn hyphens(text: &mut String) {
    if let Some(inner) = text.trim_end_matches('\u{ad}').rfind('\u{ad}') {
        let end = inner + '\u{ad}'.len_utf8();
        *text = text[..end].replace('\u{ad}', "-") + &text[end..];
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | char::REPLACEMENT_CHARACTER)
}

/// The replacement text of a sequence of marked content, if it is short and has no space inside.
fn actual_text(properties: Option<&Dict<'_>>) -> Option<String> {
    let raw = properties?.get::<PdfString<'_>>(b"ActualText")?;
    let text = match raw.as_bytes() {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<String, _>>().ok()?
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok()?.to_owned(),
        rest if rest.is_ascii() => std::str::from_utf8(rest).ok()?.to_owned(),
        _ => return None,
    };
    let spaced = text.trim().contains(char::is_whitespace);
    let short = text.chars().nth(ACTUAL_CHARS_MAX).is_none();
    (short && !spaced).then_some(text)
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: DrawProps<'a>,
        draw_mode: &DrawMode,
    ) {
        if matches!(draw_mode, DrawMode::Invisible) {
            return;
        }
        self.found.blank = false;
        for glyph in run.glyphs() {
            if self.text_left.is_none() {
                return;
            }
            self.glyph(glyph, props.transform * glyph.transform());
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.depth += 1;
        if let Some(text) = actual_text(properties) {
            self.actual.push(Actual { depth: self.depth, text, taken: false });
        }
    }

    fn end_marked_content(&mut self) {
        if self.actual.last().is_some_and(|innermost| innermost.depth == self.depth) {
            self.actual.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.found.blank = false;
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.found.blank = false;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(right: f64) -> PlacedWord {
        let text = "port".to_owned();
        PlacedWord { text, left: 80.0, right, baseline: 50.0, size: 10.0, turn: 0 }
    }

    fn next(x: f64, y: f64) -> Placed {
        Placed { start: Point::new(x, y), end: x + 5.0, size: 10.0, turn: 0 }
    }

    /// The three ways in which files end a word without a space, and the two shifts that do not end one.
    #[test]
    fn words_end_at_jumps() {
        assert!(continues(&word(100.0), &next(100.9, 50.0)), "kerning");
        assert!(continues(&word(100.0), &next(95.0, 50.4)), "an accent");
        assert!(!continues(&word(100.0), &next(101.7, 50.0)), "a squeezed space");
        assert!(!continues(&word(100.0), &next(80.0, 62.0)), "the next line");
        assert!(!continues(&word(100.0), &next(100.0, 46.5)), "an index");
    }

    /// Some fonts call every hyphen soft; what ends a line must stay what it is.
    #[test]
    fn soft_hyphens_within_words_are_hyphens() {
        for (from, to) in [
            ("well\u{ad}known", "well-known"),
            ("har\u{ad}", "har\u{ad}"),
            ("a\u{ad}b\u{ad}", "a-b\u{ad}"),
            ("plain", "plain"),
        ] {
            let mut text = from.to_owned();
            hyphens(&mut text);
            assert_eq!(text, to);
        }
    }
}
