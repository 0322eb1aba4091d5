//! Exact statistics for the municipality's staff.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::figures::{EXACT, begin, complete, hand_in, say, session, staff};
use crate::issuer::{claims, signed, token};
use crate::tests;

tests![
    exact_figures_are_for_the_municipality,
    exact_figures_come_in_pages,
    ratings_of_a_whole_period_count_too,
    exact_figures_are_refused_where_they_must_be,
];

async fn exact_figures_are_for_the_municipality(engine: Engine) {
    let app = begin(engine).await;
    for (day, place, people) in [
        ("2025-07-10", "alby", (18, 12, 0)),
        ("2025-07-17", "alby", (3, 0, 1)),
        ("2025-10-17", "runby", (1, 1, 0)),
    ] {
        hand_in(&app, &session(day, place, people)).await;
    }
    let mut rated = session("2025-10-18", "runby", (4, 4, 0));
    rated["evaluation"] = json!({"ratings": [
        {"question": "Hur var det?", "mean": 4.0, "responses": 6, "scaleMax": 5},
        {"question": "Kommer du igen?", "mean": 5.0, "responses": 3, "scaleMax": 5},
    ]});
    hand_in(&app, &rated).await;
    // A period of persons has no sessions: it does not raise the mean.
    let persons = json!({"level": "group", "provider": "egen-regi", "period": {"from": "2025-11-01", "to": "2025-11-30"},
        "unit": "persons", "place": "alby", "participants": {"total": 100, "women": 60, "men": 40}});
    hand_in(&app, &persons).await;
    let exact = async |query: &str| {
        let answered = app
            .get_as(&staff(), &format!("{EXACT}?limit=100&from=2025-07&to=2025-12&{query}"))
            .await;
        assert_eq!(answered.status, 200, "{query}: {}", answered.text);
        assert_eq!(answered.header("cache-control"), "no-store");
        answered.json()
    };
    let all = exact("").await;
    assert_eq!(
        all["notice"]["sv"],
        "Exakta uppgifter – sekretessprövas före utlämnande eller publicering"
    );
    let only = &all["figures"][0];
    assert_eq!(
        only["participants"],
        json!({"total": 144, "women": 85, "men": 56, "otherOrUnknown": 3})
    );
    assert_eq!(
        (&only["records"], &only["sessions"], &only["meanPerSession"]),
        (&json!(5), &json!(4), &json!(11.0))
    );
    assert_eq!(only["rating"], json!({"mean": 4.3, "responses": 9}));
    let by_quarter = exact("by=quarter,place").await;
    let lines: Vec<String> = by_quarter["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|figure| {
            format!(
                "{} {} {}",
                figure["quarter"], figure["place"], figure["participants"]["total"]
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "\"2025-q3\" \"alby\" 34",
            "\"2025-q4\" \"alby\" 100",
            "\"2025-q4\" \"runby\" 10"
        ]
    );
    let by_gender = exact("by=gender").await;
    assert_eq!(
        by_gender["figures"][1],
        json!({"gender": "men", "participants": {"total": 56}})
    );
    let sheet = app
        .send(
            reqwest::Method::GET,
            &format!("{EXACT}?from=2025-07&to=2025-12&by=insats"),
            &[
                ("accept", "text/csv"),
                ("authorization", &format!("Bearer {}", staff())),
            ],
            None,
        )
        .await;
    let lines: Vec<&str> = sheet.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "# Exakta uppgifter – sekretessprövas före utlämnande eller publicering",
            "insats;participants;women;men;otherOrUnknown;records;sessions;meanPerSession;rating;responses",
            "sangcafe;144;85;56;3;5;4;11,0;4,3;9",
        ]
    );
}

