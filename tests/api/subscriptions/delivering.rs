//! Events reach their receivers: signed, in order, and again until they are there.

use std::collections::HashSet;
use std::time::Duration;

use chrono::DateTime;
use diesel::connection::SimpleConnection as _;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed};
use crate::fixtures::metrics::{ANY_PORT, metrics, value};
use crate::fixtures::receiver::{
    Receiver, Reply, SUBSCRIPTIONS, TO_THIS_MACHINE, eventually, posted, shown, signed_at, subscribed, subscriber,
};
use crate::tests;

tests![
    changes_arrive_signed_and_in_order,
    only_the_chosen_kinds_arrive,
    a_failed_event_comes_again_before_the_next,
    a_receiver_can_ask_for_time,
    a_receiver_can_end_its_subscription,
    five_days_of_failures_disable,
    two_secrets_sign_during_a_rotation,
    a_test_is_sent_at_once,
    a_replay_has_the_same_ids,
    a_restored_database_is_said,
    an_unreadable_secret_disables,
    attempts_are_counted_and_forgotten_after_thirty_days,
];

async fn app(engine: Engine) -> TestApp {
    TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await
}

/// Changes the alarm so many times.
async fn change(app: &TestApp, times: usize) {
    for time in 0..times {
        changed(app, "1270", ALARM, |alarm| {
            let before = alarm["summary"]["sv"].as_str().expect("text").len() % 200;
            alarm["summary"]["sv"] = json!("a".repeat(before + 1 + time));
        })
        .await;
    }
}

/// The deliveries of a subscription, the first first: kind, attempt, outcome and status.
async fn deliveries(app: &TestApp, path: &str) -> Vec<(String, i64, String, Option<i64>)> {
    let page = shown(app, &format!("{path}/deliveries?limit=100")).await;
    let text = |delivery: &Value, name: &str| delivery[name].as_str().expect("text").to_owned();
    let mut all: Vec<_> = page["deliveries"]
        .as_array()
        .expect("deliveries")
        .iter()
        .map(|delivery| {
            (
                text(delivery, "kind"),
                delivery["attempt"].as_i64().expect("a number"),
                text(delivery, "outcome"),
                delivery["status"].as_i64(),
            )
        })
        .collect();
    all.reverse();
    all
}

fn delivery(attempt: i64, outcome: &str, status: i64) -> (String, i64, String, Option<i64>) {
    ("version.changed".into(), attempt, outcome.into(), Some(status))
}

async fn has_deliveries(app: &TestApp, path: &str, count: usize) {
    eventually("the deliveries are written", async || {
        deliveries(app, path).await.len() >= count
    })
    .await;
}

async fn changes_arrive_signed_and_in_order(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, secret) = subscribed(&app, &receiver, &["version.changed"]).await;
    let before = app.get_json("/municipalities/1270").await["revision"].clone();
    change(&app, 5).await;
    let messages = receiver.after(5).await;
    let mut revisions = Vec::new();
    for message in &messages {
        assert_eq!(message.media_type, "application/cloudevents+json; charset=utf-8");
        assert!(message.is_signed_by(&secret));
        assert!(!message.is_signed_by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        let event = message.event();
        assert_eq!(event["specversion"], "1.0");
        assert_eq!(event["id"], message.id);
        assert_eq!(
            event["source"],
            "https://api.example.se/insatskatalog/v1/municipalities/1270"
        );
        assert_eq!(event["type"], "version.changed");
        assert_eq!(event["subject"], "trygghetslarm@2025-07-01");
        assert_eq!(event["time"], "2025-10-01T10:00:00Z");
        let data = &event["data"];
        assert_eq!((&data["key"], &data["gone"]), (&event["subject"], &json!(false)));
        let about = data["about"].as_str().expect("an address");
        let about = about
            .strip_prefix("https://api.example.se/insatskatalog/v1")
            .expect("of the API");
        assert_eq!(app.get_json(about).await["slug"], "trygghetslarm");
        revisions.push(data["revision"].as_i64().expect("a number"));
    }
    assert!(
        revisions.is_sorted() && revisions.windows(2).all(|pair| pair[0] < pair[1]),
        "{revisions:?}"
    );
    assert!(before.as_i64().is_none_or(|before| before < revisions[0]));
    let ids: HashSet<&String> = messages.iter().map(|message| &message.id).collect();
    assert_eq!(ids.len(), 5);
    has_deliveries(&app, &path, 5).await;
    assert_eq!(deliveries(&app, &path).await, vec![delivery(1, "delivered", 204); 5]);
    let subscription = shown(&app, &path).await;
    assert_eq!(subscription["status"], "active");
    assert_eq!(subscription["deliveredThrough"], revisions[4]);
    assert_eq!(receiver.messages().len(), 5, "each once");
}

async fn only_the_chosen_kinds_arrive(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["provider.changed"]).await;
    let start = shown(&app, &path).await["deliveredThrough"].as_i64().expect("a number");
    change(&app, 2).await;
    eventually("others are passed over", async || {
        shown(&app, &path).await["deliveredThrough"] == json!(start + 2)
    })
    .await;
    assert_eq!(receiver.messages().len(), 0);
}

