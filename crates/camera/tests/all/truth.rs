//! The ground truth: a dot of the page is where the map says.

use crate::{channels, dots, shoot};
use camera::{Grey, Shot, beside, crop, turned};

/// Middle of what is darker than its surroundings within `reach` pixels of a place; `None` at the picture's edge.
fn dark_middle(picture: &Grey, [x, y]: [f64; 2], reach: f64) -> Option<[f64; 2]> {
    let (left, top) = ((x - reach).floor(), (y - reach).floor());
    let (right, bottom) = ((x + reach).ceil(), (y + reach).ceil());
    if left < 0.0 || top < 0.0 || right > picture.width as f64 || bottom > picture.height as f64 {
        return None;
    }
    let near: Vec<(f64, f64, f64)> = (top as usize..bottom as usize)
        .flat_map(|row| (left as usize..right as usize).map(move |column| (column, row)))
        .map(|(column, row)| {
            let value = f64::from(picture.pixels[row * picture.width + column]);
            (column as f64 + 0.5, row as f64 + 0.5, value)
        })
        .filter(|(px, py, _)| (px - x) * (px - x) + (py - y) * (py - y) < reach * reach)
        .collect();
    let mut values: Vec<f64> = near.iter().map(|point| point.2).collect();
    values.sort_by(f64::total_cmp);
    // Noise of the paper is cut off: what is not clearly darker than most of it counts nothing.
    let paper = values[values.len() * 3 / 4];
    let level = paper - 0.3 * (paper - values[0]);
    let weight = |value: f64| (level - value).max(0.0);
    let sum: f64 = near.iter().map(|point| weight(point.2)).sum();
    let x = near.iter().map(|point| point.0 * weight(point.2)).sum::<f64>() / sum;
    let y = near.iter().map(|point| point.1 * weight(point.2)).sum::<f64>() / sum;
    Some([x, y])
}

/// Medians over the dots of how far they are from where the map says, across and down, in pixels. A median, for a line of dirt
/// on a scanner's glass moves the dots that it cuts.
fn misses(shot: &Shot, page: usize) -> [f64; 2] {
    let map = &shot.maps[page];
    let place = |dot| map.picture_px(dot).expect("the whole page is before the camera");
    let (a, b) = (place([72.0, 144.0]), place([144.0, 144.0]));
    let point_px = (b[0] - a[0]).abs().max((b[1] - a[1]).abs()) / 72.0;
    let misses: Vec<[f64; 2]> = dots()
        .into_iter()
        .filter_map(|dot| {
            let expected = place(dot);
            let found = dark_middle(&shot.picture, expected, 6.5 * point_px)?;
            Some([(found[0] - expected[0]).abs(), (found[1] - expected[1]).abs()])
        })
        .collect();
    assert!(misses.len() > 20, "most dots are in the picture");
    [0, 1].map(|i| {
        let mut along: Vec<f64> = misses.iter().map(|miss| miss[i]).collect();
        along.sort_by(f64::total_cmp);
        along[along.len() / 2]
    })
}

/// How far the middle dot may be off, in pixels: measured .10 at most, and .33 where dithering is the noise.
fn limit_px(name: &str) -> f64 {
    if name == "dithered scan" { 0.5 } else { 0.2 }
}

/// Ground truth that is off by part of a shift would make every figure about shifts wrong.
#[test]
fn dots_are_where_the_map_says() {
    for (name, channel) in channels() {
        for seed in 0..4 {
            let [x, y] = misses(&shoot(&channel, seed), 0);
            assert!(x.max(y) < limit_px(name), "{name}, seed {seed}: {x} {y}");
        }
    }
}

/// Edits carry the truth along.
#[test]
fn edits_keep_the_truth() {
    for (name, channel) in channels() {
        let shot = shoot(&channel, 9);
        let limit = limit_px(name);
        for quarters in 0..5 {
            let [x, y] = misses(&turned(&shot, quarters), 0);
            assert!(x.max(y) < limit, "{name}, {quarters} quarters: {x} {y}");
        }
        let part = crop(&shot, [20.0, 20.0, 196.0, 268.0]).expect("it is in the picture");
        let [x, y] = misses(&part, 0);
        assert!(x.max(y) < limit, "{name}, cropped: {x} {y}");
        let both = beside(&shot, &part);
        for page in 0..2 {
            let [x, y] = misses(&both, page);
            assert!(x.max(y) < limit, "{name}, page {page} of two: {x} {y}");
        }
    }
}
