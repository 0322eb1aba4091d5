//! Statistics as JSON-stat 2.0, as a file, and as a table to read.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::figures;
use crate::fixtures::singing_cafe::{NAME, own, released};
use crate::tests;

tests![
    a_dataset_has_the_figures_of_the_answer,
    an_exact_dataset_has_every_measure,
    a_dataset_is_in_the_language_that_is_asked_for,
    a_sheet_is_a_file_with_a_name,
    a_browser_shows_a_table,
    a_dataset_has_at_most_a_million_cells,
];

const STATISTICS: &str = "/municipalities/1270/statistics";
const EXACT: &str = "/municipalities/1270/statistics/exact";
const JSON_STAT: &str = "application/vnd.json-stat+json";

async fn accepting(app: &TestApp, path: &str, accept: &str, more: &[(&str, &str)]) -> Answered {
    let bearer = format!("Bearer {}", own());
    let mut headers = vec![("accept", accept)];
    if path.contains("/exact") {
        headers.push(("authorization", &bearer));
    }
    headers.extend(more);
    let answered = app.send(Method::GET, path, &headers, None).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    answered
}

/// The number of the cell of a figure, as a reader of the format works it out.
fn cell(dataset: &Value, of: &dyn Fn(&str) -> String) -> usize {
    let ids = dataset["id"].as_array().expect("dimensions");
    let sizes = dataset["size"].as_array().expect("sizes");
    ids.iter().zip(sizes).fold(0, |cell, (id, size)| {
        let id = id.as_str().expect("a name");
        let categories = dataset["dimension"][id]["category"]["index"]
            .as_array()
            .expect("a list");
        let size = usize::try_from(size.as_u64().expect("a number")).expect("few");
        assert_eq!(categories.len(), size, "{id}");
        let wanted = of(id);
        let at = categories.iter().position(|category| *category == wanted);
        cell * size + at.unwrap_or_else(|| panic!("{id} {wanted} in {categories:?}"))
    })
}

fn label(figure: &Value, dimension: &str) -> String {
    figure[dimension].as_str().unwrap_or("notStated").to_owned()
}

async fn a_dataset_has_the_figures_of_the_answer(engine: Engine) {
    let app = released(engine).await;
    let mut statuses = Vec::new();
    for by in [
        "month",
        "year,place",
        "quarter,insats,gender",
        "year,insats,provider",
        "month,place,gender",
        "",
    ] {
        for partial in ["false", "true"] {
            let path = format!("{STATISTICS}?by={by}&partial={partial}");
            let dataset = accepting(&app, &path, JSON_STAT, &[]).await;
            assert_eq!(dataset.header("content-type"), JSON_STAT);
            let dataset = dataset.json();
            assert_eq!(
                (&dataset["version"], &dataset["class"]),
                (&json!("2.0"), &json!("dataset"))
            );
            let (mut figures, mut page) = (Vec::new(), 1);
            loop {
                let answer = app.get_json(&format!("{path}&limit=100&page={page}")).await;
                figures.extend(answer["figures"].as_array().expect("figures").clone());
                if figures.len() as u64 >= answer["_meta"]["totalRecords"].as_u64().expect("a number") {
                    break;
                }
                page += 1;
            }
            for figure in &figures {
                let of = |measure: &'static str| {
                    cell(&dataset, &|id| {
                        if id == "measure" {
                            measure.to_owned()
                        } else {
                            label(figure, id)
                        }
                    })
                    .to_string()
                };
                let at = of("participations");
                assert_eq!(
                    dataset["value"].get(&at).and_then(Value::as_i64),
                    figure["value"].as_i64(),
                    "{path} {figure}"
                );
                let status = figure["status"].as_str().expect("a status");
                let expected = (status != "ok").then(|| json!(status));
                assert_eq!(dataset["status"].get(&at), expected.as_ref(), "{path} {figure}");
                if let Some(expected) = expected {
                    assert!(dataset["extension"]["status"]["label"][status].is_string(), "{status}");
                    statuses.push(expected);
                }
                if figure.get("rating").is_some() {
                    assert_eq!(
                        dataset["value"].get(of("rating")),
                        figure.get("rating"),
                        "{path} {figure}"
                    );
                }
            }
            // A dataset without values has a null, which the reference library needs.
            let values = dataset["value"].as_object().expect("values").values();
            let values: Vec<&Value> = values.filter(|value| !value.is_null()).collect();
            let shown = figures.iter().filter(|figure| !figure["value"].is_null()).count();
            let rated = figures.iter().filter(|figure| figure.get("rating").is_some()).count();
            assert_eq!(values.len(), shown + rated, "{path}: nothing else has a value");
        }
    }
    for status in ["suppressed", "partial"] {
        assert!(statuses.contains(&json!(status)), "{status}");
    }
}

