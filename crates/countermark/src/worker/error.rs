//! Why a job gave nothing.

use document::ReadError;
use document::pdf::PdfError;
use sight::DecodeError;
use std::fmt;

/// Why a job gave nothing. Whatever it is, this process is unharmed.
#[derive(Debug)]
pub enum WorkerError {
    /// The file cannot be read.
    Refused(Refusal),
    /// No process could be started.
    Start(std::io::Error),
    /// The file took more time than it is given.
    TooSlow {
        /// Seconds that it was given.
        seconds: u64,
    },
    /// The file took more memory than it is given.
    TooMuchMemory {
        /// Bytes that it was given.
        bytes: u64,
    },
    /// The process wrote more than any reply holds.
    TooMuchOutput,
    /// The process ended without a reply.
    Crashed,
    /// The reply is not one that the job can have.
    Nonsense,
    /// Tesseract is not installed.
    NoTesseract,
    /// Tesseract refused the picture, or has no language to read.
    Tesseract,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// As text, or as a file of any kind.
    Read(ReadError),
    /// As a PDF.
    Pdf(PdfError),
    /// As a picture.
    Picture(DecodeError),
    /// A job asked for a page that a file of pictures does not have.
    NoSuchPage {
        /// The page, from 0.
        page: u32,
    },
}

impl fmt::Display for WorkerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkerError::Refused(refusal) => refusal.fmt(f),
            WorkerError::Start(source) => write!(f, "no worker process could be started: {source}"),
            WorkerError::TooSlow { seconds } => {
                write!(f, "reading it took more than its {seconds} seconds")
            }
            WorkerError::TooMuchMemory { bytes } => {
                write!(f, "reading it took more than its {} MiB of memory", bytes >> 20)
            }
            WorkerError::TooMuchOutput => f.write_str("it holds more than can be read"),
            WorkerError::Crashed => f.write_str("the process that read it failed"),
            WorkerError::Nonsense => {
                f.write_str("the process that read it gave a reply that cannot be")
            }
            WorkerError::NoTesseract => f.write_str("the program `tesseract` is not installed"),
            WorkerError::Tesseract => f.write_str("the program `tesseract` could not read it"),
        }
    }
}

impl std::error::Error for WorkerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WorkerError::Refused(refusal) => Some(refusal),
            WorkerError::Start(source) => Some(source),
            _ => None,
        }
    }
}

impl WorkerError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            WorkerError::Refused(refusal) => refusal.hint(),
            WorkerError::Start(_) => {
                "check the limits on processes and memory, and that `/proc` is mounted"
            }
            WorkerError::TooSlow { .. }
            | WorkerError::TooMuchMemory { .. }
            | WorkerError::TooMuchOutput => {
                "give the page or passage that matters, or a smaller picture of it"
            }
            WorkerError::Crashed | WorkerError::Nonsense => {
                "the file may be damaged or made to break its readers: give a picture or the text of it"
            }
            WorkerError::NoTesseract => "`apt-get install tesseract-ocr tesseract-ocr-eng`",
            WorkerError::Tesseract => "check that `tesseract --list-langs` names `eng`",
        }
    }
}

impl From<Refusal> for WorkerError {
    fn from(refusal: Refusal) -> Self {
        WorkerError::Refused(refusal)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Read(source) => source.fmt(f),
            Refusal::Pdf(source) => source.fmt(f),
            Refusal::Picture(source) => source.fmt(f),
            Refusal::NoSuchPage { page } => write!(f, "the picture has no page {}", page + 1),
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::Read(source) => source.hint(),
            Refusal::Pdf(source) => source.hint(),
            Refusal::Picture(source) => source.hint(),
            Refusal::NoSuchPage { .. } => "name a page that the file has",
        }
    }
}
