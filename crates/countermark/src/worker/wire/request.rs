//! Requests: written by the parent, read by the child.

use super::super::Pictured;
use super::super::job::Job;
use super::{In, Out};
use document::Format;
use document::page::{PageLine, PageMap, PageWord, Raster, ReferencePage};
use document::pdf::LeakKind;
use sight::ocr::OcrWord;

/// A request as its child holds it.
pub(in crate::worker) enum Request<'a> {
    Extract { kind: LeakKind, bytes: &'a [u8] },
    OcrInput(Pictured<'a>),
    Measure { picture: Pictured<'a>, words: Vec<OcrWord>, pages: Vec<ReferencePage> },
}

/// What a file can be, by its code.
const KINDS: [LeakKind; 5] = [
    LeakKind::Text(Format::Text),
    LeakKind::Text(Format::Markdown),
    LeakKind::Text(Format::Html),
    LeakKind::Pdf,
    LeakKind::Picture,
];
/// The parent is trusted, so its requests are bounded by memory alone.
const ANY: usize = usize::MAX;
const ANY_FLOAT: std::ops::RangeInclusive<f64> = f64::NEG_INFINITY..=f64::INFINITY;

/// The bytes of a request.
pub(in crate::worker) fn request(job: &Job<'_>) -> Vec<u8> {
    let mut out = Out::new();
    match job {
        Job::Extract { kind, bytes } => {
            let code = KINDS.iter().position(|k| k == kind).expect("every kind has a code");
            out.array(3).number(0_u64).number(code).bytes(bytes);
        }
        Job::OcrInput(picture) => put_picture(out.array(2).number(1_u64), picture),
        Job::Measure { picture, words, pages } => {
            put_picture(out.array(4).number(2_u64), picture);
            out.list(words, put_ocr_word).list(pages, put_reference);
        }
    }
    out.end()
}

impl<'a> Request<'a> {
    /// The request of these bytes.
    pub(in crate::worker) fn read(bytes: &'a [u8]) -> Option<Request<'a>> {
        In::all(bytes, |input| {
            let items = input.decoder.array().ok()??;
            match (input.number(0..=2)?, items) {
                (0_u8, 3) => {
                    let kind = KINDS[input.number::<usize>(0..=4)?];
                    Some(Request::Extract { kind, bytes: input.bytes(ANY)? })
                }
                (1, 2) => take_picture(input).map(Request::OcrInput),
                (2, 4) => Some(Request::Measure {
                    picture: take_picture(input)?,
                    words: input.list(ANY, take_ocr_word)?,
                    pages: input.list(ANY, take_reference)?,
                }),
                _ => None,
            }
        })
    }

    /// The job that it asks for.
    pub(in crate::worker) fn job(&self) -> Job<'_> {
        match self {
            Request::Extract { kind, bytes } => Job::Extract { kind: *kind, bytes },
            Request::OcrInput(picture) => Job::OcrInput(*picture),
            Request::Measure { picture, words, pages } => {
                Job::Measure { picture: *picture, words, pages }
            }
        }
    }
}

fn put_picture(out: &mut Out, picture: &Pictured<'_>) {
    out.array(3).bytes(picture.bytes).number(picture.page).number(picture.turn);
}

fn take_picture<'a>(input: &mut In<'a>) -> Option<Pictured<'a>> {
    input.array(3)?;
    Some(Pictured {
        bytes: input.bytes(ANY)?,
        page: input.number(0..=u64::MAX)?,
        turn: input.number(0..=u64::MAX)?,
    })
}

fn put_ocr_word(out: &mut Out, word: &OcrWord) {
    out.array(7).text(&word.text);
    for edge in [word.left, word.top, word.right, word.bottom, word.confidence] {
        out.float(edge);
    }
    out.list(&word.line, |out, count| {
        out.number(*count);
    });
}

