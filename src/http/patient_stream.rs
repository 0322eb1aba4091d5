//! A body made while the client reads, and let go when it stops reading.

use std::cell::{Cell, RefCell};
use std::io;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::Stream;

/// How long a client may stop reading before what it was to get is let go.
const PATIENCE: Duration = Duration::from_secs(30);

/// What makes a body, a piece at a time.
pub trait Source: 'static {
    /// The next piece; `None` at the end.
    fn next(&mut self) -> Option<Bytes>;
}

/// A body that is made only as fast as the client reads it.
///
/// A client that stops reading leaves its connection open, and nobody asks for the next piece; so a clock beside it lets
/// the source go, and with it all that it holds.
pub struct PatientStream<S>(Rc<Shared<S>>);

struct Shared<S> {
    source: RefCell<Option<S>>,
    was_asked: Cell<bool>,
}

impl<S: Source> PatientStream<S> {
    /// A body from a source; the clock runs on this thread.
    #[must_use]
    pub fn new(source: S) -> Self {
        let shared = Rc::new(Shared {
            source: RefCell::new(Some(source)),
            was_asked: Cell::new(true),
        });
        actix_web::rt::spawn(let_go_when_forgotten(Rc::downgrade(&shared)));
        Self(shared)
    }
}

async fn let_go_when_forgotten<S: Source>(stream: Weak<Shared<S>>) {
    loop {
        tokio::time::sleep(PATIENCE).await;
        let Some(shared) = stream.upgrade() else {
            return;
        };
        if !shared.was_asked.replace(false) {
            shared.source.take();
            return;
        }
    }
}

impl<S: Source> Stream for PatientStream<S> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.was_asked.set(true);
        let mut source = self.0.source.borrow_mut();
        Poll::Ready(match source.as_mut() {
            Some(source) => source.next().map(Ok),
            None => Some(Err(io::ErrorKind::TimedOut.into())),
        })
    }
}
