//! Which reports have been received, and reports of a period as complete or lost.

use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::reports::{BATCHES, RECORDS, association, hand_in, municipality, session};
use crate::issuer::{claims, provider_token, signed};
use crate::tests;

tests![
    a_report_comes_step_by_step,
    a_provider_sees_its_own_lines,
    what_cannot_be_said_of_a_period,
    lost_is_for_the_municipality,
    days_are_asked_for_within_reason,
    every_open_report_is_listed,
    whatever_was_asked_for_in_a_period_can_be_reported,
    a_change_in_a_reported_period_is_noticed,
    a_record_of_a_lost_period_is_noticed,
];

const REPORTING: &str = "/municipalities/0188/reporting";
const YEAR: &str = "/municipalities/0188/reporting/traffpunkter/finska-foreningen/2025";

/// A token that is valid at the changed time.
fn on(instant: &str, providers: Option<&str>) -> String {
    let now = instant
        .parse::<chrono::DateTime<chrono::Utc>>()
        .expect("an instant")
        .timestamp();
    let mut fresh = claims("records:write records:read", &["0188"]);
    if let Some(provider) = providers {
        fresh["providers"] = json!([provider]);
    }
    fresh["iat"] = json!(now);
    fresh["exp"] = json!(now + 600);
    signed(&fresh)
}

async fn say(app: &TestApp, token: &str, path: &str, body: &Value) -> Answered {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    app.send(
        reqwest::Method::PUT,
        path,
        &headers,
        Some(body.to_string().into_bytes()),
    )
    .await
}

/// The line of an insats, a provider and a period.
async fn line(app: &TestApp, token: &str, query: &str, insats: &str, period: &str) -> Value {
    let answered = app.get_as(token, &format!("{REPORTING}?limit=100{query}")).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let list = answered.json();
    let lines = list["reporting"].as_array().expect("lines");
    let found = lines
        .iter()
        .find(|line| line["insats"] == insats && line["period"] == period);
    found
        .unwrap_or_else(|| panic!("no line {insats} {period}: {list}"))
        .clone()
}

async fn a_report_comes_step_by_step(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Reported monthly, as now decided.
    changed(&app, "0188", "/municipalities/0188/insatser/traffpunkter", |insats| {
        insats["validFrom"] = json!("2025-10-01");
        insats["documentation"]["groupLevel"]["reporting"] = json!({"cycle": "month", "dueDays": 10});
    })
    .await;
    let state = async |instant: &str| {
        app.now(instant);
        let provider = on(instant, Some("0188/finska-foreningen"));
        line(
            &app,
            &provider,
            "&from=2025-10-01&to=2025-11-30",
            "traffpunkter",
            "2025-10",
        )
        .await
    };
    let october = state("2025-10-15T10:00:00Z").await;
    assert_eq!(
        (
            &october["state"],
            &october["due"],
            &october["records"],
            &october["dueStated"]
        ),
        (&json!("open"), &json!("2025-11-10"), &json!(0), &json!(true))
    );
    assert_eq!(state("2025-11-02T10:00:00Z").await["state"], "due");
    assert_eq!(state("2025-11-11T10:00:00Z").await["state"], "missing");
    let token = on("2025-11-11T10:00:00Z", Some("0188/finska-foreningen"));
    let path = "/municipalities/0188/insatser/traffpunkter/group-records";
    assert_eq!(app.submit(&token, path, &session("2025-10-14")).await.status, 201);
    let late = state("2025-11-11T10:00:00Z").await;
    assert_eq!((&late["state"], &late["records"]), (&json!("late"), &json!(1)));
    assert_eq!(
        (&late["evaluationRequired"], &late["evaluationGiven"]),
        (&json!(true), &json!(false))
    );
    let month = "/municipalities/0188/reporting/traffpunkter/finska-foreningen/2025-10";
    let answered = say(
        &app,
        &token,
        month,
        &json!({"state": "complete", "evaluation": {"text": "Uppskattat."}}),
    )
    .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(
        (&answered.json()["state"], &answered.json()["period"]),
        (&json!("complete"), &json!("2025-10"))
    );
    let delivered = state("2025-11-11T10:00:00Z").await;
    assert_eq!(
        (&delivered["state"], &delivered["evaluationGiven"]),
        (&json!("delivered"), &json!(true))
    );
    // The year comes before the month.
    let year = line(&app, &token, "&from=2025-09-01&to=2025-09-30", "traffpunkter", "2025").await;
    assert_eq!((&year["state"], &year["dueStated"]), (&json!("open"), &json!(false)));
}

