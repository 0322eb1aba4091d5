//! The only thread that writes to SQLite.
//!
//! It takes all waiting jobs, runs each in a savepoint of one `BEGIN IMMEDIATE` … `COMMIT`, and answers after the
//! commit. Jobs share one disk sync, and a failed job does not affect the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::connection::Address;
use super::connection::sqlite::OpenedFile;
use super::engine::Engine;
use super::error::StoreError;

/// The maximum number of jobs in one transaction.
const MAX_JOBS: usize = 256;
/// The maximum number of jobs that wait.
const MAX_WAITING: usize = 4_096;
/// How long a job waits for its turn while another program locks the file.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A handle to the writer thread.
pub(crate) struct Writer {
    jobs: SyncSender<Box<dyn Job>>,
}

trait Job: Send {
    /// Runs the job in a savepoint. Returns whether to commit it.
    fn run(&mut self, connection: &mut Engine) -> bool;
    /// Whether the job has waited too long for its turn.
    fn is_late(&self) -> bool;
    /// Answers after the commit or rollback.
    fn answer(self: Box<Self>, committed: bool, error: Option<StoreError>);
}

struct Work<T, F> {
    work: F,
    since: Instant,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, F: Fn(&mut Engine) -> Result<T, StoreError> + Send> Job for Work<T, F> {
    fn run(&mut self, connection: &mut Engine) -> bool {
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(connection)))
            .unwrap_or_else(|_| Err(StoreError::Refused("panic".into())));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn is_late(&self) -> bool {
        self.since.elapsed() > LONGEST_WAIT
    }

    fn answer(self: Box<Self>, committed: bool, error: Option<StoreError>) {
        let result = match self.result {
            Some(Err(own)) => Err(own),
            Some(Ok(value)) if committed => Ok(value),
            _ => Err(error.unwrap_or(StoreError::Unavailable)),
        };
        // The caller may have disconnected; the work is still done.
        let _ = self.reply.send(result);
    }
}

impl Writer {
    /// Starts the thread with its own connection.
    pub(crate) fn start(address: &Address, file: Arc<OpenedFile>) -> Result<Self, StoreError> {
        let connection = address.connect()?;
        let (jobs, waiting) = sync_channel(MAX_WAITING);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_until_closed(connection, &waiting, &file))
            .map_err(|_| StoreError::Unavailable)?;
        Ok(Self { jobs })
    }

    /// Sends a job and waits for its answer.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&mut Engine) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Work {
            work,
            since: Instant::now(),
            result: None,
            reply,
        };
        // Unavailable too if too many wait.
        self.jobs.try_send(Box::new(job)).map_err(|_| StoreError::Unavailable)?;
        answer.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

fn write_until_closed(mut connection: Engine, waiting: &Receiver<Box<dyn Job>>, file: &OpenedFile) {
    while let Ok(first) = waiting.recv() {
        let taken = std::iter::once(first).chain(waiting.try_iter().take(MAX_JOBS - 1));
        let is_there = file.is_there();
        let (refused, mut taken): (Vec<_>, Vec<_>) = taken.partition(|job| !is_there || job.is_late());
        for job in refused {
            job.answer(false, Some(StoreError::Unavailable));
        }
        if taken.is_empty() {
            continue;
        }
        let result = write_together(&mut connection, &mut taken);
        let committed = result.is_ok();
        let error = result.err().map(StoreError::from);
        if !committed {
            // A failed commit may already have ended the transaction.
            let _ = connection.batch_execute("ROLLBACK");
        }
        for job in taken {
            let error = error.as_ref().map(StoreError::same);
            job.answer(committed, error);
        }
    }
}

/// Runs jobs in one transaction, each in its own savepoint.
fn write_together(connection: &mut Engine, jobs: &mut [Box<dyn Job>]) -> QueryResult<()> {
    connection.batch_execute("BEGIN IMMEDIATE")?;
    for job in jobs {
        connection.batch_execute("SAVEPOINT job")?;
        let end = if job.run(connection) {
            "RELEASE job"
        } else {
            "ROLLBACK TO job; RELEASE job"
        };
        connection.batch_execute(end)?;
    }
    connection.batch_execute("COMMIT")
}
