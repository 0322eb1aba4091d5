//! The issuer's keys: fetched over HTTP from a real server, rotated, removed.

use jsonwebtoken::{Algorithm, Header};

use crate::fixtures::app::Engine;
use crate::issuer::Key;
use crate::tests;
use crate::tokens::jwks::{Endpoint, PATH, good, status};

tests![
    every_algorithm_is_verified,
    a_new_key_is_believed_without_a_failed_request,
    a_new_key_is_found_without_its_id,
    a_removed_key_is_refused_after_the_next_fetch,
    a_key_that_replaces_another_under_its_id_is_found,
    two_keys_with_one_id_verify_nothing,
    many_unknown_keys_cause_few_fetches,
];

async fn every_algorithm_is_verified(engine: Engine) {
    let endpoint = Endpoint::start();
    let keys = [
        Key::ed25519("ed"),
        Key::p256("ec"),
        Key::rsa("rs", Algorithm::RS256),
        Key::rsa("ps", Algorithm::PS256),
    ];
    endpoint.publishes(&keys.iter().collect::<Vec<_>>());
    let app = endpoint.service(engine).await;
    for key in &keys {
        assert_eq!(status(&app, key).await, 200, "{}", key.id);
        // With another key's id or another family's algorithm, the token is invalid.
        let confused = Header {
            kid: Some(if key.id == "ed" { "ec" } else { "ed" }.into()),
            ..Header::new(key.algorithm)
        };
        assert_eq!(
            app.get_as(&key.sign(&confused, &good()), PATH).await.status,
            401,
            "{}",
            key.id
        );
    }
    let odd = Header {
        kid: Some("rs".into()),
        ..Header::new(Algorithm::RS384)
    };
    assert_eq!(app.get_as(&keys[2].sign(&odd, &good()), PATH).await.status, 401);
}

async fn a_new_key_is_believed_without_a_failed_request(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new) = (Key::ed25519("old"), Key::ed25519("new"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &old).await, 200);
    app.now("2025-10-01T10:05:00Z");
    endpoint.publishes(&[&old, &new]);
    // Many at once with the new key: one fetch, and none of them fails.
    let before = endpoint.fetches();
    let asked = (0..20).map(|_| status(&app, &new));
    for answered in futures_util::future::join_all(asked).await {
        assert_eq!(answered, 200);
    }
    assert_eq!(endpoint.fetches() - before, 1);
    assert_eq!(status(&app, &old).await, 200);
}

async fn a_new_key_is_found_without_its_id(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new) = (Key::ed25519("old"), Key::ed25519("new"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    let nameless = async |key: &Key| {
        let token = key.sign(&Header::new(key.algorithm), &good());
        app.get_as(&token, PATH).await.status.as_u16()
    };
    assert_eq!(nameless(&old).await, 200);
    endpoint.publishes(&[&new]);
    app.now("2025-10-01T10:01:00Z");
    assert_eq!(nameless(&new).await, 200);
    assert_eq!(nameless(&old).await, 401);
    // A key of another type replaces it, with another id or the same.
    let other = Key::p256("other");
    endpoint.publishes(&[&other]);
    app.now("2025-10-01T10:02:00Z");
    assert_eq!(nameless(&other).await, 200);
    let same = Key::rsa("other", Algorithm::PS256);
    endpoint.publishes(&[&same]);
    app.now("2025-10-01T10:03:00Z");
    assert_eq!(status(&app, &same).await, 200);
    // If several fit, a token must name its own; one without a key id causes no more fetches than any other.
    endpoint.publishes(&[&old, &new]);
    app.now("2025-10-01T10:04:00Z");
    let before = endpoint.fetches();
    for _ in 0..5 {
        assert_eq!(nameless(&new).await, 401);
    }
    assert_eq!(endpoint.fetches() - before, 1);
    assert_eq!(status(&app, &new).await, 200);
}

async fn a_removed_key_is_refused_after_the_next_fetch(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new) = (Key::ed25519("old"), Key::ed25519("new"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &old).await, 200);
    endpoint.publishes(&[&new]);
    app.now("2025-10-01T10:05:00Z");
    // A token with the new key arrives: the service fetches the keys and drops the old one at once.
    assert_eq!(status(&app, &new).await, 200);
    assert_eq!(status(&app, &old).await, 401);
}

async fn a_key_that_replaces_another_under_its_id_is_found(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new, foreign) = (Key::ed25519("k"), Key::ed25519("k"), Key::ed25519("k"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &old).await, 200);
    endpoint.publishes(&[&new]);
    app.now("2025-10-01T10:01:00Z");
    let before = endpoint.fetches();
    assert_eq!(status(&app, &new).await, 200);
    assert_eq!(status(&app, &old).await, 401);
    // Invalid signatures cause no more fetches than unknown keys.
    for _ in 0..5 {
        assert_eq!(status(&app, &foreign).await, 401);
    }
    assert_eq!(endpoint.fetches() - before, 1);
}

async fn two_keys_with_one_id_verify_nothing(engine: Engine) {
    let endpoint = Endpoint::start();
    let (one, other) = (Key::ed25519("k"), Key::ed25519("k"));
    endpoint.publishes(&[&one, &other]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &one).await, 401);
    assert_eq!(status(&app, &other).await, 401);
}

async fn many_unknown_keys_cause_few_fetches(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("known");
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    app.now("2025-10-01T10:01:00Z");
    let asked = (0..500).map(|at| {
        let header = Header {
            kid: Some(format!("random-{at}")),
            ..key.header()
        };
        let token = key.sign(&header, &good());
        let app = &app;
        async move { app.get_as(&token, PATH).await.status }
    });
    let answered = futures_util::future::join_all(asked).await;
    assert!(answered.iter().all(|status| *status == 401));
    assert!(endpoint.fetches() <= 2, "{} fetches", endpoint.fetches());
    assert_eq!(status(&app, &key).await, 200);
}
