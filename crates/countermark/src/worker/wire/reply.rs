//! Replies: written by a child that has read a hostile file, and checked by the parent against what it asked.

use super::super::job::{Job, Reply};
use super::super::{Extracted, Measured, PlacedSheet, Refusal, Sheet};
use super::{In, Out, refusal};
use document::page::{PageMap, ReferencePage};
use sight::{
    LineShift, MAX_PAGES, MAX_PIXELS, OcrInput, PageMeasure, PlacedWord, Preview, Quality, Route,
    Shift, WordShift,
};
use std::ops::{Range, RangeInclusive};

/// Longest text of a file, in bytes: HTML and Markdown shrink, and so does anything in a PDF that is read.
const TEXT_BYTES: usize = 64 << 20;
/// Places on pages: a PDF's are within 14,400 units of at most some hundred points, a picture's within its pixels.
const PLACE: RangeInclusive<f64> = -1e7..=1e7;
/// Shifts of words that were found at all, in points.
const SHIFT_PT: RangeInclusive<f64> = -1e4..=1e4;
/// Standard errors, in points; what was not measured has an infinite one.
const SIGMA_PT: RangeInclusive<f64> = 0.0..=f64::INFINITY;
/// Correlations, with room for rounding.
const ZNCC: RangeInclusive<f64> = -1.001..=1.001;
/// Resolutions, in pixels an inch.
const DPI: RangeInclusive<f64> = 0.0..=1e5;
/// How much larger than the picture Tesseract's may be.
const SCALE: RangeInclusive<f64> = 0.01..=100.0;
/// Longest preview, in bytes.
const PREVIEW_BYTES: usize = 8 << 20;

const ROUTES: [Route; 3] = [Route::Words, Route::Blocks, Route::Positions];

/// The bytes of a reply.
pub(in crate::worker) fn answer(done: &Result<Reply, Refusal>) -> Vec<u8> {
    let mut out = Out::new();
    out.array(2);
    match done {
        Err(why) => refusal::put(out.number(0_u64), why),
        Ok(Reply::Extracted(Extracted::Text(text))) => {
            out.number(1_u64).text(text);
        }
        Ok(Reply::Extracted(Extracted::Pages(sheets))) => {
            out.number(2_u64).list(sheets, put_sheet);
        }
        Ok(Reply::OcrInput(input)) => {
            let OcrInput { pgm, scale, dpi } = input;
            out.number(3_u64).array(3).bytes(pgm).float(*scale).number(*dpi);
        }
        Ok(Reply::Measured(measured)) => {
            let Preview { jpeg, width, height } = &measured.preview;
            out.number(4_u64).array(4).list(&measured.pages, put_measure);
            out.bytes(jpeg).number(*width).number(*height);
        }
    }
    out.end()
}

/// The reply of these bytes; `None` if the job cannot have it.
pub(in crate::worker) fn reply(bytes: &[u8], job: &Job<'_>) -> Option<Result<Reply, Refusal>> {
    In::all(bytes, |input| {
        input.array(2)?;
        let reply = match (input.number::<u8>(0..=4)?, job) {
            (0, _) => return refusal::take(input).map(Err),
            (1, Job::Extract { .. }) => {
                Reply::Extracted(Extracted::Text(input.text(TEXT_BYTES)?.to_owned()))
            }
            (2, Job::Extract { .. }) => {
                let most = document::pdf::Limits::default().pages.max(MAX_PAGES);
                Reply::Extracted(Extracted::Pages(input.list(most, take_sheet)?))
            }
            (3, Job::OcrInput(_)) => Reply::OcrInput(take_ocr_input(input)?),
            (4, Job::Measure { pages, .. }) => Reply::Measured(take_measured(input, pages)?),
            _ => return None,
        };
        Some(Ok(reply))
    })
}

