//! Measurements for Prometheus. No label has anything that a client sends: routes are patterns, methods and statuses are
//! those of HTTP.

use std::time::Duration;

use actix_web::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;

/// The bounds of the histogram of durations, in seconds: from an answer of memory to the longest wait for a change.
const BOUNDS: [f64; 14] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 30.0,
];

/// The requests since the start, by route.
#[derive(Clone)]
pub struct Metrics {
    pub(crate) answers: Family<Answer, Counter>,
    pub(crate) durations: Family<Operation, Histogram>,
    /// The connections that their network had no place for.
    pub(crate) connections_refused: Counter,
    /// The connections that ended because their client did not take its answer.
    pub(crate) slow_clients: Counter,
}

/// A route and a method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Operation {
    method: &'static str,
    /// The pattern of the route, such as `/insatskatalog/v1/municipalities/{kommunkod}`; `-` for an unknown path.
    route: String,
}

/// A kind of answer of a route.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Answer {
    method: &'static str,
    route: String,
    status: u16,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            answers: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BOUNDS)),
            connections_refused: Counter::default(),
            slow_clients: Counter::default(),
        }
    }
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn count(&self, method: &Method, route: Option<&str>, status: u16, duration: Duration) {
        let (method, route) = (known(method), route.unwrap_or("-").to_owned());
        let answer = Answer {
            method,
            route: route.clone(),
            status,
        };
        self.answers.get_or_create(&answer).inc();
        let operation = Operation { method, route };
        self.durations.get_or_create(&operation).observe(duration.as_secs_f64());
    }
}

/// The name of a standard method. Other names come from the client, and are neither counted nor logged.
pub(crate) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => "OTHER",
    }
}
