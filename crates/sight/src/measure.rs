//! From a picture and reference pages to shifts.

use crate::align::{Aligned, align, texts};
use crate::blocks_route;
use crate::homography::Point;
use crate::judge::{Judged, judge};
use crate::lines::line_shifts;
use crate::ocr::OcrWord;
use crate::picture::Picture;
use crate::prepare::smoothed;
use crate::reference::{InkBox, Reference};
use crate::report::{PageMeasure, Quality, Route, Shift, WordShift};
use crate::rulers::Observed;
use crate::search::{Found, Sighting, refine};
use crate::sheet::Sheet;
use crate::solve::median;
use crate::warp::Warp;
use crate::words_route;
use document::page::{PageMap, ReferencePage};

/// Finds the reference pages of one document in a picture and measures the shifts of their words and lines.
///
/// `words` are Tesseract's, in pixels of `picture` ([`crate::ocr::parse`]); empty where there is no reader of characters. One
/// entry for each page found, by page number. Another memo, another typesetting and another font give nothing.
pub fn measure(picture: &Picture, words: &[OcrWord], pages: &[ReferencePage]) -> Vec<PageMeasure> {
    let picture = &*smoothed(picture);
    let maps: Vec<&PageMap> = pages.iter().map(|p| &p.map).collect();
    let aligned = align(&texts(words), &maps);
    let mut out = Vec::new();
    for (number, links) in aligned.iter().enumerate() {
        // So few words are chance; without them no page is worth the work while another is found.
        if links.len() < words_route::MIN_PAIRS {
            continue;
        }
        let Some(reference) = Reference::new(&pages[number]) else { continue };
        let attempt = best_attempt(picture, words, links, &reference);
        out.extend(attempt.filter(Attempt::holds).map(|a| a.report(number, &reference)));
    }
    if out.is_empty() {
        out.extend(unread(picture, pages));
    }
    out
}

/// Share of the words that a route must see for the other not to be tried.
const ENOUGH: f64 = 0.9;

/// The better of both routes to a page.
fn best_attempt(
    picture: &Picture,
    words: &[OcrWord],
    links: &[Aligned],
    reference: &Reference<'_>,
) -> Option<Attempt> {
    let by_words = words_route::register(words, links, reference)
        .and_then(|(warp, dpi)| Attempt::new(picture, reference, Route::Words, warp, dpi));
    if by_words.as_ref().is_some_and(|a| a.found.seen() as f64 >= ENOUGH * a.found.shown() as f64) {
        return by_words;
    }
    let first = by_words.as_ref().map(|a| &a.found.warp);
    let by_blocks = blocks_route::register(picture, reference, first)
        .and_then(|(warp, dpi)| Attempt::new(picture, reference, Route::Blocks, warp, dpi));
    match (by_words, by_blocks) {
        (Some(a), Some(b)) => Some(if b.found.seen() > a.found.seen() { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The one page that a picture shows in which nothing could be read.
fn unread(picture: &Picture, pages: &[ReferencePage]) -> Option<PageMeasure> {
    let best = pages.iter().enumerate().filter_map(|(number, page)| {
        let reference = Reference::new(page)?;
        let (warp, dpi) = blocks_route::register(picture, &reference, None)?;
        let attempt = Attempt::new(picture, &reference, Route::Blocks, warp, dpi)?;
        attempt.holds().then(|| (attempt.judged.agreement, attempt.report(number, &reference)))
    });
    best.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, report)| report)
}

/// A page looked up in a picture, and what to think of it.
struct Attempt {
    route: Route,
    found: Found,
    judged: Judged,
}

impl Attempt {
    fn new(
        picture: &Picture,
        reference: &Reference<'_>,
        route: Route,
        warp: Warp,
        dpi: f64,
    ) -> Option<Self> {
        let bounds = [picture.width() as f64, picture.height() as f64];
        let found = refine(&Sheet::new(picture, dpi), bounds, reference, warp, dpi)?;
        let judged = judge(reference.map, &observed(reference, &found), &found.visible);
        Some(Self { route, found, judged })
    }

    /// Whether the page is there at all.
    fn holds(&self) -> bool {
        self.judged.agreement >= 0.4
    }

    fn report(self, page: usize, reference: &Reference<'_>) -> PageMeasure {
        let Self { route, found, judged } = self;
        let seen = observed(reference, &found);
        let lines = line_shifts(reference.map, &seen, &judged, least_line_pt(reference, &found));
        let shifts: Vec<Shift> = judged
            .movers
            .iter()
            .map(|r| Shift { word: r.word, r_pt: r.r, sigma_pt: judged.sigma_pt(r) })
            .collect();
        let mut znccs: Vec<f64> = found.words.iter().flatten().map(|w| w.zncc).collect();
        let mut sigmas: Vec<f64> = shifts.iter().map(|s| s.sigma_pt).collect();
        let quality = Quality {
            visible: found.shown(),
            seen: found.seen(),
            strange_lines: judged.straight.iter().filter(|s| !**s).count(),
            zncc: median(&mut znccs).unwrap_or(0.0),
            sigma_pt: median(&mut sigmas).unwrap_or(f64::INFINITY),
            dpi: found.dpi,
        };
        let shift = |w: Sighting| WordShift { dx_pt: w.shift[0], dy_pt: w.shift[1], zncc: w.zncc };
        PageMeasure {
            page,
            route,
            words: found.words.iter().map(|w| w.map(shift)).collect(),
            places: places(reference, &found),
            shifts,
            lines,
            quality,
        }
    }
}

/// Words as observed.
fn observed(reference: &Reference<'_>, found: &Found) -> Vec<Option<Observed>> {
    let observe = |(word, area): (&Option<Sighting>, &Option<InkBox>)| {
        let (word, area) = (word.as_ref()?, area.as_ref()?);
        let [across, down] = word.shift;
        Some(Observed { x: area.middle()[0], across, down, blunt: word.blunt })
    };
    found.words.iter().zip(&reference.boxes).map(observe).collect()
}

/// The error of a line's place that must be reckoned with: programs put baselines on whole pixels. A picture that is not
/// turned at all was drawn by one; any other may show a finer screen or paper.
fn least_line_pt(reference: &Reference<'_>, found: &Found) -> f64 {
    /// Standard deviation of a place rounded to a whole pixel against two others, and of one without them.
    const DRAWN_PX: f64 = 0.45;
    const SEEN_PX: f64 = 0.29;
    /// A line that rises by less than this many pixels over the page is level.
    const LEVEL_PX: f64 = 0.7;
    let [width, height] = reference.size();
    let end = |x: f64, y: f64| found.warp.apply([x, y]);
    let (left, right) = (end(72.0, height / 2.0), end(width - 72.0, height / 2.0));
    let (top, bottom) = (end(width / 2.0, 72.0), end(width / 2.0, height - 72.0));
    let level = (left[1] - right[1]).abs() < LEVEL_PX && (top[0] - bottom[0]).abs() < LEVEL_PX;
    let pixels = if level { DRAWN_PX } else { SEEN_PX };
    pixels * 72.0 / found.dpi
}

/// Where the words of a page are in the picture.
fn places(reference: &Reference<'_>, found: &Found) -> Vec<Option<[Point; 4]>> {
    let place = |(area, visible): (&Option<InkBox>, &bool)| {
        let [l, t, r, b] = area.filter(|_| *visible)?.ink();
        Some([[l, t], [r, t], [r, b], [l, b]].map(|corner| found.warp.apply(corner)))
    };
    reference.boxes.iter().zip(&found.visible).map(place).collect()
}
