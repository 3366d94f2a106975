//! The child's side: limits first, then one request, one reply.

use super::job::{Job, Reply};
use super::{Limits, WorkerError, wire};
use document::pdf::STACK_BYTES;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::thread;

/// First argument of a child. The command has no verb of this name.
const VERB: &str = "worker";
/// Open files of a child: its three pipes, which are open already.
const FILES: u64 = 3;

/// Serves one job and returns true if this process was started as a worker; `main` begins with it and ends if it did.
pub fn run_if_asked() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|verb| verb != VERB) {
        return false;
    }
    let served =
        parse(arguments).ok_or_else(|| io::ErrorKind::InvalidInput.into()).and_then(|limits| {
            on_large_stack(|| serve(&limits, io::stdin().lock(), io::stdout().lock()))
        });
    // A parent that gets no reply knows enough; nobody else is listening.
    drop(served);
    true
}

/// Confines this process, then reads one request and writes its reply. To be called on a thread with
/// [`document::pdf::STACK_BYTES`], since no further one can be started.
pub fn serve(limits: &Limits, mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    confine(limits)?;
    let mut request = Vec::new();
    input.read_to_end(&mut request)?;
    let request = wire::Request::read(&request).ok_or(io::ErrorKind::InvalidData)?;
    let reply = wire::answer(&request.job().run());
    output.write_all(&reply)?;
    output.flush()
}

/// Sets the limits of this process for good: no files, no processes, no threads beyond those that run.
pub fn confine(limits: &Limits) -> io::Result<()> {
    limits.set(None, FILES).map_err(io::Error::from)
}

/// Runs a job in this process, unprotected.
pub(super) fn here(job: &Job<'_>) -> Result<Reply, WorkerError> {
    on_large_stack(|| Ok(job.run())).map_err(|_| WorkerError::Crashed)?.map_err(WorkerError::from)
}

/// Runs `work` on a thread with a stack for the deepest nesting that is read.
fn on_large_stack<T: Send>(work: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work)?;
        thread.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
    })
}

/// The arguments that make a child of this program.
pub(super) fn arguments(limits: &Limits) -> [String; 5] {
    let Limits { memory_bytes, cpu_seconds, wall_seconds, reply_bytes } = limits;
    let numbers = [memory_bytes, cpu_seconds, wall_seconds, reply_bytes].map(u64::to_string);
    let [memory, cpu, wall, reply] = numbers;
    [VERB.to_owned(), memory, cpu, wall, reply]
}

fn parse(arguments: impl Iterator<Item = OsString>) -> Option<Limits> {
    let numbers: Option<Vec<u64>> = arguments.map(|a| a.to_str()?.parse().ok()).collect();
    let [memory_bytes, cpu_seconds, wall_seconds, reply_bytes] = numbers?.try_into().ok()?;
    Some(Limits { memory_bytes, cpu_seconds, wall_seconds, reply_bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child that misreads its limits would run without the right ones.
    #[test]
    fn limits_survive_the_command_line() {
        let told = arguments(&Limits::PICTURES);
        assert_eq!(told[0], VERB);
        let parsed = |words: &[&str]| parse(words.iter().map(OsString::from));
        let words: Vec<&str> = told[1..].iter().map(String::as_str).collect();
        assert_eq!(parsed(&words), Some(Limits::PICTURES));
        assert_eq!(parsed(&words[1..]), None);
        assert_eq!(parsed(&["1", "2", "3", "-4"]), None);
    }
}
