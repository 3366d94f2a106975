//! The leak: one or more files of one source, taken as one text, and as pages whose spacing can be measured.

use super::TraceError;
use crate::report::LeakPart;
use crate::worker::{Extracted, Pictured, Sheet, Worker, WorkerError, tesseract};
use ledger::commit;
use ledger::hash::{Hash, from_hex, sha256, to_hex};
use sight::PlacedWord;
use sight::ocr::{self, OcrWord};
use std::ops::Range;

/// A leak: its files, as they were given.
#[derive(Clone, Debug)]
pub struct Leak {
    /// What is said of each file.
    pub parts: Vec<LeakPart>,
    files: Vec<(Option<String>, Vec<u8>)>,
}

/// What a leak says.
#[derive(Clone, Debug)]
pub(crate) struct Content<'a> {
    /// Whose content it is.
    pub(crate) leak: &'a Leak,
    /// The visible text of all its files, in order.
    pub(crate) text: String,
    /// Its pages and pictures.
    pub(crate) sheets: Vec<LeakSheet>,
}

/// A page or picture of a leak.
#[derive(Clone, Debug)]
pub(crate) struct LeakSheet {
    /// Which of the files it is in.
    pub(crate) part: usize,
    /// Its number in that file, from 0.
    pub(crate) page: u32,
    /// Bytes of the leak's text that were read from it.
    pub(crate) text: Range<usize>,
    /// How it shows its words.
    pub(crate) look: Look,
}

/// How a page shows its words.
#[derive(Clone, Debug)]
pub(crate) enum Look {
    /// The file says where each word stands.
    Placed(Vec<PlacedWord>),
    /// A picture.
    Pictured {
        /// Quarter turns clockwise that bring it upright.
        turn: u8,
        /// What a reader of characters saw, in pixels of the turned picture.
        words: Vec<OcrWord>,
    },
}

impl Leak {
    /// A leak of these files; `None` as a name stands for text from a pipe. Nothing is parsed yet.
    pub fn new(files: Vec<(Option<String>, Vec<u8>)>) -> Leak {
        let part = |(name, bytes): &(Option<String>, Vec<u8>)| LeakPart {
            name: name.clone().unwrap_or_else(|| "-".into()),
            bytes: bytes.len() as u64,
            sha256: to_hex(&sha256(&[bytes])),
        };
        Leak { parts: files.iter().map(part).collect(), files }
    }

    /// The hash over its files that READING logs.
    pub fn digest(&self) -> Hash {
        let files: Vec<Hash> = self.parts.iter().filter_map(|p| from_hex(&p.sha256)).collect();
        commit::leak(&files)
    }

    /// The bytes of a file.
    pub(crate) fn body(&self, part: usize) -> &[u8] {
        &self.files[part].1
    }

    /// Reads its files. All parsing happens in `worker`.
    pub(crate) fn extract(&self, worker: &Worker) -> Result<Content<'_>, TraceError> {
        let mut content = Content { leak: self, text: String::new(), sheets: Vec::new() };
        for (part, (name, bytes)) in self.files.iter().enumerate() {
            let of_file = |source| TraceError::Read { name: self.parts[part].name.clone(), source };
            match worker.extract(name.as_deref(), bytes).map_err(of_file)? {
                Extracted::Text(text) => {
                    content.push_text(&text, true);
                }
                Extracted::Pages(sheets) => {
                    content.push_sheets(worker, part, sheets).map_err(of_file)?;
                }
            }
        }
        Ok(content)
    }
}

impl Content<'_> {
    fn push_sheets(
        &mut self,
        worker: &Worker,
        part: usize,
        sheets: Vec<Sheet>,
    ) -> Result<(), WorkerError> {
        for (page, sheet) in (0u32..).zip(sheets) {
            let (text, look) = match sheet {
                Sheet::Placed(placed) => {
                    let text = self.push_text(&placed.text, !placed.continues);
                    (text, Look::Placed(placed.words))
                }
                Sheet::Picture { .. } => {
                    let (turn, words) = read_words(worker, self.leak.body(part), page)?;
                    let text = self.push_text(&ocr::text(&words).text, true);
                    (text, Look::Pictured { turn, words })
                }
            };
            self.sheets.push(LeakSheet { part, page, text, look });
        }
        Ok(())
    }

    /// Adds text, as a paragraph of its own or as one that goes on; gives its bytes.
    fn push_text(&mut self, text: &str, is_new: bool) -> Range<usize> {
        if !self.text.is_empty() {
            self.text.push_str(if is_new { "\n\n" } else { " " });
        }
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }
}

/// So many letters in confident words are never read sideways, whatever a desk or a shadow adds.
const UPRIGHT_LETTERS: usize = 400;

/// The words of a picture, turned until they can be read.
fn read_words(worker: &Worker, bytes: &[u8], page: u32) -> Result<(u8, Vec<OcrWord>), WorkerError> {
    let mut best = (0, Vec::new());
    for turn in 0..4 {
        let input = worker.ocr_input(&Pictured { bytes, page, turn })?;
        // What Tesseract writes is hostile, too; a table that cannot be read has no words.
        let words = ocr::parse(&tesseract(&input)?, input.scale).unwrap_or_default();
        if ocr::plausible(&words) || ocr::letters(&words) >= UPRIGHT_LETTERS {
            return Ok((turn, words));
        }
        if ocr::letters(&words) > ocr::letters(&best.1) {
            best = (turn, words);
        }
    }
    Ok(best)
}
