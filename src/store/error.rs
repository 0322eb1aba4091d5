//! What can go wrong with the database. It names states and constraints, never values.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database cannot be used.
    #[error("{0}")]
    Address(String),
    /// The database cannot be reached, or did not answer in time.
    #[error("the database cannot be reached")]
    Unavailable,
    /// Another transaction came between; trying again may succeed.
    #[error("another transaction came between")]
    Contended,
    /// Another transaction held a lock for too long.
    #[error("another transaction held a lock for too long")]
    Locked,
    /// Another request with the same key is not done yet.
    #[error("another request with the same key is not done yet")]
    StillRunning,
    /// There is no room left to write.
    #[error("the disk is full")]
    Full,
    /// What is stored cannot be read.
    #[error("what is stored cannot be read: {0}")]
    Unreadable(String),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(String),
    /// Anything else, by kind and constraint.
    #[error("the database refused: {0}")]
    Refused(String),
}

impl StoreError {
    /// The same error once more, for each of several who wait for one commit.
    pub(crate) fn same(&self) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Contended => Self::Contended,
            Self::StillRunning => Self::StillRunning,
            Self::Refused(what) => Self::Refused(what.clone()),
            _ => Self::Unavailable,
        }
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, information) => match kind {
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => Self::Unavailable,
                DatabaseErrorKind::SerializationFailure => Self::Contended,
                kind => Self::from_message(
                    &format!("{kind:?}"),
                    information.message(),
                    information.constraint_name(),
                ),
            },
            DieselError::BrokenTransactionManager => Self::Unavailable,
            // The others are made by diesel itself and hold no value.
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

/// What SQLite says when its file can be neither read nor written: it may be again, when the disk is mended.
const FAULTS_OF_A_FILE: [&str; 3] = [
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
];

impl StoreError {
    /// Some states have no kind of their own and are known by the engine's own words only.
    fn from_message(kind: &str, message: &str, constraint: Option<&str>) -> Self {
        let says = |words: &str| message.contains(words);
        if says("disk is full") || says("No space left on device") {
            Self::Full
        } else if says("deadlock detected") || says("database is locked") || says("locking protocol") {
            Self::Contended
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
