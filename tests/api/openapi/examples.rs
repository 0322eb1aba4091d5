//! The requests whose answers are the examples of the specification, at least one for each operation.
//!
//! A municipality begins to offer a singing café. Its provider reports January, and the municipality releases the month.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, TestApp};
use crate::fixtures::editing::{NEW, THERE, new_insats};
use crate::fixtures::figures::choose_months;
use crate::fixtures::population;
use crate::fixtures::receiver::{Receiver, SUBSCRIPTIONS, TO_THIS_MACHINE};
use crate::fixtures::recorded::{Body, Examples, Recorder, Request};
use crate::issuer::{claims, signed};

const TOMELILLA: &str = "/municipalities/1270";
const SIMRISHAMN: &str = "/municipalities/1291";
const ALARM: &str = "/municipalities/1270/insatser/trygghetslarm";
const CAFE: &str = "/municipalities/1270/insatser/sangcafe";
const PROVIDER: &str = "/municipalities/1270/providers/egen-regi";
const RECORDS: &str = "/municipalities/1270/group-records";
const STATISTICS: &str = "/municipalities/1270/statistics";
const CAFE_REPORT: &str = "/municipalities/1270/insatser/sangcafe/annual-report?year=2026";
const EXACT_REPORT: &str = "/municipalities/1270/statistics/exact/annual-report?insats=sangcafe&year=2026";
const FOLLOW_UP: &str = "/municipalities/1270/follow-up-report?year=2026";
const CSV: &[(&str, &str)] = &[("accept", "text/csv")];
const HTML: &[(&str, &str)] = &[("accept", "text/html")];
const JSON_LD: &[(&str, &str)] = &[("accept", "application/ld+json")];
const TURTLE: &[(&str, &str)] = &[("accept", "text/turtle")];
const JSON_STAT: &[(&str, &str)] = &[("accept", "application/vnd.json-stat+json")];

const SHEET: &str = "Insats;Utförare;Datum;Antal deltagare;Kvinnor;Män\n\
    sangcafe;egen-regi;2026-01-29;21;12;9\n";

/// Sends the requests to a service on a database with the embedded catalogues.
pub async fn recorded(database: Database) -> Examples {
    let settings = [
        ("INSATSKATALOG_SECRET", "0123456789abcdef0123456789abcdef"),
        TO_THIS_MACHINE,
    ];
    let app = TestApp::on(database, &settings).await;
    let scope = "catalogue:write municipality:write audit:read records:write records:read records:redact \
                 statistics:exact statistics:release subscriptions:write";
    let token = signed(&claims(scope, &["1270", "1291"]));
    let mut recorder = Recorder::new(&app, token);
    read(&mut recorder).await;
    ask(&mut recorder).await;
    publish(&mut recorder).await;
    choose_months(&app, "1270", "sangcafe").await;
    app.now("2026-02-20T10:00:00Z");
    report(&mut recorder).await;
    release(&mut recorder).await;
    withdraw(&mut recorder).await;
    subscribe(&mut recorder).await;
    refuse(&mut recorder).await;
    recorder.finish()
}

async fn read(recorder: &mut Recorder<'_>) {
    for (operation, path) in [
        ("get_api_info", "/api-info"),
        ("list_problems", "/problems"),
        ("get_problem", "/problems/unknownInsats"),
        ("list_facts", "/facts"),
        ("list_assessment_required", "/assessment-required"),
        ("list_municipalities", "/municipalities?limit=2"),
        ("get_municipality", TOMELILLA),
        ("list_insatser", "/municipalities/1270/insatser?q=trygghetslarm"),
        ("list_insatser_across_municipalities", "/insatser?q=trygghetslarm"),
        ("get_insats", ALARM),
        (
            "list_insats_versions",
            "/municipalities/1270/insatser/trygghetslarm/versions",
        ),
        ("get_criteria", "/municipalities/1270/insatser/trygghetslarm/criteria"),
        (
            "get_documentation_rules",
            "/municipalities/1270/insatser/trygghetslarm/documentation-rules",
        ),
    ] {
        recorder.get(operation, path).await;
    }
    population::import(recorder.app, &population::json_stat("1270", 2024).to_string());
    recorder
        .get("get_reach", "/municipalities/1270/insatser/trygghetslarm/reach")
        .await;
    recorder
        .get("get_municipality_changes", "/municipalities/1270/changes")
        .await;
    for (operation, path) in [
        ("get_insats", ALARM),
        ("list_insatser", "/municipalities/1270/insatser?q=trygghetslarm"),
        ("list_insatser_across_municipalities", "/insatser?q=trygghetslarm"),
        ("get_municipality", TOMELILLA),
    ] {
        for headers in [JSON_LD, TURTLE, CSV] {
            if headers == CSV && !operation.starts_with("list_") {
                continue;
            }
            let linked = Request {
                operation,
                path,
                headers,
                ..Request::default()
            };
            recorder.succeed(linked).await;
        }
    }
}

