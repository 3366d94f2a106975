//! Copies and their files.

use super::{ArchiveError, Step};

/// A copy of a batch. See the table `copy`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CopyRow {
    /// Its memo.
    pub memo: Vec<u8>,
    /// Its batch.
    pub batch: i64,
    /// Index within the batch, from 0.
    pub j: i64,
    /// Where it goes.
    pub office: String,
    /// Who reads it there, or empty.
    pub name: String,
    /// Address, or empty.
    pub email: String,
    /// Public age key, or empty.
    pub age: String,
    /// Salt of the recipient's hash.
    pub salt: Vec<u8>,
    /// Commitment to its key.
    pub key_commit: Vec<u8>,
}

/// A file of a copy. See the table `file`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FileRow {
    /// Its memo.
    pub memo: Vec<u8>,
    /// Its batch.
    pub batch: i64,
    /// Its copy.
    pub j: i64,
    /// Name of its format.
    pub format: String,
    /// Name in the out folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: Vec<u8>,
    /// The bytes, until they are handed over.
    pub body: Option<Vec<u8>>,
}

impl Step<'_> {
    /// Keeps a copy.
    pub async fn insert_copy(&mut self, row: &CopyRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO copy (memo, batch, j, office, name, email, age, salt, key_commit) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&row.memo)
        .bind(row.batch)
        .bind(row.j)
        .bind(&row.office)
        .bind(&row.name)
        .bind(&row.email)
        .bind(&row.age)
        .bind(&row.salt)
        .bind(&row.key_commit)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Copies of a memo, all batches, in order.
    pub async fn copies(&mut self, memo: &[u8]) -> Result<Vec<CopyRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM copy WHERE memo = $1 ORDER BY batch, j")
            .bind(memo)
            .fetch_all(&mut *self.tx)
            .await?)
    }

    /// Keeps a file in the outbox.
    pub async fn insert_file(&mut self, row: &FileRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO file (memo, batch, j, format, name, digest, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&row.memo)
        .bind(row.batch)
        .bind(row.j)
        .bind(&row.format)
        .bind(&row.name)
        .bind(&row.digest)
        .bind(&row.body)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Files of a memo, all batches, in order of copy and format.
    pub async fn files(&mut self, memo: &[u8]) -> Result<Vec<FileRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM file WHERE memo = $1 ORDER BY batch, j, format")
            .bind(memo)
            .fetch_all(&mut *self.tx)
            .await?)
    }
}
