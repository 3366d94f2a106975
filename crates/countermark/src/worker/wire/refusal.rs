//! Refusals as they go through the pipe: codes and numbers, and short labels without anything that a terminal obeys.

use super::super::Refusal;
use super::{In, Out};
use document::ReadError;
use document::pdf::PdfError;
use sight::DecodeError;

/// Longest label, in characters.
const LABEL_CHARS: usize = 200;

pub(super) fn put(out: &mut Out, refusal: &Refusal) {
    match refusal {
        Refusal::Read(error) => put_read(out.array(2).number(0_u64), error),
        Refusal::Pdf(error) => put_pdf(out.array(2).number(1_u64), error),
        Refusal::Picture(error) => put_picture(out.array(2).number(2_u64), error),
        Refusal::NoSuchPage { page } => {
            out.array(2).number(3_u64).number(*page);
        }
    }
}

pub(super) fn take(input: &mut In<'_>) -> Option<Refusal> {
    input.array(2)?;
    match input.number::<u8>(0..=3)? {
        0 => take_read(input).map(Refusal::Read),
        1 => take_pdf(input).map(Refusal::Pdf),
        2 => take_picture(input).map(Refusal::Picture),
        _ => Some(Refusal::NoSuchPage { page: input.number(0..=u64::from(u32::MAX) - 1)? }),
    }
}

/// A code with numbers and a label; each error uses what it needs.
fn put_parts(out: &mut Out, code: u64, numbers: &[u64], label: &str) {
    out.array(3).number(code);
    out.list(numbers, |out, number| {
        out.number(*number);
    });
    out.text(&clean(label));
}

fn take_parts(input: &mut In<'_>) -> Option<(u8, [u64; 3], String)> {
    input.array(3)?;
    let code = input.number(0..=u64::MAX)?;
    let mut numbers = [0; 3];
    // Messages count pages from 1, so there must be one more number.
    let given: Vec<u64> = input.list(3, |input| input.number(0..=u64::MAX >> 1))?;
    numbers[..given.len()].copy_from_slice(&given);
    let label = input.text(4 * LABEL_CHARS)?;
    (clean(label) == label).then(|| (code, numbers, label.to_owned()))
}

/// A label on one line, without what hides or turns other characters.
fn clean(label: &str) -> String {
    let shows = |c: char| match c {
        ' ' => true,
        // Format characters: direction, joining, and those that print nothing.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => false,
        c => !c.is_control() && !c.is_whitespace(),
    };
    label.chars().take(LABEL_CHARS).map(|c| if shows(c) { c } else { '?' }).collect()
}

fn put_read(out: &mut Out, error: &ReadError) {
    match error {
        ReadError::Empty => put_parts(out, 0, &[], ""),
        ReadError::TooLarge { bytes } => put_parts(out, 1, &[*bytes], ""),
        ReadError::NotUtf8 { offset } => put_parts(out, 2, &[*offset as u64], ""),
        ReadError::Utf16 => put_parts(out, 3, &[], ""),
        ReadError::Binary => put_parts(out, 4, &[], ""),
        ReadError::Unsupported { format } => put_parts(out, 5, &[], format),
        ReadError::Misnamed { extension } => put_parts(out, 6, &[], extension),
        ReadError::Html(why) => put_parts(out, 7, &[], why),
    }
}

fn take_read(input: &mut In<'_>) -> Option<ReadError> {
    let (code, [number, ..], label) = take_parts(input)?;
    Some(match code {
        0 => ReadError::Empty,
        1 => ReadError::TooLarge { bytes: number },
        2 => ReadError::NotUtf8 { offset: usize::try_from(number).ok()? },
        3 => ReadError::Utf16,
        4 => ReadError::Binary,
        5 => ReadError::Unsupported { format: label },
        6 => ReadError::Misnamed { extension: label },
        7 => ReadError::Html(label),
        _ => return None,
    })
}

fn put_pdf(out: &mut Out, error: &PdfError) {
    match *error {
        PdfError::TooLarge { bytes } => put_parts(out, 0, &[bytes], ""),
        PdfError::Damaged => put_parts(out, 1, &[], ""),
        PdfError::Encrypted => put_parts(out, 2, &[], ""),
        PdfError::NoPages => put_parts(out, 3, &[], ""),
        PdfError::TooManyPages { pages, limit } => {
            put_parts(out, 4, &[pages as u64, limit as u64], "");
        }
        PdfError::TooIntricate { page } => put_parts(out, 5, &[page as u64], ""),
        PdfError::TooMuchText => put_parts(out, 6, &[], ""),
        PdfError::NoSuchPage { page, pages } => put_parts(out, 7, &[page as u64, pages as u64], ""),
        PdfError::PageTooLarge { page, width_pt, height_pt } => {
            // Whole points are enough for a message.
            put_parts(out, 8, &[page as u64, width_pt as u64, height_pt as u64], "");
        }
    }
}

