//! What each operation of `vectors/README.md` does: the outputs of vectors come from here, and so does their replay.

mod bundles;
mod commitments;
mod evidence_ops;
mod logs;

use serde_json::{Map, Value};

/// The output, or what is said about a refusal.
pub(super) type Ran = Result<Value, Value>;

/// Runs an operation.
pub(super) fn run(op: &str, input: &Input) -> Ran {
    match op {
        "word" => evidence_ops::word(input),
        "catalogue" => evidence_ops::catalogue(input),
        "evidence" => evidence_ops::evidence(input),
        "alpha" => evidence_ops::alpha(input),
        "floor" => evidence_ops::floor(input),
        "reading" => evidence_ops::reading(input),
        "key-commit" => Ok(commitments::key_commit(input)),
        "copies" => Ok(commitments::copies(input)),
        "files" => commitments::files(input),
        "original" => Ok(commitments::original(input)),
        "beacon" => Ok(commitments::beacon(input)),
        "chain" => commitments::chain(input),
        "sampler-value" => Ok(commitments::sampler_value(input)),
        "seed" => Ok(commitments::seed(input)),
        "certificate" => commitments::certificate(input),
        "entry" => logs::entry(input),
        "order" => logs::order(input),
        "tree" => Ok(logs::tree(input)),
        "inclusion" => logs::inclusion(input),
        "checkpoint" => logs::checkpoint(input),
        "leak" => Ok(logs::leak(input)),
        "bundle" => bundles::bundle(input),
        other => panic!("no operation `{other}`"),
    }
}

/// Nothing is said about a refusal.
fn refused<E>(_: E) -> Value {
    Value::Object(Map::new())
}

/// An input object; a missing or misshapen value is a slip in a vector, not a refusal.
pub(super) struct Input<'v>(pub(super) &'v Value);

impl<'v> Input<'v> {
    fn get(&self, key: &str) -> &'v Value {
        self.0.get(key).unwrap_or_else(|| panic!("the input has no `{key}`"))
    }

    fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some()
    }

    fn text(&self, key: &str) -> &'v str {
        self.get(key).as_str().unwrap_or_else(|| panic!("`{key}` is no text"))
    }

    fn int(&self, key: &str) -> u64 {
        self.get(key).as_u64().unwrap_or_else(|| panic!("`{key}` is no number"))
    }

    fn bytes(&self, key: &str) -> Vec<u8> {
        bytes(self.get(key))
    }

    fn array<const N: usize>(&self, key: &str) -> [u8; N] {
        array(self.get(key))
    }

    fn list(&self, key: &str) -> &'v [Value] {
        list(self.get(key))
    }

    fn objects(&self, key: &str) -> impl Iterator<Item = Input<'v>> {
        self.list(key).iter().map(Input)
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

/// Bytes of any number from lower-case hexadecimal.
fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a text");
    let digit = |place: usize| text.get(place..place + 2).and_then(ledger::hash::from_hex::<1>);
    let places = (0..text.len()).step_by(2);
    places.map(|place| digit(place).expect("lower-case hexadecimal")[0]).collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().expect("a value of the right length")
}

/// Hexadecimal as JSON.
pub(super) fn hex(bytes: impl AsRef<[u8]>) -> Value {
    Value::String(ledger::hash::to_hex(bytes.as_ref()))
}

/// An array of hexadecimal.
pub(super) fn hexes<B: AsRef<[u8]>>(items: impl IntoIterator<Item = B>) -> Value {
    Value::Array(items.into_iter().map(hex).collect())
}

/// A number with twelve significant digits, so that another order of summing changes no file.
fn rounded(value: f64) -> Value {
    format!("{value:.11e}").parse::<f64>().expect("a number").into()
}

/// Numbers as [`rounded`] gives them.
fn all_rounded(values: impl IntoIterator<Item = f64>) -> Value {
    values.into_iter().map(rounded).collect()
}

/// A word, one hex digit a mark.
pub(super) fn symbols(word: &[u8]) -> Value {
    let digit = |symbol: &u8| char::from_digit(u32::from(*symbol), 16).expect("arity up to 16");
    Value::String(word.iter().map(digit).collect())
}
