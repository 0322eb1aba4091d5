//! Opens an SQLite file, and notices if it is replaced, moved or damaged.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::private_files;
use crate::store::error::StoreError;

/// WAL lets readers and the writer work concurrently, FULL survives a power failure, and deleted content is
/// overwritten.
const SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";

/// What a path in a name that begins with `file:` must not contain (<https://www.sqlite.org/uri.html>).
const IN_PATHS: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#');

/// Opens and configures a connection. Creates a missing file.
pub(super) fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let path = utf8(path)?;
    // SQLite would let everybody read it. It says itself why a file cannot be created.
    let _ = private_files::create_file(path.as_ref());
    open(path)
}

fn utf8(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or(StoreError::Address("the path is not UTF-8".into()))
}

/// Opens and configures a connection to what SQLite takes as the name of a file.
fn open(name: &str) -> Result<SqliteConnection, StoreError> {
    let mut connection = SqliteConnection::establish(name).map_err(|_| {
        StoreError::Address(
            "the SQLite file cannot be opened: does its folder exist, and may this user read and write it?".into(),
        )
    })?;
    connection.batch_execute(SETTINGS).map_err(|error| {
        if error.to_string().contains("file is not a database") {
            StoreError::Address("the file is not an SQLite database".into())
        } else {
            error.into()
        }
    })?;
    Ok(connection)
}

/// The file that a service opened. Another file under the same name has other records, and a moved one is no longer where
/// backups look for it.
pub(crate) struct OpenedFile {
    path: PathBuf,
    identity: Option<Identity>,
    /// Whether the log says that the file is gone.
    is_reported: Mutex<bool>,
}

/// The device and the number of a file on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl OpenedFile {
    pub(crate) fn of(path: PathBuf) -> Self {
        Self {
            identity: identity(&path),
            path,
            is_reported: Mutex::new(false),
        }
    }

    /// Opens and configures another connection to the file.
    ///
    /// An empty file under its name would end its write-ahead log, with the records that only the log has, so none is created.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while the path names no file or another one.
    pub(crate) fn connect(&self) -> Result<SqliteConnection, StoreError> {
        let is_there = || self.is_there().then_some(()).ok_or(StoreError::Unavailable);
        is_there()?;
        let path = utf8(&self.path)?;
        let connection = open(&format!("file:{}?mode=rw", utf8_percent_encode(path, IN_PATHS)))?;
        // The file may be moved between the check and the opening.
        is_there()?;
        Ok(connection)
    }

    /// Whether the path still names the file that was opened.
    pub(crate) fn is_there(&self) -> bool {
        let is_there = identity(&self.path) == self.identity;
        let mut is_reported = self
            .is_reported
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if !is_there && !*is_reported {
            log::error!("the SQLite file was moved, deleted or replaced: nothing is written until it is back");
        } else if is_there && *is_reported {
            log::info!("the SQLite file is back");
        }
        *is_reported = !is_there;
        is_there
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(path).ok()?;
    Some(Identity(metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.exists().then_some(Identity(0, 0))
}