fn take_pdf(input: &mut In<'_>) -> Option<PdfError> {
    let (code, numbers, _) = take_parts(input)?;
    let [first, second, third] = numbers;
    let count = |n: u64| usize::try_from(n).ok();
    Some(match code {
        0 => PdfError::TooLarge { bytes: first },
        1 => PdfError::Damaged,
        2 => PdfError::Encrypted,
        3 => PdfError::NoPages,
        4 => PdfError::TooManyPages { pages: count(first)?, limit: count(second)? },
        5 => PdfError::TooIntricate { page: count(first)? },
        6 => PdfError::TooMuchText,
        7 => PdfError::NoSuchPage { page: count(first)?, pages: count(second)? },
        8 => PdfError::PageTooLarge {
            page: count(first)?,
            width_pt: second as f64,
            height_pt: third as f64,
        },
        _ => return None,
    })
}

fn put_picture(out: &mut Out, error: &DecodeError) {
    match error {
        DecodeError::UnknownFormat => put_parts(out, 0, &[], ""),
        DecodeError::TooLarge { width, height } => {
            put_parts(out, 1, &[u64::from(*width), u64::from(*height)], "");
        }
        DecodeError::Damaged(why) => put_parts(out, 2, &[], why),
    }
}

fn take_picture(input: &mut In<'_>) -> Option<DecodeError> {
    let (code, [width, height, _], label) = take_parts(input)?;
    let side = |n: u64| u32::try_from(n).ok();
    Some(match code {
        0 => DecodeError::UnknownFormat,
        1 => DecodeError::TooLarge { width: side(width)?, height: side(height)? },
        2 => DecodeError::Damaged(label),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People must be told of a file what its reader found, whichever process that was.
    #[test]
    fn refusals_survive_the_pipe() {
        for refusal in [
            Refusal::Read(ReadError::Empty),
            Refusal::Read(ReadError::TooLarge { bytes: 1 << 40 }),
            Refusal::Read(ReadError::NotUtf8 { offset: 7 }),
            Refusal::Read(ReadError::Utf16),
            Refusal::Read(ReadError::Binary),
            Refusal::Read(ReadError::Unsupported { format: "docx or zip".into() }),
            Refusal::Read(ReadError::Misnamed { extension: "pdf".into() }),
            Refusal::Read(ReadError::Html("a tag is open".into())),
            Refusal::Pdf(PdfError::TooLarge { bytes: 9 }),
            Refusal::Pdf(PdfError::Damaged),
            Refusal::Pdf(PdfError::Encrypted),
            Refusal::Pdf(PdfError::NoPages),
            Refusal::Pdf(PdfError::TooManyPages { pages: 10_000, limit: 500 }),
            Refusal::Pdf(PdfError::TooIntricate { page: 3 }),
            Refusal::Pdf(PdfError::TooMuchText),
            Refusal::Pdf(PdfError::NoSuchPage { page: 9, pages: 2 }),
            Refusal::Pdf(PdfError::PageTooLarge { page: 0, width_pt: 14_400.0, height_pt: 1.0 }),
            Refusal::Picture(DecodeError::UnknownFormat),
            Refusal::Picture(DecodeError::TooLarge { width: 65_535, height: 65_535 }),
            Refusal::Picture(DecodeError::Damaged("no end of image".into())),
            Refusal::NoSuchPage { page: 4 },
        ] {
            let mut out = Out::new();
            put(&mut out, &refusal);
            let bytes = out.end();
            assert_eq!(In::all(&bytes, take).as_ref(), Some(&refusal));
        }
    }

    /// A label comes from a hostile file by way of a process that read it, and goes to a terminal.
    #[test]
    fn labels_are_plain() {
        let why = "\u{1b}[2J evil\u{202e}\n\u{0}".to_owned();
        let mut out = Out::new();
        put(&mut out, &Refusal::Read(ReadError::Html(why.clone())));
        let cleaned = Refusal::Read(ReadError::Html("?[2J evil???".into()));
        assert_eq!(In::all(&out.end(), take), Some(cleaned));
        let mut raw = Out::new();
        raw.array(2).number(0_u64).array(3).number(7_u64).array(0).text(&why);
        assert_eq!(In::all(&raw.end(), take), None);
    }
}
