//! Sends spans to a collector by OTLP, in batches from a bounded queue and on a thread of their own. No request waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use opentelemetry::trace::{SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState};
use opentelemetry::{InstrumentationScope, Key, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, SpanData, SpanEvents, SpanExporter as Export, SpanLinks, SpanProcessor,
};
use url::Url;

use crate::http_client;

use super::span::Span;

/// The most spans that wait for the collector. Further ones are lost.
const MOST_WAITING: usize = 2_048;
/// How long the end of the process waits until the last spans are sent.
const LONGEST_END: Duration = Duration::from_secs(1);
/// How a span names itself, as all of this program do.
const PROGRAM: &str = env!("CARGO_PKG_NAME");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The spans of all requests, if they are exported.
pub struct Spans(Option<Exported>);

struct Exported {
    batches: BatchSpanProcessor,
    tally: Arc<Tally>,
    scope: InstrumentationScope,
}

/// What became of the spans.
#[derive(Debug, Default)]
struct Tally {
    waiting: AtomicUsize,
    lost: AtomicU64,
    is_failing: AtomicBool,
}

impl Tally {
    /// Takes a place in the queue; `false` if it has none.
    fn enter(&self) -> bool {
        let has_place = self.waiting.fetch_add(1, Ordering::Relaxed) < MOST_WAITING;
        if !has_place {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        has_place
    }

    /// Notes what became of a batch, and says so in the log when it changes.
    fn leave(&self, spans: usize, result: &OTelSdkResult) {
        self.waiting.fetch_sub(spans, Ordering::Relaxed);
        if let Err(error) = result {
            self.lost.fetch_add(spans as u64, Ordering::Relaxed);
            if !self.is_failing.swap(true, Ordering::Relaxed) {
                log::warn!("spans cannot be exported: {error}");
            }
        } else if self.is_failing.swap(false, Ordering::Relaxed) {
            let lost = self.lost.load(Ordering::Relaxed);
            log::info!("spans are exported again; {lost} have been lost since the start");
        }
    }
}

/// An exporter whose batches are counted.
#[derive(Debug)]
struct Counted {
    exporter: SpanExporter,
    tally: Arc<Tally>,
}

impl Export for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let result = self.exporter.export(batch).await;
        self.tally.leave(spans, &result);
        result
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

impl Spans {
    /// Starts the thread that exports; nothing is exported without an address.
    ///
    /// # Errors
    /// What is wrong with the other variables of the exporter.
    pub fn start(endpoint: Option<&Url>) -> Result<Self, String> {
        let Some(endpoint) = endpoint else {
            return Ok(Self(None));
        };
        http_client::use_ring();
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(endpoint.as_str())
            .with_protocol(Protocol::HttpBinary)
            .build()
            .map_err(|error| error.to_string())?;
        let tally = Arc::new(Tally::default());
        let counted = Counted {
            exporter,
            tally: Arc::clone(&tally),
        };
        // The tally lets no more in, so the processor never drops a span itself, which nothing would count.
        let config = BatchConfigBuilder::default().with_max_queue_size(MOST_WAITING).build();
        let mut batches = BatchSpanProcessor::new(counted, config);
        batches.set_resource(&resource());
        let scope = InstrumentationScope::builder(PROGRAM).with_version(VERSION).build();
        Ok(Self(Some(Exported { batches, tally, scope })))
    }

    /// Whether spans are exported.
    pub const fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Hands a span to the thread that exports, or loses it if too many wait already.
    pub fn record(&self, span: &Span) {
        let Some(exported) = &self.0 else {
            return;
        };
        if exported.tally.enter() {
            exported.batches.on_end(data(span, exported.scope.clone()));
        }
    }

    /// The number of spans that were lost; `None` if none are exported.
    pub fn lost(&self) -> Option<u64> {
        let exported = self.0.as_ref()?;
        Some(exported.tally.lost.load(Ordering::Relaxed))
    }

    /// Sends the last spans. Blocks its thread for a short time.
    pub fn finish(&self) {
        if let Some(exported) = &self.0
            && let Err(error) = exported.batches.shutdown_with_timeout(LONGEST_END)
        {
            log::warn!("the last spans were not exported: {error}");
        }
    }
}

/// Who exports: the variables of OpenTelemetry, with the name of the program as the default.
fn resource() -> Resource {
    let named = Resource::builder().build().get(&Key::from_static_str("service.name"));
    let is_named = named.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    let builder = Resource::builder().with_attribute(KeyValue::new("service.version", VERSION));
    if is_named {
        builder.build()
    } else {
        builder.with_service_name(PROGRAM).build()
    }
}

/// A span by the conventions of OpenTelemetry for HTTP servers, without what a client sends: the path, the query, headers.
fn data(span: &Span, scope: InstrumentationScope) -> SpanData {
    let (method, short) = match span.method {
        "OTHER" => ("_OTHER", "HTTP"),
        method => (method, method),
    };
    let mut attributes = vec![
        KeyValue::new("http.request.method", method),
        KeyValue::new("http.response.status_code", i64::from(span.status)),
    ];
    let name = match span.route {
        Some(route) => {
            attributes.push(KeyValue::new("http.route", route.to_owned()));
            format!("{short} {route}").into()
        }
        None => short.into(),
    };
    let is_failure = span.status >= 500;
    if is_failure {
        attributes.push(KeyValue::new("error.type", span.status.to_string()));
    }
    let end_time = SystemTime::now();
    let trace_id = TraceId::from_hex(span.trace_id).unwrap_or(TraceId::INVALID);
    let id = |digits: &str| SpanId::from_hex(digits).unwrap_or(SpanId::INVALID);
    SpanData {
        span_context: SpanContext::new(trace_id, id(span.id), TraceFlags::SAMPLED, false, TraceState::default()),
        parent_span_id: span.parent.map_or(SpanId::INVALID, id),
        parent_span_is_remote: span.parent.is_some(),
        span_kind: SpanKind::Server,
        name,
        start_time: end_time.checked_sub(span.took).unwrap_or(end_time),
        end_time,
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: if is_failure { Status::error("") } else { Status::Unset },
        instrumentation_scope: scope,
    }
}
