//! The address that a client uses is the one in its links.

use reqwest::Method;

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::tests;

tests![
    links_use_the_address_the_client_used,
    a_forwarded_host_is_believed_from_trusted_proxies_only,
];

async fn links_use_the_address_the_client_used(engine: Engine) {
    let settings = [(
        "INSATSKATALOG_PUBLIC_URL",
        "https://api.example.se, https://katalog.example.org",
    )];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let first_link = async |host: &str| {
        let path = format!("{BASE}/municipalities/1270");
        let answered = app.send_anywhere(Method::GET, &path, &[("host", host)], None).await;
        answered.json()["_links"][0]["href"]
            .as_str()
            .expect("an address")
            .to_owned()
    };
    assert!(
        first_link("katalog.example.org")
            .await
            .starts_with("https://katalog.example.org/insatskatalog/v1/")
    );
    assert!(
        first_link("API.EXAMPLE.SE")
            .await
            .starts_with("https://api.example.se/")
    );
    assert!(
        first_link("katalog.example.org:443")
            .await
            .starts_with("https://katalog.example.org/")
    );
    assert!(
        first_link("evil.example.com")
            .await
            .starts_with("https://api.example.se/"),
        "never what a client invents"
    );
    let path = format!("{BASE}/municipalities/1270");
    let etag = async |host: &str| {
        let answered = app.send_anywhere(Method::GET, &path, &[("host", host)], None).await;
        answered.header("etag").to_owned()
    };
    assert_ne!(
        etag("katalog.example.org").await,
        etag("api.example.se").await,
        "the links differ"
    );
    let path = format!("{BASE}/openapi.json");
    let specification = app
        .send_anywhere(Method::GET, &path, &[("host", "katalog.example.org")], None)
        .await;
    assert_eq!(
        specification.json()["servers"][0]["url"],
        "https://katalog.example.org/insatskatalog/v1"
    );
}

async fn a_forwarded_host_is_believed_from_trusted_proxies_only(engine: Engine) {
    let urls = (
        "INSATSKATALOG_PUBLIC_URL",
        "https://api.example.se,https://katalog.example.org",
    );
    for (trusted, wanted) in [
        ("127.0.0.0/8", "https://katalog.example.org/"),
        ("10.0.0.0/8", "https://api.example.se/"),
    ] {
        let settings = [urls, ("INSATSKATALOG_TRUSTED_PROXIES", trusted)];
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        let forwarded = ("forwarded", "for=192.0.2.1;host=\"katalog.example.org\";proto=https");
        let answered = app.send(Method::GET, "/municipalities", &[forwarded], None).await;
        let href = answered.json()["_links"][0]["href"]
            .as_str()
            .expect("an address")
            .to_owned();
        assert!(href.starts_with(wanted), "{trusted}: {href}");
    }
}
