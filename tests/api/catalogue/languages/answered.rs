//! What the catalogue answers about texts in other languages: sentences in both languages, and texts as they are stated.

use serde_json::{Value, json};

use crate::catalogue::languages::{catalogue, selection};
use crate::catalogue::linked_data::{document, is_whole, named, node};
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![
    a_catalogue_in_swedish_only_is_answered_in_both_languages,
    the_command_line_falls_back_to_swedish,
    linked_data_has_each_language_of_a_text,
];

/// Asserts that every text below is in Swedish and English, and returns how many there are.
fn in_both_languages(document: &Value) -> usize {
    match document {
        Value::Object(members) if members.contains_key("sv") => {
            for language in ["sv", "en"] {
                let text = members.get(language).and_then(Value::as_str);
                assert!(text.is_some_and(|text| !text.is_empty()), "{language}: {document}");
            }
            1
        }
        Value::Object(members) => members.values().map(in_both_languages).sum(),
        Value::Array(items) => items.iter().map(in_both_languages).sum(),
        _ => 0,
    }
}

/// An answer without what it repeats from the catalogue.
fn without_grounds(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(members) => {
            members.remove("groundForLimit");
            members
                .values_mut()
                .for_each(|member| *member = without_grounds(member.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_grounds(item.take())),
        _ => {}
    }
    answer
}

async fn a_catalogue_in_swedish_only_is_answered_in_both_languages(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, &catalogue().to_string()).await.expect("published");
    followed(&app, published.revision).await;
    let cafe = "/municipalities/0114/insatser/sangcafe";
    let question = json!({"asOf": "2025-09-01", "facts": {"age": 70}});
    let answer = app.ask("0114", "sangcafe", &question).await;
    assert!(in_both_languages(&without_grounds(answer.clone())) >= 6, "{answer}");
    assert_eq!(
        answer["missing"][0]["question"],
        json!({"sv": "Kan du sjunga?", "en": "Kan du sjunga?"})
    );
    assert_eq!(
        answer["reasons"][0]["groundForLimit"],
        json!({"sv": "Kören sjunger i stämmor."})
    );
    let notice = answer["notice"]["en"].as_str().expect("a text");
    assert!(notice.ends_with("the service. Caféet har stängt i juli."), "{notice}");
    for facts in [
        json!({"selfDeclared": {"local": {"kan-sjunga": true}}}),
        json!({"household": [{"age": 30}]}),
    ] {
        for activity in [None, Some("kor")] {
            let mut question = json!({"asOf": "2025-09-01", "facts": facts});
            question["facts"]["age"] = json!(70);
            if let Some(activity) = activity {
                question["activity"] = json!(activity);
            }
            let answer = app.ask("0114", "sangcafe", &question).await;
            assert!(in_both_languages(&without_grounds(answer)) >= 4, "{question}");
        }
    }
    let screened = app.post("/municipalities/0114/eligibility", &question).await;
    assert_eq!(screened.status, 200, "{}", screened.text);
    assert!(in_both_languages(&without_grounds(screened.json())) >= 4);
    // Composed sentences are in both languages; what the catalogue states is as it is.
    let criteria = app.get_json(&format!("{cafe}/criteria")).await;
    let in_words = criteria["inWords"]["en"].as_str().expect("a text");
    for quoted in ["“Kan du sjunga?”", "orkar delta"] {
        assert!(in_words.contains(quoted), "{quoted}: {in_words}");
    }
    in_both_languages(&criteria["activities"][0]["inWords"]);
    in_both_languages(&criteria["questions"]);
    assert_eq!(criteria["criteria"]["of"][1]["text"], json!({"sv": "orkar delta"}));
    let schema = &criteria["factsSchema"]["properties"]["selfDeclared"]["properties"]["local"]["properties"];
    assert_eq!(
        schema["kan-sjunga"],
        json!({"type": "boolean", "title": "Kan du sjunga?", "description": "Alla kan."})
    );
    let across = app.get_json("/insatser?q=sångcafé").await["insatser"][0].clone();
    assert_eq!(across["name"], json!({"sv": "Sångcafé"}));
    assert_eq!(across["conditions"][1]["text"], json!({"sv": "orkar delta"}));
    in_both_languages(&across["inWords"]);
    let rules = app.get_json(&format!("{cafe}/documentation-rules")).await;
    assert_eq!(
        rules["documentation"]["specialReasons"],
        json!({"sv": "Uppgifter behövs inte."})
    );
    let report = app.get_json(&format!("{cafe}/annual-report?year=2025")).await;
    assert_eq!(report["name"], json!({"sv": "Sångcafé"}));
    let page = [("accept", "text/html")];
    let path = format!("{cafe}/annual-report?year=2025");
    let page = app.send(reqwest::Method::GET, &path, &page, None).await;
    assert!(page.text.contains("<h1>Sångcafé"), "{}", page.text);
    // Everything else that the catalogue states is shown as it is, and no member is empty.
    for path in [
        "",
        "/insatser/sangcafe",
        "/insatser/sangcafe/versions",
        "/providers/hemma",
    ] {
        let shown = app.get(&format!("/municipalities/0114{path}")).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.text);
        for hole in [r#""en":"""#, r#""en":null"#, r#""svEasy":"#] {
            assert!(!shown.text.contains(hole), "{path}: {}", shown.text);
        }
    }
}

