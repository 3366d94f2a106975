//! Writing to stdout and reading files, with the errors that people meet.

use crate::failure::Failure;
use serde_json::Value;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;

/// Prints one JSON document.
pub(crate) fn json(value: &Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|e| Failure::new(e, "this is a fault of countermark: please report it"))?;
    print(&format!("{text}\n"))
}

/// Prints text; a closed pipe is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("stdout: {e}"), "check where the output goes"))
        }
        _ => Ok(()),
    }
}

/// Whether stdout shows colours: a terminal, and nobody said no.
pub(crate) fn colour() -> bool {
    std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::env::var_os("TERM").is_none_or(|v| v != "dumb")
}

/// Without control characters, so that a hostile file name or text cannot drive the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Reads a file, or stdin for `-`, up to one byte more than is allowed, so that the limit is checked by whoever knows it.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let limit = countermark::FILE_BYTES as u64 + 1;
    let result = if path == Path::new("-") {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut bytes))
    };
    match result {
        Ok(_) => Ok(bytes),
        Err(e) => Err(Failure::new(
            format!("`{}`: {e}", path.display()),
            "check the path and who may read it",
        )),
    }
}

/// Seconds since 1970, the one place where the clock is read.
#[allow(
    clippy::disallowed_methods,
    reason = "the command is where time enters; everything below takes it as an argument"
)]
pub(crate) fn now_unix() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}
