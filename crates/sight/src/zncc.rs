//! Where a small picture fits best in a larger one: zero-mean normalised cross-correlation (Lewis, "Fast normalized
//! cross-correlation", 1995), its peak found coarse to fine and then between the pixels.

use crate::filter::Plane;

/// Sums over a template that all its correlations share.
pub(crate) struct Template {
    width: usize,
    height: usize,
    /// The values minus their mean.
    data: Vec<f32>,
    /// Root of the sum of their squares.
    norm: f64,
    /// Root of the ratio of the sum of squares to the sum of squared horizontal differences, in pixels: how far a shift may
    /// go before the picture looks different.
    pub(crate) slack: f64,
}

impl Template {
    /// `None` for a picture of one colour.
    pub(crate) fn new(plane: &Plane) -> Option<Self> {
        let count = plane.data.len() as f64;
        let mean = plane.data.iter().map(|&v| f64::from(v)).sum::<f64>() / count;
        let data: Vec<f32> = plane.data.iter().map(|&v| v - mean as f32).collect();
        let energy: f64 = data.iter().map(|&v| f64::from(v) * f64::from(v)).sum();
        let steep: f64 = (0..plane.height)
            .flat_map(|y| plane.row(y).windows(2))
            .map(|w| f64::from(w[1] - w[0]) * f64::from(w[1] - w[0]))
            .sum();
        (energy > count && steep > 0.0).then(|| Self {
            width: plane.width,
            height: plane.height,
            data,
            norm: energy.sqrt(),
            slack: (energy / steep).sqrt(),
        })
    }

    fn row(&self, y: usize) -> &[f32] {
        &self.data[y * self.width..][..self.width]
    }
}

/// The picture that a template is looked for in, with running sums so that the mean and spread under any place cost nothing.
pub(crate) struct Scene {
    plane: Plane,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Scene {
    pub(crate) fn new(plane: Plane) -> Self {
        let stride = plane.width + 1;
        let mut sums = vec![0.0; stride * (plane.height + 1)];
        let mut squares = sums.clone();
        for y in 0..plane.height {
            let (mut sum, mut square) = (0.0, 0.0);
            for (x, &v) in plane.row(y).iter().enumerate() {
                let v = f64::from(v);
                sum += v;
                square += v * v;
                let to = (y + 1) * stride + x + 1;
                sums[to] = sums[to - stride] + sum;
                squares[to] = squares[to - stride] + square;
            }
        }
        Self { plane, sums, squares }
    }

    /// Correlation with a template whose upper left corner lies at a pixel of this.
    fn score(&self, template: &Template, x: usize, y: usize) -> f64 {
        let stride = self.plane.width + 1;
        let (w, h) = (template.width, template.height);
        let over = |table: &[f64]| {
            let (above, below) = (y * stride + x, (y + h) * stride + x);
            table[below + w] - table[below] - table[above + w] + table[above]
        };
        let sum = over(&self.sums);
        let energy = over(&self.squares) - sum * sum / (w * h) as f64;
        // A spread of less than two grey levels is no ink.
        if energy < 4.0 * (w * h) as f64 {
            return 0.0;
        }
        let product: f64 = (0..h)
            .map(|row| f64::from(dot(template.row(row), &self.plane.row(y + row)[x..x + w])))
            .sum();
        product / (template.norm * energy.sqrt())
    }
}

/// Sum of products, in eight lanes that the compiler keeps in vectors.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let (a_parts, a_rest) = a.as_chunks::<LANES>();
    let (b_parts, b_rest) = b.as_chunks::<LANES>();
    let mut lanes = [0.0f32; LANES];
    for (a, b) in a_parts.iter().zip(b_parts) {
        for i in 0..LANES {
            lanes[i] += a[i] * b[i];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + rest
}

/// A peak of the correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Peak {
    /// Place of the template's corner against the middle of the search, in pixels, to the right.
    pub(crate) x: f64,
    /// Down.
    pub(crate) y: f64,
    /// The correlation there.
    pub(crate) zncc: f64,
}

/// Looks for a template in a scene that is larger by `reach` pixels on each side. `None` where the peak is at the edge of
/// the search: what was looked for is further off, or not there.
pub(crate) fn find(scene: &Scene, template: &Template, reach: [usize; 2]) -> Option<Peak> {
    let start = coarse(scene, template, reach);
    climb(scene, template, reach, start)
}

/// Looks for a template at every place, and says too how high the highest peak elsewhere is.
pub(crate) fn survey(scene: &Scene, template: &Template, reach: [usize; 2]) -> Option<(Peak, f64)> {
    /// Half the sides of what belongs to a peak, in pixels.
    const HILL: [usize; 2] = [4, 3];
    let [across, down] = [2 * reach[0] + 1, 2 * reach[1] + 1];
    let scores: Vec<f64> =
        (0..across * down).map(|i| scene.score(template, i % across, i / across)).collect();
    let top = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))?;
    let (x, y) = (top % across, top / across);
    if x == 0 || y == 0 || x == across - 1 || y == down - 1 {
        return None;
    }
    let elsewhere = scores
        .iter()
        .enumerate()
        .filter(|(i, _)| (i % across).abs_diff(x) > HILL[0] || (i / across).abs_diff(y) > HILL[1]);
    let next = elsewhere.map(|(_, &v)| v).fold(0.0, f64::max);
    let peak = Peak {
        x: x as f64 - reach[0] as f64 + parabola(scores[top - 1], scores[top], scores[top + 1]),
        y: y as f64 - reach[1] as f64
            + parabola(scores[top - across], scores[top], scores[top + across]),
        zncc: scores[top],
    };
    Some((peak, next))
}

