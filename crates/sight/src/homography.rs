//! Planes seen by a camera: homographies from pairs of points, robustly.

use crate::solve::Normal;

pub(crate) type Point = [f64; 2];

/// A pair of points: of the page, in points, and of the picture, in pixels.
pub(crate) type Pair = (Point, Point);

/// A homography, row by row; its last entry is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Homography([f64; 9]);

impl Homography {
    pub(crate) fn apply(&self, [x, y]: Point) -> Point {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + m[8];
        [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
    }

    /// The way back. `None` where the picture is a line.
    pub(crate) fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let adjugate = [
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ];
        let last = adjugate[8];
        (last.abs() > 1e-12).then(|| Self(adjugate.map(|v| v / last)))
    }

    /// Depth at a point: it must keep its sign over a page.
    fn depth(&self, [x, y]: Point) -> f64 {
        let m = &self.0;
        m[6] * x + m[7] * y + m[8]
    }

    /// Pixels of the picture for a point of the page at a place: the root of the change of area.
    pub(crate) fn magnification(&self, at: Point) -> f64 {
        let m = &self.0;
        let det = m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
            + m[2] * (m[3] * m[7] - m[4] * m[6]);
        let depth = self.depth(at).abs();
        (det.abs() / (depth * depth * depth)).sqrt()
    }

    /// Whether it shows the page's front, without a horizon through it, at a scale that could be measured: from
    /// 20 to 2,400 pixels an inch, changing at most threefold over the page.
    pub(crate) fn is_plausible(&self, corners: &[Point]) -> bool {
        let m = &self.0;
        if m.iter().any(|v| !v.is_finite()) || corners.iter().any(|&c| self.depth(c) <= 0.05) {
            return false;
        }
        let scales: Vec<f64> = corners.iter().map(|&c| self.magnification(c)).collect();
        let low = scales.iter().copied().fold(f64::INFINITY, f64::min);
        let high = scales.iter().copied().fold(0.0, f64::max);
        let [o, a, b] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
            .map(|[dx, dy]| self.apply([corners[0][0] + dx, corners[0][1] + dy]));
        let front = (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]) > 0.0;
        front && low > 20.0 / 72.0 && high < 2400.0 / 72.0 && high < 3.0 * low
    }

    /// The homography through pairs, least squares; affine where `perspective` is false. `None` where they determine none.
    pub(crate) fn fit(pairs: &[Pair], perspective: bool) -> Option<Self> {
        Self::weighted(pairs, &vec![1.0; pairs.len()], perspective)
    }

    /// The same with a weight for each pair.
    pub(crate) fn weighted(pairs: &[Pair], weights: &[f64], perspective: bool) -> Option<Self> {
        let from = Frame::of(pairs.iter().map(|p| p.0))?;
        let to = Frame::of(pairs.iter().map(|p| p.1))?;
        let mut fitted = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        // The linear equations carry the depth; dividing by that of the last round makes the error that of the picture.
        for _ in 0..if perspective { 3 } else { 1 } {
            let mut normal = Normal::new(if perspective { 8 } else { 6 });
            for (&(p, q), weight) in pairs.iter().zip(weights) {
                let ([x, y], [u, v]) = (from.into(p), to.into(q));
                let depth = fitted[6] * x + fitted[7] * y + 1.0;
                let weight = weight / (depth * depth).max(1e-3);
                let row_u = [(0, x), (1, y), (2, 1.0), (6, -u * x), (7, -u * y)];
                let row_v = [(3, x), (4, y), (5, 1.0), (6, -v * x), (7, -v * y)];
                let used = if perspective { 5 } else { 3 };
                normal.add(&row_u[..used], u, weight);
                normal.add(&row_v[..used], v, weight);
            }
            let solved = normal.solve(1e-10)?;
            fitted[..solved.len()].copy_from_slice(&solved);
        }
        Self::between(from, fitted, to)
    }

    /// `to`⁻¹ · `inner` · `from`, with its last entry made 1.
    fn between(from: Frame, inner: [f64; 9], to: Frame) -> Option<Self> {
        let mut m = inner;
        // inner · from
        for row in m.chunks_exact_mut(3) {
            row[2] -= (row[0] * from.middle[0] + row[1] * from.middle[1]) / from.size;
            row[0] /= from.size;
            row[1] /= from.size;
        }
        // to⁻¹ · that
        for i in 0..3 {
            m[i] = m[i] * to.size + to.middle[0] * m[6 + i];
            m[3 + i] = m[3 + i] * to.size + to.middle[1] * m[6 + i];
        }
        let last = m[8];
        (last.abs() > 1e-9).then(|| Self(m.map(|v| v / last)))
    }
}

