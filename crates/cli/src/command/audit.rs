//! `audit`: the registry, recomputed.

use crate::args::Global;
use crate::failure::Failure;
use crate::output;
use countermark::audit::audit;
use serde_json::json;
use std::process::ExitCode;

pub(crate) async fn run(global: &Global) -> Result<ExitCode, Failure> {
    let archive = super::open(global).await?;
    let a = audit(&archive).await?;
    if global.json {
        output::json(&json!({
            "entries": a.entries,
            "checkpoints": a.checkpoints,
            "memos": a.memos,
            "copies": a.copies,
            "readings": a.readings,
            "findings": a.findings,
            "unissued": a.unissued,
        }))?;
    } else {
        output::print(&format!(
            "all holds: {} log entries, {} checkpoints, {} memos, {} copies written again, {} readings, {} findings\n",
            a.entries, a.checkpoints, a.memos, a.copies, a.readings, a.findings,
        ))?;
        if a.unissued > 0 {
            output::print(&format!(
                "{} batch(es) dealt and not issued: repeat their `issue`, since each costs alpha\n",
                a.unissued
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
