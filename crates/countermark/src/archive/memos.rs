//! Memos and their batches.

use super::{ArchiveError, Step};

/// A memo as issued. See the table `memo`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MemoRow {
    /// Random id, 16 bytes.
    pub id: Vec<u8>,
    /// Its first heading or line.
    pub title: String,
    /// Name of its format.
    pub format: String,
    /// The file as given.
    pub source: Vec<u8>,
    /// Salt of the original's hash.
    pub original_salt: Vec<u8>,
    /// Salt of the catalogue's hash.
    pub catalogue_salt: Vec<u8>,
    /// The catalogue, CBOR.
    pub catalogue: Vec<u8>,
    /// One byte a wording mark: who allowed it (0 author, 1 safe, 2 suggested).
    pub kinds: Vec<u8>,
    /// What the finder knows of it.
    pub postings: Vec<u8>,
    /// What the memo says where every choice takes its first reading.
    pub text: String,
    /// The visible line on each copy.
    pub notice: String,
    /// Formats of its copies, apart by commas.
    pub options: String,
    /// How its pages are set, as JSON; empty where no copy has pages.
    pub setting: String,
}

/// How far an issue has come; each state is reached in one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Keys sealed, DEAL logged.
    Committed,
    /// Beacon revealed, REVEAL logged.
    Dealt,
    /// All files fixed in the outbox, ISSUE logged.
    Rendered,
    /// All files handed over.
    Done,
}

impl BatchState {
    fn name(self) -> &'static str {
        match self {
            BatchState::Committed => "committed",
            BatchState::Dealt => "dealt",
            BatchState::Rendered => "rendered",
            BatchState::Done => "done",
        }
    }

    fn parse(name: &str) -> Result<Self, ArchiveError> {
        [BatchState::Committed, BatchState::Dealt, BatchState::Rendered, BatchState::Done]
            .into_iter()
            .find(|s| s.name() == name)
            .ok_or_else(|| ArchiveError::Damaged { what: format!("batch state `{name}`") })
    }
}

/// One deal of a memo. See the table `batch`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BatchRow {
    /// Its memo.
    pub memo: Vec<u8>,
    /// Number within the memo.
    pub batch: i64,
    state: String,
    /// Hash of what was asked for.
    pub request: Vec<u8>,
    /// Number of copies.
    pub copies: i64,
    /// The sealed key.
    pub shares: Vec<u8>,
    /// The sealed nonces.
    pub nonces: Vec<u8>,
    /// What the parties revealed, or will.
    pub reveals: Vec<u8>,
    /// Leaf hash of DEAL.
    pub deal_leaf: Vec<u8>,
    /// The beacon, once revealed.
    pub beacon: Option<Vec<u8>>,
    /// Leaf hash of ISSUE, once logged.
    pub issue_leaf: Option<Vec<u8>>,
    /// Folder for the copies.
    pub out: String,
    /// When ISSUE was logged, seconds since 1970; for people, it orders nothing.
    pub issued_unix: Option<i64>,
}

impl BatchRow {
    /// A batch at the moment of its DEAL.
    #[allow(clippy::too_many_arguments, reason = "one argument a column, all needed at once")]
    pub(crate) fn committed(
        memo: [u8; 16],
        batch: u32,
        request: [u8; 32],
        copies: u32,
        shares: Vec<u8>,
        nonces: Vec<u8>,
        reveals: Vec<u8>,
        deal_leaf: [u8; 32],
        out: String,
    ) -> BatchRow {
        BatchRow {
            memo: memo.into(),
            batch: batch.into(),
            state: BatchState::Committed.name().into(),
            request: request.into(),
            copies: copies.into(),
            shares,
            nonces,
            reveals,
            deal_leaf: deal_leaf.into(),
            beacon: None,
            issue_leaf: None,
            out,
            issued_unix: None,
        }
    }

    /// How far it has come.
    pub fn state(&self) -> Result<BatchState, ArchiveError> {
        BatchState::parse(&self.state)
    }
}

