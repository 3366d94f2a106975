//! The worker: whatever parses a leak does so in a process of its own, which may be killed.
//!
//! The program runs itself again for each job, as `PROGRAM worker …`. That child takes one request from its standard
//! input and gives one reply on its standard output, both CBOR; it has no environment, no file, little memory and little
//! time. The parent believes nothing: it bounds the reply, checks every number in it, and shows nothing that the child
//! wrote elsewhere. A child that fails in any way is a [`WorkerError`] here and no more.
//!
//! A program whose `main` does not begin with [`run_if_asked`] cannot be its own worker. It says which program is
//! ([`Worker::at`]), or that jobs run unprotected in its own process ([`Worker::in_process`]): tests and figures, whose
//! leaks are their own. Nothing falls back to that by itself.

mod child;
mod error;
mod job;
mod limits;
mod serve;
mod tesseract;
mod wire;

pub use error::{Refusal, WorkerError};
pub use limits::Limits;
pub use serve::{confine, run_if_asked, serve};
pub use sight::OcrInput;
pub use tesseract::tesseract;

use document::page::ReferencePage;
use document::pdf::{LeakKind, sniff_leak};
use job::{Job, Reply};
use sight::ocr::OcrWord;
use sight::{PageMeasure, PlacedWord, Preview};
use std::ops::Range;
use std::path::PathBuf;

/// What a leaked file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Extracted {
    /// The visible text of a file without pages.
    Text(String),
    /// Pages of a PDF, or pictures.
    Pages(Vec<Sheet>),
}

/// A page of a PDF, or a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Sheet {
    /// The file says which words stand where.
    Placed(PlacedSheet),
    /// Only its picture can be read.
    Picture {
        /// Pixels a row of the picture that a job will see.
        width: usize,
        /// Its rows.
        height: usize,
    },
}

/// A page whose words are known with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedSheet {
    /// Its text: a space between words, a blank line between paragraphs.
    pub text: String,
    /// Its words in reading order.
    pub words: Vec<PlacedWord>,
    /// Bytes of each word in the text.
    pub bytes: Vec<Range<usize>>,
    /// Whether its text goes on from that of the placed page before it, in the middle of a sentence.
    pub continues: bool,
}

/// A picture of a leak: the file, which of its pages, and how it is to be turned.
#[derive(Clone, Copy, Debug)]
pub struct Pictured<'a> {
    /// The file: PNG, JPEG, TIFF or PDF.
    pub bytes: &'a [u8],
    /// Page of the file, from 0.
    pub page: u32,
    /// Quarter turns clockwise that bring it upright.
    pub turn: u8,
}

/// What was measured in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The reference pages that were found, ascending.
    pub pages: Vec<PageMeasure>,
    /// The turned picture, small.
    pub preview: Preview,
}

/// Where jobs run.
#[derive(Clone, Debug)]
pub struct Worker {
    place: Place,
    documents: Limits,
    pictures: Limits,
}

#[derive(Clone, Debug)]
enum Place {
    Program(PathBuf),
    InProcess,
}

/// The running program itself, even after its file was replaced.
const SELF: &str = "/proc/self/exe";

impl Default for Worker {
    /// Children of the running program, whose `main` must begin with [`run_if_asked`].
    fn default() -> Self {
        Worker::at(PathBuf::from(SELF))
    }
}

impl Worker {
    /// Children of that program, whose `main` must begin with [`run_if_asked`].
    pub fn at(program: PathBuf) -> Worker {
        Worker::new(Place::Program(program))
    }

    /// No children: jobs run here without any limit, and a leak that breaks a parser breaks this process.
    pub fn in_process() -> Worker {
        Worker::new(Place::InProcess)
    }

    fn new(place: Place) -> Worker {
        Worker { place, documents: Limits::DOCUMENTS, pictures: Limits::PICTURES }
    }

    /// The same with other limits for text and PDFs, and for pictures.
    #[must_use]
    pub fn with_limits(self, documents: Limits, pictures: Limits) -> Worker {
        Worker { documents, pictures, ..self }
    }

    /// Reads what a file says: its text, or its pages. `name` is what the file was called.
    pub fn extract(&self, name: Option<&str>, bytes: &[u8]) -> Result<Extracted, WorkerError> {
        document::limit::check(bytes).map_err(Refusal::Read)?;
        // Only the first bytes are compared here; nothing is parsed.
        let kind = sniff_leak(name, bytes).map_err(Refusal::Read)?;
        let limits = if kind == LeakKind::Picture { &self.pictures } else { &self.documents };
        match self.run(&Job::Extract { kind, bytes }, limits)? {
            Reply::Extracted(extracted) => Ok(extracted),
            _ => Err(WorkerError::Nonsense),
        }
    }

    /// Makes of a picture what [`tesseract()`] reads best.
    pub fn ocr_input(&self, picture: &Pictured<'_>) -> Result<OcrInput, WorkerError> {
        match self.run(&Job::OcrInput(*picture), &self.pictures)? {
            Reply::OcrInput(input) => Ok(input),
            _ => Err(WorkerError::Nonsense),
        }
    }

    /// Finds reference pages in a picture and measures the shifts of their words and lines. `words` are what a reader of
    /// characters saw in the turned picture.
    pub fn measure(
        &self,
        picture: &Pictured<'_>,
        words: &[OcrWord],
        pages: &[ReferencePage],
    ) -> Result<Measured, WorkerError> {
        match self.run(&Job::Measure { picture: *picture, words, pages }, &self.pictures)? {
            Reply::Measured(measured) => Ok(measured),
            _ => Err(WorkerError::Nonsense),
        }
    }

    fn run(&self, job: &Job<'_>, limits: &Limits) -> Result<Reply, WorkerError> {
        match &self.place {
            Place::InProcess => serve::here(job),
            Place::Program(program) => {
                let request = wire::request(job);
                let reply = child::work(program, request, limits)?;
                let reply = wire::reply(&reply, job).ok_or(WorkerError::Nonsense)?;
                reply.map_err(WorkerError::Refused)
            }
        }
    }
}