async fn a_provider_sees_its_own_lines(engine: Engine) {
    let app = TestApp::start(engine).await;
    let count = async |token: &str| app.get_as(token, REPORTING).await.json()["_meta"]["totalRecords"].clone();
    assert_eq!(count(&association()).await, 1);
    let all = count(&municipality("0188")).await.as_u64().expect("a number");
    assert!(all > 5, "{all}");
    // Kvarnen is reported by month.
    let kvarnen = line(&app, &municipality("0188"), "", "kvarnen", "2025-08").await;
    assert_eq!(
        (&kvarnen["provider"], &kvarnen["due"]),
        (&json!("kvarnens-utforare"), &json!("2025-10-01"))
    );
    let mut bodies = claims("records:read", &["0188"]);
    bodies["bodies"] = json!(["en-annan-namnd"]);
    assert_eq!(count(&signed(&bodies)).await, 0);
    hand_in(&app, &session("2025-09-14")).await;
    assert_eq!(
        line(&app, &association(), "", "traffpunkter", "2025").await["records"],
        1
    );
}

async fn what_cannot_be_said_of_a_period(engine: Engine) {
    let app = TestApp::start(engine).await;
    let complete = json!({"state": "complete"});
    refused(
        &say(&app, &association(), YEAR, &complete).await,
        422,
        &[("/path/period", "dateInFuture")],
    );
    let of = |period: &str| format!("/municipalities/0188/reporting/traffpunkter/finska-foreningen/{period}");
    refused(
        &say(&app, &association(), &of("2025-08"), &complete).await,
        422,
        &[("/path/period", "outsideReportingPeriod")],
    );
    refused(
        &say(&app, &association(), &of("2024"), &complete).await,
        422,
        &[("/path/period", "notInForce")],
    );
    refused(
        &say(&app, &association(), &of("okt"), &complete).await,
        400,
        &[("/path/period", "invalidFormat")],
    );
    refused(
        &say(
            &app,
            &association(),
            YEAR,
            &json!({"state": "done", "evaluation": {"text": "Ring 070-123 45 67"}}),
        )
        .await,
        400,
        &[("/state", "notInList"), ("/evaluation/text", "contactDetail")],
    );
    let rating = json!({"state": "complete", "evaluation": {"ratings": [{"question": "Nöjd?", "mean": 9, "responses": 1, "scaleMax": 5}]}});
    refused(
        &say(&app, &association(), YEAR, &rating).await,
        422,
        &[
            ("/path/period", "dateInFuture"),
            ("/evaluation/ratings/0/mean", "ratingOutsideScale"),
            ("/evaluation/ratings/0/responses", "ratingResponses"),
        ],
    );
    let unlinked = "/municipalities/0188/reporting/kvarnen/finska-foreningen/2025-08";
    assert_eq!(say(&app, &association(), unlinked, &complete).await.status, 404);
    let other = provider_token("records:write", "0188/hamnkompaniets-utforare");
    assert_eq!(say(&app, &other, YEAR, &complete).await.status, 403);
}

async fn lost_is_for_the_municipality(engine: Engine) {
    let app = TestApp::start(engine).await;
    let lost = json!({"state": "lost", "reason": "Föreningens dator gick sönder."});
    let kvarnen = "/municipalities/0188/reporting/kvarnen/kvarnens-utforare/2025-08";
    let own = provider_token("records:write records:read", "0188/kvarnens-utforare");
    let answered = say(&app, &own, kvarnen, &lost).await;
    assert_eq!(
        (answered.status.as_u16(), answered.json()["code"].as_str()),
        (403, Some("onlyMunicipality"))
    );
    refused(
        &say(&app, &municipality("0188"), kvarnen, &json!({"state": "lost"})).await,
        422,
        &[("/reason", "reasonMissing")],
    );
    assert_eq!(say(&app, &municipality("0188"), kvarnen, &lost).await.status, 200);
    assert_eq!(line(&app, &own, "", "kvarnen", "2025-08").await["state"], "lost");
    // The report turns up again.
    assert_eq!(
        say(&app, &own, kvarnen, &json!({"state": "complete"})).await.status,
        200
    );
    assert_eq!(line(&app, &own, "", "kvarnen", "2025-08").await["state"], "delivered");
}

