//! Forgeries of the log: its order and counts, its checkpoints and proofs, the values revealed in it.

use ledger::commit;
use ledger::entry::{Entry, Real};
use ledger::hash::sha256;

use super::draft::checkpoint;
use super::{Draft, Forgery, bent, bundled, named};
use crate::vectors::bundle::{
    below_opened, second_batch, second_inquiry, unopened_before, with_voids,
};
use crate::vectors::scenes::{self, copy};
use crate::vectors::world::{World, fixed};

pub(super) fn entries() -> Vec<Forgery> {
    vec![
        (2, "n-minus-1", "READING and FINDING count one copy fewer", || {
            bent(named(), |_, draft| {
                draft.reading().copies -= 1;
                draft.finding.copies -= 1;
            })
        }),
        (2, "issue-minus-1", "so does ISSUE", || {
            bent(named(), |_, draft| {
                if let Entry::Issue(issue) = draft.last("issue") {
                    issue.copies -= 1;
                }
                draft.reading().copies -= 1;
                draft.finding.copies -= 1;
            })
        }),
        (2, "wrong-inquiry", "READING and OPEN count the second inquiry as the first", || {
            bent(second_inquiry(), |_, draft| {
                draft.reading().inquiry = vec![1];
                draft.open().inquiry = vec![1];
                draft.finding.alpha_inquiry = Real::new(4.5e-4).expect("a number");
            })
        }),
        (2, "two-opens", "the reading is opened twice", || {
            bent(named(), |_, draft| {
                draft.repeat_last("open", |entry| {
                    if let Entry::Open(open) = entry {
                        "again".clone_into(&mut open.gate);
                    }
                });
            })
        }),
        (2, "open-missing", "FINDING names an OPEN that is not there", || {
            bent(named(), |_, draft| draft.remove_last("open"))
        }),
        (2, "reordered", "ISSUE before REVEAL", || bent(named(), |_, draft| draft.swap(1, 2))),
        (2, "deals-fewer", "FINDING counts fewer deals", || {
            bent(with_voids(), |_, draft| draft.finding.deals -= 1)
        }),
        (2, "voids-hidden", "FINDING counts no deal as given up", || {
            bent(with_voids(), |_, draft| {
                draft.finding.voids = vec![0];
                draft.finding.alpha_inquiry = Real::new(4.5e-4).expect("a number");
            })
        }),
        (2, "unopened-hidden", "FINDING counts no reading as unopened", || {
            bent(unopened_before(), |_, draft| draft.finding.unopened = 0)
        }),
    ]
}

pub(super) fn namings() -> Vec<Forgery> {
    vec![
        (2, "named-unopened", "a copy is named without OPEN", || {
            bent(named(), |_, draft| {
                draft.finding.open = None;
                draft.remove_last("open");
            })
        }),
        (2, "named-below-floor", "a copy is named below the floor", || {
            bent(below_opened(), |world, draft| {
                let copy = copy(&scenes::letter(12), 4);
                let figures = draft.figures(world, &copy);
                draft.name(world, copy, figures);
            })
        }),
        (2, "named-beyond-n", "a copy is named that was never dealt", || {
            bent(named(), |_, draft| draft.finding.named[0].j = 12)
        }),
        (2, "batch-differs", "a later batch with another catalogue", || {
            bent(second_batch(), |_, draft| {
                if let Entry::Deal(deal) = draft.last("deal") {
                    deal.catalogue = fixed("another catalogue", &[]);
                }
            })
        }),
    ]
}

pub(super) fn proofs() -> Vec<Forgery> {
    vec![
        (3, "other-key-wanted", "the verifier asks for another log key", || {
            let (_, found) = named();
            (found.bundle.write(), scenes::other_signer().verifier().to_string())
        }),
        (3, "other-log-key", "all signed afresh by another key", || {
            let (world, found) = named();
            let other = scenes::other_signer();
            let mut draft = Draft::of(&found);
            draft.body.log_key = other.verifier().to_string();
            (draft.seal(&other).write(), world.log_key())
        }),
        (3, "checkpoint-signature", "a checkpoint with another's signature", || {
            bent(named(), |_, draft| {
                let [first, second] = &mut draft.body.checkpoints[..] else {
                    panic!("two checkpoints")
                };
                let line = |note: &str| note.rfind('—').expect("a signature");
                let (at, from) = (line(first), line(second));
                first.replace_range(at.., &second[from..]);
                draft.sizes = None;
            })
        }),
        (3, "older-root", "a checkpoint of another log of the same size", || {
            bent(named(), |world, draft| {
                let other = World::new(fixed("another decoder", &[]));
                let other = with_note(other);
                draft.body.checkpoints[0] = checkpoint(other.history.tree(), 1, &world.signer);
                draft.sizes = None;
            })
        }),
        (3, "checkpoints-descend", "checkpoints in descending order", || {
            bent(named(), |_, draft| draft.sizes.as_mut().expect("signed afresh").reverse())
        }),
    ]
}

