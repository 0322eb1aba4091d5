//! Spans for OpenTelemetry: what a collector gets, what it never gets, and that no request waits for it.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message;
use reqwest::Method;

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::metrics::{ANY_PORT, MARKS, metrics, send_marks, value};
use crate::fixtures::process::Process;
use crate::tests;

tests![
    a_request_is_a_span_of_its_trace,
    nothing_else_that_a_client_sends_is_in_them,
    a_collector_that_never_answers_blocks_nothing,
    the_last_spans_are_sent_before_the_end,
    nothing_is_exported_without_an_address,
];

const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";
/// Longer than the exporter waits for more spans.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A collector: a real server that keeps what it gets.
struct Collector {
    url: String,
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
    handle: actix_web::dev::ServerHandle,
}

impl Collector {
    fn start() -> Self {
        let bodies: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let kept = Arc::clone(&bodies);
        let server = HttpServer::new(move || {
            let kept = Arc::clone(&kept);
            let keep = move |request: HttpRequest, body: web::Bytes| {
                assert_eq!(request.path(), "/v1/traces");
                let media_type = request.headers().get("content-type").expect("a type");
                assert_eq!(media_type, "application/x-protobuf");
                kept.lock().expect("not poisoned").push(body.to_vec());
                std::future::ready(HttpResponse::Ok())
            };
            App::new().default_service(web::post().to(keep))
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0));
        let server = server.expect("binds");
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { url, bodies, handle }
    }

    fn bodies(&self) -> Vec<Vec<u8>> {
        self.bodies.lock().expect("not poisoned").clone()
    }

    fn requests(&self) -> Vec<ExportTraceServiceRequest> {
        let bodies = self.bodies();
        let decoded = bodies.iter().map(|body| Message::decode(body.as_slice()));
        decoded.map(|request| request.expect("a request")).collect()
    }