fn put_sheet(out: &mut Out, sheet: &Sheet) {
    match sheet {
        Sheet::Placed(PlacedSheet { text, words, bytes, continues }) => {
            out.array(3).text(text).flag(*continues);
            // A word's own text is that of its bytes: said once, it cannot disagree.
            let words: Vec<_> = words.iter().zip(bytes).collect();
            out.list(&words, |out, (word, bytes)| {
                out.array(6).number(bytes.start).number(bytes.end);
                let [[x0, y0], [x1, y1]] = [word.start, word.end];
                out.float(x0).float(y0).float(x1).float(y1);
            });
        }
        Sheet::Picture { width, height } => {
            out.array(2).number(*width).number(*height);
        }
    }
}

fn take_sheet(input: &mut In<'_>) -> Option<Sheet> {
    match input.decoder.array().ok()?? {
        2 => {
            let (width, height) = take_size(input)?;
            Some(Sheet::Picture { width, height })
        }
        3 => {
            let text = input.text(TEXT_BYTES)?;
            let continues = input.flag()?;
            let mut ends = 0;
            let placed = input.list(text.len(), |input| {
                let (word, bytes) = take_placed(input, text)?;
                let follows = bytes.start >= std::mem::replace(&mut ends, bytes.end);
                follows.then_some((word, bytes))
            })?;
            let (words, bytes) = placed.into_iter().unzip();
            Some(Sheet::Placed(PlacedSheet { text: text.to_owned(), words, bytes, continues }))
        }
        _ => None,
    }
}

fn take_placed(input: &mut In<'_>, text: &str) -> Option<(PlacedWord, Range<usize>)> {
    input.array(6)?;
    let end = text.len() as u64;
    let bytes: Range<usize> = input.number(0..=end)?..input.number(0..=end)?;
    let word = text.get(bytes.clone()).filter(|word| !word.is_empty())?.to_owned();
    let start = [input.float(PLACE)?, input.float(PLACE)?];
    let end = [input.float(PLACE)?, input.float(PLACE)?];
    Some((PlacedWord { text: word, start, end }, bytes))
}

/// Sides of a picture that may be decoded.
fn take_size(input: &mut In<'_>) -> Option<(usize, usize)> {
    let most = MAX_PIXELS as u64;
    let (width, height): (u64, u64) = (input.number(1..=most)?, input.number(1..=most)?);
    (width * height <= most).then_some((width as usize, height as usize))
}

fn take_ocr_input(input: &mut In<'_>) -> Option<OcrInput> {
    input.array(3)?;
    let pgm = input.bytes(MAX_PIXELS + 64)?;
    is_pgm(pgm)?;
    Some(OcrInput {
        pgm: pgm.to_vec(),
        scale: input.float(SCALE)?,
        dpi: input.number(1..=*DPI.end() as u64)?,
    })
}

/// Whether bytes are a binary PGM with as many pixels as it says.
fn is_pgm(bytes: &[u8]) -> Option<()> {
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n');
    let (magic, sides, most) = (parts.next()?, parts.next()?, parts.next()?);
    let (width, height) = std::str::from_utf8(sides).ok()?.split_once(' ')?;
    let pixels = width.parse::<usize>().ok()?.checked_mul(height.parse().ok()?)?;
    let sound = magic == b"P5" && most == b"255" && parts.next()?.len() == pixels;
    (sound && pixels > 0).then_some(())
}

fn put_measure(out: &mut Out, measure: &PageMeasure) {
    let PageMeasure { page, route, words, places, shifts, lines, quality } = measure;
    let route = ROUTES.iter().position(|r| r == route).expect("every route has a code");
    out.array(7).number(*page).number(route);
    out.list(words, |out, word| {
        out.option(word.as_ref(), |out, WordShift { dx_pt, dy_pt, zncc }| {
            out.array(3).float(*dx_pt).float(*dy_pt).float(*zncc);
        });
    });
    out.list(places, |out, place| {
        out.option(place.as_ref(), |out, corners| {
            out.list(corners, |out, [x, y]| {
                out.array(2).float(*x).float(*y);
            });
        });
    });
    out.list(shifts, |out, Shift { word, r_pt, sigma_pt }| {
        out.array(3).number(*word).float(*r_pt).float(*sigma_pt);
    });
    out.list(lines, |out, LineShift { line, r_pt, sigma_pt }| {
        out.array(3).number(*line).float(*r_pt).float(*sigma_pt);
    });
    let Quality { visible, seen, strange_lines, zncc, sigma_pt, dpi } = quality;
    out.array(6).number(*visible).number(*seen).number(*strange_lines);
    out.float(*zncc).float(*sigma_pt).float(*dpi);
}

