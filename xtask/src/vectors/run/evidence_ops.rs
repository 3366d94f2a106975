//! Words, catalogues, readings, evidence and the budget.

use evidence::catalogue::Catalogue;
use evidence::deal::{copy_key, expand};
use evidence::mark::Law;
use evidence::plan::{Tier, alpha_inquiry};
use evidence::reading::FrozenReading;
use evidence::single::Single;
use evidence::tail::{GUARD, Tail, least_p};
use inquiry::scale::{P_LEAST, Scale};
use ledger::entry::Decimal;
use serde_json::{Value, json};

use super::{Input, Ran, all_rounded, bytes, hex, refused, rounded, symbols};

pub(super) fn word(input: &Input) -> Ran {
    let (memo, batch, j) = (input.array("memo"), input.int("batch") as u32, input.int("j") as u32);
    let catalogue = Catalogue::from_cbor(&input.bytes("catalogue")).map_err(refused)?;
    let key = copy_key(&input.array("key"), &memo, batch, j);
    let word = expand(&key, &input.array("beacon"), &memo, batch, j, &catalogue);
    Ok(json!({ "copy_key": hex(key), "word": symbols(&word) }))
}

pub(super) fn catalogue(input: &Input) -> Ran {
    let catalogue = Catalogue::from_cbor(&input.bytes("cbor")).map_err(refused)?;
    let marks = catalogue.marks().iter().map(|mark| {
        let bias = match mark.law {
            Law::Binary(bias) => bias.numerator(),
            Law::Uniform(_) => 0,
        };
        json!([mark.carrier as u8, mark.law.arity(), bias, hex(&mark.place)])
    });
    let marks: Vec<Value> = marks.collect();
    Ok(json!({ "digest": hex(catalogue.digest(&input.array("salt"))), "marks": marks }))
}

pub(super) fn reading(input: &Input) -> Ran {
    let frozen = FrozenReading::from_cbor(&input.bytes("cbor")).map_err(refused)?;
    let catalogues = input.list("catalogues");
    assert_eq!(catalogues.len(), frozen.memos().len(), "one catalogue a memo");
    for ((memo, reading), catalogue) in frozen.memos().iter().zip(catalogues) {
        let catalogue = Catalogue::from_cbor(&bytes(catalogue)).map_err(refused)?;
        Scale::fit(*memo, catalogue, reading).map_err(refused)?;
    }
    Ok(json!({ "digest": hex(frozen.digest()) }))
}

/// The one memo's reading of an `evidence` or `floor` input against its catalogue.
fn single(input: &Input) -> Result<Single, Value> {
    let catalogue = Catalogue::from_cbor(&input.bytes("catalogue")).map_err(refused)?;
    let frozen = FrozenReading::from_cbor(&input.bytes("reading")).map_err(refused)?;
    let [(memo, reading)] = frozen.memos() else { return Err(refused(())) };
    Ok(Scale::fit(*memo, catalogue, reading).map_err(refused)?.single)
}

pub(super) fn evidence(input: &Input) -> Ran {
    let single = single(input)?;
    let words: Vec<Vec<u8>> = input.list("words").iter().map(digits).collect();
    let log_e: Vec<f64> = words.iter().map(|word| single.log_evidence(word)).collect();
    let (method, tail) = match Tail::exact(&single) {
        Some(tail) => ("exact", tail),
        None => ("sampled", Tail::sampled(&single, &input.array("seed"))),
    };
    let p = log_e.iter().map(|log_e| tail.p_upper(*log_e).max(P_LEAST));
    Ok(json!({
        "method": method,
        "p": all_rounded(p),
        "log_e": all_rounded(log_e.iter().copied()),
        "p_min": rounded(least_p(&single).max(P_LEAST)),
    }))
}

fn digits(word: &Value) -> Vec<u8> {
    let text = word.as_str().expect("a word");
    text.chars().map(|digit| digit.to_digit(16).expect("a symbol") as u8).collect()
}

pub(super) fn alpha(input: &Input) -> Ran {
    Ok(json!({ "alpha_inquiry": rounded(alpha_of(input)?) }))
}

fn alpha_of(input: &Input) -> Result<f64, Value> {
    let alpha = Decimal::new(input.text("alpha")).ok_or_else(|| refused(()))?;
    Ok(alpha_inquiry(alpha.value(), input.int("voids"), input.int("inquiry")))
}

pub(super) fn floor(input: &Input) -> Ran {
    let (mut alpha, mut p_min) = (f64::INFINITY, 1.0_f64);
    for memo in input.objects("memos") {
        alpha = alpha.min(alpha_of(&memo)?);
        p_min = p_min.min(least_p(&single(&memo)?).max(P_LEAST));
    }
    let below = input.int("copies") as f64 * p_min * GUARD > Tier::Single.share() * alpha;
    let floor = if below { "below" } else { "above" };
    Ok(json!({ "alpha_inquiry": rounded(alpha), "p_min": rounded(p_min), "floor": floor }))
}
