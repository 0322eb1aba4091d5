//! The requests and answers of a connection, by which the connection knows how long it may wait for its client.

use std::cell::Cell;
use std::rc::Rc;

/// The requests of a connection whose heads have arrived.
#[derive(Clone, Default)]
pub(crate) struct Exchange(Rc<Progress>);

#[derive(Default)]
struct Progress {
    is_answering: Cell<bool>,
    /// The number of requests so far; it may begin at 0 again.
    requests: Cell<u8>,
    /// The answers that are made while their requests still arrive.
    streams: Cell<usize>,
}

/// An answer that is made while its request still arrives, until this value is dropped.
pub(crate) struct Streaming(Exchange);

impl Exchange {
    /// The head of a request has arrived.
    pub(crate) fn begin(&self) {
        self.0.is_answering.set(true);
        self.0.requests.set(self.0.requests.get().wrapping_add(1));
    }

    /// The head of the answer is there.
    pub(crate) fn end(&self) {
        self.0.is_answering.set(false);
    }

    /// From now on, what arrives is no head of a next request.
    pub(crate) fn stream(&self) -> Streaming {
        self.0.streams.set(self.0.streams.get() + 1);
        Streaming(self.clone())
    }

    /// Whether a request is read or answered, so that what arrives is no head of a next one.
    pub(crate) fn is_answering(&self) -> bool {
        self.0.is_answering.get() || self.is_streaming()
    }

    /// Whether an answer is made while its request still arrives.
    pub(crate) fn is_streaming(&self) -> bool {
        self.0.streams.get() > 0
    }

    /// The number of requests so far; it may begin at 0 again.
    pub(crate) fn requests(&self) -> u8 {
        self.0.requests.get()
    }
}

impl Drop for Streaming {
    fn drop(&mut self) {
        let streams = &self.0.0.streams;
        streams.set(streams.get().saturating_sub(1));
    }
}