async fn days_are_asked_for_within_reason(engine: Engine) {
    let app = TestApp::start(engine).await;
    for query in [
        "?from=2025-12-01",
        "?from=2025-10-01&to=2025-09-01",
        "?from=1900-01-01",
        "?from=x",
        "?sort=a",
    ] {
        let answered = app.get_as(&municipality("0188"), &format!("{REPORTING}{query}")).await;
        assert_eq!(answered.status, 400, "{query}: {}", answered.text);
    }
}

/// Without days, the list reaches back to the first report that has not arrived, also into earlier years.
async fn every_open_report_is_listed(engine: Engine) {
    use crate::fixtures::figures::{begin, complete};
    let app = begin(engine).await;
    let months = async |query: &str| -> Vec<String> {
        let token = crate::fixtures::figures::staff();
        let path = format!("/municipalities/0114/reporting?limit=100{query}");
        let list = app.get_as(&token, &path).await.json();
        let lines = list["reporting"].as_array().expect("lines").clone();
        lines
            .iter()
            .map(|line| {
                format!(
                    "{} {}",
                    line["period"].as_str().expect("a period"),
                    line["state"].as_str().expect("a state")
                )
            })
            .collect()
    };
    let all = [
        "2025-07 missing",
        "2025-08 missing",
        "2025-09 missing",
        "2025-10 missing",
        "2025-11 missing",
        "2025-12 missing",
        "2026-01 missing",
        "2026-02 open",
    ];
    assert_eq!(months("").await, all);
    // What has arrived before the first open report is left out.
    for month in ["2025-07", "2025-08", "2025-10"] {
        complete(&app, month).await;
    }
    let open = months("").await;
    assert_eq!(open[..2], ["2025-09 missing", "2025-10 delivered"]);
    assert_eq!(open.len(), 6);
    // The whole year is always there.
    for month in ["2025-09", "2025-11", "2025-12", "2026-01"] {
        complete(&app, month).await;
    }
    assert_eq!(months("").await, ["2026-01 delivered", "2026-02 open"]);
    // Stated days are kept to.
    assert_eq!(months("&from=2025-12-15&to=2025-12-31").await, ["2025-12 delivered"]);
}

/// A quarter in which the cycle changes is reported both ways, and an insats that ended within its year by year.
async fn whatever_was_asked_for_in_a_period_can_be_reported(engine: Engine) {
    use crate::fixtures::figures::{CAFE, begin};
    let app = begin(engine).await;
    for (from, cycle) in [
        ("2026-01-01", "quarter"),
        ("2026-03-01", "month"),
        ("2026-06-01", "year"),
    ] {
        changed(&app, "0114", CAFE, |cafe| {
            cafe["validFrom"] = json!(from);
            cafe["documentation"]["groupLevel"]["reporting"] = json!({"cycle": cycle, "dueDays": 5});
        })
        .await;
    }
    let editor = crate::fixtures::editing::editor("0114");
    let (_, etag) = crate::fixtures::editing::read(&app, CAFE).await;
    let mut end = crate::fixtures::editing::withdrawal("2026-07-31");
    end["decision"]["date"] = json!("2026-02-09");
    let ended = app
        .post_as(&editor, &format!("{CAFE}/withdrawals"), ("if-match", &etag), &end)
        .await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    app.now("2027-01-10T09:00:00Z");
    let fresh = |scope: &str| {
        let mut fresh = claims(scope, &["0114"]);
        let now = "2027-01-10T09:00:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .expect("an instant");
        fresh["iat"] = json!(now.timestamp());
        fresh["exp"] = json!(now.timestamp() + 600);
        signed(&fresh)
    };
    let token = fresh("records:write");
    for (period, status) in [
        ("2026-q1", 200),
        ("2026-03", 200),
        ("2026-05", 200),
        ("2026", 200),
        ("2026-02", 422),
        ("2026-q3", 422),
        ("2026-09", 422),
    ] {
        let path = format!("/municipalities/0114/reporting/sangcafe/egen-regi/{period}");
        let answered = say(&app, &token, &path, &json!({"state": "complete"})).await;
        assert_eq!(answered.status.as_u16(), status, "{period}: {}", answered.text);
    }
}

