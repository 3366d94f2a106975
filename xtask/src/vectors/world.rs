//! A small registry with fixed keys and salts: the flow of an inquiry in miniature, for bundles that never change.

use std::collections::BTreeMap;

use evidence::catalogue::Catalogue;
use evidence::deal::{MemoId, copy_key, expand};
use evidence::mark::{Bias, Carrier, Law, Mark};
use evidence::reading::{FrozenReading, Observation, Reading};
use inquiry::alpha::plan;
use inquiry::bundle::{Body, Bundle, BundledMemo, Name, OpenedCopy, Parts};
use inquiry::open::{Intake, LoggedReading, OpenCodebook, reading_entry};
use inquiry::scale::Scales;
use inquiry::weigh::{BatchKeys, Weighed, finding_entry, weigh};
use ledger::checkpoint::Checkpoint;
use ledger::commit;
use ledger::entry::{Audit, CopyId, Custody, Deal, Decimal, Disclosed, Entry, Issue, Reveal, Void};
use ledger::hash::{Hash, sha256};
use ledger::note::SignerKey;
use ledger::order::History;
use ledger::seal::BatchKey;
use ledger::tree::Tree;

/// Offices of a fictional ministry; copies beyond them get numbered ones.
const OFFICES: [&str; 6] = [
    "Embassy in Oslo",
    "Harbour Authority",
    "Office of the Permanent Secretary",
    "Northern Desk",
    "Legal Adviser",
    "Bureau des traités, Genève",
];

/// A memo's id from a label.
pub(super) fn memo(label: &str) -> MemoId {
    *sha256(&[b"memo ", label.as_bytes()]).first_chunk().expect("a hash is longer than an id")
}

/// A fixed 32-byte value from a label and numbers.
pub(super) fn fixed(label: &str, numbers: &[u32]) -> Hash {
    let numbers: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
    sha256(&[label.as_bytes(), &numbers])
}

/// A catalogue of marks given by carrier, arity and bias, `times` over.
pub(super) fn catalogue(marks: &[(Carrier, u8, u8)], times: usize) -> Catalogue {
    let all = marks.iter().cycle().take(marks.len() * times);
    let mark = |(place, (carrier, arity, bias)): (usize, &(Carrier, u8, u8))| Mark {
        carrier: *carrier,
        law: match arity {
            2 => Law::Binary(Bias::dyadic(*bias).expect("one of the dealt biases")),
            q => Law::Uniform(*q),
        },
        place: (place as u16).to_be_bytes().to_vec(),
    };
    Catalogue::new(all.enumerate().map(mark).collect())
}

/// The reading of a word with every `wrong`-th mark misread and every `erased`-th erased; 0 for none.
pub(super) fn reading(catalogue: &Catalogue, word: &[u8], wrong: usize, erased: usize) -> Reading {
    let every = |n: usize, i: usize| n > 0 && i % n == n - 1;
    let pairs = catalogue.marks().iter().zip(word).enumerate();
    let observations = pairs.map(|(i, (mark, symbol))| match (every(erased, i), every(wrong, i)) {
        (true, _) => Observation::Erased,
        (_, true) => Observation::Symbol((symbol + 1) % mark.law.arity()),
        _ => Observation::Symbol(*symbol),
    });
    Reading { observations: observations.collect() }
}

/// What a batch is dealt with.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) memo: MemoId,
    pub(super) batch: u32,
    pub(super) copies: u32,
    pub(super) alpha: &'static str,
    pub(super) custody: Custody,
    pub(super) catalogue: Catalogue,
}

struct Batch {
    copies: Tree,
    files: Tree,
    file_leaves: Vec<Vec<u8>>,
}

/// A registry.
pub(super) struct World {
    pub(super) history: History,
    pub(super) signer: SignerKey,
    decoder: Hash,
    checkpoints: BTreeMap<u64, String>,
    plans: BTreeMap<MemoId, Plan>,
    batches: BTreeMap<(MemoId, u32), Batch>,
    keys: BatchKeys,
}

