//! The pages for people: what they show, in which language, and what they say of bad addresses.

pub mod changes;
pub mod faults;
pub mod form;
pub mod form_faults;
pub mod frame;
pub mod home;
pub mod insats;
pub mod languages;
pub mod municipality;
pub mod open_now;
pub mod statistics;

use reqwest::Method;

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::fixtures::command::{err, program};

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    changes::TESTS,
    faults::TESTS,
    form::TESTS,
    form_faults::TESTS,
    frame::TESTS,
    home::TESTS,
    insats::TESTS,
    languages::TESTS,
    municipality::TESTS,
    open_now::TESTS,
    statistics::TESTS,
];

/// A service with the embedded catalogues, and one that has everything that a page can show, in Upplands Väsby.
pub async fn service(engine: Engine) -> TestApp {
    let database = Database::with_catalogues(engine);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/pages/traffen.yaml");
    let imported = program(&database.url, &["import", file]);
    assert!(imported.status.success(), "{}", err(&imported));
    TestApp::on(database, &[]).await
}

/// A page as a browser asks for it.
pub async fn visit(app: &TestApp, path: &str, more: &[(&str, &str)]) -> Answered {
    let mut headers = vec![(
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    )];
    headers.extend(more);
    app.send_anywhere(Method::GET, path, &headers, None).await
}

/// The text of a page in Swedish, which must be answered 200.
pub async fn page(app: &TestApp, path: &str) -> String {
    let answered = visit(app, path, &[("accept-language", "sv")]).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    assert_eq!(answered.header("content-type"), "text/html; charset=utf-8", "{path}");
    answered.text
}

/// What is between two texts of a page, the first time.
pub fn between<'p>(page: &'p str, begin: &str, end: &str) -> &'p str {
    let (_, rest) = page.split_once(begin).unwrap_or_else(|| panic!("{begin} in {page}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} after {begin}")).0
}

/// The headings of the insatser in the list below a heading of a page.
pub fn listed<'p>(page: &'p str, heading: &str) -> Vec<&'p str> {
    let section = between(page, heading, "</section>");
    let cards = section.split("<h3>").skip(1);
    cards.map(|card| between(card, ">", "</a>")).collect()
}

/// The addresses of the links of a page.
pub fn links(page: &str) -> Vec<String> {
    let links = page.split(" href=\"").skip(1);
    let links = links.map(|link| link.split('"').next().expect("an end"));
    links.map(|link| link.replace("&#38;", "&")).collect()
}
