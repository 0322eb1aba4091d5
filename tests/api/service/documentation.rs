//! The documentation at `/docs/` has every operation and every schema, in both languages.

use reqwest::Method;
use serde_json::Value;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::tests;

tests![
    it_has_every_operation_and_every_schema,
    it_is_in_both_languages,
    its_commands_are_those_of_the_service,
];

async fn page(app: &TestApp, path: &str) -> Answered {
    let answered = app.send_anywhere(Method::GET, path, &[], None).await;
    assert_eq!(answered.status, 200, "{path}");
    answered
}

/// Every address in the pages of a path that begins in a way.
fn links<'p>(page: &'p str, prefix: &str) -> Vec<&'p str> {
    let hrefs = page.split("href=\"").skip(1);
    let hrefs = hrefs.filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with(prefix)).collect()
}

async fn it_has_every_operation_and_every_schema(engine: Engine) {
    let app = TestApp::start(engine).await;
    let specification = app.get_json("/openapi.json").await;
    let overview = page(&app, "/docs/").await.text;
    let paths = specification["paths"].as_object().expect("paths");
    let methods = paths
        .values()
        .flat_map(|path| path.as_object().expect("operations").values());
    let operations: Vec<&str> = methods
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let schemas = specification["components"]["schemas"].as_object().expect("schemas");
    for operation in &operations {
        let path = format!("/docs/{operation}");
        assert!(overview.contains(&format!("href=\"{path}\"")), "{operation}");
        let shown = page(&app, &path).await.text;
        for link in links(&shown, "/docs/schemas/") {
            assert!(
                schemas.contains_key(link.trim_start_matches("/docs/schemas/")),
                "{link}"
            );
        }
        assert!(!shown.contains("<script"), "{path}");
    }
    assert_eq!(links(&overview, "/docs/schemas/").len(), schemas.len());
    for (name, schema) in schemas {
        let shown = page(&app, &format!("/docs/schemas/{name}")).await.text;
        let members = schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(|members| members.keys());
        for member in members {
            assert!(shown.contains(&format!("<code>{member}</code>")), "{name}: {member}");
        }
    }
    for unknown in ["/docs/nothing", "/docs/schemas/Nothing", "/docs/schemas/"] {
        let answered = app.send_anywhere(Method::GET, unknown, &[], None).await;
        assert_eq!(answered.status, 404, "{unknown}");
    }
}

async fn it_is_in_both_languages(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, swedish, english) in [
        (
            "/docs/",
            "Svarar om uppgifterna uppfyller",
            "Answers whether the facts meet",
        ),
        ("/docs/getInsats", "Öppen för alla", "Open to everyone"),
        (
            "/docs/getInsats",
            "Kommunens kod: fyra siffror.",
            "The code of the municipality",
        ),
        ("/docs/schemas/Link", "måste finnas", "required"),
    ] {
        let in_swedish = page(&app, path).await;
        let in_english = page(&app, &format!("{path}?lang=en")).await;
        assert!(in_swedish.text.contains("<html lang=\"sv\">"));
        assert!(in_english.text.contains("<html lang=\"en\">"));
        assert!(
            in_swedish.text.contains(swedish) && !in_swedish.text.contains(english),
            "{path}"
        );
        assert!(
            in_english.text.contains(english) && !in_english.text.contains(swedish),
            "{path}"
        );
    }
    // Operations come before the prose.
    let overview = page(&app, "/docs/").await.text;
    let at = |text: &str| overview.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("/docs/askEligibility") < at("Så fungerar API:et"));
}

async fn its_commands_are_those_of_the_service(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = page(&app, "/docs/askEligibility").await.text;
    let address = "https://api.example.se/insatskatalog/v1/municipalities/1270/insatser/trygghetslarm/eligibility";
    assert!(shown.contains(&format!("curl -X POST &#39;{address}&#39;")), "{shown}");
    // The body of the command is a question that the service answers.
    let body = shown
        .split("-d &#39;")
        .nth(1)
        .and_then(|rest| rest.split("&#39;</code>").next());
    let body = body.expect("a body").replace("&#34;", "\"");
    let question: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(app.ask("1270", "trygghetslarm", &question).await["outcome"], "eligible");
    let protected = page(&app, "/docs/putInsats").await.text;
    for wanted in ["Authorization: Bearer $TOKEN", "<code>catalogue:write</code>"] {
        assert!(protected.contains(&wanted.replace('"', "&#34;")), "{wanted}");
    }
    // An operation that a browser can call has a link to its answer.
    let open = page(&app, "/docs/getInsats").await.text;
    let address = "https://api.example.se/insatskatalog/v1/municipalities/1270/insatser/trygghetslarm";
    assert_eq!(links(&open, address), [address]);
    assert_eq!(
        app.get(address.trim_start_matches("https://api.example.se/insatskatalog/v1"))
            .await
            .status,
        200
    );
}