/// What of the named copies goes into a bundle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Disclose {
    Nothing,
    Keys,
    KeysAndNames,
}

/// A finding with its bundle.
pub(super) struct Concluded {
    pub(super) bundle: Bundle,
    pub(super) index: u64,
}

impl World {
    /// An empty registry whose DEALs name this decoder.
    pub(super) fn new(decoder: Hash) -> Self {
        let seed = fixed("log key", &[]);
        let signer = SignerKey::from_seed("countermark.log/vectors", &seed).expect("a good name");
        Self {
            history: History::new(),
            signer,
            decoder,
            checkpoints: BTreeMap::new(),
            plans: BTreeMap::new(),
            batches: BTreeMap::new(),
            keys: BatchKeys::new(),
        }
    }

    pub(super) fn log_key(&self) -> String {
        self.signer.verifier().to_string()
    }

    pub(super) fn add(&mut self, entry: Entry) -> u64 {
        self.history.append(entry).expect("vectors append right entries")
    }

    pub(super) fn checkpoint(&mut self) -> String {
        let tree = self.history.tree();
        let checkpoint = Checkpoint { size: tree.size(), root: tree.root() };
        let note = checkpoint.sign(&self.signer).expect("a checkpoint is a good note");
        self.checkpoints.insert(checkpoint.size, note.clone());
        note
    }

    pub(super) fn key_bytes(memo: &MemoId, batch: u32) -> [u8; 32] {
        sha256(&[b"key", memo, &batch.to_be_bytes()])
    }

    pub(super) fn copy_key(copy: &CopyId) -> [u8; 32] {
        copy_key(&Self::key_bytes(&copy.memo, copy.batch), &copy.memo, copy.batch, copy.j)
    }

    pub(super) fn office(j: u32) -> String {
        let named = OFFICES.get(j as usize).map(|office| (*office).to_owned());
        named.unwrap_or_else(|| format!("District Office {j}"))
    }

    pub(super) fn salt(memo: &MemoId, batch: u32, j: u32) -> [u8; 32] {
        sha256(&[b"salt", memo, &batch.to_be_bytes(), &j.to_be_bytes()])
    }

    fn nonces(memo: &MemoId) -> [Hash; 2] {
        [0, 1].map(|custodian| sha256(&[b"nonce", memo, &[custodian]]))
    }

    fn reveals(memo: &MemoId, batch: u32) -> [Hash; 2] {
        [0, 1].map(|party| sha256(&[b"reveal", memo, &batch.to_be_bytes(), &[party]]))
    }

    fn catalogue_salt(memo: &MemoId) -> [u8; 32] {
        sha256(&[b"catalogue salt", memo])
    }

    /// DEAL, under a checkpoint.
    pub(super) fn deal(&mut self, plan: &Plan) -> u64 {
        let (memo, batch) = (plan.memo, plan.batch);
        let key = BatchKey::new(Self::key_bytes(&memo, batch));
        let leaf = |j| {
            let id = commit::recipient(&Self::salt(&memo, batch, j), &Self::office(j));
            let own = commit::copy_key_commit(&copy_key(key.expose(), &memo, batch, j));
            commit::copy_leaf(&memo, batch, j, &own, &id)
        };
        let copies = Tree::over((0..plan.copies).map(leaf));
        let file_leaf = |j| {
            let text = sha256(&[b"file", &memo, &batch.to_be_bytes(), &u32::to_be_bytes(j)]);
            commit::file_leaf(&memo, batch, j, &[("txt".to_owned(), text)]).expect("a good format")
        };
        let file_leaves: Vec<Vec<u8>> = (0..plan.copies).map(file_leaf).collect();
        let deal = Deal {
            memo,
            batch,
            copies: plan.copies,
            copies_root: commit::copies_root(plan.copies, &copies.root()),
            key_commit: key.commitment(),
            catalogue: plan.catalogue.digest(&Self::catalogue_salt(&memo)),
            original: sha256(&[b"original", &memo]),
            decoder: self.decoder,
            alpha: Decimal::new(plan.alpha).expect("a good decimal"),
            beacon: Self::reveals(&memo, batch).iter().map(commit::reveal_commit).collect(),
            nonces: match batch {
                0 => Self::nonces(&memo).iter().map(commit::nonce_end).collect(),
                _ => Vec::new(),
            },
            custody: plan.custody,
            witnesses: 0,
        };
        let files = Tree::over(&file_leaves);
        self.batches.insert((memo, batch), Batch { copies, files, file_leaves });
        self.keys.insert((memo, batch), key);
        self.plans.insert(memo, plan.clone());
        let index = self.add(Entry::Deal(deal));
        self.checkpoint();
        index
    }

