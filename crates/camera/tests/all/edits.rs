//! Cutting, turning, joining and averaging.

use crate::{page, photo, shoot};
use camera::{Channel, Grey, Page, average, beside, crop, turned};

/// A crop shows what was asked for and not much more, and nothing where nothing is.
#[test]
fn crops_have_their_size() {
    let shot = shoot(&Channel::Screenshot { dpi: 144.0 }, 0);
    let part = crop(&shot, [36.0, 72.0, 136.0, 122.0]).expect("it is in the picture");
    assert_eq!((part.picture.width, part.picture.height), (200, 100));
    let rows = (0..100).flat_map(|y| &shot.picture.pixels[(144 + y) * 432 + 72..][..200]);
    assert!(part.picture.pixels.iter().eq(rows));
    assert_eq!(crop(&shot, [300.0, 0.0, 400.0, 50.0]), None);
    let overlapping = crop(&shot, [-50.0, -50.0, 10.0, 10.0]).expect("a corner is in the picture");
    assert_eq!((overlapping.picture.width, overlapping.picture.height), (20, 20));
}

/// Four quarters are none, and two are head over heels.
#[test]
fn turns_add_up() {
    let shot = shoot(&Channel::Screenshot { dpi: 72.0 }, 0);
    let quarter = turned(&shot, 1);
    assert_eq!((quarter.picture.width, quarter.picture.height), (288, 216));
    let whole = (0..4).fold(shot.clone(), |shot, _| turned(&shot, 1));
    assert_eq!(whole.picture, shot.picture);
    assert_eq!(turned(&turned(&shot, 3), 3).picture, turned(&shot, 2).picture);
    let upside_down: Vec<u8> = shot.picture.pixels.iter().rev().copied().collect();
    assert_eq!(turned(&shot, 2).picture.pixels, upside_down);
}

/// Two pages share a picture as high as the higher one.
#[test]
fn pages_stand_side_by_side() {
    let [small, large] = [72.0, 96.0].map(|dpi| shoot(&Channel::Screenshot { dpi }, 0));
    let both = beside(&small, &large);
    assert_eq!((both.picture.width, both.picture.height), (216 + 288, 384));
    assert_eq!(both.maps.len(), 2);
}

/// A messenger never enlarges, and holds its edge.
#[test]
fn messengers_hold_their_edge() {
    let send = |edge_px| {
        let sent = Channel::Messenger { of: Box::new(photo(100.0)), edge_px, jpeg: 70 };
        shoot(&sent, 4).picture
    };
    let plain = shoot(&photo(100.0), 4).picture;
    assert_eq!(send(333).height, 333);
    assert_eq!((send(9_999).width, send(9_999).height), (plain.width, plain.height));
}

/// The mean of two copies lies half way, which is what averaging is about.
#[test]
fn averages_lie_between() {
    let (a, b) = (page(), Grey::new(900, 1200, 255));
    let pages = [&a, &b].map(|grey| Page { grey, dpi: 300.0 });
    let mean = average(&pages);
    let is_half_way = |(mean, a): (&u8, &u8)| u16::from(*mean) == (u16::from(*a) + 255).div_ceil(2);
    assert!(mean.pixels.iter().zip(&a.pixels).all(is_half_way));
    assert_eq!(average(&pages[..1]), a);
}
