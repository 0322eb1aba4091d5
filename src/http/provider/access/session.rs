//! The session of a provider: the access token and the key of its forms.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::http::call::Call;
use crate::http::request::permission::{Permission, Permitted, caller, token_missing};
use crate::secret::Secret;
use crate::tokens::Caller;

use super::cookie::SESSION;
use super::form::Posted;
use super::stop::Stop;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The session of a browser.
#[derive(Serialize, Deserialize)]
pub(in crate::http::provider) struct Session {
    /// The access token; `None` before the sign-in.
    pub token: Option<String>,
    /// What the forms of this browser prove to know. It outlives the token, so that a form can be sent after a new sign-in.
    form_key: String,
}

impl Session {
    /// The session of a browser, also if its token has expired.
    pub(in crate::http::provider) fn of(request: &HttpRequest, secret: &Secret) -> Option<Self> {
        SESSION.read(request, secret)
    }

    /// A session without a token.
    pub(in crate::http::provider) fn fresh() -> Self {
        Self {
            token: None,
            form_key: Uuid::new_v4().to_string(),
        }
    }

    /// The same session with another token.
    pub(in crate::http::provider) fn with_token(self, token: String) -> Self {
        Self {
            token: Some(token),
            ..self
        }
    }

    /// The same session without its token.
    pub(in crate::http::provider) fn without_token(self) -> Self {
        Self { token: None, ..self }
    }

    /// The hidden field that each form of this browser has, against forms of other sites.
    pub(in crate::http::provider) fn form_token(&self, secret: &Secret) -> String {
        secret.hash("form of a provider", &[&self.form_key])
    }

    /// The verified caller.
    pub(in crate::http::provider) async fn caller(&self, request: &HttpRequest) -> Result<Caller, Stop> {
        let token = self.token.as_deref().ok_or_else(token_missing);
        Ok(caller(request, token).await?)
    }
}

/// Who is signed in, with a permission for the municipality and the provider in the path.
pub(in crate::http::provider) struct SignedIn<P: Permission> {
    pub by: Permitted<P>,
    /// The hidden field of forms.
    pub form_token: String,
}

impl<P: Permission> SignedIn<P> {
    /// Reads the session of a request that shows a page.
    pub(in crate::http::provider) async fn of(call: &Call) -> Result<Self, Stop> {
        let session = Session::of(&call.request, &call.secret).ok_or(Stop::SignedOut)?;
        let caller = session.caller(&call.request).await?;
        Ok(Self {
            by: Permitted::of_caller(caller, &call.request)?,
            form_token: session.form_token(&call.secret),
        })
    }

    /// Reads the session of a form. A form of another site, or of another session, is refused.
    pub(in crate::http::provider) async fn sent(call: &Call, form: &Posted) -> Result<Self, Stop> {
        check_form(call, form)?;
        Self::of(call).await
    }
}

/// Refuses a form that no page of this browser's session contains.
pub(in crate::http::provider) fn check_form(call: &Call, form: &Posted) -> Result<(), Stop> {
    let is_known_as_own = is_of_this_site(call)?;
    match Session::of(&call.request, &call.secret) {
        Some(session) if is_same(&call.secret, &session.form_token(&call.secret), form.token()) => Ok(()),
        // Of an earlier session: the browser was closed, or somebody signed out in another tab.
        _ if is_known_as_own => Err(Stop::SignedOut),
        _ => Err(Stop::Forged),
    }
}

/// Whether the browser says that a page of this service sent the form; old browsers do not say it.
///
/// Errors: a page of another site sent it.
pub(in crate::http::provider) fn is_of_this_site(call: &Call) -> Result<bool, Stop> {
    match call.request.headers().get(SEC_FETCH_SITE) {
        None => Ok(false),
        Some(site) if site == "same-origin" => Ok(true),
        Some(_) => Err(Stop::Forged),
    }
}

/// Compares two texts in a time that tells nothing about them.
pub(in crate::http::provider) fn is_same(secret: &Secret, one: &str, other: &str) -> bool {
    secret.hash("comparison", &[one]) == secret.hash("comparison", &[other])
}
