//! Simulated channels: what a page looks like after a printer, scanner, fax, screen or camera. Pure: a picture and a seed
//! in, a picture out, the same on every machine.
//!
//! Each channel goes the way of the light: print → optics → sensor → codec. Blur, noise, warp and light are drawn from the
//! seed, from ranges that are wider than those of good devices; still, **a simulator is kinder than a camera**: whatever
//! is measured with this crate is to be called simulated.
//!
//! | step | file |
//! |---|---|
//! | toner on paper: dot gain, ragged edges, spread, specks | `print.rs` |
//! | scanners, faxes, second copies | `scan.rs` |
//! | cameras: perspective, lens, curl, light, desk, sensor | `photo.rs`, `photo/*.rs` |
//! | screenshots, photographs of screens | `screen.rs` |
//! | cropping, turning, joining, recompressing | `edit.rs` |
//! | where a point of the page went: the ground truth | `map.rs` |
//!
//! Absent on purpose: marks, pages as words, files on disk, and anything that reads a picture.

mod edit;
mod filter;
mod grey;
mod grid;
mod map;
mod photo;
mod print;
mod random;
mod scan;
mod screen;
mod texture;
mod tone;

pub use edit::{average, beside, crop, turned};
pub use grey::{Codec, Grey, PictureError};
pub use map::Map;

/// Resolutions that channels are made for.
pub const DPI_MIN: f64 = 20.0;
/// As [`DPI_MIN`].
pub const DPI_MAX: f64 = 600.0;

/// A page as its file shows it: the picture that goes into a channel.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// A clean picture of the whole page, best at 600 dpi; 0 is black.
    pub grey: &'a Grey,
    /// Pixels an inch of `grey`.
    pub dpi: f64,
}

impl Page<'_> {
    /// Width and height of the sheet in points.
    pub fn size_pt(&self) -> [f64; 2] {
        [self.grey.width as f64 * 72.0 / self.dpi, self.grey.height as f64 * 72.0 / self.dpi]
    }
}

/// A way from a page to a picture. `dpi` is in pixels an inch of the page, from 20 to 600.
#[derive(Clone, Debug, PartialEq)]
pub enum Channel {
    /// The page as a program draws it: exact geometry, anti-aliased, PNG.
    Screenshot {
        /// Resolution.
        dpi: f64,
    },
    /// Printed and scanned: skew to 2°, scale to 2 %, feed wobble.
    Scan {
        /// Resolution; [`Finish::Fax`] has its own.
        dpi: f64,
        /// What the scanner makes of the grey that it sees.
        finish: Finish,
        /// Quality of the JPEG; `None` for PNG.
        jpeg: Option<u8>,
    },
    /// Printed, copied in black and white at 300 dpi, and that copy scanned in grey as JPEG.
    SecondCopy {
        /// Resolution of the second scan.
        dpi: f64,
    },
    /// Printed and photographed: keystone to 12 %, lens, curl, uneven light with a shadow, desk.
    Photo {
        /// Resolution in the middle of the page.
        dpi: f64,
        /// Quality of the JPEG.
        jpeg: u8,
        /// How much the sheet curls: 0 lies flat, 1 is usual, 3 was folded or rolled.
        curl: f64,
    },
    /// Photographed from a screen: grid, moiré, reflections; JPEG.
    ScreenPhoto {
        /// Resolution in the middle of the page.
        dpi: f64,
    },
    /// What a messenger makes of another channel's picture: reduced to an edge, JPEG again.
    Messenger {
        /// The picture that is sent.
        of: Box<Channel>,
        /// Longest edge that is let through, in pixels.
        edge_px: usize,
        /// Quality of the JPEG.
        jpeg: u8,
    },
}

/// What a scanner makes of the grey that it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Grey.
    Grey,
    /// Black and white by a threshold.
    Bilevel,
    /// Black and white by error diffusion.
    Dithered,
    /// Black and white at 204 × 98 dpi (ITU-T T.4, standard resolution), each row twice, some rows lost.
    Fax,
}

/// A picture of one or more pages, with the truth about where they are in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot {
    /// The picture as whoever opens `file` sees it.
    pub picture: Grey,
    /// The encoded picture.
    pub file: Vec<u8>,
    /// How `file` is encoded.
    pub codec: Codec,
    /// Where the points of each page are in the picture, in the order of the pages.
    pub maps: Vec<Map>,
}

/// Takes a picture of a page. The same page, channel and seed give the same file on every machine.
///
/// # Panics
///
/// Where the page has fewer than 2 × 2 pixels, a resolution is not from 20 to 600 dpi, an edge is 0, or the picture would
/// have an edge of more than 65,535 pixels.
pub fn take(page: &Page, channel: &Channel, seed: u64) -> Shot {
    assert!(page.grey.width > 1 && page.grey.height > 1 && page.dpi > 0.0, "a page has pixels");
    let random = &mut random::Random::new(seed);
    assert!((DPI_MIN..=DPI_MAX).contains(&channel.dpi()), "{} dpi", channel.dpi());
    match channel {
        Channel::Screenshot { dpi } => screen::screenshot(page, *dpi),
        Channel::Scan { dpi, finish, jpeg } => {
            scan::scan(page, *dpi, *finish, jpeg.map_or(Codec::Png, Codec::Jpeg), random)
        }
        Channel::SecondCopy { dpi } => scan::second_copy(page, *dpi, random),
        Channel::Photo { dpi, jpeg, curl } => photo::photo(page, *dpi, *jpeg, *curl, random),
        Channel::ScreenPhoto { dpi } => screen::photo(page, *dpi, random),
        Channel::Messenger { of, edge_px, jpeg } => {
            assert!(*edge_px > 0, "a messenger lets something through");
            edit::send(&take(page, of, seed), *edge_px, *jpeg)
        }
    }
}

impl Channel {
    /// Resolution of the picture that is taken of the page.
    fn dpi(&self) -> f64 {
        match self {
            Channel::Screenshot { dpi }
            | Channel::Scan { dpi, .. }
            | Channel::SecondCopy { dpi }
            | Channel::Photo { dpi, .. }
            | Channel::ScreenPhoto { dpi } => *dpi,
            Channel::Messenger { of, .. } => of.dpi(),
        }
    }
}

impl Shot {
    /// A picture of one page, saved.
    fn new(picture: Grey, codec: Codec, map: Map) -> Shot {
        Shot { maps: vec![map], ..Shot::saved(picture, codec) }
    }

    /// A picture, saved, and what is left of it after that.
    fn saved(picture: Grey, codec: Codec) -> Shot {
        let file = picture.encode(codec);
        let picture = match codec {
            Codec::Jpeg(_) => Grey::decode(&file).expect("it was just written"),
            Codec::Png | Codec::Tiff => picture,
        };
        Shot { picture, file, codec, maps: Vec::new() }
    }
}
