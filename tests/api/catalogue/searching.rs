//! Search for insatser: what people type, what is found, in which order, and on which day.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{CAFE, changed, create, new_insats};
use crate::fixtures::table::rows;
use crate::tests;

tests![
    what_people_type_is_found_best_first,
    a_match_says_where,
    both_lists_take_the_same_parameters,
    an_empty_list_says_how_many_are_historical,
    the_words_of_a_day_are_those_of_its_version,
];

fn named(list: &Value) -> Vec<String> {
    let insatser = list["insatser"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    insatser
        .iter()
        .map(|insats| format!("{}/{}", text(&insats["kommunkod"]), text(&insats["slug"])))
        .collect()
}

async fn what_people_type_is_found_best_first(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut wrong = Vec::new();
    for [q, finds] in rows(include_str!("searching.txt"), ["q", "finds"], 26) {
        let found = named(&app.get_json(&format!("/insatser?limit=100&q={q}")).await);
        let (first, is_beginning) = match finds.strip_suffix('…') {
            Some(first) => (first, true),
            None => (finds, false),
        };
        let wanted: Vec<&str> = first.split_whitespace().filter(|one| *one != "none").collect();
        let is_right = found.len() >= wanted.len()
            && found[..wanted.len()] == wanted
            && (found.len() > wanted.len()) == is_beginning;
        if !is_right {
            wrong.push(format!("{q}: {found:?}"));
        }
        // The list of a municipality finds the same.
        for kommunkod in ["0127", "0188", "1270"] {
            let path = format!("/municipalities/{kommunkod}/insatser?status=inForce,incomplete&limit=100&q={q}");
            let own: Vec<&String> = found.iter().filter(|one| one.starts_with(kommunkod)).collect();
            assert_eq!(
                named(&app.get_json(&path).await).iter().collect::<Vec<_>>(),
                own,
                "{path}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn a_match_says_where(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (q, slug, matched) in [
        ("demens", "anhorigstod", json!(["activities"])),
        ("ensamhet", "seniorkollo", json!(["purpose"])),
        ("hallstavik", "traffpunkter", json!(["places"])),
        (
            "senior",
            "seniorkollo",
            json!(["name", "slug", "summary", "targetGroup", "purpose"]),
        ),
        (
            "seniorkollo marholmen",
            "seniorkollo",
            json!(["name", "slug", "places", "summary"]),
        ),
    ] {
        for path in ["/insatser", "/municipalities/0188/insatser"] {
            let list = app.get_json(&format!("{path}?q={q}")).await;
            let insatser = list["insatser"].as_array().expect("a list");
            let found = insatser
                .iter()
                .find(|one| one["slug"] == slug && one["kommunkod"] == "0188");
            assert_eq!(found.expect("found")["matched"], matched, "{path} {q}");
        }
    }
    for path in ["/insatser", "/municipalities/0188/insatser"] {
        assert_eq!(
            app.get_json(path).await["insatser"][0].get("matched"),
            None,
            "{path} without words"
        );
    }
}

async fn both_lists_take_the_same_parameters(engine: Engine) {
    let app = TestApp::start(engine).await;
    let found = async |query: &str| named(&app.get_json(&format!("/insatser?limit=100&{query}")).await);
    assert_eq!(
        found("q=anhörigstöd&sort=slug").await[..3],
        ["0127/anhorigstod", "0188/anhorigstod", "1270/anhorigstod"]
    );
    let by_name = found("sort=name").await;
    assert_eq!(
        by_name[..3],
        ["0127/anhorigstod", "0188/anhorigstod", "1270/anhorigstod"]
    );
    assert_eq!(by_name.last().map(String::as_str), Some("0188/traffpunkter"));
    assert_eq!(
        found("q=träffpunkt&sort=slug").await[..2],
        ["1270/cafe-kryddan", "0188/kvarnen"]
    );
    let open = found("openToAll=true").await;
    assert_eq!(
        open,
        [
            "0188/kvarnen",
            "0188/traffpunkter",
            "1270/anhorigstod",
            "1270/cafe-kryddan",
            "1270/rad-och-stod",
            "1270/rebus"
        ]
    );
    let closed = found("openToAll=false").await;
    assert_eq!(open.len() + closed.len(), 14);
    assert_eq!(found("status=historical").await.len(), 14);
    assert_eq!(
        found("status=historical&category=familj").await,
        ["0180/foraldraskapsstod", "0180/vallingbyteamet"]
    );
    assert_eq!(found("status=upcoming").await, Vec::<String>::new());
    assert_eq!(found("status=upcoming&asOf=2025-06-30").await.len(), 13);
    assert_eq!(found("status=inForce,incomplete,historical").await.len(), 28);
}

async fn an_empty_list_says_how_many_are_historical(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, historical) in [
        ("/municipalities/0180/insatser", json!(14)),
        ("/municipalities/0180/insatser?q=ungdomsmottagning", json!(1)),
        ("/municipalities/0180/insatser?q=fixare&status=upcoming", json!(1)),
        ("/municipalities/0180/insatser?category=familj", json!(2)),
        ("/insatser?q=ungdomsmottagning", json!(1)),
        ("/insatser?status=terminated", json!(14)),
        // The list is empty for another reason, or is not empty.
        ("/municipalities/0180/insatser?q=trygghetslarm", Value::Null),
        ("/municipalities/1270/insatser?category=familj", Value::Null),
        ("/insatser", Value::Null),
        ("/insatser?page=99", Value::Null),
        ("/insatser?status=historical", Value::Null),
    ] {
        assert_eq!(app.get_json(path).await["historical"], historical, "{path}");
    }
}

async fn the_words_of_a_day_are_those_of_its_version(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = create(&app, &new_insats()).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    changed(&app, "1270", CAFE, |insats| {
        insats["validFrom"] = json!("2027-01-01");
        insats["summary"] = json!({"sv": "Nu virkar vi.", "en": "Now we crochet."});
    })
    .await;
    let count = async |q: &str, day: &str| {
        let path = format!("/insatser?q={q}&asOf={day}&status=inForce");
        app.get_json(&path).await["_meta"]["totalRecords"].clone()
    };
    for (day, cafe, crochet) in [("2026-12-31", 1, 0), ("2027-01-01", 0, 1)] {
        assert_eq!(
            (count("sångcafé fika", day).await, count("sångcafé crochet", day).await),
            (json!(cafe), json!(crochet)),
            "{day}"
        );
    }
}
