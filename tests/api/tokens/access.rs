//! No token grants more than its claims: every protected operation refuses every insufficient token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use insatskatalog::tokens::scope::SCOPES;
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::process::Process;
use crate::fixtures::specification::operations;
use crate::issuer::{AUDIENCE, ISSUER, KEY, claims, jwks_file, provider_token, signed, token};
use crate::tests;
use crate::tokens::protected::{EVERY_SCOPE, PROTECTED};

tests![
    a_token_without_municipalities_hears_of_the_claim,
    every_protected_operation_refuses_every_wrong_token,
    a_refusal_comes_before_any_read,
    odd_claims_are_never_half_granted,
    faults_of_a_token_are_reported,
    a_service_without_an_issuer_takes_no_token,
    the_log_names_the_client,
];

/// A token for 0188 that acts for a provider elsewhere only.
fn foreign_provider_token(scope: &str) -> String {
    let mut foreign = claims(scope, &["0188", "1270"]);
    foreign["providers"] = json!(["1270/egen-regi"]);
    signed(&foreign)
}
/// A GET changes nothing. Of the other operations only these questions need no token: they store nothing.
const PUBLIC_QUESTIONS: [&str; 3] = [
    "/eligibility-batches",
    "/municipalities/{kommunkod}/eligibility",
    "/municipalities/{kommunkod}/insatser/{slug}/eligibility",
];

fn path_of(template: &str, kommunkod: &str) -> String {
    template
        .replace("{kommunkod}", kommunkod)
        .replace("{slug}", "anhorigstod")
        .replace("{providerSlug}", "finska-foreningen")
        .replace("{id}", "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")
        .replace("{insats}", "traffpunkter")
        .replace("{provider}", "finska-foreningen")
        .replace("{period}", "2025")
        .replace("{cell}", "traffpunkter.egen-regi.2025-07")
        .replace("{agreementSlug}", "avtal-finska-foreningen")
}

async fn every_protected_operation_refuses_every_wrong_token(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut protected = 0;
    for (template, method, operation) in operations() {
        let Some(security) = operation.get("security") else {
            let is_question = method == "post" && PUBLIC_QUESTIONS.contains(&template.as_str());
            assert!(method == "get" || is_question, "{method} {template} needs no token");
            continue;
        };
        protected += 1;
        let known = PROTECTED
            .iter()
            .find(|(known_method, path, ..)| *known_method == method && *path == template);
        let (_, _, scopes, for_providers) =
            known.unwrap_or_else(|| panic!("{method} {template} has no row in this table"));
        assert_eq!(security, &json!([{"token": []}]), "{method} {template}");
        let stated = operation["x-required-scopes"].as_array().expect("scopes").iter();
        let stated: Vec<&str> = stated.map(|scope| scope.as_str().expect("a scope")).collect();
        assert_eq!(&stated, scopes, "{method} {template}");
        assert!(scopes.iter().all(|scope| SCOPES.contains(scope)), "{method} {template}");
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let ask = async |authorization: Option<String>, kommunkod: &str| {
            let mut headers = vec![("content-type", "application/json"), ("if-match", "*")];
            if let Some(authorization) = &authorization {
                headers.push(("authorization", authorization));
            }
            let body = (method != Method::GET).then(|| b"{}".to_vec());
            let answered = app
                .send(method.clone(), &path_of(&template, kommunkod), &headers, body)
                .await;
            let code = if answered.status.is_success() {
                String::new()
            } else {
                answered.json()["code"].as_str().expect("a code").to_owned()
            };
            let challenge = answered.header("www-authenticate").to_owned();
            (answered.status.as_u16(), code, challenge)
        };
        let bearer = |token: String| Some(format!("Bearer {token}"));

        let (status, code, challenge) = ask(None, "0188").await;
        assert_eq!((status, code.as_str()), (401, "tokenMissing"), "{template}");
        assert_eq!(challenge, "Bearer realm=\"insatskatalog\"");
        assert_eq!(ask(Some("Basic YTpi".into()), "0188").await.0, 401);

        let others: Vec<&str> = EVERY_SCOPE.split(' ').filter(|scope| !scopes.contains(scope)).collect();
        let (status, code, challenge) = ask(bearer(token(&others.join(" "), "0188")), "0188").await;
        assert_eq!((status, code.as_str()), (403, "scopeMissing"), "{template}");
        let wanted = format!("error=\"insufficient_scope\", scope=\"{}\"", scopes[0]);
        assert!(challenge.contains(&wanted), "{template}: {challenge}");

        for kommunkod in ["0188", "0114", "9999"] {
            let (status, code, _) = ask(bearer(token(EVERY_SCOPE, "1270")), kommunkod).await;
            assert_eq!(
                (status, code.as_str()),
                (403, "otherMunicipality"),
                "{template} {kommunkod}"
            );
        }
        // A provider of another municipality, and where the path names one, another provider of this one.
        let (status, code, _) = ask(bearer(foreign_provider_token(EVERY_SCOPE)), "0188").await;
        assert_eq!((status, code.as_str()), (403, "otherProvider"), "{template}");
        if template.contains("{provider}") {
            let (status, code, _) = ask(
                bearer(provider_token(EVERY_SCOPE, "0188/hamnkompaniets-utforare")),
                "0188",
            )
            .await;
            assert_eq!((status, code.as_str()), (403, "otherProvider"), "{template}");
        }
        if !for_providers {
            let (status, code, _) = ask(bearer(provider_token(EVERY_SCOPE, "0188/finska-foreningen")), "0188").await;
            assert_eq!((status, code.as_str()), (403, "otherProvider"), "{template}");
        }
        for scope in *scopes {
            let (status, code, _) = ask(bearer(token(scope, "0188")), "0188").await;
            assert!(
                ![401, 403].contains(&status),
                "{template} with {scope}: {status} {code}"
            );
        }
    }
    assert_eq!(protected, PROTECTED.len(), "every row is an operation");
}

