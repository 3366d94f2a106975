//! A measured page of the leak, laid out for two SVGs: each shift at its word, and all shifts side by side.

use super::chart::place;
use crate::report::{PagePart, ShiftPart, figure};

/// Bins of the small histogram on each side of zero.
const BINS: i32 = 20;
/// How far it reaches, as a multiple of the shift that copies have.
const REACH: f64 = 2.5;
/// The small histogram, in its own units.
const WIDTH: f64 = 600.0;
const BASE: f64 = 120.0;
const TOP: f64 = 24.0;

/// From how many nats on a reading is drawn as strong, and as middling.
const STRONG_NATS: f64 = 4.0;
const MIDDLING_NATS: f64 = 1.5;

pub(super) struct Sheet<'a> {
    pub(super) title: String,
    pub(super) caption: String,
    pub(super) width: String,
    pub(super) height: String,
    pub(super) view: Option<&'a str>,
    pub(super) drawn: Vec<Drawn<'a>>,
    pub(super) marks: Vec<Mark>,
    pub(super) noise: Option<Noise>,
}

pub(super) struct Drawn<'a> {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) size: String,
    pub(super) text: &'a str,
}

pub(super) struct Mark {
    pub(super) class: &'static str,
    pub(super) points: String,
    /// Foot of the arrow and its head.
    pub(super) arrow: [String; 4],
    pub(super) told: String,
}

/// All shifts of words, as bars over points.
pub(super) struct Noise {
    pub(super) bars: Vec<Bar>,
    /// Where copies are shifted to, and zero.
    pub(super) rules: Vec<(String, String)>,
    pub(super) description: String,
}

pub(super) struct Bar {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
    pub(super) class: &'static str,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(page: &'a PagePart) -> Sheet<'a> {
        let read = page.shifts.iter().filter(|s| s.nats.is_some()).count();
        let how = match page.dpi {
            Some(dpi) => format!("measured in the picture at {dpi:.0} pixels an inch"),
            None => "as the file itself states its positions".to_owned(),
        };
        Sheet {
            title: format!("{}, page {} of the memo", page.leak, page.memo_page),
            caption: format!(
                "{} of {} words were found, {}. {}; a word's shift is known to ±{:.3} points, copies differ by {:.2} points to either side.",
                figure::grouped(page.words.1 as u64),
                figure::grouped(page.words.0 as u64),
                how,
                figure::count(read, "mark read", "marks read"),
                page.sigma_pt,
                page.shift_pt,
            ),
            width: place(page.size.0),
            height: place(page.size.1),
            view: page.view.as_deref(),
            drawn: page
                .drawn
                .iter()
                .map(|(x, y, size, text)| Drawn {
                    x: place(*x),
                    y: place(*y),
                    size: place(*size),
                    text,
                })
                .collect(),
            marks: page.shifts.iter().filter_map(Mark::of).collect(),
            noise: Noise::of(page),
        }
    }
}

impl Mark {
    fn of(shift: &ShiftPart) -> Option<Mark> {
        let corners = shift.place?;
        let middle =
            |a: [f64; 2], b: [f64; 2]| [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
        let foot = middle(corners[2], corners[3]);
        let side = if shift.r_pt >= 0.0 { corners[2] } else { corners[3] };
        let head = middle(foot, side);
        let strength = shift.nats.map(f64::abs);
        let class = match (strength, shift.r_pt >= 0.0) {
            (None, _) => "unread",
            (Some(n), true) if n >= STRONG_NATS => "right strong",
            (Some(n), false) if n >= STRONG_NATS => "left strong",
            (Some(n), true) if n >= MIDDLING_NATS => "right middling",
            (Some(n), false) if n >= MIDDLING_NATS => "left middling",
            (Some(_), true) => "right",
            (Some(_), false) => "left",
        };
        let points: Vec<String> =
            corners.iter().map(|p| format!("{},{}", place(p[0]), place(p[1]))).collect();
        let way = if shift.r_pt >= 0.0 { "right" } else { "left" };
        Some(Mark {
            class,
            points: points.join(" "),
            arrow: [place(foot[0]), place(foot[1]), place(head[0]), place(head[1])],
            told: format!(
                "{}: {:.3} pt to the {way}, ±{:.3}",
                shift.word,
                shift.r_pt.abs(),
                shift.sigma_pt
            ),
        })
    }
}

impl Noise {
    fn of(page: &PagePart) -> Option<Noise> {
        let reach = REACH * page.shift_pt;
        let words: Vec<f64> =
            page.shifts.iter().filter(|s| !s.word.is_empty()).map(|s| s.r_pt).collect();
        if words.is_empty() || reach <= 0.0 {
            return None;
        }
        let mut counts = vec![0u32; 2 * BINS as usize];
        for r in &words {
            let bin = ((r / reach) * f64::from(BINS)).floor() as i32 + BINS;
            counts[bin.clamp(0, 2 * BINS - 1) as usize] += 1;
        }
        let most = f64::from(counts.iter().copied().max().unwrap_or(1).max(1));
        let step = WIDTH / f64::from(2 * BINS);
        let bar = |(i, count): (usize, &u32)| {
            let height = f64::from(*count) / most * (BASE - TOP);
            Bar {
                x: place(step * i as f64 + 0.5),
                y: place(BASE - height),
                width: place(step - 1.0),
                height: place(height),
                class: if i < BINS as usize { "left" } else { "right" },
            }
        };
        let x = |pt: f64| place(WIDTH / 2.0 * (1.0 + pt / reach));
        let rule = |pt: f64| (x(pt), format!("{pt:+.2}"));
        Some(Noise {
            bars: counts.iter().enumerate().map(bar).collect(),
            rules: vec![rule(-page.shift_pt), (x(0.0), "0".into()), rule(page.shift_pt)],
            description: format!(
                "Shifts of {} in points. The copies differ by {:.2} to the left or to the right; how far the bars spread around these two is the noise.",
                figure::count(words.len(), "word", "words"),
                page.shift_pt,
            ),
        })
    }
}
