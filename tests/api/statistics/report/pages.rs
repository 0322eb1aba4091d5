//! The page of the annual report: its languages, the letterhead of the municipality, and what it says of sums.

use serde_json::json;

use crate::fixtures::app::Engine;
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{changed, put, refused};
use crate::fixtures::singing_cafe::{REPORT, page, released};
use crate::tests;

tests![
    a_page_is_in_the_language_that_is_asked_for,
    a_municipality_has_its_letterhead,
    the_part_that_is_not_divided_says_so,
];

async fn a_page_is_in_the_language_that_is_asked_for(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026");
    for (accepted, language, words) in [
        (
            "en-GB,en;q=0.9,sv;q=0.1",
            "en",
            ["Annual report", "Month by month", "+94.7%", "Singing café"],
        ),
        (
            "sv-SE,en;q=0.5",
            "sv",
            ["Årsrapport", "Månad för månad", "+94,7\u{a0}%", "Sångcafé"],
        ),
        (
            "de",
            "sv",
            ["Årsrapport", "Månad för månad", "+94,7\u{a0}%", "Sångcafé"],
        ),
    ] {
        let headers = [("accept", "text/html"), ("accept-language", accepted)];
        let answered = app.send(reqwest::Method::GET, &path, &headers, None).await;
        assert_eq!(answered.header("content-language"), language, "{accepted}");
        assert!(answered.header("vary").contains("Accept-Language"));
        assert!(answered.text.contains(&format!("<html lang=\"{language}\">")));
        for words in words {
            assert!(answered.text.contains(words), "{words}: {}", answered.text);
        }
    }
    let english = program(
        &app.database.url,
        &["report", "1270", "sangcafe", "2026", "--language", "en"],
    );
    assert!(out(&english).contains("Annual report"), "{}", err(&english));
}

async fn a_municipality_has_its_letterhead(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026");
    app.now(crate::fixtures::app::NOW);
    let municipality = "/municipalities/1270";
    let letterhead = json!({"name": "Tomelilla kommun", "logo": "https://www.example.se/logotyp.svg"});
    changed(&app, "1270", municipality, |document| {
        document["letterhead"] = letterhead.clone();
    })
    .await;
    assert_eq!(app.get_json(&path).await["letterhead"], letterhead);
    let answered = page(&app, &path, None).await;
    assert!(answered.text.contains(
        "<img src=\"https://www.example.se/logotyp.svg\" alt=\"\" referrerpolicy=\"no-referrer\"><span>Tomelilla kommun</span>"
    ));
    let policy = answered.header("content-security-policy");
    assert!(policy.contains(" img-src https://www.example.se;"), "{policy}");
    let mut document = app.get_json(municipality).await;
    for logo in [
        "http://www.example.se/logotyp.svg",
        "data:image/svg+xml,x",
        "javascript:alert(1)",
        "https://user:word@www.example.se/x.svg",
        "https://www.example.se/a b.svg",
        "https://www.example.se/x.svg; script-src *",
        "//www.example.se/x.svg",
    ] {
        document["letterhead"]["logo"] = json!(logo);
        let etag = app.get(municipality).await.header("etag").to_owned();
        let answered = put(&app, "1270", municipality, &etag, &document).await;
        refused(&answered, 400, &[("/letterhead/logo", "invalidFormat")]);
    }
}

async fn the_part_that_is_not_divided_says_so(engine: Engine) {
    let app = released(engine).await;
    let public = app.get_json(&format!("{REPORT}?year=2026")).await;
    let together = public["byGender"]["together"].as_array().expect("sums");
    assert!(together.iter().any(|row| row.get("genders").is_none()), "{together:?}");
    let page = page(&app, &format!("{REPORT}?year=2026"), None).await.text;
    assert!(page.contains("Den del som inte är uppdelad på kön"), "{page}");
    assert!(!page.contains("Alla kön") && !page.contains("Så få"), "{page}");
}
