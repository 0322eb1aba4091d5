//! Copies of an SQLite database: made beside a running service, and put back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::{SqliteConnection, sql_query};
use tempfile::{Builder, TempDir};

use crate::private_files;

use super::catalogue::generation;
use super::connection::Address;
use super::engine::Engine;
use super::error::StoreError;
use super::{Store, integrity};

/// The bytes of an SQLite file that say whether it is used with a write-ahead log, and that value.
const LOG_FORMAT: std::ops::Range<usize> = 18..20;
const WITH_LOG: [u8; 2] = [2, 2];
/// The first bytes of every SQLite file.
const SQLITE_FILE: &[u8] = b"SQLite format 3\0";

/// Why a database cannot be copied or put back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CopyError {
    /// A file with the name of the copy exists already.
    #[error("the file exists")]
    Exists,
    /// The copy cannot be read.
    #[error("the copy cannot be read: {0}")]
    NoCopy(io::Error),
    /// The copy is another file than a database of this service.
    #[error("the file is not a database of insatskatalog")]
    NotOurs,
    /// The copy is damaged.
    #[error("the copy is damaged")]
    Damaged,
    /// A database exists in the place of the restored one.
    #[error("a database exists already")]
    DatabaseExists,
    /// A service, or another program, has the database open.
    #[error("a program has the database open")]
    InUse,
    /// A file cannot be written.
    #[error("a file cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The database cannot be read or written.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// Where a copy comes from, as far as it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A program that copies databases completely.
    Backup,
    /// Perhaps a plain copy of the file of a running service, which lacks the latest changes.
    PerhapsPlainCopy,
}

/// Copies the state of an SQLite database into a new file, also while services use it. Only the owner may read the file.
///
/// # Errors
/// [`CopyError::Exists`] if the file exists; it stays as it is. No part of a copy remains after an error.
pub(crate) fn back_up(database: &Path, file: &Path) -> Result<(), CopyError> {
    if file.symlink_metadata().is_ok() {
        return Err(CopyError::Exists);
    }
    let file = std::path::absolute(file)?;
    let folder = file.parent().unwrap_or(Path::new("/"));
    // The file gets its name when it is complete.
    let draft = Builder::new().prefix(".backup-").tempfile_in(folder)?;
    let path = utf8(draft.path())?;
    let mut connection = Address::Sqlite(database.to_owned()).connect()?;
    copy_into(&mut connection, path)?;
    let mut copied = Engine::Sqlite(opened(draft.path())?);
    integrity::check_pages(&mut copied)?;
    drop(copied);
    draft.as_file().sync_all()?;
    draft.persist_noclobber(&file).map_err(|failure| {
        if failure.error.kind() == io::ErrorKind::AlreadyExists {
            CopyError::Exists
        } else {
            failure.error.into()
        }
    })?;
    Ok(File::open(folder)?.sync_all()?)
}

/// Puts a copy in the place of an SQLite database. The restored database has a new generation, and releases no
/// statistics until `insatskatalog restored` says which months people have seen.
///
/// # Errors
/// [`CopyError::DatabaseExists`] unless it may be replaced, and [`CopyError::InUse`] if a program has it open. The
/// database stays as it is after an error.
pub(crate) fn restore(copy: &Path, database: &Path, may_replace: bool) -> Result<Origin, CopyError> {
    if database.exists() && !may_replace {
        return Err(CopyError::DatabaseExists);
    }
    let database = std::path::absolute(database)?;
    let folder = database.parent().unwrap_or(Path::new("/"));
    private_files::create_folder(folder)?;
    let drafts = Builder::new().prefix(".restore-").tempdir_in(folder)?;
    let (draft, origin) = prepared(copy, &drafts)?;
    if database.exists() {
        end_log(&database)?;
        remove_log(&database)?;
        fs::rename(&draft, &database)?;
    } else {
        // SQLite would read the log of an earlier database into this one.
        remove_log(&database)?;
        // Unlike a rename, a link never replaces a file that another program has just created.
        fs::hard_link(&draft, &database)?;
    }
    File::open(folder)?.sync_all()?;
    Ok(origin)
}

/// The complete database of a copy, ready to get its name: with all tables of this program, and one file.
fn prepared(copy: &Path, drafts: &TempDir) -> Result<(PathBuf, Origin), CopyError> {
    let begins = beginning(copy).map_err(CopyError::NoCopy)?;
    if !begins.starts_with(SQLITE_FILE) {
        return Err(CopyError::NotOurs);
    }
    let draft = drafts.path().join("restored.db");
    fs::copy(copy, &draft).map_err(CopyError::NoCopy)?;
    private_files::make_private(&draft)?;
    let log = beside(copy, "-wal");
    let has_log = log.exists();
    if has_log {
        fs::copy(&log, beside(&draft, "-wal")).map_err(CopyError::NoCopy)?;
    }
    let is_perhaps_plain = !has_log && begins.get(LOG_FORMAT) == Some(&WITH_LOG);
    let address = Address::Sqlite(draft.clone());
    check(&address)?;
    Store::migrate(&address)?;
    let mut connection = address.connect()?;
    connection.transaction(generation::renew_after_restore)?;
    connection
        .batch_execute("PRAGMA journal_mode = DELETE")
        .map_err(StoreError::from)?;
    drop(connection);
    File::open(&draft)?.sync_all()?;
    let origin = if is_perhaps_plain {
        Origin::PerhapsPlainCopy
    } else {
        Origin::Backup
    };
    Ok((draft, origin))
}

/// Checks that a copy is a complete database of this service.
fn check(address: &Address) -> Result<(), CopyError> {
    let damaged = |error| match error {
        StoreError::Damaged | StoreError::Address(_) => CopyError::Damaged,
        error => error.into(),
    };
    let mut connection = address.connect().map_err(damaged)?;
    integrity::check_pages(&mut connection).map_err(damaged)?;
    match integrity::has_latest_change(&mut connection) {
        Ok(true) => Ok(()),
        Ok(false) => Err(CopyError::Damaged),
        Err(_) => Err(CopyError::NotOurs),
    }
}

fn copy_into(connection: &mut Engine, path: &str) -> Result<(), StoreError> {
    sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(connection)?;
    Ok(())
}

/// Moves the write-ahead log of a database into its file, which needs the database for itself.
fn end_log(database: &Path) -> Result<(), CopyError> {
    let ended = opened(database).and_then(|mut connection| {
        // A change of the mode fails while another connection is open; without a log, the lock shows one that writes.
        let alone = "PRAGMA busy_timeout = 1000; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT";
        Ok(connection.batch_execute(alone)?)
    });
    match ended {
        Err(StoreError::Contended) => Err(CopyError::InUse),
        // A damaged database is what a restore replaces.
        _ => Ok(()),
    }
}

fn remove_log(database: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm", "-journal"] {
        match fs::remove_file(beside(database, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A connection that changes nothing about the file, such as its use of a log.
fn opened(path: &Path) -> Result<SqliteConnection, StoreError> {
    SqliteConnection::establish(utf8(path)?).map_err(|_| StoreError::Unavailable)
}

fn utf8(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or(StoreError::Address("the path is not UTF-8".into()))
}

/// The file beside a database that has its name and an ending.
fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read as _;
    let mut begins = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut begins)?;
    Ok(begins)
}
