//! What a day brings reaches subscriptions once, and what a release brings too.

use std::time::Duration;

use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::receiver::{Receiver, TO_THIS_MACHINE, eventually, signed_at};
use crate::fixtures::singing_cafe;
use crate::issuer::token;
use crate::tests;

tests![
    follow_ups_and_ending_agreements_come_once,
    a_late_report_comes_only_to_those_who_may_read_records,
    a_release_is_said,
];

const NORRTALJE: &str = "/municipalities/0188/subscriptions";

/// Subscribes a receiver in Norrtälje.
async fn subscribe(app: &TestApp, receiver: &Receiver, kinds: &[&str]) {
    let subscriber = token("subscriptions:write records:read", "0188");
    let request = json!({"url": receiver.url, "kinds": kinds});
    let created = app.submit(&subscriber, NORRTALJE, &request).await;
    assert_eq!(created.status, 201, "{}", created.text);
}

/// The events of a kind that a receiver has: key and due day.
fn events(receiver: &Receiver, kind: &str) -> Vec<(String, String)> {
    let of_kind = receiver.messages().into_iter().filter(|message| message.kind() == kind);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    of_kind
        .map(|message| {
            let event = message.event();
            (text(&event["data"]["key"]), text(&event["data"]["due"]))
        })
        .collect()
}

async fn follow_ups_and_ending_agreements_come_once(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let other = TestApp::on(app.database.shared(), &[TO_THIS_MACHINE]).await;
    let both = |instant: &str| {
        app.now(instant);
        other.now(instant);
    };
    let receiver = Receiver::start();
    subscribe(&app, &receiver, &["agreement.ending", "follow-up.due"]).await;
    let ending = || of_year(events(&receiver, "agreement.ending"), "2026");
    let due = || of_year(events(&receiver, "follow-up.due"), "2026");
    // Two agreements end on 2026-05-31, and six decisions are to be followed up in June.
    both("2026-03-01T10:00:00Z");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(ending(), [], "more than 90 days before");
    both("2026-03-02T10:00:00Z");
    eventually("the agreements are said to end", async || ending().len() == 2).await;
    let said = ending();
    assert!(
        said[0].0.starts_with("stiftelsen-parasoll/") && said[0].1 == "2026-05-31",
        "{said:?}"
    );
    both("2026-05-31T10:00:00Z");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(due(), [], "before June");
    both("2026-06-01T10:00:00Z");
    eventually("follow-ups are due", async || due().len() == 6).await;
    assert!(
        due().iter().all(|(key, day)| key.contains('@') && day == "2026-06-30"),
        "{:?}",
        due()
    );
    // The next day, and a service that starts, bring nothing again.
    both("2026-06-02T10:00:00Z");
    let third = TestApp::on(app.database.shared(), &[TO_THIS_MACHINE]).await;
    third.now("2026-06-03T10:00:00Z");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((ending().len(), due().len()), (2, 6));
}

/// The events that are due in a year.
fn of_year(events: Vec<(String, String)>, year: &str) -> Vec<(String, String)> {
    let mut of_year: Vec<_> = events.into_iter().filter(|(_, due)| due.starts_with(year)).collect();
    of_year.sort();
    of_year
}

async fn a_late_report_comes_only_to_those_who_may_read_records(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let (permitted, other) = (Receiver::start(), Receiver::start());
    subscribe(&app, &permitted, &["report.overdue", "follow-up.due"]).await;
    subscribe(&app, &other, &["follow-up.due"]).await;
    app.now("2026-02-01T10:00:00Z");
    let late = || of_year(events(&permitted, "report.overdue"), "2026");
    let last = || {
        late()
            .iter()
            .any(|(key, _)| key == "traffpunkter/finska-foreningen/2025")
    };
    eventually("late reports arrive", async || last()).await;
    let reader = signed_at("2026-02-01T10:00:00Z", "records:read", "0188");
    let path = "/municipalities/0188/reporting?from=2025-01-01&to=2026-02-01&limit=100";
    let reporting = app.get_as(&reader, path).await.json();
    let lines = reporting["reporting"].as_array().expect("lines").iter();
    let missing = lines.filter(|line| line["state"] == "missing" || line["state"] == "late");
    let wanted = missing.map(|line| {
        let text = |name: &str| line[name].as_str().expect("text");
        let key = format!("{}/{}/{}", text("insats"), text("provider"), text("period"));
        (key, text("due").to_owned())
    });
    // What was due last year is known by now.
    let wanted = of_year(wanted.collect(), "2026");
    assert!(wanted.len() > 3, "{wanted:?}");
    eventually("all late reports arrive", async || late() == wanted).await;
    assert_eq!(events(&other, "report.overdue"), []);
    // A late report is no change of the catalogue.
    let changes = app.get_json("/changes?after=0&limit=100").await.to_string();
    assert!(!changes.contains("overdue"));
}

async fn a_release_is_said(engine: Engine) {
    let app = singing_cafe::handed_in(engine, &[TO_THIS_MACHINE]).await;
    let receiver = Receiver::start();
    let subscriber = singing_cafe::later_token(&json!({"scope": "subscriptions:write"}));
    let request = json!({"url": receiver.url, "kinds": ["release.published"]});
    let created = app
        .submit(&subscriber, "/municipalities/1270/subscriptions", &request)
        .await;
    assert_eq!(created.status, 201, "{}", created.text);
    let month = singing_cafe::months().remove(0);
    singing_cafe::deliver(&app, &month).await;
    singing_cafe::release(&app, &month).await;
    let message = receiver.after(1).await.remove(0);
    let event = message.event();
    assert_eq!(
        (&event["type"], &event["data"]["key"]),
        (&json!("release.published"), &json!(month))
    );
    assert!(!String::from_utf8_lossy(&message.body).contains("total"), "no figures");
}
