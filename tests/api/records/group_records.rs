//! Group records one at a time: the service accepts, shows, corrects, withdraws and redacts them, and flags implausible
//! ones.

use insatskatalog::store::Address;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::reports::{RECORDS, TRAFFPUNKTER, association, hand_in, municipality, session, sums_agree};
use crate::issuer::{claims, provider_token, signed};
use crate::tests;

tests![
    a_record_is_taken_and_read_back,
    a_period_is_one_report,
    a_record_is_corrected_and_withdrawn,
    texts_are_taken_out_of_every_writing,
    implausible_records_are_flagged_for_the_municipality,
    a_provider_sees_its_own,
    lists_are_by_day_and_in_pages,
];

async fn a_record_is_taken_and_read_back(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app.submit(&association(), TRAFFPUNKTER, &session("2025-09-14")).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let receipt = answered.json();
    assert_eq!(
        (&receipt["recordRevision"], &receipt["done"]),
        (&json!(1), &json!("created"))
    );
    assert_eq!(receipt["warnings"][0]["code"], "agreementDatesNotStated");
    assert!(!answered.text.contains("dragspel"), "a receipt has no text");
    let id = receipt["id"].as_str().expect("an id");
    let own = format!("https://api.example.se/insatskatalog/v1{RECORDS}/{id}");
    assert_eq!(answered.header("location"), own);
    assert_eq!(answered.header("cache-control"), "no-store");
    let read = app.get_as(&association(), &format!("{RECORDS}/{id}")).await;
    assert_eq!(read.status, 200);
    assert_eq!(read.header("etag"), answered.header("etag"));
    let shown = read.json();
    for (name, member) in session("2025-09-14").as_object().expect("members") {
        assert_eq!(&shown[name], member, "{name}");
    }
    assert_eq!(
        (&shown["insats"], &shown["postedBy"]),
        (&json!("traffpunkter"), &json!("provider"))
    );
    assert_eq!(shown["judgedRevision"], 61);
    sums_agree(&app);
    // The same record again conflicts with itself.
    let again = app.submit(&association(), TRAFFPUNKTER, &session("2025-09-14")).await;
    refused(&again, 409, &[("", "duplicateRecord")]);
    assert!(again.text.contains(id));
    let mut second = session("2025-09-14");
    second["session"] = json!(2);
    hand_in(&app, &second).await;
    let unknown = app
        .get_as(
            &association(),
            &format!("{RECORDS}/5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11"),
        )
        .await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.json()["code"].as_str()),
        (404, Some("unknownRecord"))
    );
}

async fn a_period_is_one_report(engine: Engine) {
    let app = TestApp::start(engine).await;
    let period = |from: &str, to: &str| {
        let mut record = session("2025-09-14");
        record.as_object_mut().expect("members").remove("date");
        record["period"] = json!({"from": from, "to": to});
        record["unit"] = json!("visits");
        record["sessions"] = json!(4);
        record
    };
    let mut both = period("2025-08-01", "2025-08-31");
    both["date"] = json!("2025-08-14");
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &both).await,
        400,
        &[("/period", "conflictingMembers")],
    );
    let mut without = period("2025-08-01", "2025-08-31");
    for member in ["unit", "sessions"] {
        without.as_object_mut().expect("members").remove(member);
    }
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &without).await,
        400,
        &[("/unit", "missingMember")],
    );
    without["unit"] = json!("visits");
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &without).await,
        400,
        &[("/sessions", "missingMember")],
    );
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &period("2025-08-31", "2025-08-01"))
            .await,
        400,
        &[("/period/to", "invalidDate")],
    );
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &period("2025-06-01", "2025-08-01"))
            .await,
        422,
        &[("/period/from", "notInForce")],
    );
    let id = hand_in(&app, &period("2025-08-01", "2025-08-31")).await;
    // Kvarnen reports by month: no period crosses one.
    let mut two_months = period("2025-08-15", "2025-09-15");
    two_months["provider"] = json!("kvarnens-utforare");
    two_months.as_object_mut().expect("members").remove("place");
    let kvarnen = "/municipalities/0188/insatser/kvarnen/group-records";
    refused(
        &app.submit(&municipality("0188"), kvarnen, &two_months).await,
        422,
        &[("/period", "outsideReportingPeriod")],
    );
    // Two records cannot report the same days.
    let session_within = app.submit(&association(), TRAFFPUNKTER, &session("2025-08-14")).await;
    refused(&session_within, 409, &[("", "overlap")]);
    assert!(session_within.text.contains(&id));
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &period("2025-08-31", "2025-09-05"))
            .await,
        409,
        &[("", "overlap")],
    );
    let mut elsewhere = session("2025-08-14");
    elsewhere["place"] = json!("rimbo");
    hand_in(&app, &elsewhere).await;
    hand_in(&app, &session("2025-09-14")).await;
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &period("2025-09-01", "2025-09-30"))
            .await,
        409,
        &[("", "overlap")],
    );
    sums_agree(&app);
}

