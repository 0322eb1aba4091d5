//! Implausible counts where no earlier sessions show what is usual.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::changed;
use crate::fixtures::reports::{RECORDS, hand_in, municipality, session};
use crate::tests;

tests![
    unusually_many_in_a_session_or_a_period_are_flagged,
    the_capacity_of_the_place_replaces_the_plain_ceiling,
];

async fn flags(app: &TestApp, record: &Value) -> Value {
    let id = hand_in(app, record).await;
    let path = format!("{RECORDS}/{id}");
    app.get_as(&municipality("0188"), &path).await.json()["flags"].clone()
}

fn session_of(date: &str, total: u32) -> Value {
    let mut record = session(date);
    record["participants"] = json!({"total": total, "women": total, "men": 0});
    record
}

/// A period in August, of an activity of its own.
fn period(activity: &str, unit: &str, total: u32) -> Value {
    let mut record = session_of("2025-08-31", total);
    record.as_object_mut().expect("members").remove("date");
    record["period"] = json!({"from": "2025-08-01", "to": "2025-08-31"});
    record["activity"] = json!(activity);
    record["unit"] = json!(unit);
    if unit == "visits" {
        record["sessions"] = json!(4);
    }
    record
}

async fn unusually_many_in_a_session_or_a_period_are_flagged(engine: Engine) {
    let app = TestApp::start(engine).await;
    let many = json!(["unusuallyMany"]);
    assert_eq!(flags(&app, &session_of("2025-09-02", 300)).await, Value::Null);
    assert_eq!(flags(&app, &session_of("2025-09-03", 301)).await, many);
    assert_eq!(flags(&app, &session_of("2025-09-04", 9_000)).await, many);
    // On average 300 in each of four sessions, and one more.
    assert_eq!(flags(&app, &period("Bingo", "visits", 1_200)).await, Value::Null);
    assert_eq!(flags(&app, &period("Bakning", "visits", 1_201)).await, many);
    assert_eq!(flags(&app, &period("Gympa", "persons", 3_000)).await, Value::Null);
    assert_eq!(flags(&app, &period("Kortspel", "persons", 3_001)).await, many);
    // Large sessions are usual here.
    for day in 5..=10 {
        hand_in(&app, &session_of(&format!("2025-09-{day:02}"), 320 + day)).await;
    }
    assert_eq!(flags(&app, &session_of("2025-09-30", 340)).await, Value::Null);
}

async fn the_capacity_of_the_place_replaces_the_plain_ceiling(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "0188", "/municipalities/0188/insatser/traffpunkter", |insats| {
        let places = insats["places"].as_array_mut().expect("places");
        let place = places.iter_mut().find(|place| place["slug"] == "norrtalje");
        place.expect("Norrtälje")["capacity"] = json!(400);
    })
    .await;
    assert_eq!(flags(&app, &session_of("2025-09-02", 400)).await, Value::Null);
    assert_eq!(flags(&app, &period("Bingo", "visits", 1_600)).await, Value::Null);
    assert_eq!(
        flags(&app, &period("Bakning", "visits", 9_000)).await,
        json!(["aboveCapacity"])
    );
}
