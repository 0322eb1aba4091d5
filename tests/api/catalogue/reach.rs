//! How many residents the conditions of an insats admit.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{ALARM, CAFE, THERE, create, editor, new_insats, read};
use crate::fixtures::population::{at_least, csv, import, json_stat};
use crate::tests;

tests![
    of_age_and_registration_is_exact,
    of_other_conditions_is_a_limit,
    a_draft_shows_the_difference,
    a_draft_shows_the_difference_of_its_activities,
    a_new_import_replaces_the_year,
    a_bad_file_changes_nothing,
    files_are_checked_with_their_reach,
];

const REACH: &str = "/municipalities/1270/insatser/trygghetslarm/reach";

fn residents((women, men): (i64, i64)) -> Value {
    json!({"total": women + men, "women": women, "men": men})
}

async fn of_age_and_registration_is_exact(engine: Engine) {
    let app = TestApp::start(engine).await;
    let none = app.get(REACH).await;
    assert_eq!(
        (none.status.as_u16(), &none.json()["code"]),
        (404, &json!("unknownPopulation"))
    );
    assert!(
        none.json()["detail"]
            .as_str()
            .expect("text")
            .contains("population import"),
        "{}",
        none.text
    );
    import(&app, &csv("1270 Tomelilla", 2024));
    let answer = app.get_json(REACH).await;
    assert_eq!(
        answer["reach"],
        json!({"exactness": "exact", "residents": residents(at_least(70))})
    );
    let population = &answer["population"];
    assert_eq!(
        (&population["year"], &population["day"], &population["source"]),
        (&json!(2024), &json!("2024-12-31"), &json!("SCB"))
    );
    assert_eq!(population["residents"], residents(at_least(0)));
    for language in ["sv", "en"] {
        assert!(
            answer["note"][language].as_str().expect("text").contains("31"),
            "{answer}"
        );
    }
    // Open to all: every resident.
    let open = app.get_json("/municipalities/1270/insatser/cafe-kryddan/reach").await;
    assert_eq!(
        open["reach"],
        json!({"exactness": "exact", "residents": residents(at_least(0))})
    );
    // Another municipality has none, and an unknown insats is said to be unknown.
    let other = app.get("/municipalities/0188/insatser/anhorigstod/reach").await;
    assert_eq!(other.json()["code"], "unknownPopulation");
    let unknown = app.get("/municipalities/1270/insatser/dansbana/reach").await;
    assert_eq!(unknown.json()["code"], "unknownInsats");
    // JSON-stat gives the same numbers.
    import(&app, &json_stat("1270", 2024).to_string());
    let again = app.get_json(REACH).await;
    assert_eq!(again["reach"], answer["reach"]);
    assert_eq!(again["population"]["source"], "Exempel: Påhittad folkmängd");
}

