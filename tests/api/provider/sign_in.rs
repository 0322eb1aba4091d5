//! Signing in through the identity provider, and what an attacker tries there.

use serde_json::json;

use super::issuer::IdentityProvider;
use super::visitor::{Visitor, signed_in};
use crate::fixtures::app::{Engine, TestApp};
use crate::issuer::provider_token;
use crate::tests;

tests![
    a_provider_signs_in_through_the_issuer,
    cookies_are_of_this_host_and_hidden_from_scripts,
    a_sign_in_leads_back_to_the_page_that_was_wanted,
    a_sign_in_leads_to_no_other_site,
    a_callback_of_another_browser_is_refused,
    a_code_is_good_for_one_sign_in,
    a_sign_in_ends_after_ten_minutes,
    an_id_token_for_others_is_refused,
    a_cancelled_sign_in_is_said,
    the_api_is_untouched_while_the_issuer_is_away,
    a_service_without_a_client_has_no_sign_in,
    a_pasted_token_is_refused_in_production,
];

const SIGN_IN: &str = "__Host-insatskatalog-sign-in";
const SESSION: &str = "__Host-insatskatalog-session";

async fn a_provider_signs_in_through_the_issuer(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let start = visitor.get(&app, "/provider").await;
    assert_eq!(start.heading(), "Lämna in uppgifter för din verksamhet");
    assert!(start.text.contains("href=\"/provider/sign-in\""), "{}", start.text);
    let back = visitor.sign_in(&app).await;
    // The browser sends a strict cookie only from a page of this site.
    assert!(
        back.text
            .contains("<meta http-equiv=\"refresh\" content=\"0;url=/provider\">"),
        "{}",
        back.text
    );
    let choose = visitor.get(&app, "/provider").await;
    assert_eq!(choose.heading(), "Välj insats");
    assert!(
        choose
            .text
            .contains("href=\"/provider/0188/finska-foreningen/traffpunkter\""),
        "{}",
        choose.text
    );
    assert!(!choose.text.contains("egen-regi"), "{}", choose.text);
}

async fn cookies_are_of_this_host_and_hidden_from_scripts(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let begun = visitor.get(&app, "/provider/sign-in").await;
    let [sign_in] = &begun.set_cookies[..] else {
        panic!("{:?}", begun.set_cookies)
    };
    for part in [
        SIGN_IN,
        "; HttpOnly",
        "; SameSite=Lax",
        "; Secure",
        "; Path=/",
        "; Max-Age=600",
    ] {
        assert!(sign_in.contains(part), "{part}: {sign_in}");
    }
    let signed_in = visitor.sign_in(&app).await;
    let session = signed_in.set_cookies.iter().find(|cookie| cookie.starts_with(SESSION));
    let session = session.expect("a session");
    for part in ["; HttpOnly", "; SameSite=Strict", "; Secure", "; Path=/"] {
        assert!(session.contains(part), "{part}: {session}");
    }
    assert!(!session.contains("Domain") && session.len() <= 4096, "{session}");
    // The sign-in is over.
    let ended = signed_in.set_cookies.iter().find(|cookie| cookie.starts_with(SIGN_IN));
    assert!(ended.expect("a cookie").contains("Max-Age=0"), "{ended:?}");
}

async fn a_sign_in_leads_back_to_the_page_that_was_wanted(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let wanted = "/provider/0188/finska-foreningen/traffpunkter/records";
    let refused = visitor.get(&app, wanted).await;
    assert_eq!(refused.status, 303);
    let start = visitor.get(&app, &refused.location).await;
    let link = format!("/provider/sign-in?to={wanted}");
    assert!(start.text.contains(&format!("href=\"{link}\"")), "{}", start.text);
    let callback = visitor.callback(&app, &link).await;
    let back = visitor.get(&app, &callback).await;
    assert!(
        back.text.contains(&format!("content=\"0;url={wanted}\"")),
        "{}",
        back.text
    );
}

async fn a_sign_in_leads_to_no_other_site(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    for to in [
        "https://example.org/provider",
        "//example.org",
        "/providers",
        "/provider%3Fa%3Db",
        "/provider/%22%3E",
    ] {
        let mut visitor = Visitor::new();
        let callback = visitor.callback(&app, &format!("/provider/sign-in?to={to}")).await;
        let back = visitor.get(&app, &callback).await;
        assert!(back.text.contains("content=\"0;url=/provider\""), "{to}: {}", back.text);
    }
}

