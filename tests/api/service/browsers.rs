//! What browsers may do with an answer.

use reqwest::Method;

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::tests;

tests![
    every_answer_limits_what_browsers_do,
    https_is_demanded_only_where_it_is_used,
];

async fn every_answer_limits_what_browsers_do(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (method, path, status) in [
        (Method::GET, "/".to_owned(), 200),
        (Method::GET, "/docs/".to_owned(), 200),
        (Method::GET, "/health/ready".to_owned(), 200),
        (Method::GET, format!("{BASE}/municipalities"), 200),
        (Method::HEAD, format!("{BASE}/municipalities"), 200),
        (Method::GET, format!("{BASE}/municipalities/1270/audit-events"), 401),
        (Method::POST, format!("{BASE}/municipalities"), 405),
        (Method::GET, "/nowhere".to_owned(), 404),
    ] {
        let answered = app.send_anywhere(method.clone(), &path, &[], None).await;
        assert_eq!(answered.status, status, "{method} {path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answered.header(name), value, "{method} {path}");
        }
        assert!(
            answered.header("permissions-policy").contains("geolocation=()"),
            "{path}"
        );
        let policy = answered.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{path}: {policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
    }
}

async fn https_is_demanded_only_where_it_is_used(engine: Engine) {
    let settings = [
        (
            "INSATSKATALOG_PUBLIC_URL",
            "https://api.example.se,http://intern.example.se",
        ),
        ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let demanded = async |headers: &[(&str, &str)]| {
        let answered = app.send_anywhere(Method::GET, "/health/live", headers, None).await;
        answered.header("strict-transport-security").to_owned()
    };
    let year = "max-age=31536000";
    assert_eq!(demanded(&[("host", "api.example.se")]).await, year);
    assert_eq!(
        demanded(&[("forwarded", "for=192.0.2.1;host=api.example.se;proto=https")]).await,
        year
    );
    assert_eq!(
        demanded(&[("forwarded", "for=192.0.2.1;host=api.example.se;proto=http")]).await,
        ""
    );
    for headers in [&[("host", "intern.example.se")][..], &[("host", "localhost")], &[]] {
        assert_eq!(demanded(headers).await, "", "{headers:?}");
    }
}
