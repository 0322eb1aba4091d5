//! Tokens as seven identity providers make them, each with the settings of docs/tokens.md.

use std::io::Write as _;

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, program_with};
use crate::issuer::{Key, jwks};
use crate::tests;
use crate::tokens::jwks::PATH;

tests![
    tokens_of_identity_providers_are_accepted,
    the_documentation_has_the_settings_of_each_provider,
    a_client_has_only_what_the_file_grants,
    a_token_for_another_service_gets_nothing_from_the_file,
    an_invalid_file_of_clients_stops_the_start,
];

const PROVIDERS: [(&str, &str); 7] = [
    ("Keycloak", include_str!("providers/keycloak.json")),
    ("Microsoft Entra ID", include_str!("providers/entra.json")),
    ("AD FS", include_str!("providers/adfs.json")),
    ("PingFederate", include_str!("providers/pingfederate.json")),
    ("Curity", include_str!("providers/curity.json")),
    ("Amazon Cognito", include_str!("providers/cognito.json")),
    ("Duende IdentityServer", include_str!("providers/identityserver.json")),
];

/// An identity provider with its key, and a service that accepts its tokens.
struct Provider {
    case: Value,
    key: Key,
    /// The files that the service reads at start.
    files: (NamedTempFile, NamedTempFile),
}

fn file_with(json: &Value) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    file.write_all(json.to_string().as_bytes()).expect("written");
    file
}

impl Provider {
    fn of(case: &str) -> Self {
        let case: Value = serde_json::from_str(case).expect("a case");
        let key = Key::rsa("issuer", Algorithm::RS256);
        let clients = case.get("clients").cloned().unwrap_or_else(|| json!([]));
        Self {
            files: (file_with(&jwks(&[&key])), file_with(&json!({ "clients": clients }))),
            case,
            key,
        }
    }

    async fn service(&self, engine: Engine) -> TestApp {
        let path = |file: &NamedTempFile| file.path().display().to_string();
        let (keys, clients) = (path(&self.files.0), path(&self.files.1));
        let mut settings = vec![
            ("INSATSKATALOG_JWKS_FILE", keys.as_str()),
            ("INSATSKATALOG_CLIENTS_FILE", clients.as_str()),
        ];
        let stated = self.case["settings"].as_object().expect("settings");
        settings.extend(
            stated
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str().expect("text"))),
        );
        TestApp::on(Database::with_catalogues(engine), &settings).await
    }

    /// The provider's token with some claims changed, where null removes one.
    fn token(&self, changes: &Value) -> String {
        let header = serde_json::from_value(self.case["header"].clone()).expect("a header");
        let mut claims = self.case["claims"].clone();
        for (name, value) in changes.as_object().expect("an object") {
            let claims = claims.as_object_mut().expect("an object");
            if value.is_null() {
                claims.remove(name);
            } else {
                claims.insert(name.clone(), value.clone());
            }
        }
        self.key.sign(&header, &claims)
    }

    async fn status(&self, app: &TestApp, changes: &Value, path: &str) -> u16 {
        app.get_as(&self.token(changes), path).await.status.as_u16()
    }
}

async fn tokens_of_identity_providers_are_accepted(engine: Engine) {
    for (name, case) in PROVIDERS {
        let provider = Provider::of(case);
        let app = provider.service(engine).await;
        let unchanged = json!({});
        assert_eq!(provider.status(&app, &unchanged, PATH).await, 200, "{name}");
        let elsewhere = PATH.replace("1270", "0188");
        assert_eq!(provider.status(&app, &unchanged, &elsewhere).await, 403, "{name}");
        let other_scope = PATH.replace("audit-events", "follow-ups");
        assert_eq!(provider.status(&app, &unchanged, &other_scope).await, 403, "{name}");
        for (claim, value) in [
            ("iss", json!("https://elsewhere.example")),
            ("aud", json!("another-service")),
            ("exp", json!(1_759_312_700)),
        ] {
            let refused = provider.status(&app, &json!({ claim: value }), PATH).await;
            assert_eq!(refused, 401, "{name} {claim}");
        }
    }
}

/// Each setting but the addresses has its value in the row of the provider.
async fn the_documentation_has_the_settings_of_each_provider(_: Engine) {
    let documentation = include_str!("../../../docs/tokens.md");
    for (name, case) in PROVIDERS {
        let row = documentation
            .lines()
            .find(|line| line.starts_with(&format!("| {name} |")));
        let row = row.unwrap_or_else(|| panic!("a row for {name}"));
        let case: Value = serde_json::from_str(case).expect("a case");
        for (setting, value) in case["settings"].as_object().expect("settings") {
            if setting != "INSATSKATALOG_JWT_ISSUER" && setting != "INSATSKATALOG_JWT_AUDIENCE" {
                let short = setting.trim_start_matches("INSATSKATALOG_JWT_");
                let stated = format!("`{short}={}`", value.as_str().expect("text"));
                assert!(row.contains(&stated), "{name}: {stated}");
            }
        }
        assert_eq!(row.contains("`CLIENTS_FILE`"), case.get("clients").is_some(), "{name}");
    }
}