async fn ask(recorder: &mut Recorder<'_>) {
    let question = json!({
        "asOf": "2025-09-01",
        "facts": {"birthDate": "1950-03-14", "registeredMunicipality": "1270"},
    });
    let path = format!("{ALARM}/eligibility");
    recorder.send("ask_eligibility", &path, &question).await;
    let facts = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14"}});
    let path = format!("{TOMELILLA}/eligibility");
    recorder.send("screen_municipality", &path, &facts).await;
    let questions = json!({"questions": [
        {"reference": "q-1", "kommunkod": "1270", "insats": "trygghetslarm", "asOf": "2025-09-01",
         "facts": {"birthDate": "1950-03-14", "registeredMunicipality": "1270"}},
        {"reference": "q-2", "kommunkod": "1270", "insats": "dansbana"},
    ]});
    recorder
        .send("ask_eligibility_batch", "/eligibility-batches", &questions)
        .await;
    let sheet = "reference;kommunkod;insats;asOf;birthDate;registeredMunicipality\nq-1;1270;trygghetslarm;2025-09-01;1950-03-14;\n";
    for body in [Body::Line(&questions["questions"][0]), Body::Sheet(sheet)] {
        let request = Request {
            operation: "ask_eligibility_batch",
            path: "/eligibility-batches?answers=brief",
            body,
            ..Request::default()
        };
        recorder.succeed(request).await;
    }
}

async fn publish(recorder: &mut Recorder<'_>) {
    let ready = recorder.app.send_anywhere(Method::GET, "/health/ready", &[], None);
    let revision = ready.await.json()["catalogueRevision"].as_i64().expect("a revision");
    let simrishamn = json!({
        "kommunkod": "1291",
        "settings": {"riskConclusionRequired": false, "statistics": {"k": 5, "releaseDay": 20, "insatser": [
            {"insats": "sangcafe", "from": "2026-01-01", "splitOrder": ["gender", "place", "activity"],
             "rootPeriod": "quarter"},
        ]}},
        "bodies": [{"slug": "socialnamnden", "name": "Socialnämnden"}],
    });
    let provider = json!({"slug": "egen-regi", "name": "Egen regi", "kind": "ownAdministration"});
    let agreement = json!({
        "slug": "sangcafe", "insatser": ["sangcafe"], "validFrom": "2026-01-01", "kind": "ownAdministration",
    });
    let agreement_path = format!("{PROVIDER}/agreements/sangcafe");
    for (operation, path, document) in [
        ("put_municipality", SIMRISHAMN, &simrishamn),
        ("put_insats", CAFE, &cafe()),
        ("put_provider", PROVIDER, &provider),
        ("put_agreement", &agreement_path, &agreement),
    ] {
        for condition in [NEW, THERE] {
            let request = Request {
                operation,
                path,
                headers: &[condition],
                body: Body::Json(document),
            };
            recorder.succeed(request).await;
        }
    }
    let changes = format!("/changes?after={revision}&limit=1");
    recorder.get("list_catalogue_changes", &changes).await;
    for (operation, path) in [
        ("list_providers", "/municipalities/1270/providers"),
        ("get_provider", PROVIDER),
        ("list_follow_ups", "/municipalities/1270/follow-ups?limit=1"),
        ("list_audit_events", "/municipalities/1291/audit-events"),
    ] {
        recorder.get(operation, path).await;
    }
    let hours = Request {
        operation: "get_insats",
        path: CAFE,
        headers: &[("accept", "text/calendar")],
        ..Request::default()
    };
    recorder.succeed(hours).await;
}

