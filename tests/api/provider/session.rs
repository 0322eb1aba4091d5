//! The session of a provider, and what others try with it.

use serde_json::json;

use super::issuer::IdentityProvider;
use super::visitor::{STREAM, Visitor, signed_in};
use crate::fixtures::app::Engine;
use crate::fixtures::reports::{RECORDS, association, hand_in, session};
use crate::tests;

tests![
    a_changed_cookie_is_no_session,
    a_form_of_another_site_is_refused,
    a_form_of_another_session_is_refused,
    a_session_is_for_its_own_provider,
    a_sheet_of_another_provider_is_refused,
    a_token_that_expires_loses_nothing_typed,
    a_form_that_is_sent_twice_does_nothing_twice,
    every_replica_reads_the_session,
    another_secret_reads_no_session,
    signing_out_ends_the_session,
    nothing_is_kept_by_caches,
];

const SESSION: &str = "__Host-insatskatalog-session";
const SHEET: &str = "datum;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män\n\
    2025-09-02;norrtalje;Sång;öppen gruppträff;volontärer;18;12;6\n";

/// The number of records of the association.
async fn count(app: &crate::fixtures::app::TestApp) -> usize {
    let list = app.get_as(&association(), RECORDS).await.json();
    list["groupRecords"].as_array().expect("records").len()
}

async fn a_changed_cookie_is_no_session(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let kept = visitor.cookie(SESSION).to_owned();
    for at in [0, kept.len() / 2, kept.len() - 3] {
        let other = if &kept[at..=at] == "A" { "B" } else { "A" };
        let changed = [&kept[..at], other, &kept[at + 1..]].concat();
        visitor.has_cookie(SESSION, &changed);
        assert_eq!(visitor.get(&app, STREAM).await.status, 303, "{at}");
    }
    visitor.has_cookie(SESSION, &kept);
    assert_eq!(visitor.get(&app, STREAM).await.status, 200);
}

async fn a_form_of_another_site_is_refused(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let token = visitor.form_token(&app).await;
    let withdrawal = format!("{STREAM}/records/{id}/withdrawal");
    // Even with the right token, a browser that says so; an old browser, which says nothing and lacks the token.
    for (site, token) in [
        (Some("cross-site"), token.as_str()),
        (Some("same-site"), token.as_str()),
        (Some("none"), token.as_str()),
        (None, ""),
        (None, "0123456789abcdef"),
    ] {
        visitor.fetch_site = site;
        for path in [&withdrawal, &format!("{STREAM}/receipt"), "/provider/sign-out"] {
            let refused = visitor
                .post(&app, path, &[("form", token), ("reason", "x"), ("sheet", "eA")])
                .await;
            assert_eq!(refused.status, 403, "{site:?} {path}: {}", refused.text);
            assert_eq!(refused.heading(), "Formuläret togs inte emot");
            // What another site sent is not shown.
            assert!(!refused.text.contains("<dd>"), "{}", refused.text);
        }
    }
    assert_eq!(count(&app).await, 1);
}

async fn a_form_of_another_session_is_refused(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let mut attacker = Visitor::signed_in(&app).await;
    let token = attacker.form_token(&app).await;
    visitor.fetch_site = None;
    let refused = visitor.upload(&app, &token, "blad.csv", SHEET.as_bytes()).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert_eq!(count(&app).await, 0);
}

async fn a_session_is_for_its_own_provider(engine: Engine) {
    let (issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let token = visitor.form_token(&app).await;
    let other = "/provider/0188/egen-regi/anhorigstod";
    for path in [
        other,
        "/provider/1270/egen-regi/trygghetslarm",
        &format!("{other}/records"),
    ] {
        let refused = visitor.get(&app, path).await;
        assert_eq!(refused.status, 403, "{path}");
        assert_eq!(refused.heading(), "Du är inloggad för en annan utförare", "{path}");
    }
    let refused = visitor
        .post(&app, &format!("{other}/periods/2024"), &[("form", &token)])
        .await;
    assert_eq!(refused.status, 403);
    // Another provider's session does not reach the record through a path of its own.
    issuer.signs_in("0188/egen-regi");
    let mut stranger = Visitor::signed_in(&app).await;
    assert_eq!(stranger.get(&app, &format!("{STREAM}/records/{id}")).await.status, 403);
    assert_eq!(stranger.get(&app, &format!("{other}/records/{id}")).await.status, 404);
}

async fn a_sheet_of_another_provider_is_refused(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let token = visitor.form_token(&app).await;
    let sheet = SHEET
        .replace("datum;", "insats;utförare;datum;")
        .replace("\n2025", "\ntraffpunkter;egen-regi;2025");
    let refused = visitor.upload(&app, &token, "blad.csv", sheet.as_bytes()).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("Raden hör till en annan utförare"),
        "{}",
        refused.text
    );
    assert_eq!(count(&app).await, 0);
}

