//! Deal: copy keys, commitments and the beacon, in the order that makes codewords nobody could choose.
//!
//! There is no loop over candidates here, and there must never be one: a second try is another deal, and costs α.

use crate::archive::{ArchiveError, BatchRow, CopyRow, MemoRow, Step, damaged};
use crate::entropy::{Entropy, draw};
use crate::issue::IssueError;
use crate::roster::Roster;
use evidence::catalogue::Catalogue;
use evidence::deal::copy_key;
use ledger::commit;
use ledger::entry::{Custody, Deal, Decimal, Entry, Reveal};
use ledger::hash::{Hash, sha256};
use ledger::seal::BatchKey;
use ledger::tree::{Tree, leaf_hash};

/// Parties whose values make the beacon when one machine plays all of them.
const PARTIES: usize = 2;

/// The digest of the published vectors that a decoder of this version reproduces; DEAL names it.
pub(crate) fn decoder() -> Hash {
    sha256(&[include_bytes!("../../../vectors/decoder/SHA256SUMS")])
}

/// What is dealt.
pub(crate) struct Subject<'a> {
    pub(crate) memo: &'a MemoRow,
    /// Number of the batch; 0 makes the memo known.
    pub(crate) batch: u32,
    pub(crate) roster: &'a Roster,
    pub(crate) alpha: &'a Decimal,
    pub(crate) request: Hash,
    pub(crate) out: String,
}

/// Commits a batch: seals its key, keeps the roster and logs DEAL, all in the caller's one step.
pub(crate) async fn commit(
    step: &mut Step<'_>,
    subject: &Subject<'_>,
    entropy: &mut dyn Entropy,
) -> Result<(), IssueError> {
    let memo = id(&subject.memo.id)?;
    let catalogue =
        Catalogue::from_cbor(&subject.memo.catalogue).map_err(|_| damaged("a catalogue"))?;
    let key = BatchKey::new(draw(entropy));
    let (copies, copies_root) = copies(&memo, subject, &key, entropy);
    let reveals: Vec<[u8; 32]> = (0..PARTIES).map(|_| draw(entropy)).collect();
    let sealed = step.keys().seal(&key, entropy)?;
    let first = subject.batch == 0;
    let deal = Deal {
        memo,
        batch: subject.batch,
        copies: subject.roster.copies(),
        copies_root,
        key_commit: key.commitment(),
        catalogue: catalogue.digest(&array(&subject.memo.catalogue_salt)?),
        original: commit::original(&array(&subject.memo.original_salt)?, &subject.memo.source),
        decoder: decoder(),
        alpha: subject.alpha.clone(),
        beacon: reveals.iter().map(commit::reveal_commit).collect(),
        nonces: if first { sealed.nonce_ends } else { Vec::new() },
        custody: Custody::Local,
        witnesses: 0,
    };
    if first {
        step.insert_memo(subject.memo).await?;
    }
    let (_, leaf) = step.append(Entry::Deal(deal)).await?;
    step.checkpoint().await?;
    let row = BatchRow::committed(
        memo,
        subject.batch,
        subject.request,
        subject.roster.copies(),
        sealed.shares,
        sealed.nonces,
        reveals.concat(),
        leaf,
        subject.out.clone(),
    );
    step.insert_batch(&row).await?;
    for copy in &copies {
        step.insert_copy(copy).await?;
    }
    Ok(())
}

/// The roster's rows, and the root over their committed keys and offices.
fn copies(
    memo: &[u8; 16],
    subject: &Subject<'_>,
    key: &BatchKey,
    entropy: &mut dyn Entropy,
) -> (Vec<CopyRow>, Hash) {
    let mut tree = Tree::new();
    let mut rows = Vec::with_capacity(subject.roster.recipients().len());
    for (j, recipient) in (0u32..).zip(subject.roster.recipients()) {
        let salt: [u8; 32] = draw(entropy);
        let copy_key = copy_key(key.expose(), memo, subject.batch, j);
        let row = CopyRow {
            memo: memo.to_vec(),
            batch: subject.batch.into(),
            j: j.into(),
            office: recipient.office.clone(),
            name: recipient.name.clone(),
            email: recipient.email.clone(),
            age: recipient.age.clone(),
            salt: salt.into(),
            key_commit: commit::copy_key_commit(&copy_key).into(),
        };
        tree.push(leaf_hash(&copy_leaf(&row).expect("its parts were just made")));
        rows.push(row);
    }
    (rows, commit::copies_root(subject.roster.copies(), &tree.root()))
}

/// The leaf that binds a copy's key and office.
pub(crate) fn copy_leaf(row: &CopyRow) -> Result<Vec<u8>, ArchiveError> {
    let recipient = commit::recipient(&array(&row.salt)?, &row.office);
    let (batch, j) = (row.batch as u32, row.j as u32);
    Ok(commit::copy_leaf(&id(&row.memo)?, batch, j, &array(&row.key_commit)?, &recipient))
}

/// Reveals the parties' values and logs the beacon.
pub(crate) async fn reveal(step: &mut Step<'_>, row: &BatchRow) -> Result<(), IssueError> {
    let values: Vec<[u8; 32]> =
        row.reveals.chunks(32).map(array).collect::<Result<_, ArchiveError>>()?;
    let deal = array(&row.deal_leaf)?;
    let beacon = commit::beacon(&deal, &values);
    let (memo, batch) = (id(&row.memo)?, row.batch as u32);
    step.append(Entry::Reveal(Reveal { memo, batch, deal, values, beacon })).await?;
    step.set_dealt(row, beacon).await?;
    Ok(())
}

/// A memo id from the database.
pub(crate) fn id(bytes: &[u8]) -> Result<[u8; 16], ArchiveError> {
    array(bytes)
}

/// Bytes of a fixed length from the database.
pub(crate) fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], ArchiveError> {
    bytes.try_into().map_err(|_| ArchiveError::Damaged { what: format!("a value of {N} bytes") })
}
