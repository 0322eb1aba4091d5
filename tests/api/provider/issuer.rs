//! An identity provider: OpenID Connect with the authorization code and PKCE, over real HTTP.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::issuer::{self, claims};

/// The client that the service is.
pub const CLIENT: &str = "insatskatalog-page";
const CLIENT_SECRET: &str = "a secret of the client";
/// The provider that signs in.
pub const ASSOCIATION: &str = "0188/finska-foreningen";

/// An identity provider that signs in everybody as the treasurer of one association.
pub struct IdentityProvider {
    pub address: String,
    given: Arc<Mutex<Given>>,
    handle: actix_web::dev::ServerHandle,
}

/// What it gives.
struct Given {
    provider: String,
    /// How long an access token is valid, in seconds.
    seconds: i64,
    /// Claims that replace those of the ID token.
    id_token: Value,
    /// The codes that were not exchanged yet, with the request of each.
    codes: HashMap<String, HashMap<String, String>>,
}

impl IdentityProvider {
    pub fn start() -> Self {
        let given = Arc::new(Mutex::new(Given {
            provider: ASSOCIATION.into(),
            seconds: 3600,
            id_token: json!({}),
            codes: HashMap::new(),
        }));
        let shared = web::Data::from(Arc::clone(&given));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .route("/.well-known/openid-configuration", web::get().to(describe))
                .route("/authorize", web::get().to(authorize))
                .route("/token", web::post().to(token))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", 0))
            .expect("binds");
        let address = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, given, handle }
    }

    /// A service that signs people in here.
    pub async fn service(&self, engine: Engine) -> TestApp {
        self.service_on(Database::with_catalogues(engine)).await
    }

    /// The same on a database.
    pub async fn service_on(&self, database: Database) -> TestApp {
        let settings = [
            ("INSATSKATALOG_OIDC_CLIENT_ID", CLIENT),
            ("INSATSKATALOG_OIDC_CLIENT_SECRET", CLIENT_SECRET),
            ("INSATSKATALOG_OIDC_ISSUER", self.address.as_str()),
            ("INSATSKATALOG_OIDC_RESOURCE", "https://insatskatalog.example.se"),
        ];
        TestApp::on(database, &settings).await
    }

    /// Signs in the people of another provider from now on.
    pub fn signs_in(&self, provider: &str) {
        provider.clone_into(&mut self.given.lock().expect("not poisoned").provider);
    }

    /// From now on, access tokens are valid for some seconds.
    pub fn gives_tokens_for(&self, seconds: i64) {
        self.given.lock().expect("not poisoned").seconds = seconds;
    }

    /// From now on, ID tokens have these claims instead of their own.
    pub fn states_in_id_tokens(&self, claims: Value) {
        self.given.lock().expect("not poisoned").id_token = claims;
    }

    /// Stops, as in an outage.
    pub async fn stop(&self) {
        self.handle.stop(false).await;
    }
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn own_address(request: &HttpRequest) -> String {
    format!("http://{}", request.connection_info().host())
}

async fn describe(request: HttpRequest) -> HttpResponse {
    let own = own_address(&request);
    HttpResponse::Ok().json(json!({
        "issuer": own,
        "authorization_endpoint": format!("{own}/authorize"),
        "token_endpoint": format!("{own}/token"),
        "end_session_endpoint": format!("{own}/end"),
    }))
}

/// Signs in at once, and leads back with a code.
async fn authorize(query: web::Query<HashMap<String, String>>, given: web::Data<Mutex<Given>>) -> HttpResponse {
    let asked = query.into_inner();
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], CLIENT);
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["scope"], "openid records:read records:write");
    assert_eq!(asked["resource"], "https://insatskatalog.example.se");
    let mut given = given.lock().expect("not poisoned");
    let code = format!("code-{}-of-{}", given.codes.len() + 1, &asked["state"][..6]);
    let address = format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]);
    given.codes.insert(code, asked);
    HttpResponse::SeeOther().insert_header(("location", address)).finish()
}

/// Exchanges a code, once and only for who has its verifier.
async fn token(
    request: HttpRequest,
    form: web::Form<HashMap<String, String>>,
    given: web::Data<Mutex<Given>>,
) -> HttpResponse {
    let mut given = given.lock().expect("not poisoned");
    let basic = STANDARD.encode(format!("{CLIENT}:{}", CLIENT_SECRET.replace(' ', "+")));
    let sent = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    if sent != Some(&format!("Basic {basic}")) {
        return HttpResponse::Unauthorized().json(json!({"error": "invalid_client"}));
    }
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, form["code_verifier"].as_bytes()));
    let known = given
        .codes
        .remove(&form["code"])
        .filter(|asked| asked["code_challenge"] == challenge && asked["redirect_uri"] == form["redirect_uri"]);
    let Some(asked) = known else {
        return HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    };
    let (kommunkod, _) = given.provider.split_once('/').expect("kommunkod/slug");
    let mut access = claims("openid records:read records:write", &[kommunkod]);
    access["providers"] = json!([given.provider]);
    access["exp"] = json!(access["iat"].as_i64().expect("an instant") + given.seconds);
    let mut id = json!({
        "iss": own_address(&request), "aud": CLIENT, "sub": access["sub"], "nonce": asked["nonce"],
        "iat": access["iat"], "exp": access["iat"].as_i64().expect("an instant") + 300,
    });
    for (name, value) in given.id_token.as_object().expect("claims") {
        id[name] = value.clone();
    }
    HttpResponse::Ok().json(json!({
        "token_type": "Bearer", "expires_in": given.seconds,
        "access_token": issuer::signed(&access), "id_token": issuer::signed(&id),
    }))
}