async fn of_other_conditions_is_a_limit(engine: Engine) {
    let app = TestApp::start(engine).await;
    import(&app, &csv("1270 Tomelilla", 2024));
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-09-20");
    cafe["criteria"] = json!({"kind": "any", "of": [
        {"kind": "age", "atLeast": 80, "ageReason": {"sv": "Hög ålder.", "en": "Old age."},
            "groundForLimit": {"sv": "Ålder.", "en": "Age."}},
        {"kind": "all", "of": [
            {"kind": "age", "atLeast": 65, "ageReason": {"sv": "Pensionsålder.", "en": "Pension age."},
                "groundForLimit": {"sv": "Ålder.", "en": "Age."}},
            {"kind": "declared", "fact": "supportsRelative", "groundForLimit": {"sv": "Stöd.", "en": "Support."}},
        ]},
    ]});
    cafe["activities"] = json!([{
        "slug": "unga", "name": {"sv": "Unga", "en": "The young"},
        "criteria": {"kind": "age", "atMost": 17, "ageReason": {"sv": "För barn.", "en": "For children."},
            "groundForLimit": {"sv": "Ålder.", "en": "Age."}},
    }]);
    let created = create(&app, &cafe).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let answer = app.get_json(&format!("{CAFE}/reach")).await;
    let reach = &answer["reach"];
    assert_eq!(reach["exactness"], "atMost");
    assert_eq!(
        (&reach["residents"], &reach["atLeast"]),
        (&residents(at_least(65)), &residents(at_least(80)))
    );
    let not_counted = reach["notCounted"].as_array().expect("conditions");
    assert_eq!(not_counted.len(), 1, "{reach}");
    assert_eq!(
        (&not_counted[0]["path"], &not_counted[0]["kind"]),
        (&json!("/of/1/of/1"), &json!("declared"))
    );
    assert!(
        not_counted[0]["text"]["sv"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    let (all, adults) = (at_least(0), at_least(18));
    assert_eq!(
        answer["activities"],
        json!([{"slug": "unga", "reach": {"exactness": "exact", "residents": residents((all.0 - adults.0, all.1 - adults.1))}}])
    );
}

async fn a_draft_shows_the_difference(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut alarm, _) = read(&app, ALARM).await;
    alarm["validFrom"] = json!("2026-01-01");
    alarm["decision"]["date"] = json!("2025-09-17");
    alarm["decision"]["reference"] = json!("2025-09-17 § 99");
    alarm["criteria"]["of"][0]["atLeast"] = json!(65);
    let path = format!("{ALARM}?validateOnly=true");
    let draft = async || {
        let answered = app.put_as(&editor("1270"), &path, THERE, &alarm).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        answered.json()
    };
    assert!(draft().await.get("reachChange").is_none(), "no population");
    import(&app, &csv("1270 Tomelilla", 2024));
    let change = draft().await["reachChange"].clone();
    let (old, new) = (at_least(70), at_least(65));
    assert_eq!(change["before"]["residents"], residents(old));
    assert_eq!(change["after"]["residents"], residents(new));
    let difference = (new.0 - old.0, new.1 - old.1);
    assert_eq!(
        (&change["difference"], &change["year"]),
        (&residents(difference), &json!(2024))
    );
    let more = difference.0 + difference.1;
    assert!(
        change["text"]["en"]
            .as_str()
            .expect("text")
            .ends_with(&format!(": {more} more.")),
        "{change}"
    );
    assert!(
        change["text"]["sv"]
            .as_str()
            .expect("text")
            .ends_with(&format!(": {more} fler.")),
        "{change}"
    );
    assert_eq!(change.get("activities"), None);
    // Nothing is published, and what is published shows no change.
    assert_eq!(app.get_json(REACH).await["reach"]["residents"], residents(old));
    assert!(app.get_json(ALARM).await.get("reachChange").is_none());
}

async fn a_draft_shows_the_difference_of_its_activities(engine: Engine) {
    let app = TestApp::start(engine).await;
    import(&app, &csv("1270 Tomelilla", 2024));
    let at_least_as_old = |age: u8| {
        json!({"kind": "age", "atLeast": age, "ageReason": {"sv": "För äldre.", "en": "For older people."},
            "groundForLimit": {"sv": "Ålder.", "en": "Age."}})
    };
    let activity = |slug: &str| json!({"slug": slug, "name": {"sv": slug, "en": slug}});
    let with = |slug: &str, age: u8| {
        let mut activity = activity(slug);
        activity["criteria"] = at_least_as_old(age);
        activity
    };
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-09-20");
    cafe["criteria"] = at_least_as_old(65);
    cafe["activities"] = json!([with("dans", 80), with("sang", 70), activity("fika")]);
    let created = create(&app, &cafe).await;
    assert_eq!(created.status, 201, "{}", created.text);
    cafe["validFrom"] = json!("2026-01-01");
    cafe["activities"] = json!([activity("dans"), with("bingo", 90), activity("fika")]);
    let draft = app
        .put_as(&editor("1270"), &format!("{CAFE}?validateOnly=true"), THERE, &cafe)
        .await;
    assert_eq!(draft.status, 200, "{}", draft.text);
    let change = draft.json()["reachChange"].clone();
    let activities = change["activities"].as_array().expect("activities");
    let slugs: Vec<&str> = activities.iter().filter_map(|of| of["slug"].as_str()).collect();
    assert_eq!(
        slugs,
        ["bingo", "dans", "sang"],
        "the others have no conditions of their own"
    );
    let [bingo, dans, sang] = [0, 1, 2].map(|at| &activities[at]);
    assert_eq!((bingo.get("before"), bingo.get("difference")), (None, None));
    assert_eq!(bingo["after"]["residents"], residents(at_least(90)));
    // Without conditions of its own, those of the insats hold.
    assert_eq!(
        (&dans["before"]["residents"], &dans["after"]["residents"]),
        (&residents(at_least(80)), &residents(at_least(65)))
    );
    let (old, new) = (at_least(80), at_least(65));
    assert_eq!(dans["difference"], residents((new.0 - old.0, new.1 - old.1)));
    assert_eq!((sang.get("after"), sang.get("difference")), (None, None));
    assert!(sang["text"]["sv"].as_str().is_some_and(|text| text.contains("saknar")));
}

async fn a_new_import_replaces_the_year(engine: Engine) {
    let app = TestApp::start(engine).await;
    import(&app, &csv("1270 Tomelilla", 2024));
    let first = app.get(REACH).await;
    let asked = [("if-none-match", first.header("etag"))];
    let again = app.send(Method::GET, REACH, &asked, None).await;
    assert_eq!(again.status, 304);
    // The same year again, with one woman more.
    let changed = csv("1270 Tomelilla", 2024).replace("\"100+ år\";\"kvinnor\";2", "\"100+ år\";\"kvinnor\";3");
    import(&app, &changed);
    let second = app.send(Method::GET, REACH, &asked, None).await;
    assert_eq!(second.status, 200);
    let (women, men) = at_least(70);
    assert_eq!(second.json()["reach"]["residents"], residents((women + 1, men)));
    // An earlier year does not hide a later one.
    import(&app, &csv("1270 Tomelilla", 2023));
    assert_eq!(app.get_json(REACH).await["population"]["year"], 2024);
}

async fn a_bad_file_changes_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    import(&app, &csv("1270 Tomelilla", 2024));
    let before = app.get(REACH).await.text;
    let good = csv("1270 Tomelilla", 2025);
    let (folder, path) = file("good.csv", &good);
    let bad = good
        .replace("\"5 år\";\"män\";20", "\"5 år\";\"män\";-20")
        .replace("\"7 år\"", "\"7–9 år\"");
    let other = folder.path().join("bad.csv");
    std::fs::write(&other, bad).expect("written");
    let other = other.display().to_string();
    let output = program(&app.database.url, &["population", "import", &path, &other]);
    assert_eq!(output.status.code(), Some(1));
    for wanted in [
        "bad.csv:12: column 4: A whole number of residents",
        "bad.csv:16: column 2: The age must be",
        "bad.csv:17: column 2: ",
        "error: 3 faults; nothing was changed",
    ] {
        assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
    }
    let large = folder.path().join("large.json");
    std::fs::File::create(&large)
        .and_then(|file| file.set_len(300 * 1024 * 1024))
        .expect("made");
    let output = program(
        &app.database.url,
        &["population", "import", &large.display().to_string(), "--language", "sv"],
    );
    assert!(
        err(&output).contains("Filen är större än 32 megabyte."),
        "{}",
        err(&output)
    );
    let gone = program(&app.database.url, &["population", "import", "gone.csv"]);
    assert!(
        err(&gone).contains("gone.csv: The file cannot be read"),
        "{}",
        err(&gone)
    );
    assert_eq!(app.get(REACH).await.text, before);
    let done = program(&app.database.url, &["population", "import", &path]);
    let (women, men) = at_least(0);
    let total = format!("{},{:03}", (women + men) / 1000, (women + men) % 1000);
    assert_eq!(out(&done), format!("1270 Tomelilla 2025: {total} residents\n"));
}

async fn files_are_checked_with_their_reach(engine: Engine) {
    let app = TestApp::start(engine).await;
    let url = &app.database.url;
    let exported = out(&program(url, &["export", "1270"]));
    let (_folder, path) = file("1270.yaml", &exported);
    let check = || program(url, &["check", &path, "--reach"]);
    assert!(
        out(&check()).contains("the population of 1270 is not imported"),
        "{}",
        out(&check())
    );
    import(&app, &csv("1270 Tomelilla", 2024));
    let (women, men) = at_least(70);
    let count = women + men;
    let wanted = format!("trygghetslarm: The conditions admit {count} residents on 31 December 2024.");
    assert!(
        out(&check()).contains(&wanted),
        "{wanted}: {}{}",
        out(&check()),
        err(&check())
    );
    assert!(!out(&program(url, &["check", &path])).contains("residents"));
}
