//! The two halves of a sign-in: to the issuer, and back with a code.

use std::fmt;

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::clock::Moment;
use crate::tokens::id_token::ExpectedIdToken;
use crate::tokens::issuer_client::{IssuerClient, NotFetched};
use crate::tokens::{NoVerifier, Refusal, Verifier};

use super::discovery::{Discovery, IssuerMetadata};
use super::settings::SignInSettings;

/// Signs people in through one issuer.
pub struct SignIn {
    settings: SignInSettings,
    discovery: Discovery,
    client: IssuerClient,
}

/// A sign-in that has begun: what only the browser that began it knows.
#[derive(Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// What the issuer sends back with the code.
    pub state: String,
    /// What the ID token must state.
    nonce: String,
    /// What proves to the issuer that the code is ours (PKCE).
    verifier: String,
}

/// Why nobody is signed in. It contains nothing of a token or a code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSignedIn {
    /// The issuer gave no answer.
    #[error(transparent)]
    NotReached(#[from] NotFetched),
    /// The issuer does not accept the code: it was used before, is old, or is of another browser.
    #[error("the issuer does not accept the code")]
    CodeRefused,
    /// The issuer does not accept this service as a client, or answers otherwise than it should.
    #[error("the issuer does not accept the request of the client; its settings may be wrong ({0})")]
    ClientRefused(String),
    /// The issuer gave no ID token, or one that is not accepted.
    #[error("the ID token is not accepted: {0}")]
    IdToken(Refusal),
}

/// The ID token beside the access token.
#[derive(Deserialize, Serialize)]
struct WithIdToken {
    id_token: Option<String>,
}

// The token must not be in a log.
impl fmt::Debug for WithIdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithIdToken").finish_non_exhaustive()
    }
}

impl ExtraTokenFields for WithIdToken {}

type Client = oauth2::Client<
    BasicErrorResponse,
    StandardTokenResponse<WithIdToken, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl SignIn {
    /// Prepares the sign-in. The issuer is asked when somebody signs in.
    pub(crate) fn new(settings: SignInSettings) -> Result<Self, NoVerifier> {
        let client = IssuerClient::of(&settings.issuer_address).map_err(NoVerifier::SignIn)?;
        Ok(Self {
            client,
            discovery: Discovery::new(settings.issuer.clone(), settings.issuer_address.clone()),
            settings,
        })
    }

    /// The address of the issuer that a browser is sent to, and what it keeps until it comes back to `redirect`.
    pub(crate) async fn begin(&self, redirect: &str, now: Moment) -> Result<(Url, Attempt), NotSignedIn> {
        // A browser that is sent to an issuer that is away shows a page of its own.
        let known = self.discovery.current(&self.client, now.since_start).await?;
        let client = self.client_of(&known.metadata, redirect)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = CsrfToken::new_random().into_secret();
        let mut request = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .add_extra_param("nonce", nonce.clone())
            .set_pkce_challenge(challenge);
        if let Some(resource) = &self.settings.resource {
            request = request.add_extra_param("resource", resource);
        }
        let (address, state) = request.url();
        let attempt = Attempt {
            state: state.into_secret(),
            nonce,
            verifier: verifier.into_secret(),
        };
        Ok((address, attempt))
    }

    /// Exchanges the code of a browser that came back for its access token.
    pub(crate) async fn complete(
        &self,
        verifier: &Verifier,
        (redirect, code): (&str, String),
        attempt: Attempt,
        now: Moment,
    ) -> Result<String, NotSignedIn> {
        let known = self.discovery.metadata(&self.client, now.since_start).await?;
        let client = self.client_of(&known.metadata, redirect)?;
        let mut request = client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier));
        if let Some(resource) = &self.settings.resource {
            request = request.add_extra_param("resource", resource);
        }
        let send = |request| self.send(request);
        let given = request.request_async(&send).await.map_err(not_exchanged)?;
        let id_token = given.extra_fields().id_token.as_deref();
        let id_token = id_token.ok_or(NotSignedIn::IdToken(Refusal::Malformed))?;
        let expected = ExpectedIdToken {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &attempt.nonce,
        };
        let verified = verifier.verify_id_token(id_token, &expected, now).await;
        verified.map_err(NotSignedIn::IdToken)?;
        Ok(given.access_token().secret().clone())
    }

    /// Where a browser also signs out of the issuer; `None` if the issuer has no such page or is away.
    pub(crate) async fn end_session(&self, now: Moment) -> Option<Url> {
        let known = self.discovery.metadata(&self.client, now.since_start).await.ok()?;
        let mut address = known.metadata.end_session_endpoint.clone()?;
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id);
        Some(address)
    }

    fn client_of(&self, metadata: &IssuerMetadata, redirect: &str) -> Result<Client, NotSignedIn> {
        let redirect = RedirectUrl::new(redirect.to_owned());
        let redirect = redirect.map_err(|error| NotSignedIn::ClientRefused(error.to_string()))?;
        let mut client = oauth2::Client::new(ClientId::new(self.settings.client_id.clone()))
            .set_redirect_uri(redirect)
            .set_auth_uri(AuthUrl::from_url(metadata.authorization_endpoint.clone()))
            .set_token_uri(TokenUrl::from_url(metadata.token_endpoint.clone()));
        if let Some(secret) = &self.settings.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.clone()));
        }
        Ok(if metadata.wants_secret_in_body() {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        })
    }

    /// Sends a request of the library.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
        let answer = self.client.execute(request.try_into()?).await?;
        let mut response = HttpResponse::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }
}

fn not_exchanged(error: RequestTokenError<NotFetched, BasicErrorResponse>) -> NotSignedIn {
    use oauth2::basic::BasicErrorResponseType::InvalidGrant;
    match error {
        RequestTokenError::Request(why) => NotSignedIn::NotReached(why),
        RequestTokenError::ServerResponse(answer) if *answer.error() == InvalidGrant => NotSignedIn::CodeRefused,
        RequestTokenError::ServerResponse(answer) => NotSignedIn::ClientRefused(answer.error().to_string()),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            NotSignedIn::ClientRefused("its answer is not that of a token endpoint".into())
        }
    }
}
