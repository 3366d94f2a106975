//! Hostile leaks, read by children: no file makes this process fail, and none takes more than it is given.

use super::child::worker;
use super::forge::{memo, pdf, png_header, tiff, zlib_bomb};
use countermark::worker::{Limits, Pictured, Refusal, WorkerError};
use sight::DecodeError;

/// Mutations of each original; a longer run is a measurement.
const MUTATIONS: u64 = 40;

/// A page description that unpacks to two gigabytes: the child has no such memory, and says so.
#[test]
fn a_bomb_in_a_pdf_takes_no_memory() {
    let packed = zlib_bomb(2 << 30);
    assert!(packed.len() < document::limit::FILE_BYTES);
    let error = worker().extract(None, &pdf(&packed, "/Filter /FlateDecode", "")).unwrap_err();
    assert!(matches!(error, WorkerError::TooMuchMemory { .. }), "{error}");
}

/// Pictures that announce more pixels than anybody decodes are refused by their headers.
#[test]
fn picture_bombs_are_refused() {
    for bomb in
        [png_header(60_000, 60_000), tiff(60_000, 60_000, &[]), png_header(u32::MAX >> 1, 1 << 20)]
    {
        let error = worker().extract(None, &bomb).unwrap_err();
        let refused = matches!(
            error,
            WorkerError::Refused(Refusal::Picture(
                DecodeError::TooLarge { .. } | DecodeError::Damaged(_)
            ))
        );
        assert!(refused, "{error}");
    }
    // Announced as small, but packed without end.
    let mut endless = png_header(100, 100);
    endless.extend(vec![0; 1 << 20]);
    assert!(worker().extract(None, &endless).is_err());
}

/// A page of which nothing but its picture can be read, and which is too large to draw finely.
#[test]
fn large_pages_are_drawn_coarsely() {
    let page = pdf(b"10 10 200 200 re f", "", "");
    let at = page.windows(15).position(|part| part == b"[0 0 595 842] >").unwrap();
    let large = [&page[..at], b"[0 0 14400 14400] >", &page[at + 15..]].concat();
    let drawn = worker().ocr_input(&Pictured { bytes: &large, page: 0, turn: 0 });
    match drawn {
        Ok(input) => assert!(input.pgm.len() <= sight::MAX_PIXELS + 64),
        Err(error) => assert!(matches!(error, WorkerError::Refused(_)), "{error}"),
    }
}

/// Sound files with some bytes changed: what fuzzers find first. Replies are whole, refused, or the child's own end.
#[test]
fn mutated_leaks_end_in_words_or_refusals() {
    let originals =
        [memo(), tiff(40, 30, &[200; 1200]), b"<p>The <b>port</b> is full &amp; slow.".to_vec()];
    let small = Limits { cpu_seconds: 5, wall_seconds: 30, ..Limits::DOCUMENTS };
    let worker = worker().with_limits(small, small);
    // Numerical Recipes' generator: the same files every time.
    let mut state = 2026_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for original in &originals {
        for _ in 0..MUTATIONS {
            let mut file = original.clone();
            for _ in 0..=next(8) {
                let at = next(file.len());
                match next(4) {
                    0 => file[at] = next(256) as u8,
                    1 => file.truncate(at.max(8)),
                    2 => {
                        let byte = file[at];
                        file.splice(at..at, vec![byte; next(64)]);
                    }
                    _ => file[at] ^= 1 << next(8),
                }
            }
            if let Err(error) = worker.extract(None, &file) {
                assert!(!matches!(error, WorkerError::Start(_) | WorkerError::Nonsense), "{error}");
            }
        }
    }
}
