//! How the service stops: it says so, serves until those who send requests have noticed, and finishes what it has begun.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;

use crate::http::state::State;
use crate::logging;

use super::connections::Certificate;
use super::listening::ignore_new_connections;
use super::signals::{Signal, Signals};

/// How long requests in progress may take once no new ones are accepted.
pub(super) const LONGEST_REQUEST: Duration = Duration::from_secs(20);
/// How much longer the process may take to end.
const LONGEST_END: Duration = LONGEST_REQUEST.saturating_add(Duration::from_secs(2));

/// Waits for a signal to stop, and then stops the server. Reads the files of the certificate, keys and
/// clients again at each SIGHUP.
pub(super) async fn stop_on_signal(
    mut signals: Signals,
    state: web::Data<State>,
    server: ServerHandle,
    listener: TcpListener,
    certificate: Option<Certificate>,
    delay: Duration,
) {
    let delay = loop {
        match signals.next().await {
            Signal::Reload => {
                log::info!("SIGHUP: the certificate, and the keys and clients of tokens, are read again");
                if let Some(certificate) = &certificate {
                    certificate.reload();
                }
                state.verifier.reload(state.clock.moment()).await;
            }
            Signal::Stop => break delay,
            Signal::StopAtOnce => break Duration::ZERO,
        }
    };
    log::info!("stopping");
    end_within(delay + LONGEST_END);
    state.stop();
    // Load balancers ask whether the service is ready before they send their next requests elsewhere.
    let second_signal = async { while signals.next().await == Signal::Reload {} };
    let _ = tokio::time::timeout(delay, second_signal).await;
    ignore_new_connections(listener).await;
    server.stop(true).await;
}

/// Ends the process if it is still there after a time, for example because a database never answers.
fn end_within(longest: Duration) {
    let end = move || {
        std::thread::sleep(longest);
        log::error!("stopped before every request had its answer");
        logging::finish();
        std::process::exit(0);
    };
    // Without the thread, the process ends when its last request does.
    let _ = std::thread::Builder::new().name("hard end".into()).spawn(end);
}
