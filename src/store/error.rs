//! Errors of the database. They name states and constraints, never values.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is invalid.
    #[error("{0}")]
    Address(String),
    /// The database does not answer in time.
    #[error("the database cannot be reached")]
    Unavailable,
    /// PostgreSQL accepts no connection.
    #[error("PostgreSQL cannot be reached: {cause}")]
    NotConnected {
        /// Why, without any value of the address.
        cause: &'static str,
        /// Whether it may pass by itself.
        may_pass: bool,
    },
    /// Conflict with another transaction. A retry may succeed.
    #[error("conflict with another transaction")]
    Contended,
    /// Another transaction held a lock for too long.
    #[error("another transaction held a lock for too long")]
    Locked,
    /// Another request with the same idempotency key is running.
    #[error("another request with the same key is not done yet")]
    StillRunning,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The SQLite file is damaged.
    #[error(
        "the SQLite file is damaged. Restore it from a backup with `insatskatalog restore`. A copy of the file alone, \
         without the file beside it that ends with -wal, is not complete."
    )]
    Damaged,
    /// Stored data cannot be read.
    #[error("stored data cannot be read: {0}")]
    Unreadable(String),
    /// A migration failed.
    #[error("the tables could not be migrated: {0}")]
    Migration(String),
    /// Any other error, by kind and constraint.
    #[error("the database refused: {0}")]
    Refused(String),
}

impl StoreError {
    /// Whether it may pass without a change of the address.
    pub(crate) const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unavailable | Self::Contended | Self::NotConnected { may_pass: true, .. }
        )
    }

    /// A copy of the error, for several jobs in one transaction.
    pub(crate) fn same(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Contended => Self::Contended,
            Self::StillRunning => Self::StillRunning,
            Self::Damaged => Self::Damaged,
            Self::Refused(what) => Self::Refused(what.clone()),
            _ => Self::Unavailable,
        }
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, information) => match kind {
                // A standby is read-only: the next connection may find the server that is not.
                DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::UnableToSendCommand
                | DatabaseErrorKind::ReadOnlyTransaction => Self::Unavailable,
                DatabaseErrorKind::SerializationFailure => Self::Contended,
                kind => Self::from_message(
                    &format!("{kind:?}"),
                    information.message(),
                    information.constraint_name(),
                ),
            },
            DieselError::BrokenTransactionManager => Self::Unavailable,
            // diesel creates the others itself; they contain no values.
            other => Self::Refused(
                format!("{other:?}")
                    .split(['(', ' ', '{'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            ),
        }
    }
}

/// Messages of SQLite if its file cannot be read or written. A retry may succeed once the disk works.
const FAULTS_OF_A_FILE: [&str; 3] = [
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
];

impl StoreError {
    /// Some states have no kind and are recognised only by the engine's message.
    fn from_message(kind: &str, message: &str, constraint: Option<&str>) -> Self {
        let says = |words: &str| message.contains(words);
        if says("disk is full") || says("No space left on device") {
            Self::Full
        } else if says("deadlock detected") || says("database is locked") || says("locking protocol") {
            Self::Contended
        } else if says("database disk image is malformed") || says("file is not a database") {
            Self::Damaged
        } else if says("lock timeout") {
            Self::Locked
        } else if says("statement timeout")
            || says("terminating connection")
            || says("server closed the connection")
            || says("the database system is")
            || says("no connection to the server")
        {
            Self::Unavailable
        } else if let Some(words) = FAULTS_OF_A_FILE.into_iter().find(|words| says(words)) {
            log::error!("the file of the database: {words}");
            Self::Unavailable
        } else {
            Self::Refused(constraint.map_or_else(|| kind.to_owned(), |name| format!("{kind} of {name}")))
        }
    }
}
