//! How figures are divided: k, the order of splits, quarters, complete lists and closed places.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{changed, put, read, refused};
use crate::fixtures::figures::{
    CAFE, CAFE_RECORDS, RELEASES, begin, complete, furnish, hand_in, released, session, staff, table,
};
use crate::tests;

tests![
    a_lower_k_never_holds_for_a_month_with_a_record,
    figures_are_by_quarter_unless_chosen,
    an_older_database_has_quarters_from_the_next_one,
    what_comes_first_in_the_order_is_shown,
    a_division_never_changes_for_an_open_month,
    an_order_has_each_of_three_once,
    the_last_place_of_a_complete_list_stands_alone,
    a_complete_list_has_no_other_places,
    a_closed_place_is_ruled_out,
];

const VASBY: &str = "/municipalities/0114";

/// Tries to choose divisions.
async fn choose(app: &TestApp, chosen: Value) -> Answered {
    let (mut municipality, etag) = read(app, VASBY).await;
    municipality["settings"]["statistics"]["insatser"] = chosen;
    put(app, "0114", VASBY, &etag, &municipality).await
}

/// A choice for the café.
fn choice(from: &str, order: [&str; 3], period: &str) -> Value {
    json!({"insats": "sangcafe", "from": from, "splitOrder": order, "rootPeriod": period})
}

const PLACE_FIRST: [&str; 3] = ["place", "activity", "gender"];
const GENDER_FIRST: [&str; 3] = ["gender", "place", "activity"];

async fn a_lower_k_never_holds_for_a_month_with_a_record(engine: Engine) {
    let app = begin(engine).await;
    // Nine are enough for 3, not for 5. July has a record, so it keeps 5.
    hand_in(&app, &session("2025-07-10", "alby", (9, 0, 0))).await;
    changed(&app, "0114", VASBY, |municipality| {
        municipality["settings"]["statistics"]["k"] = json!(3);
    })
    .await;
    complete(&app, "2025-07").await;
    assert_eq!(released(&app, "2025-07").await["k"], 5);
    assert_eq!(table(&app, "by=&to=2025-07").await, "- pending");
    // August had no record, but waits together with July.
    complete(&app, "2025-08").await;
    assert_eq!(released(&app, "2025-08").await["k"], 3);
    hand_in(&app, &session("2025-09-10", "alby", (9, 0, 0))).await;
    complete(&app, "2025-09").await;
    released(&app, "2025-09").await;
    assert_eq!(table(&app, "by=&to=2025-09").await, "18 ok");
    // From then on 3 holds: six are enough.
    hand_in(&app, &session("2025-10-10", "alby", (6, 0, 0))).await;
    complete(&app, "2025-10").await;
    assert_eq!(released(&app, "2025-10").await["k"], 3);
    assert_eq!(table(&app, "by=&from=2025-10&to=2025-10").await, "6 ok");
}

async fn figures_are_by_quarter_unless_chosen(engine: Engine) {
    let app = begin(engine).await;
    assert_eq!(choose(&app, json!([])).await.status, 200, "no month is open yet");
    for (day, total) in [
        ("2025-07-10", (4, 2, 0)),
        ("2025-08-10", (0, 3, 0)),
        ("2025-09-10", (6, 5, 0)),
    ] {
        hand_in(&app, &session(day, "alby", total)).await;
        complete(&app, &day[..7]).await;
    }
    for month in ["2025-07", "2025-08"] {
        released(&app, month).await;
    }
    let waits = app.get_as(&staff(), RELEASES).await.json();
    assert_eq!(waits["releases"][0]["pending"][0]["why"], "periodNotEnded", "{waits}");
    released(&app, "2025-09").await;
    assert_eq!(table(&app, "by=quarter").await, "2025-q3 20 ok");
    assert_eq!(
        table(&app, "by=month").await,
        "2025-07 - suppressed\n2025-08 - suppressed\n2025-09 - suppressed"
    );
    // The order is place, gender, activity: 10 women and 10 men.
    assert_eq!(
        table(&app, "by=quarter,gender").await,
        "2025-q3 women 10 ok\n2025-q3 men - suppressed\n2025-q3 otherOrUnknown - suppressed"
    );
    let cells = crate::fixtures::figures::public(&app, "by=quarter,gender").await;
    assert_eq!(cells["cells"][0]["genders"], json!(["men", "otherOrUnknown"]));
    assert_eq!(cells["cells"][0]["value"], 10);
}

