//! `init`: a new registry.

use crate::args::Global;
use crate::failure::Failure;
use crate::output;
use countermark::archive::Archive;
use countermark::entropy::SystemEntropy;
use serde_json::json;
use std::process::ExitCode;

pub(crate) async fn run(global: &Global) -> Result<ExitCode, Failure> {
    let archive = Archive::create(&global.registry, &mut SystemEntropy).await?;
    if global.json {
        output::json(&json!({ "registry": global.registry }))?;
    } else {
        output::print(&format!(
            "registry `{}` made\nlog key {}\ntwo custodians' keys lie in `{}`: one machine keeps all keys, so findings carry grade L\n",
            global.registry.display(),
            archive.log_key(),
            global.registry.join("custodians").display(),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
