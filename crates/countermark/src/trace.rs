//! Trace: find, read, open, weigh and report, in this order and no other.

mod error;
mod leak;

pub use error::TraceError;
pub use leak::Leak;
pub(crate) use leak::{Content, LeakSheet, Look};

use crate::archive::Archive;
use crate::find::Finder;
use crate::read::{self, Outcome, Read};
use crate::report::{self, LogPart, Report};
use crate::weigh::{self, Weighing};
use crate::worker::Worker;

/// What was asked for besides the leak.
#[derive(Clone, Debug)]
pub struct TraceOptions {
    /// Only this memo: its id or the first digits of it.
    pub memo: Option<String>,
    /// Whether the codebook may be opened for a shortlist where nothing can be named.
    pub shortlist: bool,
}

impl Default for TraceOptions {
    fn default() -> Self {
        TraceOptions { memo: None, shortlist: true }
    }
}

/// Traces a leak to its end. What is parsed of it is parsed in `worker`. `told` gets what an opening will cost, before it happens.
pub async fn trace(
    archive: &Archive,
    finder: &Finder,
    leak: &Leak,
    options: &TraceOptions,
    worker: &Worker,
    told: &mut (dyn FnMut(&str) + Send),
) -> Result<Report, TraceError> {
    match read::read(archive, finder, leak, options, worker).await? {
        Outcome::NoMemo(shared) => Ok(no_memo(archive, leak, shared)),
        Outcome::Logged(read) => finish(archive, leak, &read, options, told).await,
    }
}

/// Opens and weighs a logged reading, unless that was done before.
async fn finish(
    archive: &Archive,
    leak: &Leak,
    read: &Read,
    options: &TraceOptions,
    told: &mut (dyn FnMut(&str) + Send),
) -> Result<Report, TraceError> {
    let mut step = archive.begin().await?;
    let weighing = match weigh::earlier(&mut step, read).await? {
        Some(report) => {
            step.end().await?;
            return Ok(report);
        }
        None => Weighing::new(&mut step, read, options).await?,
    };
    told(&weighing.cost());
    let report = weighing.conclude(&mut step, leak, read).await?;
    step.commit().await?;
    Ok(report)
}

/// The report on a leak that is of no issued memo.
fn no_memo(archive: &Archive, leak: &Leak, shared: Vec<report::Shared>) -> Report {
    Report {
        outcome: report::Outcome::NoFinding,
        grade: String::new(),
        alpha: None,
        alpha_inquiry: None,
        alpha_tier: None,
        inquiry: None,
        n: None,
        floor: None,
        memos: Vec::new(),
        shared,
        copies: Vec::new(),
        histogram: None,
        sentence:
            "No issued memo was found in this text. Nothing was logged and nothing was opened."
                .into(),
        cautions: vec![
            "A paraphrase, a translation or a very short quotation of a memo is not found.".into(),
            "Where you know which memo a single quoted word is from, name it with --memo.".into(),
        ],
        leaks: leak.parts.clone(),
        log: LogPart { key: archive.log_key(), ..LogPart::default() },
        budget: String::new(),
    }
}
