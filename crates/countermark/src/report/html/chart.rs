//! The histogram of the evidence of all copies, laid out for an SVG.

use crate::report::{Histogram, figure};

/// More bars than this are drawn as fewer, wider ones: a phone shows no more.
const BARS: usize = 60;
/// Up to here each bar has room for its number.
const COUNTED_BARS: usize = 24;
/// An empty bin shows nothing, a bin of one copy among thousands still this much.
const LEAST_HEIGHT: f64 = 3.0;

/// The drawing, in its own units: wide enough for thousands of copies, high enough to compare them.
const WIDTH: i32 = 600;
const HEIGHT: i32 = 290;
const LEFT: i32 = 52;
const RIGHT: i32 = 588;
const TOP: i32 = 62;
const BASE: i32 = 236;

pub(super) struct Chart {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) base: i32,
    pub(super) bars: Vec<Bar>,
    pub(super) has_counts: bool,
    pub(super) rules: Vec<Label>,
    pub(super) ticks: Vec<Label>,
    pub(super) limit: Option<Limit>,
    pub(super) description: String,
}

pub(super) struct Bar {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
    pub(super) middle: String,
    pub(super) count: String,
    pub(super) is_beyond: bool,
}

pub(super) struct Label {
    pub(super) at: String,
    pub(super) text: String,
}

pub(super) struct Limit {
    pub(super) at: String,
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

impl Chart {
    /// Nothing where the histogram is empty or has no width.
    pub(super) fn of(histogram: &Histogram, named: usize) -> Option<Chart> {
        let bins = Bins::of(histogram)?;
        let limit = histogram.limit.filter(|limit| limit.is_finite());
        let end = bins.from + bins.step * bins.counts.len() as f64;
        let from = limit.map_or(bins.from, |limit| bins.from.min(limit - bins.step));
        let to = limit.map_or(end, |limit| end.max(limit + bins.step));
        let x =
            |value: f64| f64::from(LEFT) + (value - from) / (to - from) * f64::from(RIGHT - LEFT);
        let most = bins.counts.iter().copied().max().filter(|most| *most > 0)?;
        let y_step = nice(most as f64 / 4.0).max(1.0);
        let y_top = (most as f64 / y_step).ceil() * y_step;
        let height = |count: f64| count / y_top * f64::from(BASE - TOP);
        let up = |height: f64| place(f64::from(BASE) - height);
        let rules = steps(y_step, y_top, y_step)
            .map(|value| Label { at: up(height(value)), text: figure::grouped(value as u64) })
            .collect();
        let x_step = nice((to - from) / 7.0);
        let ticks = steps((from / x_step).ceil() * x_step, to, x_step)
            .map(|value| Label { at: place(x(value)), text: signed(value, x_step) })
            .collect();
        let bar = |(i, count): (usize, &u64)| {
            let start = bins.from + bins.step * i as f64;
            let (left, right) = (x(start) + 0.75, x(start + bins.step) - 0.75);
            let height = height(*count as f64).max(LEAST_HEIGHT);
            Bar {
                x: place(left),
                y: up(height),
                width: place((right - left).max(1.0)),
                height: place(height),
                middle: place(x(start + bins.step / 2.0)),
                count: figure::grouped(*count),
                is_beyond: limit.is_some_and(|limit| start + bins.step / 2.0 >= limit),
            }
        };
        Some(Chart {
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: RIGHT,
            top: TOP,
            base: BASE,
            bars: bins.counts.iter().enumerate().filter(|(_, n)| **n > 0).map(bar).collect(),
            has_counts: bins.counts.len() <= COUNTED_BARS,
            rules,
            ticks,
            limit: limit.map(|limit| mark_limit(limit, x(limit))),
            description: describe(histogram, named),
        })
    }
}

/// The bins as drawn.
struct Bins {
    from: f64,
    step: f64,
    counts: Vec<u64>,
}

impl Bins {
    fn of(histogram: &Histogram) -> Option<Bins> {
        let sound =
            histogram.from.is_finite() && histogram.step.is_finite() && histogram.step > 0.0;
        let together = histogram.counts.len().div_ceil(BARS).max(1);
        let sum = |bins: &[u32]| bins.iter().copied().map(u64::from).sum();
        sound.then(|| Bins {
            from: histogram.from,
            step: histogram.step * together as f64,
            counts: histogram.counts.chunks(together).map(sum).collect(),
        })
    }
}

fn mark_limit(limit: f64, at: f64) -> Limit {
    let anchor = match at {
        ..150.0 => "start",
        450.0.. => "end",
        _ => "middle",
    };
    Limit { at: place(at), anchor, text: format!("limit {limit:.2}: a copy is named from here on") }
}

/// The histogram in words; page and screen reader say the same.
fn describe(histogram: &Histogram, named: usize) -> String {
    let copies: u64 = histogram.counts.iter().copied().map(u64::from).sum();
    let copies = figure::count(copies as usize, "copy", "copies");
    match histogram.limit {
        Some(limit) => {
            let reached = match named {
                0 => "none is named".to_owned(),
                1 => "1 is named".to_owned(),
                many => format!("{} are named", figure::grouped(many as u64)),
            };
            format!(
                "{copies}; the limit from which a copy is named is log₁₀ E = {limit:.2}; {reached}."
            )
        }
        None => format!("{copies}; no evidence that this reading could give would name a copy."),
    }
}

/// 1, 2 or 5 times a power of ten, at least `least`.
fn nice(least: f64) -> f64 {
    let mut step = 1.0;
    while step < least {
        step *= 10.0;
    }
    while step / 10.0 >= least {
        step /= 10.0;
    }
    [0.1, 0.2, 0.5].map(|part| step * part).into_iter().find(|s| *s >= least).unwrap_or(step)
}

/// At most a dozen even steps.
fn steps(first: f64, last: f64, step: f64) -> impl Iterator<Item = f64> {
    (0..12)
        .map(move |i| first + step * f64::from(i))
        .take_while(move |value| *value <= last + step * 1e-9)
}

/// A tick with a true minus sign, and a decimal only where the step has one.
fn signed(value: f64, step: f64) -> String {
    let decimals = usize::from(step < 1.0);
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().any(|c| c.is_ascii_digit() && c != '0') => {
            format!("−{digits}")
        }
        Some(digits) => digits.to_owned(),
        None => text,
    }
}

pub(super) fn place(value: f64) -> String {
    format!("{value:.1}")
}
