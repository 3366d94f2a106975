//! The verbs, one file each.

mod audit;
mod check;
mod init;
mod issue;
mod log;
mod review;
mod trace;
mod verify;

use crate::args::{Accept, Cli, Global, Verb};
use crate::failure::Failure;
use countermark::archive::Archive;
use countermark::compose::{self, Draft};
use ledger::entry::Decimal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit status where a command ran and found nothing to name.
const NO_FINDING: u8 = 1;

/// Runs one verb.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { global, verb } = cli;
    match verb {
        Verb::Init => init::run(&global).await,
        Verb::Check(args) => check::run(&global, &args),
        Verb::Issue(args) => issue::run(&global, &args).await,
        Verb::Trace(args) => trace::run(&global, &args).await,
        Verb::Verify(args) => verify::run(&global, &args),
        Verb::Audit => audit::run(&global).await,
        Verb::Log => log::entries(&global).await,
        Verb::List => log::memos(&global).await,
        Verb::Show { memo } => log::memo(&global, &memo).await,
    }
}

async fn open(global: &Global) -> Result<Archive, Failure> {
    Ok(Archive::open(&global.registry).await?)
}

/// The memo and its author's decisions.
fn draft(memo: &Path, accept: Accept) -> Result<Draft, Failure> {
    let bytes = crate::output::read(memo)?;
    let decisions = match std::fs::read_to_string(decisions_path(memo)) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => {
            let path = decisions_path(memo);
            return Err(Failure::new(
                format!("`{}`: {e}", path.display()),
                "mend the file or move it away",
            ));
        }
    };
    let name = memo.file_name().and_then(|n| n.to_str());
    Draft::new(name, bytes, level(accept), decisions.as_deref())
        .map_err(|e| Failure::from(e).about(format!("memo `{}`", memo.display())))
}

/// Where a memo's decisions lie: `MEMO.choices.toml` beside it.
fn decisions_path(memo: &Path) -> PathBuf {
    let mut path = memo.as_os_str().to_owned();
    path.push(".choices.toml");
    path.into()
}

fn level(accept: Accept) -> compose::Accept {
    match accept {
        Accept::Author => compose::Accept::Author,
        Accept::Safe => compose::Accept::Safe,
        Accept::Suggested => compose::Accept::Suggested,
    }
}

/// α as people write it.
fn alpha(text: &str) -> Result<Decimal, Failure> {
    Decimal::new(text).filter(|d| d.value() <= 0.05).ok_or_else(|| {
        Failure::new(
            format!("alpha `{text}` is not a bound"),
            "write it as a decimal from 0.000000000001 to 0.05, such as 0.001",
        )
    })
}
