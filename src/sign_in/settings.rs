//! The settings of the sign-in.

use url::Url;

/// The client that the service is to the issuer, and what it asks for.
#[derive(Clone)]
pub struct SignInSettings {
    /// The name of the client.
    pub client_id: String,
    /// Its secret; `None` for a public client.
    pub client_secret: Option<String>,
    /// The issuer of ID tokens, which describes itself below `.well-known/openid-configuration`.
    pub issuer: String,
    /// The same as an address.
    pub issuer_address: Url,
    /// The requested scopes.
    pub scopes: Vec<String>,
    /// The service that the access token is for, if the issuer wants to know it (RFC 8707).
    pub resource: Option<String>,
}
