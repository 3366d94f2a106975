//! Smooth fields over a picture: where each pixel looks, how bright the light is there. Computed at nodes and drawn out
//! between them, since a sine for each pixel would cost more than all else.

/// Distance of the nodes in pixels. Between them a field of wavelength 800 px and amplitude 20 px is off by .01 px.
const CELL_PX: usize = 8;

/// `N` fields over a picture.
#[derive(Clone, Debug)]
pub(crate) struct Grid<const N: usize> {
    columns: usize,
    nodes: Vec<[f32; N]>,
}

impl<const N: usize> Grid<N> {
    /// The fields of a picture of this size; `field` is asked at points of the picture.
    pub(crate) fn new(width: usize, height: usize, field: impl Fn([f64; 2]) -> [f64; N]) -> Self {
        let columns = width / CELL_PX + 2;
        let rows = height / CELL_PX + 2;
        let point = |at: usize| (at * CELL_PX) as f64;
        let node = |at: usize| field([point(at % columns), point(at / columns)]).map(|v| v as f32);
        Grid { columns, nodes: (0..columns * rows).map(node).collect() }
    }

    /// The fields in the middles of the pixels of row `y`.
    pub(crate) fn row(&self, y: usize, width: usize) -> impl Iterator<Item = [f32; N]> {
        let down = share(y);
        let upper = &self.nodes[y / CELL_PX * self.columns..][..self.columns];
        let lower = &self.nodes[(y / CELL_PX + 1) * self.columns..][..self.columns];
        let column = move |at: usize| mix(upper[at], lower[at], down);
        (0..width.div_ceil(CELL_PX)).flat_map(move |cell| {
            let (left, right) = (column(cell), column(cell + 1));
            let pixels = CELL_PX.min(width - cell * CELL_PX);
            (0..pixels).map(move |x| mix(left, right, share(x)))
        })
    }
}

/// How far the middle of a pixel lies into its cell.
fn share(at: usize) -> f32 {
    ((at % CELL_PX) as f32 + 0.5) / CELL_PX as f32
}

fn mix<const N: usize>(a: [f32; N], b: [f32; N], share: f32) -> [f32; N] {
    std::array::from_fn(|i| a[i] + share * (b[i] - a[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plane field comes out exactly, at each pixel's middle and to the picture's last one.
    #[test]
    fn plane_fields_are_exact() {
        let grid = Grid::new(21, 17, |[x, y]| [2.0 * x + y, 3.0 - y]);
        for y in 0..17 {
            let row: Vec<[f32; 2]> = grid.row(y, 21).collect();
            assert_eq!(row.len(), 21);
            for (x, fields) in row.iter().enumerate() {
                let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
                assert_eq!(*fields, [2.0 * px + py, 3.0 - py]);
            }
        }
    }
}