async fn a_record_is_corrected_and_withdrawn(engine: Engine) {
    let app = TestApp::start(engine).await;
    let id = hand_in(&app, &session("2025-09-14")).await;
    let own = format!("{RECORDS}/{id}");
    let (mut record, etag) = {
        let read = app.get_as(&association(), &own).await;
        (read.json(), read.header("etag").to_owned())
    };
    record["participants"]["total"] = json!(20);
    let bearer = format!("Bearer {}", association());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let bare = app
        .send(
            reqwest::Method::PUT,
            &own,
            &headers,
            Some(record.to_string().into_bytes()),
        )
        .await;
    assert_eq!(bare.status, 428);
    let corrected = app.put_as(&association(), &own, ("if-match", &etag), &record).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    assert_eq!(corrected.json()["recordRevision"], 2);
    let second = corrected.header("etag").to_owned();
    assert_ne!(second, etag);
    assert_eq!(corrected.json()["participants"]["total"], 20);
    assert!(
        corrected.json().get("earlierRevisions").is_none(),
        "the old writing is for the municipality only"
    );
    assert_eq!(
        app.put_as(&association(), &own, ("if-match", &etag), &record)
            .await
            .status,
        412
    );
    let same = app.put_as(&association(), &own, ("if-match", &second), &record).await;
    assert_eq!(
        (same.status.as_u16(), same.header("etag")),
        (200, &*second),
        "no change is no writing"
    );
    let seen = app.get_as(&municipality("0188"), &own).await.json();
    assert_eq!(seen["earlierRevisions"][0]["record"]["participants"]["total"], 18);
    assert_eq!(seen["earlierRevisions"][0]["endedBy"], "correction");
    sums_agree(&app);
    // A correction follows the same rules and does not conflict with other records.
    record["participants"]["women"] = json!(30);
    refused(
        &app.put_as(&association(), &own, ("if-match", &second), &record).await,
        422,
        &[("/participants", "genderSum")],
    );
    record["participants"]["women"] = json!(11);
    hand_in(&app, &session("2025-09-15")).await;
    record["date"] = json!("2025-09-15");
    refused(
        &app.put_as(&association(), &own, ("if-match", &second), &record).await,
        409,
        &[("", "duplicateRecord")],
    );
    // The record moves to another month: the service counts both months again.
    record["date"] = json!("2025-08-15");
    assert_eq!(
        app.put_as(&association(), &own, ("if-match", &second), &record)
            .await
            .status,
        200
    );
    sums_agree(&app);
    let withdrawals = format!("{own}/withdrawals");
    refused(
        &app.submit(&association(), &withdrawals, &json!({})).await,
        400,
        &[("/reason", "missingMember")],
    );
    let withdrawn = app
        .submit(&association(), &withdrawals, &json!({"reason": "Räknad två gånger."}))
        .await;
    assert_eq!(withdrawn.status, 204);
    sums_agree(&app);
    for answered in [
        app.get_as(&association(), &own).await,
        app.submit(&association(), &withdrawals, &json!({"reason": "Igen."}))
            .await,
        app.put_as(&association(), &own, ("if-match", "\"3\""), &record).await,
    ] {
        assert_eq!(
            (answered.status.as_u16(), answered.json()["code"].as_str()),
            (410, Some("recordWithdrawn"))
        );
    }
    hand_in(&app, &session("2025-08-15")).await;
}