/// The database is migrated in November, which has a record.
async fn an_older_database_has_quarters_from_the_next_one(engine: Engine) {
    let app = begin(engine).await;
    assert_eq!(choose(&app, json!([])).await.status, 200, "no month is open yet");
    hand_in(&app, &session("2025-07-10", "alby", (20, 0, 0))).await;
    hand_in(&app, &session("2025-11-10", "alby", (20, 0, 0))).await;
    let mut connection = app.database.address().connect().expect("connects");
    // The same on both engines.
    let down = include_str!("../../../migrations/sqlite/2026-11-28-000004_divisions/down.sql");
    let version = "DELETE FROM __diesel_schema_migrations WHERE version = '20261128000004'";
    connection.batch_execute(down).expect("as it was before");
    connection.batch_execute(version).expect("as it was before");
    let ran = insatskatalog::store::Store::migrate(&app.database.address()).expect("migrates");
    assert_eq!(ran.len(), 1);
    hand_in(&app, &session("2025-12-10", "alby", (20, 0, 0))).await;
    for month in [
        "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01",
    ] {
        complete(&app, month).await;
        released(&app, month).await;
    }
    // By month until December, since a quarter that is open keeps its months; months without participants wait.
    assert_eq!(
        table(&app, "by=month&from=2025-07&to=2025-12").await,
        "2025-07 20 ok\n2025-08 - suppressed\n2025-09 - suppressed\n2025-10 - suppressed\n2025-11 - suppressed\n\
         2025-12 20 ok"
    );
    let waits = app.get_as(&staff(), RELEASES).await.json();
    assert_eq!(waits["releases"][0]["pending"][0]["why"], "periodNotEnded", "{waits}");
}