async fn a_callback_of_another_browser_is_refused(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut attacker = Visitor::new();
    let stolen = attacker.callback(&app, "/provider/sign-in").await;
    // Somebody who never began, and somebody who began another sign-in.
    let mut victim = Visitor::new();
    for began in [false, true] {
        if began {
            victim.get(&app, "/provider/sign-in").await;
        }
        let refused = victim.get(&app, &stolen).await;
        assert_eq!(refused.status, 403, "{}", refused.text);
        assert_eq!(refused.heading(), "Inloggningen gäller inte");
        assert!(!refused.set_cookies.iter().any(|cookie| cookie.starts_with(SESSION)));
    }
}

async fn a_code_is_good_for_one_sign_in(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let callback = visitor.callback(&app, "/provider/sign-in").await;
    let begun = visitor.cookie(SIGN_IN).to_owned();
    assert_eq!(visitor.get(&app, &callback).await.status, 200);
    // The cookie and the code, both stolen.
    let mut thief = Visitor::new();
    thief.has_cookie(SIGN_IN, &begun);
    let refused = thief.get(&app, &callback).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert_eq!(refused.heading(), "Inloggningen gäller inte");
}

async fn a_sign_in_ends_after_ten_minutes(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let callback = visitor.callback(&app, "/provider/sign-in").await;
    app.now("2025-10-01T10:10:01Z");
    assert_eq!(visitor.get(&app, &callback).await.status, 403);
}

async fn an_id_token_for_others_is_refused(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    for claims in [
        json!({"nonce": "of another sign-in"}),
        json!({"aud": "another-client"}),
        json!({"iss": "https://login.example.org"}),
        json!({"exp": 1}),
    ] {
        issuer.states_in_id_tokens(claims.clone());
        let mut visitor = Visitor::new();
        let refused = visitor.sign_in(&app).await;
        assert_eq!(refused.status, 502, "{claims}: {}", refused.text);
        assert_eq!(refused.heading(), "Inloggningen är fel inställd", "{claims}");
        assert!(
            !refused.set_cookies.iter().any(|cookie| cookie.starts_with(SESSION)),
            "{claims}"
        );
    }
}

async fn a_cancelled_sign_in_is_said(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let callback = visitor.callback(&app, "/provider/sign-in").await;
    let (_, state) = callback.split_once("&state=").expect("a state");
    let cancelled = format!("/provider/callback?error=access_denied&state={state}");
    let page = visitor.get(&app, &cancelled).await;
    assert_eq!((page.status.as_u16(), page.heading()), (403, "Du är inte inloggad"));
}

async fn the_api_is_untouched_while_the_issuer_is_away(engine: Engine) {
    let (issuer, app, mut visitor) = signed_in(engine).await;
    issuer.stop().await;
    // Its description is kept for ten minutes, and the session does not need the issuer.
    app.now("2025-10-01T10:11:00Z");
    let refused = visitor.get(&app, "/provider/sign-in").await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(refused.heading(), "Inloggningen går inte att nå");
    assert_eq!(visitor.get(&app, "/provider").await.heading(), "Välj insats");
    let token = provider_token("records:read", super::issuer::ASSOCIATION);
    assert_eq!(app.get_as(&token, "/municipalities/0188/reporting").await.status, 200);
}

async fn a_service_without_a_client_has_no_sign_in(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut visitor = Visitor::new();
    let start = visitor.get(&app, "/provider").await;
    assert!(
        start.text.contains("Inloggning är inte inställd i tjänsten."),
        "{}",
        start.text
    );
    assert_eq!(visitor.get(&app, "/provider/sign-in").await.status, 404);
    assert_eq!(visitor.get(&app, "/provider/callback?code=a&state=b").await.status, 404);
}

async fn a_pasted_token_is_refused_in_production(engine: Engine) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let mut visitor = Visitor::new();
    let token = provider_token("records:write records:read", super::issuer::ASSOCIATION);
    let refused = visitor.post(&app, "/provider/token", &[("token", &token)]).await;
    assert_eq!(refused.status, 404, "{}", refused.text);
    assert_eq!(refused.set_cookies, [] as [&str; 0]);
}
