//! Releases: in order, by people and automatic; corrections and withdrawals.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::figures::{
    RELEASES, STATISTICS, begin, complete, figures, four_places, hand_in, public, release, released, session, staff,
    table,
};
use crate::tests;

tests![
    months_are_released_in_order,
    a_month_is_released_by_itself,
    a_new_k_holds_for_months_not_yet_open,
    a_correction_never_differs_by_a_few,
    what_changed_is_looked_at_again,
    a_figure_is_taken_back,
    settings_have_limits,
];

async fn months_are_released_in_order(engine: Engine) {
    let app = begin(engine).await;
    for (month, code) in [
        ("2025-06", "beforeTheLaw"),
        ("2025-08", "releaseOutOfOrder"),
        ("2026-01", "releaseOutOfOrder"),
        ("2026-02", "monthNotClosed"),
        ("2026-12", "monthNotClosed"),
    ] {
        refused(&release(&app, month).await, 422, &[("/month", code)]);
    }
    for month in ["2025-13", "juli", "2025"] {
        refused(&release(&app, month).await, 400, &[("/month", "invalidFormat")]);
    }
    assert_eq!(app.submit(&staff(), RELEASES, &json!({})).await.status, 400);
    four_places(&app, "2025-07").await;
    app.now("2026-02-10T09:00:00.123456789Z");
    let first = released(&app, "2025-07").await;
    hand_in(&app, &session("2025-07-11", "alby", (40, 40, 0))).await;
    let again = release(&app, "2025-07").await;
    assert_eq!(
        (again.status.as_u16(), again.json()),
        (200, first),
        "asked twice: the same release"
    );
    refused(&release(&app, "2025-09").await, 422, &[("/month", "releaseOutOfOrder")]);
    // Two releases at the same moment make one.
    let (one, other) = tokio::join!(release(&app, "2025-08"), release(&app, "2025-08"));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    assert_eq!(one.json(), other.json());
    // January is closed on the day after its reports are due, the fifth of February.
    empty_rest(&app).await;
    app.now("2026-02-05T09:00:00Z");
    refused(&release(&app, "2026-01").await, 422, &[("/month", "monthNotClosed")]);
    app.now("2026-02-06T09:00:00Z");
    released(&app, "2026-01").await;
}

async fn empty_rest(app: &TestApp) {
    for month in ["2025-09", "2025-10", "2025-11", "2025-12"] {
        released(app, month).await;
    }
}