fn cafe() -> Value {
    let mut cafe = new_insats();
    cafe["decision"]["followUpDue"] = json!("2026-12");
    cafe["documentation"]["groupLevel"]["items"] =
        json!(["date", "participants.total", "participants.gender", "evaluation"]);
    cafe["channels"] = json!([{"kind": "phone", "functionPhone": "0417-180 00",
        "hours": [{"weekday": "thursday", "opens": "10:00", "closes": "12:00"}]}]);
    cafe
}

fn record(date: &str, women: u32, men: u32) -> Value {
    json!({
        "level": "group", "provider": "egen-regi", "date": date,
        "participants": {"total": women + men, "women": women, "men": men, "otherOrUnknown": 0},
        "evaluation": {"ratings": [{"question": "Hur nöjd är du?", "mean": 4.3, "responses": 15, "scaleMax": 5}]},
    })
}

async fn report(recorder: &mut Recorder<'_>) {
    let path_of_records = format!("{CAFE}/group-records");
    let posted = recorder
        .send("post_group_record", &path_of_records, &record("2026-01-08", 11, 7))
        .await;
    let posted = posted.json();
    let record_path = format!("{RECORDS}/{}", posted["id"].as_str().expect("an id"));
    let mut batch = json!({"records": [record("2026-01-15", 13, 8), record("2026-01-22", 12, 8)]});
    for record in batch["records"].as_array_mut().expect("records") {
        record["insats"] = json!("sangcafe");
    }
    let batches = "/municipalities/1270/group-record-batches";
    let batch = recorder.send("post_group_record_batch", batches, &batch).await.json();
    let sheet = Request {
        operation: "post_group_record_batch",
        path: batches,
        body: Body::Sheet(SHEET),
        ..Request::default()
    };
    recorder.succeed(sheet).await;
    let template = "/municipalities/1270/group-record-template?insats=sangcafe&provider=egen-regi";
    recorder.get("get_group_record_template", template).await;
    recorder.get("get_group_record", &record_path).await;
    let corrected = Request {
        operation: "put_group_record",
        path: &record_path,
        headers: &[THERE],
        body: Body::Json(&record("2026-01-08", 11, 8)),
    };
    recorder.succeed(corrected).await;
    let withdrawn = format!("{RECORDS}/{}", batch["results"][1]["id"].as_str().expect("an id"));
    let reason = json!({"reason": "Räknad två gånger."});
    let path = format!("{withdrawn}/withdrawals");
    recorder.send("withdraw_group_record", &path, &reason).await;
    let reason = json!({"reason": "Texten pekade ut en person."});
    let path = format!("{withdrawn}/redactions");
    recorder.send("redact_group_record", &path, &reason).await;
    recorder
        .get("list_group_records", "/municipalities/1270/group-records?limit=1")
        .await;
    let sheet = Request {
        operation: "list_group_records",
        path: RECORDS,
        headers: CSV,
        ..Request::default()
    };
    recorder.succeed(sheet).await;
    let period = "/municipalities/1270/reporting/sangcafe/egen-regi/2026-01";
    let complete =
        json!({"state": "complete", "evaluation": {"text": "De som kom tyckte att träffarna gav gemenskap."}});
    recorder.send("put_reporting", period, &complete).await;
    // The period is reported, which the receipts say.
    let late = recorder
        .send("post_group_record", &path_of_records, &record("2026-01-30", 9, 9))
        .await
        .json();
    let late = format!("{RECORDS}/{}/withdrawals", late["id"].as_str().expect("an id"));
    recorder
        .send("withdraw_group_record", &late, &json!({"reason": "Räknad två gånger."}))
        .await;
    let reporting = "/municipalities/1270/reporting?from=2026-01-01&to=2026-01-31";
    recorder.get("list_reporting", reporting).await;
    let gone = Request {
        path: &withdrawn,
        ..Request::default()
    };
    recorder.refuse("recordWithdrawn", Method::GET, gone, true).await;
}

