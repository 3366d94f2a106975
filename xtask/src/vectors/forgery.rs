//! Bundles to be refused, each at the step that is meant.

mod claim;
mod draft;
mod file;
mod log;

use draft::Draft;
use inquiry::bundle::Bundle;

use super::bundle::{input, note_leaked};
use super::world::{Concluded, Disclose, World};
use super::{Vector, refuse};

/// A forged file and the log key that its verifier asks for.
type Forged = (Vec<u8>, String);

/// Step of `spec/finding.md`, name, comment, and the forger.
type Forgery = (u8, &'static str, &'static str, fn() -> Forged);

pub(super) fn vectors() -> Vec<Vector> {
    let lists = [
        file::bytes(),
        log::entries(),
        log::namings(),
        log::proofs(),
        log::places(),
        log::values(),
        claim::figures(),
        claim::opened(),
        claim::evidence(),
    ];
    lists.concat().into_iter().map(vector).collect()
}

fn vector((step, name, comment, forge): Forgery) -> Vector {
    let (file, log_key) = forge();
    let name = format!("forged-{name}");
    let vector = refuse(("finding", "finding"), "bundle", &name, comment, input(&file, &log_key));
    assert_eq!(vector.json["output"]["step"], step, "{name}");
    vector
}

fn named() -> (World, Concluded) {
    note_leaked(Disclose::KeysAndNames)
}

/// A scene with its draft bent and sealed again.
fn bent((world, found): (World, Concluded), bend: impl FnOnce(&World, &mut Draft)) -> Forged {
    let mut draft = Draft::of(&found);
    bend(&world, &mut draft);
    (draft.seal(&world.signer).write(), world.log_key())
}

/// A scene with its bundle bent after sealing.
fn bundled((world, found): (World, Concluded), bend: impl FnOnce(&World, &mut Bundle)) -> Forged {
    let mut bundle = found.bundle;
    bend(&world, &mut bundle);
    (bundle.write(), world.log_key())
}
