//! Group records by their last change: a reader that follows the cursor misses nothing.

use std::collections::BTreeMap;

use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::program;
use crate::fixtures::editing::refused;
use crate::fixtures::reports::{RECORDS, association, hand_in, municipality, next, session};
use crate::issuer::provider_token;
use crate::tests;

tests![
    every_change_appears,
    nothing_is_lost_while_many_write,
    a_changed_cursor_is_refused,
    a_cursor_reaches_one_municipality_and_provider,
    a_cursor_of_an_earlier_generation_is_gone,
    filters_that_a_record_may_leave_are_refused,
    records_of_an_older_release_appear,
];

async fn part(app: &TestApp, token: &str, path: &str) -> Value {
    let answered = app.get_as(token, path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    answered.json()
}

/// Ids of the records and of the withdrawn records in a part.
fn ids(part: &Value) -> (Vec<&str>, Vec<&str>) {
    let of = |list: &str| {
        let list = part[list].as_array().expect("a list");
        list.iter()
            .map(|record| record["id"].as_str().expect("an id"))
            .collect()
    };
    (of("groupRecords"), of("withdrawnRecords"))
}

async fn correct(app: &TestApp, id: &str, total: u32) {
    let mut record = part(app, &association(), &format!("{RECORDS}/{id}")).await;
    record["participants"] = json!({"total": total, "women": total, "men": 0, "otherOrUnknown": 0});
    let answered = app
        .put_as(&association(), &format!("{RECORDS}/{id}"), ("if-match", "*"), &record)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn end(app: &TestApp, id: &str, how: &str) {
    let reason = json!({"reason": "Räknad två gånger."});
    let answered = app
        .submit(&municipality("0188"), &format!("{RECORDS}/{id}/{how}"), &reason)
        .await;
    assert_eq!(answered.status, 204, "{}", answered.text);
}

async fn every_change_appears(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = hand_in(&app, &session("2025-09-14")).await;
    let second = hand_in(&app, &session("2025-09-07")).await;
    let third = hand_in(&app, &session("2025-09-21")).await;
    let since = format!("{RECORDS}?changedSince=2025-10-01T10:00:00Z&limit=2");
    let begun = part(&app, &association(), &since).await;
    assert_eq!(ids(&begun), (vec![&*first, &*second], vec![]));
    assert_eq!(begun["_meta"]["totalRecords"], 3);
    // While the list is read, one that was read changes, and one that was not is withdrawn.
    correct(&app, &first, 20).await;
    end(&app, &third, "withdrawals").await;
    let rest = part(&app, &association(), &next(&begun)).await;
    assert_eq!(ids(&rest), (vec![&*first], vec![&*third]));
    assert_eq!(rest["groupRecords"][0]["participants"]["total"], 20);
    assert_eq!(rest["withdrawnRecords"][0]["provider"], "finska-foreningen");
    // Nothing more, until something changes.
    let nothing = part(&app, &association(), &next(&rest)).await;
    assert_eq!(ids(&nothing), (vec![], vec![]));
    end(&app, &second, "redactions").await;
    end(&app, &third, "redactions").await;
    let redacted = part(&app, &association(), &next(&nothing)).await;
    assert_eq!(ids(&redacted), (vec![&*second], vec![&*third]));
    assert_eq!(redacted["groupRecords"][0]["redacted"], true);
    assert!(redacted["groupRecords"][0].get("content").is_none());
    assert_eq!(redacted["withdrawnRecords"][0]["redacted"], true);
    for path in [format!("{RECORDS}/{second}"), format!("{RECORDS}?to=2025-09-07")] {
        let shown = part(&app, &association(), &path).await;
        let record = shown.get("groupRecords").map_or(&shown, |records| &records[0]);
        assert_eq!(record["redacted"], true, "{path}");
    }
    assert!(
        part(&app, &association(), &format!("{RECORDS}/{first}"))
            .await
            .get("redacted")
            .is_none()
    );
    // Nobody changed anything since later.
    let later = part(
        &app,
        &association(),
        &format!("{RECORDS}?changedSince=2090-01-01T00:00:00Z"),
    )
    .await;
    assert_eq!(ids(&later), (vec![], vec![]));
    let fourth = hand_in(&app, &session("2025-09-28")).await;
    assert_eq!(
        ids(&part(&app, &association(), &next(&later)).await),
        (vec![&*fourth], vec![])
    );
}

async fn nothing_is_lost_while_many_write(engine: Engine) {
    let app = TestApp::start(engine).await;
    let other = TestApp::beside(&app).await;
    let write = async |app: &TestApp, month: u32| {
        for day in 1..=6 {
            let id = hand_in(app, &session(&format!("2025-{month:02}-{day:02}"))).await;
            correct(app, &id, 20 + day).await;
        }
    };
    let writers = join_all([write(&app, 7), write(&other, 8), write(&app, 9)]);
    let reader = async {
        let mut held: BTreeMap<String, Value> = BTreeMap::new();
        let mut path = format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z&limit=2");
        let mut quiet = 0;
        while quiet < 20 {
            let read = part(&other, &association(), &path).await;
            let records = read["groupRecords"].as_array().expect("a list");
            quiet = if records.is_empty() { quiet + 1 } else { 0 };
            for record in records {
                held.insert(record["id"].as_str().expect("an id").to_owned(), record.clone());
            }
            path = next(&read);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        held
    };
    let (_, held) = join(writers, reader).await;
    assert_eq!(held.len(), 18);
    let all = part(&app, &association(), &format!("{RECORDS}?limit=100")).await;
    for record in all["groupRecords"].as_array().expect("a list") {
        assert_eq!(
            &held[record["id"].as_str().expect("an id")],
            record,
            "the copy is current"
        );
        assert_eq!(record["recordRevision"], 2);
    }
}

async fn a_changed_cursor_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-14")).await;
    let begun = part(
        &app,
        &association(),
        &format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z"),
    )
    .await;
    let path = next(&begun);
    let cursor = path
        .split("after=")
        .nth(1)
        .expect("a cursor")
        .split('&')
        .next()
        .expect("text")
        .to_owned();
    let last = if cursor.ends_with('0') { "1" } else { "0" };
    let changed = format!("{}{last}", &cursor[..cursor.len() - 1]);
    for odd in [
        &*changed,
        "",
        "0",
        "41",
        "å",
        &"a".repeat(200),
        &cursor[1..],
        &format!("{cursor}0"),
    ] {
        let answered = app.get_as(&association(), &format!("{RECORDS}?after={odd}")).await;
        // Some of the digits may look like a personal identity number once they are no UUID.
        let code = answered.json()["code"].clone();
        let is_refused = answered.status == 400 && answered.json()["errors"][0]["pointer"] == "/query/after";
        assert!(
            is_refused || code == "personalIdentityNumber",
            "{odd}: {}",
            answered.text
        );
        assert!(
            odd.len() < 5 || !answered.text.contains(odd),
            "a refused value is not echoed"
        );
    }
}

async fn a_cursor_reaches_one_municipality_and_provider(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-14")).await;
    let begun = part(
        &app,
        &association(),
        &format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z"),
    )
    .await;
    let query = next(&begun).split_once('?').expect("a query").1.to_owned();
    let elsewhere = app
        .get_as(
            &municipality("1270"),
            &format!("/municipalities/1270/group-records?{query}"),
        )
        .await;
    refused(&elsewhere, 400, &[("/query/after", "invalidFormat")]);
    // Another provider sees none of it, from the beginning or with the cursor.
    let other = provider_token("records:write records:read", "0188/egen-regi");
    hand_in(&app, &session("2025-09-21")).await;
    for query in [query.as_str(), "changedSince=2025-01-01T00:00:00Z"] {
        let seen = part(&app, &other, &format!("{RECORDS}?{query}")).await;
        assert_eq!(
            (ids(&seen), &seen["_meta"]["totalRecords"]),
            ((vec![], vec![]), &json!(0))
        );
    }
}

async fn a_cursor_of_an_earlier_generation_is_gone(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[]).await;
    hand_in(&app, &session("2025-09-14")).await;
    let begun = part(
        &app,
        &association(),
        &format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z"),
    )
    .await;
    assert!(
        program(&app.database.url, &["restored", "--released-through", "none"])
            .status
            .success()
    );
    let gone = app.get_as(&association(), &next(&begun)).await;
    assert_eq!(
        (gone.status.as_u16(), &gone.json()["code"]),
        (410, &json!("positionGone"))
    );
}

async fn filters_that_a_record_may_leave_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let id = hand_in(&app, &session("2025-09-14")).await;
    let since = format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z");
    let answered = app
        .get_as(
            &municipality("0188"),
            &format!("{since}&place=norrtalje&from=2025-09-01&to=2025-09-30&flagged=true&page=2"),
        )
        .await;
    let all = ["flagged", "from", "page", "place", "to"].map(|name| format!("/query/{name}"));
    let faults: Vec<(&str, &str)> = all
        .iter()
        .map(|pointer| (pointer.as_str(), "conflictingMembers"))
        .collect();
    refused(&answered, 400, &faults);
    for (filter, found) in [
        ("insats=traffpunkter&provider=finska-foreningen", vec![&*id]),
        ("insats=kvarnen", vec![]),
    ] {
        let read = part(&app, &association(), &format!("{since}&{filter}")).await;
        assert_eq!(ids(&read).0, found, "{filter}");
    }
    let short = part(&app, &association(), &format!("{since}&fields=id")).await;
    assert_eq!(short["groupRecords"][0].as_object().map(serde_json::Map::len), Some(2));
    for (since, code) in [
        ("2025-10-01", "invalidFormat"),
        ("0025-02-02T18:15:40Z", "outOfRange"),
        ("2200-01-01T00:00:00Z", "outOfRange"),
    ] {
        let path = format!("{RECORDS}?changedSince={since}");
        let answered = app.get_as(&association(), &path).await;
        refused(&answered, 400, &[("/query/changedSince", code)]);
    }
}

/// An older release, which knows nothing of the numbers, writes records too.
async fn records_of_an_older_release_appear(engine: Engine) {
    use diesel::connection::SimpleConnection as _;
    let app = TestApp::start(engine).await;
    let id = hand_in(&app, &session("2025-09-14")).await;
    let mut connection = app.database.address().connect().expect("connects");
    let copied = "INSERT INTO group_records (id, record_revision, kommunkod, insats, provider, activity, activity_listed, \
        place, place_listed, date_from, date_to, month, unit, sessions, total, women, men, other, rating_sum, responses, \
        peak_responses, flags, doc, natural_key, judged_revision, posted_by, client_id, at) \
        SELECT '5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11', record_revision, kommunkod, insats, provider, activity, activity_listed, \
        place, place_listed, '2025-09-15', '2025-09-15', month, unit, sessions, total, women, men, other, rating_sum, responses, \
        peak_responses, flags, doc, 'another', judged_revision, posted_by, client_id, at FROM group_records";
    connection.batch_execute(copied).expect("copied");
    let read = part(
        &app,
        &association(),
        &format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z"),
    )
    .await;
    assert_eq!(ids(&read).0, [&*id, "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11"]);
}
