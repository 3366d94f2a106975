//! Words of a reference page looked up in a picture, pass after pass: look, bend the map to what was seen, look again.

use crate::filter::bell;
use crate::homography::Point;
use crate::reference::{InkBox, PX, Reference};
use crate::rulers::moving;
use crate::sheet::Sheet;
use crate::spline::Seen;
use crate::warp::Warp;
use crate::zncc::{Peak, Scene, Template, find};
use document::page::PageMap;
use document::spacing::moving_lines;

/// Correlation below which a word was not seen.
pub(crate) const SEEN_ZNCC: f64 = 0.5;
/// Fewest words that a map can rest on.
pub(crate) const MIN_WORDS: usize = 12;

/// Blurs of the reference that are tried, in pixels at 300 an inch.
const BLURS: [f64; 9] = [0.6, 1.0, 1.5, 2.0, 2.8, 3.6, 4.6, 5.8, 7.2];

/// A word as it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sighting {
    /// Against the map, in points.
    pub(crate) shift: Point,
    /// Against the map without its bend, in points.
    total: Point,
    pub(crate) zncc: f64,
    /// Expected standard error of the shift but for a factor that the whole page shares, in points.
    pub(crate) blunt: f64,
}

/// A page found in a picture.
pub(crate) struct Found {
    pub(crate) warp: Warp,
    /// For each word whether the picture should show it.
    pub(crate) visible: Vec<bool>,
    /// Each word as found; only those with a correlation above [`SEEN_ZNCC`].
    pub(crate) words: Vec<Option<Sighting>>,
    pub(crate) dpi: f64,
}

impl Found {
    /// How many words were seen.
    pub(crate) fn seen(&self) -> usize {
        self.words.iter().flatten().count()
    }

    /// How many words the picture should show.
    pub(crate) fn shown(&self) -> usize {
        self.visible.iter().filter(|v| **v).count()
    }
}

/// How far to look, in pixels at 300 an inch. Wide first, for the map comes from boxes or blocks; narrow last, for a mark is
/// a pixel or two.
const WIDE: [usize; 2] = [14, 12];
const NARROW: [usize; 2] = [8, 7];
/// Stiffness of the map while words are still found, and at the end.
const STIFF: f64 = 0.001;
const SUPPLE: f64 = 0.003;

/// Looks for the words of a page from a first map on. `None` where too few are seen.
pub(crate) fn refine(
    picture: &Sheet,
    bounds: Point,
    reference: &Reference<'_>,
    mut warp: Warp,
    dpi: f64,
) -> Option<Found> {
    let staying = Staying::of(reference.map);
    // A camera's or codec's blur is about half a pixel of the picture.
    let mut blur = nearest_blur(0.5 * 300.0 / dpi);
    unroll(picture, bounds, reference, &mut warp, blur, &staying)?;
    let mut visible = shown(&warp, reference, bounds);
    blur = best_blur(picture, reference, &warp, &visible, NARROW);
    let mut words = look(picture, reference, &warp, &visible, blur, NARROW);
    bend(&mut warp, reference, &words, &staying, SUPPLE);
    visible = shown(&warp, reference, bounds);
    words = look(picture, reference, &warp, &visible, blur, NARROW);
    let seen = words.iter().flatten().count();
    (seen >= MIN_WORDS).then_some(Found { warp, visible, words, dpi })
}

/// Looks for words and bends the map to them, again and again while more come within reach.
fn unroll(
    picture: &Sheet,
    bounds: Point,
    reference: &Reference<'_>,
    warp: &mut Warp,
    blur: f64,
    staying: &Staying,
) -> Option<()> {
    const ROUNDS: usize = 16;
    let mut words: Vec<Option<Sighting>> = vec![None; reference.boxes.len()];
    let mut seen = 0;
    for _ in 0..ROUNDS {
        let visible = shown(warp, reference, bounds);
        let open: Vec<bool> = visible.iter().zip(&words).map(|(v, w)| *v && w.is_none()).collect();
        for (word, new) in words.iter_mut().zip(look(picture, reference, warp, &open, blur, WIDE)) {
            *word = word.or(new);
        }
        drop_strangers(&mut words, reference, warp);
        let now = words.iter().flatten().count();
        if now < MIN_WORDS {
            return None;
        }
        bend(warp, reference, &words, staying, STIFF);
        let shown = visible.iter().filter(|v| **v).count();
        if now <= seen + seen / 50 || now + shown / 50 >= shown {
            break;
        }
        seen = now;
    }
    Some(())
}

/// Drops words that do not move with most of the words around them: peaks by chance.
fn drop_strangers(words: &mut [Option<Sighting>], reference: &Reference<'_>, warp: &Warp) {
    /// How far neighbours may differ, in points.
    const APART_PT: f64 = 1.5;
    const NEIGHBOURS: usize = 8;
    let seen: Vec<(usize, Point, Point)> = (0..words.len())
        .filter_map(|i| {
            let (at, word) = (reference.boxes[i]?.middle(), words[i]?);
            let bend = warp.bend.at(at);
            Some((i, at, [word.total[0] - bend[0], word.total[1] - bend[1]]))
        })
        .collect();
    let lonely = |&(own, at, shift): &(usize, Point, Point)| {
        let mut near: Vec<(f64, Point)> = seen
            .iter()
            .filter(|other| other.0 != own)
            .map(|(_, p, s)| {
                let (dx, dy) = (p[0] - at[0], p[1] - at[1]);
                (dx * dx + dy * dy, *s)
            })
            .collect();
        let count = NEIGHBOURS.min(near.len());
        if count < near.len() {
            near.select_nth_unstable_by(count, |a, b| a.0.total_cmp(&b.0));
        }
        let agree = near[..count]
            .iter()
            .filter(|(_, s)| (0..2).all(|i| (s[i] - shift[i]).abs() < APART_PT))
            .count();
        2 * agree < count
    };
    let strangers: Vec<usize> =
        seen.iter().filter(|word| lonely(word)).map(|word| word.0).collect();
    for word in strangers {
        words[word] = None;
    }
}