    fn spans(&self) -> Vec<Span> {
        let resources = self.requests().into_iter().flat_map(|request| request.resource_spans);
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    /// The spans, once there are this many.
    async fn wait_for(&self, number: usize) -> Vec<Span> {
        let began = Instant::now();
        while self.spans().len() < number {
            assert!(began.elapsed() < LONGEST_WAIT, "{} of {number}", self.spans().len());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.spans()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").expect("a text");
    }
    digits
}

/// Attributes as text, in order.
fn written(attributes: &[KeyValue]) -> Vec<String> {
    let text = |attribute: &KeyValue| match &attribute.value {
        Some(AnyValue {
            value: Some(Value::StringValue(text)),
        }) => format!("{}={text}", attribute.key),
        Some(AnyValue {
            value: Some(Value::IntValue(number)),
        }) => format!("{}={number}", attribute.key),
        other => panic!("{}: {other:?}", attribute.key),
    };
    let mut written: Vec<String> = attributes.iter().map(text).collect();
    written.sort();
    written
}

async fn a_request_is_a_span_of_its_trace(engine: Engine) {
    let collector = Collector::start();
    let app = TestApp::on(Database::with_catalogues(engine), &[(ENDPOINT, &collector.url)]).await;
    let path = "/municipalities/1270/insatser/trygghetslarm";
    let recorded = format!("00-{TRACE}-{PARENT}-01");
    let answered = app.send(Method::GET, path, &[("traceparent", &recorded)], None).await;
    let own = answered
        .header("traceparent")
        .split('-')
        .nth(2)
        .expect("a span")
        .to_owned();
    let unrecorded = format!("00-{TRACE}-{PARENT}-00");
    app.send(Method::GET, path, &[("traceparent", &unrecorded)], None).await;
    let begun = app.get("/nowhere").await;
    let begun = begun
        .header("traceparent")
        .split('-')
        .nth(1)
        .expect("a trace")
        .to_owned();
    let spans = collector.wait_for(2).await;
    let [first, second] = spans.as_slice() else {
        panic!("{spans:?}");
    };
    let route = format!("{BASE}/municipalities/{{kommunkod}}/insatser/{{slug}}");
    assert_eq!(first.name, format!("GET {route}"));
    assert_eq!(first.kind(), SpanKind::Server);
    assert_eq!(hex(&first.trace_id), TRACE);
    assert_eq!(hex(&first.span_id), own);
    assert_eq!(hex(&first.parent_span_id), PARENT);
    assert_eq!(
        written(&first.attributes),
        [
            "http.request.method=GET".to_owned(),
            "http.response.status_code=200".to_owned(),
            format!("http.route={route}"),
        ]
    );
    let took = first.end_time_unix_nano - first.start_time_unix_nano;
    assert!(took > 0 && took < 10_000_000_000, "{took}");
    assert_eq!(second.name, "GET");
    assert_eq!(hex(&second.trace_id), begun);
    assert!(second.parent_span_id.is_empty());
    assert_eq!(
        written(&second.attributes),
        ["http.request.method=GET", "http.response.status_code=404"]
    );
    let requests = collector.requests();
    let resource = requests[0].resource_spans[0].resource.as_ref().expect("a resource");
    let resource = written(&resource.attributes);
    assert!(
        resource.contains(&"service.name=insatskatalog".to_owned()),
        "{resource:?}"
    );
}

async fn nothing_else_that_a_client_sends_is_in_them(engine: Engine) {
    let collector = Collector::start();
    let app = TestApp::on(Database::with_catalogues(engine), &[(ENDPOINT, &collector.url)]).await;
    // The span of the client has an identity number.
    let trace = format!("00-{TRACE}-abcdef9001019802-01");
    let headers = [
        ("traceparent", trace.as_str()),
        ("tracestate", "hemligtord=hemligtord"),
        ("baggage", "hemligtord=hemligtord"),
        ("authorization", "Bearer hemligtord"),
    ];
    let sent = send_marks(&app, &headers).await;
    let spans = collector.wait_for(sent).await;
    assert!(spans.iter().all(|span| span.parent_span_id.is_empty()));
    assert!(spans.iter().any(|span| span.name.starts_with("HTTP")));
    for body in collector.bodies() {
        let text = String::from_utf8_lossy(&body);
        for secret in MARKS {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let number = [0x90, 0x01, 0x01, 0x98, 0x02];
        assert!(!body.windows(number.len()).any(|part| part == number), "{body:?}");
    }
}

async fn a_collector_that_never_answers_blocks_nothing(engine: Engine) {
    // Its connections wait in the queue of the operating system.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let settings = [ANY_PORT, (ENDPOINT, url.as_str())];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    assert_eq!(value::<u64>(&metrics(&app).await, "insatskatalog_spans_lost_total"), 0);
    let mut slowest = Duration::ZERO;
    // More than may wait.
    for _ in 0..2_100 {
        let began = Instant::now();
        let answered = app.send_anywhere(Method::GET, "/health/live", &[], None).await;
        assert_eq!(answered.status, 200);
        slowest = slowest.max(began.elapsed());
    }
    // An export takes ten seconds until it fails.
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    assert!(value::<u64>(&metrics(&app).await, "insatskatalog_spans_lost_total") > 0);
}

async fn the_last_spans_are_sent_before_the_end(engine: Engine) {
    let collector = Collector::start();
    let database = Database::with_catalogues(engine);
    let address = format!("{}/v1/traces", collector.url);
    let mut process = Process::start(&[
        ("DATABASE_URL", database.url.as_str()),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &address),
        ("OTEL_SERVICE_NAME", "katalogen"),
        ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"),
        // Only the end of the process sends them.
        ("OTEL_BSP_SCHEDULE_DELAY", "600000"),
    ]);
    assert_eq!(process.status("/health/live", &[]).await, 200);
    let stopped = actix_web::rt::task::spawn_blocking(move || process.stop());
    assert_eq!(stopped.await.expect("ends"), Some(0));
    let names: Vec<String> = collector.spans().into_iter().map(|span| span.name).collect();
    assert_eq!(names, ["GET /health/live"]);
    let requests = collector.requests();
    let resource = requests[0].resource_spans[0].resource.as_ref().expect("a resource");
    let resource = written(&resource.attributes);
    for attribute in ["service.name=katalogen", "deployment.environment.name=test"] {
        assert!(resource.iter().any(|has| has == attribute), "{resource:?}");
    }
}

async fn nothing_is_exported_without_an_address(engine: Engine) {
    let collector = Collector::start();
    let off = [ANY_PORT, (ENDPOINT, &collector.url), ("OTEL_SDK_DISABLED", "true")];
    for settings in [&[ANY_PORT][..], &off] {
        let app = TestApp::on(Database::with_catalogues(engine), settings).await;
        app.get("/municipalities").await;
        let text = metrics(&app).await;
        assert!(!text.contains("spans_lost"), "{text}");
    }
    assert!(collector.bodies().is_empty());
}
