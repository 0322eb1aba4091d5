//! Charts: what they show, say and link to, in both languages, and what cannot be drawn.

use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::refused_case;
use crate::fixtures::singing_cafe::{NAME, later_token, own, released};
use crate::issuer::token;
use crate::tests;

tests![
    a_chart_shows_the_public_figures,
    a_chart_is_in_the_language_that_is_asked_for,
    a_chart_knows_releases_only,
    exact_charts_are_for_the_municipality,
    charts_of_nothing_say_so,
    what_cannot_be_drawn,
];

const CHART: &str = "/municipalities/1270/statistics/chart.svg";
const EXACT: &str = "/municipalities/1270/statistics/exact/chart.svg";

/// An element: the name, the attributes, and the text.
type Element = (String, Vec<(String, String)>, String);

/// A picture, as its elements.
struct Picture(Vec<Element>);

impl Picture {
    fn read(answered: &Answered) -> Self {
        assert_eq!(answered.status, 200, "{}", answered.text);
        assert_eq!(answered.header("content-type"), "image/svg+xml");
        let policy = answered.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert_eq!(answered.header("x-content-type-options"), "nosniff");
        let mut reader = Reader::from_str(&answered.text);
        let mut elements: Vec<Element> = Vec::new();
        loop {
            match reader.read_event().expect("XML") {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) => {
                    let attributes = element.attributes().map(|attribute| {
                        let attribute = attribute.expect("an attribute");
                        let key = attribute.key.as_ref().to_owned();
                        (key, attribute.value.into_owned())
                    });
                    let name = element.name().as_ref().to_owned();
                    assert!(
                        !["script", "style", "foreignObject", "image"].contains(&&*name),
                        "{name}"
                    );
                    elements.push((name, attributes.collect(), String::new()));
                }
                Event::Text(text) => {
                    if let Some(last) = elements.last_mut() {
                        last.2.push_str(&text);
                    }
                }
                Event::GeneralRef(entity) => {
                    let character = entity.resolve_char_ref().expect("a number").expect("a character");
                    elements.last_mut().expect("an element").2.push(character);
                }
                _ => {}
            }
        }
        Self(elements)
    }

    fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(own, ..)| own == name);
        found.map_or("", |(_, _, text)| text.trim())
    }

    fn texts(&self) -> Vec<&str> {
        let texts = self.0.iter().filter(|(name, ..)| name == "text");
        texts.map(|(_, _, text)| text.trim()).collect()
    }

    fn attribute(&self, name: &str, attribute: &str) -> &str {
        let (_, attributes, _) = self.0.iter().find(|(own, ..)| own == name).expect("the element");
        attributes
            .iter()
            .find(|(key, _)| key == attribute)
            .map_or("", |(_, value)| value)
    }

    /// The heights of the dark bars, in order.
    fn heights(&self, length: &str) -> Vec<i64> {
        let bars = self.0.iter().filter(|(name, attributes, _)| {
            let is_dark = |(key, value): &(String, String)| key == "fill" && value == "#17456e";
            name == "rect" && attributes.iter().any(is_dark)
        });
        bars.filter_map(|(_, attributes, _)| {
            let value = attributes.iter().find(|(key, _)| key == length)?;
            value.1.parse().ok()
        })
        .collect()
    }
}

