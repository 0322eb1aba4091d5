//! A connection that ends when its client takes too long: to send the head of a request, or to take an answer.
//!
//! Otherwise a client that reads a byte a second would keep its answer in memory for as long as it likes. What a body may
//! take is limited where it is read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::web;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::http::exchange::Exchange;
use crate::http::request::streamed_body::LONGEST_STANDSTILL;
use crate::http::state::State;

/// How long the head of a request may take.
const LONGEST_HEAD: Duration = Duration::from_secs(10);
/// How long a client may take nothing of an answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The fewest bytes that a client takes in a second, on average.
const SLOWEST: u32 = 16 * 1024;
/// The bytes that the system accepts before it sends them. More would hide whether the client takes them.
#[cfg(target_os = "linux")]
const MOST_UNSENT: u32 = 128 * 1024;

/// A connection whose client must not take too long.
pub(super) struct Patient<H> {
    stream: TcpStream,
    pub exchange: Exchange,
    /// The number of requests when the connection was read last.
    requests: u8,
    /// When the head must have arrived, if its first byte has.
    head: Option<Instant>,
    /// Rings when a head must have arrived, perhaps that of an earlier request: setting it for each would cost more.
    alarm: Option<Pin<Box<Sleep>>>,
    /// When the client must have taken more, while it leaves something waiting.
    taking: Option<Pin<Box<Sleep>>>,
    state: web::Data<State>,
    /// What the client holds until the connection ends.
    _held: H,
}

impl<H> Patient<H> {
    /// A connection that has just been accepted.
    pub(super) fn new(stream: TcpStream, state: web::Data<State>, held: H) -> Self {
        notice_slow_clients(&stream);
        Self {
            stream,
            exchange: Exchange::default(),
            requests: 0,
            head: None,
            alarm: None,
            taking: None,
            state,
            _held: held,
        }
    }

    /// How long the client may take nothing.
    fn longest_pause(&self) -> Duration {
        if self.exchange.is_streaming() {
            LONGEST_STANDSTILL
        } else {
            LONGEST_PAUSE
        }
    }

    /// The client took so many bytes, and may take its time for the next ones.
    fn took(&mut self, bytes: usize) {
        let longest = self.longest_pause();
        if let Some(taking) = &mut self.taking {
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            let earned = taking.deadline() + Duration::from_secs(bytes.into()) / SLOWEST;
            taking.as_mut().reset(earned.min(Instant::now() + longest));
        }
    }
}

/// The end of a connection whose client is too slow.
fn too_slow<T>(state: &State) -> Poll<io::Result<T>> {
    state.metrics.slow_clients.inc();
    Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
}

/// On failure the connection still works, but may stay open longer.
#[cfg(target_os = "linux")]
fn notice_slow_clients(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(MOST_UNSENT);
}

#[cfg(not(target_os = "linux"))]
const fn notice_slow_clients(_: &TcpStream) {}

impl<H: Unpin> AsyncWrite for Patient<H> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let longest = this.longest_pause();
        match Pin::new(&mut this.stream).poll_write(context, bytes) {
            Poll::Pending => {
                let end = this.taking.get_or_insert_with(|| Box::pin(sleep(longest)));
                ready!(end.as_mut().poll(context));
                too_slow(&this.state)
            }
            Poll::Ready(written) => {
                this.took(*written.as_ref().unwrap_or(&0));
                Poll::Ready(written)
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        if flushed.is_ready() {
            this.taking = None;
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl<H: Unpin> AsyncRead for Patient<H> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let requests = this.exchange.requests();
        if requests != this.requests {
            this.requests = requests;
            this.head = None;
        }
        let before = into.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(context, into);
        let has_begun = this.head.is_some() || (read.is_ready() && into.filled().len() > before);
        if this.exchange.is_answering() || !has_begun {
            return read;
        }
        let end = *this.head.get_or_insert_with(|| Instant::now() + LONGEST_HEAD);
        let alarm = this.alarm.get_or_insert_with(|| Box::pin(sleep_until(end)));
        while alarm.as_mut().poll(context).is_ready() {
            if alarm.deadline() >= end {
                return too_slow(&this.state);
            }
            // It rang for an earlier request.
            alarm.as_mut().reset(end);
        }
        read
    }
}
