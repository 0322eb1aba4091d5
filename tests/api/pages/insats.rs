//! The page of an insats.

use serde_json::{Value, json};

use super::{between, page, service, visit};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, editor};
use crate::tests;

tests![
    it_shows_everything_that_the_catalogue_knows,
    texts_of_the_catalogue_are_escaped,
    it_says_the_right_to_apply_and_what_is_uncertain,
    it_says_when_it_is_not_in_force,
    every_version_has_a_page,
    search_engines_find_a_service_in_it,
    every_insats_has_a_page,
];

/// The sections of the page, and what each must contain.
const EVERYTHING: [(&str, &[&str]); 8] = [
    (
        "vem",
        &[
            "Äldre som vill träffa andra.",
            "Insatsen är till för dig som är 65 år eller äldre",
            "<li>Du ska vara 65 år eller äldre.",
            "Varför: <span>Platserna räcker till dem.</span>",
            "Varför just den åldern: <span>Pensionsåldern.</span>",
            "<span>Åldern räknas i hela år.</span>",
            "Ett alternativ är att du är folkbokförd i Upplands Väsby.",
            "Du kan vara anonym.",
        ],
    ),
    (
        "hur",
        &[
            "Kom hit eller ring.",
            "Du kan boka.",
            "Du behöver ingen remiss.",
            "<a href=\"tel:0859097004\">08-590 970 04</a>",
            "<a href=\"https://www.example.se/traffen?a=1&#38;b=2\">",
            "<li>måndag 09:00–10:00</li>",
            "<span lang=\"fi\">Suomi</span>",
            "Fråga efter värden.",
            "Den som anmäler sig först får plats.",
        ],
    ),
    (
        "platser",
        &[
            "<h3 lang=\"sv\">Torget</h3>",
            "Torget 1, Upplands Väsby",
            "<li>måndag–onsdag 10:00–15:00</li>",
            "<li>torsdag 10:00–18:00</li>",
            "Stängt från 22 december 2025 till och med 6 januari 2026",
            "Rymmer 40 personer.",
            "Hiss och hörslinga.",
            "fredag 09:00–11:00, varje vecka",
            "Insatsen är till för dig som är 75 år eller äldre.",
            "Ta med inneskor.",
        ],
    ),
    (
        "aktiviteter",
        &[
            "Vi sjunger tillsammans.",
            "<a href=\"#plats-torget\">Torget</a>",
            "tisdag 13:00–14:30, varje vecka",
            "En gång i månaden.",
            "Högst 3 tillfällen per år för varje person.",
        ],
    ),
    (
        "kostar",
        &[
            "En avgift tas ut: <span>Du betalar för maten.</span>",
            "Lunch: 65 kr styck",
            "Utflykt: högst 200 kr per tillfälle",
            "Priset beror på inkomsten",
            "Högst 2 tillfällen per vecka för varje person.",
        ],
    ),
    (
        "utforare",
        &[
            "Socialkontorets egen regi",
            "Centrum, Runby",
            "Har kö, enligt uppgift den 5 juli 2025.",
            "Två veckor.",
        ],
    ),
    (
        "beslut",
        &[
            "<span lang=\"sv\">Socialnämnden</span>",
            "2025-06-18 § 71",
            "Att minska ensamhet.",
            "11 kap. 5 § socialtjänstlagen (2025:400)",
            "Uppgifter som kan röja vem du är ska inte dokumenteras.",
        ],
    ),
    ("kallor", &["<a href=\"https://www.example.se/beslut\"", "rad 3-9, 12"]),
];

async fn it_shows_everything_that_the_catalogue_knows(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/0114/traffen").await;
    for (section, words) in EVERYTHING {
        let section = between(&text, &format!("<h2 id=\"{section}\">"), "</section>");
        for words in words {
            let words = words.replace(" lang=\"sv\"", "");
            assert!(
                section.replace(" lang=\"sv\"", "").contains(&words),
                "{words} in {section}"
            );
        }
    }
    for link in [
        "/0114/traffen/eligibility",
        "/0114/traffen/statistics",
        "/0114/changes",
        "https://e.example.se/traffen",
    ] {
        assert!(text.contains(&format!("href=\"{link}\"")), "{link}");
    }
    let json = "https://api.example.se/insatskatalog/v1/municipalities/0114/insatser/traffen";
    assert!(text.contains(&format!(
        "<link rel=\"alternate\" type=\"application/json\" href=\"{json}\">"
    )));
    assert!(text.contains("<link rel=\"canonical\" href=\"https://api.example.se/0114/traffen\">"));
}

