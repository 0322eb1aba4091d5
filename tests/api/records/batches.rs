//! Batches of group records: all or none, every fault in one answer, and the same sheet that grows every month.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::reports::{BATCHES, RECORDS, association, hand_in, municipality, post_with, session, sums_agree};
use crate::issuer::provider_token;
use crate::tests;

tests![
    a_batch_is_taken_whole,
    every_fault_of_every_row_is_reported_and_nothing_stored,
    a_growing_batch_is_sent_every_month,
    a_batch_can_be_validated_only,
    rows_stand_in_each_others_way,
    what_is_no_batch_is_refused,
    records_get_the_names_of_the_query,
];

fn batch(records: &[Value]) -> Value {
    let records: Vec<Value> = records
        .iter()
        .map(|record| {
            let mut record = record.clone();
            record["insats"] = json!("traffpunkter");
            record
        })
        .collect();
    json!({"records": records})
}

async fn total(app: &TestApp) -> Value {
    app.get_as(&municipality("0188"), RECORDS).await.json()["_meta"]["totalRecords"].clone()
}

async fn a_batch_is_taken_whole(engine: Engine) {
    let app = TestApp::start(engine).await;
    let records: Vec<Value> = (1..=30).map(|day| session(&format!("2025-09-{day:02}"))).collect();
    let answered = app.submit(&association(), BATCHES, &batch(&records)).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let receipt = answered.json();
    assert_eq!((&receipt["created"], &receipt["unchanged"]), (&json!(30), &json!(0)));
    assert_eq!(receipt["results"][29]["row"], 29);
    assert!(!answered.text.contains("dragspel"));
    assert_eq!(total(&app).await, 30);
    sums_agree(&app);
    assert_eq!(
        app.submit(&association(), BATCHES, &json!({"records": []}))
            .await
            .status,
        200
    );
}

async fn every_fault_of_every_row_is_reported_and_nothing_stored(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut records = vec![
        session("2025-09-01"),
        session("2025-09-02"),
        session("2025-10-30"),
        session("2025-09-04"),
    ];
    records[1]["participants"]["women"] = json!(99);
    records[3]["method"] = json!("Ring 070-123 45 67");
    let answered = app.submit(&association(), BATCHES, &batch(&records)).await;
    refused(
        &answered,
        422,
        &[
            ("/records/1/participants", "genderSum"),
            ("/records/2/date", "dateInFuture"),
            ("/records/3/method", "contactDetail"),
        ],
    );
    records[3]["method"] = json!("gruppträff");
    let answered = app.submit(&association(), BATCHES, &batch(&records)).await;
    refused(
        &answered,
        422,
        &[
            ("/records/1/participants", "genderSum"),
            ("/records/2/date", "dateInFuture"),
        ],
    );
    let mut unknown = batch(&records[..1]);
    unknown["records"][0]["insats"] = json!("dansbana");
    let answered = app.submit(&association(), BATCHES, &unknown).await;
    refused(&answered, 422, &[("/records/0/insats", "unknownReference")]);
    unknown["records"][0]["insats"] = json!("kontaktperson");
    let answered = app.submit(&association(), BATCHES, &unknown).await;
    refused(
        &answered,
        422,
        &[("/records/0/insats", "alwaysRequiresIndividualAssessment")],
    );
    let mut foreign = batch(&records[..1]);
    foreign["records"][0]["provider"] = json!("hamnkompaniets-utforare");
    assert_eq!(app.submit(&association(), BATCHES, &foreign).await.status, 403);
    assert_eq!(total(&app).await, 0);
}

async fn a_growing_batch_is_sent_every_month(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut records = vec![session("2025-08-05"), session("2025-08-12")];
    app.submit(&association(), BATCHES, &batch(&records)).await;
    records.push(session("2025-09-02"));
    let answered = app.submit(&association(), BATCHES, &batch(&records)).await.json();
    assert_eq!((&answered["created"], &answered["unchanged"]), (&json!(1), &json!(2)));
    // A count was wrong: the service refuses the sheet until it says that it corrects.
    records[0]["participants"]["total"] = json!(21);
    let answered = app.submit(&association(), BATCHES, &batch(&records)).await;
    refused(&answered, 409, &[("/records/0", "duplicateRecord")]);
    for wanted in ["onConflict=correct", "--correct", "session"] {
        assert!(answered.text.contains(wanted), "{wanted}: {}", answered.text);
    }
    let correct = format!("{BATCHES}?onConflict=correct");
    let answered = app.submit(&association(), &correct, &batch(&records)).await.json();
    assert_eq!((&answered["corrected"], &answered["unchanged"]), (&json!(1), &json!(2)));
    assert_eq!(answered["results"][0]["recordRevision"], 2);
    assert_eq!(total(&app).await, 3);
    sums_agree(&app);
    let again = app.submit(&association(), &correct, &batch(&records)).await.json();
    assert_eq!(again["unchanged"], 3);
}

