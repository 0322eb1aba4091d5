//! Public statistics: anyone can read them, and they reveal nobody.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::changed;
use crate::fixtures::figures::{
    CAFE, EXACT, RELEASES, STATISTICS, agree, begin, complete, four_places, hand_in, public, released, say, session,
    staff, table,
};
use crate::tests;

tests![
    answers_are_not_persons,
    a_place_that_is_dropped_is_not_ruled_out,
    what_was_lost_may_come_after_all,
    a_place_that_is_dropped_keeps_its_lost_months,
    earlier_sums_are_completed,
    a_group_has_one_figure,
    small_months_wait_for_others,
    streams_are_not_mixed,
    what_is_missing_or_ruled_out_says_so,
    many_visits_of_few_people_are_not_shown,
    a_year_is_one_figure,
    public_answers_read_released_rows_only,
];

async fn a_group_has_one_figure(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    let release = released(&app, "2025-07").await;
    assert_eq!(
        (&release["k"], &release["rulesVersion"], &release["streams"]),
        (&json!(5), &json!(2), &json!(1))
    );
    assert_eq!(table(&app, "by=").await, "47 ok");
    assert_eq!(
        table(&app, "by=place").await,
        "alby 30 ok\nbollstanas - suppressed\ncarlslund - suppressed\nrunby - suppressed"
    );
    let answer = public(&app, "by=place").await;
    let within = &answer["figures"][1]["within"];
    assert_eq!(within, "sangcafe.egen-regi.2025-07.2");
    assert_eq!(&answer["figures"][3]["within"], within);
    let cell = &answer["cells"][0];
    assert_eq!(
        (&cell["id"], &cell["places"], &cell["value"], &cell["unlistedPlaces"]),
        (
            within,
            &json!(["bollstanas", "carlslund", "runby"]),
            &json!(17),
            &json!(true)
        )
    );
    // Public are the 18 women and 12 men at Alby. Of the 17 others, the 11 women alone would show that 6 are men.
    assert_eq!(
        table(&app, "by=place,gender").await,
        "alby women 18 ok\nalby men - suppressed\nalby otherOrUnknown - suppressed\n\
         bollstanas women - suppressed\nbollstanas men - suppressed\nbollstanas otherOrUnknown - suppressed\n\
         carlslund women - suppressed\ncarlslund men - suppressed\ncarlslund otherOrUnknown - suppressed\n\
         runby women - suppressed\nrunby men - suppressed\nrunby otherOrUnknown - suppressed"
    );
    // A total with hidden cells is null. A partial total is the sum of the other cells, and names them.
    assert_eq!(
        table(&app, "by=gender").await,
        "women - suppressed\nmen - suppressed\notherOrUnknown - suppressed"
    );
    let partly = public(&app, "by=gender&partial=true").await;
    let women = &partly["figures"][0];
    assert_eq!(
        (&women["value"], &women["status"], &women["cells"]),
        (
            &json!(18),
            &json!("partial"),
            &json!(["sangcafe.egen-regi.2025-07.1.1.1"])
        )
    );
}

async fn small_months_wait_for_others(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-07-10", "alby", (3, 2, 0))).await;
    complete(&app, "2025-07").await;
    let release = released(&app, "2025-07").await;
    assert_eq!(
        release["pending"],
        json!([{"insats": "sangcafe", "provider": "egen-regi", "months": ["2025-07"], "why": "tooFew"}])
    );
    assert_eq!(table(&app, "by=month").await, "2025-07 - pending");
    hand_in(&app, &session("2025-08-10", "alby", (5, 1, 0))).await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    assert_eq!(table(&app, "by=").await, "11 ok");
    assert_eq!(
        table(&app, "by=month").await,
        "2025-07 - suppressed\n2025-08 - suppressed"
    );
    let answer = public(&app, "by=month").await;
    assert_eq!(answer["figures"][0]["within"], answer["figures"][1]["within"]);
    assert_eq!(answer["cells"][0]["months"], json!(["2025-07", "2025-08"]));
    assert_eq!(table(&app, "by=&to=2025-07").await, "- suppressed");
    assert_eq!(
        table(&app, "by=quarter").await,
        "2025-q3 - pending",
        "September is to come"
    );
}