async fn release(recorder: &mut Recorder<'_>) {
    let releases = format!("{STATISTICS}/releases");
    let month = json!({"month": "2026-01"});
    recorder.send("release_statistics", &releases, &month).await;
    recorder.send("release_statistics", &releases, &month).await;
    let of_month = format!("{releases}/2026-01");
    recorder.get("get_statistics_release", &of_month).await;
    let public = format!("{STATISTICS}?by=month,insats,gender");
    let exact = format!("{STATISTICS}/exact?by=month,insats");
    let trends = format!("{STATISTICS}/trends?insats=sangcafe");
    let exact_trends = format!("{STATISTICS}/exact/trends?insats=sangcafe&from=2026-01&to=2026-01");
    let chart = format!("{STATISTICS}/chart.svg?insats=sangcafe&from=2026-01");
    let exact_chart = format!("{STATISTICS}/exact/chart.svg?insats=sangcafe&from=2026-01&to=2026-01");
    for (operation, path, headers) in [
        ("get_statistics", &*public, &[] as &[_]),
        ("get_statistics", &public, CSV),
        ("get_statistics", &public, JSON_STAT),
        ("get_statistics", &public, HTML),
        ("get_exact_statistics", &exact, &[]),
        ("get_exact_statistics", &exact, CSV),
        ("get_exact_statistics", &exact, JSON_STAT),
        ("get_exact_statistics", &exact, HTML),
        ("get_statistics_trends", &trends, &[]),
        ("get_exact_statistics_trends", &exact_trends, &[]),
        ("get_statistics_chart", &chart, &[]),
        ("get_exact_statistics_chart", &exact_chart, &[]),
        ("get_annual_report", CAFE_REPORT, &[]),
        ("get_annual_report", CAFE_REPORT, HTML),
        ("get_exact_annual_report", EXACT_REPORT, &[]),
        ("get_exact_annual_report", EXACT_REPORT, HTML),
        ("get_follow_up_report", FOLLOW_UP, &[]),
        ("get_follow_up_report", FOLLOW_UP, HTML),
    ] {
        let request = Request {
            operation,
            path,
            headers,
            ..Request::default()
        };
        recorder.succeed(request).await;
    }
}

async fn withdraw(recorder: &mut Recorder<'_>) {
    let cell = format!("{STATISTICS}/cells/sangcafe.egen-regi.2026-01.1/withdrawals");
    let reason = json!({"reason": "Utföraren rapporterade en annan kommuns besök."});
    recorder.send("withdraw_statistics_cell", &cell, &reason).await;
    let releases = format!("{STATISTICS}/releases");
    recorder.get("list_statistics_releases", &releases).await;
    let end = json!({
        "lastDay": "2027-06-30",
        "decision": {"body": "Vård- och omsorgsnämnden", "date": "2026-02-18", "reference": "2026-02-18 § 21", "adoption": "adopted"},
    });
    let request = Request {
        operation: "withdraw_insats",
        path: &format!("{CAFE}/withdrawals"),
        headers: &[THERE],
        body: Body::Json(&end),
    };
    recorder.succeed(request).await;
    let mistake = "/municipalities/1270/insatser/sangcaffe";
    let mut body = cafe();
    body["slug"] = json!("sangcaffe");
    for (operation, headers, body) in [
        ("put_insats", NEW, Body::Json(&body)),
        ("remove_insats", THERE, Body::None),
    ] {
        let request = Request {
            operation,
            path: mistake,
            headers: &[headers],
            body,
        };
        recorder.succeed(request).await;
    }
}

