//! Trends: month by month against the year before, gaps, and growth against the municipality's threshold.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, NOW, TestApp};
use crate::fixtures::editing::{changed, refused, refused_case};
use crate::fixtures::figures;
use crate::fixtures::population::{at_least, csv, import};
use crate::fixtures::singing_cafe::{LATER, later_token, own, released};
use crate::issuer::token;
use crate::tests;

tests![
    a_trend_compares_with_the_year_before,
    a_threshold_points_out_growth,
    growth_is_compared_with_the_residents,
    a_trend_says_what_the_public_answer_says,
    a_trend_shows_quarters_if_months_are_not_shown,
    lost_reports_are_gaps,
    exact_trends_are_for_the_municipality,
    trends_of_nothing_are_empty,
    what_cannot_be_asked,
];

const TRENDS: &str = "/municipalities/1270/statistics/trends";
const EXACT: &str = "/municipalities/1270/statistics/exact/trends";

/// The trend of the singing café.
fn cafe(trends: &Value) -> &Value {
    let insatser = trends["insatser"].as_array().expect("insatser");
    let cafe = insatser.iter().find(|of| of["insats"] == "sangcafe");
    cafe.unwrap_or_else(|| panic!("no café in {trends}"))
}

fn point<'t>(trend: &'t Value, period: &str) -> &'t Value {
    let points = trend["points"].as_array().expect("points");
    let point = points.iter().find(|point| point["period"] == period);
    point.unwrap_or_else(|| panic!("no {period} in {trend}"))
}

async fn a_trend_compares_with_the_year_before(engine: Engine) {
    let app = released(engine).await;
    let trends = app.get_json(&format!("{TRENDS}?from=2026-01&to=2026-12")).await;
    assert_eq!((&trends["from"], &trends["to"]), (&json!("2026-01"), &json!("2026-12")));
    let trend = cafe(&trends);
    assert_eq!(trend["step"], "month");
    assert_eq!(
        point(trend, "2026-11"),
        &json!({"period": "2026-11", "value": 73, "status": "ok", "yearBefore": {"value": 37, "status": "ok"}, "changePercent": 97.3})
    );
    // January was too small and is shown with February.
    assert_eq!(
        point(trend, "2026-01"),
        &json!({"period": "2026-01", "value": null, "status": "suppressed"})
    );
    assert_eq!(
        trend["together"],
        json!([{"id": "sangcafe.sangarna.2026-02", "months": ["2026-01", "2026-02"], "value": 45, "status": "ok"}])
    );
    assert_eq!(trend.get("gaps"), None);
    let growth = &trend["growth"];
    assert_eq!(
        (
            &growth["verdict"],
            &growth["periods"],
            &growth["value"],
            &growth["yearBefore"],
            &growth["changePercent"]
        ),
        (
            &json!("noThreshold"),
            &json!(["2026-11", "2026-12"]),
            &json!(146),
            &json!(75),
            &json!(94.7)
        )
    );
    assert_eq!(trends["population"]["known"], false);
    assert!(
        trends["population"]["text"]["sv"]
            .as_str()
            .expect("text")
            .contains("invånare")
    );
    // By default the last twelve months.
    let unasked = app.get_json(TRENDS).await;
    assert_eq!(
        (&unasked["from"], &unasked["to"]),
        (&json!("2026-01"), &json!("2026-12"))
    );
}

async fn a_threshold_points_out_growth(engine: Engine) {
    let app = released(engine).await;
    let tag = app.get(TRENDS).await.header("etag").to_owned();
    for (threshold, verdict) in [(20, "aboveThreshold"), (95, "withinThreshold")] {
        app.now(NOW);
        changed(&app, "1270", "/municipalities/1270", |municipality| {
            municipality["settings"]["statistics"]["growthThresholdPercent"] = json!(threshold);
        })
        .await;
        app.now(LATER);
        let trends = app.get_json(TRENDS).await;
        assert_eq!(trends["growthThresholdPercent"], threshold);
        let growth = &cafe(&trends)["growth"];
        assert_eq!(growth["verdict"], verdict, "{growth}");
        let said = growth["text"]["sv"].as_str().expect("text");
        assert!(
            said.contains("+94,7\u{a0}%") && said.contains(&format!("{threshold}\u{a0}%")),
            "{said}"
        );
    }
    let headers = [("if-none-match", tag.as_str())];
    let again = app.send(reqwest::Method::GET, TRENDS, &headers, None).await;
    assert_eq!(again.status, 200, "the threshold changes the answer");
    app.now(NOW);
    let mut municipality = app.get("/municipalities/1270").await.json();
    municipality["settings"]["statistics"] = json!({"growthThresholdPercent": 0});
    let answered = crate::fixtures::editing::put(&app, "1270", "/municipalities/1270", "*", &municipality).await;
    assert_eq!(answered.status, 400, "{}", answered.text);
}

