//! Readings and findings.

use super::{ArchiveError, Step};

/// A logged reading. See the table `reading`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReadingRow {
    /// Leaf hash of READING.
    pub leaf: Vec<u8>,
    /// Hash of the leak and the options.
    pub request: Vec<u8>,
    /// The frozen reading, CBOR.
    pub frozen: Vec<u8>,
    /// What the report shows of it, JSON.
    pub trace: String,
    /// The leak's text.
    pub leak: Vec<u8>,
}

/// A finding. See the table `finding`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FindingRow {
    /// Leaf hash of its READING.
    pub reading: Vec<u8>,
    /// The FINDING entry.
    pub entry: Vec<u8>,
    /// Outcome in one word.
    pub outcome: String,
    /// What the report shows of it, JSON.
    pub report: String,
}

impl Step<'_> {
    /// Keeps a reading.
    pub async fn insert_reading(&mut self, row: &ReadingRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO reading (leaf, request, frozen, trace, leak) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&row.leaf)
        .bind(&row.request)
        .bind(&row.frozen)
        .bind(&row.trace)
        .bind(&row.leak)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Readings that were asked for with these bytes and options.
    pub async fn readings_of(&mut self, request: &[u8]) -> Result<Vec<ReadingRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM reading WHERE request = $1")
            .bind(request)
            .fetch_all(&mut *self.tx)
            .await?)
    }

    /// One reading.
    pub async fn reading(&mut self, leaf: &[u8]) -> Result<Option<ReadingRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM reading WHERE leaf = $1")
            .bind(leaf)
            .fetch_optional(&mut *self.tx)
            .await?)
    }

    /// All readings.
    pub async fn readings(&mut self) -> Result<Vec<ReadingRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM reading ORDER BY leaf").fetch_all(&mut *self.tx).await?)
    }

    /// Keeps a finding.
    pub async fn insert_finding(&mut self, row: &FindingRow) -> Result<(), ArchiveError> {
        sqlx::query(
            "INSERT INTO finding (reading, entry, outcome, report) VALUES ($1, $2, $3, $4)",
        )
        .bind(&row.reading)
        .bind(&row.entry)
        .bind(&row.outcome)
        .bind(&row.report)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// The finding of a reading.
    pub async fn finding(&mut self, reading: &[u8]) -> Result<Option<FindingRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM finding WHERE reading = $1")
            .bind(reading)
            .fetch_optional(&mut *self.tx)
            .await?)
    }

    /// All findings.
    pub async fn findings(&mut self) -> Result<Vec<FindingRow>, ArchiveError> {
        Ok(sqlx::query_as("SELECT * FROM finding ORDER BY reading")
            .fetch_all(&mut *self.tx)
            .await?)
    }
}
