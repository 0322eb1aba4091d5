//! Measurements for Prometheus: what they count, what they never have, and what the board and the alerts use of them.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use insatskatalog::http_client;
use reqwest::Method;
use saphyr::{LoadableYamlNode as _, Yaml};
use serde_json::Value;

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine, SECRET, TestApp};
use crate::fixtures::metrics::{ANY_PORT, MARKS, metrics, send_marks, value};
use crate::tests;
use crate::tokens::jwks::Endpoint;

tests![
    requests_are_counted_by_pattern,
    nothing_that_a_client_sends_is_in_them,
    the_board_and_the_alerts_use_what_exists,
    they_have_a_listener_of_their_own,
    the_listener_says_whether_anything_serves,
];

const BOARD: &str = include_str!("../../../deploy/grafana/insatskatalog.json");
const ALERTS: &str = include_str!("../../../deploy/prometheus/alerts.yml");
const SCRAPING: &str = include_str!("../../../deploy/prometheus/prometheus.yml");

async fn app_with_metrics(engine: Engine) -> TestApp {
    TestApp::on(Database::with_catalogues(engine), &[ANY_PORT]).await
}

async fn requests_are_counted_by_pattern(engine: Engine) {
    let app = app_with_metrics(engine).await;
    for slug in ["trygghetslarm", "trygghetslarm", "rebus"] {
        app.get(&format!("/municipalities/1270/insatser/{slug}")).await;
    }
    app.get("/municipalities/1270/insatser/nowhere").await;
    app.get("/nowhere").await;
    let text = metrics(&app).await;
    let route = format!("route=\"{BASE}/municipalities/{{kommunkod}}/insatser/{{slug}}\"");
    let answers = |labels: &str| -> u64 { value(&text, &format!("insatskatalog_http_requests_total{{{labels}}}")) };
    assert_eq!(answers(&format!("method=\"GET\",{route},status=\"200\"")), 3);
    assert_eq!(answers(&format!("method=\"GET\",{route},status=\"404\"")), 1);
    assert_eq!(answers("method=\"GET\",route=\"-\",status=\"404\""), 1);
    let durations = |part: &str| format!("insatskatalog_http_request_duration_seconds_{part}");
    let labels = format!("{{method=\"GET\",{route}}}");
    assert_eq!(value::<u64>(&text, &format!("{}{labels}", durations("count"))), 4);
    assert!(value::<f64>(&text, &format!("{}{labels}", durations("sum"))) > 0.0);
    let all = format!("{}{{le=\"+Inf\",method=\"GET\",{route}}}", durations("bucket"));
    assert_eq!(value::<u64>(&text, &all), 4);
    assert_eq!(value::<u64>(&text, "insatskatalog_catalogue_revision"), 61);
    assert_eq!(value::<u64>(&text, "insatskatalog_ready"), 1);
    assert!(value::<u64>(&text, "insatskatalog_catalogue_age_seconds") < 5);
    let (open, most) = (
        "insatskatalog_database_connections",
        "insatskatalog_database_connections_most",
    );
    assert!(value::<u64>(&text, open) >= 1 && value::<u64>(&text, most) >= value(&text, open));
    let version = format!("insatskatalog_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"));
    assert_eq!(value::<u64>(&text, &version), 1);
    assert!(text.ends_with("# EOF\n"));
}

async fn nothing_that_a_client_sends_is_in_them(engine: Engine) {
    let app = app_with_metrics(engine).await;
    send_marks(&app, &[]).await;
    let text = metrics(&app).await;
    for secret in MARKS {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("method=\"OTHER\""), "{text}");
}

async fn the_listener_says_whether_anything_serves(engine: Engine) {
    let app = app_with_metrics(engine).await;
    let live = format!("http://{}/health/live", app.metrics.expect("a listener"));
    let client = http_client::builder().no_proxy().build().expect("a client");
    let status = async || client.get(&live).send().await.expect("an answer").status().as_u16();
    assert_eq!(status().await, 200);
    // No thread has been there for as long as the clock says, until the next one is.
    app.now("2025-10-01T12:01:00Z");
    assert_eq!(status().await, 503);
    let began = Instant::now();
    while status().await != 200 {
        assert!(began.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The names of measurements in an expression.
fn names(expression: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = expression.split(|c| !is_part(c));
    let own = words.filter(|word| word.starts_with("insatskatalog_"));
    own.map(str::to_owned).collect()
}

/// The expressions of a board or a file of rules.
fn expressions(document: &Value, found: &mut Vec<String>) {
    match document {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "expr" => found.push(text.clone()),
                    other => expressions(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| expressions(item, found)),
        _ => {}
    }
}

/// The expressions of a YAML file.
fn expressions_in_yaml(document: &Yaml, found: &mut Vec<String>) {
    match document {
        Yaml::Mapping(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(text) if name.as_str() == Some("expr") => found.push(text.to_owned()),
                    _ => expressions_in_yaml(member, found),
                }
            }
        }
        Yaml::Sequence(items) => items.iter().for_each(|item| expressions_in_yaml(item, found)),
        _ => {}
    }
}

async fn the_board_and_the_alerts_use_what_exists(engine: Engine) {
    let issuer = Endpoint::start();
    let settings = [
        ANY_PORT,
        ("INSATSKATALOG_JWKS_FILE", ""),
        ("INSATSKATALOG_JWKS_URL", issuer.url.as_str()),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    app.get("/municipalities").await;
    let text = metrics(&app).await;
    let exist: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split(['{', ' ']).next())
        .collect();
    let (mut of_board, mut of_alerts) = (Vec::new(), Vec::new());
    expressions(&serde_json::from_str(BOARD).expect("JSON"), &mut of_board);
    for document in Yaml::load_from_str(ALERTS).expect("YAML") {
        expressions_in_yaml(&document, &mut of_alerts);
    }
    assert!(
        of_board.len() >= 10 && of_alerts.len() >= 8,
        "{of_board:?} {of_alerts:?}"
    );
    let mut used = BTreeSet::new();
    for expression in of_board.iter().chain(&of_alerts) {
        let open = expression.matches(['(', '{', '[']).count();
        assert_eq!(open, expression.matches([')', '}', ']']).count(), "{expression}");
        used.extend(names(expression));
    }
    let unknown: Vec<&String> = used.iter().filter(|name| !exist.contains(name.as_str())).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "{exist:?}");
    let scraping = Yaml::load_from_str(SCRAPING).expect("YAML");
    assert_eq!(scraping.len(), 1);
}

async fn they_have_a_listener_of_their_own(engine: Engine) {
    let app = app_with_metrics(engine).await;
    assert_eq!(app.send_anywhere(Method::GET, "/metrics", &[], None).await.status, 404);
    let address = app.metrics.expect("a listener");
    let client = http_client::builder().no_proxy().build().expect("a client");
    let other = client
        .get(format!("http://{address}{BASE}/municipalities"))
        .send()
        .await;
    assert_eq!(other.expect("an answer").status(), 404);
    assert_eq!(TestApp::start(engine).await.metrics, None, "off");
    // An address that is taken: an error if it was chosen, and a line in the log if it is the default.
    let taken = address.to_string();
    let output = crate::fixtures::command::program_with(
        &app.database.url,
        &["serve"],
        &[
            ("INSATSKATALOG_LISTEN", "127.0.0.1:0"),
            ("INSATSKATALOG_METRICS_LISTEN", &taken),
            ("INSATSKATALOG_SECRET", SECRET),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let printed = crate::fixtures::command::err(&output);
    assert!(
        printed.contains("INSATSKATALOG_METRICS_LISTEN: cannot listen"),
        "{printed}"
    );
}