async fn a_failed_event_comes_again_before_the_next(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    receiver.replies(Reply::status(500));
    change(&app, 2).await;
    has_deliveries(&app, &path, 1).await;
    let failing = shown(&app, &path).await;
    assert_eq!(
        (&failing["status"], &failing["failingSince"]),
        (&json!("failing"), &json!("2025-10-01T10:00:00Z"))
    );
    let next = DateTime::parse_from_rfc3339(failing["nextTryAt"].as_str().expect("text")).expect("an instant");
    assert!((1_759_312_805..1_759_312_807).contains(&next.timestamp()), "{next}");
    receiver.replies(Reply::status(200));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receiver.messages().len(), 1, "not before its time");
    app.now("2025-10-01T10:00:06Z");
    let messages = receiver.after(3).await;
    assert_eq!(messages[0].id, messages[1].id);
    assert_eq!(messages[0].event()["data"], messages[1].event()["data"]);
    assert_ne!(messages[1].id, messages[2].id);
    assert!(
        messages[0].timestamp < messages[1].timestamp,
        "an attempt has its own time"
    );
    has_deliveries(&app, &path, 3).await;
    let wanted = [
        delivery(1, "refused", 500),
        delivery(2, "delivered", 200),
        delivery(1, "delivered", 200),
    ];
    assert_eq!(deliveries(&app, &path).await, wanted);
    let well = shown(&app, &path).await;
    assert_eq!((&well["status"], well.get("failingSince")), (&json!("active"), None));
}

async fn a_receiver_can_ask_for_time(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    receiver.replies(Reply {
        headers: vec![("retry-after", "3600".into())],
        ..Reply::status(503)
    });
    change(&app, 1).await;
    has_deliveries(&app, &path, 1).await;
    assert_eq!(shown(&app, &path).await["nextTryAt"], "2025-10-01T11:00:00Z");
    app.now("2025-10-01T10:59:00Z");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receiver.messages().len(), 1);
    receiver.replies(Reply::status(204));
    app.now("2025-10-01T11:00:01Z");
    receiver.after(2).await;
}

async fn a_receiver_can_end_its_subscription(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    receiver.replies(Reply::status(410));
    change(&app, 2).await;
    eventually("disabled", async || shown(&app, &path).await["status"] == "disabled").await;
    let disabled = shown(&app, &path).await;
    assert_eq!(disabled["disabledReason"], "gone");
    receiver.replies(Reply::status(204));
    app.now("2025-10-03T10:00:00Z");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receiver.messages().len(), 1, "nothing more is sent");
    // Who wants the messages again asks for those since the last one.
    let from = disabled["deliveredThrough"].as_i64().expect("a number") + 1;
    let enabled = posted(&app, &format!("{path}/replays"), &json!({"fromRevision": from})).await;
    assert_eq!(
        (enabled.status.as_u16(), enabled.json()["status"].clone()),
        (200, json!("active"))
    );
    let messages = receiver.after(3).await;
    assert_eq!(messages[0].id, messages[1].id);
}

async fn five_days_of_failures_disable(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    receiver.replies(Reply::status(400));
    change(&app, 1).await;
    has_deliveries(&app, &path, 1).await;
    for (attempt, day) in (2..).zip(2..=6) {
        app.now(&format!("2025-10-0{day}T10:00:00Z"));
        has_deliveries(&app, &path, attempt).await;
        let wanted = if day < 6 { "failing" } else { "disabled" };
        let shown = shown(&app, &path).await;
        assert_eq!(shown["status"], wanted, "day {day}");
        assert_eq!(shown["failingSince"], "2025-10-01T10:00:00Z");
    }
    assert_eq!(shown(&app, &path).await["disabledReason"], "failedForDays");
}

async fn two_secrets_sign_during_a_rotation(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, first) = subscribed(&app, &receiver, &["version.changed"]).await;
    let rotated = posted(&app, &format!("{path}/secrets"), &json!({})).await;
    assert_eq!(rotated.status, 200, "{}", rotated.text);
    let rotated = rotated.json();
    let second = rotated["secret"].as_str().expect("a secret");
    assert_eq!(rotated["previousSecretValidUntil"], "2025-10-02T10:00:00Z");
    assert_eq!(
        shown(&app, &path).await["previousSecretValidUntil"],
        "2025-10-02T10:00:00Z"
    );
    change(&app, 1).await;
    let message = receiver.after(1).await.remove(0);
    assert!(message.is_signed_by(&first) && message.is_signed_by(second));
    app.now("2025-10-02T10:00:01Z");
    change(&app, 1).await;
    let message = receiver.after(2).await.remove(1);
    assert!(!message.is_signed_by(&first) && message.is_signed_by(second));
    assert_eq!(shown(&app, &path).await.get("previousSecretValidUntil"), None);
}

