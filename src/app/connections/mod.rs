//! The connections of clients: how many there may be, how long they may take, and TLS.

mod certificate;
mod patience;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Request};
use actix_server::{Server, ServerBuilder};
use actix_service::{
    IntoServiceFactory, Service as _, ServiceFactoryExt as _, apply_fn_factory, fn_service, map_config,
};
use actix_web::dev::AppConfig;
use actix_web::web;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

use crate::http::client::address::network;
use crate::http::client::places::Place;
use crate::http::exchange::Exchange;
use crate::http::state::State;
use crate::http::{Shared, application};

pub(super) use certificate::Certificate;
pub use certificate::CertificateError;
use patience::Patient;

/// The most connections at the same time, unless the operator sets another number.
pub(super) const MAX_CONNECTIONS: NonZeroUsize = NonZeroUsize::new(10_000).expect("a number above 0");
/// The part of all connections that one network may have.
const PART_OF_NETWORK: usize = 4;
/// The files that the process needs beside connections: its database, its log, connections to other services.
const OTHER_FILES: usize = 200;
/// How long a client may take to begin TLS.
const LONGEST_HANDSHAKE: Duration = Duration::from_secs(5);
/// How long the end of a connection may take.
const LONGEST_END: Duration = Duration::from_secs(1);
/// How often each thread that serves requests says that it is there.
const BEAT_EVERY: Duration = Duration::from_secs(1);

/// A connection holds the place of its network. Trusted proxies have as many as they need.
type Held = Option<Place<IpAddr>>;
type Connection = Either<Patient<Held>, TlsStream<Patient<Held>>>;

/// The most connections at the same time: as the operator has set, or as the system allows.
pub(super) fn most_connections(set: Option<NonZeroUsize>) -> usize {
    let wanted = set.unwrap_or(MAX_CONNECTIONS).get();
    let needed = wanted.saturating_add(OTHER_FILES);
    let allowed = rlimit::increase_nofile_limit(u64::try_from(needed).unwrap_or(u64::MAX));
    let allowed = allowed.map_or(needed, |allowed| usize::try_from(allowed).unwrap_or(needed));
    let most = wanted.min(allowed.saturating_sub(OTHER_FILES)).max(1);
    if most < wanted {
        log::warn!(
            "the system allows this process {allowed} open files: at most {most} connections, not {wanted}. Raise its limit (ulimit -n, LimitNOFILE)"
        );
    }
    most
}

/// The most connections of one network.
pub(super) fn most_of_network(most_connections: usize) -> usize {
    (most_connections / PART_OF_NETWORK).max(1)
}

/// A server of connections that the listener accepts.
pub(super) fn server(
    listener: TcpListener,
    shared: Shared,
    (workers, most_connections): (Option<usize>, usize),
    longest_request: Duration,
    certificate: Option<&Certificate>,
) -> io::Result<Server> {
    let workers = workers.unwrap_or_else(|| available_parallelism().map_or(1, NonZeroUsize::get));
    let builder = ServerBuilder::new()
        .disable_signals()
        .workers(workers)
        .max_concurrent_connections(most_connections.div_ceil(workers))
        .shutdown_timeout(longest_request.as_secs());
    let stopping = builder.graceful_shutdown_signal();
    let address = listener.local_addr()?;
    let tls = certificate.map(Certificate::acceptor);
    let serving = move || {
        let state = shared.state();
        actix_web::rt::spawn(beat(state.clone()));
        let stopping = stopping.clone();
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .client_disconnect_timeout(LONGEST_END)
            // A client that hangs up needs no answer: its request ends, and its place among those that wait is free.
            .h1_allow_half_closed(false)
            .local_addr(address)
            .on_connect_ext(|connection, data| drop(data.insert(exchange_of(connection))))
            .h1(apply_fn_factory(
                map_config(
                    application(&shared)
                        .into_factory()
                        .map_err(|error| error.error_response()),
                    |()| AppConfig::default(),
                ),
                |request: Request, application| {
                    let exchange = request.conn_data::<Exchange>().cloned();
                    exchange.iter().for_each(Exchange::begin);
                    let answer = application.call(request);
                    async move {
                        let answer = answer.await;
                        exchange.iter().for_each(Exchange::end);
                        answer
                    }
                },
            ));
        let tls = tls.clone();
        fn_service(move |stream| accept(stream, state.clone(), tls.clone())).and_then(http)
    };
    Ok(builder.listen("insatskatalog", listener, serving)?.run())
}

/// Makes a connection of a stream, if its network may have one more.
async fn accept(
    stream: TcpStream,
    state: web::Data<State>,
    tls: Option<TlsAcceptor>,
) -> Result<(Connection, Option<SocketAddr>), DispatchError> {
    let peer = stream.peer_addr()?;
    let held = if state.proxies.trusts(peer.ip().to_canonical()) {
        None
    } else {
        let place = state.connections.take(network(peer.ip()));
        Some(place.ok_or_else(|| {
            state.metrics.connections_refused.inc();
            io::Error::from(io::ErrorKind::ConnectionRefused)
        })?)
    };
    let stream = Patient::new(stream, state, held);
    let connection = match tls {
        None => Either::Left(stream),
        Some(tls) => {
            let begun = timeout(LONGEST_HANDSHAKE, tls.accept(stream)).await;
            Either::Right(begun.map_err(io::Error::from)??)
        }
    };
    Ok((connection, Some(peer)))
}

fn exchange_of(connection: &Connection) -> Exchange {
    let stream = match connection {
        Either::Left(stream) => stream,
        Either::Right(tls) => tls.get_ref().0,
    };
    stream.exchange.clone()
}

/// Says that this thread serves requests.
async fn beat(state: web::Data<State>) {
    loop {
        state.beat();
        tokio::time::sleep(BEAT_EVERY).await;
    }
}