/// What may have been moved is a poor guide to where the page is: weights of words for the two axes of its map.
struct Staying {
    across: Vec<f64>,
    down: Vec<f64>,
}

impl Staying {
    fn of(page: &PageMap) -> Self {
        /// A mark against the noise of a measured word, squared and rounded up.
        const MOVED: f64 = 0.05;
        let weight = |moves: &bool| if *moves { MOVED } else { 1.0 };
        let mut down = vec![1.0; page.words.len()];
        for moving in moving_lines(page) {
            down[page.lines[moving.line].words.clone()].fill(MOVED);
        }
        Self { across: moving(page).iter().map(weight).collect(), down }
    }
}

fn nearest_blur(sigma: f64) -> f64 {
    BLURS.into_iter().min_by(|a, b| (a - sigma).abs().total_cmp(&(b - sigma).abs())).unwrap_or(1.5)
}

/// Which words the picture shows from end to end.
fn shown(warp: &Warp, reference: &Reference<'_>, bounds: Point) -> Vec<bool> {
    let inside = |p: Point| (0..2).all(|i| p[i] >= 0.0 && p[i] <= bounds[i]);
    let shown = |area: &InkBox| {
        let [l, t, r, b] = area.ink();
        [[l, t], [r, t], [r, b], [l, b]].into_iter().all(|corner| inside(warp.apply(corner)))
    };
    reference.boxes.iter().map(|area| area.as_ref().is_some_and(shown)).collect()
}

/// The blur whose words look most like the picture's, judged by a sample.
fn best_blur(
    picture: &Sheet,
    reference: &Reference<'_>,
    warp: &Warp,
    visible: &[bool],
    reach: [usize; 2],
) -> f64 {
    const SAMPLE: usize = 48;
    let shown: Vec<usize> = (0..visible.len()).filter(|&i| visible[i]).collect();
    let every = (shown.len() / SAMPLE).max(1);
    let areas: Vec<InkBox> =
        shown.iter().step_by(every).filter_map(|&word| reference.boxes[word]).collect();
    let scenes: Vec<Scene> = areas.iter().map(|&area| scene(picture, warp, area, reach)).collect();
    let score = |sigma: f64| -> f64 {
        let kernel = bell(sigma);
        areas
            .iter()
            .zip(&scenes)
            .filter_map(|(&area, scene)| {
                let template = Template::new(&reference.word(area, &kernel))?;
                find(scene, &template, reach)
            })
            .map(|peak| peak.zncc.max(0.0))
            .sum()
    };
    let scores = BLURS.map(|sigma| (score(sigma), sigma));
    scores.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.5, |best| best.1)
}

/// The picture around a word.
fn scene(picture: &Sheet, warp: &Warp, area: InkBox, reach: [usize; 2]) -> Scene {
    let [x, y] = area.corner();
    let corner = [x - reach[0] as f64 / PX, y - reach[1] as f64 / PX];
    let size = [area.width + 2 * reach[0], area.height + 2 * reach[1]];
    Scene::new(warp.rectify(picture, corner, 1.0 / PX, size))
}

/// Looks for each visible word.
fn look(
    picture: &Sheet,
    reference: &Reference<'_>,
    warp: &Warp,
    visible: &[bool],
    blur: f64,
    reach: [usize; 2],
) -> Vec<Option<Sighting>> {
    let kernel = bell(blur);
    let find_word = |area: InkBox| {
        let template = Template::new(&reference.word(area, &kernel))?;
        let peak = find(&scene(picture, warp, area, reach), &template, reach)?;
        (peak.zncc > SEEN_ZNCC).then(|| sighting(peak, &template, area, warp))
    };
    (0..visible.len())
        .map(|word| visible[word].then_some(reference.boxes[word]).flatten().and_then(find_word))
        .collect()
}

/// A peak in points, with its error by the Cramér–Rao bound, up to a factor: noise over slope, over the root of the pixels.
fn sighting(peak: Peak, template: &Template, area: InkBox, warp: &Warp) -> Sighting {
    let rho = peak.zncc.clamp(SEEN_ZNCC, 0.9995);
    let noise = ((1.0 - rho * rho) / (rho * rho)).sqrt();
    let pixels = (area.width * area.height) as f64;
    let (at, shift) = (area.middle(), [peak.x / PX, peak.y / PX]);
    let bend = warp.bend.at([at[0] + shift[0], at[1] + shift[1]]);
    Sighting {
        shift,
        total: [shift[0] + bend[0], shift[1] + bend[1]],
        zncc: peak.zncc,
        blunt: noise * template.slack / pixels.sqrt() / PX,
    }
}

/// Bends a map to what was seen.
fn bend(
    warp: &mut Warp,
    reference: &Reference<'_>,
    words: &[Option<Sighting>],
    staying: &Staying,
    stiffness: f64,
) {
    /// Marks and noise: misses below this are no reason to trust a word less, in points.
    const FLOOR_PT: f64 = 0.15;
    let seen: Vec<Seen> = (0..words.len())
        .filter_map(|i| {
            let (word, at) = (words[i]?, reference.boxes[i]?.middle());
            let weight = [word.zncc * staying.across[i], word.zncc * staying.down[i]];
            Some(Seen { at, shift: word.total, weight })
        })
        .collect();
    warp.bend.fit(&seen, stiffness, FLOOR_PT);
}