async fn a_client_has_only_what_the_file_grants(engine: Engine) {
    let mut case: Value = serde_json::from_str(PROVIDERS[0].1).expect("a case");
    case["clients"] = json!([
        {"clientId": "verksamhetssystem", "subject": "one", "scopes": ["catalogue:write"], "municipalities": ["0188"]},
        {"clientId": "verksamhetssystem", "municipalities": ["0188"]},
        {"clientId": "utforarsystem", "scopes": ["records:read"], "municipalities": ["1270", "0188"],
         "providers": ["0188/finska-foreningen"]},
        {"clientId": "namndens-system", "scopes": ["catalogue:write"], "municipalities": ["0188"], "bodies": []},
    ]);
    let provider = Provider::of(&case.to_string());
    let app = provider.service(engine).await;
    let here = PATH.replace("1270", "0188");
    let follow_ups = here.replace("audit-events", "follow-ups");
    let records = here.replace("audit-events", "group-records");
    let cases = [
        // The municipalities of the file are used instead of those of the token.
        (json!({}), PATH, 403),
        (json!({}), here.as_str(), 200),
        (json!({"municipalities": 7}), &here, 200),
        (json!({}), &follow_ups, 403),
        // An entry for a subject comes first.
        (json!({"sub": "one"}), &follow_ups, 200),
        (json!({"sub": "one"}), &here, 403),
        // A restriction in the token stays if the file does not state it.
        (json!({"providers": ["0188/finska-foreningen"]}), &here, 403),
        // Of a provider.
        (json!({"client_id": "utforarsystem"}), &records, 200),
        (json!({"client_id": "utforarsystem"}), &here, 403),
        // A client that the file does not list has what its token states.
        (json!({"client_id": "another"}), PATH, 200),
        (json!({"client_id": "another"}), &here, 403),
    ];
    for (changes, path, expected) in cases {
        assert_eq!(
            provider.status(&app, &changes, path).await,
            expected,
            "{changes} {path}"
        );
    }
}

/// Without an audience, only a scope shows which service a token is for. The file grants scopes to the client, and the same
/// client gets tokens for other services of the same issuer.
async fn a_token_for_another_service_gets_nothing_from_the_file(engine: Engine) {
    let (name, case) = PROVIDERS[5];
    assert_eq!(name, "Amazon Cognito");
    let mut case: Value = serde_json::from_str(case).expect("a case");
    case["clients"][0]["scopes"] = json!(["audit:read"]);
    let provider = Provider::of(&case.to_string());
    let app = provider.service(engine).await;
    for (changes, status) in [
        (json!({"scope": "insatskatalog/records:read other/records:write"}), 200),
        (json!({"scope": "other/records:write"}), 401),
        (json!({"scope": "audit:read other/insatskatalog/audit:read"}), 401),
        (json!({"scope": ""}), 401),
        (json!({"scope": null}), 401),
        (json!({"scope": 7}), 401),
    ] {
        let answered = app.get_as(&provider.token(&changes), PATH).await;
        assert_eq!(answered.status, status, "{changes}: {}", answered.text);
    }
    let answered = app
        .get_as(&provider.token(&json!({"scope": "other/audit:read"})), PATH)
        .await;
    let detail = answered.json()["detail"].as_str().expect("a text").to_owned();
    assert!(detail.contains("aud"), "{detail}");
    // With an audience, the file alone grants scopes.
    case["settings"]["INSATSKATALOG_JWT_AUDIENCE"] = json!("absent,insatskatalog");
    let provider = Provider::of(&case.to_string());
    let app = provider.service(engine).await;
    let with_audience = json!({"aud": "insatskatalog", "scope": null});
    assert_eq!(provider.status(&app, &with_audience, PATH).await, 200);
}

async fn an_invalid_file_of_clients_stops_the_start(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let keys = file_with(&jwks(&[]));
    let clients = file_with(&json!({"clients": [{"clientId": "a", "scopes": ["secret"]}]}));
    let path = |file: &NamedTempFile| file.path().display().to_string();
    let settings = [
        ("INSATSKATALOG_CLIENTS_FILE", path(&clients)),
        ("INSATSKATALOG_JWKS_FILE", path(&keys)),
        ("INSATSKATALOG_JWT_ISSUER", "https://login.example.se".into()),
        ("INSATSKATALOG_JWT_AUDIENCE", "insatskatalog".into()),
    ];
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Without keys too.
    for settings in [&settings[..], &settings[..1]] {
        let stopped = program_with(&database.url, &["serve"], settings);
        assert!(!stopped.status.success());
        let errors = err(&stopped);
        let expected = "INSATSKATALOG_CLIENTS_FILE: /clients/0/scopes/0: must be one of catalogue:write";
        assert!(errors.contains(expected) && !errors.contains("secret"), "{errors}");
    }
}