async fn what_comes_first_in_the_order_is_shown(engine: Engine) {
    let app = begin(engine).await;
    assert_eq!(
        choose(&app, json!([choice("2025-07-01", GENDER_FIRST, "month")]))
            .await
            .status,
        200
    );
    for place in ["alby", "bollstanas", "carlslund", "runby"] {
        hand_in(&app, &session("2025-07-10", place, (6, 5, 0))).await;
    }
    complete(&app, "2025-07").await;
    released(&app, "2025-07").await;
    assert_eq!(
        table(&app, "by=gender").await,
        "women 24 ok\nmen - suppressed\notherOrUnknown - suppressed"
    );
    // The women of two places are enough together.
    assert_eq!(
        table(&app, "by=place").await,
        "alby - suppressed\nbollstanas - suppressed\ncarlslund - suppressed\nrunby - suppressed"
    );
    let answer = crate::fixtures::figures::public(&app, "by=place,gender").await;
    let of_women = answer["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .find(|cell| cell["places"] == json!(["alby", "bollstanas"]));
    assert_eq!(of_women.expect("a cell")["value"], 12, "{answer}");
}

async fn a_division_never_changes_for_an_open_month(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-08-10", "alby", (9, 0, 0))).await;
    let by_month = choice("2025-07-01", PLACE_FIRST, "month");
    // August has a record, so that a change holds from September, and one to quarters from October.
    for (choice, from) in [
        (choice("2025-08-01", GENDER_FIRST, "month"), "2025-09-01"),
        (choice("2025-07-01", GENDER_FIRST, "month"), "2025-09-01"),
        (choice("2025-08-01", PLACE_FIRST, "quarter"), "2025-10-01"),
        (choice("2025-08-01", PLACE_FIRST, "year"), "2026-01-01"),
    ] {
        let mut chosen = vec![by_month.clone(), choice];
        if chosen[0]["from"] == chosen[1]["from"] {
            chosen.remove(0);
        }
        let at = format!("/settings/statistics/insatser/{}/from", chosen.len() - 1);
        let answered = choose(&app, json!(chosen)).await;
        refused(&answered, 422, &[(&at, "monthOpen")]);
        assert!(answered.text.contains(from), "{}", answered.text);
    }
    refused(
        &choose(&app, json!([])).await,
        422,
        &[("/settings/statistics/insatser", "monthOpen")],
    );
    // A quarter begins in October, and a month on its first day.
    for day in ["2025-11-01", "2025-10-02"] {
        let answered = choose(&app, json!([by_month, choice(day, PLACE_FIRST, "quarter")])).await;
        refused(
            &answered,
            400,
            &[("/settings/statistics/insatser/1/from", "outOfRange")],
        );
    }
    assert_eq!(
        choose(&app, json!([by_month, choice("2025-10-01", GENDER_FIRST, "quarter")]))
            .await
            .status,
        200
    );
    // A later change may be taken back as long as its months are not open.
    assert_eq!(choose(&app, json!([by_month])).await.status, 200);
    // What is released is open too, although it has no record.
    complete(&app, "2025-07").await;
    complete(&app, "2025-08").await;
    for month in ["2025-07", "2025-08", "2025-09"] {
        released(&app, month).await;
    }
    let answered = choose(&app, json!([by_month, choice("2025-09-01", GENDER_FIRST, "month")])).await;
    refused(&answered, 422, &[("/settings/statistics/insatser/1/from", "monthOpen")]);
}

async fn an_order_has_each_of_three_once(engine: Engine) {
    let app = begin(engine).await;
    let order = async |order: &[&str], wanted: &[(&str, &str)]| {
        let chosen = json!([{"insats": "sangcafe", "from": "2026-04-01", "splitOrder": order}]);
        let answered = choose(&app, chosen).await;
        let found = answered.json();
        let found: Vec<(String, String)> = found["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| {
                let text = |name: &str| error[name].as_str().expect("text").to_owned();
                (
                    text("pointer").replace("/settings/statistics/insatser/0/splitOrder", ""),
                    text("code"),
                )
            })
            .collect();
        let wanted: Vec<(String, String)> = wanted.iter().map(|(at, code)| ((*at).into(), (*code).into())).collect();
        assert_eq!(found, wanted, "{order:?}");
        assert!(!answered.text.contains("colour"), "{}", answered.text);
    };
    order(&["place", "colour", "gender"], &[("/1", "notInList")]).await;
    order(
        &["place", "place", "gender"],
        &[("/1", "duplicate"), ("", "outOfRange")],
    )
    .await;
    order(&["place", "gender"], &[("", "outOfRange")]).await;
    let twice = choice("2026-04-01", PLACE_FIRST, "week");
    let answered = choose(&app, json!([twice])).await;
    refused(
        &answered,
        400,
        &[("/settings/statistics/insatser/0/rootPeriod", "notInList")],
    );
    let once = choice("2026-04-01", PLACE_FIRST, "month");
    let answered = choose(&app, json!([once, once])).await;
    refused(&answered, 422, &[("/settings/statistics/insatser/1", "duplicate")]);
}

/// The municipality with its café in October 2025.
async fn october(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    furnish(&app).await;
    app
}

const PLACES: [&str; 4] = ["alby", "bollstanas", "carlslund", "runby"];

/// Ten women at some places in some months, which are then released.
async fn ten_women(app: &TestApp, months: &[&str], places: &[&str]) {
    app.now("2026-02-10T09:00:00Z");
    for month in months {
        for place in places {
            hand_in(app, &session(&format!("{month}-30"), place, (10, 0, 0))).await;
        }
        complete(app, month).await;
        released(app, month).await;
    }
}

/// The café from a day on, with a list of places that is complete.
async fn with_complete_list(app: &TestApp, from: &str) {
    changed(app, "0114", CAFE, |cafe| {
        cafe["validFrom"] = json!(from);
        cafe["placesComplete"] = json!(true);
    })
    .await;
}

async fn the_last_place_of_a_complete_list_stands_alone(engine: Engine) {
    let app = october(engine).await;
    app.now("2025-11-10T09:00:00Z");
    with_complete_list(&app, "2025-11-15").await;
    let months = ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"];
    ten_women(&app, &months, &PLACES).await;
    // November began before the list was complete.
    assert_eq!(
        table(&app, "by=place&from=2025-11&to=2025-11").await,
        "alby 10 ok\nbollstanas 10 ok\ncarlslund 10 ok\nrunby - suppressed"
    );
    assert_eq!(
        table(&app, "by=place&from=2025-12&to=2025-12").await,
        "alby 10 ok\nbollstanas 10 ok\ncarlslund 10 ok\nrunby 10 ok"
    );
}