pub(super) fn places() -> Vec<Forgery> {
    vec![
        (3, "deal-uncovered", "no checkpoint before REVEAL", || {
            bent(named(), |_, draft| draft.sizes = Some(vec![2, 4]))
        }),
        (3, "reading-uncovered", "no checkpoint before OPEN", || {
            bent(named(), |_, draft| draft.sizes = Some(vec![1, 5]))
        }),
        (3, "finding-path", "the path of another entry", || {
            bundled(named(), |world, bundle| {
                bundle.path = world.history.tree().path(4, 6).expect("in the log");
            })
        }),
        (3, "finding-unlogged", "the last checkpoint ends before FINDING", || {
            bundled(named(), |world, bundle| {
                bundle.checkpoint = checkpoint(world.history.tree(), 5, &world.signer);
                bundle.path = Vec::new();
            })
        }),
        (3, "other-history", "FINDING stands in a log with another OPEN", || {
            let (world, found) = named();
            let mut other = Draft::of(&found);
            "another".clone_into(&mut other.open().gate);
            let mut tree = other.log();
            tree.push(ledger::tree::leaf_hash(&found.bundle.finding));
            let mut bundle = found.bundle;
            bundle.path = tree.path(5, 6).expect("just pushed");
            bundle.checkpoint = checkpoint(&tree, 6, &world.signer);
            (bundle.write(), world.log_key())
        }),
        (3, "reading-missing", "an earlier reading is left out, without the log's key", || {
            bent(unopened_before(), |_, draft| {
                let first = draft.entries.iter().position(|l| l.entry.kind() == "reading");
                draft.remove(first.expect("two readings"));
                draft.finding.unopened = 0;
                draft.sizes = None;
            })
        }),
    ]
}

/// The note, issued in a log.
fn with_note(mut world: World) -> World {
    world.issue(&scenes::note(12));
    world
}

pub(super) fn values() -> Vec<Forgery> {
    vec![
        (4, "other-beacon", "a beacon that the values do not give", || {
            bent(named(), |_, draft| {
                if let Entry::Reveal(reveal) = draft.last("reveal") {
                    reveal.beacon = fixed("chosen", &[]);
                }
            })
        }),
        (4, "other-values", "values that DEAL did not commit to, and their beacon", || {
            bent(named(), |_, draft| {
                if let Entry::Reveal(reveal) = draft.last("reveal") {
                    reveal.values[0] = fixed("chosen", &[]);
                    reveal.beacon = commit::beacon(&reveal.deal, &reveal.values);
                }
            })
        }),
        (4, "other-nonces", "nonces that do not lead to the chains' ends", || {
            bent(named(), |_, draft| draft.open().nonces[1] = fixed("chosen", &[]))
        }),
        (4, "later-nonces", "the nonces of the second inquiry at the first", || {
            bent(second_inquiry(), |_, draft| {
                let later = draft.open().nonces.clone();
                let first = draft.entries.iter_mut().find(|l| l.entry.kind() == "open");
                if let Entry::Open(open) = &mut first.expect("two openings").entry {
                    open.nonces = later;
                }
            })
        }),
        (5, "catalogue-salt", "another salt of the catalogue", || {
            bent(named(), |_, draft| draft.body.memos[0].salt = [0; 32])
        }),
        (5, "catalogue", "a place of the catalogue changed", || {
            bent(named(), |_, draft| {
                let last = draft.body.memos[0].catalogue.len() - 1;
                draft.body.memos[0].catalogue[last] ^= 1;
            })
        }),
        (5, "catalogue-missing", "no catalogue", || {
            bent(named(), |_, draft| draft.body.memos.clear())
        }),
        (5, "changed-reading", "a reading that was not logged", || {
            bent(named(), |_, draft| {
                let last = draft.body.reading.len() - 1;
                draft.body.reading[last] = 0xf6;
            })
        }),
        (5, "reading-beyond", "a logged reading with an observation too many", || {
            bent(named(), |_, draft| {
                // The array of 48 observations has its length in one byte after 0x98.
                let at = 2 + 17;
                assert_eq!(draft.body.reading[at..at + 2], [0x98, 48]);
                draft.body.reading[at + 1] = 49;
                draft.body.reading.push(0xf6);
                draft.reading().reading =
                    sha256(&[b"countermark/v1/reading\0", &draft.body.reading]);
            })
        }),
    ]
}
