//! The connections of a process, and the limit on the time of a job.
//!
//! A job that the database never answers blocks its thread and its connection for good. Its caller gets an error after the
//! limit, and new jobs get new connections.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use diesel::QueryResult;
use diesel::r2d2::{HandleError, ManageConnection, Pool, PooledConnection};
use diesel::{RunQueryDsl as _, sql_query};

use super::connection::Address;
use super::connection::sqlite::OpenedFile;
use super::engine::{Engine, on_either};
use super::error::StoreError;

/// How long a job waits for a connection.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(2);
/// How often the log counts what fails in a row.
const SUMMARY_EVERY: Duration = Duration::from_mins(1);
/// The exit code of a process most of whose jobs the database never answered.
pub const EXIT_DATABASE_SILENT: i32 = 75;

/// The connections of a process.
pub(crate) struct Connections {
    opener: Opener,
    most: u32,
    /// How long a caller waits for a job, if it does not wait for good.
    longest_job: Option<Duration>,
    current: ArcSwap<Pool<Opener>>,
    /// The jobs that were given up and still run.
    abandoned: AtomicI64,
}

/// Numbers of connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConnectionCounts {
    pub open: u32,
    /// Those of the open ones that are not in use.
    pub idle: u32,
    pub most: u32,
}

/// A connection in the pool.
pub(crate) struct Pooled {
    engine: Engine,
    /// Whether the database was unavailable to a job: the next one gets another connection, perhaps to another host.
    is_broken: bool,
}

impl Connections {
    /// Opens the first connection. `file` is the file of an SQLite database.
    pub(crate) fn open(
        address: &Address,
        file: Option<Arc<OpenedFile>>,
        most: u32,
        longest_job: Option<Duration>,
    ) -> Result<Self, StoreError> {
        let opener = Opener {
            address: address.clone(),
            file,
            outage: Arc::default(),
        };
        let pool = builder(most)
            .min_idle(Some(1))
            .build(opener.clone())
            .map_err(|_| StoreError::Unavailable)?;
        Ok(Self {
            opener,
            most,
            longest_job,
            current: ArcSwap::from_pointee(pool),
            abandoned: AtomicI64::new(0),
        })
    }

    /// The connections at this moment, without those that were replaced.
    pub(crate) fn counts(&self) -> ConnectionCounts {
        let state = self.current.load().state();
        ConnectionCounts {
            open: state.connections,
            idle: state.idle_connections,
            most: self.most,
        }
    }

    /// Runs a job with a connection, on a thread of its own.
    ///
    /// # Errors
    /// The error of the job; [`StoreError::Unavailable`] without a connection or an answer in time. The job may still take
    /// effect then.
    pub(crate) async fn run<T, F>(self: &Arc<Self>, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.run_with(tested, job).await
    }

    /// Runs a job as [`Self::run`] does, with a connection that may have ended.
    pub(crate) async fn run_untested<T, F>(self: &Arc<Self>, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        self.run_with(taken, job).await
    }

    async fn run_with<T, F>(self: &Arc<Self>, connect: Connect, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        let pool = self.current.load_full();
        // Set by the caller that gives up, or by the job that ends, whichever is first.
        let is_over = Arc::new(AtomicBool::new(false));
        let running = tokio::task::spawn_blocking({
            let (all, pool, is_over) = (Arc::clone(self), Arc::clone(&pool), Arc::clone(&is_over));
            move || {
                let result = connect(&pool).and_then(|connection| with_connection(connection, job));
                if is_over.swap(true, Ordering::AcqRel) {
                    all.abandoned.fetch_sub(1, Ordering::AcqRel);
                }
                result
            }
        });
        let ended = match self.longest_job {
            Some(longest) => tokio::time::timeout(longest, running).await,
            None => Ok(running.await),
        };
        match ended {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(StoreError::Refused("panic".into())),
            Err(_) => {
                if !is_over.swap(true, Ordering::AcqRel) {
                    self.give_up(&pool);
                }
                Err(StoreError::Unavailable)
            }
        }
    }

    /// Counts a job that the database does not answer, and replaces the connections that it belongs to.
    fn give_up(&self, pool: &Arc<Pool<Opener>>) {
        let abandoned = self.abandoned.fetch_add(1, Ordering::AcqRel) + 1;
        if abandoned > 2 * i64::from(self.most) {
            log::error!("the database does not answer {abandoned} jobs: the process ends, to be started again");
            std::process::exit(EXIT_DATABASE_SILENT);
        }
        let current = self.current.load();
        if Arc::ptr_eq(&current, pool) {
            let seconds = self.longest_job.unwrap_or_default().as_secs();
            log::error!("the database does not answer within {seconds} seconds: its connections are replaced");
            let fresh = builder(self.most)
                .min_idle(Some(0))
                .build_unchecked(self.opener.clone());
            self.current.compare_and_swap(&*current, Arc::new(fresh));
        }
    }
}

