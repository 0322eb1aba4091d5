//! The one thread that writes to SQLite.
//!
//! It takes what waits, runs each job in a savepoint of one `BEGIN IMMEDIATE` … `COMMIT`, and answers only then: many
//! jobs share one sync of the disk, and one that fails takes nothing with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::connection::Address;
use super::engine::Engine;
use super::error::StoreError;

/// The most jobs that share one transaction.
const MAX_JOBS: usize = 256;

/// The way to the writing thread.
pub(crate) struct Writer {
    jobs: Sender<Box<dyn Job>>,
}

trait Job: Send {
    /// Does the work inside a savepoint; says whether it is to be kept.
    fn run(&mut self, connection: &mut Engine) -> bool;
    /// Answers, once it is known whether the transaction was committed.
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
        // Who asked may be gone; the work is done all the same.
        let _ = self.reply.send(result);
    }
}

impl Writer {
    /// Starts the thread with a connection of its own.
    pub(crate) fn start(address: &Address) -> Result<Self, StoreError> {
        let connection = address.connect()?;
        let (jobs, waiting) = channel();
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_until_closed(connection, &waiting))
            .map_err(|_| StoreError::Unavailable)?;
        Ok(Self { jobs })
    }

    /// Hands a job over and waits for its answer.
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
            // A failed commit may have ended the transaction already.
            let _ = connection.batch_execute("ROLLBACK");
        }
        for job in taken {
            let error = error.as_ref().map(StoreError::same);
            job.answer(committed, error);
        }
    }
}

/// Runs jobs in one transaction, each in a savepoint of its own.
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
