//! Shifts from exact positions: a file that says itself where its words stand.

use crate::align::{Aligned, align};
use crate::homography::{Homography, Pair, distance};
use crate::judge::judge;
use crate::lines::line_shifts;
use crate::report::{PageMeasure, Quality, Route, Shift, WordShift};
use crate::rulers::Observed;
use crate::solve::median;
use document::page::PageMap;

/// A word with its place in a file, in any unit and orientation.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedWord {
    /// Its signs.
    pub text: String,
    /// Left end of its advance box on the baseline, as the word is read; y downwards.
    pub start: [f64; 2],
    /// Right end of its advance box on the baseline.
    pub end: [f64; 2],
}

/// Words that must be found: fewer fit by chance.
const MIN_WORDS: usize = 8;
/// Error of a stated place before anything was measured, in points: files round to a hundredth or a thousandth.
const BLUNT_PT: f64 = 0.005;
/// A typical error larger than this is of another typesetting.
const MAX_SIGMA_PT: f64 = 0.06;
/// Share of the words that have to agree with the rulers of their line.
const MIN_AGREEMENT: f64 = 0.5;
/// Rounds of fitting, in which words that stand elsewhere lose their weight.
const ROUNDS: usize = 8;
/// Smallest error of a line's place, in points.
const LEAST_LINE_PT: f64 = 0.02;

/// Measures the shifts of a page from the places of the words of one page of a file, in reading order.
///
/// The file's page may be scaled, moved and turned by quarters. `None` where it does not show this page as it was set.
pub fn measure_positions(words: &[PlacedWord], page: &PageMap) -> Option<PageMeasure> {
    let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    let links = align(&texts, &[page]).pop()?;
    let finite = |link: &Aligned| {
        let word = &words[link.read];
        word.start.iter().chain(&word.end).all(|v| v.is_finite())
    };
    let links: Vec<Aligned> = links.into_iter().filter(finite).collect();
    let back = fit(words, page, &links)?;
    let mut observed: Vec<Option<Observed>> = vec![None; page.words.len()];
    for link in &links {
        let set = &page.words[link.word];
        let (start, end) = (back.apply(words[link.read].start), back.apply(words[link.read].end));
        let across = f64::midpoint(start[0] - set.left, end[0] - set.right);
        let down = f64::midpoint(start[1], end[1]) - set.baseline;
        let x = f64::midpoint(set.left, set.right);
        observed[link.word] = Some(Observed { x, across, down, blunt: BLUNT_PT });
    }
    // A line of which nothing was found is on no part of the page that the file has kept.
    let mut visible = vec![false; page.words.len()];
    for line in &page.lines {
        let shown = line.words.clone().any(|word| observed[word].is_some());
        visible[line.words.clone()].fill(shown);
    }
    let judged = judge(page, &observed, &visible);
    let shifts: Vec<Shift> = judged
        .movers
        .iter()
        .map(|r| Shift { word: r.word, r_pt: r.r, sigma_pt: judged.sigma_pt(r) })
        .collect();
    let mut sigmas: Vec<f64> = shifts.iter().map(|s| s.sigma_pt).collect();
    let sigma_pt = median(&mut sigmas)?;
    if judged.agreement < MIN_AGREEMENT || sigma_pt > MAX_SIGMA_PT {
        return None;
    }
    let shift = |o: &Observed| WordShift { dx_pt: o.across, dy_pt: o.down, zncc: 1.0 };
    Some(PageMeasure {
        page: 0,
        route: Route::Positions,
        words: observed.iter().map(|o| o.as_ref().map(shift)).collect(),
        places: vec![None; page.words.len()],
        lines: line_shifts(page, &observed, &judged, LEAST_LINE_PT),
        shifts,
        quality: Quality {
            visible: visible.iter().filter(|v| **v).count(),
            seen: observed.iter().flatten().count(),
            strange_lines: judged.straight.iter().filter(|s| !**s).count(),
            zncc: 1.0,
            sigma_pt,
            dpi: 0.0,
        },
    })
}

