//! The only thread that writes to SQLite.
//!
//! It takes all waiting jobs, runs each in a savepoint of one `BEGIN IMMEDIATE` … `COMMIT`, and answers after the
//! commit. Jobs share one disk sync, and a failed job does not affect the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::connection::Address;
use super::engine::Engine;
use super::error::StoreError;

/// The maximum number of jobs in one transaction.
const MAX_JOBS: usize = 256;

/// A handle to the writer thread.
pub(crate) struct Writer {
    jobs: Sender<Box<dyn Job>>,
}

trait Job: Send {
    /// Runs the job in a savepoint. Returns whether to commit it.
    fn run(&mut self, connection: &mut Engine) -> bool;
    /// Answers after the commit or rollback.
    fn answer(self: Box<Self>, committed: bool, error: Option<StoreError>);
}

struct Work<T, F> {
    work: F,
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
    pub(crate) fn start(address: &Address) -> Result<Self, StoreError> {
        let connection = address.connect()?;
        let (jobs, waiting) = channel();
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_until_closed(connection, &waiting))
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
            result: None,
            reply,
        };
        self.jobs.send(Box::new(job)).map_err(|_| StoreError::Unavailable)?;
        answer.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

fn write_until_closed(mut connection: Engine, waiting: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = waiting.recv() {
        let mut taken: Vec<Box<dyn Job>> = std::iter::once(first)
            .chain(waiting.try_iter().take(MAX_JOBS - 1))
            .collect();
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