async fn texts_of_the_catalogue_are_escaped(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut alarm = app.get_json(ALARM).await;
    let evil = "</script><script>alert(1)</script><!-- \"'&";
    alarm["name"] = json!({"sv": evil, "en": evil});
    alarm["summary"] = json!({"sv": evil, "en": evil});
    let written = app.put_as(&editor("1270"), ALARM, ("if-match", "*"), &alarm).await;
    assert_eq!(written.status, 200, "{}", written.text);
    let text = page(&app, "/1270/trygghetslarm").await;
    assert!(!text.contains("<script>alert"), "{text}");
    assert_eq!(text.matches("</script>").count(), 1, "only the data's own end");
    assert!(text.contains("&#60;script&#62;alert(1)"));
    let data: Value =
        serde_json::from_str(between(&text, "<script type=\"application/ld+json\">", "</script>")).expect("JSON");
    assert!(
        data.to_string().contains("<script>alert(1)"),
        "the data says the name as it is"
    );
    for list in ["/1270", "/?q=alert"] {
        assert!(!page(&app, list).await.contains("<script>alert"), "{list}");
    }
}

async fn it_says_the_right_to_apply_and_what_is_uncertain(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/1270/trygghetslarm").await;
    let right = between(&text, "id=\"ansok\"", "</section>");
    assert!(right.contains("även om du inte uppfyller villkoren"), "{right}");
    assert!(right.contains("Handläggare på myndigheten"), "{right}");
    assert!(text.contains("<p class=\"note warn\">Katalogen vet inte om beslutet har fattats. Fråga kommunen.</p>"));
    let unknown = between(&text, "<details>", "</details>");
    assert!(unknown.matches("<li>").count() > 3, "{unknown}");
    assert!(between(&text, "id=\"beslut\"", "</section>").contains("Inte införd i katalogen"));
    assert!(text.contains("Katalogen har inga uppgifter om vad den kostar."));
}

async fn it_says_when_it_is_not_in_force(engine: Engine) {
    let app = service(engine).await;
    let upcoming = page(&app, "/0114/kurs-i-hemmet").await;
    assert!(upcoming.contains("Insatsen ges först från och med 1 november 2025."));
    let ended = page(&app, "/0114/radgivning").await;
    assert!(ended.contains("Insatsen gavs till och med 31 juli 2025."));
    let not_known = page(&app, "/0114/samtal").await;
    assert!(
        not_known.contains("Katalogen har bara uppgifter till och med 31 juli 2025. Insatsen kan finnas kvar."),
        "{not_known}"
    );
    assert!(!not_known.contains("Insatsen gavs"), "its last day was chosen");
}

async fn every_version_has_a_page(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut next = app.get_json(ALARM).await;
    next["validFrom"] = json!("2026-01-01");
    next["validFromNotStated"] = json!(false);
    next["decision"] = json!({"body": "Vård- och omsorgsnämnden", "adoption": "proposed"});
    next["name"] = json!({"sv": "Trygghetslarm två", "en": "Alarm two"});
    let written = app.put_as(&editor("1270"), ALARM, ("if-match", "*"), &next).await;
    assert!(written.status.is_success(), "{}", written.text);
    let text = page(&app, "/1270/trygghetslarm").await;
    let versions = between(&text, "id=\"versioner\"", "</section>");
    assert!(
        versions.contains("<strong>Version 1</strong> (visas här): Gäller från"),
        "{versions}"
    );
    assert!(
        versions.contains("<a href=\"/1270/trygghetslarm?version=2\">Version 2</a>: Föreslås gälla från"),
        "{versions}"
    );
    let second = page(&app, "/1270/trygghetslarm?version=2").await;
    assert!(second.contains("<h1>Trygghetslarm två</h1>"));
    assert!(second.contains("Det här är en annan version än den som gäller i dag."));
    assert!(second.contains("<meta name=\"robots\" content=\"noindex\">"));
    for unknown in ["3", "0", "x", "99999999999999999999"] {
        let answered = visit(&app, &format!("/1270/trygghetslarm?version={unknown}"), &[]).await;
        assert_eq!(answered.status, 404, "{unknown}");
    }
}

async fn search_engines_find_a_service_in_it(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/0114/traffen").await;
    let data = between(&text, "<script type=\"application/ld+json\">", "</script>");
    let data: Value = serde_json::from_str(data).expect("JSON");
    let service = &data["@graph"][0];
    assert_eq!(service["@type"], "GovernmentService");
    assert_eq!(service["mainEntityOfPage"], "https://api.example.se/0114/traffen");
    assert_eq!(service["audience"]["requiredMinAge"], 65);
}

async fn every_insats_has_a_page(engine: Engine) {
    let app = service(engine).await;
    let municipalities = app.get_json("/municipalities?limit=100").await;
    let mut seen = 0;
    for municipality in municipalities["municipalities"].as_array().expect("a list") {
        let kommunkod = municipality["kommunkod"].as_str().expect("a code");
        let statuses = "inForce,upcoming,historical,incomplete,terminated";
        let path = format!("/municipalities/{kommunkod}/insatser?limit=100&status={statuses}");
        for insats in app.get_json(&path).await["insatser"].as_array().expect("a list") {
            let slug = insats["slug"].as_str().expect("a slug");
            for language in ["sv", "en"] {
                let text = page(&app, &format!("/{kommunkod}/{slug}?lang={language}")).await;
                for hole in ["<p></p>", "<li></li>", ": </p>", "<dd></dd>", "()", " ,", "..<"] {
                    assert!(!text.contains(hole), "{kommunkod}/{slug} {language}: {hole}");
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