async fn a_token_that_expires_loses_nothing_typed(engine: Engine) {
    let issuer = IdentityProvider::start();
    issuer.gives_tokens_for(600);
    issuer.states_in_id_tokens(json!({"exp": 4_000_000_000_u64}));
    let app = issuer.service(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let mut visitor = Visitor::signed_in(&app).await;
    let path = format!("{STREAM}/records/{id}");
    let form = visitor.get(&app, &path).await;
    let (token, revision) = (form.field("form"), form.field("revision"));
    let typed = [
        ("form", token.as_str()),
        ("revision", &revision),
        ("datum", "2025-09-02"),
        ("plats", "norrtalje"),
        ("aktivitet", "Sång & \"dans\""),
        ("metod", "öppen gruppträff"),
        ("utfört_av", "volontärer"),
        ("antal_deltagare", "20"),
        ("kvinnor", "12"),
        ("män", "8"),
    ];
    app.now("2025-10-01T10:30:00Z");
    let again = visitor.post(&app, &path, &typed).await;
    assert_eq!(
        (again.status.as_u16(), again.heading()),
        (401, "Logga in igen"),
        "{}",
        again.text
    );
    issuer.gives_tokens_for(3600);
    assert_eq!(visitor.sign_in(&app).await.status, 200);
    let hidden = again.hidden();
    let hidden: Vec<(String, String)> = hidden
        .into_iter()
        .map(|(name, value)| (name, value.replace("&#38;", "&").replace("&#34;", "\"")))
        .collect();
    let fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let saved = visitor.post(&app, &path, &fields).await;
    assert_eq!(
        (saved.status.as_u16(), saved.heading()),
        (200, "Rättelsen är sparad"),
        "{}",
        saved.text
    );
    let record = app.get_as(&association(), &format!("{RECORDS}/{id}")).await.json();
    assert_eq!(record["activity"], "Sång & \"dans\"");
    assert_eq!(record["participants"]["total"], 20);
}

async fn a_form_that_is_sent_twice_does_nothing_twice(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let token = visitor.form_token(&app).await;
    let checked = visitor.upload(&app, &token, "blad.csv", SHEET.as_bytes()).await;
    let hidden = checked.hidden();
    let fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    for _ in 0..2 {
        let receipt = visitor.post(&app, &format!("{STREAM}/receipt"), &fields).await;
        assert_eq!(receipt.heading(), "Bladet är inlämnat", "{}", receipt.text);
        assert!(receipt.text.contains("1 ny rad"), "{}", receipt.text);
    }
    assert_eq!(count(&app).await, 1);
}

async fn every_replica_reads_the_session(engine: Engine) {
    let (issuer, app, mut visitor) = signed_in(engine).await;
    let replica = issuer.service_on(app.database.shared()).await;
    let token = visitor.form_token(&replica).await;
    let checked = visitor.upload(&app, &token, "blad.csv", SHEET.as_bytes()).await;
    assert_eq!(checked.heading(), "Bladet är rätt ifyllt", "{}", checked.text);
    let hidden = checked.hidden();
    let fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let receipt = visitor.post(&replica, &format!("{STREAM}/receipt"), &fields).await;
    assert_eq!(receipt.heading(), "Bladet är inlämnat", "{}", receipt.text);
    // A sign-in that began at one ends at the other.
    let mut second = Visitor::new();
    let callback = second.callback(&app, "/provider/sign-in").await;
    assert_eq!(second.get(&replica, &callback).await.heading(), "Du är inloggad");
}

async fn another_secret_reads_no_session(engine: Engine) {
    let (_issuer, _app, visitor) = signed_in(engine).await;
    let database = crate::fixtures::app::Database::with_catalogues(engine);
    let secret = [("INSATSKATALOG_SECRET", "another secret of at least 32 characters")];
    let other = crate::fixtures::app::TestApp::on(database, &secret).await;
    let mut visitor = visitor;
    assert_eq!(visitor.get(&other, STREAM).await.status, 303);
}

async fn signing_out_ends_the_session(engine: Engine) {
    let (issuer, app, mut visitor) = signed_in(engine).await;
    let token = visitor.form_token(&app).await;
    let out = visitor.post(&app, "/provider/sign-out", &[("form", &token)]).await;
    assert_eq!(out.heading(), "Du är utloggad", "{}", out.text);
    assert!(
        out.text.contains(&format!("{}/end?client_id=", issuer.address)),
        "{}",
        out.text
    );
    assert_eq!(visitor.get(&app, STREAM).await.status, 303);
}

async fn nothing_is_kept_by_caches(engine: Engine) {
    let (_issuer, app, visitor) = signed_in(engine).await;
    let cookie = format!("{SESSION}={}", visitor.cookie(SESSION));
    for path in [
        "/provider",
        STREAM,
        &format!("{STREAM}/records"),
        &format!("{STREAM}/sheet.csv"),
        "/provider/sign-in",
    ] {
        let headers = [("cookie", cookie.as_str()), ("accept", "text/html")];
        let client = insatskatalog::http_client::builder().redirect(reqwest::redirect::Policy::none());
        let mut request = client.build().expect("a client").get(format!("{}{path}", app.origin));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answered = request.send().await.expect("an answer");
        assert_eq!(answered.headers()["cache-control"], "no-store", "{path}");
    }
}