/// Every page shows figures of the same result, in the same order on both engines.
async fn exact_figures_come_in_pages(engine: Engine) {
    let app = begin(engine).await;
    for (day, place, people) in [
        ("2025-07-10", "alby", (18, 12, 0)),
        ("2025-07-17", "runby", (3, 0, 1)),
        ("2025-08-17", "bollstanas", (5, 2, 0)),
        ("2025-10-17", "runby", (1, 1, 0)),
        ("2026-01-17", "alby", (7, 8, 0)),
        ("2026-01-18", "carlslund", (2, 0, 0)),
    ] {
        hand_in(&app, &session(day, place, people)).await;
    }
    for (asked, count) in [
        ("by=&to=2026-12", 1),
        ("by=gender&to=2026-12", 3),
        ("by=year&to=2026-12", 2),
        ("by=year&to=2025-12", 1),
        ("by=quarter,place&to=2026-12", 6),
        ("by=month,place,gender&to=2026-12", 18),
    ] {
        let whole = in_pages_of(&app, asked, 100).await;
        assert_eq!(whole.len(), count, "{asked}");
        for limit in [1, 2, 4] {
            assert_eq!(in_pages_of(&app, asked, limit).await, whole, "{asked} {limit}");
        }
        // A sheet has the same rows, or those of the page.
        let own = format!("Bearer {}", staff());
        let headers = [("accept", "text/csv"), ("authorization", own.as_str())];
        for (page, rows) in [("", count), ("&limit=2&page=1", count.min(2))] {
            let path = format!("{EXACT}?from=2025-07&{asked}{page}");
            let sheet = app.send(reqwest::Method::GET, &path, &headers, None).await;
            assert_eq!(sheet.text.lines().count(), rows + 2, "{asked}{page}: {}", sheet.text);
        }
    }
    // Without any counts there is still the total.
    for (by, figures) in [("", 1), ("gender", 3), ("place", 0)] {
        let path = format!("{EXACT}?from=2025-12&to=2025-12&by={by}");
        let answered = app.get_as(&staff(), &path).await.json();
        let totals = answered["figures"].as_array().expect("figures").iter();
        let totals: Vec<i64> = totals
            .filter_map(|figure| figure["participants"]["total"].as_i64())
            .collect();
        assert_eq!(totals, vec![0; figures], "{by}");
    }
}

/// Every figure, read in pages of this size; the page after the last is empty.
async fn in_pages_of(app: &TestApp, asked: &str, limit: usize) -> Vec<Value> {
    let mut figures = Vec::new();
    for page in 1.. {
        let path = format!("{EXACT}?from=2025-07&{asked}&limit={limit}&page={page}");
        let answered = app.get_as(&staff(), &path).await;
        assert_eq!(answered.status, 200, "{path}: {}", answered.text);
        let answered = answered.json();
        let some = answered["figures"].as_array().expect("figures");
        if some.is_empty() {
            assert_eq!(answered["_meta"]["totalRecords"], figures.len(), "{path}");
            break;
        }
        figures.extend(some.iter().cloned());
    }
    figures
}

async fn ratings_of_a_whole_period_count_too(engine: Engine) {
    let app = begin(engine).await;
    let mut rated = session("2025-11-18", "runby", (4, 4, 0));
    rated["evaluation"] =
        json!({"ratings": [{"question": "Hur var det?", "mean": 4.0, "responses": 3, "scaleMax": 5}]});
    hand_in(&app, &rated).await;
    let evaluation = json!({"ratings": [{"question": "Hur var hösten?", "mean": 2.0, "responses": 9, "scaleMax": 5}]});
    let whole = json!({"state": "complete", "evaluation": evaluation});
    // A repeated report counts once.
    for _ in 0..2 {
        say(&app, "egen-regi", "2025-11", &whole).await;
        let answered = app.get_as(&staff(), &format!("{EXACT}?from=2025-07&to=2025-12")).await;
        assert_eq!(
            answered.json()["figures"][0]["rating"],
            json!({"mean": 2.5, "responses": 12})
        );
        crate::fixtures::reports::sums_agree(&app);
    }
    complete(&app, "2025-11").await;
    let answered = app.get_as(&staff(), &format!("{EXACT}?from=2025-07&to=2025-12")).await;
    assert_eq!(
        answered.json()["figures"][0]["rating"],
        json!({"mean": 4.0, "responses": 3})
    );
    crate::fixtures::reports::sums_agree(&app);
}

async fn exact_figures_are_refused_where_they_must_be(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-11-18", "runby", (6, 6, 0))).await;
    for (query, status) in [
        ("insats=dansbana", 422),
        ("by=colour", 400),
        ("from=2025-06", 400),
        ("partial=true", 400),
    ] {
        assert_eq!(
            app.get_as(&staff(), &format!("{EXACT}?{query}")).await.status.as_u16(),
            status,
            "{query}"
        );
    }
    // A token for some bodies sees the insatser of those.
    for (bodies, total, named) in [(["von"], Some(12), 200), (["socialnamnden"], None, 403)] {
        let mut own = claims("statistics:exact", &["0114"]);
        own["bodies"] = json!(bodies);
        let own = signed(&own);
        let answered = app
            .get_as(&own, &format!("{EXACT}?from=2025-07&to=2025-12&by=insats"))
            .await;
        assert_eq!(
            answered.json()["figures"][0]["participants"]["total"].as_i64(),
            total,
            "{}",
            answered.text
        );
        let answered = app
            .get_as(&own, &format!("{EXACT}?from=2025-07&to=2025-12&insats=sangcafe"))
            .await;
        assert_eq!(answered.status.as_u16(), named, "{}", answered.text);
    }
    let other = token("statistics:exact", "1270");
    assert_eq!(app.get_as(&other, EXACT).await.status, 403);
}