const KVARNEN: &str = "/municipalities/0188/insatser/kvarnen/group-records";

fn of_kvarnen(date: &str) -> Value {
    let mut record = session(date);
    record["provider"] = json!("kvarnens-utforare");
    record.as_object_mut().expect("members").remove("place");
    record
}

/// The codes of the warnings about periods.
fn codes(receipt: &Value) -> Vec<&str> {
    let warnings = receipt["warnings"].as_array().into_iter().flatten();
    let codes = warnings.filter_map(|warning| warning["code"].as_str());
    codes.filter(|code| code.starts_with("period")).collect()
}

async fn a_change_in_a_reported_period_is_noticed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let own = provider_token("records:write records:read", "0188/kvarnens-utforare");
    let post = async |date: &str| {
        let answered = app.submit(&own, KVARNEN, &of_kvarnen(date)).await;
        assert_eq!(answered.status, 201, "{}", answered.text);
        answered.json()
    };
    let before = post("2025-08-05").await;
    assert!(codes(&before).is_empty(), "{before}");
    let august = "/municipalities/0188/reporting/kvarnen/kvarnens-utforare/2025-08";
    assert_eq!(say(&app, &own, august, &json!({"state": "complete"})).await.status, 200);
    let complete = ["periodReportedComplete"];
    let late = post("2025-08-12").await;
    assert_eq!(codes(&late), complete);
    assert!(late.to_string().contains("2025-08 är redan"), "{late}");
    let september = post("2025-09-02").await;
    assert!(codes(&september).is_empty(), "another month: {september}");
    // In a batch, a record that is stored already changes nothing.
    let mut batch = json!({"records": [of_kvarnen("2025-08-12"), of_kvarnen("2025-08-19"), of_kvarnen("2025-09-09")]});
    let send = async |batch: &Value, query: &str| {
        let path = format!("{BATCHES}?insats=kvarnen{query}");
        let answered = app.submit(&own, &path, batch).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        let receipt = answered.json();
        let results = receipt["results"].as_array().expect("results").clone();
        results.iter().map(|row| codes(row).len()).collect::<Vec<_>>()
    };
    assert_eq!(send(&batch, "&validateOnly=true").await, [0, 1, 0]);
    assert_eq!(send(&batch, "").await, [0, 1, 0]);
    batch["records"][0]["participants"]["total"] = json!(19);
    assert_eq!(send(&batch, "&onConflict=correct").await, [1, 0, 0], "a correction");
    // A correction that moves the record to another month changes the report of August.
    let change = async |id: &Value, record: &Value| {
        let path = format!("{RECORDS}/{}", id.as_str().expect("an id"));
        let bearer = format!("Bearer {own}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("if-match", "*"),
        ];
        let body = Some(record.to_string().into_bytes());
        let answered = app.send(reqwest::Method::PUT, &path, &headers, body).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        answered.json()
    };
    let moved = change(&late["id"], &of_kvarnen("2025-09-23")).await;
    assert_eq!(codes(&moved), complete);
    let unmoved = change(&late["id"], &of_kvarnen("2025-09-23")).await;
    assert!(codes(&unmoved).is_empty(), "{unmoved}");
    let withdraw = async |id: &Value| {
        let path = format!("{RECORDS}/{}/withdrawals", id.as_str().expect("an id"));
        app.submit(&own, &path, &json!({"reason": "Räknad två gånger."})).await
    };
    let withdrawn = withdraw(&before["id"]).await;
    assert_eq!(withdrawn.status, 200, "{}", withdrawn.text);
    assert_eq!(codes(&withdrawn.json()), complete);
    assert_eq!(withdraw(&september["id"]).await.status, 204);
}

async fn a_record_of_a_lost_period_is_noticed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let august = "/municipalities/0188/reporting/kvarnen/kvarnens-utforare/2025-08";
    let lost = json!({"state": "lost", "reason": "Föreningens dator gick sönder."});
    assert_eq!(say(&app, &municipality("0188"), august, &lost).await.status, 200);
    let own = provider_token("records:write", "0188/kvarnens-utforare");
    let found = app.submit(&own, KVARNEN, &of_kvarnen("2025-08-12")).await.json();
    assert_eq!(codes(&found), ["periodReportedLost"], "{found}");
}