async fn the_command_line_falls_back_to_swedish(engine: Engine) {
    let database = Database::empty(engine);
    let (_folder, path) = file("0114.yaml", &catalogue().to_string());
    let imported = program(&database.url, &["import", &path]);
    assert!(imported.status.success(), "{}", err(&imported));
    let asked = program(
        &database.url,
        &[
            "ask",
            "0114",
            "sangcafe",
            "--as-of",
            "2025-09-01",
            "--age",
            "70",
            "--language",
            "en",
        ],
    );
    let answer = out(&asked);
    for line in [
        "  • Kan du sjunga?",
        "The provider assesses one condition: orkar delta.",
        "Caféet har stängt i juli.",
    ] {
        assert!(answer.contains(line), "{line}: {answer}{}", err(&asked));
    }
    let checked = out(&program("", &["check", &path]));
    let warning =
        "sangcafe: Texts without an English translation: /name, /summary, /criteria/of/0/groundForLimit and 8 more.";
    assert!(checked.contains(warning), "{checked}");
}

async fn linked_data_has_each_language_of_a_text(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut catalogue = catalogue();
    catalogue["insatser"][0]["selection"] = selection();
    let published = import_text(&app, &catalogue.to_string()).await.expect("published");
    followed(&app, published.revision).await;
    let graph = document(&app, "/municipalities/0114/insatser/sangcafe").await;
    is_whole(&graph);
    let service = &graph["@graph"][0];
    assert_eq!(
        service["PublicService.name"],
        json!([{"@language": "sv", "@value": "Sångcafé"}])
    );
    let tagged: Vec<(&str, &str)> = node(&graph, "#/selection")["Rule.description"]
        .as_array()
        .expect("texts")
        .iter()
        .map(|text| {
            (
                text["@language"].as_str().expect("a tag"),
                text["@value"].as_str().expect("a text"),
            )
        })
        .collect();
    assert_eq!(
        tagged,
        [
            ("sv", "Lottning."),
            ("en", "A draw."),
            ("sv-x-easy", "Vi lottar."),
            ("ar", "قرعة."),
            ("fi", "Arvonta."),
            ("rmy", "Losura."),
        ]
    );
    // What is composed of a Swedish text alone has no English.
    let [fee, price] = named(&graph, service, "PublicService.hasCost")[..] else {
        panic!("a fee and a price");
    };
    assert_eq!(
        price["Cost.description"],
        json!([{"@language": "sv", "@value": "Fika: 20 kr styck"}])
    );
    assert_eq!(
        fee["Cost.description"],
        json!([{"@language": "sv", "@value": "Fikat kostar."}])
    );
    let version = named(&graph, service, "PublicService.follows")[0];
    assert_eq!(
        version["Rule.name"],
        json!([{"@language": "sv", "@value": "Villkor: Sångcafé"}])
    );
    let words = node(&graph, "#/criteria/of/1");
    assert_eq!(
        words["Requirement.name"],
        json!([{"@language": "sv", "@value": "orkar delta"}])
    );
}