async fn texts_are_taken_out_of_every_writing(engine: Engine) {
    let app = TestApp::start(engine).await;
    // A name may have a slug's form.
    let mut record = session("2025-09-14");
    record["activity"] = json!("agneta");
    let id = hand_in(&app, &record).await;
    let own = format!("{RECORDS}/{id}");
    let etag = app.get_as(&association(), &own).await.header("etag").to_owned();
    record["activity"] = json!("Sång och fika");
    record["content"] = json!("Karin sjöng.");
    assert_eq!(
        app.put_as(&association(), &own, ("if-match", &etag), &record)
            .await
            .status,
        200
    );
    let redactions = format!("{own}/redactions");
    let reason = json!({"reason": "Karin ska inte stå här."});
    assert_eq!(app.submit(&association(), &redactions, &reason).await.status, 403);
    let redacted = app.submit(&municipality("0188"), &redactions, &reason).await;
    assert_eq!(redacted.status, 204, "{}", redacted.text);
    let seen = app.get_as(&municipality("0188"), &own).await;
    assert_eq!(seen.json()["participants"]["total"], 18, "what is counted stays");
    let events = app
        .get_as(&municipality("0188"), "/municipalities/0188/audit-events?limit=1000")
        .await;
    let disk = disk_text(&app);
    for text in [&seen.text, &events.text, &database_text(&app), &disk] {
        for word in ["Karin", "dragspel", "Sång", "agneta"] {
            assert!(!text.contains(word), "{word}");
        }
    }
    assert!(
        events.text.contains("\"redact\"") && events.text.contains(&id),
        "{}",
        events.text
    );
    sums_agree(&app);
    let unknown = format!("{RECORDS}/5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11/redactions");
    assert_eq!(app.submit(&municipality("0188"), &unknown, &reason).await.status, 404);
}

/// What the files of the database contain; only SQLite has files of its own.
fn disk_text(app: &TestApp) -> String {
    let Address::Sqlite(path) = app.database.address() else {
        return String::new();
    };
    let log = format!("{}-wal", path.display());
    let files = [path, log.into()].map(|path| std::fs::read(path).expect("a file of the database"));
    String::from_utf8_lossy(&files.concat()).into_owned()
}

/// Every text in the tables with records.
fn database_text(app: &TestApp) -> String {
    use diesel::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        content: String,
    }
    let mut connection = app.database.address().connect().expect("connects");
    let mut all = String::new();
    for query in [
        "SELECT activity || place || doc || natural_key AS content FROM group_records",
        "SELECT doc || coalesce(reason, '') AS content FROM group_record_history",
        "SELECT key_hash || body_hash || headers || body AS content FROM idempotency_keys",
    ] {
        for row in diesel::sql_query(query).load::<Row>(&mut connection).expect("read") {
            all.push_str(&row.content);
        }
    }
    all
}

async fn implausible_records_are_flagged_for_the_municipality(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "0188", "/municipalities/0188/insatser/traffpunkter", |insats| {
        let places = insats["places"].as_array_mut().expect("places");
        let place = places
            .iter_mut()
            .find(|place| place["slug"] == "norrtalje")
            .expect("Norrtälje");
        place["capacity"] = json!(40);
        place["openingHours"] = json!([{"weekday": "tuesday", "opens": "10:00", "closes": "15:00"}]);
    })
    .await;
    let flags = async |date: &str, total: u32| -> Value {
        let mut record = session(date);
        record["participants"] = json!({"total": total, "women": total, "men": 0});
        let id = hand_in(&app, &record).await;
        let seen = app.get_as(&association(), &format!("{RECORDS}/{id}")).await.json();
        assert!(seen.get("flags").is_none(), "a provider does not see them");
        app.get_as(&municipality("0188"), &format!("{RECORDS}/{id}"))
            .await
            .json()["flags"]
            .clone()
    };
    // Tuesdays of 2025, the place being open.
    let mut tuesdays = (0..9).map(|week| {
        let first = insatskatalog::domain::day::parse("2025-07-08").expect("a day");
        (first + chrono::Days::new(week * 7)).to_string()
    });
    let mut next = || tuesdays.next().expect("a Tuesday");
    assert_eq!(flags("2025-07-02", 15).await, json!(["placeClosed"]), "a Wednesday");
    for _ in 0..3 {
        assert_eq!(flags(&next(), 15).await, Value::Null);
    }
    assert_eq!(flags(&next(), 15).await, json!(["identicalCounts"]), "the fifth alike");
    assert_eq!(flags(&next(), 12).await, Value::Null);
    assert_eq!(flags(&next(), 14).await, Value::Null);
    assert_eq!(flags(&next(), 16).await, Value::Null);
    assert_eq!(flags(&next(), 52).await, json!(["aboveCapacity", "outsideOwnRange"]));
    let listed = app
        .get_as(&municipality("0188"), &format!("{RECORDS}?flagged=true"))
        .await
        .json();
    assert_eq!(listed["_meta"]["totalRecords"], 3);
    let refused = app.get_as(&association(), &format!("{RECORDS}?flagged=true")).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (403, Some("onlyMunicipality"))
    );
}

