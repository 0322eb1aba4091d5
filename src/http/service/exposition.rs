//! `/metrics`: the measurements as Prometheus reads them (`OpenMetrics`), on a listener of their own.

use actix_web::{HttpResponse, get, web};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::http::state::State;
use crate::logging;

/// How the name of every measurement begins.
const PREFIX: &str = "insatskatalog";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The measurements at this moment.
#[get("/metrics")]
pub(crate) async fn metrics(state: web::Data<State>) -> HttpResponse {
    let mut text = String::new();
    match encode(&mut text, &registry(&state)) {
        Ok(()) => HttpResponse::Ok()
            .content_type(OPEN_METRICS)
            .insert_header(("cache-control", "no-store"))
            .body(text),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

fn registry(state: &State) -> Registry {
    let mut registry = Registry::with_prefix(PREFIX);
    registry.register(
        "build",
        "The running program",
        Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]),
    );
    registry.register(
        "http_requests",
        "Answers by method, pattern of the route and status",
        state.metrics.answers.clone(),
    );
    registry.register(
        "http_request_duration_seconds",
        "Time from a request to the head of its answer, by method and pattern of the route",
        state.metrics.durations.clone(),
    );
    registry.register(
        "connections_refused",
        "Connections that ended because their network has as many as it may have",
        state.metrics.connections_refused.clone(),
    );
    registry.register(
        "slow_clients",
        "Connections that ended because their client did not take its answer",
        state.metrics.slow_clients.clone(),
    );
    registry.register(
        "webhook_attempts",
        "Attempts to deliver an event to a subscription, by outcome",
        state.deliverer.attempts.clone(),
    );
    let lost = ConstCounter::new(logging::lost_lines());
    registry.register("log_lines_lost", "Lines of the log that nobody read in time", lost);
    if let Some(lost) = state.spans.lost() {
        registry.register(
            "spans_lost",
            "Spans that the collector did not take in time",
            ConstCounter::new(lost),
        );
    }
    for (name, help, value) in gauges(state) {
        registry.register(name, help, ConstGauge::new(value));
    }
    registry
}

/// What has a value at this moment.
fn gauges(state: &State) -> Vec<(&'static str, &'static str, i64)> {
    let now = state.clock.moment();
    let connections = state.store.connection_counts();
    let mut gauges = vec![
        (
            "ready",
            "1 if the service is ready, 0 while it stops",
            i64::from(!state.is_stopping()),
        ),
        (
            "catalogue_revision",
            "The revision of the catalogue that this replica answers from",
            state.catalogue().revision(),
        ),
        (
            "catalogue_age_seconds",
            "Seconds since this replica compared its catalogue with the database",
            signed(state.catalogue.seconds_since_compared(now.since_start)),
        ),
        (
            "database_connections",
            "Open connections to the database",
            connections.open.into(),
        ),
        (
            "database_connections_idle",
            "Open connections that no request uses",
            connections.idle.into(),
        ),
        (
            "database_connections_most",
            "The most connections of this replica",
            connections.most.into(),
        ),
        (
            "connections",
            "Connections of clients, without those of trusted proxies",
            signed(state.connections.taken() as u64),
        ),
        (
            "waiting_requests",
            "Requests that wait for a change",
            signed(state.waiting.taken() as u64),
        ),
    ];
    if let Some(rates) = &state.rates {
        gauges.push((
            "rate_limited_clients",
            "Clients whose questions are counted, because they have asked some lately",
            signed(rates.clients() as u64),
        ));
    }
    if let Some((is_known, age)) = state.verifier.fetched_keys(now) {
        gauges.push((
            "issuer_keys_known",
            "1 if the keys of the token issuer were fetched, otherwise 0; absent if they are not fetched",
            i64::from(is_known),
        ));
        gauges.push((
            "issuer_keys_age_seconds",
            "Seconds since the keys of the token issuer were fetched",
            signed(age),
        ));
    }
    gauges
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
