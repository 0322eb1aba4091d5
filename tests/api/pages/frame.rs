//! What every page has: one heading, its policy, its language, and files that browsers keep.

use reqwest::Method;

use super::{between, links, page, service, visit};
use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    pages_load_only_what_their_policy_names,
    pages_are_structured_for_everybody,
    files_are_kept_for_good,
    pages_are_answered_304_until_they_change,
    pages_are_small,
    every_internal_link_leads_somewhere,
    the_sitemap_lists_every_page,
];

const PAGES: [&str; 5] = ["/", "/?q=larm", "/0114", "/0114/traffen", "/1270/trygghetslarm"];

async fn pages_load_only_what_their_policy_names(engine: Engine) {
    let app = service(engine).await;
    for path in PAGES {
        let answered = visit(&app, path, &[]).await;
        let policy = answered.header("content-security-policy");
        assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("form-action 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answered.header("set-cookie"), "", "{path}");
        for refused in ["<style", " style=", " onclick=", "javascript:", "<iframe"] {
            assert!(!answered.text.contains(refused), "{path}: {refused}");
        }
        // Data is no program, which the policy would refuse.
        for script in answered.text.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"application/ld+json\">"), "{path}: {script}");
        }
    }
}

async fn pages_are_structured_for_everybody(engine: Engine) {
    let app = service(engine).await;
    for path in PAGES {
        let text = page(&app, path).await;
        assert!(text.starts_with("<!doctype html>\n<html lang=\"sv\">"), "{path}");
        assert_eq!(text.matches("<h1").count(), 1, "{path}");
        assert_eq!(text.matches("<main id=\"main\"").count(), 1, "{path}");
        assert!(text.contains("<a class=\"skip\" href=\"#main\">"), "{path}");
        assert!(!between(&text, "<title>", "</title>").starts_with(" – "), "{path}");
        // Each id once.
        let mut ids: Vec<&str> = text
            .split(" id=\"")
            .skip(1)
            .map(|id| id.split('"').next().expect("an end"))
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}: {ids:?}");
        // Each field has a label.
        for field in text
            .split(" id=\"")
            .skip(1)
            .filter(|field| field.contains("\" name=\"q\""))
        {
            let id = field.split('"').next().expect("an end");
            assert!(text.contains(&format!("<label for=\"{id}\">")), "{path}: {id}");
        }
    }
}

async fn files_are_kept_for_good(engine: Engine) {
    let app = TestApp::start(engine).await;
    let home = page(&app, "/").await;
    let style = between(&home, "<link rel=\"stylesheet\" href=\"", "\"");
    let icon = between(&home, "<link rel=\"icon\" href=\"", "\"");
    for (address, media_type) in [(style, "text/css; charset=utf-8"), (icon, "image/svg+xml")] {
        let file = app.send_anywhere(Method::GET, address, &[], None).await;
        assert_eq!(file.status, 200, "{address}");
        assert_eq!(file.header("content-type"), media_type);
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        // Pages of another release get a style too, and ask for it each time.
        let parts: Vec<&str> = address.split('/').collect();
        let other = format!("/assets/0123456789abcdef/{}", parts[3]);
        let file = app.send_anywhere(Method::GET, &other, &[], None).await;
        assert_eq!(file.status, 200, "{other}");
        assert_eq!(file.header("cache-control"), "public, no-cache");
    }
    let unknown = app
        .send_anywhere(Method::GET, "/assets/0123456789abcdef/other.css", &[], None)
        .await;
    assert_eq!(unknown.status, 404);
    let posted = app.send_anywhere(Method::POST, style, &[], None).await;
    assert_eq!(posted.status, 405);
    assert_eq!(posted.header("allow"), "GET, HEAD, OPTIONS");
}

async fn pages_are_answered_304_until_they_change(engine: Engine) {
    let app = service(engine).await;
    for path in PAGES {
        let first = visit(&app, path, &[]).await;
        assert_eq!(first.header("cache-control"), "public, no-cache", "{path}");
        assert!(first.header("vary").contains("Accept-Language"), "{path}");
        let tag = first.header("etag").to_owned();
        let again = visit(&app, path, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, 304, "{path}");
        // Another language is another page.
        let english = visit(&app, path, &[("if-none-match", &tag), ("accept-language", "en")]).await;
        let swedish = visit(&app, path, &[("if-none-match", &tag), ("accept-language", "sv")]).await;
        assert!(english.status == 200 || swedish.status == 200, "{path}");
    }
    let tag = visit(&app, "/0114", &[]).await.header("etag").to_owned();
    app.now("2025-10-02T10:00:00Z");
    assert_eq!(
        visit(&app, "/0114", &[("if-none-match", &tag)]).await.status,
        200,
        "another day"
    );
}

async fn pages_are_small(engine: Engine) {
    let app = service(engine).await;
    for path in PAGES {
        let sent = visit(&app, path, &[("accept-encoding", "br")]).await;
        assert_eq!(sent.header("content-encoding"), "br", "{path}");
        assert!(sent.bytes.len() < 20_000, "{path}: {}", sent.bytes.len());
    }
    let home = page(&app, "/").await;
    let style = between(&home, "<link rel=\"stylesheet\" href=\"", "\"");
    let sent = app
        .send_anywhere(Method::GET, style, &[("accept-encoding", "br")], None)
        .await;
    assert!(sent.bytes.len() < 8_000, "{}", sent.bytes.len());
}

async fn every_internal_link_leads_somewhere(engine: Engine) {
    let app = service(engine).await;
    for path in PAGES {
        let text = page(&app, path).await;
        let internal = links(&text)
            .into_iter()
            .filter(|link| link.starts_with('/') && link.len() > 1);
        for link in internal {
            let (address, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let answered = visit(&app, address, &[]).await;
            assert_eq!(answered.status, 200, "{path} leads to {link}");
            let is_there = fragment.is_empty() || answered.text.contains(&format!("id=\"{fragment}\""));
            assert!(is_there, "{path} leads to {link}");
        }
    }
}

async fn the_sitemap_lists_every_page(engine: Engine) {
    let app = service(engine).await;
    let get = async |path: &str| app.send_anywhere(Method::GET, path, &[], None).await;
    let sitemap = get("/sitemap.xml").await;
    assert_eq!(sitemap.status, 200);
    assert_eq!(sitemap.header("content-type"), "application/xml");
    for path in [
        "/",
        "/0114",
        "/0114/traffen",
        "/0114/kurs-i-hemmet",
        "/1270/trygghetslarm",
    ] {
        let entry = format!("<loc>https://api.example.se{path}</loc><lastmod>2");
        assert!(sitemap.text.contains(&entry), "{path} in {}", sitemap.text);
    }
    assert!(!sitemap.text.contains("/0114/radgivning<"), "it has ended");
    let pages = sitemap.text.split("<loc>https://api.example.se").skip(1);
    for path in pages.map(|page| page.split('<').next().expect("an end")) {
        assert_eq!(visit(&app, path, &[]).await.status, 200, "{path}");
    }
    let robots = get("/robots.txt").await;
    assert!(
        robots.text.contains("Sitemap: https://api.example.se/sitemap.xml\n"),
        "{}",
        robots.text
    );
}
