//! Tesseract: Debian's program, run on a picture that [`super::Worker::ocr_input`] made.
//!
//! It is a large program in C++ and the picture is hostile, so it is a child like the worker's: pipes only, limits set
//! before it sees the first pixel, nothing of the environment.

use super::child::{Child, Ended};
use super::{Limits, WorkerError};
use sight::OcrInput;
use std::process::Command;

/// The program, found in the system's own folders since it has no `PATH`.
const PROGRAM: &str = "tesseract";
/// Longest reading of a picture: Tesseract's TSV has about 60 bytes a word.
const TSV_BYTES: u64 = 8 << 20;
/// Open files that it needs: pipes, its language data and libraries.
const FILES: u64 = 32;

/// Reads the words of a picture; the reply is Tesseract's TSV, in pixels of that picture, and as hostile as the picture.
pub fn tesseract(input: &OcrInput) -> Result<String, WorkerError> {
    let limits = Limits { reply_bytes: TSV_BYTES, ..Limits::PICTURES };
    let mut command = Command::new(PROGRAM);
    command.args(["-", "-", "--psm", "3", "--dpi", &input.dpi.to_string()]);
    command.args(["-c", "tessedit_do_invert=0", "tsv"]);
    let child = Child::start(command.env_clear().env("OMP_THREAD_LIMIT", "1"));
    let child = child.map_err(|error| match error {
        WorkerError::Start(source) if source.kind() == std::io::ErrorKind::NotFound => {
            WorkerError::NoTesseract
        }
        error => error,
    })?;
    child.limit(&limits, FILES)?;
    match child.finish(input.pgm.clone(), &limits)? {
        Ended::Well(tsv) => String::from_utf8(tsv).map_err(|_| WorkerError::Nonsense),
        Ended::Badly => Err(WorkerError::Tesseract),
    }
}
