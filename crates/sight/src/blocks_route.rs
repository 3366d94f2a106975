//! Route by blocks: a page is found by the look of its blocks of text, coarse to fine, without anything being read.

use crate::filter::{Plane, bell, blur, shrink};
use crate::homography::{Pair, Point};
use crate::picture::Picture;
use crate::quad::guesses;
use crate::reference::{PX, Reference};
use crate::sheet::Sheet;
use crate::warp::Warp;
use crate::words_route::place;
use crate::zncc::{Scene, Template, survey};

/// One stage: how large blocks are, how far they are looked for (all in points), at how many pixels an inch.
struct Stage {
    block: [f64; 2],
    reach: [f64; 2],
    dpi: f64,
    /// Correlation below which a block was not seen.
    least: f64,
}

const STAGES: [Stage; 2] = [
    Stage { block: [150.0, 40.0], reach: [30.0, 30.0], dpi: 50.0, least: 0.45 },
    Stage { block: [90.0, 28.0], reach: [12.0, 9.0], dpi: 75.0, least: 0.55 },
];
/// A peak must be this much higher than the next: lines of text look alike.
const CLEAR: f64 = 1.15;
/// Blocks that are looked for to judge a guess.
const SAMPLE: usize = 30;

/// A first map of a page, and the pixels an inch at which the picture shows it. `first` is a guess to begin with.
pub(crate) fn register(
    picture: &Picture,
    reference: &Reference<'_>,
    first: Option<&Warp>,
) -> Option<(Warp, f64)> {
    let size = reference.size();
    let middle = [size[0] / 2.0, size[1] / 2.0];
    let mut starts: Vec<Warp> = first.into_iter().cloned().collect();
    starts.extend(guesses(picture, reference).into_iter().map(|h| Warp::new(h, size)));
    let stage = &STAGES[0];
    let small = Small::new(reference, stage);
    let mut best: Option<(usize, Warp)> = None;
    for warp in starts {
        let dpi = warp.camera.magnification(middle) * 72.0;
        let sheet = Sheet::coarse(picture, dpi, stage.dpi);
        let found = blocks(&sheet, &small, &warp, stage, Some(SAMPLE)).len();
        if best.as_ref().is_none_or(|(most, _)| found > *most) {
            best = Some((found, warp));
        }
    }
    let mut warp = best?.1;
    let mut dpi = warp.camera.magnification(middle) * 72.0;
    for stage in &STAGES {
        let sheet = Sheet::coarse(picture, dpi, stage.dpi);
        let pairs = blocks(&sheet, &Small::new(reference, stage), &warp, stage, None);
        (warp, dpi) = place(&pairs, dpi / 72.0, reference)?;
    }
    Some((warp, dpi))
}

/// A reference page at the resolution of a stage, and its blocks: corner and size in its pixels.
struct Small {
    page: Plane,
    pitch: f64,
    blocks: Vec<[usize; 2]>,
    size: [usize; 2],
}

impl Small {
    fn new(reference: &Reference<'_>, stage: &Stage) -> Self {
        /// Ink darker than this, and its least share in a block that is worth looking for.
        const INK: f32 = 180.0;
        const LEAST_INK: f64 = 0.03;
        let factor = (PX * 72.0 / stage.dpi).round() as usize;
        let grey: Vec<u8> = reference.ink.data.iter().map(|&v| v.clamp(0.0, 255.0) as u8).collect();
        let small = shrink(&grey, reference.ink.width, reference.ink.height, factor);
        let page = blur(&small, &bell(0.5));
        let pitch = factor as f64 / PX;
        let size = stage.block.map(|v| ((v / pitch) as usize).max(4));
        let mut blocks = Vec::new();
        for top in (0..page.height.saturating_sub(size[1])).step_by(size[1] / 2) {
            for left in (0..page.width.saturating_sub(size[0])).step_by(size[0] / 2) {
                let rows = (top..top + size[1]).map(|y| &page.row(y)[left..left + size[0]]);
                let dark = rows.flatten().filter(|v| **v < INK).count();
                if dark as f64 > LEAST_INK * (size[0] * size[1]) as f64 {
                    blocks.push([left, top]);
                }
            }
        }
        Self { page, pitch, blocks, size }
    }

    fn block(&self, [left, top]: [usize; 2]) -> Option<Template> {
        let mut out = Plane::new(self.size[0], self.size[1]);
        for (y, to) in out.data.chunks_exact_mut(self.size[0]).enumerate() {
            to.copy_from_slice(&self.page.row(top + y)[left..left + self.size[0]]);
        }
        Template::new(&out)
    }
}

/// Where blocks of the page are in the picture, as pairs of their middles; of `most` blocks spread over the page, or of all.
fn blocks(
    sheet: &Sheet,
    small: &Small,
    warp: &Warp,
    stage: &Stage,
    most: Option<usize>,
) -> Vec<Pair> {
    let step = most.map_or(1, |most| (small.blocks.len() / most).max(1));
    let reach = stage.reach.map(|v| (v / small.pitch) as usize);
    let find = |&[left, top]: &[usize; 2]| -> Option<Pair> {
        let template = small.block([left, top])?;
        let corner = [left, top].map(|v| v as f64 * small.pitch);
        let from = [0, 1].map(|i| corner[i] - reach[i] as f64 * small.pitch);
        let size = [0, 1].map(|i| small.size[i] + 2 * reach[i]);
        let scene = Scene::new(warp.rectify(sheet, from, small.pitch, size));
        let (peak, next) = survey(&scene, &template, reach)?;
        if peak.zncc < stage.least || peak.zncc < CLEAR * next {
            return None;
        }
        let middle: Point = [0, 1].map(|i| corner[i] + small.size[i] as f64 * small.pitch / 2.0);
        let seen = [middle[0] + peak.x * small.pitch, middle[1] + peak.y * small.pitch];
        Some((middle, warp.apply(seen)))
    };
    small.blocks.iter().step_by(step).filter_map(find).collect()
}