async fn streams_are_not_mixed(engine: Engine) {
    let app = begin(engine).await;
    agree(&app, "sangens-vanner").await;
    hand_in(&app, &session("2025-07-10", "alby", (9, 9, 0))).await;
    let mut theirs = session("2025-07-10", "alby", (2, 2, 0));
    theirs["provider"] = json!("sangens-vanner");
    hand_in(&app, &theirs).await;
    complete(&app, "2025-07").await;
    say(&app, "sangens-vanner", "2025-07", &json!({"state": "complete"})).await;
    let release = released(&app, "2025-07").await;
    assert_eq!(release["pending"][0]["provider"], "sangens-vanner");
    assert_eq!(
        table(&app, "by=provider").await,
        "egen-regi 18 ok\nsangens-vanner - pending"
    );
    assert_eq!(table(&app, "by=").await, "- pending");
    assert_eq!(table(&app, "by=&provider=egen-regi").await, "18 ok");
    assert_eq!(table(&app, "by=&partial=true").await, "18 partial");
}

async fn what_is_missing_or_ruled_out_says_so(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    // The second provider's agreement begins in August.
    let path = "/municipalities/0114/providers/sangens-vanner/agreements/avtal";
    agree(&app, "sangens-vanner").await;
    let agreement = json!({"insatser": ["sangcafe"], "validFrom": "2025-08-01", "kind": "main"});
    let editor = crate::fixtures::editing::editor("0114");
    let answered = app
        .put_as(&editor, path, crate::fixtures::editing::THERE, &agreement)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    released(&app, "2025-07").await;
    complete(&app, "2025-08").await;
    say(
        &app,
        "sangens-vanner",
        "2025-08",
        &json!({"state": "lost", "reason": "Listorna brann upp."}),
    )
    .await;
    let release = released(&app, "2025-08").await;
    assert_eq!(
        release["missing"],
        json!([{"insats": "sangcafe", "provider": "sangens-vanner", "months": ["2025-08"]}])
    );
    assert_eq!(
        table(&app, "by=month,provider").await,
        "2025-07 egen-regi 47 ok\n2025-07 sangens-vanner - notApplicable\n\
         2025-08 egen-regi - pending\n2025-08 sangens-vanner - missing"
    );
    // A missing report holds back the whole stream, even with records.
    hand_in(&app, &session("2025-09-10", "alby", (30, 30, 0))).await;
    let release = released(&app, "2025-09").await;
    let why: Vec<&Value> = release["pending"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|pending| &pending["why"])
        .collect();
    assert_eq!(why, ["reportMissing", "reportMissing"]);
    let list = app.get_as(&staff(), RELEASES).await.json();
    assert_eq!(list["waiting"][0]["months"], json!(["2025-08", "2025-09"]));
    assert_eq!(
        (&list["next"]["month"], &list["next"]["closed"]),
        (&json!("2025-10"), &json!(true))
    );
    assert_eq!(list["_meta"]["totalRecords"], 3);
}

async fn many_visits_of_few_people_are_not_shown(engine: Engine) {
    let app = begin(engine).await;
    // Forty visits, of which no more than two at a time are known to be of different people.
    let visits = json!({"level": "group", "provider": "egen-regi", "period": {"from": "2025-07-01", "to": "2025-07-31"},
        "unit": "visits", "sessions": 20, "place": "alby", "participants": {"total": 40, "women": 40, "men": 0}});
    hand_in(&app, &visits).await;
    complete(&app, "2025-07").await;
    assert_eq!(released(&app, "2025-07").await["pending"][0]["why"], "tooFew");
    // As many persons are different people.
    let persons = json!({"level": "group", "provider": "egen-regi", "period": {"from": "2025-08-01", "to": "2025-08-31"},
        "unit": "persons", "place": "alby", "participants": {"total": 9, "women": 9, "men": 0}});
    hand_in(&app, &persons).await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    assert_eq!(table(&app, "by=").await, "49 ok");
}