fn builder(most: u32) -> diesel::r2d2::Builder<Opener> {
    Pool::builder()
        .max_size(most)
        .connection_timeout(WAIT_FOR_CONNECTION)
        // `tested` does it, for the jobs that need it.
        .test_on_check_out(false)
        .error_handler(Box::new(Silent))
}

/// A connection that was taken from the pool.
type Taken = PooledConnection<Opener>;
/// How a job gets its connection.
type Connect = fn(&Pool<Opener>) -> Result<Taken, StoreError>;

/// A connection as it is.
fn taken(pool: &Pool<Opener>) -> Result<Taken, StoreError> {
    pool.get().map_err(|_| StoreError::Unavailable)
}

/// A connection that answers. Those that have ended are replaced.
fn tested(pool: &Pool<Opener>) -> Result<Taken, StoreError> {
    let begun = Instant::now();
    loop {
        let mut connection = taken(pool)?;
        if answers(&mut connection) {
            return Ok(connection);
        }
        connection.is_broken = true;
        if begun.elapsed() > WAIT_FOR_CONNECTION {
            return Err(StoreError::Unavailable);
        }
    }
}

fn answers(connection: &mut Pooled) -> bool {
    let one: QueryResult<usize> = sql_query("SELECT 1").execute(&mut connection.engine);
    one.is_ok()
}

fn with_connection<T>(
    mut connection: Taken,
    job: impl FnOnce(&mut Engine) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let result = job(&mut connection.engine);
    connection.is_broken |= matches!(result, Err(StoreError::Unavailable));
    result
}

/// Opens connections for the pool.
#[derive(Clone)]
pub(crate) struct Opener {
    address: Address,
    file: Option<Arc<OpenedFile>>,
    outage: Arc<Outage>,
}

impl ManageConnection for Opener {
    type Connection = Pooled;
    type Error = StoreError;

    fn connect(&self) -> Result<Pooled, StoreError> {
        let opened = match &self.file {
            Some(file) => file.connect().map(Engine::Sqlite),
            None => self.address.connect(),
        };
        match &opened {
            Ok(_) => self.outage.end(),
            Err(error) => self.outage.count(error),
        }
        opened.map(|engine| Pooled {
            engine,
            is_broken: false,
        })
    }

    fn is_valid(&self, connection: &mut Pooled) -> Result<(), StoreError> {
        answers(connection).then_some(()).ok_or(StoreError::Unavailable)
    }

    fn has_broken(&self, connection: &mut Pooled) -> bool {
        std::thread::panicking() || connection.is_broken || !matches!(is_idle(&mut connection.engine), Ok(true))
    }
}

/// Whether the connection is outside any transaction.
fn is_idle(connection: &mut Engine) -> Result<bool, StoreError> {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    let status = on_either!(
        connection,
        AnsiTransactionManager::transaction_manager_status_mut(connection)
    );
    Ok(status.transaction_depth().map_err(StoreError::from)?.is_none())
}

/// Failed connections in a row. The log has the first, a count every minute, and the end.
#[derive(Default)]
struct Outage(Mutex<Option<Failures>>);

struct Failures {
    began: Instant,
    reported: Instant,
    count: u64,
}

impl Outage {
    fn count(&self, error: &StoreError) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(failures) = failures.as_mut() else {
            log::warn!("{error}");
            let now = Instant::now();
            *failures = Some(Failures {
                began: now,
                reported: now,
                count: 1,
            });
            return;
        };
        failures.count += 1;
        if failures.reported.elapsed() >= SUMMARY_EVERY {
            failures.reported = Instant::now();
            let (count, seconds) = (failures.count, failures.began.elapsed().as_secs());
            log::warn!("{error} ({count} attempts in {seconds} seconds)");
        }
    }

    fn end(&self) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Failures { began, count, .. }) = failures.take() {
            let seconds = began.elapsed().as_secs();
            log::info!("the database accepts connections again, after {count} failed attempts in {seconds} seconds");
        }
    }
}

/// [`Outage`] reports failed connections.
#[derive(Debug)]
struct Silent;

impl HandleError<StoreError> for Silent {
    fn handle_error(&self, _: StoreError) {}
}

#[cfg(test)]
#[path = "../../tests/unit/store/pool.rs"]
mod tests;