fn take_ocr_word(input: &mut In<'_>) -> Option<OcrWord> {
    input.array(7)?;
    Some(OcrWord {
        text: input.text(ANY)?.to_owned(),
        left: input.float(ANY_FLOAT)?,
        top: input.float(ANY_FLOAT)?,
        right: input.float(ANY_FLOAT)?,
        bottom: input.float(ANY_FLOAT)?,
        confidence: input.float(ANY_FLOAT)?,
        line: input.list(3, |input| input.number(0..=u64::MAX))?.try_into().ok()?,
    })
}

fn put_reference(out: &mut Out, page: &ReferencePage) {
    let ReferencePage { map, raster } = page;
    out.array(8).float(map.width).float(map.height);
    out.list(&map.words, put_page_word).list(&map.lines, |out, line| {
        let PageLine { words, block } = line;
        out.array(3).number(words.start).number(words.end).number(*block);
    });
    out.number(raster.width).number(raster.height).float(raster.dpi).bytes(&raster.grey);
}

fn take_reference(input: &mut In<'_>) -> Option<ReferencePage> {
    input.array(8)?;
    let map = PageMap {
        width: input.float(ANY_FLOAT)?,
        height: input.float(ANY_FLOAT)?,
        words: input.list(ANY, take_page_word)?,
        lines: input.list(ANY, |input| {
            input.array(3)?;
            let words = input.number(0..=u64::MAX)?..input.number(0..=u64::MAX)?;
            Some(PageLine { words, block: input.number(0..=u64::MAX)? })
        })?,
    };
    let raster = Raster {
        width: input.number(0..=u64::MAX)?,
        height: input.number(0..=u64::MAX)?,
        dpi: input.float(ANY_FLOAT)?,
        grey: input.bytes(ANY)?.to_vec(),
    };
    Some(ReferencePage { map, raster })
}

fn put_page_word(out: &mut Out, word: &PageWord) {
    out.array(6).text(&word.text);
    for place in [word.left, word.right, word.baseline, word.size] {
        out.float(place);
    }
    out.option(word.source.as_ref(), |out, source| {
        out.array(2).number(source.start).number(source.end);
    });
}

fn take_page_word(input: &mut In<'_>) -> Option<PageWord> {
    input.array(6)?;
    Some(PageWord {
        text: input.text(ANY)?.to_owned(),
        left: input.float(ANY_FLOAT)?,
        right: input.float(ANY_FLOAT)?,
        baseline: input.float(ANY_FLOAT)?,
        size: input.float(ANY_FLOAT)?,
        source: if input.nothing()? {
            None
        } else {
            input.array(2)?;
            Some(input.number(0..=u64::MAX)?..input.number(0..=u64::MAX)?)
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the child measures must be what the parent asked about.
    #[test]
    fn requests_survive_the_pipe() {
        let word = PageWord {
            text: "port".into(),
            left: 72.0,
            right: 90.5,
            baseline: 100.0,
            size: 11.0,
            source: Some(3..7),
        };
        let printed = PageWord { source: None, ..word.clone() };
        let lines = vec![PageLine { words: 0..1, block: 4 }];
        let map = PageMap { width: 595.0, height: 842.0, words: vec![word, printed], lines };
        let raster = Raster { width: 2, height: 1, dpi: 300.0, grey: vec![0, 255] };
        let pages = [ReferencePage { map, raster }];
        let words = [OcrWord {
            text: "pørt".into(),
            left: 1.0,
            top: 2.0,
            right: 3.0,
            bottom: 4.0,
            confidence: 91.5,
            line: [1, 2, 3],
        }];
        let picture = Pictured { bytes: b"\x89PNG", page: 2, turn: 3 };
        let kind = LeakKind::Text(Format::Html);
        for job in [
            Job::Extract { kind, bytes: b"<p>Dues" },
            Job::OcrInput(picture),
            Job::Measure { picture, words: &words, pages: &pages },
        ] {
            let bytes = request(&job);
            let read = Request::read(&bytes).unwrap();
            assert_eq!(format!("{:?}", read.job()), format!("{job:?}"));
            assert!(Request::read(&bytes[..bytes.len() - 1]).is_none());
            assert!(Request::read(&[bytes, vec![0]].concat()).is_none());
        }
    }
}
