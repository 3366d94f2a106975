//! Channels as others see them: the same everywhere, truthful about where things are, of the sizes they promise.

mod edits;
mod truth;

use camera::{Channel, Codec, Finish, Grey, Page, Shot, take};

/// A page of 3 × 4 inches at 300 dpi with dots of 5 pt, every 36 pt from 36 pt on.
fn page() -> Grey {
    const SCALE: f64 = 300.0 / 72.0;
    let mut grey = Grey::new(900, 1200, 255);
    for [x, y] in dots() {
        let (middle_x, middle_y) = (x * SCALE, y * SCALE);
        for row in 0..1200 {
            for column in 0..900 {
                let (dx, dy) = (column as f64 + 0.5 - middle_x, row as f64 + 0.5 - middle_y);
                if dx * dx + dy * dy < (2.5 * SCALE) * (2.5 * SCALE) {
                    grey.pixels[row * 900 + column] = 0;
                }
            }
        }
    }
    grey
}

/// Middles of the dots in points.
fn dots() -> Vec<[f64; 2]> {
    (0..5 * 7).map(|i| [36.0 + 36.0 * f64::from(i % 5), 36.0 + 36.0 * f64::from(i / 5)]).collect()
}

fn shoot(channel: &Channel, seed: u64) -> Shot {
    take(&Page { grey: &page(), dpi: 300.0 }, channel, seed)
}

fn scan(dpi: f64, finish: Finish) -> Channel {
    Channel::Scan { dpi, finish, jpeg: None }
}

fn photo(dpi: f64) -> Channel {
    Channel::Photo { dpi, jpeg: 80, curl: 1.0 }
}

/// Each channel once, small.
fn channels() -> Vec<(&'static str, Channel)> {
    vec![
        ("screenshot", Channel::Screenshot { dpi: 96.0 }),
        ("grey scan", scan(150.0, Finish::Grey)),
        ("bilevel scan", scan(150.0, Finish::Bilevel)),
        ("dithered scan", scan(150.0, Finish::Dithered)),
        ("fax", scan(204.0, Finish::Fax)),
        ("second copy", Channel::SecondCopy { dpi: 150.0 }),
        ("photo", photo(120.0)),
        ("screen photo", Channel::ScreenPhoto { dpi: 120.0 }),
        ("messenger", Channel::Messenger { of: Box::new(photo(150.0)), edge_px: 500, jpeg: 60 }),
    ]
}

/// FNV-1a of what a channel gives before any decoder of JPEG, whose rounding is its own.
fn hash(shot: &Shot) -> u64 {
    let bytes =
        if matches!(shot.codec, Codec::Jpeg(_)) { &shot.file } else { &shot.picture.pixels };
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Figures can be redone anywhere only if a seed gives the same picture on every machine.
#[test]
fn seeds_give_the_same_picture_everywhere() {
    let hashes: Vec<(&str, u64)> =
        channels().iter().map(|(name, channel)| (*name, hash(&shoot(channel, 7)))).collect();
    let expected = [
        ("screenshot", 0x56e9_a267_061a_5add),
        ("grey scan", 0xc757_ea62_f492_a69d),
        ("bilevel scan", 0x4dac_6e1a_0ca9_3aba),
        ("dithered scan", 0xdc88_e535_4fbf_dfde),
        ("fax", 0xa4f7_3b39_520c_c97d),
        ("second copy", 0xe96e_e216_3295_a338),
        ("photo", 0xc4dd_abe2_1287_3682),
        ("screen photo", 0xfd2d_fa31_68d8_34ab),
        ("messenger", 0x101f_fe8f_a1c0_c42c),
    ];
    assert_eq!(hashes, expected);
}

/// Another seed is another device on another day; a screenshot has neither.
#[test]
fn other_seeds_give_other_pictures() {
    for (name, channel) in channels() {
        let is_same = hash(&shoot(&channel, 1)) == hash(&shoot(&channel, 2));
        assert_eq!(is_same, name == "screenshot", "{name}");
    }
}

/// Pictures have the resolution asked for, and their file says the same as their pixels.
#[test]
fn pictures_have_their_size() {
    for (name, channel) in channels() {
        let shot = shoot(&channel, 5);
        let expected = match name {
            "screenshot" => [288, 384],
            "grey scan" | "bilevel scan" | "dithered scan" | "second copy" => [450, 600],
            "fax" => [612, 784],
            _ => [0, 0],
        };
        let size = [shot.picture.width, shot.picture.height];
        if expected == [0, 0] {
            assert!(
                (360..750).contains(&size[0]) && (480..950).contains(&size[1]),
                "{name}: {size:?}"
            );
        } else {
            assert_eq!(size, expected, "{name}");
        }
        assert_eq!(shot.picture.pixels.len(), size[0] * size[1]);
        assert_eq!(Grey::decode(&shot.file).as_ref(), Ok(&shot.picture), "{name}");
        let is_two_toned = shot.picture.pixels.iter().all(|pixel| [0, 255].contains(pixel));
        assert_eq!(
            is_two_toned,
            ["bilevel scan", "dithered scan", "fax"].contains(&name),
            "{name}"
        );
    }
}

/// A quality that is asked for is used: a lower one makes a smaller file.
#[test]
fn quality_reaches_the_codec() {
    let size = |jpeg| shoot(&Channel::Photo { dpi: 120.0, jpeg, curl: 0.0 }, 3).file.len();
    assert!(size(50) * 3 < size(90) * 2);
}
