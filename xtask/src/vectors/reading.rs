//! Vectors of `spec/reading.md`.

use evidence::mark::Carrier::{Layout, Wording};
use serde_json::{Value, json};

use super::run::{hex, hexes};
use super::world::catalogue;
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("reading", "reading");

pub(super) fn vectors() -> Vec<Vector> {
    let wording = [(Wording, 2, 64), (Wording, 2, 64), (Wording, 3, 0), (Wording, 2, 27), (Wording, 16, 0)];
    let wording = catalogue(&wording, 1).to_cbor();
    let layout = catalogue(&[(Layout, 2, 101), (Layout, 2, 27)], 1).to_cbor();
    let one = |name, comment, marks: &[u8], expect: fn(_, _, _, _, _) -> Vector| {
        let cbor = [b"\x81\x82\x50memo-id-16-bytes", marks].concat();
        expect(PAGE, "reading", name, comment, input(&cbor, &[&wording]))
    };
    let whole = |name, comment, cbor: &[u8], catalogues: &[&[u8]], expect: fn(_, _, _, _, _) -> Vector| {
        expect(PAGE, "reading", name, comment, input(cbor, catalogues))
    };
    let two = b"\x82\x82\x50memo-id-16-bytes\x85\xf6\xf6\xf6\xf6\xf6\x82\x50memo-id-16-bytet\x82\x81\x19\x40\x00\x81\x39\x3f\xff";
    let swapped = b"\x82\x82\x50memo-id-16-bytet\x82\x00\x01\x82\x50memo-id-16-bytes\x85\xf6\xf6\xf6\xf6\xf6";
    let twice = b"\x82\x82\x50memo-id-16-bytet\x82\x00\x01\x82\x50memo-id-16-bytet\x82\x00\x01";
    let soft = |level: &[u8]| [b"\x81\x82\x50memo-id-16-bytes\x82\x81", level, b"\x00"].concat();
    vec![
        one("page-example", "the observations of spec/reading.md", b"\x85\x01\xf6\x02\x81\x39\x01\xff\x0f", ok),
        one("all-erased", "nothing was read", b"\x85\xf6\xf6\xf6\xf6\xf6", ok),
        one("soft-four-nats", "the largest soft reading of a wording mark", b"\x85\x81\x19\x10\x00\x81\x39\x0f\xff\x00\x00\x00", ok),
        whole("two-memos", "soft readings of layout marks at their limits", two, &[&wording, &layout], ok),
        whole("soft-layout", "any soft value may stand for layout", &soft(b"\x01"), &[&layout], ok),
        one("symbol-of-arity", "symbol 2 of a mark of arity 2", b"\x85\x02\xf6\xf6\xf6\xf6", refuse),
        one("symbol-negative", "a negative symbol", b"\x85\x20\xf6\xf6\xf6\xf6", refuse),
        one("soft-arity-3", "a soft reading of a mark of arity 3", b"\x85\xf6\xf6\x81\x19\x02\x00\xf6\xf6", refuse),
        one("soft-level", "a soft wording reading between the levels", b"\x85\x81\x19\x02\x01\xf6\xf6\xf6\xf6", refuse),
        whole("soft-beyond", "a soft value beyond 16 nats", &soft(b"\x19\x40\x01"), &[&layout], refuse),
        whole("soft-long-form", "a soft value not in its shortest form", &soft(b"\x19\x00\x01"), &[&layout], refuse),
        one("soft-pair", "a soft reading of two numbers", b"\x85\x82\x01\x01\xf6\xf6\xf6\xf6", refuse),
        one("undefined", "undefined in place of null", b"\x85\xf7\xf6\xf6\xf6\xf6", refuse),
        one("float", "a float", b"\x85\xf9\x00\x00\xf6\xf6\xf6\xf6", refuse),
        one("too-few", "an observation is missing", b"\x84\xf6\xf6\xf6\xf6", refuse),
        one("too-many", "an observation too many", b"\x86\xf6\xf6\xf6\xf6\xf6\xf6", refuse),
        one("trailing", "a byte after the end", b"\x85\xf6\xf6\xf6\xf6\xf6\xf6", refuse),
        whole("descending", "memos not in ascending order", swapped, &[&layout, &wording], refuse),
        whole("repeated", "the same memo twice", twice, &[&layout, &layout], refuse),
        whole("short-id", "a memo id of 15 bytes", b"\x81\x82\x4fmemo-id-15-byte\x82\x00\x01", &[&layout], refuse),
        whole("no-memo", "a reading of no memo", b"\x80", &[], refuse),
    ]
}

fn input(cbor: &[u8], catalogues: &[&[u8]]) -> Value {
    json!({ "cbor": hex(cbor), "catalogues": hexes(catalogues) })
}
