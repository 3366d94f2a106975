//! A child process at work: fed, watched and, if need be, ended.

use super::{Limits, WorkerError};
use rustix::process::{Pid, Signal, kill_process_group};
use std::io::{Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often a child that has said all is asked whether it has ended.
const ASK_EVERY: Duration = Duration::from_millis(2);
/// How long a child that has ended may take to be heard: its complaint is in the pipe already.
const COMPLAINT_WAIT: Duration = Duration::from_secs(1);
/// Bytes that are kept of what a child complains, to tell its ends apart. Nobody is shown them.
const COMPLAINT_BYTES: u64 = 16 << 10;
/// What Rust's allocator says before it gives up.
const OUT_OF_MEMORY: &str = "memory allocation of";

/// Runs a job in a child of `program`.
pub(super) fn work(
    program: &Path,
    request: Vec<u8>,
    limits: &Limits,
) -> Result<Vec<u8>, WorkerError> {
    let mut command = Command::new(program);
    command.args(super::serve::arguments(limits)).env_clear();
    match Child::start(&mut command)?.finish(request, limits)? {
        Ended::Well(reply) => Ok(reply),
        Ended::Badly => Err(WorkerError::Crashed),
    }
}

/// How a child ended that kept its limits.
pub(super) enum Ended {
    /// With what it wrote.
    Well(Vec<u8>),
    /// With a complaint, or by a signal of its own.
    Badly,
}

/// A child in a process group of its own, with pipes only.
pub(super) struct Child {
    process: std::process::Child,
    group: Pid,
    /// Whether it has ended and its number may belong to somebody else.
    ended: bool,
}

impl Child {
    pub(super) fn start(command: &mut Command) -> Result<Child, WorkerError> {
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let process =
            pipes.current_dir("/").process_group(0).spawn().map_err(WorkerError::Start)?;
        let group = Pid::from_child(&process);
        Ok(Child { process, group, ended: false })
    }

    /// Sets limits from outside, for a program that does not set its own. It has not been given anything to read yet.
    pub(super) fn limit(&self, limits: &Limits, files: u64) -> Result<(), WorkerError> {
        limits.set(Some(self.group), files).map_err(|error| WorkerError::Start(error.into()))
    }

    /// Feeds it, waits for it and takes what it writes.
    pub(super) fn finish(mut self, input: Vec<u8>, limits: &Limits) -> Result<Ended, WorkerError> {
        let ends = Instant::now() + Duration::from_secs(limits.wall_seconds);
        let (replies, complaints) = self.pipes(input, limits.reply_bytes);
        let too_slow = || WorkerError::TooSlow { seconds: limits.wall_seconds };
        let left = ends.saturating_duration_since(Instant::now());
        let reply = replies.recv_timeout(left).map_err(|_| too_slow())?;
        if reply.len() as u64 > limits.reply_bytes {
            return Err(WorkerError::TooMuchOutput);
        }
        let status = loop {
            match self.process.try_wait().map_err(WorkerError::Start)? {
                Some(status) => break status,
                None if Instant::now() >= ends => return Err(too_slow()),
                None => thread::sleep(ASK_EVERY),
            }
        };
        self.ended = true;
        if status.success() {
            return Ok(Ended::Well(reply));
        }
        let complaint = complaints.recv_timeout(COMPLAINT_WAIT).unwrap_or_default();
        verdict(status, &complaint, limits)
    }

    /// Threads that feed the child and take what it writes. They own what they use and nobody waits for them: a process
    /// that the child left behind could hold its pipes open for ever.
    fn pipes(
        &mut self,
        input: Vec<u8>,
        reply_bytes: u64,
    ) -> (Receiver<Vec<u8>>, Receiver<Vec<u8>>) {
        let stdin = self.process.stdin.take();
        thread::spawn(move || {
            // A child that stops reading has its reasons; what counts is what it replies.
            let _ = stdin.map(|mut pipe| pipe.write_all(&input));
        });
        let replies = collect(self.process.stdout.take(), reply_bytes + 1);
        let complaints = overhear(self.process.stderr.take());
        (replies, complaints)
    }
}

impl Drop for Child {
    /// Ends whatever still runs, and its children with it.
    fn drop(&mut self) {
        if !self.ended {
            // An error means that nothing runs any more.
            let _ = kill_process_group(self.group, Signal::KILL);
            let _ = self.process.wait();
        }
    }
}

/// Reads a pipe up to `most` bytes, then closes it: whoever goes on writing is ended by that.
fn collect(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        sender.send(pipe.map(|mut pipe| up_to(&mut pipe, most)).unwrap_or_default())
    });
    receiver
}

/// Keeps the first complaints and lets the rest go by: an honest program may complain a lot.
fn overhear(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        if let Some(mut pipe) = pipe {
            // Nobody may be left to be told.
            let _ = sender.send(up_to(&mut pipe, COMPLAINT_BYTES));
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
    });
    receiver
}

/// What comes before an error is judged like any other.
fn up_to(pipe: &mut impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = pipe.take(most).read_to_end(&mut bytes);
    bytes
}

/// Why a child failed.
fn verdict(status: ExitStatus, complaint: &[u8], limits: &Limits) -> Result<Ended, WorkerError> {
    if status.signal().and_then(Signal::from_named_raw) == Some(Signal::XCPU) {
        return Err(WorkerError::TooSlow { seconds: limits.cpu_seconds });
    }
    if String::from_utf8_lossy(complaint).contains(OUT_OF_MEMORY) {
        return Err(WorkerError::TooMuchMemory { bytes: limits.memory_bytes });
    }
    Ok(Ended::Badly)
}