    /// DEAL, REVEAL and ISSUE, each under its checkpoint.
    pub(super) fn issue(&mut self, plan: &Plan) {
        let (memo, batch) = (plan.memo, plan.batch);
        let at = self.deal(plan);
        let deal = self.history.tree().leaf(at).expect("just appended");
        let values = Self::reveals(&memo, batch).to_vec();
        let beacon = commit::beacon(&deal, &values);
        self.add(Entry::Reveal(Reveal { memo, batch, deal, values, beacon }));
        let root = self.batches[&(memo, batch)].files.root();
        let files_root = commit::files_root(plan.copies, &root);
        self.add(Entry::Issue(Issue { memo, batch, deal, copies: plan.copies, files_root }));
        self.checkpoint();
    }

    /// A DEAL that is given up.
    pub(super) fn void(&mut self, plan: &Plan) {
        let at = self.deal(plan);
        let deal = self.history.tree().leaf(at).expect("just appended");
        let reason = "abandoned".to_owned();
        self.add(Entry::Void(Void { memo: plan.memo, batch: plan.batch, deal, reason }));
    }

    pub(super) fn word(&self, copy: &CopyId) -> Vec<u8> {
        let CopyId { memo, batch, j } = *copy;
        let beacon = self.history.reveal(&memo, batch).expect("issued").beacon;
        expand(&Self::copy_key(copy), &beacon, &memo, batch, j, &self.plans[&memo].catalogue)
    }

    fn bundled(&self, frozen: &FrozenReading) -> Vec<BundledMemo> {
        let bundled = |(memo, _): &(MemoId, Reading)| BundledMemo {
            memo: *memo,
            salt: Self::catalogue_salt(memo),
            catalogue: self.plans[memo].catalogue.to_cbor(),
        };
        frozen.memos().iter().map(bundled).collect()
    }

    /// READING, under a checkpoint; `alignments` keeps readings apart.
    pub(super) fn read(&mut self, frozen: FrozenReading, alignments: u64) -> LoggedReading {
        let memos: Vec<MemoId> = frozen.memos().iter().map(|(memo, _)| *memo).collect();
        let budget = plan(&self.history, &memos).expect("issued");
        let scales = Scales::new(&self.history, &frozen, &self.bundled(&frozen)).expect("it fits");
        let intake = Intake {
            leak: commit::leak(&[sha256(&[b"leak"])]),
            extractor: "plain/1".to_owned(),
            aligner: "lattice/1".to_owned(),
            alignments,
            edits: 0,
        };
        let floor = scales.floor(&budget);
        let entry = reading_entry(&budget, &frozen, floor, intake).expect("the same memos");
        let index = self.add(Entry::Reading(entry));
        let note = self.checkpoint();
        let key = self.signer.verifier();
        LoggedReading::prove(frozen, &self.history, index, &note, &key).expect("just logged")
    }

