//! Taking a good bundle apart, bending one thing, and hashing and signing everything afresh, as a forger with the log's
//! key could: so that only the check that is meant catches it.

use evidence::catalogue::Catalogue;
use evidence::math::log10_of_exp;
use evidence::reading::FrozenReading;
use evidence::single::Single;
use evidence::tail::Tail;
use inquiry::bundle::{Body, Bundle, Name};
use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::{CopyId, Entry, Finding, Open, Outcome, Reading, Real};
use ledger::hash::Hash;
use ledger::note::SignerKey;
use ledger::tree::Tree;

use crate::vectors::world::{Concluded, World};

/// A bundle in parts. Entries name each other by place, so that they can be bent without losing what they belong to.
pub(super) struct Draft {
    pub(super) entries: Vec<Linked>,
    pub(super) finding: Finding,
    pub(super) body: Body,
    pub(super) names: Vec<Name>,
    /// Sizes at which checkpoints are signed; none to keep the notes as they are.
    pub(super) sizes: Option<Vec<u64>>,
}

/// An entry and the place of the one that it names.
#[derive(Clone)]
pub(super) struct Linked {
    pub(super) entry: Entry,
    to: Option<usize>,
}

/// The hash by which an entry names another.
fn link(entry: &mut Entry) -> Option<&mut Hash> {
    match entry {
        Entry::Reveal(reveal) => Some(&mut reveal.deal),
        Entry::Issue(issue) => Some(&mut issue.deal),
        Entry::Void(void) => Some(&mut void.deal),
        Entry::Open(open) => Some(&mut open.reading),
        Entry::Finding(finding) => Some(&mut finding.reading),
        Entry::Audit(audit) => Some(&mut audit.finding),
        Entry::Deal(_) | Entry::Reading(_) => None,
    }
}

impl Draft {
    pub(super) fn of(found: &Concluded) -> Self {
        let body = Body::parse(&found.bundle.body).expect("a good body");
        let parse = |bytes: &Vec<u8>| Entry::parse(bytes).expect("a good entry");
        let mut entries: Vec<Linked> = Vec::new();
        let mut leaves: Vec<Hash> = Vec::new();
        for mut entry in body.entries.iter().map(parse) {
            leaves.push(entry.leaf().expect("a good entry"));
            let to = link(&mut entry).and_then(|hash| leaves.iter().position(|leaf| leaf == hash));
            entries.push(Linked { entry, to });
        }
        let Ok(Entry::Finding(finding)) = Entry::parse(&found.bundle.finding) else {
            panic!("a bundle holds a finding");
        };
        let key = ledger::note::VerifierKey::parse(&body.log_key).expect("a good key");
        let size = |note: &String| Checkpoint::open(note, &key).expect("a good note").size;
        let sizes = Some(body.checkpoints.iter().map(size).collect());
        Self { entries, finding, names: found.bundle.names.clone(), sizes, body }
    }

    fn place(&self, kind: &str) -> usize {
        let place = self.entries.iter().rposition(|linked| linked.entry.kind() == kind);
        place.expect("the log holds one")
    }

    /// The last READING, to which the finding belongs.
    pub(super) fn reading(&mut self) -> &mut Reading {
        let place = self.place("reading");
        match &mut self.entries[place].entry {
            Entry::Reading(reading) => reading,
            _ => unreachable!("found by its kind"),
        }
    }

    /// The last OPEN.
    pub(super) fn open(&mut self) -> &mut Open {
        let place = self.place("open");
        match &mut self.entries[place].entry {
            Entry::Open(open) => open,
            _ => unreachable!("found by its kind"),
        }
    }

    /// The last entry of a kind.
    pub(super) fn last(&mut self, kind: &str) -> &mut Entry {
        let place = self.place(kind);
        &mut self.entries[place].entry
    }

    /// Takes an entry that no other names out of the log.
    pub(super) fn remove(&mut self, place: usize) {
        self.entries.remove(place);
        let moved = |to: &mut usize| *to -= usize::from(*to > place);
        self.entries.iter_mut().filter_map(|linked| linked.to.as_mut()).for_each(moved);
    }

    /// Takes the last entry of a kind out of the log.
    pub(super) fn remove_last(&mut self, kind: &str) {
        self.remove(self.place(kind));
    }

