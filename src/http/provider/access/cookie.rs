//! What a browser keeps for the pages of providers: encrypted, so that only this service and its replicas can read it.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::secret::Secret;

/// The most bytes of a cookie that every browser keeps (RFC 6265, 6.1).
const MAX_BYTES: usize = 4096;

/// A kind of cookie. The prefix `__Host-` binds it to this host, to https and to no subdomain (RFC 6265bis, 4.1.3.2).
pub(super) struct Sealed {
    name: &'static str,
    same_site: SameSite,
    /// How long browsers keep it; `None` until they are closed.
    seconds: Option<i64>,
}

/// Who is signed in. Browsers never send it with a request that another site began.
pub(super) const SESSION: Sealed = Sealed {
    name: "__Host-insatskatalog-session",
    same_site: SameSite::Strict,
    seconds: None,
};

/// How long a sign-in may take, in seconds.
pub(super) const SIGN_IN_SECONDS: i64 = 600;

/// A sign-in that has begun. The issuer's site leads back with it.
pub(super) const SIGN_IN: Sealed = Sealed {
    name: "__Host-insatskatalog-sign-in",
    same_site: SameSite::Lax,
    seconds: Some(SIGN_IN_SECONDS),
};

impl Sealed {
    /// The content of the cookie; `None` if the request has none that this service made.
    pub(super) fn read<T: DeserializeOwned>(&self, request: &HttpRequest, secret: &Secret) -> Option<T> {
        let cookie = request.cookie(self.name)?;
        let content = secret.decrypt(self.name, cookie.value())?;
        serde_json::from_slice(&content).ok()
    }

    /// The cookie with a content; `None` if browsers would not keep it.
    pub(super) fn with<T: Serialize>(&self, content: &T, secret: &Secret) -> Option<Cookie<'static>> {
        let content = serde_json::to_vec(content).ok()?;
        let mut cookie = self.cookie(secret.encrypt(self.name, &content));
        if let Some(seconds) = self.seconds {
            cookie.set_max_age(Duration::seconds(seconds));
        }
        (cookie.to_string().len() <= MAX_BYTES).then_some(cookie)
    }

    /// The cookie that removes the one that a browser has.
    pub(super) fn removal(&self) -> Cookie<'static> {
        let mut cookie = self.cookie(String::new());
        cookie.make_removal();
        cookie
    }

    fn cookie(&self, value: String) -> Cookie<'static> {
        Cookie::build(self.name, value)
            .path("/")
            .secure(true)
            .http_only(true)
            .same_site(self.same_site)
            .finish()
    }
}