async fn a_refusal_comes_before_any_read(engine: Engine) {
    let app = TestApp::start(engine).await;
    let stranger = token("catalogue:write", "1270");
    // The answer is the same whether the insats exists or not, and for any body.
    for slug in ["anhorigstod", "no-such-insats"] {
        for body in [json!({}), json!({"slug": "x", "validFrom": 1}), json!([])] {
            let path = format!("/municipalities/0188/insatser/{slug}");
            let answered = app.put_as(&stranger, &path, ("if-match", "*"), &body).await;
            assert_eq!(
                (answered.status.as_u16(), &answered.json()["code"]),
                (403, &json!("otherMunicipality"))
            );
        }
    }
    // This holds even for a body that is not readable.
    let bearer = format!("Bearer {stranger}");
    for headers in [
        vec![("authorization", bearer.as_str())],
        vec![("authorization", bearer.as_str()), ("content-type", "text/plain")],
    ] {
        let path = "/municipalities/0188/insatser/anhorigstod";
        let answered = app.send(Method::PUT, path, &headers, Some(vec![b'x'; 300_000])).await;
        assert_eq!(answered.status, 403);
    }
}

async fn odd_claims_are_never_half_granted(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/audit-events";
    for (changes, wanted) in [
        (json!({"scope": ["audit:read"]}), "200"),
        (json!({"scope": "x audit:read y"}), "200"),
        (json!({"municipalities": "1270"}), "200"),
        (json!({"municipalities": "0188,1270"}), "200"),
        (json!({"municipalities": []}), "otherMunicipality"),
        (json!({"municipalities": ["*"]}), "otherMunicipality"),
        (json!({"municipalities": "*"}), "otherMunicipality"),
        (json!({"municipalities": null}), "tokenInvalid"),
        (json!({"municipalities": [1270]}), "tokenInvalid"),
        (json!({"municipalities": ["127"]}), "tokenInvalid"),
        (json!({"scope": {"audit:read": true}}), "tokenInvalid"),
        (json!({"scope": "audit:readonly audit"}), "scopeMissing"),
        (json!({"scope": ""}), "scopeMissing"),
        (json!({"providers": null}), "tokenInvalid"),
        (json!({"providers": "1270/"}), "tokenInvalid"),
        (json!({"providers": []}), "otherProvider"),
        (json!({"providers": ["1270/egen-regi"]}), "otherProvider"),
        (json!({"bodies": "x"}), "tokenInvalid"),
        (json!({"client_id": "19550702-1234"}), "tokenInvalid"),
        (json!({"client_id": ""}), "tokenInvalid"),
    ] {
        let mut claims = claims("audit:read", &["1270"]);
        for (name, value) in changes.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        let answered = app.get_as(&signed(&claims), path).await;
        let reason = if answered.status == 200 {
            "200".to_owned()
        } else {
            answered.json()["code"].as_str().expect("a code").to_owned()
        };
        assert_eq!(reason, wanted, "{changes}");
        assert!(!answered.text.contains("19550702"));
    }
}