async fn a_year_is_one_figure(engine: Engine) {
    let app = begin(engine).await;
    for month in ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"] {
        let mut record = session(&format!("{month}-10"), "alby", (10, 5, 0));
        record["evaluation"] =
            json!({"ratings": [{"question": "Hur var det?", "mean": 4.1, "responses": 5, "scaleMax": 5}]});
        hand_in(&app, &record).await;
        complete(&app, month).await;
        assert!(
            !public(&app, "by=year,insats,provider").await["figures"]
                .to_string()
                .contains("rating")
        );
        released(&app, month).await;
    }
    let answer = public(&app, "by=year,insats,provider").await;
    let year = &answer["figures"][0];
    assert_eq!((&year["value"], &year["rating"]), (&json!(90), &json!(4.1)));
    for by in [
        "year,insats",
        "year,insats,provider,place",
        "month,insats,provider",
        "insats,provider",
        "quarter,insats,provider",
    ] {
        let other = public(&app, &format!("by={by}")).await;
        assert!(!other["figures"].to_string().contains("rating"), "{by}");
    }
    // Later records do not change it.
    hand_in(&app, &session("2025-12-11", "alby", (40, 0, 0))).await;
    complete(&app, "2026-01").await;
    released(&app, "2026-01").await;
    let later = public(&app, "by=year,insats,provider&to=2025").await;
    assert_eq!(
        (&later["figures"][0]["value"], &later["figures"][0]["rating"]),
        (&json!(130), &json!(4.1))
    );
}

/// A database from before the statistics: the migration counts the missing sums from the records.
async fn earlier_sums_are_completed(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-07-10", "alby", (20, 3, 1))).await;
    let mut rated = session("2025-07-17", "alby", (4, 13, 0));
    rated["evaluation"] = json!({"ratings": [{"question": "Hur var det?", "mean": 4.1, "responses": 7, "scaleMax": 5},
        {"question": "Och lokalen?", "mean": 3.1, "responses": 9, "scaleMax": 5}]});
    hand_in(&app, &rated).await;
    let period = |unit: &str, sessions: Option<u32>, day: u32| {
        let mut record = json!({"level": "group", "provider": "egen-regi", "unit": unit, "place": "alby",
            "period": {"from": format!("2025-07-{day}"), "to": format!("2025-07-{}", day + 1)},
            "participants": {"total": 41, "women": 30, "men": 9, "otherOrUnknown": 2}});
        if let Some(sessions) = sessions {
            record["sessions"] = json!(sessions);
        }
        record
    };
    for record in [
        period("persons", None, 20),
        period("visits", Some(1), 22),
        period("visits", Some(7), 24),
    ] {
        hand_in(&app, &record).await;
    }
    crate::fixtures::reports::sums_agree(&app);
    let mut connection = app.database.address().connect().expect("connects");
    // The same on both engines.
    let down = include_str!("../../../migrations/sqlite/2026-11-24-000003_statistics/down.sql");
    let version = "DELETE FROM __diesel_schema_migrations WHERE version = '20261124000003'";
    connection.batch_execute(down).expect("as it was before");
    connection.batch_execute(version).expect("as it was before");
    let ran = insatskatalog::store::Store::migrate(&app.database.address()).expect("migrates");
    assert_eq!(ran.len(), 1);
    crate::fixtures::reports::sums_agree(&app);
}

/// Three people who answer four questions are twelve answers, and three people.
async fn answers_are_not_persons(engine: Engine) {
    let app = begin(engine).await;
    for month in ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"] {
        let mut record = session(&format!("{month}-10"), "alby", (10, 5, 0));
        let ratings = ["Hur var det?", "Och lokalen?", "Och fikat?", "Och sången?"];
        let ratings = ratings.map(|question| json!({"question": question, "mean": 4.1, "responses": 3, "scaleMax": 5}));
        record["evaluation"] = json!({"ratings": ratings});
        hand_in(&app, &record).await;
        complete(&app, month).await;
        released(&app, month).await;
    }
    let answer = public(&app, "by=year,insats,provider").await;
    assert_eq!(
        (&answer["figures"][0]["value"], &answer["figures"][0]["rating"]),
        (&json!(90), &Value::Null)
    );
}

/// Every public answer that this test reads.
async fn public_answers(app: &TestApp) -> Vec<String> {
    let mut answers = Vec::new();
    for query in [
        "by=",
        "by=month",
        "by=year,quarter,month,insats,provider,place,activity,gender&limit=100",
        "by=place,gender&partial=true",
        "by=insats&to=2026-12",
    ] {
        let path = format!("{STATISTICS}?{query}");
        let json = app.get(&path).await;
        assert_eq!(json.status, 200, "{query}: {}", json.text);
        answers.push(format!("{} {}", json.header("etag"), json.text));
        let sheet = app
            .send(reqwest::Method::GET, &path, &[("accept", "text/csv")], None)
            .await;
        assert_eq!(sheet.status, 200, "{query}: {}", sheet.text);
        answers.push(format!("{} {}", sheet.header("etag"), sheet.text));
    }
    for accept in ["application/json", "text/html"] {
        let path = format!("{CAFE}/annual-report?year=2025");
        let report = app.send(reqwest::Method::GET, &path, &[("accept", accept)], None).await;
        assert_eq!(report.status, 200, "{accept}: {}", report.text);
        answers.push(format!("{} {}", report.header("etag"), report.text));
    }
    answers
}

