//! Where a point of a page is in its picture, and back: the truth that tests and figures compare with.
//!
//! Points of the page are in points (1/72 inch) from its upper left corner, those of the picture in pixels from the upper
//! left corner of its first pixel, whose middle is (.5, .5).

use std::f64::consts::TAU;

/// The way from a picture back to a page, in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    size_pt: [f64; 2],
    /// About the middle of the page in the picture: where the search for a point begins.
    middle_px: [f64; 2],
    /// Each takes a point a step further from the picture to the page.
    steps: Vec<Step>,
}

/// A step from the picture to the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// [a, b, c, d, e, f]: (ax + by + c, dx + ey + f).
    Affine([f64; 6]),
    /// A plane seen from another side; rows of a 3 × 3 matrix.
    Homography([f64; 9]),
    /// A lens: distances r from `middle` grow by 1 + `barrel`·(r/`radius`)².
    Lens { middle: [f64; 2], radius: f64, barrel: f64 },
    /// A sheet that is not flat, or a feed that is not steady: the sum of all waves is added.
    Waves(Vec<Wave>),
}

/// A displacement `amount` · sin(τ(`frequency` · point + `phase`)).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wave {
    pub(crate) amount: [f64; 2],
    pub(crate) frequency: [f64; 2],
    pub(crate) phase: f64,
}

impl Map {
    pub(crate) fn new(size_pt: [f64; 2], middle_px: [f64; 2], steps: Vec<Step>) -> Map {
        Map { size_pt, middle_px, steps }
    }

    /// Width and height of the page in points.
    pub fn size_pt(&self) -> [f64; 2] {
        self.size_pt
    }

    /// The point of the page that is seen at `picture_px`.
    pub fn page_pt(&self, picture_px: [f64; 2]) -> [f64; 2] {
        self.steps.iter().fold(picture_px, |point, step| step.apply(point))
    }

    /// Where the point `page_pt` of the page is in the picture, inside it or out, to .0001 point. `None` where none is
    /// found.
    pub fn picture_px(&self, page_pt: [f64; 2]) -> Option<[f64; 2]> {
        /// Newton's method doubles its digits with each step; ten are plenty for what is nearly flat.
        const STEPS_MAX: usize = 30;
        /// Half a pixel each way, for the derivative.
        const HALF_PX: f64 = 0.5;
        let mut at = self.middle_px;
        for _ in 0..STEPS_MAX {
            let here = self.page_pt(at);
            let miss = [page_pt[0] - here[0], page_pt[1] - here[1]];
            if miss[0].abs().max(miss[1].abs()) < 1e-4 {
                return Some(at);
            }
            let slope = |dx: f64, dy: f64| {
                let ahead = self.page_pt([at[0] + dx, at[1] + dy]);
                let behind = self.page_pt([at[0] - dx, at[1] - dy]);
                [ahead[0] - behind[0], ahead[1] - behind[1]]
            };
            let (along, down) = (slope(HALF_PX, 0.0), slope(0.0, HALF_PX));
            let determinant = along[0] * down[1] - along[1] * down[0];
            at[0] += (miss[0] * down[1] - miss[1] * down[0]) / determinant;
            at[1] += (along[0] * miss[1] - along[1] * miss[0]) / determinant;
        }
        None
    }

    /// Corners of the page in the picture: upper left, upper right, lower right, lower left; or as `picture_px` has none.
    pub fn corners_px(&self) -> Option<[[f64; 2]; 4]> {
        let [width, height] = self.size_pt;
        let corners = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]];
        let mut out = [[0.0; 2]; 4];
        for (out, corner) in out.iter_mut().zip(corners) {
            *out = self.picture_px(corner)?;
        }
        Some(out)
    }

    /// This map for a picture that was made from the former: `back` takes its pixels to those of the former.
    pub(crate) fn behind(mut self, back: [f64; 6]) -> Map {
        let [a, b, c, d, e, f] = back;
        let [x, y] = [self.middle_px[0] - c, self.middle_px[1] - f];
        let determinant = a * e - b * d;
        self.middle_px = [(e * x - b * y) / determinant, (a * y - d * x) / determinant];
        self.steps.insert(0, Step::Affine(back));
        self
    }

    /// The map of a picture whose page is `first`'s picture, at `first_dpi`.
    pub(crate) fn after(mut self, first: Map, first_dpi: f64) -> Map {
        let scale = first_dpi / 72.0;
        self.steps.push(Step::Affine([scale, 0.0, 0.0, 0.0, scale, 0.0]));
        self.steps.extend(first.steps);
        Map { size_pt: first.size_pt, ..self }
    }
}

