//! The database. No other module uses diesel.
//!
//! Two entry points: [`Store::read`] ([`Store::read_one_moment`] if several reads must agree) and [`Store::write`]. A
//! job receives a connection and never begins a transaction; a write already runs in one.

pub mod catalogue;
mod checkpoint;
pub(crate) mod connection;
pub(crate) mod copying;
pub(crate) mod encryption;
pub mod engine;
pub(crate) mod error;
pub(crate) mod intake;
mod integrity;
mod migrations;
mod pool;
pub(crate) mod records;
mod schema;
pub(crate) mod secret_check;
pub mod statistics;
pub(crate) mod subscriptions;
mod writer;

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use diesel::result::Error as DieselError;

use catalogue::minimum_format;
pub(crate) use catalogue::publication::publish;
pub use connection::Address;
use connection::sqlite::OpenedFile;
pub(crate) use engine::Engine;
pub use error::StoreError;
pub use pool::EXIT_DATABASE_SILENT;
use pool::{ConnectionCounts, Connections};
use writer::Writer;

/// The maximum number of connections per process.
const MAX_CONNECTIONS: u32 = 8;
/// How long a caller of a service waits for a job on a server. A statement may take 10 seconds, and a lock 5.
const LONGEST_JOB: Duration = Duration::from_secs(20);
/// How long a starting process waits for other starting processes.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(20);
/// How long a starting service waits for its database.
const WAIT_FOR_DATABASE: Duration = Duration::from_secs(30);
/// How often a write is tried if it conflicts with other transactions.
const MAX_ATTEMPTS: usize = 5;

/// The database. Clones share it.
#[derive(Clone)]
pub struct Store {
    connections: Arc<Connections>,
    /// The SQLite writer; PostgreSQL is written through the pool.
    writer: Option<Arc<Writer>>,
    /// The SQLite file.
    file: Option<Arc<OpenedFile>>,
}

impl Store {
    /// Opens the database for a service, checks the file of SQLite, and migrates it. Waits for a server that starts at the
    /// same time.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the pages of the file do not fit together; the cause if a server accepts no connection
    /// within half a minute, or if waiting cannot help.
    pub fn open(address: &Address) -> Result<Self, StoreError> {
        if let Address::Postgres(_) = address {
            wait_for(address)?;
            // A network that swallows packets ends no connection. A file has no network.
            return Self::open_with(address, MAX_CONNECTIONS, Some(LONGEST_JOB));
        }
        if !address.is_absent() {
            patiently(|| integrity::check_pages(&mut address.connect()?))?;
        }
        let store = Self::open_with(address, MAX_CONNECTIONS, None)?;
        if !patiently(|| integrity::has_latest_change(&mut address.connect()?))? {
            log::error!(
                "the database lacks its latest change: it is a plain copy of a running database, or was changed by hand. \
                 Restore it from a backup"
            );
        }
        Ok(store)
    }

    /// Opens the database for a command, without further connections: the database library must not open one while
    /// the process exits.
    pub(crate) fn open_for_command(address: &Address) -> Result<Self, StoreError> {
        Self::open_with(address, 1, None)
    }

    fn open_with(address: &Address, most_connections: u32, longest_job: Option<Duration>) -> Result<Self, StoreError> {
        Self::migrate(address)?;
        let file = address.file().map(|path| Arc::new(OpenedFile::of(path)));
        let connections = Connections::open(address, file.clone(), most_connections, longest_job)?;
        let writer = match &file {
            Some(file) => Some(Arc::new(patiently(|| Writer::start(address, Arc::clone(file)))?)),
            None => None,
        };
        Ok(Self {
            connections: Arc::new(connections),
            writer,
            file,
        })
    }