async fn a_provider_sees_its_own(engine: Engine) {
    let app = TestApp::start(engine).await;
    let id = hand_in(&app, &session("2025-09-14")).await;
    let own = format!("{RECORDS}/{id}");
    let other = provider_token("records:write records:read", "0188/hamnkompaniets-utforare");
    for answered in [
        app.get_as(&other, &own).await,
        app.put_as(&other, &own, ("if-match", "*"), &session("2025-09-14"))
            .await,
        app.submit(&other, &format!("{own}/withdrawals"), &json!({"reason": "x"}))
            .await,
    ] {
        assert_eq!(
            (answered.status.as_u16(), answered.json()["code"].as_str()),
            (404, Some("unknownRecord"))
        );
    }
    assert_eq!(app.get_as(&other, RECORDS).await.json()["_meta"]["totalRecords"], 0);
    let another_municipality = municipality("1270");
    let elsewhere = format!("/municipalities/1270/group-records/{id}");
    assert_eq!(app.get_as(&another_municipality, &elsewhere).await.status, 404);
    let mut bodies = claims("records:read", &["0188"]);
    bodies["bodies"] = json!(["en-annan-namnd"]);
    assert_eq!(app.get_as(&signed(&bodies), &own).await.status, 404);
    assert_eq!(app.get_as(&municipality("0188"), &own).await.status, 200);
}

async fn lists_are_by_day_and_in_pages(engine: Engine) {
    let app = TestApp::start(engine).await;
    for date in ["2025-09-14", "2025-08-01", "2025-09-02"] {
        hand_in(&app, &session(date)).await;
    }
    let mut rimbo = session("2025-08-02");
    rimbo["place"] = json!("rimbo");
    hand_in(&app, &rimbo).await;
    let dates = async |query: &str| {
        let answered = app.get_as(&association(), &format!("{RECORDS}{query}")).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        let list = answered.json();
        let records = list["groupRecords"].as_array().expect("records").clone();
        records
            .iter()
            .map(|record| record["date"].as_str().expect("a day")[5..].to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(dates("").await, "08-01 08-02 09-02 09-14");
    assert_eq!(dates("?limit=2&page=2").await, "09-02 09-14");
    assert_eq!(dates("?page=9").await, "");
    assert_eq!(dates("?from=2025-08-02&to=2025-09-02").await, "08-02 09-02");
    assert_eq!(dates("?place=rimbo").await, "08-02");
    assert_eq!(dates("?insats=kvarnen").await, "");
    assert_eq!(
        dates("?insats=traffpunkter&provider=finska-foreningen&from=2025-09-10").await,
        "09-14"
    );
    let answered = app.get_as(&association(), &format!("{RECORDS}?from=x&sort=name")).await;
    assert_eq!(answered.status, 400);
    let page = app.get_as(&association(), &format!("{RECORDS}?limit=2")).await;
    assert_eq!(page.json()["_meta"]["totalRecords"], 4);
    assert!(page.text.contains("page=2"));
    assert_eq!(page.header("cache-control"), "no-store");
}