    /// OPEN.
    pub(super) fn open(&mut self, logged: LoggedReading) -> OpenCodebook {
        let pairs = logged.entry().memos.iter().zip(&logged.entry().inquiry);
        let values = |(memo, inquiry): (&MemoId, &u64)| {
            let value = |nonce| commit::nonce_value(nonce, *inquiry as u32).expect("few inquiries");
            Self::nonces(memo).iter().map(value).collect::<Vec<_>>()
        };
        let nonces: Vec<Vec<Hash>> = pairs.map(values).collect();
        let open = logged.open_entry(&nonces, "none");
        self.add(Entry::Open(open));
        OpenCodebook::open(logged, &self.history).expect("just opened")
    }

    pub(super) fn weigh(&self, open: &OpenCodebook) -> Weighed {
        let memos = self.bundled(open.logged().frozen());
        weigh(open, &self.history, &memos, &self.keys).expect("the keys are at hand")
    }

    pub(super) fn opened(&self, copy: &CopyId) -> OpenedCopy {
        let CopyId { memo, batch, j } = *copy;
        let held = &self.batches[&(memo, batch)];
        let path = |tree: &Tree| tree.path(u64::from(j), tree.size()).expect("a copy of the batch");
        OpenedCopy {
            memo,
            batch,
            j,
            key: Self::copy_key(copy),
            id: commit::recipient(&Self::salt(&memo, batch, j), &Self::office(j)),
            copies_path: path(&held.copies),
            file_leaf: held.file_leaves[j as usize].clone(),
            files_path: path(&held.files),
        }
    }

    /// FINDING, under a checkpoint, and its bundle.
    pub(super) fn conclude(
        &mut self,
        logged: &LoggedReading,
        weighed: Option<&Weighed>,
        disclose: Disclose,
    ) -> Concluded {
        let named: Vec<CopyId> =
            weighed.map_or(&[][..], |w| &w.named).iter().map(|named| named.copy).collect();
        let keys = || named.iter().map(|copy| self.opened(copy)).collect();
        let parts = Parts {
            log_key: self.log_key(),
            checkpoints: &self.checkpoints,
            memos: self.bundled(logged.frozen()),
            opened: (disclose != Disclose::Nothing).then(keys),
        };
        let body = Body::assemble(&self.history, logged, parts).expect("checkpoints were kept");
        let body = body.write();
        let finding = finding_entry(&self.history, logged, weighed, commit::body(&body));
        let finding = Entry::Finding(finding.expect("it may stand here"));
        let bytes = finding.write().expect("a good entry");
        let index = self.add(finding);
        let checkpoint = self.checkpoint();
        let path = self.history.tree().path(index, index + 1).expect("just appended");
        let name = |copy: &CopyId| Name {
            memo: copy.memo,
            batch: copy.batch,
            j: copy.j,
            salt: Self::salt(&copy.memo, copy.batch, copy.j),
            office: Self::office(copy.j),
        };
        let names = match disclose {
            Disclose::KeysAndNames => named.iter().map(name).collect(),
            _ => Vec::new(),
        };
        Concluded { bundle: Bundle { body, finding: bytes, path, checkpoint, names }, index }
    }

    /// READING to FINDING in one go.
    pub(super) fn trace(
        &mut self,
        frozen: FrozenReading,
        alignments: u64,
        disclose: Disclose,
    ) -> Concluded {
        let logged = self.read(frozen, alignments);
        let open = self.open(logged);
        let weighed = self.weigh(&open);
        self.conclude(open.logged(), Some(&weighed), disclose)
    }

    /// AUDIT: the keys of these copies leave the registry.
    pub(super) fn disclose(&mut self, finding: u64, memo: MemoId, copies: Disclosed) {
        let finding = self.history.tree().leaf(finding).expect("a finding");
        let audit = Audit { actor: [0xac; 16], finding, memo, level: 1, copies };
        self.add(Entry::Audit(audit));
    }
}