async fn growth_is_compared_with_the_residents(engine: Engine) {
    let app = released(engine).await;
    let cafe_reaches = at_least(0);
    let before = cafe_reaches.0 + cafe_reaches.1;
    // A woman of 100 more in the later year.
    let of_2025 = csv("1270 Tomelilla", 2025).replace("\"100+ år\";\"kvinnor\";2", "\"100+ år\";\"kvinnor\";202");
    import(&app, &of_2025);
    import(&app, &csv("1270 Tomelilla", 2023));
    let first = app.get(TRENDS).await;
    assert_eq!(first.json()["population"]["known"], false, "no two years in a row");
    assert_eq!(cafe(&first.json())["growth"].get("residents"), None);
    import(&app, &csv("1270 Tomelilla", 2024));
    let tag = [("if-none-match", first.header("etag"))];
    let second = app.send(reqwest::Method::GET, TRENDS, &tag, None).await;
    assert_eq!(second.status, 200, "the residents change the answer");
    let trends = second.json();
    assert_eq!(
        (&trends["population"]["known"], &trends["population"]["year"]),
        (&json!(true), &json!(2025))
    );
    let growth = &cafe(&trends)["growth"]["residents"];
    assert_eq!(
        (&growth["residents"], &growth["yearBefore"]),
        (&json!(before + 200), &json!(before))
    );
    let percent = |this: i64, before: i64| ((this - before) * 1000 * 2 + before).div_euclid(2 * before);
    let tenths = |percent: i64| json!(f64::from(i32::try_from(percent).expect("few")) / 10.0);
    assert_eq!(growth["changePercent"], tenths(percent(before + 200, before)));
    assert_eq!(
        growth["perResidentChangePercent"],
        tenths(percent(146 * before, 75 * (before + 200)))
    );
    let said = growth["text"]["en"].as_str().expect("text");
    assert!(said.contains("per resident"), "{said}");
    // Trends of an earlier year know its residents, not those of a later one.
    let earlier = app.get_json(&format!("{TRENDS}?from=2025-07&to=2025-12")).await;
    assert_eq!(earlier["population"]["year"], 2025);
    let exact = app.get_as(&own(), EXACT).await.json();
    assert_eq!(exact["population"], trends["population"]);
    let follow_up = "/municipalities/1270/follow-up-report?year=2026";
    let follow_up = app.get_as(&own(), follow_up).await.json();
    assert_eq!(follow_up["population"], trends["population"]);
    assert_eq!(cafe(&follow_up)["growth"]["residents"]["residents"], before + 200);
}

