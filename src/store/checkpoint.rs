//! Removes deleted text from the disk.

use diesel::sql_types::Integer;
use diesel::{QueryableByName, RunQueryDsl, sql_query};

use super::{Engine, Store, StoreError};

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

impl Store {
    /// Empties the write-ahead log of SQLite, which still contains text that a committed write deleted. PostgreSQL
    /// recycles its own log.
    pub(crate) async fn empty_log(&self) -> Result<(), StoreError> {
        let emptied = self.read(|connection| match connection {
            Engine::Postgres(_) => Ok(true),
            Engine::Sqlite(connection) => {
                let done: Checkpoint = sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(connection)?;
                Ok(done.busy == 0)
            }
        });
        if !emptied.await? {
            log::warn!(
                "the write-ahead log of SQLite contains deleted text until the next start: a read took too long"
            );
        }
        Ok(())
    }
}