async fn a_month_is_released_by_itself(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    changed(&app, "0114", "/municipalities/0114", |municipality| {
        municipality["settings"]["statistics"]["releaseDay"] = json!(12);
    })
    .await;
    // A service that starts on the first of October releases what is due: August was due on the twelfth of September.
    let _other = TestApp::beside(&app).await;
    let next = async || app.get_as(&staff(), RELEASES).await.json()["next"]["month"].clone();
    let begun = std::time::Instant::now();
    while next().await != "2025-09" {
        assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{}", next().await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(figures(&app, "by=&to=2025-07").await[0].1, Some(47));
    // As days go by.
    let store = insatskatalog::store::Store::open(&app.database.address()).expect("opens");
    let catalogue = std::sync::Arc::new(
        store
            .read(insatskatalog::store::catalogue::loading::load)
            .await
            .expect("read"),
    );
    let moment = |day: &str| {
        let now: chrono::DateTime<chrono::Utc> = format!("{day}T09:00:00Z").parse().expect("an instant");
        insatskatalog::releasing::ReleaseContext {
            now,
            today: now.date_naive(),
            author: crate::fixtures::app::author(),
        }
    };
    let due = async |day: &str| {
        let done = insatskatalog::releasing::release_due(&store, &catalogue, &moment(day)).await;
        let months = done.into_iter().flat_map(|(kommunkod, months, error)| {
            assert!(error.is_none(), "{error:?}");
            months.into_iter().map(move |month| format!("{kommunkod} {month}"))
        });
        months.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(due("2025-10-11").await, "");
    assert_eq!(due("2025-10-12").await, "0114 2025-09");
    assert_eq!(due("2025-10-12").await, "");
    assert_eq!(due("2026-01-30").await, "0114 2025-10, 0114 2025-11, 0114 2025-12");
}

async fn a_new_k_holds_for_months_not_yet_open(engine: Engine) {
    let app = begin(engine).await;
    let k = async |k: u32| {
        changed(&app, "0114", "/municipalities/0114", |municipality| {
            municipality["settings"]["statistics"]["k"] = json!(k);
        })
        .await;
    };
    // Nine pass for 5, and not for 10.
    k(10).await;
    hand_in(&app, &session("2025-07-10", "alby", (9, 0, 0))).await;
    complete(&app, "2025-07").await;
    assert_eq!(released(&app, "2025-07").await["k"], 10);
    k(3).await;
    hand_in(&app, &session("2025-08-10", "alby", (9, 0, 0))).await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    assert_eq!(table(&app, "by=").await, "- pending", "18 is under the bar of 10");
    hand_in(&app, &session("2025-09-10", "alby", (10, 0, 0))).await;
    complete(&app, "2025-09").await;
    released(&app, "2025-09").await;
    assert_eq!(table(&app, "by=").await, "28 ok");
    hand_in(&app, &session("2025-10-10", "alby", (6, 0, 0))).await;
    complete(&app, "2025-10").await;
    released(&app, "2025-10").await;
    assert_eq!(table(&app, "by=month&from=2025-10").await, "2025-10 6 ok");
}

async fn correct(app: &TestApp, id: &str, record: &Value) {
    let path = format!("/municipalities/0114/group-records/{id}");
    let answered = app.put_as(&staff(), &path, ("if-match", "*"), record).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn a_correction_never_differs_by_a_few(engine: Engine) {
    let app = begin(engine).await;
    let id = hand_in(&app, &session("2025-07-10", "alby", (20, 0, 0))).await;
    complete(&app, "2025-07").await;
    released(&app, "2025-07").await;
    let mut shown = Vec::new();
    for (month, women) in [
        ("2025-08", 22),
        ("2025-09", 26),
        ("2025-10", 23),
        ("2025-11", 20),
        ("2025-12", 4),
    ] {
        correct(&app, &id, &session("2025-07-10", "alby", (women, 0, 0))).await;
        let before = public(&app, "by=&to=2025-07").await;
        assert_eq!(
            before["figures"][0]["value"].as_i64(),
            shown.last().copied().or(Some(20)),
            "only a release corrects"
        );
        complete(&app, month).await;
        let release = released(&app, month).await;
        let value = public(&app, "by=&to=2025-07").await["figures"][0]["value"]
            .as_i64()
            .expect("shown");
        let waits = release["waitingCells"].as_array().expect("a list").len();
        assert_eq!(waits == 0, value == i64::from(women), "{month}");
        shown.push(value);
    }
    // 22 is 2 from 20; 26 may be published; 23 is 3 from 26; 20 was published before; 4 is too small.
    assert_eq!(shown, [20, 26, 26, 20, 20]);
}

/// A release looks again at every change since the last one and at what waits, and misses no change.
async fn what_changed_is_looked_at_again(engine: Engine) {
    let app = begin(engine).await;
    let id = hand_in(&app, &session("2025-07-10", "alby", (20, 0, 0))).await;
    complete(&app, "2025-07").await;
    released(&app, "2025-07").await;
    let mut states = Vec::new();
    for month in ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01"] {
        match month {
            "2025-08" => correct(&app, &id, &session("2025-07-10", "alby", (22, 0, 0))).await,
            "2025-10" => drop(hand_in(&app, &session("2025-07-17", "alby", (12, 0, 0))).await),
            "2025-12" => withdraw(&app, &id).await,
            _ => {}
        }
        complete(&app, month).await;
        let waits = released(&app, month).await["waitingCells"]
            .as_array()
            .expect("a list")
            .len();
        let july = &public(&app, "by=&to=2025-07").await["figures"][0];
        states.push((july["value"].as_i64().expect("shown"), waits));
    }
    // 22 waits, and still does if nothing changes; 34 may be published, and stays; so does 12.
    assert_eq!(states, [(20, 1), (20, 1), (34, 0), (34, 0), (12, 0), (12, 0)]);
    crate::fixtures::reports::sums_agree(&app);
}

async fn withdraw(app: &TestApp, id: &str) {
    let path = format!("/municipalities/0114/group-records/{id}/withdrawals");
    let reason = json!({"reason": "Blev aldrig av."});
    let answered = app.post_as(&staff(), &path, ("if-match", "*"), &reason).await;
    assert!(answered.status.is_success(), "{}", answered.text);
}

async fn a_figure_is_taken_back(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    released(&app, "2025-07").await;
    let before = app.get(&format!("{STATISTICS}?by=place")).await;
    let cell = |name: &str| format!("{STATISTICS}/cells/{name}/withdrawals");
    let reason = json!({"reason": "En annan kommuns besök räknades med."});
    let answered = app
        .submit(&staff(), &cell("sangcafe.egen-regi.2025-07.1"), &reason)
        .await;
    assert_eq!(answered.status, 204, "{}", answered.text);
    assert_eq!(
        table(&app, "by=place").await,
        "alby - withdrawn\nbollstanas - suppressed\ncarlslund - suppressed\nrunby - suppressed"
    );
    assert_eq!(table(&app, "by=").await, "- withdrawn");
    let after = app.get(&format!("{STATISTICS}?by=place")).await;
    assert_ne!(before.header("etag"), after.header("etag"));
    // A second withdrawal changes nothing, nobody can withdraw a missing cell, and the reason is required and names nobody.
    let again = app
        .submit(&staff(), &cell("sangcafe.egen-regi.2025-07.1"), &reason)
        .await;
    assert_eq!(again.status, 204);
    assert_eq!(
        app.get(&format!("{STATISTICS}?by=place")).await.header("etag"),
        after.header("etag")
    );
    for name in [
        "sangcafe.egen-regi.2025-07.9",
        "sangcafe.egen-regi.2025-08",
        "sangcafe",
        "a.b.2025-07.1.1.1.1",
    ] {
        let answered = app.submit(&staff(), &cell(name), &reason).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (404, &json!("unknownCell")),
            "{name}"
        );
    }
    let whole = cell("sangcafe.egen-regi.2025-07");
    refused(
        &app.submit(&staff(), &whole, &json!({})).await,
        400,
        &[("/reason", "missingMember")],
    );
    let named = app
        .submit(&staff(), &whole, &json!({"reason": "Anna, 850101-1234"}))
        .await;
    assert_eq!(named.status, 422, "{}", named.text);
    let list = app.get_as(&staff(), RELEASES).await.json();
    assert_eq!(list["withdrawals"][0]["cell"], "sangcafe.egen-regi.2025-07.1");
    let events = app
        .get_as(&staff(), "/municipalities/0114/audit-events?limit=100")
        .await
        .json();
    let events_text = events["auditEvents"].to_string();
    assert!(
        events_text.contains("\"withdraw\"") && events_text.contains("\"release\""),
        "{events_text}"
    );
}

async fn settings_have_limits(engine: Engine) {
    let app = begin(engine).await;
    let (mut municipality, etag) = crate::fixtures::editing::read(&app, "/municipalities/0114").await;
    municipality["settings"]["statistics"] = json!({"k": 2, "releaseDay": 31, "colour": 1});
    let answered = crate::fixtures::editing::put(&app, "0114", "/municipalities/0114", &etag, &municipality).await;
    refused(
        &answered,
        400,
        &[
            ("/settings/statistics/k", "outOfRange"),
            ("/settings/statistics/releaseDay", "outOfRange"),
            ("/settings/statistics", "unknownMember"),
        ],
    );
}