fn take_measured(input: &mut In<'_>, pages: &[ReferencePage]) -> Option<Measured> {
    input.array(4)?;
    let found = input.list(pages.len(), |input| take_measure(input, pages))?;
    let ascends = found.windows(2).all(|pair| pair[0].page < pair[1].page);
    let jpeg = input.bytes(PREVIEW_BYTES)?.to_vec();
    let (width, height) = take_size(input)?;
    let shows = jpeg.is_empty() || jpeg.starts_with(b"\xff\xd8");
    let preview = Preview { jpeg, width, height };
    (ascends && shows).then_some(Measured { pages: found, preview })
}

fn take_measure(input: &mut In<'_>, pages: &[ReferencePage]) -> Option<PageMeasure> {
    input.array(7)?;
    let page = input.number::<usize>(0..=u64::MAX)?;
    let PageMap { words, lines, .. } = &pages.get(page)?.map;
    let (words, lines) = (words.len(), lines.len());
    let route = ROUTES[input.number::<usize>(0..=2)?];
    let word_shifts = take_options(input, words, take_word_shift)?;
    let places = take_options(input, words, take_corners)?;
    let shifts = input.list(words, |input| {
        let (word, r_pt, sigma_pt) = take_shift(input, words)?;
        Some(Shift { word, r_pt, sigma_pt })
    })?;
    let line_shifts = input.list(lines, |input| {
        let (line, r_pt, sigma_pt) = take_shift(input, lines)?;
        Some(LineShift { line, r_pt, sigma_pt })
    })?;
    let quality = take_quality(input, words, lines)?;
    Some(PageMeasure {
        page,
        route,
        words: word_shifts,
        places,
        shifts,
        lines: line_shifts,
        quality,
    })
}

/// A list of exactly so many, of which some may be nothing.
fn take_options<T>(
    input: &mut In<'_>,
    count: usize,
    take: fn(&mut In<'_>) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let items = input
        .list(count, |input| Some(if input.nothing()? { None } else { Some(take(input)?) }))?;
    (items.len() == count).then_some(items)
}

fn take_word_shift(input: &mut In<'_>) -> Option<WordShift> {
    input.array(3)?;
    Some(WordShift {
        dx_pt: input.float(SHIFT_PT)?,
        dy_pt: input.float(SHIFT_PT)?,
        zncc: input.float(ZNCC)?,
    })
}

fn take_corners(input: &mut In<'_>) -> Option<[[f64; 2]; 4]> {
    let corners = input.list(4, |input| {
        input.array(2)?;
        Some([input.float(PLACE)?, input.float(PLACE)?])
    })?;
    corners.try_into().ok()
}

/// A place below `end`, its shift and the standard error of that.
fn take_shift(input: &mut In<'_>, end: usize) -> Option<(usize, f64, f64)> {
    input.array(3)?;
    let place = input.number(0..=(end as u64).checked_sub(1)?)?;
    Some((place, input.float(SHIFT_PT)?, input.float(SIGMA_PT)?))
}

fn take_quality(input: &mut In<'_>, words: usize, lines: usize) -> Option<Quality> {
    input.array(6)?;
    Some(Quality {
        visible: input.number(0..=words as u64)?,
        seen: input.number(0..=words as u64)?,
        strange_lines: input.number(0..=lines as u64)?,
        zncc: input.float(ZNCC)?,
        sigma_pt: input.float(SIGMA_PT)?,
        dpi: input.float(DPI)?,
    })
}

#[cfg(test)]
mod tests;
