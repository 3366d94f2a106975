//! Forgeries of the file's and the body's encoding.

use super::{Draft, Forged, Forgery, bent, bundled, named};
use crate::vectors::bundle::note_leaked;
use crate::vectors::world::Disclose;
use ledger::hash::sha256;

/// Where the map begins: after the first line.
const MAP: usize = "countermark/v1/bundle\n".len();

pub(super) fn bytes() -> Vec<Forgery> {
    vec![
        (1, "flipped-byte", "a byte flipped", || file(|file| file[1000] ^= 1)),
        (1, "after-end", "a byte after the end", || file(|file| file.push(0))),
        (1, "cut", "the last byte is missing", || file(|file| file.truncate(file.len() - 1))),
        (1, "first-line", "another version", || {
            rehashed(|file| file["countermark/v".len()] = b'2')
        }),
        (1, "cbor-trailing", "a byte after the map", || rehashed(|file| file.push(0))),
        (1, "unknown-key", "a sixth key", || {
            rehashed(|file| {
                file[MAP] = 0xa6;
                file.extend_from_slice(&[5, 0]);
            })
        }),
        (1, "key-order", "key 4 before key 0", || {
            rehashed(|file| {
                let names = file.split_off(file.len() - 2);
                let rest = file.split_off(MAP + 1);
                file.extend([names, rest].concat());
            })
        }),
        (1, "long-form", "a key in two bytes", || {
            rehashed(|file| {
                file.splice(MAP + 1..MAP + 2, [0x18, 0]);
            })
        }),
        (1, "body-unknown-key", "an eighth key of the body", || {
            body(|mut body| {
                body[0] = 0xa8;
                body.extend_from_slice(&[7, 0]);
                body
            })
        }),
        (1, "body-long-form", "a key of the body in two bytes", || {
            body(|mut body| {
                body.splice(1..2, [0x18, 0]);
                body
            })
        }),
        (1, "body-trailing", "a byte after the body's map", || {
            body(|body| [body, vec![0]].concat())
        }),
        (1, "other-body", "FINDING commits to another body", || {
            bundled(named(), |_, bundle| {
                let last = bundle.body.len() - 1;
                bundle.body[last] ^= 1;
            })
        }),
        (1, "level-2", "a level that is not known", || {
            bent(named(), |_, draft| draft.body.level = 2)
        }),
    ]
}

/// The named note, with the file's bytes bent.
fn file(bend: impl FnOnce(&mut Vec<u8>)) -> Forged {
    let (world, found) = note_leaked(Disclose::Keys);
    let mut file = found.bundle.write();
    bend(&mut file);
    (file, world.log_key())
}

/// The same, with the trailing hash made good again.
fn rehashed(bend: impl FnOnce(&mut Vec<u8>)) -> Forged {
    file(|file| {
        file.truncate(file.len() - 32);
        bend(file);
        let trailer = sha256(&[file]);
        file.extend_from_slice(&trailer);
    })
}

/// A scene with its body's bytes bent.
fn body(bend: fn(Vec<u8>) -> Vec<u8>) -> Forged {
    let (world, found) = named();
    (Draft::of(&found).seal_body(&world.signer, bend).write(), world.log_key())
}
