//! What tests that hand in group records have in common.

use serde_json::{Value, json};

use crate::app::{Answered, TestApp};
use crate::issuer::{provider_token, token};

/// Where Finska föreningen hands in what it did at the meeting places of Norrtälje.
pub const TRAFFPUNKTER: &str = "/municipalities/0188/insatser/traffpunkter/group-records";
pub const RECORDS: &str = "/municipalities/0188/group-records";
pub const BATCHES: &str = "/municipalities/0188/group-record-batches";

pub const EVERYTHING: &str = "records:write records:read records:redact audit:read";

/// The association's own token.
pub fn association() -> String {
    provider_token("records:write records:read", "0188/finska-foreningen")
}

/// The municipality's own token.
pub fn municipality(kommunkod: &str) -> String {
    token(EVERYTHING, kommunkod)
}

/// A session that the meeting places' rules let pass.
pub fn session(date: &str) -> Value {
    json!({
        "level": "group", "provider": "finska-foreningen", "date": date, "place": "norrtalje", "activity": "Sång och fika",
        "method": "öppen gruppträff", "performedBy": "volontärer",
        "participants": {"total": 18, "women": 11, "men": 6, "otherOrUnknown": 1},
        "content": "Allsång till dragspel.",
    })
}

/// Hands in a record of the meeting places, which must be taken, and returns its id.
pub async fn hand_in(app: &TestApp, record: &Value) -> String {
    let answered = app.submit(&association(), TRAFFPUNKTER, record).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    answered.json()["id"].as_str().expect("an id").to_owned()
}

/// Posts with headers of its own.
pub async fn post_with(app: &TestApp, token: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answered {
    let bearer = format!("Bearer {token}");
    let mut all = vec![("authorization", bearer.as_str())];
    all.extend_from_slice(headers);
    app.send(reqwest::Method::POST, path, &all, Some(body)).await
}

/// The sums are what the records make.
pub fn sums_agree(app: &TestApp) {
    let mut connection = app.database.address().connect().expect("connects");
    let (wrong, ..) = insatskatalog::store::statistics::monthly_sums::verify(&mut connection).expect("counted");
    assert_eq!(wrong, []);
}
