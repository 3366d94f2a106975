//! Vectors of `spec/reading.md`.

use evidence::mark::Carrier::{Layout, Wording};
use serde_json::json;

use super::run::{hex, hexes};
use super::world::catalogue;
use super::{Vector, ok, refuse};

const PAGE: (&str, &str) = ("reading", "reading");

/// What the id of the first memo is followed by in a reading of one memo.
const ONE: &[u8] = b"\x81\x82\x50memo-id-16-bytes";

/// Catalogues that a reading is held against.
#[derive(Clone, Copy)]
enum Of {
    Wording,
    Layout,
    WordingAndLayout,
    LayoutAndWording,
    LayoutTwice,
    Mixed,
    Nothing,
}

/// Name, comment, catalogues and CBOR.
type Case = (&'static str, &'static str, Of, Vec<u8>);

pub(super) fn vectors() -> Vec<Vector> {
    let good = good().into_iter().map(|(name, comment, of, cbor)| {
        ok(PAGE, "reading", name, comment, json!({ "cbor": hex(cbor), "catalogues": of.cbor() }))
    });
    let bad = [bad_observations(), bad_lists()].concat();
    let bad = bad.into_iter().map(|(name, comment, of, cbor)| {
        refuse(
            PAGE,
            "reading",
            name,
            comment,
            json!({ "cbor": hex(cbor), "catalogues": of.cbor() }),
        )
    });
    good.chain(bad).collect()
}

impl Of {
    fn cbor(self) -> serde_json::Value {
        let marks = [
            (Wording, 2, 64),
            (Wording, 2, 64),
            (Wording, 3, 0),
            (Wording, 2, 27),
            (Wording, 16, 0),
        ];
        let wording = catalogue(&marks, 1).to_cbor();
        let layout = catalogue(&[(Layout, 2, 101), (Layout, 2, 27)], 1).to_cbor();
        let mixed =
            [(Wording, 2, 64), (Wording, 4, 0), (Layout, 2, 27), (Layout, 2, 64), (Layout, 2, 101)];
        let mixed = catalogue(&[&mixed[..], &mixed[2..3]].concat(), 1).to_cbor();
        match self {
            Self::Wording => hexes([wording]),
            Self::Layout => hexes([layout]),
            Self::WordingAndLayout => hexes([wording, layout]),
            Self::LayoutAndWording => hexes([layout, wording]),
            Self::LayoutTwice => hexes([&layout, &layout]),
            Self::Mixed => hexes([mixed]),
            Self::Nothing => hexes::<Vec<u8>>([]),
        }
    }
}

/// A reading of five wording marks.
fn five(name: &'static str, comment: &'static str, marks: &[u8]) -> Case {
    (name, comment, Of::Wording, [ONE, marks].concat())
}

/// A reading of two layout marks, the first of them soft.
fn soft(name: &'static str, comment: &'static str, level: &[u8]) -> Case {
    (name, comment, Of::Layout, [ONE, b"\x82\x81", level, b"\x00"].concat())
}

fn good() -> Vec<Case> {
    let two = b"\x82\x82\x50memo-id-16-bytes\x85\xf6\xf6\xf6\xf6\xf6\x82\x50memo-id-16-bytet\x82\x81\x19\x40\x00\x81\x39\x3f\xff";
    vec![
        five(
            "page-example",
            "the observations of spec/reading.md",
            b"\x85\x01\xf6\x02\x81\x39\x01\xff\x0f",
        ),
        five("all-erased", "nothing was read", b"\x85\xf6\xf6\xf6\xf6\xf6"),
        five(
            "soft-four-nats",
            "the largest soft reading of a wording mark",
            b"\x85\x81\x19\x10\x00\x81\x39\x0f\xff\x00\x00\x00",
        ),
        (
            "two-memos",
            "soft readings of layout marks at their limits",
            Of::WordingAndLayout,
            two.to_vec(),
        ),
        soft("soft-layout", "any soft value may stand for layout", b"\x01"),
        soft("soft-layout-level", "the least level that readers give", b"\x18\xc0"),
        (
            "soft-and-hard",
            "soft and hard readings of both carriers in one memo",
            Of::Mixed,
            [ONE, b"\x86\x81\x19\x02\x00\x02\x81\x39\x02\x1e\xf6\x01\x81\x19\x20\x00"].concat(),
        ),
    ]
}

fn bad_observations() -> Vec<Case> {
    vec![
        five("symbol-of-arity", "symbol 2 of a mark of arity 2", b"\x85\x02\xf6\xf6\xf6\xf6"),
        five("symbol-negative", "a negative symbol", b"\x85\x20\xf6\xf6\xf6\xf6"),
        five(
            "soft-arity-3",
            "a soft reading of a mark of arity 3",
            b"\x85\xf6\xf6\x81\x19\x02\x00\xf6\xf6",
        ),
        five(
            "soft-level",
            "a soft wording reading between the levels",
            b"\x85\x81\x19\x02\x01\xf6\xf6\xf6\xf6",
        ),
        soft("soft-beyond", "a soft value beyond 16 nats", b"\x19\x40\x01"),
        soft("soft-long-form", "a soft value not in its shortest form", b"\x19\x00\x01"),
        five("soft-pair", "a soft reading of two numbers", b"\x85\x82\x01\x01\xf6\xf6\xf6\xf6"),
        five("undefined", "undefined in place of null", b"\x85\xf7\xf6\xf6\xf6\xf6"),
        five("float", "a float", b"\x85\xf9\x00\x00\xf6\xf6\xf6\xf6"),
        five("too-few", "an observation is missing", b"\x84\xf6\xf6\xf6\xf6"),
        five("too-many", "an observation too many", b"\x86\xf6\xf6\xf6\xf6\xf6\xf6"),
    ]
}

fn bad_lists() -> Vec<Case> {
    let descending =
        b"\x82\x82\x50memo-id-16-bytet\x82\x00\x01\x82\x50memo-id-16-bytes\x85\xf6\xf6\xf6\xf6\xf6";
    let twice = b"\x82\x82\x50memo-id-16-bytet\x82\x00\x01\x82\x50memo-id-16-bytet\x82\x00\x01";
    let short = b"\x81\x82\x4fmemo-id-15-byte\x82\x00\x01";
    vec![
        five("trailing", "a byte after the end", b"\x85\xf6\xf6\xf6\xf6\xf6\xf6"),
        ("descending", "memos not in ascending order", Of::LayoutAndWording, descending.to_vec()),
        ("repeated", "the same memo twice", Of::LayoutTwice, twice.to_vec()),
        ("short-id", "a memo id of 15 bytes", Of::Layout, short.to_vec()),
        ("no-memo", "a reading of no memo", Of::Nothing, b"\x80".to_vec()),
    ]
}