async fn an_exact_dataset_has_every_measure(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{EXACT}?by=month,place&from=2025-11&to=2026-12");
    let answered = accepting(&app, &path, JSON_STAT, &[]).await;
    assert_eq!(answered.header("cache-control"), "no-store");
    let dataset = answered.json();
    let notice = dataset["note"][0].as_str().expect("a notice");
    assert!(notice.starts_with("Exakta uppgifter – sekretessprövas"), "{notice}");
    let bearer = format!("Bearer {}", own());
    let headers = [("authorization", bearer.as_str())];
    let answer = app
        .send(Method::GET, &format!("{path}&limit=100"), &headers, None)
        .await
        .json();
    for figure in answer["figures"].as_array().expect("figures") {
        for (measure, value) in [
            ("participations", &figure["participants"]["total"]),
            ("women", &figure["participants"]["women"]),
            ("men", &figure["participants"]["men"]),
            ("records", &figure["records"]),
            ("sessions", &figure["sessions"]),
            ("meanPerSession", &figure["meanPerSession"]),
            ("rating", &figure["rating"]["mean"]),
            ("responses", &figure["rating"]["responses"]),
        ] {
            let at = cell(&dataset, &|id| {
                if id == "measure" {
                    measure.to_owned()
                } else {
                    label(figure, id)
                }
            });
            let found = &dataset["value"][at.to_string()];
            assert_eq!(found.as_f64(), value.as_f64(), "{measure} of {figure}");
        }
    }
}

async fn a_dataset_is_in_the_language_that_is_asked_for(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{STATISTICS}?by=insats,gender");
    for (asked, tag, gender, insats) in [
        ("en", "en", "Women", "Singing café"),
        ("sv", "sv", "Kvinnor", NAME),
        ("fi", "sv", "Kvinnor", NAME),
    ] {
        let answered = accepting(&app, &path, JSON_STAT, &[("accept-language", asked)]).await;
        assert_eq!(answered.header("content-language"), tag);
        assert!(answered.header("vary").contains("Accept-Language"));
        let dataset = answered.json();
        assert_eq!(dataset["dimension"]["gender"]["category"]["label"]["women"], gender);
        assert_eq!(dataset["dimension"]["insats"]["category"]["label"]["sangcafe"], insats);
        let known = answered.header("etag").to_owned();
        let again = [
            ("accept", JSON_STAT),
            ("accept-language", asked),
            ("if-none-match", &*known),
        ];
        assert_eq!(app.send(Method::GET, &path, &again, None).await.status, 304);
        let other = [
            ("accept", JSON_STAT),
            ("accept-language", if tag == "en" { "sv" } else { "en" }),
            ("if-none-match", &*known),
        ];
        assert_eq!(app.send(Method::GET, &path, &other, None).await.status, 200);
    }
}

