//! What all requests in progress may use together: memory for their bodies, and threads for long work.

use std::sync::Arc;
use std::thread::available_parallelism;

use actix_web::web;
use actix_web::web::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client::places::{Place, Places};
use super::client::rates::Asker;
use super::problems::{Kind, Problem};

/// The memory of all bodies together, unless the operator sets another amount.
pub const MEMORY_OF_BODIES: usize = 48 * MIB;
/// One MiB in bytes.
pub const MIB: usize = 1024 * 1024;

/// The memory of a body that is answered while it arrives, in bytes: what the connection has read, the next part, a line with a
/// part behind it, and the answers made at a time, also as they are sent.
const MEMORY_OF_STREAM: usize = 704 * 1024;
/// The most streams of one client at the same time. A stream may last for long, and holds its memory.
const MAX_STREAMS_OF_CLIENT: usize = 8;
/// The part of the memory that all streams together leave to other bodies.
const PART_OF_OTHERS: usize = 2;

/// The unit of memory that is counted, in bytes. A body that fits in one is not counted.
const UNIT: usize = 16 * 1024;

/// What the requests in progress use together.
#[derive(Clone)]
pub struct Load {
    /// The units of memory that are left.
    memory: Arc<Semaphore>,
    /// The threads that are left for long work.
    threads: Arc<Semaphore>,
    /// The places for streams.
    streams: Arc<Places<Asker>>,
}

impl Load {
    /// Nothing is used yet. `memory` is the memory of all bodies together, in bytes.
    pub fn new(memory: usize) -> Self {
        // Half of the processors stay free for short requests.
        let threads = available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        Self {
            memory: Arc::new(Semaphore::new((memory / UNIT).min(Semaphore::MAX_PERMITS))),
            threads: Arc::new(Semaphore::new(threads)),
            streams: Arc::new(Places::new(
                (memory / PART_OF_OTHERS / MEMORY_OF_STREAM).max(1),
                MAX_STREAMS_OF_CLIENT,
            )),
        }
    }

    /// The memory of a body that is answered while it arrives; 503 if the client has too many of them, or if there is none
    /// left. A client without a limit of questions has none of streams.
    pub(crate) fn stream(&self, asker: Option<Asker>) -> Result<StreamReservation, Problem> {
        let place = asker.map(|asker| self.streams.take(asker).ok_or(Problem::of(Kind::Overloaded)));
        let place = place.transpose()?;
        let mut memory = self.reservation();
        memory.grow(MEMORY_OF_STREAM)?;
        Ok(StreamReservation {
            _place: place,
            _memory: memory,
        })
    }

    /// A body that has no memory yet.
    pub(crate) fn reservation(&self) -> Reservation {
        Reservation {
            memory: Arc::clone(&self.memory),
            held: None,
        }
    }

    /// Does long work beside the threads that serve requests, in turn with other long work.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let ended = || Problem::of(Kind::Internal);
        let turn = Arc::clone(&self.threads).acquire_owned().await;
        let turn = turn.map_err(|_| ended())?;
        let done = web::block(move || {
            // Work that nobody waits for any longer still takes its thread.
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| ended())
    }
}

/// The memory and the place of one stream, until this value is dropped.
pub(crate) struct StreamReservation {
    _place: Option<Place<Asker>>,
    _memory: Reservation,
}

/// The memory of one body, until this value is dropped.
pub(crate) struct Reservation {
    memory: Arc<Semaphore>,
    held: Option<OwnedSemaphorePermit>,
}

impl Reservation {
    /// Reserves memory for so many bytes in all; 503 if other bodies have it.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), Problem> {
        let Some(more) = units(bytes).checked_sub(self.units()).filter(|more| *more > 0) else {
            return Ok(());
        };
        let more = u32::try_from(more).map_err(|_| Problem::of(Kind::Overloaded))?;
        let more = Arc::clone(&self.memory).try_acquire_many_owned(more);
        let more = more.map_err(|_| Problem::of(Kind::Overloaded))?;
        match &mut self.held {
            Some(held) => held.merge(more),
            None => self.held = Some(more),
        }
        Ok(())
    }

    /// Gives back what so many bytes do not need.
    pub(crate) fn shrink(&mut self, bytes: usize) {
        let surplus = self.units().saturating_sub(units(bytes));
        drop(self.held.as_mut().and_then(|held| held.split(surplus)));
    }

    /// The body together with its memory, which is given back with its last part.
    pub(crate) fn holds(self, body: Vec<u8>) -> Bytes {
        match self.held {
            Some(held) => Bytes::from_owner(Held { body, _memory: held }),
            None => body.into(),
        }
    }

    fn units(&self) -> usize {
        self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits)
    }
}

struct Held {
    body: Vec<u8>,
    _memory: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

const fn units(bytes: usize) -> usize {
    if bytes <= UNIT { 0 } else { bytes.div_ceil(UNIT) }
}
