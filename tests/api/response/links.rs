//! Links contain only what an address may contain.

use insatskatalog::http_client;
use reqwest::redirect::Policy;
use serde_json::Value;

use crate::fixtures::app::{BASE, Engine, TestApp};
use crate::issuer::token;
use crate::tests;

tests![
    links_repeat_parameters_percent_encoded,
    a_final_slash_leads_to_an_encoded_address,
];

/// What a query must not contain, besides letters outside ASCII, and what separates its parts.
const WORDS: &str = "kaffe ^|\\{}[]`\"<>å&+%=#";

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Whether an address has only characters that RFC 3986 allows in a path or a query.
fn is_address(href: &str) -> bool {
    href.chars()
        .all(|character| character.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=%".contains(character))
}

/// Collects the addresses of an answer.
fn hrefs<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| hrefs(item, found)),
        Value::Object(members) => {
            found.extend(members.get("href").and_then(Value::as_str));
            members.values().for_each(|member| hrefs(member, found));
        }
        _ => {}
    }
}

async fn links_repeat_parameters_percent_encoded(engine: Engine) {
    let app = TestApp::start(engine).await;
    let name = encoded(WORDS);
    let token = token("records:read", "0188");
    let figures = "/municipalities/0188/group-records";
    for path in [
        format!("/insatser?q={name}"),
        // Only what the parts of a query are separated by is encoded here.
        "/municipalities/1270/insatser?q=kaffe^|\\{}[]`".to_owned(),
        format!("{figures}?place={name}"),
    ] {
        let answered = app.get_as(&token, &path).await;
        assert_eq!(answered.status, 200, "{path}: {}", answered.text);
        let answer = answered.json();
        let mut found = Vec::new();
        hrefs(&answer, &mut found);
        let repeated = found.iter().filter(|href| href.contains("kaffe"));
        assert!(repeated.count() > 0, "{path}: {found:?}");
        for href in found {
            assert!(is_address(href), "{path}: {href}");
        }
    }
}

async fn a_final_slash_leads_to_an_encoded_address(engine: Engine) {
    let app = TestApp::start(engine).await;
    let client = http_client::builder().no_proxy().redirect(Policy::none()).build();
    let asked = format!("{}{BASE}/insatser/?q=kaffe^|\\{{}}[]`%26", app.origin);
    let answered = client.expect("a client").get(asked).send().await.expect("an answer");
    assert_eq!(answered.status(), 308);
    let location = answered.headers()["location"].to_str().expect("text");
    assert!(is_address(location), "{location}");
    assert_eq!(location, format!("{BASE}/insatser?q=kaffe%5E%7C%5C%7B%7D%5B%5D%60%26"));
}