/// A frame in which points are about 1 from their middle: equations in it are well conditioned (Hartley, "In defence of
/// the 8-point algorithm", 1995).
#[derive(Clone, Copy)]
struct Frame {
    middle: Point,
    size: f64,
}

impl Frame {
    fn of(points: impl Iterator<Item = Point> + Clone) -> Option<Self> {
        let count = points.clone().count() as f64;
        let sum = points.clone().fold([0.0, 0.0], |s, p| [s[0] + p[0], s[1] + p[1]]);
        let middle = [sum[0] / count, sum[1] / count];
        let square = |p: Point| {
            (p[0] - middle[0]) * (p[0] - middle[0]) + (p[1] - middle[1]) * (p[1] - middle[1])
        };
        let size = (points.map(square).sum::<f64>() / count).sqrt();
        (size.is_finite() && size > 1e-6).then_some(Self { middle, size })
    }

    fn into(self, p: Point) -> Point {
        [(p[0] - self.middle[0]) / self.size, (p[1] - self.middle[1]) / self.size]
    }
}

/// The homography that most pairs agree with to `tolerance` pixels, and which pairs those are, as a flag each
/// (Fischler and Bolles, "Random sample consensus", 1981). The draws are the same every time.
pub(crate) fn consensus(
    pairs: &[Pair],
    tolerance: f64,
    corners: &[Point],
) -> Option<(Homography, Vec<bool>)> {
    const DRAWS: usize = 1200;
    /// Four pairs out of a crop leave the perspective open: affine draws need three and go first.
    const AFFINE_DRAWS: usize = 400;
    if pairs.len() < 6 {
        return None;
    }
    let mut draw = Draw(0x9e37_79b9_7f4a_7c15);
    let mut best: Option<(usize, Homography)> = None;
    for round in 0..AFFINE_DRAWS + DRAWS {
        let perspective = round >= AFFINE_DRAWS;
        let sample: Vec<Pair> =
            (0..if perspective { 4 } else { 3 }).map(|_| pairs[draw.below(pairs.len())]).collect();
        let Some(candidate) = Homography::fit(&sample, perspective) else { continue };
        if !candidate.is_plausible(corners) {
            continue;
        }
        let agree = pairs.iter().filter(|&&pair| distance(&candidate, pair) < tolerance).count();
        if best.as_ref().is_none_or(|(most, _)| agree > *most) {
            best = Some((agree, candidate));
            if agree == pairs.len() {
                break;
            }
        }
    }
    let mut homography = best?.1;
    let mut inside = flags(&homography, pairs, tolerance);
    for _ in 0..3 {
        let kept: Vec<Pair> = kept(pairs, &inside);
        // A page's perspective needs room: fewer pairs than these are fitted by an affine map.
        let fit =
            Homography::fit(&kept, kept.len() >= 30).or_else(|| Homography::fit(&kept, false));
        let Some(better) = fit.filter(|f| f.is_plausible(corners)) else { break };
        let now = flags(&better, pairs, tolerance);
        if now.iter().filter(|&&v| v).count() < inside.iter().filter(|&&v| v).count() {
            break;
        }
        (homography, inside) = (better, now);
    }
    Some((homography, inside))
}

fn kept(pairs: &[Pair], inside: &[bool]) -> Vec<Pair> {
    pairs.iter().zip(inside).filter(|(_, inside)| **inside).map(|(pair, _)| *pair).collect()
}

fn flags(homography: &Homography, pairs: &[Pair], tolerance: f64) -> Vec<bool> {
    pairs.iter().map(|&pair| distance(homography, pair) < tolerance).collect()
}

/// How far a pair is from what a homography makes of its first point.
pub(crate) fn distance(homography: &Homography, (page, picture): Pair) -> f64 {
    let [x, y] = homography.apply(page);
    ((x - picture[0]) * (x - picture[0]) + (y - picture[1]) * (y - picture[1])).sqrt()
}

/// Draws for sampling: SplitMix64 (Steele, Lea and Flood, 2014) from a fixed seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(z ^ (z >> 31)) * bound as u128) >> 64) as usize
    }
}