impl Step {
    pub(crate) fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        match self {
            Step::Affine([a, b, c, d, e, f]) => [a * x + b * y + c, d * x + e * y + f],
            Step::Homography(m) => {
                let depth = m[6] * x + m[7] * y + m[8];
                [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
            }
            Step::Lens { middle, radius, barrel } => {
                let [dx, dy] = [x - middle[0], y - middle[1]];
                let grown = 1.0 + barrel * (dx * dx + dy * dy) / (radius * radius);
                [middle[0] + dx * grown, middle[1] + dy * grown]
            }
            Step::Waves(waves) => waves.iter().fold([x, y], |[out_x, out_y], wave| {
                let swing = wave.at([x, y]);
                [out_x + wave.amount[0] * swing, out_y + wave.amount[1] * swing]
            }),
        }
    }
}

impl Wave {
    /// The sine at a point.
    pub(crate) fn at(&self, [x, y]: [f64; 2]) -> f64 {
        libm::sin(TAU * (self.frequency[0] * x + self.frequency[1] * y + self.phase))
    }
}

/// The homography that takes a quadrilateral (upper left, upper right, lower right, lower left) to a sheet of `size_pt`:
/// the inverse of Heckbert's ("Fundamentals of Texture Mapping and Image Warping", 1989, §2.2.3) from the unit square.
pub(crate) fn flatten(corners: [[f64; 2]; 4], size_pt: [f64; 2]) -> Step {
    let [p0, p1, p2, p3] = corners;
    let bend = |i: usize| p0[i] - p1[i] + p2[i] - p3[i];
    let (right, down) = (|i: usize| p1[i] - p2[i], |i: usize| p3[i] - p2[i]);
    let determinant = right(0) * down(1) - down(0) * right(1);
    let g = (bend(0) * down(1) - down(0) * bend(1)) / determinant;
    let h = (right(0) * bend(1) - bend(0) * right(1)) / determinant;
    let (a, b, c) = (p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]);
    let (d, e, f) = (p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]);
    let [width, height] = size_pt;
    // The adjugate is the inverse but for a factor, which a homography does not see.
    Step::Homography([
        width * (e - f * h),
        width * (c * h - b),
        width * (b * f - c * e),
        height * (f * g - d),
        height * (a - c * g),
        height * (c * d - a * f),
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: [f64; 2], b: [f64; 2]) -> bool {
        (a[0] - b[0]).abs() < 1e-3 && (a[1] - b[1]).abs() < 1e-3
    }

    /// A map through every kind of step.
    fn map() -> Map {
        let corners = [[110.0, 90.0], [1_150.0, 120.0], [1_230.0, 1_600.0], [60.0, 1_540.0]];
        let wave = Wave { amount: [3.0, 9.0], frequency: [0.001, 0.0005], phase: 0.2 };
        let steps = vec![
            Step::Affine([1.0, 0.02, 3.0, -0.02, 1.0, -4.0]),
            Step::Lens { middle: [640.0, 820.0], radius: 820.0, barrel: 0.03 },
            flatten(corners, [612.0, 792.0]),
            Step::Waves(vec![wave]),
        ];
        Map::new([612.0, 792.0], [640.0, 820.0], steps)
    }

    /// Ground truth is worth nothing unless both directions agree.
    #[test]
    fn both_ways_agree() {
        let map = map();
        for page in [[0.0, 0.0], [612.0, 0.0], [300.0, 400.0], [72.0, 700.0], [612.0, 792.0]] {
            let picture = map.picture_px(page).expect("it is in the picture");
            assert!(near(map.page_pt(picture), page), "{page:?}");
        }
    }

    /// Corners of a sheet are where the camera was told to see them.
    #[test]
    fn corners_go_to_corners() {
        let corners = [[110.0, 90.0], [1_150.0, 120.0], [1_230.0, 1_600.0], [60.0, 1_540.0]];
        let step = flatten(corners, [612.0, 792.0]);
        let pages = [[0.0, 0.0], [612.0, 0.0], [612.0, 792.0], [0.0, 792.0]];
        assert!(corners.iter().zip(pages).all(|(corner, page)| near(step.apply(*corner), page)));
        let map = Map::new([612.0, 792.0], [600.0, 800.0], vec![step]);
        let found = map.corners_px().expect("a plain view has all four");
        assert!(found.iter().zip(corners).all(|(a, b)| near(*a, b)));
    }

    /// A picture of a picture leads back through both.
    #[test]
    fn maps_chain() {
        let first = map();
        let moved = first.clone().behind([2.0, 0.0, 30.0, 0.0, 2.0, 50.0]);
        assert!(near(moved.page_pt([200.0, 300.0]), first.page_pt([430.0, 650.0])));
        assert!(near(moved.middle_px, [305.0, 385.0]));
        let second =
            Map::new([1.0, 1.0], [0.0, 0.0], vec![Step::Affine([0.24, 0.0, 0.0, 0.0, 0.24, 0.0])]);
        let copy = second.after(first.clone(), 300.0);
        assert!(near(copy.page_pt([430.0, 650.0]), first.page_pt([430.0, 650.0])));
        assert_eq!(copy.size_pt(), first.size_pt());
    }

    /// What has no place is not searched for ever.
    #[test]
    fn points_without_a_place_are_none() {
        assert_eq!(map().picture_px([f64::INFINITY, 0.0]), None);
    }
}
