//! What tests of statistics have in common: a municipality with a singing café, reported by month.

use serde_json::{Value, json};

use crate::app::{Answered, Engine, TestApp};
use crate::editing::{NEW, editor, new_insats};
use crate::issuer::token;

pub const STATISTICS: &str = "/municipalities/0114/statistics";
pub const EXACT: &str = "/municipalities/0114/statistics/exact";
pub const RELEASES: &str = "/municipalities/0114/statistics/releases";
pub const CAFE: &str = "/municipalities/0114/insatser/sangcafe";
pub const CAFE_RECORDS: &str = "/municipalities/0114/insatser/sangcafe/group-records";

/// What the municipality's own staff may do with statistics and records.
pub fn staff() -> String {
    token(
        "records:write records:read statistics:exact statistics:release audit:read",
        "0114",
    )
}

/// A service on 2026-02-10 in which Upplands Väsby has a singing café since July 2025, at four places, by two providers.
pub async fn begin(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    furnish(&app).await;
    app.now("2026-02-10T09:00:00Z");
    app
}

/// Publishes the municipality and its café.
pub async fn furnish(app: &TestApp) {
    let vasby =
        json!({"settings": {"statistics": {"k": 5}}, "bodies": [{"slug": "von", "name": "Vård- och omsorgsnämnden"}]});
    made(app, "/municipalities/0114", &vasby).await;
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-07-01");
    cafe["decision"]["date"] = json!("2025-06-17");
    cafe["decision"]["reference"] = json!("2025-06-17 § 88");
    cafe["documentation"]["groupLevel"]["reporting"] = json!({"cycle": "month", "dueDays": 5});
    cafe["places"] = ["alby", "bollstanas", "carlslund", "runby"]
        .map(|slug| json!({"slug": slug, "name": slug}))
        .into();
    made(app, CAFE, &cafe).await;
    for slug in ["egen-regi", "sangens-vanner"] {
        let kind = if slug == "egen-regi" {
            "ownAdministration"
        } else {
            "association"
        };
        let provider = format!("/municipalities/0114/providers/{slug}");
        made(app, &provider, &json!({"slug": slug, "name": slug, "kind": kind})).await;
    }
    agree(app, "egen-regi").await;
}

/// An agreement of a provider for the café.
pub async fn agree(app: &TestApp, provider: &str) {
    let kind = if provider == "egen-regi" {
        "ownAdministration"
    } else {
        "main"
    };
    let path = format!("/municipalities/0114/providers/{provider}/agreements/avtal");
    let agreement = json!({"insatser": ["sangcafe"], "validFrom": "2025-07-01", "kind": kind});
    made(app, &path, &agreement).await;
}

async fn made(app: &TestApp, path: &str, body: &Value) {
    let answered = app.put_as(&editor("0114"), path, NEW, body).await;
    assert_eq!(answered.status, 201, "{path}: {}", answered.text);
}

/// A session of the municipality's own: women, men, others. Of one or two nothing more than the number is told.
pub fn session(day: &str, place: &str, (women, men, other): (u32, u32, u32)) -> Value {
    let total = women + men + other;
    let participants = if total < 3 {
        json!({"total": total})
    } else {
        json!({"total": total, "women": women, "men": men, "otherOrUnknown": other})
    };
    json!({"level": "group", "provider": "egen-regi", "date": day, "place": place, "participants": participants})
}

/// Hands a record in, which must be taken, and returns its id.
pub async fn hand_in(app: &TestApp, record: &Value) -> String {
    let answered = app.submit(&staff(), CAFE_RECORDS, record).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    answered.json()["id"].as_str().expect("an id").to_owned()
}

/// Says of a month that it is complete, or lost.
pub async fn say(app: &TestApp, provider: &str, month: &str, what: &Value) {
    let path = format!("/municipalities/0114/reporting/sangcafe/{provider}/{month}");
    let bearer = format!("Bearer {}", staff());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = Some(what.to_string().into_bytes());
    let answered = app.send(reqwest::Method::PUT, &path, &headers, body).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

pub async fn complete(app: &TestApp, month: &str) {
    say(app, "egen-regi", month, &json!({"state": "complete"})).await;
}

pub async fn release(app: &TestApp, month: &str) -> Answered {
    app.submit(&staff(), RELEASES, &json!({"month": month})).await
}

/// Releases a month, which must be new.
pub async fn released(app: &TestApp, month: &str) -> Value {
    let answered = release(app, month).await;
    assert_eq!(answered.status, 201, "{month}: {}", answered.text);
    answered.json()
}

/// The public answer to a question.
pub async fn public(app: &TestApp, query: &str) -> Value {
    app.get_json(&format!("{STATISTICS}?limit=100&{query}")).await
}

/// Its figures as `(dimensions, value, status)`, the dimensions joined by spaces.
pub async fn figures(app: &TestApp, query: &str) -> Vec<(String, Option<i64>, String)> {
    let answer = public(app, query).await;
    let by: Vec<&str> = answer["by"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("text"))
        .collect();
    let figures = answer["figures"].as_array().expect("figures");
    figures
        .iter()
        .map(|figure| {
            let told: Vec<&str> = by.iter().map(|name| figure[name].as_str().unwrap_or("-")).collect();
            let status = figure["status"].as_str().expect("a status").to_owned();
            (told.join(" "), figure["value"].as_i64(), status)
        })
        .collect()
}

/// The same as one text, a line for each figure.
pub async fn table(app: &TestApp, query: &str) -> String {
    let figures = figures(app, query).await;
    let line = |(told, value, status): &(String, Option<i64>, String)| {
        let value = value.map_or("-".to_owned(), |value| value.to_string());
        format!("{told} {value} {status}").trim_start().to_owned()
    };
    figures.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The worked example: 30, 3, 12 and 2 at four places, told as 30 and 17 together.
pub async fn four_places(app: &TestApp, month: &str) {
    for (place, total) in [
        ("alby", (18, 12, 0)),
        ("bollstanas", (3, 0, 0)),
        ("carlslund", (7, 5, 0)),
        ("runby", (1, 1, 0)),
    ] {
        hand_in(app, &session(&format!("{month}-10"), place, total)).await;
    }
    complete(app, month).await;
}
