//! Notices a pooler that gives the connections to PostgreSQL to several clients in turn.
//!
//! Limits of time, the time zone and prepared statements belong to a connection to PostgreSQL. Such a pooler, as `PgBouncer`
//! with `pool_mode = transaction`, gives each transaction any connection: one where they are missing, or one with the
//! statements of another client.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use diesel::dsl::sql;
use diesel::sql_types::Integer;
use diesel::{Connection as _, PgConnection, QueryResult, RunQueryDsl as _};

use crate::store::error::StoreError;

/// How often the server processes of two clients are compared. A pooler that is busy with others may give the same one.
const ROUNDS: usize = 20;
/// The longest time of the comparison. A pooler that has one connection for one session lets the second client wait.
const LONGEST: Duration = Duration::from_secs(5);

const REFUSAL: &str = "the database is behind a pooler that gives each transaction another connection (in PgBouncer, \
     pool_mode = transaction). Settings and prepared statements belong to a connection: use pool_mode = session";

/// Refuses the address of such a pooler.
///
/// Whatever else is wrong with the address is found by the connections that are opened after this.
///
/// # Errors
/// [`StoreError::Address`] with the reason.
pub(super) fn refuse_shared(address: String) -> Result<(), StoreError> {
    let (compared, result) = sync_channel(1);
    let compare = move || {
        let _ = compared.send(are_shared(&address));
    };
    std::thread::spawn(compare);
    match result.recv_timeout(LONGEST) {
        Ok(Some(true)) => Err(StoreError::Address(REFUSAL.into())),
        Err(RecvTimeoutError::Timeout) => {
            log::warn!("the database does not open two connections at the same time within {LONGEST:?}");
            Ok(())
        }
        Ok(_) | Err(RecvTimeoutError::Disconnected) => Ok(()),
    }
}

/// Whether two clients at the same time have one server process in turn; `None` if they cannot be compared.
///
/// A client that has a process of its own always has the same, and no other client has it.
fn are_shared(address: &str) -> Option<bool> {
    let mut one = PgConnection::establish(address).ok()?;
    let mut other = PgConnection::establish(address).ok()?;
    compared(&mut one, &mut other).ok()
}

fn compared(one: &mut PgConnection, other: &mut PgConnection) -> QueryResult<bool> {
    let own = one.transaction(process)?;
    for _ in 0..ROUNDS {
        // During the transaction of the other one, the first one would wait for the same process.
        let are_shared = other.transaction(|other| -> QueryResult<bool> {
            Ok(process(other)? == own || one.transaction(process)? != own)
        })?;
        // After it, the first one would get the process that has just become free.
        if are_shared || one.transaction(process)? != own {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The server process that executes a transaction. Within a transaction it cannot change.
fn process(connection: &mut PgConnection) -> QueryResult<i32> {
    diesel::select(sql::<Integer>("pg_backend_pid()")).get_result(connection)
}
