//! `verify`: a finding or a certificate, recomputed from the file alone.

use crate::args::{Global, Verify};
use crate::failure::Failure;
use crate::output::{self, printable};
use inquiry::verify::{Policy, Verified, verify};
use ledger::certificate::Certificate;
use ledger::hash::to_hex;
use ledger::note::VerifierKey;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;

pub(crate) fn run(global: &Global, args: &Verify) -> Result<ExitCode, Failure> {
    let bytes = output::read(&args.file)?;
    let wanted = args.log_key.as_deref().map(log_key).transpose()?;
    let refused = |message: String, hint: &str| {
        Failure::new(format!("`{}` is refused: {message}", args.file.display()), hint)
    };
    let (page, document) = if bytes.starts_with(b"countermark/v1/certificate\n") {
        certificate(&bytes, wanted.as_ref())
            .map_err(|e| refused(e, "do not rely on this certificate; ask for another"))?
    } else {
        let policy = Policy { log_key: wanted, sampled: true };
        let verified = verify(&bytes, &policy).map_err(|e| {
            refused(
                e.to_string(),
                "do not rely on this finding: the file is damaged or was altered",
            )
        })?;
        (finding_page(&verified), finding_document(&verified))
    };
    if global.json {
        output::json(&document)?;
    } else {
        output::print(&page)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn log_key(text: &str) -> Result<VerifierKey, Failure> {
    VerifierKey::parse(text).map_err(|e| {
        Failure::new(
            format!("log key: {e}"),
            "copy it from a recipient's certificate, line `log-key`",
        )
    })
}

fn finding_page(verified: &Verified) -> String {
    let mut out = format!("verified: {}\n\n", verified.outcome().name().replace('_', " "));
    for sentence in verified.sentences() {
        let _ = writeln!(out, "{}\n", printable(&sentence));
    }
    for copy in &verified.named {
        let office = copy.office.as_deref().unwrap_or("office not disclosed");
        let _ = writeln!(
            out,
            "copy {}  {}  log10 E {:.6}  p ≤ {:.6e}",
            copy.number,
            printable(office),
            copy.log10_evidence,
            copy.p_upper,
        );
    }
    let counts = &verified.budget.counts;
    let _ = writeln!(
        out,
        "N {}  alpha_i {:.6e}  inquiry {:?}  deals {}  voids {:?}  readings unopened {}",
        counts.copies,
        verified.budget.alpha_inquiry,
        counts.inquiry,
        counts.deals,
        counts.voids,
        counts.unopened,
    );
    let _ = writeln!(
        out,
        "\nlog key {}\ncompare it with the line `log-key` of a recipient's certificate",
        verified.log_key
    );
    for item in &verified.not_checked {
        let _ = writeln!(out, "not checked here: {item}");
    }
    out
}

fn finding_document(verified: &Verified) -> Value {
    let copies: Vec<Value> = verified
        .named
        .iter()
        .map(|c| {
            json!({
                "copy": c.number,
                "office": c.office,
                "log10_evidence": c.log10_evidence,
                "p_upper": c.p_upper,
            })
        })
        .collect();
    let counts = &verified.budget.counts;
    json!({
        "outcome": verified.outcome().name(),
        "grade": verified.grade().name(),
        "copies": copies,
        "n": counts.copies,
        "alpha": verified.budget.alpha.value(),
        "alpha_inquiry": verified.budget.alpha_inquiry,
        "inquiry": counts.inquiry,
        "voids": counts.voids,
        "deals": counts.deals,
        "unopened": counts.unopened,
        "delta": verified.delta,
        "sentences": verified.sentences(),
        "not_checked": verified.not_checked,
        "log_key": verified.log_key,
        "log": { "finding": verified.index },
    })
}

/// A certificate shows what was issued to whom; it is checked against its own proofs.
fn certificate(bytes: &[u8], wanted: Option<&VerifierKey>) -> Result<(String, Value), String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let certificate = Certificate::parse(text).map_err(|e| e.to_string())?;
    let certified = certificate.verify().map_err(|e| e.to_string())?;
    if wanted.is_some_and(|key| *key != certified.log_key) {
        return Err("it was signed by another log key than the one required".into());
    }
    let files: Vec<Value> = certificate
        .files
        .iter()
        .map(|(format, digest)| json!({ "format": format, "sha256": to_hex(digest) }))
        .collect();
    let document = json!({
        "memo": to_hex(&certificate.memo),
        "batch": certificate.batch,
        "index": certificate.index,
        "copies": certificate.copies,
        "office": certificate.office,
        "files": files,
        "log_key": certificate.log_key,
        "log": { "deal": certificate.deal.index, "issue": certificate.issue.index, "size": certified.checkpoint.size },
    });
    let mut page = format!(
        "verified: a copy of memo {} was issued to {}\ncopy index {} of {} in batch {}\n",
        to_hex(&certificate.memo),
        printable(&certificate.office),
        certificate.index,
        certificate.copies,
        certificate.batch,
    );
    for (format, digest) in &certificate.files {
        let _ = writeln!(page, "sha256 of its {format} file: {}", to_hex(digest));
    }
    let _ = writeln!(page, "log key {}", certificate.log_key);
    Ok((page, document))
}
