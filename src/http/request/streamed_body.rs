//! The body of a request that is read while its answer is made. It has no limit of bytes, and must not stand still.

use std::io;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web::{Bytes, Data};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use crate::http::encoding::content_coding::ContentCoding;
use crate::http::exchange::{Exchange, Streaming};
use crate::http::load::StreamReservation;
use crate::http::problems::{Kind, Problem};
use crate::http::state::State;

/// How long a stream may stand still: without a line from its client, or without a byte that the client takes.
pub(crate) const LONGEST_STANDSTILL: Duration = Duration::from_secs(15);

/// A body that arrives in parts. A part is received when the one before is used, so the client waits when it does not take
/// the answer.
pub(crate) struct StreamedBody {
    payload: Payload,
    /// When the client must have sent the next line.
    end: Instant,
    state: Data<State>,
    _memory: StreamReservation,
    _streaming: Option<Streaming>,
}

impl StreamedBody {
    /// A body of which nothing is received yet; 415 if it is compressed, 503 if there is no memory for it.
    pub(crate) fn new(request: &HttpRequest, payload: Payload) -> Result<Self, Problem> {
        if ContentCoding::of_request(request.headers())?.is_some() {
            return Err(Problem::of(Kind::UnsupportedContentCoding));
        }
        let state = request.app_data::<Data<State>>().cloned();
        let state = state.ok_or(Problem::of(Kind::Internal))?;
        let memory = state.load.stream(state.asker(request))?;
        Ok(Self {
            payload,
            end: Instant::now() + LONGEST_STANDSTILL,
            state,
            _memory: memory,
            _streaming: request.conn_data::<Exchange>().map(Exchange::stream),
        })
    }

    /// The client has sent a line, and has its time for the next one.
    pub(crate) fn progressed(&mut self) {
        self.end = Instant::now() + LONGEST_STANDSTILL;
    }

    /// The next part; `None` at the end.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let Ok(part) = timeout_at(self.end, self.payload.next()).await else {
            self.state.metrics.slow_clients.inc();
            return Err(io::ErrorKind::TimedOut.into());
        };
        part.transpose()
            .map_err(|_| io::Error::from(io::ErrorKind::ConnectionAborted))
    }
}