async fn public_answers_read_released_rows_only(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    released(&app, "2025-07").await;
    hand_in(&app, &session("2025-08-10", "alby", (1, 0, 0))).await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    let before = public_answers(&app).await;
    // Records change, and the public answers do not.
    hand_in(&app, &session("2025-07-11", "alby", (40, 40, 0))).await;
    assert_eq!(public_answers(&app).await, before);
    // Records and sums are unreadable, and another process that has never read them gives the same answers.
    let mut connection = app.database.address().connect().expect("connects");
    for table in [
        "group_records",
        "group_record_history",
        "monthly_sums",
        "completions",
        "record_streams",
    ] {
        connection
            .batch_execute(&format!("ALTER TABLE {table} RENAME TO unreadable_{table}"))
            .expect("renamed");
    }
    assert_eq!(public_answers(&app).await, before);
    let other = TestApp::beside(&app).await;
    other.now("2026-02-10T09:00:00Z");
    assert_eq!(public_answers(&other).await, before);
    assert_eq!(
        app.get_as(&staff(), EXACT).await.status,
        500,
        "exact figures need the sums"
    );
}

/// A place that the decision no longer lists may have earlier sessions: the answer is uncertain.
async fn a_place_that_is_dropped_is_not_ruled_out(engine: Engine) {
    let app = begin(engine).await;
    for month in ["2025-07", "2025-08"] {
        hand_in(&app, &session(&format!("{month}-10"), "alby", (40, 0, 0))).await;
        hand_in(&app, &session(&format!("{month}-10"), "runby", (40, 0, 0))).await;
        complete(&app, month).await;
    }
    released(&app, "2025-07").await;
    changed(&app, "0114", CAFE, |cafe| {
        let places = cafe["places"].as_array_mut().expect("places");
        places.retain(|place| place["slug"] != "alby");
    })
    .await;
    released(&app, "2025-08").await;
    let answer = table(&app, "by=month,place").await;
    assert!(answer.starts_with("2025-07 alby 40 ok\n"), "{answer}");
    assert!(answer.contains("2025-08 alby - suppressed"), "{answer}");
    assert!(table(&app, "by=place").await.starts_with("alby - suppressed"));
    assert_eq!(table(&app, "by=").await, "160 ok");
}

async fn a_place_that_is_dropped_keeps_its_lost_months(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-07-10", "alby", (40, 0, 0))).await;
    hand_in(&app, &session("2025-07-10", "runby", (40, 0, 0))).await;
    complete(&app, "2025-07").await;
    released(&app, "2025-07").await;
    changed(&app, "0114", CAFE, |cafe| {
        let places = cafe["places"].as_array_mut().expect("places");
        places.retain(|place| place["slug"] != "alby");
    })
    .await;
    // The lost lists may have had visits at the place that is no longer listed.
    let lost = json!({"state": "lost", "reason": "Listorna kom bort."});
    say(&app, "egen-regi", "2025-08", &lost).await;
    released(&app, "2025-08").await;
    let answer = table(&app, "by=month,place&from=2025-07&to=2025-08").await;
    assert!(answer.contains("2025-07 alby 40 ok"), "{answer}");
    assert!(answer.contains("2025-08 alby - missing"), "{answer}");
    assert!(answer.contains("2025-08 runby - missing"), "{answer}");
}

async fn what_was_lost_may_come_after_all(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    let lost = json!({"state": "lost", "reason": "Listorna kom bort."});
    say(&app, "egen-regi", "2025-07", &lost).await;
    released(&app, "2025-07").await;
    assert_eq!(table(&app, "by=month").await, "2025-07 - missing");
    complete(&app, "2025-07").await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    assert_eq!(table(&app, "by=").await, "47 ok");
    assert_eq!(
        table(&app, "by=month").await,
        "2025-07 - suppressed\n2025-08 - suppressed"
    );
}
