//! Delivers to one subscription, event by event in order, while this replica has its lease.

use std::time::{Duration, Instant};

use chrono::SubsecRound as _;

use crate::domain::subscriptions::event::{Event, EventKind, Position};
use crate::domain::subscriptions::outcome::{Delivered, DisabledReason};
use crate::domain::subscriptions::retry::{GIVES_UP_AFTER, delay};
use crate::store::StoreError;
use crate::store::catalogue::changes::log_head;
use crate::store::subscriptions::events::last_number;
use crate::store::subscriptions::pending::{Pending, pending};
use crate::store::subscriptions::progress::{Attempt, Progress, Standing};
use crate::store::subscriptions::rows::{Cursor, KeptSubscription};

use super::deliverer::Deliverer;
use super::lease::Lease;
use super::signature::SigningSecrets;

/// How many events are read at a time.
const AT_A_TIME: i64 = 100;
/// How long what was delivered may be unwritten. It is delivered again if the process ends before.
const WRITE_EVERY: Duration = Duration::from_millis(500);

/// A subscription at work.
struct Worker<'d> {
    deliverer: &'d Deliverer,
    subscription: KeptSubscription,
    secrets: SigningSecrets,
    lease: Lease,
    progress: Progress,
    written: Instant,
}

/// Why a worker ends before it has delivered everything.
enum End {
    /// A message could not be delivered. What to do next is in the progress.
    Failed,
    /// Another replica may deliver now, or somebody moved the subscription.
    Left,
    Store(StoreError),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Delivers what a subscription waits for, until there is nothing left or a message cannot be delivered.
///
/// # Errors
/// From the database. The lease ends by itself then, and what was not written is delivered again.
pub(super) async fn work(
    deliverer: &Deliverer,
    subscription: KeptSubscription,
    mut lease: Lease,
) -> Result<(), StoreError> {
    let now = deliverer.clock.now();
    let mut progress = Progress {
        from: subscription.cursor.clone(),
        to: subscription.cursor.clone(),
        attempts: Vec::new(),
        failed: subscription.attempts,
        next_try_at: now.naive_utc(),
        failing_since: subscription.failing_since.map(|since| since.naive_utc()),
        disabled: None,
    };
    let Ok(secrets) = SigningSecrets::read(&deliverer.secret, &subscription.secrets, now) else {
        progress.disabled = Some((now.naive_utc(), DisabledReason::SecretUnreadable));
        lease.record(progress).await?;
        return lease.end().await;
    };
    let mut worker = Worker {
        deliverer,
        subscription,
        secrets,
        lease,
        progress,
        written: Instant::now(),
    };
    let ended = match worker.deliver_all().await {
        Ok(()) | Err(End::Failed) => worker.write().await,
        Err(End::Left) => Err(End::Left),
        Err(End::Store(error)) => return Err(error),
    };
    match ended {
        Err(End::Store(error)) => Err(error),
        _ => worker.lease.end().await,
    }
}

impl Worker<'_> {
    async fn deliver_all(&mut self) -> Result<(), End> {
        self.deliver_restored().await?;
        loop {
            let (kommunkod, cursor) = (self.subscription.kommunkod, self.progress.to.clone());
            let found = self
                .deliverer
                .store
                .read(move |connection| pending(connection, kommunkod, &cursor, AT_A_TIME));
            let found = found.await?;
            if found.is_empty() {
                return Ok(());
            }
            for Pending { position, event } in found {
                if let Some(event) = event.filter(|event| self.subscription.kinds.contains(&event.kind)) {
                    self.deliver(&event).await?;
                }
                match position {
                    Position::Revision(revision) => self.progress.to.revision = revision,
                    Position::Event(number) => self.progress.to.event = number,
                    Position::Outside => {}
                }
                if self.deliverer.is_stopping() {
                    return Ok(());
                }
                if self.written.elapsed() >= WRITE_EVERY {
                    self.write().await?;
                }
            }
        }
    }

    /// Says that the database was restored, and goes on after its latest events: the numbers before name other events now.
    async fn deliver_restored(&mut self) -> Result<(), End> {
        let kommunkod = self.subscription.kommunkod;
        let store = &self.deliverer.store;
        let heads = store.read(move |connection| Ok((log_head(connection)?, last_number(connection, kommunkod)?)));
        let (head, event) = heads.await?;
        if head.generation == self.progress.to.generation {
            return Ok(());
        }
        let restored = Event {
            kind: EventKind::CatalogueRestored,
            position: Position::Outside,
            kommunkod,
            key: String::new(),
            gone: false,
            due: None,
            at: self.deliverer.clock.now(),
        };
        let to = Cursor {
            revision: head.revision(),
            generation: head.generation,
            event,
        };
        self.progress.to.generation = to.generation.clone();
        let delivered = self.deliver(&restored).await;
        if delivered.is_err() {
            self.progress.to.generation = self.progress.from.generation.clone();
        } else {
            self.progress.to = to;
        }
        delivered
    }

    /// Delivers one event.
    async fn deliver(&mut self, event: &Event) -> Result<(), End> {
        let at = self.deliverer.clock.now();
        let sending = self.deliverer.send(
            &self.subscription.url,
            event,
            &self.progress.to.generation,
            &self.secrets,
            None,
        );
        let sent = self.lease.during(sending).await;
        let (message_id, delivered) = sent.ok_or(End::Left)?;
        self.progress.attempts.push(Attempt {
            message_id,
            kind: event.kind,
            number: self.progress.failed + 1,
            at,
            delivered,
        });
        if delivered.is_success() {
            self.progress.failed = 0;
            self.progress.failing_since = None;
            return Ok(());
        }
        self.plan_next(delivered);
        Err(End::Failed)
    }

    /// Plans the next attempt after a failed one, or gives up.
    fn plan_next(&mut self, delivered: Delivered) {
        let now = self.deliverer.clock.now();
        let since = *self.progress.failing_since.get_or_insert(now.naive_utc());
        self.progress.failed += 1;
        let wait = delay(self.progress.failed, chance(), delivered.retry_after);
        self.progress.next_try_at = (now + wait).trunc_subsecs(3).naive_utc();
        let failing = (now.naive_utc() - since).to_std().unwrap_or_default();
        let reason = if delivered.is_gone() {
            Some(DisabledReason::Gone)
        } else {
            (failing >= GIVES_UP_AFTER).then_some(DisabledReason::FailedForDays)
        };
        self.progress.disabled = reason.map(|reason| (now.naive_utc(), reason));
    }

    /// Writes what was delivered since the last time.
    async fn write(&mut self) -> Result<(), End> {
        if self.progress.attempts.is_empty() && self.progress.from == self.progress.to {
            return Ok(());
        }
        let standing = self.lease.record(self.progress.clone()).await?;
        self.progress.from = self.progress.to.clone();
        self.progress.attempts.clear();
        self.written = Instant::now();
        match standing {
            Standing::Holds => Ok(()),
            Standing::Moved | Standing::Lost => Err(End::Left),
        }
    }
}

/// A number from 0 to 1 by chance.
fn chance() -> f64 {
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    f64::from((random >> 40) as u32) / f64::from(1_u32 << 24)
}
