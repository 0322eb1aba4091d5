//! The start page.

use super::{between, page, service, visit};
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::tests;

tests![
    it_leads_to_every_municipality,
    it_searches_all_municipalities,
    it_says_when_nothing_is_found,
    it_has_the_terms,
    it_works_with_an_empty_catalogue,
];

async fn it_leads_to_every_municipality(engine: Engine) {
    let app = service(engine).await;
    let home = page(&app, "/").await;
    let list = between(&home, "<ul class=\"municipalities\"", "</ul>");
    let names: Vec<&str> = list
        .split("<a href=\"/")
        .skip(1)
        .map(|link| between(link, ">", "</a>"))
        .collect();
    assert_eq!(
        names,
        ["Botkyrka", "Norrtälje", "Stockholm", "Tomelilla", "Upplands Väsby"]
    );
    assert!(list.contains("<a href=\"/1270\">Tomelilla</a>"));
    assert!(home.contains("Du har alltid rätt att ansöka om insatser hos socialtjänsten"));
}

async fn it_searches_all_municipalities(engine: Engine) {
    let app = service(engine).await;
    // A typing error is forgiven, as in the API.
    for words in ["trygghetslarm", "trygghetslarn"] {
        let found = page(&app, &format!("/?q={words}")).await;
        assert!(
            found.contains("<a href=\"/1270/trygghetslarm\">Trygghetslarm</a>"),
            "{words}"
        );
        assert!(
            found.contains("<li class=\"tag\" lang=\"sv\">Tomelilla</li>"),
            "{words}"
        );
        assert!(found.contains(&format!("value=\"{words}\"")), "{words}");
        assert!(found.contains("<meta name=\"robots\" content=\"noindex\">"), "{words}");
    }
    let api = app.get_json("/insatser?q=anh%C3%B6rig&limit=100").await;
    let count = api["_meta"]["totalRecords"].as_u64().expect("a number");
    let found = page(&app, "/?q=anh%C3%B6rig").await;
    assert!(
        count > 1 && found.contains(&format!("<h2 id=\"found\">{count} insatser hittades</h2>")),
        "{count}"
    );
    // The name of a municipality leads to it.
    let found = page(&app, "/?q=tomel").await;
    assert!(between(&found, "id=\"found\"", "</section>").contains("<a href=\"/1270\" lang=\"sv\">Tomelilla</a>"));
    assert!(found.contains("<h2 id=\"found\">"));
}

async fn it_says_when_nothing_is_found(engine: Engine) {
    let app = service(engine).await;
    let nothing = page(&app, "/?q=rymdraket").await;
    assert!(nothing.contains("<h2 id=\"found\">0 insatser hittades</h2>"));
    assert!(nothing.contains("Prova ett annat ord"));
    // Parameters that others add to links, and empty fields, change nothing.
    let usual = page(&app, "/").await;
    for path in ["/?q=", "/?q=+&page=", "/?fbclid=abc", "/?page=0", "/?page=x"] {
        assert!(page(&app, path).await == usual, "{path}");
    }
    let far = page(&app, "/?q=larm&page=999").await;
    assert!(!far.contains("<ul class=\"cards\">"));
}

async fn it_has_the_terms(engine: Engine) {
    let app = service(engine).await;
    for (language, terms) in [
        ("sv", "Ett svar är inte ett beslut"),
        ("en", "An answer is not a decision"),
    ] {
        let home = visit(&app, "/", &[("accept-language", language)]).await.text;
        assert!(
            home.contains("id=\"villkor\"") && home.contains("id=\"terms\""),
            "{language}"
        );
        assert!(home.contains(terms), "{language}");
    }
}

async fn it_works_with_an_empty_catalogue(engine: Engine) {
    let app = TestApp::on(Database::empty(engine), &[("INSATSKATALOG_IMPORT_EMBEDDED", "false")]).await;
    let home = visit(&app, "/", &[("accept-language", "sv")]).await;
    assert_eq!(home.status, 200);
    assert!(!home.text.contains("<ul class=\"municipalities\""), "{}", home.text);
}
