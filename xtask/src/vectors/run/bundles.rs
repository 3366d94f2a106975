//! Whole bundles.

use inquiry::verify::{Policy, verify};
use ledger::entry::{Grade, Outcome};
use ledger::note::VerifierKey;
use serde_json::{Value, json};

use super::logs::copy_text;
use super::{Input, Ran, rounded};

pub(super) fn bundle(input: &Input) -> Ran {
    let log_key = input
        .has("log_key")
        .then(|| VerifierKey::parse(input.text("log_key")).expect("a vector asks for a good key"));
    let policy = Policy { log_key, sampled: true };
    let verified =
        verify(&input.bytes("bundle"), &policy).map_err(|error| json!({ "step": error.step() }))?;
    let outcome = match verified.outcome() {
        Outcome::Named => "named",
        Outcome::Shortlist => "shortlist",
        Outcome::CannotName => "cannot_name",
        Outcome::NoFinding => "no_finding",
    };
    let grade = match verified.grade() {
        Grade::L => "L",
        Grade::A => "A",
        Grade::B => "B",
    };
    let named: Vec<Value> =
        verified.named.iter().map(|named| Value::String(copy_text(named.copy))).collect();
    Ok(json!({
        "outcome": outcome,
        "grade": grade,
        "copies": verified.budget.counts.copies,
        "alpha_inquiry": rounded(verified.budget.alpha_inquiry),
        "named": named,
        "sampled": verified.sampled,
    }))
}