    /// Whether the SQLite file is still where it was opened; always `true` for PostgreSQL.
    pub(crate) fn has_its_file(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.is_there())
    }

    /// Migrates the database, and returns the names of the migrations that ran. An empty catalogue accepts every format.
    pub fn migrate(address: &Address) -> Result<Vec<String>, StoreError> {
        address.require_own_sessions()?;
        let ran = patiently(|| migrations::run(&mut address.connect()?))?;
        patiently(|| minimum_format::raise_if_empty(&mut address.connect()?))?;
        Ok(ran)
    }

    /// Ends an upgrade: from now on the catalogue accepts every format that this program evaluates. `false` if it
    /// already did.
    pub fn finish_upgrade(address: &Address) -> Result<bool, StoreError> {
        patiently(|| minimum_format::raise(&mut address.connect()?))
    }

    /// Uses the database with another secret key from now on, known by its hash.
    pub(crate) fn accept_secret(address: &Address, hash: &str) -> Result<(), StoreError> {
        patiently(|| secret_check::replace(&mut address.connect()?, hash))
    }

    /// The connections of this process at this moment, without that of the SQLite writer.
    pub(crate) fn connection_counts(&self) -> ConnectionCounts {
        self.connections.counts()
    }

    /// Runs a read.
    pub async fn read<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |connection| job(connection)).await
    }

    /// Runs a read that looks for something new, again and again. Such a read needs no query that tests its connection
    /// first: if the connection has ended, the read runs once more, on one that was tested.
    pub(crate) async fn look<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&mut Engine) -> Result<T, StoreError> + Clone + Send + 'static,
    {
        let looked = self.connections.run_untested(job.clone()).await;
        match looked {
            Err(StoreError::Unavailable) => self.blocking(job).await,
            looked => looked,
        }
    }

    /// Runs several reads that see the same state.
    pub async fn read_one_moment<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |connection| {
            connection.transaction(|connection| {
                // SQLite fixes the state at the first read of a transaction; PostgreSQL needs a setting before it.
                if let Engine::Postgres(connection) = connection {
                    connection.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
                }
                job(connection)
            })
        })
        .await
    }

    /// Runs a write in a transaction.
    ///
    /// The job runs again if it conflicts with other transactions.
    ///
    /// # Errors
    /// The error of the job or of the commit.
    pub async fn write<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        if let Some(writer) = &self.writer {
            return writer.run(job).await;
        }
        self.blocking(move |connection| {
            let mut attempt = 1;
            loop {
                match connection.transaction(|connection| until_commit(connection, &job)) {
                    Err(StoreError::Contended) if attempt < MAX_ATTEMPTS => attempt += 1,
                    result => return result,
                }
            }
        })
        .await
    }

    /// Runs a write in a transaction and takes back everything that it wrote, so that only its result remains.
    ///
    /// # Errors
    /// The error of the job, or that the transaction cannot begin.
    pub(crate) async fn rehearse<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.blocking(move |connection| {
            let mut result = None;
            let ended = connection.transaction::<(), StoreError, _>(|connection| {
                result = Some(job(connection));
                Err(DieselError::RollbackTransaction.into())
            });
            result.unwrap_or_else(|| Err(ended.err().unwrap_or(StoreError::Unavailable)))
        })
        .await
    }

    async fn blocking<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.connections.run(job).await
    }
}

/// Runs a job, and lets its commit wait for standbys without a limit. A statement whose time is over while it waits for them
/// ends as if they had the commit, and a record would be acknowledged that only one server has.
fn until_commit<T>(
    connection: &mut Engine,
    job: &impl Fn(&mut Engine) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let result = job(connection)?;
    if let Engine::Postgres(connection) = connection {
        connection.batch_execute("SET LOCAL statement_timeout = 0")?;
    }
    Ok(result)
}

/// Waits until a server accepts a connection.
fn wait_for(address: &Address) -> Result<(), StoreError> {
    let begun = Instant::now();
    let mut is_reported = false;
    loop {
        match address.connect() {
            Ok(_) => return Ok(()),
            Err(error) if error.may_pass() && begun.elapsed() < WAIT_FOR_DATABASE => {
                if !is_reported {
                    let seconds = WAIT_FOR_DATABASE.as_secs();
                    log::warn!("{error}. The service tries again for {seconds} seconds");
                }
                is_reported = true;
                std::thread::sleep(Duration::from_millis(500));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Retries for a while if other processes start at the same time.
///
/// SQLite refuses some locks at once instead of waiting, for example when it starts the write-ahead log.
fn patiently<T>(attempt: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(StoreError::Contended) if begun.elapsed() < WAIT_FOR_OTHERS => {
                std::thread::sleep(Duration::from_millis(50));
            }
            result => return result,
        }
    }
}