async fn faults_of_a_token_are_reported(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/audit-events";
    let good = claims("audit:read", &["1270"]);
    let at = |name: &str, seconds: i64| {
        let mut changed = good.clone();
        changed[name] = json!(
            crate::fixtures::app::NOW
                .parse::<chrono::DateTime<chrono::Utc>>()
                .expect("an instant")
                .timestamp()
                + seconds
        );
        changed
    };
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed
    };
    let header = |change: &dyn Fn(&mut jsonwebtoken::Header)| {
        let mut header = KEY.header();
        change(&mut header);
        KEY.sign(&header, &good)
    };
    let mut parts: Vec<String> = signed(&good).split('.').map(str::to_owned).collect();
    let other = signed(&with("scope", json!("catalogue:write")));
    other.split('.').nth(1).expect("claims").clone_into(&mut parts[1]);
    let another_key = crate::issuer::Key::ed25519("test");
    for (token, code, detail) in [
        (signed(&at("exp", -61)), "tokenExpired", "exp"),
        (signed(&at("nbf", 300)), "tokenNotYetValid", "clock"),
        (signed(&at("iat", 300)), "tokenNotYetValid", "clock"),
        (
            signed(&with("iss", json!("https://login.example.com"))),
            "tokenInvalid",
            "iss",
        ),
        (signed(&with("aud", json!("another"))), "tokenInvalid", "aud"),
        (
            header(&|header| header.typ = Some("logout+jwt".into())),
            "tokenInvalid",
            "typ",
        ),
        (header(&|header| header.typ = None), "tokenInvalid", "typ"),
        (
            header(&|header| header.kid = Some("other".into())),
            "tokenInvalid",
            "key",
        ),
        (
            another_key.sign(&another_key.header(), &good),
            "tokenInvalid",
            "signature",
        ),
        (parts.join("."), "tokenInvalid", "signature"),
        ("eyJhbGciOiJub25lIn0.e30.".into(), "tokenInvalid", "JWT"),
        (signed_by_a_shared_secret(&good), "tokenInvalid", "RS256"),
        ("x".repeat(9000), "tokenInvalid", "8 KiB"),
        ("a.b.c".into(), "tokenInvalid", "JWT"),
    ] {
        let answered = app.get_as(&token, path).await;
        assert_eq!(answered.status, 401, "{code} {detail}: {}", answered.text);
        let problem = answered.json();
        assert_eq!(problem["code"], code, "{detail}");
        assert!(problem["detail"].as_str().expect("text").contains(detail), "{problem}");
        assert!(
            answered.header("www-authenticate").contains("error=\"invalid_token\""),
            "{detail}"
        );
        assert_eq!(answered.header("cache-control"), "no-store");
    }
    // Clocks may differ by up to a minute.
    assert_eq!(app.get_as(&signed(&at("exp", -59)), path).await.status, 200);
    assert_eq!(app.get_as(&signed(&at("nbf", 59)), path).await.status, 200);
    // The service never trusts keys that the token itself names.
    let named = header(&|header| {
        header.jku = Some("https://evil.example/jwks".into());
        header.x5u = Some("https://evil.example/x5u".into());
    });
    assert_eq!(app.get_as(&named, path).await.status, 200, "ignored");
}

async fn a_service_without_an_issuer_takes_no_token(engine: Engine) {
    let settings = [("INSATSKATALOG_JWKS_FILE", "")];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    assert_eq!(app.get("/municipalities/1270").await.status, 200);
    let answered = app
        .get_as(&token("audit:read", "1270"), "/municipalities/1270/audit-events")
        .await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (503, &json!("tokensNotConfigured"))
    );
}

async fn the_log_names_the_client(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let process = Process::start(&[
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_JWKS_FILE", jwks_file()),
        ("INSATSKATALOG_JWT_ISSUER", ISSUER),
        ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
    ]);
    let mut claims = claims("audit:read", &["1270"]);
    let now = chrono::Utc::now().timestamp();
    (claims["iat"], claims["exp"]) = (json!(now), json!(now + 600));
    let bearer = format!("Bearer {}", signed(&claims));
    let path = format!("{BASE}/municipalities/1270/audit-events");
    assert_eq!(process.status(&path, &[("authorization", &bearer)]).await, 200);
    let log = process.log();
    assert!(log.contains("client=test-client"), "{log}");
    assert!(!log.contains("8f14e45f"), "the subject is not logged: {log}");
}

/// A token whose signature is a keyed hash (HS256): anybody who knows the public key could make one with it.
fn signed_by_a_shared_secret(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS256"}"#);
    let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, b"secret"), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn a_token_without_municipalities_hears_of_the_claim(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut bare = claims("audit:read", &[]);
    bare.as_object_mut().expect("claims").remove("municipalities");
    let answered = app.get_as(&signed(&bare), "/municipalities/1270/audit-events").await;
    let problem = answered.json();
    assert_eq!(
        (answered.status.as_u16(), &problem["code"]),
        (403, &serde_json::json!("otherMunicipality"))
    );
    let detail = problem["detail"].as_str().expect("text");
    assert!(detail.contains("The claim municipalities must be a list"), "{problem}");
}
