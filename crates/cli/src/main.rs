//! The `countermark` command: parses the line, makes one call into the flow, prints.
//!
//! Absent on purpose: any decision about marks, evidence or the log.

mod args;
mod command;
mod failure;
mod output;
mod terminal;

use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    // As a worker of another run of this program, it parses one leak and does nothing else.
    if countermark::worker::run_if_asked() {
        return ExitCode::SUCCESS;
    }
    // A core dump would hold keys.
    let no_core = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = rustix::process::setrlimit(rustix::process::Resource::Core, no_core) {
        eprintln!("warning: core dumps could not be turned off: {error}");
    }
    let cli = args::Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

fn run(cli: args::Cli) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|e| Failure::new(e, "check the limits on processes and memory"))?;
    runtime.block_on(command::run(cli))
}
