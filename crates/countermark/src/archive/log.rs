//! The log in the database: appended within a step, checked against the order rules, signed at its end.

use super::{ArchiveError, Step};
use ledger::checkpoint::Checkpoint;
use ledger::entry::Entry;
use ledger::hash::Hash;
use ledger::order::History;
use ledger::tree::leaf_hash;
use sqlx::{Sqlite, Transaction};

/// All entries of the log, and what follows from them.
#[derive(Default)]
pub struct Log {
    /// The entries' bytes, in order.
    pub bodies: Vec<Vec<u8>>,
    /// The entries, parsed, in a proved order, with the tree over them.
    pub history: History,
}

impl Log {
    /// Index of the entry with this leaf hash.
    pub fn index_of(&self, leaf: &[u8]) -> Option<u64> {
        let tree = self.history.tree();
        (0..tree.size()).find(|i| tree.leaf(*i).is_some_and(|l| l[..] == *leaf))
    }
}

impl Log {
    /// Takes the entries that came since, every rule of their order checked.
    pub(super) async fn catch_up(
        &mut self,
        tx: &mut Transaction<'_, Sqlite>,
    ) -> Result<(), ArchiveError> {
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT idx, leaf, body FROM entry WHERE idx >= $1 ORDER BY idx")
                .bind(self.bodies.len() as i64)
                .fetch_all(&mut **tx)
                .await?;
        for (index, leaf, body) in rows {
            let at = self.bodies.len();
            if index != at as i64 || leaf != leaf_hash(&body) {
                return Err(ArchiveError::Damaged { what: format!("log entry {at}") });
            }
            self.history.append_bytes(&body).map_err(|e| ArchiveError::Log(e.to_string()))?;
            self.bodies.push(body);
        }
        Ok(())
    }
}

impl Step<'_> {
    /// Appends an entry; gives its index and leaf hash.
    pub async fn append(&mut self, entry: Entry) -> Result<(u64, Hash), ArchiveError> {
        let body = entry.write().map_err(|e| ArchiveError::Log(e.to_string()))?;
        let index = self.log.history.append(entry).map_err(|e| ArchiveError::Log(e.to_string()))?;
        let leaf = leaf_hash(&body);
        sqlx::query("INSERT INTO entry (idx, leaf, body) VALUES ($1, $2, $3)")
            .bind(index as i64)
            .bind(&leaf[..])
            .bind(&body)
            .execute(&mut *self.tx)
            .await?;
        self.log.bodies.push(body);
        Ok((index, leaf))
    }

    /// Signs the log as it stands.
    pub async fn checkpoint(&mut self) -> Result<String, ArchiveError> {
        let tree = self.log.history.tree();
        let checkpoint = Checkpoint { size: tree.size(), root: tree.root() };
        let note =
            checkpoint.sign(self.keys().log()).map_err(|e| ArchiveError::Log(e.to_string()))?;
        sqlx::query("INSERT INTO checkpoint (size, note) VALUES ($1, $2)")
            .bind(checkpoint.size as i64)
            .bind(&note)
            .execute(&mut *self.tx)
            .await?;
        Ok(note)
    }

    /// All checkpoints, smallest first.
    pub async fn checkpoints(&mut self) -> Result<Vec<(u64, String)>, ArchiveError> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT size, note FROM checkpoint ORDER BY size")
                .fetch_all(&mut *self.tx)
                .await?;
        Ok(rows.into_iter().map(|(size, note)| (size as u64, note)).collect())
    }
}