    /// Puts a copy of the last entry of a kind behind it, bent.
    pub(super) fn repeat_last(&mut self, kind: &str, bend: impl FnOnce(&mut Entry)) {
        let place = self.place(kind);
        let mut again = self.entries[place].clone();
        bend(&mut again.entry);
        self.entries.insert(place + 1, again);
    }

    /// Swaps two entries that no other names.
    pub(super) fn swap(&mut self, a: usize, b: usize) {
        self.entries.swap(a, b);
    }

    /// Names a copy with these figures, and opens it.
    pub(super) fn name(&mut self, world: &World, copy: CopyId, (log10, p): (f64, f64)) {
        self.finding.outcome = Outcome::Named;
        self.finding.named = vec![copy];
        self.finding.log10_evidence = vec![Real::new(log10).expect("a number")];
        self.finding.p_upper = vec![Real::new(p).expect("a number")];
        self.body.level = 1;
        self.body.opened = vec![world.opened(&copy)];
        self.names.clear();
    }

    /// log10 E and p of a copy, as they are.
    pub(super) fn figures(&self, world: &World, copy: &CopyId) -> (f64, f64) {
        let frozen = FrozenReading::from_cbor(&self.body.reading).expect("a good reading");
        let memos = self.body.memos.iter().zip(frozen.memos());
        let (memo, (_, reading)) =
            memos.into_iter().find(|(memo, _)| memo.memo == copy.memo).expect("of the reading");
        let catalogue = Catalogue::from_cbor(&memo.catalogue).expect("a good catalogue");
        let single = Single::new(&catalogue, reading).expect("it fits");
        let log_e = single.log_evidence(&world.word(copy));
        let p = Tail::exact(&single).expect("a small memo").p_upper(log_e);
        (log10_of_exp(log_e), p)
    }

    /// Hashes and signs everything afresh.
    pub(super) fn seal(mut self, signer: &SignerKey) -> Bundle {
        let tree = self.log();
        if let Some(sizes) = &self.sizes {
            let note = |size: &u64| checkpoint(&tree, *size, signer);
            self.body.checkpoints = sizes.iter().map(note).collect();
        }
        let body = self.body.write();
        self.seal_over(body, tree, signer)
    }

    /// As [`Draft::seal`], with the body's bytes bent at the end.
    pub(super) fn seal_body(
        mut self,
        signer: &SignerKey,
        bend: impl FnOnce(Vec<u8>) -> Vec<u8>,
    ) -> Bundle {
        let tree = self.log();
        let body = bend(self.body.write());
        self.seal_over(body, tree, signer)
    }

    fn seal_over(self, body: Vec<u8>, mut tree: Tree, signer: &SignerKey) -> Bundle {
        let finding = Finding { body: commit::body(&body), ..self.finding };
        let finding = Entry::Finding(finding).write().expect("a finding that can be written");
        let index = tree.size();
        tree.push(ledger::tree::leaf_hash(&finding));
        let path = tree.path(index, index + 1).expect("just pushed");
        let checkpoint = checkpoint(&tree, index + 1, signer);
        Bundle { body, finding, path, checkpoint, names: self.names }
    }

    /// Writes the entries into the body, each naming what it named before; FINDING too. Gives their tree.
    pub(super) fn log(&mut self) -> Tree {
        let mut tree = Tree::new();
        let mut bytes = Vec::new();
        for linked in &self.entries {
            let mut entry = linked.entry.clone();
            if let (Some(hash), Some(to)) = (link(&mut entry), linked.to) {
                *hash = tree.leaf(to as u64).expect("an earlier entry");
            }
            let written = entry.write().expect("an entry that can be written");
            tree.push(ledger::tree::leaf_hash(&written));
            bytes.push(written);
        }
        let of = |kind| self.entries.iter().rposition(|linked| linked.entry.kind() == kind);
        let leaf = |place: usize| tree.leaf(place as u64).expect("in the log");
        if let Some(place) = of("reading") {
            self.finding.reading = leaf(place);
        }
        if let (Some(place), Some(open)) = (of("open"), &mut self.finding.open) {
            *open = leaf(place);
        }
        self.body.entries = bytes;
        tree
    }
}

/// A signed checkpoint of the first `size` leaves.
pub(super) fn checkpoint(tree: &Tree, size: u64, signer: &SignerKey) -> String {
    let root = tree.root_at(size).expect("a size of the log");
    Checkpoint { size, root }.sign(signer).expect("a good note")
}