async fn a_trend_says_what_the_public_answer_says(engine: Engine) {
    let app = released(engine).await;
    let trends = app.get_json(&format!("{TRENDS}?from=2026-01&to=2026-12")).await;
    let asked = "/municipalities/1270/statistics?insats=sangcafe&by=month&from=2025-07&to=2026-12&limit=100";
    let answer = app.get_json(asked).await;
    let mut compared = 0;
    for figure in answer["figures"].as_array().expect("figures") {
        let month = figure["month"].as_str().expect("a month");
        let (period, is_before) = match month.strip_prefix("2025-") {
            Some(of_year) => (format!("2026-{of_year}"), true),
            None => (month.to_owned(), false),
        };
        let point = point(cafe(&trends), &period);
        let shown = if is_before { &point["yearBefore"] } else { point };
        assert_eq!(
            (&shown["value"], &shown["status"]),
            (&figure["value"], &figure["status"]),
            "{month}"
        );
        compared += 1;
    }
    assert_eq!(compared, 18);
    // Records change nothing that is public.
    let before = app.get(TRENDS).await;
    let listed = app
        .get_as(
            &own(),
            "/municipalities/1270/group-records?from=2026-06-01&to=2026-06-30",
        )
        .await
        .json();
    let id = listed["groupRecords"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/municipalities/1270/group-records/{id}/withdrawals");
    let withdrawn = app
        .submit(&own(), &path, &json!({"reason": "Räknad två gånger."}))
        .await;
    assert!(withdrawn.status.is_success(), "{}", withdrawn.text);
    let after = app.get(TRENDS).await;
    assert_eq!(
        (&after.text, after.header("etag")),
        (&before.text, before.header("etag"))
    );
}

/// Three months that are too small alone, and pass together.
async fn a_trend_shows_quarters_if_months_are_not_shown(engine: Engine) {
    let app = figures::begin(engine).await;
    for month in ["2025-07", "2025-08", "2025-09"] {
        figures::hand_in(&app, &figures::session(&format!("{month}-10"), "alby", (2, 2, 0))).await;
        figures::complete(&app, month).await;
        figures::released(&app, month).await;
    }
    for month in ["2025-10", "2025-11", "2025-12"] {
        let women = if month == "2025-12" { 9 } else { 2 };
        figures::hand_in(&app, &figures::session(&format!("{month}-10"), "alby", (women, 2, 0))).await;
        figures::complete(&app, month).await;
        figures::released(&app, month).await;
    }
    let trends = app
        .get_json("/municipalities/0114/statistics/trends?from=2025-07&to=2025-12")
        .await;
    let trend = cafe(&trends);
    let statuses = figures::table(&app, "by=quarter").await;
    if statuses.contains("2025-q4 - ") {
        assert_eq!(trend["step"], "year", "{trend} {statuses}");
    } else {
        assert_eq!(trend["step"], "quarter", "{trend} {statuses}");
        assert_eq!(trend["points"].as_array().expect("points").len(), 2);
    }
}

async fn lost_reports_are_gaps(engine: Engine) {
    let app = figures::begin(engine).await;
    figures::four_places(&app, "2025-07").await;
    figures::released(&app, "2025-07").await;
    for month in ["2025-08", "2025-09"] {
        let lost = json!({"state": "lost", "reason": "Listorna kom bort."});
        figures::say(&app, "egen-regi", month, &lost).await;
        figures::released(&app, month).await;
    }
    figures::four_places(&app, "2025-10").await;
    figures::released(&app, "2025-10").await;
    let path = "/municipalities/0114/statistics/trends?from=2025-07&to=2025-12";
    let public = app.get_json(path).await;
    let lost = json!([{"from": "2025-08", "to": "2025-09", "status": "missing"}]);
    assert_eq!(cafe(&public)["gaps"], lost);
    assert_eq!(point(cafe(&public), "2025-12")["status"], "pending");
    let exact = path.replace("statistics/", "statistics/exact/");
    let exact = app.get_as(&figures::staff(), &exact).await.json();
    // Nothing has arrived of November and December either, and the staff see it.
    assert_eq!(cafe(&exact)["gaps"][0], lost[0], "{exact}");
    assert_eq!(point(cafe(&exact), "2025-11")["status"], "missing");
}

async fn exact_trends_are_for_the_municipality(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{EXACT}?from=2026-01&to=2026-12");
    assert_eq!(app.get(&path).await.status, 401);
    for (changes, code) in [
        (json!({"providers": ["1270/sangarna"]}), "otherProvider"),
        (json!({"scope": "records:read"}), "scopeMissing"),
        (json!({"municipalities": ["0188"]}), "otherMunicipality"),
    ] {
        let answered = app.get_as(&later_token(&changes), &path).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!(code))
        );
    }
    let other = later_token(&json!({"bodies": ["another"]}));
    let answered = app.get_as(&other, &format!("{path}&insats=sangcafe")).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (403, &json!("otherBody"))
    );
    assert_eq!(app.get_as(&other, &path).await.json()["insatser"], json!([]));
    let answered = app.get_as(&own(), &path).await;
    assert_eq!(answered.header("cache-control"), "no-store");
    let trends = answered.json();
    assert!(
        trends["notice"]["sv"]
            .as_str()
            .expect("text")
            .contains("sekretessprövas")
    );
    assert_eq!(point(cafe(&trends), "2026-01")["value"], 4);
    assert_eq!(cafe(&trends)["growth"]["changePercent"], 94.7);
}

async fn trends_of_nothing_are_empty(engine: Engine) {
    let app = TestApp::start(engine).await;
    let trends = app.get_json(TRENDS).await;
    assert_eq!(trends["insatser"], json!([]));
    assert_eq!(trends.get("figuresThrough"), None);
    let exact = app.get_as(&token("statistics:exact", "1270"), EXACT).await;
    assert_eq!(exact.status, 200, "{}", exact.text);
    for of in exact.json()["insatser"].as_array().expect("insatser") {
        assert_eq!(of["growth"]["verdict"], "notComparable", "{of}");
    }
}

async fn what_cannot_be_asked(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (query, status, faults) in [
        ("by=month", 400, &[("/query", "unknownMember")][..]),
        ("from=2025-06", 400, &[("/query/from", "outOfRange")]),
        ("from=2026-06&to=2026-05", 400, &[("/query/from", "outOfRange")]),
        ("from=2025-07&to=2036-05", 400, &[("/query/to", "outOfRange")]),
        ("from=juli", 400, &[("/query/from", "invalidFormat")]),
        (
            "insats=dansbana&provider=dansarna",
            422,
            &[
                ("/query/insats", "unknownReference"),
                ("/query/provider", "unknownReference"),
            ],
        ),
    ] {
        let answered = app.get(&format!("{TRENDS}?{query}")).await;
        refused_case(query, &answered, status, faults);
        let exact = app
            .get_as(&token("statistics:exact", "1270"), &format!("{EXACT}?{query}"))
            .await;
        refused(&exact, status, faults);
    }
    assert_eq!(app.get("/municipalities/0114/statistics/trends").await.status, 404);
}
