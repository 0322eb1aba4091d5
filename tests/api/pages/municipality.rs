//! The page of a municipality.

use super::{between, listed, page, service, visit};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{NEW, editor, new_insats};
use crate::tests;

tests![
    it_lists_what_is_in_force_and_what_is_not,
    it_is_filtered_without_script,
    it_says_whom_to_contact,
    a_publication_is_seen_at_once,
    long_lists_have_pages,
];

const NOW: &str = "id=\"insatser\"";

async fn it_lists_what_is_in_force_and_what_is_not(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/0114").await;
    assert!(text.contains("<h1>Insatser utan behovsprövning i Upplands Väsby</h1>"));
    assert_eq!(listed(&text, NOW), ["Träffen &#38; &#34;vännerna&#34; &#60;i&#62;"]);
    assert_eq!(listed(&text, "id=\"kommande\""), ["Kurs i hemmet"]);
    assert!(text.contains("<li class=\"tag warn\">Börjar 1 november 2025</li>"));
    assert_eq!(listed(&text, "id=\"oklart\""), ["Samtal"]);
    assert!(text.contains("<li class=\"tag warn\">Uppgifter till 31 juli 2025</li>"));
    assert_eq!(listed(&text, "id=\"upphort\""), ["Rådgivning"]);
    assert!(text.contains("<li class=\"tag warn\">Upphörde 31 juli 2025</li>"));
    assert!(text.contains("Katalogen har alla insatser som kommunen har beslutat om från och med 1 juli 2025."));
    app.now("2025-11-01T10:00:00Z");
    let text = page(&app, "/0114").await;
    assert_eq!(listed(&text, NOW).len(), 2);
    assert!(!text.contains("id=\"kommande\""));
    // What the catalogue does not know to be complete or ended is not said to be.
    let text = page(&app, "/1270").await;
    assert!(text.contains("Kommunen kan ha beslutat om fler insatser"));
    assert_eq!(listed(&text, NOW).len(), 5);
}

async fn it_is_filtered_without_script(engine: Engine) {
    let app = service(engine).await;
    let count = async |query: &str| {
        let text = page(&app, &format!("/1270?{query}")).await;
        assert!(text.contains("passar ditt val</h2>"), "{query}");
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{query}");
        listed(&text, NOW).len()
    };
    for (query, expected) in [
        ("category=motesplats", 2),
        ("openToAll=true", 4),
        ("q=larm", 1),
        ("q=ensamhet&category=motesplats&openToAll=true", 1),
        ("q=rymdraket", 0),
    ] {
        assert_eq!(count(query).await, expected, "{query}");
    }
    let text = page(&app, "/1270?category=motesplats&openToAll=true&q=ensamhet").await;
    assert!(text.contains("<option value=\"motesplats\" selected>Mötesplats</option>"));
    assert!(text.contains("name=\"openToAll\" value=\"true\" checked>"));
    assert!(text.contains("name=\"q\" value=\"ensamhet\""));
    let at = page(&app, "/0114?place=Runby+g%C3%A5rd").await;
    assert!(at.contains("<option value=\"Runby gård\" lang=\"sv\" selected>Runby gård</option>"));
    assert_eq!(listed(&at, NOW).len(), 1);
    // The form sends every field, also the empty ones.
    let all = page(&app, "/1270?q=&category=&place=").await;
    assert!(all == page(&app, "/1270").await);
}

async fn it_says_whom_to_contact(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/0114").await;
    let contact = between(&text, "id=\"kontakt\"", "</section>");
    for words in [
        "<h3 lang=\"sv\">Socialnämnden</h3>",
        "<a href=\"tel:0859097000\">08-590 970 00</a>",
        "<a href=\"mailto:socialkontoret@example.se\">",
        "<a href=\"https://www.example.se/stod\">example.se</a>",
        "Drabantvägen 9, 194 30 Upplands Väsby",
        "Här ansöker du: <span lang=\"sv\">Mottagningen</span>",
    ] {
        assert!(contact.contains(words), "{words} in {contact}");
    }
    let text = page(&app, "/1270").await;
    assert!(between(&text, "id=\"kontakt\"", "</section>").contains("Katalogen har inga kontaktuppgifter."));
}

async fn a_publication_is_seen_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let before = visit(&app, "/1270", &[]).await;
    let path = "/municipalities/1270/insatser/sangcafe";
    let written = app.put_as(&editor("1270"), path, NEW, &new_insats()).await;
    assert_eq!(written.status, 201, "{}", written.text);
    let tag = before.header("etag").to_owned();
    let after = visit(&app, "/1270", &[("if-none-match", &tag), ("accept-language", "sv")]).await;
    assert_eq!(after.status, 200);
    assert!(after.text.contains("href=\"/1270/sangcafe\""));
}

async fn long_lists_have_pages(engine: Engine) {
    let app = TestApp::start(engine).await;
    for number in 0..50 {
        let mut insats = new_insats();
        let slug = format!("sangcafe-{number}");
        insats["slug"] = slug.as_str().into();
        let path = format!("/municipalities/1270/insatser/{slug}");
        let written = app.put_as(&editor("1270"), &path, NEW, &insats).await;
        assert_eq!(written.status, 201, "{}", written.text);
    }
    // The new ones are in force later.
    app.now("2026-06-01T10:00:00Z");
    let first = page(&app, "/1270").await;
    assert_eq!(listed(&first, NOW).len(), 50);
    assert!(first.contains("<a href=\"/1270?page=2\" rel=\"next\">"));
    assert!(!first.contains("rel=\"prev\""));
    let second = page(&app, "/1270?page=2").await;
    assert_eq!(listed(&second, NOW).len(), 5);
    assert!(second.contains("<a href=\"/1270\" rel=\"prev\">"));
    let found = page(&app, "/1270?q=s%C3%A5ng&category=motesplats&lang=sv").await;
    assert!(found.contains("category=motesplats"), "the form keeps what was chosen");
}
