//! Vectors of `spec/codeword.md`: words and catalogues. They go to `decoder/`: a DEAL names their hash.

use evidence::mark::Carrier::{Invisible, Layout, Wording};
use ledger::hash::sha256;
use serde_json::json;

use super::run::hex;
use super::world::{catalogue, fixed, memo};
use super::{Vector, ok, refuse};

const DECODER: (&str, &str) = ("decoder", "codeword");

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = words();
    vectors.extend(catalogues());
    vectors
}

fn words() -> Vec<Vector> {
    let page = [(2, 64), (2, 101), (2, 27), (3, 0), (4, 0)].map(|(q, t)| (Wording, q, t));
    let page = catalogue(&page, 12).to_cbor();
    let layout =
        [(Wording, 4, 0), (Layout, 2, 64), (Layout, 2, 27), (Layout, 2, 64), (Layout, 2, 101)];
    let layout = catalogue(&layout, 12).to_cbor();
    let wide = catalogue(&[(Wording, 5, 0), (Wording, 16, 0), (Wording, 3, 0)], 20).to_cbor();
    let beacon = hex(sha256(&[b"beacon"]));
    let word =
        |name, comment, key: [u8; 32], (memo, batch, j): ([u8; 16], u32, u32), cbor: &[u8]| {
            let input = json!({
                "key": hex(key), "memo": hex(memo), "batch": batch, "j": j, "beacon": beacon,
                "catalogue": hex(cbor),
            });
            ok(DECODER, "word", name, comment, input)
        };
    let id = *b"memo-id-16-bytes";
    vec![
        word("page-example", "the example of spec/codeword.md", [7; 32], (id, 0, 5), &page),
        word("next-copy", "the next copy of the same batch", [7; 32], (id, 0, 6), &page),
        word("next-batch", "the same copy of the next batch", [7; 32], (id, 1, 5), &page),
        word(
            "large-numbers",
            "batch and copy at the end of u32",
            [7; 32],
            (id, u32::MAX, u32::MAX),
            &page,
        ),
        word(
            "zero-key",
            "all bytes zero: a chosen key gives a word like any other",
            [0; 32],
            ([0; 16], 0, 0),
            &page,
        ),
        word(
            "wide-arities",
            "arities of eight keystream bytes",
            fixed("K", &[]),
            (memo("wide"), 0, 1),
            &wide,
        ),
        word("layout", "wording and a hybrid code of layout", [7; 32], (id, 0, 5), &layout),
        word(
            "no-marks",
            "a catalogue without marks gives the empty word",
            [7; 32],
            (id, 0, 5),
            &[0x80],
        ),
    ]
}

fn catalogues() -> Vec<Vector> {
    let salt = hex(fixed("salt", &[]));
    let input = |cbor: &[u8]| json!({ "salt": salt, "cbor": hex(cbor) });
    let good = |name, comment, cbor: &[u8]| ok(DECODER, "catalogue", name, comment, input(cbor));
    let bad = |name, comment, cbor: &[u8]| refuse(DECODER, "catalogue", name, comment, input(cbor));
    let carriers = [(Wording, 3, 0), (Layout, 2, 27), (Invisible, 2, 101), (Wording, 16, 0)];
    vec![
        good("catalogue-carriers", "each carrier", &catalogue(&carriers, 1).to_cbor()),
        good("catalogue-long", "300 marks: lengths of two bytes", &catalogue(&carriers, 75).to_cbor()),
        good(
            "catalogue-place",
            "a place as spec/codeword.md gives it: family, then start, end and readings",
            b"\x81\x84\x00\x02\x18\x40\x58\x1c\x82\x66linker\x81\x83\x18\x64\x18\x6d\x82\x69therefore\x62so",
        ),
        good(
            "catalogue-layout",
            "two words and a line of a page, with their gaps and shifts",
            b"\x83\x84\x01\x02\x18\x40\x49\x84\x63gap\x03\x04\x18\xc8\x84\x01\x02\x18\x1b\x4b\x84\x63gap\x18\x29\x18\x2a\x18\xc8\x84\x01\x02\x18\x65\x4b\x84\x64line\x03\x04\x19\x01\xc2",
        ),
        good("catalogue-empty", "no marks", b"\x80"),
        bad("catalogue-arity-1", "a mark of one symbol", b"\x81\x84\x00\x01\x00\x40"),
        bad("catalogue-arity-17", "a mark of seventeen symbols", b"\x81\x84\x00\x11\x00\x40"),
        bad("catalogue-bias", "arity 2 with a bias that is not dealt", b"\x81\x84\x00\x02\x18\x41\x40"),
        bad("catalogue-bias-zero", "arity 2 without bias", b"\x81\x84\x00\x02\x00\x40"),
        bad("catalogue-bias-of-three", "arity 3 with a bias", b"\x81\x84\x00\x03\x18\x40\x40"),
        bad("catalogue-carrier", "an unknown carrier", b"\x81\x84\x03\x03\x00\x40"),
        bad("catalogue-long-form", "64 in two bytes", b"\x81\x84\x00\x02\x19\x00\x40\x40"),
        bad("catalogue-indefinite", "an array of indefinite length", b"\x9f\x84\x00\x03\x00\x40\xff"),
        bad("catalogue-text-place", "a place that is text", b"\x81\x84\x00\x03\x00\x60"),
        bad("catalogue-five-parts", "a mark of five parts", b"\x81\x85\x00\x03\x00\x40\x00"),
        bad("catalogue-trailing", "a byte after the end", b"\x81\x84\x00\x03\x00\x40\x00"),
        bad("catalogue-cut", "the last byte is missing", b"\x81\x84\x00\x03\x00"),
        bad("catalogue-tag", "a tag before the array", b"\xc1\x80"),
    ]
}
