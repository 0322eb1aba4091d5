//! What tests that publish through the API have in common: an editor, what it reads and puts, what is refused.

use serde_json::{Value, json};

use crate::app::{Answered, TestApp};
use crate::issuer::token;

pub const ALARM: &str = "/municipalities/1270/insatser/trygghetslarm";

/// What somebody expects who makes an object, or who changes one whatever it says.
pub const NEW: (&str, &str) = ("if-none-match", "*");
pub const THERE: (&str, &str) = ("if-match", "*");

pub fn editor(kommunkod: &str) -> String {
    token("catalogue:write municipality:write", kommunkod)
}

/// An object and the header that lets it be changed.
pub async fn read(app: &TestApp, path: &str) -> (Value, String) {
    let answered = app.get(path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    (answered.json(), answered.header("etag").to_owned())
}

pub async fn put(app: &TestApp, kommunkod: &str, path: &str, etag: &str, body: &Value) -> Answered {
    app.put_as(&editor(kommunkod), path, ("if-match", etag), body).await
}

/// Puts a changed object, which must go well, and returns it as it then stands with its new `ETag`.
pub async fn changed(app: &TestApp, kommunkod: &str, path: &str, change: impl FnOnce(&mut Value)) -> (Value, String) {
    let (mut object, etag) = read(app, path).await;
    change(&mut object);
    let answered = put(app, kommunkod, path, &etag, &object).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    (answered.json(), answered.header("etag").to_owned())
}

pub fn refused(answered: &Answered, status: u16, faults: &[(&str, &str)]) {
    let problem = answered.json();
    let told: Vec<(String, String)> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| {
            let text = |name: &str| error[name].as_str().expect("text").to_owned();
            (text("pointer"), text("code"))
        })
        .collect();
    let mut told: Vec<(&str, &str)> = told.iter().map(|(p, c)| (p.as_str(), c.as_str())).collect();
    let mut wanted = faults.to_vec();
    told.sort_unstable();
    wanted.sort_unstable();
    assert_eq!((answered.status.as_u16(), told), (status, wanted), "{problem}");
}

/// A new insats that the law lets pass.
pub fn new_insats() -> Value {
    json!({
        "slug": "sangcafe", "name": {"sv": "Sångcafé", "en": "Singing café"},
        "summary": {"sv": "Sång och fika.", "en": "Singing and coffee."}, "category": "motesplats",
        "validFrom": "2026-01-01",
        "decision": {"body": "Vård- och omsorgsnämnden", "date": "2025-09-17", "reference": "2025-09-17 § 88", "adoption": "adopted"},
        "legalBasis": ["11 kap. 5 § socialtjänstlagen (2025:400)"],
        "criteria": {"kind": "all", "of": []},
        "documentation": {"individualLevel": "exempt", "legalBasis": ["14 kap. 5 § socialtjänstlagen (2025:400)"],
            "specialReasons": {"sv": "Uppgifter behövs inte.", "en": "Records are not needed."},
            "groupLevel": {"items": ["date", "participants.total"], "reporting": {"cycle": "month", "dueDays": 15}}},
    })
}

pub const CAFE: &str = "/municipalities/1270/insatser/sangcafe";

pub async fn create(app: &TestApp, body: &Value) -> Answered {
    app.put_as(&editor("1270"), CAFE, ("if-none-match", "*"), body).await
}

pub fn withdrawal(last_day: &str) -> Value {
    json!({"lastDay": last_day, "decision": {"body": "Vård- och omsorgsnämnden", "date": "2025-09-24",
        "reference": "2025-09-24 § 91", "adoption": "adopted"}})
}

/// Ends an insats that was just read.
pub async fn end(app: &TestApp, path: &str, body: &Value) -> Answered {
    let etag = app.get(path).await.header("etag").to_owned();
    let ends = format!("{path}/withdrawals");
    app.post_as(&editor("1270"), &ends, ("if-match", &etag), body).await
}
