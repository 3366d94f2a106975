//! The registry on disk: one folder with the database, the log key and, by default, the custodians' keys.
//!
//! All files, all SQL and all keys at rest live here and nowhere else. A [`Step`] is one transaction: it is committed
//! whole or leaves nothing.
//!
//! Absent on purpose: any decision. What may be appended to the log is `ledger`'s to say.

mod copies;
mod error;
mod files;
mod findings;
mod keys;
mod log;
mod memos;
mod sqlite;

pub use copies::{CopyRow, FileRow};
pub use error::ArchiveError;
pub(crate) use error::damaged;
pub use files::{Placed, place, write_new};
pub use findings::{FindingRow, ReadingRow};
pub use memos::{BatchRow, BatchState, MemoRow};

use crate::entropy::Entropy;
pub use keys::Keys;
pub use log::Log;
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Version of the database's layout that this program writes and reads.
const SCHEMA: i64 = 2;

/// An open registry.
pub struct Archive {
    dir: PathBuf,
    pool: SqlitePool,
    keys: Keys,
    name: String,
    /// The log as of the last step that ended well: the next one reads only what came since.
    log: Mutex<Option<Log>>,
}

impl Archive {
    /// Makes a new registry in `dir`, whole or not at all; refuses a folder that holds anything.
    pub async fn create(dir: &Path, entropy: &mut dyn Entropy) -> Result<Archive, ArchiveError> {
        let part = files::beside(dir, ".part");
        files::clear(dir, &part)?;
        let name = format!(
            "countermark.log/{}",
            ledger::hash::to_hex(&crate::entropy::draw::<8>(entropy))
        );
        Keys::create(&part, entropy)?;
        let pool = sqlite::create(&part.join("registry.db")).await?;
        for (key, value) in [("schema", SCHEMA.to_string()), ("log", name)] {
            sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2)")
                .bind(key)
                .bind(value)
                .execute(&pool)
                .await?;
        }
        pool.close().await;
        files::rename_durably(&part, dir)?;
        Archive::open(dir).await
    }

    /// Opens the registry in `dir`.
    pub async fn open(dir: &Path) -> Result<Archive, ArchiveError> {
        let path = dir.join("registry.db");
        if !path.is_file() {
            return Err(ArchiveError::Unknown { dir: dir.into() });
        }
        let pool = sqlite::open(&path).await?;
        let found: String = meta(&pool, "schema").await?;
        match found.parse::<i64>() {
            Ok(SCHEMA) => {}
            // The tables first: a process that dies before the second step does both again.
            Ok(1..SCHEMA) => {
                sqlite::migrate(&pool).await?;
                sqlx::query("UPDATE meta SET value = $1 WHERE key = 'schema'")
                    .bind(SCHEMA.to_string())
                    .execute(&pool)
                    .await?;
            }
            Ok(found) if found > SCHEMA => {
                return Err(ArchiveError::Newer { found, known: SCHEMA });
            }
            _ => return Err(ArchiveError::Damaged { what: format!("schema `{found}`") }),
        }
        let name = meta(&pool, "log").await?;
        let keys = Keys::open(dir, &name)?;
        Ok(Archive { dir: dir.into(), pool, keys, name, log: Mutex::default() })
    }

    /// Closes the database, with everything in one file.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// Where the registry lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Name of its log, the origin of its checkpoints.
    pub fn log_name(&self) -> &str {
        &self.name
    }

    /// The key that its checkpoints are verified with.
    pub fn log_key(&self) -> String {
        self.keys.log().verifier().to_string()
    }

    fn cached(&self) -> MutexGuard<'_, Option<Log>> {
        // A panic elsewhere cannot leave half a log here: it is put in whole or not at all.
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a transaction that holds the write lock, so that two processes never decide on the same state.
    pub async fn begin(&self) -> Result<Step<'_>, ArchiveError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut log = self.cached().take().unwrap_or_default();
        log.catch_up(&mut tx).await?;
        let begun = log.bodies.len();
        Ok(Step { tx, archive: self, log, begun })
    }
}

async fn meta(pool: &SqlitePool, key: &str) -> Result<String, ArchiveError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT value FROM meta WHERE key = $1")
        .bind(key)
        .fetch_optional(pool)
        .await?;
    row.map(|r| r.0)
        .ok_or_else(|| ArchiveError::Damaged { what: format!("no `{key}` in its table `meta`") })
}

/// One transaction on the registry.
pub struct Step<'a> {
    tx: Transaction<'a, Sqlite>,
    archive: &'a Archive,
    /// The log, with what this step has appended.
    pub log: Log,
    /// Size of the log when the step began.
    begun: usize,
}

impl Step<'_> {
    /// The keys at hand.
    pub fn keys(&self) -> &Keys {
        &self.archive.keys
    }

    /// Makes everything done in this step durable, at once.
    pub async fn commit(self) -> Result<(), ArchiveError> {
        self.tx.commit().await?;
        *self.archive.cached() = Some(self.log);
        Ok(())
    }

    /// Ends a step that only read; what it appended is forgotten.
    pub async fn end(self) -> Result<(), ArchiveError> {
        self.tx.rollback().await?;
        if self.log.bodies.len() == self.begun {
            *self.archive.cached() = Some(self.log);
        }
        Ok(())
    }
}