async fn a_test_is_sent_at_once(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, secret) = subscribed(&app, &receiver, &["provider.changed"]).await;
    let sent = posted(&app, &format!("{path}/test"), &json!({})).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let sent = sent.json();
    assert_eq!((&sent["outcome"], &sent["status"]), (&json!("delivered"), &json!(204)));
    let message = receiver.after(1).await.remove(0);
    assert!(message.is_signed_by(&secret));
    assert_eq!(
        (message.kind().as_str(), &json!(message.id)),
        ("subscription.test", &sent["messageId"])
    );
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let bearer = format!("Bearer {}", subscriber());
    let of_trace = format!("00-{trace}-00f067aa0ba902b7-01");
    let headers = [("authorization", bearer.as_str()), ("traceparent", &of_trace)];
    app.send(Method::POST, &format!("{path}/test"), &headers, None).await;
    assert!(
        receiver.after(2).await[1]
            .traceparent
            .starts_with(&format!("00-{trace}-"))
    );
    receiver.replies(Reply::status(404));
    let sent = posted(&app, &format!("{path}/test"), &json!({})).await.json();
    assert_eq!((&sent["outcome"], &sent["status"]), (&json!("refused"), &json!(404)));
    // A failed test is shown, and changes nothing for the events.
    assert_eq!(deliveries(&app, &path).await.len(), 3);
    assert_eq!(shown(&app, &path).await["status"], "active");
}

async fn a_replay_has_the_same_ids(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    change(&app, 3).await;
    let first = receiver.after(3).await;
    let from = first[1].event()["data"]["revision"].clone();
    has_deliveries(&app, &path, 3).await;
    let replayed = posted(&app, &format!("{path}/replays"), &json!({"fromRevision": from})).await;
    assert_eq!(replayed.status, 200, "{}", replayed.text);
    let all = receiver.after(5).await;
    let id = |at: usize| &all[at].id;
    assert_eq!([id(3), id(4)], [id(1), id(2)]);
}

async fn a_restored_database_is_said(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, secret) = subscribed(&app, &receiver, &["version.changed"]).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let backup = app.database.backup();
    tokio::time::sleep(Duration::from_millis(50)).await;
    change(&app, 2).await;
    let before = receiver.after(2).await;
    has_deliveries(&app, &path, 2).await;
    app.database.restore(&backup);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let messages = receiver.after(3).await;
    assert_eq!(messages[2].kind(), "catalogue.restored");
    assert!(messages[2].is_signed_by(&secret));
    eventually("the service follows", async || {
        app.get_json("/changes?limit=1").await["generation"] == messages[2].event()["data"]["generation"]
    })
    .await;
    // The same numbers name other events now, with other ids.
    change(&app, 2).await;
    let messages = receiver.after(5).await;
    let revision = |message: &crate::fixtures::receiver::Message| message.event()["data"]["revision"].clone();
    assert_eq!(revision(&messages[3]), revision(&before[0]));
    assert!(
        before
            .iter()
            .all(|earlier| earlier.id != messages[3].id && earlier.id != messages[4].id)
    );
    assert!(path.starts_with(SUBSCRIPTIONS));
}

async fn an_unreadable_secret_disables(engine: Engine) {
    let app = app(engine).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    // As after a change of the key of the service.
    let mut connection = app.database.address().connect().expect("connects");
    connection
        .batch_execute("UPDATE subscriptions SET secret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'")
        .expect("changed");
    change(&app, 1).await;
    eventually("disabled", async || shown(&app, &path).await["status"] == "disabled").await;
    assert_eq!(shown(&app, &path).await["disabledReason"], "secretUnreadable");
    let tested = posted(&app, &format!("{path}/test"), &json!({})).await;
    assert_eq!(
        (tested.status.as_u16(), tested.json()["code"].clone()),
        (409, json!("secretUnreadable"))
    );
    assert_eq!(receiver.messages().len(), 0);
    let rotated = posted(&app, &format!("{path}/secrets"), &json!({})).await.json();
    let from = shown(&app, &path).await["deliveredThrough"].as_i64().expect("a number") + 1;
    posted(&app, &format!("{path}/replays"), &json!({"fromRevision": from})).await;
    let message = receiver.after(1).await.remove(0);
    assert!(message.is_signed_by(rotated["secret"].as_str().expect("a secret")));
}

async fn attempts_are_counted_and_forgotten_after_thirty_days(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE, ANY_PORT]).await;
    let receiver = Receiver::start();
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    change(&app, 2).await;
    has_deliveries(&app, &path, 2).await;
    let counted = async |outcome: &str| -> u64 {
        let series = format!("insatskatalog_webhook_attempts_total{{outcome=\"{outcome}\"}}");
        value(&metrics(&app).await, &series)
    };
    assert_eq!((counted("delivered").await, counted("timedOut").await), (2, 0));
    let count = async |instant: &str| {
        app.now(instant);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let subscriber = signed_at(instant, "subscriptions:write", "1270");
        let page = app.get_as(&subscriber, &format!("{path}/deliveries")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!(count("2025-10-31T09:00:00Z").await, 2);
    assert_eq!(count("2025-10-31T12:00:00Z").await, 0);
}