/// The best place at half the resolution.
fn coarse(scene: &Scene, template: &Template, reach: [usize; 2]) -> [usize; 2] {
    let (w, h) = (template.width, template.height);
    let full = Plane { width: w, height: h, data: template.data.clone() };
    let Some(half) = Template::new(&full.halved()) else { return reach };
    let scene = Scene::new(scene.plane.halved());
    let mut best = (f64::NEG_INFINITY, reach);
    for y in 0..=reach[1].min(scene.plane.height - half.height) {
        for x in 0..=reach[0].min(scene.plane.width - half.width) {
            let score = scene.score(&half, x, y);
            if score > best.0 {
                best = (score, [2 * x, 2 * y]);
            }
        }
    }
    best.1
}

/// From a place uphill to the top, and then between the pixels by parabolas.
fn climb(scene: &Scene, template: &Template, reach: [usize; 2], start: [usize; 2]) -> Option<Peak> {
    let [across, down] = [2 * reach[0] + 1, 2 * reach[1] + 1];
    let mut known = vec![f64::NAN; across * down];
    let mut score = |x: usize, y: usize| {
        let cell = &mut known[y * across + x];
        if cell.is_nan() {
            *cell = scene.score(template, x, y);
        }
        *cell
    };
    let [mut x, mut y] = [start[0].clamp(1, across - 2), start[1].clamp(1, down - 2)];
    loop {
        let mut best = (score(x, y), x, y);
        for (u, v) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
            let here = score(u, v);
            if here > best.0 {
                best = (here, u, v);
            }
        }
        if (best.1, best.2) == (x, y) {
            break;
        }
        (x, y) = (best.1, best.2);
        if x == 0 || y == 0 || x == across - 1 || y == down - 1 {
            return None;
        }
    }
    let top = score(x, y);
    let dx = parabola(score(x - 1, y), top, score(x + 1, y));
    let dy = parabola(score(x, y - 1), top, score(x, y + 1));
    Some(Peak { x: x as f64 - reach[0] as f64 + dx, y: y as f64 - reach[1] as f64 + dy, zncc: top })
}

/// Where the parabola through three values one apart has its top, from the middle one.
fn parabola(before: f64, top: f64, after: f64) -> f64 {
    let bend = before - 2.0 * top + after;
    if bend < -1e-9 { (0.5 * (before - after) / bend).clamp(-1.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A blot with a tail, so that no two places look the same.
    fn blot(width: usize, height: usize, [cx, cy]: [f64; 2]) -> Plane {
        let mut plane = Plane::new(width, height);
        for y in 0..height {
            for x in 0..width {
                let (dx, dy) = (x as f64 - cx, y as f64 - cy);
                let body = 200.0 / (1.0 + (dx * dx + dy * dy) / 20.0);
                let tail = 80.0 / (1.0 + (dx - 7.0) * (dx - 7.0) / 6.0 + dy * dy / 3.0);
                plane.data[y * width + x] = (255.0 - body - tail) as f32;
            }
        }
        plane
    }

    /// A shift by parts of a pixel is the whole message: here to a few hundredths.
    #[test]
    fn a_shift_between_pixels_is_found() {
        let template = Template::new(&blot(40, 24, [18.0, 12.0])).expect("it has ink");
        for (dx, dy) in [(0.0, 0.0), (3.3, -2.6), (-6.75, 1.2), (5.5, 4.5)] {
            let scene = Scene::new(blot(60, 40, [28.0 + dx, 20.0 + dy]));
            let peak = find(&scene, &template, [10, 8]).expect("it is inside");
            assert!((peak.x - dx).abs() < 0.06 && (peak.y - dy).abs() < 0.06, "{dx} {dy} {peak:?}");
            assert!(peak.zncc > 0.97);
        }
    }

    /// What lies beyond the search must not be reported at its edge.
    #[test]
    fn a_peak_at_the_edge_is_none() {
        let template = Template::new(&blot(40, 24, [18.0, 12.0])).expect("it has ink");
        let scene = Scene::new(blot(60, 40, [45.0, 20.0]));
        assert_eq!(find(&scene, &template, [10, 8]), None);
    }

    /// Blank paper has no correlation, not an infinite one.
    #[test]
    fn blank_paper_gives_nothing() {
        let template = Template::new(&blot(40, 24, [18.0, 12.0])).expect("it has ink");
        let mut blank = Plane::new(60, 40);
        blank.data.fill(255.0);
        let found = find(&Scene::new(blank.clone()), &template, [10, 8]);
        assert!(found.is_none_or(|peak| peak.zncc == 0.0));
        assert!(Template::new(&blank).is_none());
    }
}
