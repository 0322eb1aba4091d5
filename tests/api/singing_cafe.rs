//! A singing café in Tomelilla that grows: fourteen months of records, reported complete, and released in order.

use serde_json::{Value, json};

use crate::app::{Answered, Engine, TestApp};
use crate::editing::{NEW, editor, new_insats};
use crate::issuer::{claims, signed};

pub const INSATS: &str = "/municipalities/1270/insatser/sangcafe";
pub const REPORT: &str = "/municipalities/1270/insatser/sangcafe/annual-report";
pub const EXACT: &str = "/municipalities/1270/statistics/exact/annual-report?insats=sangcafe";
/// What it is called; its page must show that and nothing else.
pub const NAME: &str = "Sångcafé <b>\"Toner & ton\"</b>";
/// Who carries it out.
pub const PROVIDER: &str = "Sångarna <&\"> vänner";
/// An instant at which December 2026 is closed.
pub const LATER: &str = "2027-02-20T10:00:00Z";

const EVERYTHING: &str = "records:write records:read statistics:exact statistics:release";

/// A token that fits the later clock, with some claims of its own.
pub fn later_token(changes: &Value) -> String {
    let now = LATER
        .parse::<chrono::DateTime<chrono::Utc>>()
        .expect("an instant")
        .timestamp();
    let mut fresh = claims(EVERYTHING, &["1270"]);
    (fresh["iat"], fresh["exp"]) = (json!(now), json!(now + 600));
    for (name, value) in changes.as_object().expect("claims") {
        fresh[name] = value.clone();
    }
    signed(&fresh)
}

/// The municipality's own token.
pub fn own() -> String {
    later_token(&json!({}))
}

/// What was counted in a month, by place, as women and men.
pub fn counted(month: &str) -> Vec<(&'static str, i64, i64)> {
    match month {
        "2025-11" => vec![("torget", 12, 8), ("biblioteket", 9, 5), ("parken", 2, 1)],
        "2025-12" => vec![("torget", 13, 9), ("biblioteket", 8, 4), ("parken", 2, 2)],
        // Too few to be told, so that it is carried to February.
        "2026-01" => vec![("torget", 3, 1)],
        "2026-02" => vec![("torget", 20, 10), ("biblioteket", 6, 5)],
        "2026-03" => vec![("torget", 14, 10), ("biblioteket", 10, 0), ("parken", 8, 4)],
        "2026-11" | "2026-12" => vec![("torget", 35, 25), ("biblioteket", 10, 0), ("parken", 2, 1)],
        _ => vec![("torget", 14, 10), ("biblioteket", 10, 0), ("parken", 2, 1)],
    }
}

/// Every month with records.
pub fn months() -> Vec<String> {
    let of = |year: u32, months: std::ops::RangeInclusive<u32>| months.map(move |month| format!("{year}-{month:02}"));
    of(2025, 11..=12).chain(of(2026, 1..=12)).collect()
}

/// A service with everything until December 2026 released.
pub async fn released(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    publish(&app).await;
    app.now(LATER);
    hand_in(&app).await;
    for month in months() {
        deliver(&app, &month).await;
        release(&app, &month).await;
    }
    app
}

async fn publish(app: &TestApp) {
    let mut insats = new_insats();
    insats["name"] = json!({"sv": NAME, "en": "Singing café"});
    insats["validFrom"] = json!("2025-11-01");
    insats["decision"]["followUpDue"] = json!("2026-06");
    insats["decision"]["followedUp"] = json!({"date": "2026-06-17", "reference": "2026-06-17 § 64"});
    insats["places"] = json!([
        {"slug": "torget", "name": "Torget"},
        {"slug": "biblioteket", "name": "Biblioteket i Sankt Olof med omnejd"},
        {"slug": "parken", "name": "Parken"},
    ]);
    insats["documentation"]["groupLevel"]["items"] =
        json!(["date", "participants.total", "participants.gender", "evaluation"]);
    let of_provider = "/municipalities/1270/providers/sangarna";
    for (path, body) in [
        (INSATS.to_owned(), insats),
        (
            of_provider.to_owned(),
            json!({"slug": "sangarna", "name": PROVIDER, "kind": "association"}),
        ),
        (
            format!("{of_provider}/agreements/avtal"),
            json!({"insatser": ["sangcafe"], "validFrom": "2025-11-01", "kind": "main"}),
        ),
    ] {
        let answered = app.put_as(&editor("1270"), &path, NEW, &body).await;
        assert_eq!(answered.status, 201, "{path}: {}", answered.text);
    }
}

/// How many of those who took part answer.
pub fn responses(people: i64) -> i64 {
    people.min(5)
}

async fn hand_in(app: &TestApp) {
    let mut records = Vec::new();
    for month in months() {
        for (place, women, men) in counted(&month) {
            records.push(json!({
                "level": "group", "insats": "sangcafe", "provider": "sangarna", "date": format!("{month}-14"), "place": place,
                "participants": {"total": women + men, "women": women, "men": men, "otherOrUnknown": 0},
                "evaluation": {"ratings": [{"question": "Hur nöjd är du?", "mean": 4.2, "responses": responses(women + men), "scaleMax": 5}]},
            }));
        }
    }
    let batch = json!({"records": records});
    let answered = app
        .submit(&own(), "/municipalities/1270/group-record-batches", &batch)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

/// Says that everything of a month has come.
pub async fn deliver(app: &TestApp, month: &str) {
    let path = format!("/municipalities/1270/reporting/sangcafe/sangarna/{month}");
    let bearer = format!("Bearer {}", own());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = json!({"state": "complete"}).to_string().into_bytes();
    let answered = app.send(reqwest::Method::PUT, &path, &headers, Some(body)).await;
    assert_eq!(answered.status, 200, "{month}: {}", answered.text);
}

/// Releases a month.
pub async fn release(app: &TestApp, month: &str) {
    let path = "/municipalities/1270/statistics/releases";
    let answered = app.submit(&own(), path, &json!({"month": month})).await;
    assert_eq!(answered.status, 201, "{month}: {}", answered.text);
}

/// A report as a page.
pub async fn page(app: &TestApp, path: &str, token: Option<&str>) -> Answered {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![(
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    )];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    let answered = app.send(reqwest::Method::GET, path, &headers, None).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    assert_eq!(answered.header("content-type"), "text/html; charset=utf-8");
    answered
}