impl Step<'_> {
    /// Keeps a new memo.
    pub async fn insert_memo(&mut self, row: &MemoRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO memo (id, title, format, source, original_salt, catalogue_salt, catalogue, kinds, postings, text, notice, options, setting) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(&row.id)
        .bind(&row.title)
        .bind(&row.format)
        .bind(&row.source)
        .bind(&row.original_salt)
        .bind(&row.catalogue_salt)
        .bind(&row.catalogue)
        .bind(&row.kinds)
        .bind(&row.postings)
        .bind(&row.text)
        .bind(&row.notice)
        .bind(&row.options)
        .bind(&row.setting)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// One memo.
    pub async fn memo(&mut self, id: &[u8]) -> Result<Option<MemoRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM memo WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *self.tx)
            .await?)
    }

    /// Ids and titles of all memos with at least one ISSUE, in ascending order of the id.
    pub async fn issued_memos(&mut self) -> Result<Vec<(Vec<u8>, String)>, ArchiveError> {
        Ok(sqlx::query_as(
            "SELECT id, title FROM memo WHERE EXISTS \
             (SELECT 1 FROM batch WHERE batch.memo = memo.id AND batch.issue_leaf IS NOT NULL) ORDER BY id",
        )
        .fetch_all(&mut *self.tx)
        .await?)
    }

    /// Ids of all memos, issued or only dealt, ascending.
    pub async fn all_memos(&mut self) -> Result<Vec<Vec<u8>>, ArchiveError> {
        let rows: Vec<(Vec<u8>,)> =
            sqlx::query_as("SELECT id FROM memo ORDER BY id").fetch_all(&mut *self.tx).await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// What the finder needs of all issued memos, in ascending order of the id.
    pub async fn postings(&mut self) -> Result<Vec<(Vec<u8>, Vec<u8>)>, ArchiveError> {
        Ok(sqlx::query_as(
            "SELECT id, postings FROM memo WHERE EXISTS \
             (SELECT 1 FROM batch WHERE batch.memo = memo.id AND batch.issue_leaf IS NOT NULL) ORDER BY id",
        )
        .fetch_all(&mut *self.tx)
        .await?)
    }

    /// Keeps a new batch.
    pub async fn insert_batch(&mut self, row: &BatchRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO batch (memo, batch, state, request, copies, shares, nonces, reveals, deal_leaf, out) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(&row.memo)
        .bind(row.batch)
        .bind(&row.state)
        .bind(&row.request)
        .bind(row.copies)
        .bind(&row.shares)
        .bind(&row.nonces)
        .bind(&row.reveals)
        .bind(&row.deal_leaf)
        .bind(&row.out)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Batches of a memo, in order.
    pub async fn batches(&mut self, memo: &[u8]) -> Result<Vec<BatchRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM batch WHERE memo = $1 ORDER BY batch")
            .bind(memo)
            .fetch_all(&mut *self.tx)
            .await?)
    }

    /// Copies of a memo's batches before this one: people count through all of them.
    pub async fn copies_before(&mut self, row: &BatchRow) -> Result<i64, ArchiveError> {
        let batches = self.batches(&row.memo).await?;
        Ok(batches[..row.batch as usize].iter().map(|b| b.copies).sum())
    }

    /// The unfinished batch that was asked for with these bytes and options.
    pub async fn unfinished(&mut self, request: &[u8]) -> Result<Option<BatchRow>, ArchiveError> {
        Ok(sqlx::query_as(
            "SELECT * FROM batch WHERE request = $1 AND state <> 'done' ORDER BY memo LIMIT 1",
        )
        .bind(request)
        .fetch_optional(&mut *self.tx)
        .await?)
    }

    /// Moves a batch to DEALT.
    pub async fn set_dealt(
        &mut self,
        row: &BatchRow,
        beacon: [u8; 32],
    ) -> Result<(), ArchiveError> {
        sqlx::query("UPDATE batch SET state = 'dealt', beacon = $3 WHERE memo = $1 AND batch = $2")
            .bind(&row.memo)
            .bind(row.batch)
            .bind(&beacon[..])
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Moves a batch to RENDERED.
    pub async fn set_rendered(
        &mut self,
        row: &BatchRow,
        issue_leaf: [u8; 32],
        now_unix: i64,
    ) -> Result<(), ArchiveError> {
        sqlx::query(
            "UPDATE batch SET state = 'rendered', issue_leaf = $3, issued_unix = $4 WHERE memo = $1 AND batch = $2",
        )
        .bind(&row.memo)
        .bind(row.batch)
        .bind(&issue_leaf[..])
        .bind(now_unix)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Moves a batch to DONE and erases the bodies that were handed over.
    pub async fn set_done(&mut self, row: &BatchRow) -> Result<(), ArchiveError> {
        sqlx::query("UPDATE file SET body = NULL WHERE memo = $1 AND batch = $2")
            .bind(&row.memo)
            .bind(row.batch)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query("UPDATE batch SET state = 'done' WHERE memo = $1 AND batch = $2")
            .bind(&row.memo)
            .bind(row.batch)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}