async fn a_sheet_is_a_file_with_a_name(engine: Engine) {
    let app = released(engine).await;
    for (path, name) in [
        (
            format!("{STATISTICS}?by=month&from=2026-01&to=2026-12"),
            "statistics-1270-2026-01-2026-12.csv",
        ),
        (
            format!("{EXACT}?by=month&from=2026-01&to=2026-12"),
            "statistics-exact-1270-2026-01-2026-12.csv",
        ),
    ] {
        let answered = accepting(&app, &path, "text/csv", &[]).await;
        assert_eq!(answered.header("content-type"), "text/csv; charset=utf-8");
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(answered.header("content-disposition"), disposition);
    }
}

async fn a_browser_shows_a_table(engine: Engine) {
    let app = released(engine).await;
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let path = format!("{STATISTICS}?by=year,place&from=2025-07&to=2026-12");
    let page = accepting(&app, &path, browser, &[("accept-language", "sv-SE,sv;q=0.9")]).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    for words in [
        "<html lang=\"sv\">",
        "Besök per år och plats i Tomelilla, juli\u{a0}2025–december\u{a0}2026",
        "Biblioteket i Sankt Olof med omnejd",
        "<td class=\"word\">ingår i en summa</td>",
        "Siffrorna är besök, inte personer",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let english = accepting(&app, &path, browser, &[("accept-language", "en")]).await;
    assert!(
        english.text.contains("Attendances by year and place in Tomelilla"),
        "{}",
        english.text
    );
    let exact = accepting(&app, &format!("{EXACT}?by=place&from=2026-01&to=2026-12"), browser, &[]).await;
    assert!(
        exact
            .text
            .contains("<p class=\"notice\">Exakta uppgifter – sekretessprövas"),
        "{}",
        exact.text
    );
    assert_eq!(exact.header("cache-control"), "no-store");
    // JSON unless the client asks for something else.
    assert_eq!(app.get(&path).await.header("content-type"), "application/json");
    let nothing = accepting(
        &app,
        &format!("{STATISTICS}?insats=trygghetslarm&by=place"),
        browser,
        &[],
    )
    .await;
    assert!(
        nothing.text.contains("Det finns inga siffror för den här frågan."),
        "{}",
        nothing.text
    );
}

async fn a_dataset_has_at_most_a_million_cells(engine: Engine) {
    const NAMES: usize = 220;
    let app = figures::begin(engine).await;
    let named = |what: &str| (0..NAMES).map(|at| format!("{what}-{at}")).collect::<Vec<String>>();
    let (places, activities) = (named("plats"), named("aktivitet"));
    changed(&app, "0114", figures::CAFE, |cafe| {
        cafe["places"] = places.iter().map(|slug| json!({"slug": slug, "name": slug})).collect();
        let activity = |slug: &String| json!({"slug": slug, "name": {"sv": slug, "en": slug}});
        cafe["activities"] = activities.iter().map(activity).collect();
    })
    .await;
    // Each place has one activity in one month of seven: few figures in a large cube.
    let months = [
        "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01",
    ];
    let records = places
        .iter()
        .zip(&activities)
        .enumerate()
        .map(|(at, (place, activity))| {
            let mut record = figures::session(&format!("{}-10", months[at % months.len()]), place, (3, 3, 3));
            record["activity"] = json!(activity);
            record
        });
    let records: Vec<Value> = records.collect();
    let path = "/municipalities/0114/group-record-batches?insats=sangcafe";
    let stored = app
        .submit(&figures::staff(), path, &json!({ "records": records }))
        .await;
    assert_eq!(stored.status, 200, "{}", stored.text);
    let bearer = format!("Bearer {}", figures::staff());
    let headers = [("accept", JSON_STAT), ("authorization", bearer.as_str())];
    let asked = async |by: &str| {
        let path = format!("{}?by={by}&from=2025-07&to=2026-01", figures::EXACT);
        app.send(Method::GET, &path, &headers, None).await
    };
    assert_eq!(asked("month,place,gender").await.status, 200);
    refused(
        &asked("month,place,activity,gender").await,
        400,
        &[("/query/by", "tooManyFigures")],
    );
}