async fn a_complete_list_has_no_other_places(engine: Engine) {
    let app = october(engine).await;
    with_complete_list(&app, "2025-11-01").await;
    app.now("2025-11-10T09:00:00Z");
    // A list of activities that is complete and empty: nothing to state.
    changed(&app, "0114", CAFE, |cafe| {
        cafe["validFrom"] = json!("2025-12-01");
        cafe["activitiesComplete"] = json!(true);
    })
    .await;
    app.now("2026-02-10T09:00:00Z");
    let mut anywhere = session("2025-10-20", "alby", (10, 0, 0));
    anywhere.as_object_mut().expect("an object").remove("place");
    hand_in(&app, &anywhere).await;
    anywhere["date"] = json!("2025-11-20");
    let answered = app.submit(&staff(), CAFE_RECORDS, &anywhere).await;
    refused(&answered, 422, &[("/place", "outsideInsats")]);
    assert!(answered.text.contains("alby"), "{}", answered.text);
    let mut fika = session("2025-12-20", "alby", (10, 0, 0));
    hand_in(&app, &fika).await;
    fika["activity"] = json!("fika");
    fika["date"] = json!("2025-12-21");
    refused(
        &app.submit(&staff(), CAFE_RECORDS, &fika).await,
        422,
        &[("/activity", "outsideInsats")],
    );
    // A place of a complete list may close, but none disappears.
    let (mut cafe, etag) = read(&app, CAFE).await;
    cafe["places"].as_array_mut().expect("a list").pop();
    let answered = put(&app, "0114", CAFE, &etag, &cafe).await;
    refused(&answered, 422, &[("/places", "versionInForce")]);
}

async fn a_closed_place_is_ruled_out(engine: Engine) {
    let app = october(engine).await;
    // Published in October: Carlslund is closed in November and December, and Runby in a part of November.
    app.now("2025-10-20T09:00:00Z");
    changed(&app, "0114", CAFE, |cafe| {
        cafe["places"][2]["closedPeriods"] =
            json!([{"from": "2025-10-25", "to": "2025-11-20"}, {"from": "2025-11-21", "to": "2025-12-31"}]);
        cafe["places"][3]["closedPeriods"] = json!([{"from": "2025-11-01", "to": "2025-11-29"}]);
    })
    .await;
    // Published in December, which had begun: Bollstanäs is closed in December.
    app.now("2025-12-02T09:00:00Z");
    changed(&app, "0114", CAFE, |cafe| {
        cafe["places"][1]["closedPeriods"] = json!([{"from": "2025-12-01", "to": "2025-12-31"}]);
    })
    .await;
    ten_women(&app, &["2025-07", "2025-08", "2025-09", "2025-10"], &PLACES).await;
    for place in ["carlslund", "bollstanas"] {
        let record = session("2025-12-30", place, (10, 0, 0));
        let answered = app.submit(&staff(), CAFE_RECORDS, &record).await;
        refused(&answered, 422, &[("/place", "outsideInsats")]);
    }
    ten_women(&app, &["2025-11"], &["alby", "bollstanas", "runby"]).await;
    ten_women(&app, &["2025-12"], &["alby", "runby"]).await;
    let november = async || table(&app, "by=place&from=2025-11&to=2025-11").await;
    assert_eq!(
        november().await,
        "alby 10 ok\nbollstanas 10 ok\ncarlslund - notApplicable\nrunby - suppressed"
    );
    // Bollstanäs is not ruled out in December: the month had begun.
    assert_eq!(
        table(&app, "by=place&from=2025-12&to=2025-12").await,
        "alby 10 ok\nbollstanas - suppressed\ncarlslund - notApplicable\nrunby - suppressed"
    );
    // What was ruled out stays so, although the catalogue changes.
    changed(&app, "0114", CAFE, |cafe| {
        for place in cafe["places"].as_array_mut().expect("a list") {
            place.as_object_mut().expect("a place").remove("closedPeriods");
        }
    })
    .await;
    ten_women(&app, &["2026-01"], &PLACES).await;
    assert!(november().await.contains("carlslund - notApplicable"));
}
