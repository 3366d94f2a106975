//! Tesseract's words: its TSV parsed, judged, and put together as text. It is hostile, for the picture was.

use std::fmt;
use std::ops::Range;

/// A word that Tesseract saw, in pixels of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct OcrWord {
    /// Its signs.
    pub text: String,
    /// Left edge of its ink.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Confidence, 0 to 100.
    pub confidence: f64,
    /// Block, paragraph and line, as Tesseract counts them.
    pub line: [u32; 3],
}

/// Why bytes are not Tesseract's TSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// Longer than any page needs.
    TooLong,
    /// No header line of Tesseract's TSV.
    NoHeader,
    /// A line that cannot be read, counted from 1.
    BadLine(usize),
}

impl ParseError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLong => "crop the picture to one page",
            Self::NoHeader | Self::BadLine(_) => {
                "use Tesseract 4 or 5: `tesseract PICTURE - --psm 3 tsv`"
            }
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("reading of the picture is too long"),
            Self::NoHeader => f.write_str("reading of the picture has no header"),
            Self::BadLine(line) => {
                write!(f, "reading of the picture has a line that cannot be read: {line}")
            }
        }
    }
}

impl std::error::Error for ParseError {}

/// Words of a picture as running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OcrText {
    /// The text: a space between words, a line break between lines, an empty line between paragraphs.
    pub text: String,
    /// Bytes of each word in it.
    pub words: Vec<Range<usize>>,
}

/// Longest TSV that is parsed, in bytes: a page of 2,000 words has a tenth of a megabyte.
const MAX_BYTES: usize = 32 << 20;
/// Most words that are taken.
const MAX_WORDS: usize = 50_000;
/// Longest word that is taken, in bytes.
const MAX_WORD: usize = 200;
/// Farthest pixel that is believed.
const MAX_PX: u32 = 1 << 20;
/// Columns of Tesseract's TSV, and the level of its rows that are words.
const COLUMNS: usize = 12;
const WORD_LEVEL: u32 = 5;

/// Parses Tesseract's TSV; `scale` is that of [`crate::OcrInput`].
///
/// Rows that are no words, words without ink and those beyond sense in size or number are left out.
///
/// # Errors
///
/// [`ParseError`] for what Tesseract would not write.
pub fn parse(tsv: &str, scale: f64) -> Result<Vec<OcrWord>, ParseError> {
    if tsv.len() > MAX_BYTES {
        return Err(ParseError::TooLong);
    }
    let mut lines = tsv.lines().enumerate();
    let header = lines.next().map_or("", |(_, line)| line);
    if !header.starts_with("level\tpage_num\t") || header.split('\t').count() != COLUMNS {
        return Err(ParseError::NoHeader);
    }
    let scale = if scale.is_finite() && scale > 0.0 { scale } else { 1.0 };
    let mut words = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let word = row(line, scale).ok_or(ParseError::BadLine(number + 1))?;
        words.extend(word);
        if words.len() == MAX_WORDS {
            break;
        }
    }
    Ok(words)
}

/// A row: a word, or `Some(None)` for what is to be left out, or `None` for what cannot be read.
#[expect(clippy::option_option, reason = "a row may be broken, or sound and no word")]
fn row(line: &str, scale: f64) -> Option<Option<OcrWord>> {
    let cells: Vec<&str> = line.splitn(COLUMNS, '\t').collect();
    // Tesseract leaves the last cell of all other levels out or empty.
    if cells.len() < COLUMNS - 1 {
        return None;
    }
    let number = |i: usize| cells[i].parse::<u32>().ok();
    let (level, block, paragraph, line) = (number(0)?, number(2)?, number(3)?, number(4)?);
    let (left, top, width, height) = (number(6)?, number(7)?, number(8)?, number(9)?);
    let confidence: f64 = cells[10].parse().ok().filter(|c: &f64| c.is_finite())?;
    let text = cells.get(11).map_or("", |text| text.trim());
    let near = [left, top, width, height].iter().all(|&v| v <= MAX_PX);
    let is_word = level == WORD_LEVEL
        && near
        && width > 0
        && height > 0
        && !text.is_empty()
        && text.len() <= MAX_WORD;
    let px = |v: u32| f64::from(v) / scale;
    Some(is_word.then(|| OcrWord {
        text: text.to_owned(),
        left: px(left),
        top: px(top),
        right: px(left + width),
        bottom: px(top + height),
        confidence: confidence.clamp(0.0, 100.0),
        line: [block, paragraph, line],
    }))
}

/// Puts words together as text.
pub fn text(words: &[OcrWord]) -> OcrText {
    let mut out = OcrText::default();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            let before = words[i - 1].line;
            out.text.push_str(match word.line {
                line if line == before => " ",
                line if line[..2] == before[..2] => "\n",
                _ => "\n\n",
            });
        }
        let start = out.text.len();
        out.text.push_str(&word.text);
        out.words.push(start..out.text.len());
    }
    out
}

/// How much of a page was read: letters in confident words of three and more. Of several turns of a picture, the one that
/// says most is the right one.
pub fn letters(words: &[OcrWord]) -> usize {
    confident(words).map(|(letters, _)| letters).sum()
}

/// Whether words look like a page read the right way up, rather than like letters read sideways: most of the ink is in
/// confident words.
pub fn plausible(words: &[OcrWord]) -> bool {
    /// Fewer letters are a caption, or chance.
    const MIN_LETTERS: usize = 40;
    let all: usize = words.iter().map(|w| w.text.chars().count()).sum();
    let read = letters(words);
    read >= MIN_LETTERS && 2 * read >= all
}

/// Letters of each confident word of three letters and more, with the word's length.
fn confident(words: &[OcrWord]) -> impl Iterator<Item = (usize, usize)> {
    /// Tesseract's confidence in letters read sideways or upside down is mostly below this.
    const CONFIDENT: f64 = 60.0;
    words.iter().filter(|w| w.confidence >= CONFIDENT).filter_map(|w| {
        let letters = w.text.chars().filter(|c| c.is_alphabetic()).count();
        let all = w.text.chars().count();
        (letters >= 3 && 4 * letters >= 3 * all).then_some((letters, all))
    })
}
