//! What pages say of bad addresses: a way on for people, and problem+json for programs.

use reqwest::Method;

use super::{between, service, visit};
use crate::fixtures::app::{BASE, Engine};
use crate::tests;

tests![
    unknown_things_get_a_page_that_leads_on,
    programs_keep_their_problems,
    faults_are_beside_their_fields,
    identity_numbers_are_refused_and_not_repeated,
    other_methods_are_refused,
];

const IDENTITY: &str = "19500314-2383";

async fn unknown_things_get_a_page_that_leads_on(engine: Engine) {
    let app = service(engine).await;
    for (path, title, search) in [
        ("/9999", "Sidan finns inte", "/"),
        ("/0115", "Vallentuna kommun har ingen katalog här", "/"),
        ("/9999/trygghetslarm", "Sidan finns inte", "/"),
        ("/1270/okand", "Insatsen finns inte här", "/1270"),
        ("/1270/TRYGGHETSLARM", "Insatsen finns inte här", "/1270"),
        ("/1270/trygghetslarm/okand", "Sidan finns inte", "/1270"),
        ("/ingenting", "Sidan finns inte", "/"),
        ("/127", "Sidan finns inte", "/"),
        ("/assets/0/okand.css", "Sidan finns inte", "/"),
    ] {
        let answered = visit(&app, path, &[("accept-language", "sv")]).await;
        assert_eq!(answered.status, 404, "{path}");
        assert_eq!(answered.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(answered.header("cache-control"), "no-store", "{path}");
        assert_eq!(answered.header("content-language"), "sv", "{path}");
        assert_eq!(between(&answered.text, "<h1>", "</h1>"), title, "{path}");
        assert!(
            answered.text.contains(&format!("action=\"{search}\" role=\"search\"")),
            "{path}"
        );
        assert!(
            answered.text.contains("<meta name=\"robots\" content=\"noindex\">"),
            "{path}"
        );
        assert!(
            answered.header("content-security-policy").contains("style-src 'self'"),
            "{path}"
        );
    }
    let english = visit(&app, "/1270/okand?lang=en", &[]).await;
    assert!(english.text.contains("The service is not here"));
    assert!(
        english
            .text
            .contains("<a class=\"button second\" href=\"/1270?lang=en\">All services in Tomelilla</a>")
    );
    let moved = visit(&app, "/1270/", &[]).await;
    assert_eq!(moved.status, 200, "leads to the path without its final slash");
}

async fn programs_keep_their_problems(engine: Engine) {
    let app = service(engine).await;
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (path, accept, media_type) in [
        ("/ingenting", "*/*", "application/problem+json"),
        ("/ingenting", "application/json", "application/problem+json"),
        ("/ingenting", browser, "text/html; charset=utf-8"),
        ("/1270/okand", "*/*", "text/html; charset=utf-8"),
        ("/1270/okand", "application/json", "application/problem+json"),
        ("/health/okand", browser, "application/problem+json"),
        ("/hsds/okand", browser, "application/problem+json"),
    ] {
        let answered = app.send_anywhere(Method::GET, path, &[("accept", accept)], None).await;
        assert_eq!(answered.status, 404, "{path} {accept}");
        assert_eq!(answered.header("content-type"), media_type, "{path} {accept}");
    }
    for path in ["/municipalities/9999", "/okand", "/municipalities/1270/insatser/okand"] {
        let path = format!("{BASE}{path}");
        let answered = app
            .send_anywhere(Method::GET, &path, &[("accept", browser)], None)
            .await;
        assert_eq!(answered.header("content-type"), "application/problem+json", "{path}");
    }
    let data = app
        .send_anywhere(Method::GET, "/1270", &[("accept", "application/json")], None)
        .await;
    assert_eq!(data.status, 406, "a page is no JSON");
}

async fn faults_are_beside_their_fields(engine: Engine) {
    let app = service(engine).await;
    let many = "ord+".repeat(17);
    let path = format!("/1270?q={many}&category=okand&place=M%C3%A5nen");
    let answered = visit(&app, &path, &[("accept-language", "sv")]).await;
    assert_eq!(answered.status, 400);
    assert_eq!(answered.header("cache-control"), "no-store");
    for (field, words) in [
        ("q", "Högst 16 ord"),
        ("category", "Välj en kategori i listan."),
        ("place", "Välj en plats i listan."),
    ] {
        let fault = between(
            &answered.text,
            &format!("<p class=\"fault\" id=\"{field}-fault\">"),
            "</p>",
        );
        assert!(fault.contains(words), "{field}: {fault}");
        assert!(
            answered
                .text
                .contains(&format!("{field}-fault\" aria-invalid=\"true\""))
                || answered
                    .text
                    .contains(&format!("aria-invalid=\"true\" aria-describedby=\"{field}-fault\"")),
            "{field}"
        );
    }
    for refused in ["ord ord", "okand", "Månen"] {
        assert!(!answered.text.contains(refused), "{refused}");
    }
    let home = visit(&app, "/?q=...", &[("accept-language", "sv")]).await;
    assert_eq!(home.status, 400);
    assert!(between(&home.text, "id=\"q-fault\">", "</p>").contains("Texten har inget ord."));
}

async fn identity_numbers_are_refused_and_not_repeated(engine: Engine) {
    let app = service(engine).await;
    for path in [
        format!("/?q={IDENTITY}"),
        format!("/1270?q=larm+{IDENTITY}"),
        format!("/1270/{IDENTITY}"),
        format!("/1270/trygghetslarm?lang={IDENTITY}"),
    ] {
        let answered = visit(&app, &path, &[("accept-language", "sv")]).await;
        assert_eq!(answered.status, 422, "{path}");
        assert_eq!(answered.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(answered.text.contains("ser ut som ett personnummer"), "{path}");
        assert!(
            !answered.text.contains("19500314") && !answered.text.contains("2383"),
            "{path}"
        );
        assert!(answered.text.contains("role=\"search\""), "{path}");
    }
    for words in ["anna@example.se", "070-123+45+67"] {
        let answered = visit(&app, &format!("/?q={words}"), &[]).await;
        assert_eq!(answered.status, 400, "{words}");
        assert!(
            answered.text.contains("id=\"q-fault\"")
                && !answered.text.contains("anna@")
                && !answered.text.contains("070"),
            "{words}"
        );
    }
}

async fn other_methods_are_refused(engine: Engine) {
    let app = service(engine).await;
    for path in ["/", "/1270", "/1270/trygghetslarm", "/sitemap.xml"] {
        let posted = app.send_anywhere(Method::POST, path, &[], None).await;
        assert_eq!(posted.status, 405, "{path}");
        assert_eq!(posted.header("allow"), "GET, HEAD, OPTIONS", "{path}");
        let head = app.send_anywhere(Method::HEAD, path, &[], None).await;
        assert_eq!(head.status, 200, "{path}");
        let options = app.send_anywhere(Method::OPTIONS, path, &[], None).await;
        assert_eq!(options.status, 204, "{path}");
    }
}
