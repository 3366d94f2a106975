//! What a child may take.

use rustix::io;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

/// What a child may take. Whatever goes over it is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Address space, in bytes; the program itself and its stacks count.
    pub memory_bytes: u64,
    /// Computing time, in seconds.
    pub cpu_seconds: u64,
    /// Time on the wall, in seconds: for a child that waits instead of computing.
    pub wall_seconds: u64,
    /// Longest reply, in bytes.
    pub reply_bytes: u64,
}

impl Limits {
    /// For text and PDFs: 512 MiB, 20 s.
    pub const DOCUMENTS: Limits = Limits {
        memory_bytes: 512 << 20,
        cpu_seconds: 20,
        wall_seconds: 60,
        reply_bytes: 128 << 20,
    };
    /// For pictures and Tesseract: 1 GiB, 60 s.
    pub const PICTURES: Limits = Limits {
        memory_bytes: 1 << 30,
        cpu_seconds: 60,
        wall_seconds: 180,
        reply_bytes: 160 << 20,
    };

    /// Sets them for a process, `None` for this one; never higher than what it has already.
    pub(super) fn set(&self, process: Option<Pid>, files: u64) -> io::Result<()> {
        // The first second over the time is SIGXCPU, by which it is told from a crash; the next is SIGKILL.
        let seconds =
            Rlimit { current: Some(self.cpu_seconds), maximum: Some(self.cpu_seconds + 1) };
        lower(process, Resource::Cpu, seconds)?;
        let at_most = |most| Rlimit { current: Some(most), maximum: Some(most) };
        lower(process, Resource::Core, at_most(0))?;
        lower(process, Resource::Fsize, at_most(0))?;
        lower(process, Resource::Nofile, at_most(files))?;
        lower(process, Resource::As, at_most(self.memory_bytes))?;
        // The kernel does not hold the administrator to this one.
        lower(process, Resource::Nproc, at_most(0))
    }
}

/// Lowers a limit; one that is lower already stays.
fn lower(process: Option<Pid>, resource: Resource, to: Rlimit) -> io::Result<()> {
    let now = rustix::process::getrlimit(resource);
    let least = |a: Option<u64>, b: Option<u64>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let maximum = least(now.maximum, to.maximum);
    let current = least(least(now.current, to.current), maximum);
    prlimit(process, resource, Rlimit { current, maximum }).map(drop)
}
