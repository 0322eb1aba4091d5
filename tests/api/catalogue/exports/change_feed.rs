//! The feed of a municipality's changes: what it tells, and that readers of feeds can read it.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed};
use crate::tests;

tests![
    tells_the_latest_changes_in_words,
    is_a_valid_feed_in_each_language,
    a_feed_with_a_missing_part_is_found,
];

const FEED: &str = "/municipalities/1270/changes";

/// An element of a feed, with its attributes and its text.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Self>,
}

impl Element {
    fn named<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Self> + use<'e> {
        let name = name.to_owned();
        self.children.iter().filter(move |child| child.name == name)
    }

    fn text_of(&self, name: &str) -> &str {
        self.named(name).next().map_or("", |child| child.text.as_str())
    }

    fn link(&self, relation: &str) -> Option<&str> {
        let has = |link: &&Self, name: &str, value: &str| link.attributes.iter().any(|(n, v)| n == name && v == value);
        let link = self.named("link").find(|link| has(link, "rel", relation))?;
        let href = link.attributes.iter().find(|(name, _)| name == "href")?;
        Some(&href.1)
    }
}

/// Reads a feed with a reader of XML.
fn read(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().expect("XML");
        let element = |start: &quick_xml::events::BytesStart| Element {
            name: start.name().as_ref().to_owned(),
            attributes: start
                .attributes()
                .map(|attribute| attribute.expect("an attribute"))
                .map(|attribute| {
                    let name = attribute.key.as_ref().to_owned();
                    (name, unescape(&attribute.value).expect("a value").into_owned())
                })
                .collect(),
            ..Element::default()
        };
        let last = open.last_mut().expect("an element");
        match event {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => last.children.push(element(&start)),
            Event::Text(text) => last.text += &text,
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let character = reference.resolve_char_ref().expect("a character");
                let named = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                last.text += &character.map(String::from).or(named).expect("a known reference");
            }
            Event::End(_) => {
                let closed = open.pop().expect("an element");
                open.last_mut().expect("a parent").children.push(closed);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut top = open.pop().expect("the document");
    assert!(open.is_empty(), "every element is closed");
    top.children.pop().expect("a feed")
}

/// What RFC 4287 demands of a feed and its entries.
fn faults(feed: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    let mut demand = |holds: bool, what: &str| {
        if !holds {
            faults.push(what.to_owned());
        }
    };
    let namespace = ("xmlns".to_owned(), "http://www.w3.org/2005/Atom".to_owned());
    demand(feed.name == "feed" && feed.attributes.contains(&namespace), "a feed");
    demand(feed.link("self").is_some(), "its own address");
    demand(
        feed.named("author").any(|author| !author.text_of("name").is_empty()),
        "an author",
    );
    for element in std::iter::once(feed).chain(feed.named("entry")) {
        for name in ["id", "title", "updated"] {
            demand(
                element.named(name).count() == 1 && !element.text_of(name).is_empty(),
                name,
            );
        }
        demand(url::Url::parse(element.text_of("id")).is_ok(), "an id that is an IRI");
        let is_time = chrono::DateTime::parse_from_rfc3339(element.text_of("updated")).is_ok();
        demand(is_time, "a time");
        demand(element.link("alternate").is_some(), "an alternate");
    }
    let ids: std::collections::BTreeSet<&str> = feed.named("entry").map(|entry| entry.text_of("id")).collect();
    demand(ids.len() == feed.named("entry").count(), "an id for each entry");
    faults
}

async fn tells_the_latest_changes_in_words(engine: Engine) {
    let app = TestApp::start(engine).await;
    let before = app.get(FEED).await;
    assert_eq!(before.header("content-type"), "application/atom+xml");
    let feed = read(&before.text);
    assert_eq!(feed.text_of("title"), "Ändringar i katalogen för Tomelilla");
    let titles: Vec<&str> = feed.named("entry").map(|entry| entry.text_of("title")).collect();
    assert!(titles.contains(&"Ny version av Trygghetslarm"), "{titles:?}");
    assert!(titles.contains(&"Katalogen är ny"), "{titles:?}");
    let other = read(&app.get("/municipalities/0188/changes").await.text);
    let mut others = other.named("entry").map(|entry| entry.text_of("title"));
    assert!(others.any(|title| title == "Nytt avtal med Finska föreningen"));

    app.now("2025-10-02T08:30:00Z");
    changed(&app, "1270", ALARM, |alarm| {
        alarm["name"] = json!({"sv": "Trygghetslarm <dygnet runt> & \"trygg\"", "en": "Personal alarm"});
        alarm["webPage"] = json!("https://www.tomelilla.example/larm?a=1&b=2");
    })
    .await;
    let known = [("if-none-match", before.header("etag"))];
    let after = app.send(Method::GET, FEED, &known, None).await;
    assert_eq!(after.status, 200);
    let feed = read(&after.text);
    let newest = feed.named("entry").next().expect("an entry");
    assert_eq!(
        newest.text_of("title"),
        "Ändrad version av Trygghetslarm <dygnet runt> & \"trygg\""
    );
    assert_eq!(
        newest.text_of("summary"),
        "Versionen som gäller från och med 2025-07-01."
    );
    assert_eq!(newest.text_of("updated"), "2025-10-02T08:30:00Z");
    assert_eq!(feed.text_of("updated"), "2025-10-02T08:30:00Z");
    let insats = format!("https://api.example.se/insatskatalog/v1{ALARM}");
    assert_eq!(newest.link("alternate"), Some(insats.as_str()));
    assert_eq!(
        newest.link("related"),
        Some("https://www.tomelilla.example/larm?a=1&b=2")
    );
    assert_eq!(feed.named("entry").count(), titles.len() + 1);
    let again = [("if-none-match", after.header("etag"))];
    assert_eq!(app.send(Method::GET, FEED, &again, None).await.status, 304);
}

async fn is_a_valid_feed_in_each_language(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[]).await;
    for kommunkod in ["0127", "0180", "0188", "1270"] {
        for (language, title) in [("sv", "Ändringar i katalogen"), ("en", "Changes in the catalogue")] {
            let headers = [("accept", "application/atom+xml"), ("accept-language", language)];
            let path = format!("/municipalities/{kommunkod}/changes");
            let answered = app.send(Method::GET, &path, &headers, None).await;
            assert_eq!(answered.header("content-language"), language);
            let feed = read(&answered.text);
            assert_eq!(faults(&feed), Vec::<String>::new(), "{path}");
            assert!(feed.text_of("title").starts_with(title), "{path}");
        }
    }
    for (path, accept, status) in [
        ("/municipalities/9999/changes", "*/*", 404),
        ("/municipalities/1290/changes", "*/*", 404),
        (FEED, "application/json", 406),
        ("/municipalities/1270/changes?after=3", "*/*", 400),
    ] {
        let answered = app.send(Method::GET, path, &[("accept", accept)], None).await;
        assert_eq!(answered.status, status, "{path}");
    }
}

async fn a_feed_with_a_missing_part_is_found(engine: Engine) {
    let text = TestApp::start(engine).await.get(FEED).await.text;
    for (part, fault) in [
        ("<updated>2", "a time"),
        ("rel=\"self\"", "its own address"),
        ("<name>Tomelilla kommun</name>", "an author"),
        ("xmlns=\"http://www.w3.org/2005/Atom\"", "a feed"),
    ] {
        assert!(text.contains(part), "{part}");
        let broken = text.replace(part, if part.starts_with("<u") { "<updated>" } else { "" });
        assert!(faults(&read(&broken)).contains(&fault.to_owned()), "{part}");
    }
}
