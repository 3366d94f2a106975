//! Where a page is in a picture, and what it looks like there.

use crate::filter::Plane;
use crate::homography::{Homography, Point};
use crate::sheet::Sheet;
use crate::spline::Spline;

/// The way from a page to a picture: a bend of the sheet, then the camera.
#[derive(Clone, Debug)]
pub(crate) struct Warp {
    pub(crate) camera: Homography,
    pub(crate) bend: Spline,
}

impl Warp {
    pub(crate) fn new(camera: Homography, page: Point) -> Self {
        Self { camera, bend: Spline::flat(page[0], page[1]) }
    }

    /// The pixel that shows a point of the page.
    pub(crate) fn apply(&self, point: Point) -> Point {
        let bend = self.bend.at(point);
        self.camera.apply([point[0] + bend[0], point[1] + bend[1]])
    }

    /// What the picture shows of a rectangle of the page: `width`·`height` pixels of `pitch` points from `corner` on.
    ///
    /// The warp is followed exactly every few pixels and linearly between.
    pub(crate) fn rectify(
        &self,
        sheet: &Sheet,
        corner: Point,
        pitch: f64,
        [width, height]: [usize; 2],
    ) -> Plane {
        const MESH: usize = 16;
        let (columns, rows) = (width.div_ceil(MESH) + 1, height.div_ceil(MESH) + 1);
        let middle = |i: usize, from: f64| from + ((i * MESH) as f64 + 0.5) * pitch;
        let mesh: Vec<Point> = (0..rows * columns)
            .map(|i| self.apply([middle(i % columns, corner[0]), middle(i / columns, corner[1])]))
            .map(|[x, y]| [x * sheet.scale - 0.5, y * sheet.scale - 0.5])
            .collect();
        let mut out = Plane::new(width, height);
        for y in 0..height {
            let (cell_y, down) = (y / MESH, (y % MESH) as f64 / MESH as f64);
            let edge = |x: usize| {
                let (above, below) = (mesh[cell_y * columns + x], mesh[(cell_y + 1) * columns + x]);
                [0, 1].map(|i| above[i] + (below[i] - above[i]) * down)
            };
            for cell_x in 0..columns - 1 {
                let (left, right) = (edge(cell_x), edge(cell_x + 1));
                let step = [0, 1].map(|i| (right[i] - left[i]) / MESH as f64);
                let from = cell_x * MESH;
                let to = (from + MESH).min(width);
                for (x, out) in out.data[y * width + from..y * width + to].iter_mut().enumerate() {
                    *out = sheet.at(left[0] + step[0] * x as f64, left[1] + step[1] * x as f64);
                }
            }
        }
        out
    }
}