async fn subscribe(recorder: &mut Recorder<'_>) {
    let receiver = Receiver::start();
    let request = json!({
        "url": "https://webb.example.se/hooks/insatskatalog",
        "kinds": ["release.published", "agreement.ending"],
    });
    let created = recorder
        .send("create_subscription", SUBSCRIPTIONS, &request)
        .await
        .json();
    let subscription = format!("{SUBSCRIPTIONS}/{}", created["id"].as_str().expect("an id"));
    recorder.get("list_subscriptions", SUBSCRIPTIONS).await;
    recorder.get("get_subscription", &subscription).await;
    let replay = json!({"fromRevision": 41});
    recorder
        .send("replay_subscription", &format!("{subscription}/replays"), &replay)
        .await;
    recorder
        .get("rotate_subscription_secret", &format!("{subscription}/secrets"))
        .await;
    let of_receiver = json!({"url": receiver.url, "kinds": ["release.published"]});
    let tested = recorder
        .send("create_subscription", SUBSCRIPTIONS, &of_receiver)
        .await
        .json();
    let tested = format!("{SUBSCRIPTIONS}/{}", tested["id"].as_str().expect("an id"));
    recorder.get("test_subscription", &format!("{tested}/test")).await;
    recorder.get("list_deliveries", &format!("{tested}/deliveries")).await;
    for path in [&subscription, &tested] {
        let request = Request {
            operation: "delete_subscription",
            path,
            ..Request::default()
        };
        recorder.succeed(request).await;
    }
    let gone = Request {
        path: &subscription,
        ..Request::default()
    };
    recorder.refuse("unknownSubscription", Method::GET, gone, true).await;
    let private = json!({"url": "https://10.0.0.7/hooks"});
    let private = Request {
        path: SUBSCRIPTIONS,
        body: Body::Json(&private),
        ..Request::default()
    };
    recorder.refuse("receiverNotAllowed", Method::POST, private, true).await;
}

/// Makes the mistakes that a client can make. The other problems are in the list of problems.
async fn refuse(recorder: &mut Recorder<'_>) {
    let question = format!("{ALARM}/eligibility");
    let of_day = |day: &str| json!({"facts": {"birthDate": day}});
    let reason = json!({"reason": "Räknad två gånger."});
    let long = format!("/municipalities?q={}", "a".repeat(3000));
    let no_record = format!("{RECORDS}/5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c99");
    let no_cell = format!("{STATISTICS}/cells/dansbana.egen-regi.2026-01.1/withdrawals");
    let none: &[(&str, &str)] = &[];
    for (code, path, headers) in [
        ("invalidDate", "/municipalities/1270/insatser?asOf=2025-02-30", none),
        ("personalIdentityNumber", "/municipalities/191212121212", none),
        ("notAcceptable", "/municipalities", HTML),
        ("uriTooLong", &long, none),
        ("unknownProblem", "/problems/dansbana", none),
        ("unknownProvider", "/municipalities/1270/providers/dansbana", none),
        ("unknownInsats", "/municipalities/1270/insatser/dansbana", none),
        ("unknownMunicipality", "/municipalities/0114", none),
        ("positionGone", "/changes?after=1000000", none),
        ("tokenMissing", RECORDS, none),
    ] {
        let request = Request {
            path,
            headers,
            ..Request::default()
        };
        recorder.refuse(code, Method::GET, request, false).await;
    }
    for (code, path) in [
        ("unknownRecord", &*no_record),
        ("otherMunicipality", "/municipalities/0188/group-records"),
    ] {
        let request = Request {
            path,
            ..Request::default()
        };
        recorder.refuse(code, Method::GET, request, true).await;
    }
    let too_large = json!({"facts": {}, "activity": "a".repeat(70_000)});
    for (code, method, path, headers, body) in [
        ("invalidDate", Method::POST, &*question, none, of_day("1950-02-30")),
        (
            "personalIdentityNumber",
            Method::POST,
            &question,
            none,
            of_day("19121212-1212"),
        ),
        ("methodNotAllowed", Method::PUT, &question, none, of_day("1950-03-14")),
        ("contentTooLarge", Method::POST, &question, none, too_large),
        ("unknownCell", Method::POST, &no_cell, none, reason),
        ("preconditionRequired", Method::PUT, CAFE, none, cafe()),
        (
            "preconditionFailed",
            Method::PUT,
            CAFE,
            &[("if-match", "\"1\"")],
            cafe(),
        ),
    ] {
        let request = Request {
            path,
            headers,
            body: Body::Json(&body),
            ..Request::default()
        };
        recorder.refuse(code, method, request, true).await;
    }
    let sheet = Request {
        path: &question,
        body: Body::Sheet(SHEET),
        ..Request::default()
    };
    recorder
        .refuse("unsupportedMediaType", Method::POST, sheet, false)
        .await;
}
