//! Entries of issuing: `deal`, `reveal`, `issue`, `void`.

use super::field::{EntryError, Fields, Lines};
use super::value::{Decimal, parse_list, words, write_list};
use crate::commit::MemoId;
use crate::hash::{Hash, from_hex, to_hex};

/// Version of the formats a `decoder` line names.
const DECODER: &str = "countermark/v1";
/// Version of the prior table of `spec/finding.md`.
const PRIORS: &str = "v1";
/// Thousandths of α_i for singles, pairs named, pairs group, triples named, triples group (`spec/finding.md`).
const TIERS: &str = "850 50 25 50 25";

/// `deal`: everything that could be tuned, fixed before the beacon exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// The memo.
    pub memo: MemoId,
    /// The batch, from 0.
    pub batch: u32,
    /// Number of copies, at least 1.
    pub copies: u32,
    /// Commitment to every copy's key and recipient.
    pub copies_root: Hash,
    /// Commitment to K.
    pub key_commit: Hash,
    /// Commitment to the catalogue of marks.
    pub catalogue: Hash,
    /// Commitment to the memo file.
    pub original: Hash,
    /// SHA-256 of the decoder's vectors, `vectors/decoder/SHA256SUMS`.
    pub decoder: Hash,
    /// The memo's α.
    pub alpha: Decimal,
    /// Commitments to the values that make the beacon, 2 to 6.
    pub beacon: Vec<Hash>,
    /// Ends of the custodians' nonce chains, 2 to 6; none for later batches.
    pub nonces: Vec<Hash>,
    /// Where the keys are kept.
    pub custody: Custody,
    /// Number of witnesses that must cosign.
    pub witnesses: u64,
}

/// Who holds the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custody {
    /// One machine holds all of them.
    Local,
    /// Custodians elsewhere.
    Split,
}

words!(Custody { Local => "local", Split => "split" });

impl Deal {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        let memo = fields.one("memo")?;
        let batch = fields.one("batch")?;
        let copies = copies(fields)?;
        let copies_root = fields.one("copies-root")?;
        let key_commit = fields.one("key-commit")?;
        let catalogue = fields.one("catalogue")?;
        let original = fields.one("original")?;
        let decoder =
            from_hex(fields.after("decoder", DECODER)?).ok_or(EntryError::Value("decoder"))?;
        fields.fixed("priors", PRIORS)?;
        let alpha = fields.one("alpha")?;
        fields.fixed("tiers", TIERS)?;
        let beacon: Vec<Hash> =
            parse_list(fields.after("beacon", "reveal")?).ok_or(EntryError::Value("beacon"))?;
        if !(2..=6).contains(&beacon.len()) {
            return Err(EntryError::Value("beacon"));
        }
        let nonces: Vec<Hash> = fields.list("nonces")?;
        // The first batch commits to one chain a custodian, later ones to none.
        if if batch == 0 { !(2..=6).contains(&nonces.len()) } else { !nonces.is_empty() } {
            return Err(EntryError::Value("nonces"));
        }
        Ok(Self {
            memo,
            batch,
            copies,
            copies_root,
            key_commit,
            catalogue,
            original,
            decoder,
            alpha,
            beacon,
            nonces,
            custody: fields.one("custody")?,
            witnesses: fields.one("witnesses")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("memo", &self.memo);
        lines.one("batch", &self.batch);
        lines.one("copies", &self.copies);
        lines.one("copies-root", &self.copies_root);
        lines.one("key-commit", &self.key_commit);
        lines.one("catalogue", &self.catalogue);
        lines.one("original", &self.original);
        lines.text("decoder", format_args!("{DECODER} {}", to_hex(&self.decoder)));
        lines.text("priors", PRIORS);
        lines.one("alpha", &self.alpha);
        lines.text("tiers", TIERS);
        lines.text("beacon", format_args!("reveal {}", write_list(&self.beacon)));
        lines.list("nonces", &self.nonces);
        lines.one("custody", &self.custody);
        lines.one("witnesses", &self.witnesses);
    }

    /// Whether a later batch repeats what the memo fixed once and for all.
    pub(crate) fn continues(&self, first: &Self) -> bool {
        self.catalogue == first.catalogue
            && self.original == first.original
            && self.decoder == first.decoder
            && self.alpha == first.alpha
            && self.custody == first.custody
            && self.witnesses == first.witnesses
    }
}

/// A number of copies: at least one.
fn copies(fields: &mut Fields<'_>) -> Result<u32, EntryError> {
    match fields.one("copies")? {
        0 => Err(EntryError::Value("copies")),
        copies => Ok(copies),
    }
}

/// `reveal`: the beacon of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Reveal {
    /// The memo.
    pub memo: MemoId,
    /// The batch.
    pub batch: u32,
    /// Leaf hash of the batch's DEAL.
    pub deal: Hash,
    /// The values that DEAL committed to, in its order.
    pub values: Vec<[u8; 32]>,
    /// The beacon B they give.
    pub beacon: Hash,
}

impl Reveal {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        Ok(Self {
            memo: fields.one("memo")?,
            batch: fields.one("batch")?,
            deal: fields.one("deal")?,
            values: fields.list("values")?,
            beacon: fields.one("beacon")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("memo", &self.memo);
        lines.one("batch", &self.batch);
        lines.one("deal", &self.deal);
        lines.list("values", &self.values);
        lines.one("beacon", &self.beacon);
    }
}

/// `issue`: the files of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The memo.
    pub memo: MemoId,
    /// The batch.
    pub batch: u32,
    /// Leaf hash of the batch's DEAL.
    pub deal: Hash,
    /// Number of copies, that of DEAL.
    pub copies: u32,
    /// Commitment to every copy's files.
    pub files_root: Hash,
}

impl Issue {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        Ok(Self {
            memo: fields.one("memo")?,
            batch: fields.one("batch")?,
            deal: fields.one("deal")?,
            copies: copies(fields)?,
            files_root: fields.one("files-root")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("memo", &self.memo);
        lines.one("batch", &self.batch);
        lines.one("deal", &self.deal);
        lines.one("copies", &self.copies);
        lines.one("files-root", &self.files_root);
    }
}

/// `void`: a batch that will never be issued.
#[derive(Clone, Debug, PartialEq)]
pub struct Void {
    /// The memo.
    pub memo: MemoId,
    /// The batch.
    pub batch: u32,
    /// Leaf hash of the batch's DEAL.
    pub deal: Hash,
    /// Why, in one word.
    pub reason: String,
}

impl Void {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        Ok(Self {
            memo: fields.one("memo")?,
            batch: fields.one("batch")?,
            deal: fields.one("deal")?,
            reason: fields.one("reason")?,
        })
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("memo", &self.memo);
        lines.one("batch", &self.batch);
        lines.one("deal", &self.deal);
        lines.one("reason", &self.reason);
    }
}