async fn a_batch_can_be_validated_only(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-01")).await;
    let only = format!("{BATCHES}?validateOnly=true");
    let mut records = vec![session("2025-09-01"), session("2025-09-02")];
    let answered = app.submit(&association(), &only, &batch(&records)).await.json();
    assert_eq!(
        (&answered["validateOnly"], &answered["created"], &answered["unchanged"]),
        (&json!(true), &json!(1), &json!(1))
    );
    records[1]["participants"]["women"] = json!(99);
    assert_eq!(app.submit(&association(), &only, &batch(&records)).await.status, 422);
    assert_eq!(total(&app).await, 1);
}

async fn rows_stand_in_each_others_way(engine: Engine) {
    let app = TestApp::start(engine).await;
    let twice = [session("2025-09-01"), session("2025-09-02"), session("2025-09-01")];
    let answered = app.submit(&association(), BATCHES, &batch(&twice)).await;
    refused(&answered, 409, &[("/records/2", "duplicateRecord")]);
    let mut period = session("2025-09-01");
    period.as_object_mut().expect("members").remove("date");
    period["period"] = json!({"from": "2025-09-01", "to": "2025-09-30"});
    period["unit"] = json!("persons");
    let answered = app
        .submit(
            &association(),
            BATCHES,
            &batch(&[session("2025-09-14"), period.clone(), session("2025-09-15")]),
        )
        .await;
    refused(&answered, 409, &[("/records/1", "overlap"), ("/records/2", "overlap")]);
    assert!(answered.text.contains("/records/0"), "says which: {}", answered.text);
    assert_eq!(total(&app).await, 0);
    // Two providers' rows in one batch of the municipality's.
    let mut kvarnen = session("2025-09-14");
    kvarnen["provider"] = json!("kvarnens-utforare");
    kvarnen.as_object_mut().expect("members").remove("place");
    let mut both = batch(&[session("2025-09-14"), kvarnen]);
    both["records"][1]["insats"] = json!("kvarnen");
    let answered = app.submit(&municipality("0188"), BATCHES, &both).await;
    assert_eq!(answered.json()["created"], 2, "{}", answered.text);
    sums_agree(&app);
}

async fn what_is_no_batch_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let token = provider_token("records:write", "0188/finska-foreningen");
    let json_type = ("content-type", "application/json");
    for (body, status, code) in [
        (b"{".to_vec(), 400, "syntax"),
        (b"[]".to_vec(), 400, "wrongType"),
        (b"{}".to_vec(), 400, "missingMember"),
        (b"{\"records\": {}}".to_vec(), 400, "wrongType"),
        (vec![0xff], 400, "notUtf8"),
    ] {
        let answered = post_with(&app, &token, BATCHES, &[json_type], body).await;
        assert_eq!(
            (answered.status.as_u16(), answered.json()["code"].as_str()),
            (status, Some(code))
        );
    }
    let many: Vec<Value> = (0..1001).map(|_| session("2025-09-01")).collect();
    let answered = app.submit(&token, BATCHES, &batch(&many)).await;
    assert_eq!(
        (answered.status.as_u16(), answered.json()["code"].as_str()),
        (413, Some("tooManyRecords"))
    );
    assert!(answered.text.contains("1,000"));
    let answered = post_with(
        &app,
        &token,
        BATCHES,
        &[("content-type", "application/xml")],
        b"<a/>".to_vec(),
    )
    .await;
    assert_eq!(answered.status, 415);
    for query in ["?onConflict=overwrite", "?validateOnly=1", "?insats=X", "?hologram=1"] {
        let answered = app.submit(&token, &format!("{BATCHES}{query}"), &batch(&[])).await;
        assert_eq!(answered.status, 400, "{query}");
    }
}

async fn records_get_the_names_of_the_query(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut unnamed = session("2025-09-02");
    unnamed.as_object_mut().expect("members").remove("provider");
    let mut named = session("2025-09-03");
    named["insats"] = json!("dansbana");
    let names = "insats=traffpunkter&provider=finska-foreningen";
    let send = async |query: &str, records: &[&Value]| {
        let path = format!("{BATCHES}?{query}");
        app.submit(&association(), &path, &json!({"records": records})).await
    };
    refused(
        &send("validateOnly=true", &[&unnamed]).await,
        400,
        &[
            ("/records/0/insats", "missingMember"),
            ("/records/0/provider", "missingMember"),
        ],
    );
    // A record that names an insats keeps it.
    refused(
        &send(names, &[&unnamed, &named]).await,
        422,
        &[("/records/1/insats", "unknownReference")],
    );
    let answered = send(names, &[&unnamed]).await;
    assert_eq!(answered.json()["created"], 1, "{}", answered.text);
    // A generated client sends null for what it leaves out.
    let mut with_null = session("2025-09-04");
    with_null["insats"] = Value::Null;
    with_null["provider"] = Value::Null;
    let answered = send(names, &[&with_null]).await;
    assert_eq!(answered.json()["created"], 1, "{}", answered.text);
    let listed = app.get_as(&association(), RECORDS).await.json();
    let first = &listed["groupRecords"][0];
    assert_eq!(
        (&first["insats"], &first["provider"]),
        (&json!("traffpunkter"), &json!("finska-foreningen"))
    );
    // Another provider's name gives no access.
    let foreign = send("insats=traffpunkter&provider=hamnkompaniets-utforare", &[&unnamed]).await;
    refused(&foreign, 403, &[("/records/0/provider", "otherProvider")]);
}