/// The affine map from the file to the page that most words agree with.
fn fit(words: &[PlacedWord], page: &PageMap, links: &[Aligned]) -> Option<Homography> {
    if links.len() < MIN_WORDS {
        return None;
    }
    let pairs: Vec<Pair> = links
        .iter()
        .flat_map(|link| {
            let (set, seen) = (&page.words[link.word], &words[link.read]);
            [([set.left, set.baseline], seen.start), ([set.right, set.baseline], seen.end)]
        })
        .collect();
    let mut weights = vec![1.0; pairs.len()];
    let mut back = None;
    for _ in 0..ROUNDS {
        let fitted = Homography::weighted(&pairs, &weights, false)?.inverse()?;
        let misses: Vec<f64> =
            pairs.iter().map(|&(page, file)| distance(&fitted, (file, page))).collect();
        let scale = 3.0 * median(&mut misses.clone())? + 0.02;
        for (weight, miss) in weights.iter_mut().zip(misses) {
            let far = miss / scale;
            *weight = 1.0 / ((1.0 + far * far) * (1.0 + far * far));
        }
        back = Some(fitted);
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::page::{PageLine, PageWord};
    use document::spacing::movers;

    /// Twelve lines of ten words, each word a different one.
    fn page() -> PageMap {
        let mut map = PageMap { width: 595.0, height: 842.0, ..PageMap::default() };
        for line in 0..12 {
            let first = map.words.len();
            for at in 0..10 {
                let number = first + at;
                let left = 70.0 + 45.0 * at as f64 + f64::from((number * 7 % 5) as u8);
                map.words.push(PageWord {
                    text: format!("word{number}"),
                    left,
                    right: left + 36.0,
                    baseline: 100.0 + 14.0 * f64::from(line),
                    size: 11.0,
                    source: Some(number * 10..number * 10 + 8),
                });
            }
            map.lines.push(PageLine { words: first..map.words.len(), block: line as usize / 4 });
        }
        map
    }

    /// The page in another file: marked, then turned by a quarter, enlarged and moved.
    fn file(page: &PageMap, shift: impl Fn(usize) -> f64) -> Vec<PlacedWord> {
        let place = |x: f64, y: f64| [1000.0 - 1.5 * y, 20.0 + 1.5 * x];
        let words = page.words.iter().enumerate();
        words
            .map(|(i, w)| PlacedWord {
                text: w.text.clone(),
                start: place(w.left + shift(i), w.baseline),
                end: place(w.right + shift(i), w.baseline),
            })
            .collect()
    }

    /// Every shift is read exactly, whatever the file did to the page as a whole.
    #[test]
    fn shifts_are_read_from_a_turned_and_scaled_page() {
        let page = page();
        let moving: Vec<usize> = movers(&page).iter().map(|m| m.word).collect();
        let sign = |i: usize| if i * i % 7 < 3 { 0.2 } else { -0.2 };
        let shift = |i: usize| if moving.contains(&i) { sign(i) } else { 0.0 };
        let read = measure_positions(&file(&page, shift), &page).expect("the page is found");
        assert_eq!(read.shifts.len(), moving.len());
        for shift in &read.shifts {
            assert!((shift.r_pt - sign(shift.word)).abs() < 0.01, "{shift:?}");
            assert!(shift.sigma_pt < 0.03);
        }
    }

    /// The same words set otherwise are another page: nothing may be read from them.
    #[test]
    fn another_typesetting_is_not_the_page() {
        let page = page();
        let otherwise = file(&page, |i| f64::from((i * 37 % 11) as u8) - 5.0);
        assert_eq!(measure_positions(&otherwise, &page), None);
        assert_eq!(measure_positions(&[], &page), None);
        let nowhere = file(&page, |_| f64::NAN);
        assert_eq!(measure_positions(&nowhere, &page), None);
    }
}
