//! SQLite as the registry's database, with settings that survive power cuts and hostile files.

use super::{ArchiveError, Step};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// One connection: one writer, and reads see its work.
async fn connect(path: &Path, create: bool) -> Result<SqlitePool, ArchiveError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .pragma("fullfsync", "ON")
        .pragma("mmap_size", "0");
    Ok(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
}

/// A new database with empty tables.
pub(super) async fn create(path: &Path) -> Result<SqlitePool, ArchiveError> {
    let pool = connect(path, true).await?;
    migrate(&pool).await?;
    Ok(pool)
}

/// Brings the tables to what this version needs; those that are so already are left alone.
pub(super) async fn migrate(pool: &SqlitePool) -> Result<(), ArchiveError> {
    let mut migrator = sqlx::migrate!("migrations/sqlite");
    // Advisory locks are not portable, and the write lock is enough.
    migrator.set_locking(false);
    migrator.run(pool).await.map_err(|e| ArchiveError::Damaged { what: e.to_string() })
}

/// An existing database.
pub(super) async fn open(path: &Path) -> Result<SqlitePool, ArchiveError> {
    connect(path, false).await
}

impl Step<'_> {
    /// Has the database check its own pages and references.
    pub async fn check_database(&mut self) -> Result<(), ArchiveError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut *self.tx).await?;
        match &rows[..] {
            [(ok,)] if ok == "ok" => Ok(()),
            _ => Err(ArchiveError::Damaged {
                what: rows.into_iter().map(|r| r.0).collect::<Vec<_>>().join("; "),
            }),
        }
    }
}