async fn a_chart_shows_the_public_figures(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{CHART}?insats=sangcafe&from=2026-01&to=2026-12&language=sv");
    let picture = Picture::read(&app.get(&path).await);
    assert_eq!(
        picture.text("title"),
        format!("{NAME}. Besök per månad i Tomelilla, januari\u{a0}2026–december\u{a0}2026")
    );
    let description = picture.text("desc");
    assert!(
        description.starts_with("10 siffror visas. Den högsta är 73 (november\u{a0}2026)"),
        "{description}"
    );
    assert!(
        description.contains("Ingår i en summa: januari\u{a0}2026, februari\u{a0}2026."),
        "{description}"
    );
    let table = picture
        .attribute("a", "href")
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert_eq!(
        table,
        "https://api.example.se/insatskatalog/v1/municipalities/1270/statistics?by=month&from=2026-01&to=2026-12&insats=sangcafe"
    );
    assert!(picture.texts().contains(&"Visa siffrorna som tabell"));
    // January and February are shown as one sum.
    assert!(picture.texts().contains(&"Σ\u{a0}45"), "{:?}", picture.texts());
    let answer = app
        .get_json("/municipalities/1270/statistics?by=month&insats=sangcafe&from=2026-01&to=2026-12&limit=100")
        .await;
    let shown: Vec<i64> = answer["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .filter_map(|figure| figure["value"].as_i64())
        .collect();
    let heights = picture.heights("height");
    assert_eq!(heights.len(), shown.len());
    // The bars are as high as the figures are large, within a pixel.
    let (highest, most) = (
        heights.iter().max().expect("a bar"),
        shown.iter().max().expect("a figure"),
    );
    for (height, value) in heights.iter().zip(&shown) {
        assert!(
            (height * most - value * highest).abs() <= 2 * most,
            "{height} for {value}"
        );
    }
    // By place, as bars with their numbers; a hidden one says so.
    let places = format!("{CHART}?by=place&insats=sangcafe&from=2026-01&to=2026-12&language=sv");
    let places = Picture::read(&app.get(&places).await);
    assert!(places.texts().contains(&"ingår i en summa"), "{:?}", places.texts());
    for more in [
        "&yearBefore=true",
        "&kind=lines",
        "&kind=lines&yearBefore=true&width=280",
        "&width=1600",
    ] {
        let picture = Picture::read(&app.get(&format!("{path}{more}")).await);
        let is_compared = more.contains("yearBefore");
        assert_eq!(picture.texts().contains(&"Året före"), is_compared, "{more}");
    }
    for by in ["year", "quarter", "gender", "provider", "insats", "activity"] {
        Picture::read(&app.get(&format!("{CHART}?by={by}")).await);
    }
}

async fn a_chart_is_in_the_language_that_is_asked_for(engine: Engine) {
    let app = released(engine).await;
    for (query, accepted, language, link) in [
        ("", "en-GB,en;q=0.9", "en", "Show the figures as a table"),
        ("", "sv", "sv", "Visa siffrorna som tabell"),
        ("?language=en", "sv", "en", "Show the figures as a table"),
        ("", "de", "sv", "Visa siffrorna som tabell"),
    ] {
        let headers = [("accept-language", accepted)];
        let answered = app.send(Method::GET, &format!("{CHART}{query}"), &headers, None).await;
        assert_eq!(answered.header("content-language"), language);
        assert!(answered.header("vary").contains("Accept-Language"));
        let picture = Picture::read(&answered);
        assert_eq!(picture.attribute("svg", "lang"), language);
        assert!(picture.texts().contains(&link));
    }
}

async fn a_chart_knows_releases_only(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{CHART}?insats=sangcafe&yearBefore=true");
    let before = app.get(&path).await;
    let exact_before = app
        .get_as(&own(), &format!("{EXACT}?insats=sangcafe&from=2026-01&to=2026-12"))
        .await;
    let listed = app
        .get_as(
            &own(),
            "/municipalities/1270/group-records?from=2026-06-01&to=2026-06-30",
        )
        .await
        .json();
    let id = listed["groupRecords"][0]["id"].as_str().expect("an id").to_owned();
    let withdrawal = format!("/municipalities/1270/group-records/{id}/withdrawals");
    let reason = json!({"reason": "Räknad två gånger."});
    assert!(app.submit(&own(), &withdrawal, &reason).await.status.is_success());
    let after = app.get(&path).await;
    assert_eq!(
        (&after.text, after.header("etag")),
        (&before.text, before.header("etag"))
    );
    let headers = [("if-none-match", before.header("etag"))];
    assert_eq!(app.send(Method::GET, &path, &headers, None).await.status, 304);
    let exact_after = app
        .get_as(&own(), &format!("{EXACT}?insats=sangcafe&from=2026-01&to=2026-12"))
        .await;
    assert_ne!(exact_after.text, exact_before.text);
}

async fn exact_charts_are_for_the_municipality(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{EXACT}?insats=sangcafe&from=2026-01&to=2026-12");
    assert_eq!(app.get(&path).await.status, 401);
    for (changes, code) in [
        (json!({"providers": ["1270/sangarna"]}), "otherProvider"),
        (json!({"scope": "statistics:release"}), "scopeMissing"),
        (json!({"bodies": ["another"]}), "otherBody"),
    ] {
        let answered = app.get_as(&later_token(&changes), &path).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!(code))
        );
    }
    let answered = app.get_as(&own(), &path).await;
    assert_eq!(answered.header("cache-control"), "no-store");
    let picture = Picture::read(&answered);
    let notice = "Exakta uppgifter – sekretessprövas före utlämnande eller publicering";
    assert!(picture.text("desc").starts_with(notice), "{}", picture.text("desc"));
    assert!(picture.texts().contains(&notice), "{:?}", picture.texts());
    assert_eq!(picture.heights("height").len(), 12, "every month is shown");
}

async fn charts_of_nothing_say_so(engine: Engine) {
    let app = TestApp::start(engine).await;
    for query in [
        "?insats=trygghetslarm&language=sv",
        "?by=place&language=sv",
        "?by=year&kind=lines&language=sv",
    ] {
        let picture = Picture::read(&app.get(&format!("{CHART}{query}")).await);
        assert_eq!(picture.text("desc"), "Ingen siffra visas i diagrammet.", "{query}");
        assert!(picture.heights("height").is_empty(), "{query}");
    }
    let exact = app
        .get_as(
            &token("statistics:exact", "1270"),
            &format!("{EXACT}?language=en&by=gender"),
        )
        .await;
    Picture::read(&exact);
}

async fn what_cannot_be_drawn(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (query, status, faults) in [
        ("by=month,place", 400, &[("/query/by", "notInList")][..]),
        ("by=dansbana", 400, &[("/query/by", "notInList")]),
        ("kind=pie", 400, &[("/query/kind", "notInList")]),
        ("by=place&kind=lines", 400, &[("/query/kind", "conflictingMembers")]),
        (
            "by=gender&yearBefore=true",
            400,
            &[("/query/yearBefore", "conflictingMembers")],
        ),
        ("width=279", 400, &[("/query/width", "outOfRange")]),
        ("width=100000", 400, &[("/query/width", "outOfRange")]),
        ("language=fi", 400, &[("/query/language", "notInList")]),
        ("partial=true", 400, &[("/query", "unknownMember")]),
        ("from=2026-05&to=2026-01", 400, &[("/query/from", "outOfRange")]),
        ("by=quarter&from=2025-08", 400, &[("/query/from", "outOfRange")]),
        ("insats=dansbana", 422, &[("/query/insats", "unknownReference")]),
    ] {
        let answered = app.get(&format!("{CHART}?{query}")).await;
        refused_case(query, &answered, status, faults);
        let exact = app
            .get_as(&token("statistics:exact", "1270"), &format!("{EXACT}?{query}"))
            .await;
        refused_case(query, &exact, status, faults);
    }
    let headers = [("accept", "application/json")];
    assert_eq!(app.send(Method::GET, CHART, &headers, None).await.status, 406);
}
