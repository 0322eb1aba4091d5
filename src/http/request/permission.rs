//! Permissions as extractors: a handler that takes one cannot be reached without it.
//!
//! They check scope, municipality and provider from the token and the path before they read anything, so that a refusal
//! does not reveal what exists. They read the query too: actix-web polls the extractors of a handler together, and a
//! separate extractor of the query could refuse before the permission is known.

use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use url::Url;

use crate::domain::text::{composed, text};
use crate::domain::{Code, Kommunkod, Text};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{FromQuery, read};
use crate::http::state::State;
use crate::tokens::{Caller, Refusal, is_loopback};

/// What a permission requires of a token.
pub(crate) trait Permission: 'static {
    /// The scopes that give the permission; one of them is enough.
    const SCOPES: &'static [&'static str];
    /// Whether the token of a provider can have the permission.
    const FOR_PROVIDERS: bool;
}

/// A caller with a permission in the municipality of the path, and the query; by default without parameters.
pub(crate) struct Permitted<P, Q = ()> {
    pub caller: Caller,
    pub kommunkod: Kommunkod,
    pub query: Q,
    permission: PhantomData<P>,
}

/// Declares permissions, and the extractor of a caller with each.
macro_rules! permissions {
    ($($caller:ident = $permission:ident($scopes:expr, for_providers: $for_providers:literal);)+) => {$(
        pub(crate) type $caller<Q = ()> = Permitted<$permission, Q>;

        pub(crate) struct $permission;

        impl Permission for $permission {
            const SCOPES: &'static [&'static str] = &$scopes;
            const FOR_PROVIDERS: bool = $for_providers;
        }
    )+};
}

permissions! {
    CatalogueEditor = WriteCatalogue(["catalogue:write"], for_providers: false);
    CataloguePresenter = PresentCatalogue(["catalogue:write", "catalogue:present"], for_providers: false);
    MunicipalityEditor = WriteMunicipality(["municipality:write"], for_providers: false);
    AuditReader = ReadAudit(["audit:read"], for_providers: false);
    RecordWriter = WriteRecords(["records:write"], for_providers: true);
    RecordReader = ReadRecords(["records:read"], for_providers: true);
    RecordRedactor = RedactRecords(["records:redact"], for_providers: false);
    ExactReader = ReadExact(["statistics:exact"], for_providers: false);
    StatisticsReleaser = ReleaseStatistics(["statistics:release"], for_providers: false);
    Subscriber = WriteSubscriptions(["subscriptions:write"], for_providers: false);
}

/// The client of a request with a valid token, for the log.
pub(crate) struct ClientId(pub String);

impl<P: Permission, Q: FromQuery + 'static> FromRequest for Permitted<P, Q> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = caller(&request, bearer(request.headers())).await?;
            let permitted = Permitted::<P>::of_caller(caller, &request)?;
            Ok(permitted.with(read(&request)?))
        })
    }
}

impl<P: Permission> Permitted<P> {
    /// A caller with the permission in the municipality, and for the provider, of the path.
    pub(crate) fn of_caller(caller: Caller, request: &HttpRequest) -> Result<Self, Problem> {
        let kommunkod = permitted::<P>(&caller, request)?;
        Ok(Self::new(caller, kommunkod))
    }

    /// A caller with the permission in a municipality.
    pub(crate) fn in_municipality(caller: Caller, kommunkod: Kommunkod) -> Result<Self, Problem> {
        check_scope::<P>(&caller)?;
        let kommunkod = reached::<P>(&caller, Some(kommunkod), None)?;
        Ok(Self::new(caller, kommunkod))
    }

    const fn new(caller: Caller, kommunkod: Kommunkod) -> Self {
        Self {
            caller,
            kommunkod,
            query: (),
            permission: PhantomData,
        }
    }

    /// The same caller, with what it asks for.
    pub(crate) fn with<Q>(self, query: Q) -> Permitted<P, Q> {
        Permitted {
            caller: self.caller,
            kommunkod: self.kommunkod,
            query,
            permission: PhantomData,
        }
    }
}

/// The caller of a request with a token. The request counts, and the log gets the client.
pub(crate) async fn caller(request: &HttpRequest, token: Result<&str, Problem>) -> Result<Caller, Problem> {
    let state = request.app_data::<web::Data<State>>();
    let state = state.ok_or(Problem::of(Kind::Internal))?;
    let verified = match token {
        Ok(token) => verified(state, request, token).await,
        Err(missing) => Err(missing),
    };
    let caller = match verified {
        Ok(caller) => caller,
        Err(refused) => {
            state.count_questions(request, 1)?;
            return Err(refused);
        }
    };
    state.count_call(request, &caller.client_id)?;
    request.extensions_mut().insert(ClientId(caller.client_id.clone()));
    Ok(caller)
}

fn permitted<P: Permission>(caller: &Caller, request: &HttpRequest) -> Result<Kommunkod, Problem> {
    check_scope::<P>(caller)?;
    if caller.municipalities.is_empty() {
        return Err(no_municipality(request));
    }
    let kommunkod = request.match_info().get("kommunkod").and_then(Kommunkod::parse);
    reached::<P>(caller, kommunkod, request.match_info().get("provider"))
}

fn check_scope<P: Permission>(caller: &Caller) -> Result<(), Problem> {
    if P::SCOPES.iter().any(|scope| caller.has_scope(scope)) {
        Ok(())
    } else {
        Err(scope_missing(P::SCOPES[0]))
    }
}

/// The municipality of a request, if the caller may act there, and for the provider that the request names.
fn reached<P: Permission>(
    caller: &Caller,
    kommunkod: Option<Kommunkod>,
    provider: Option<&str>,
) -> Result<Kommunkod, Problem> {
    let Some(kommunkod) = kommunkod.filter(|kommunkod| caller.reaches(*kommunkod)) else {
        return Err(Problem::of(Kind::OtherMunicipality));
    };
    match caller.providers_in(kommunkod) {
        Some(_) if !P::FOR_PROVIDERS => Err(Problem::of(Kind::Fault(Code::OtherProvider))),
        Some(own) if own.is_empty() => Err(Problem::of(Kind::Fault(Code::OtherProvider))),
        Some(own) if provider.is_some_and(|named| own.iter().all(|slug| slug.as_str() != named)) => {
            Err(Problem::of(Kind::Fault(Code::OtherProvider)))
        }
        _ => Ok(kommunkod),
    }
}

/// The token grants no municipality: names the claim that lists them.
fn no_municipality(request: &HttpRequest) -> Problem {
    let state = request.app_data::<web::Data<State>>();
    let claim = state.map_or("municipalities", |state| state.verifier.municipalities_claim());
    Problem {
        detail: Some(composed!(
            "Token gäller ingen kommun. Uppgiften {claim} ska vara en lista med kommunkoder.",
            "The token is for no municipality. The claim {claim} must be a list of kommunkoder."
        )),
        ..Problem::of(Kind::OtherMunicipality)
    }
}

pub(crate) fn scope_missing(scope: &str) -> Problem {
    Problem {
        detail: Some(composed!(
            "Token saknar behörigheten {scope}.",
            "The token lacks the scope {scope}."
        )),
        challenge: Some(format!("{CHALLENGE}, error=\"insufficient_scope\", scope=\"{scope}\"").into()),
        ..Problem::of(Kind::ScopeMissing)
    }
}

/// How to authenticate (RFC 6750).
const CHALLENGE: &str = "Bearer realm=\"insatskatalog\"";

async fn verified(state: &State, request: &HttpRequest, token: &str) -> Result<Caller, Problem> {
    if state.verifier.is_local() && !is_from_this_machine(request) {
        return Err(refused(
            Kind::TokenInvalid,
            text!(
                "Lokala token gäller bara på tjänstens egen maskin, på localhost eller 127.0.0.1 och inte genom en proxy.",
                "Local tokens are valid only on the machine of the service, at localhost or 127.0.0.1 and not through a proxy."
            ),
        ));
    }
    let verified = state.verifier.verify(token, state.clock.moment()).await;
    verified.map_err(|refusal| {
        let kind = match refusal {
            Refusal::NotConfigured => return Problem::of(Kind::TokensNotConfigured),
            Refusal::NoKeys => return Problem::of(Kind::Unavailable),
            Refusal::Expired => Kind::TokenExpired,
            Refusal::NotYetValid => Kind::TokenNotYetValid,
            _ => Kind::TokenInvalid,
        };
        refused(kind, in_words(refusal))
    })
}

fn refused(kind: Kind, detail: Text) -> Problem {
    Problem {
        challenge: Some(
            format!(
                "{CHALLENGE}, error=\"invalid_token\", error_description=\"{}\"",
                detail.en
            )
            .into(),
        ),
        detail: Some(detail),
        ..Problem::of(kind)
    }
}

/// The problem of a request without a token.
pub(crate) fn token_missing() -> Problem {
    Problem {
        challenge: Some(CHALLENGE.into()),
        ..Problem::of(Kind::TokenMissing)
    }
}

/// The token in the `Authorization` header, which must not be repeated.
fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut sent = headers.get_all(header::AUTHORIZATION);
    let only = sent
        .next()
        .filter(|_| sent.next().is_none())
        .ok_or_else(token_missing)?;
    let text = only.to_str().map_err(|_| token_missing())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(token_missing)?;
    let token = token.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() {
        Ok(token)
    } else {
        Err(token_missing())
    }
}

/// Whether a program on this machine sent a request to this machine. A web page that makes its own name lead to this machine
/// still sends that name as `Host`.
fn is_from_this_machine(request: &HttpRequest) -> bool {
    let is_peer = request
        .peer_addr()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let mut hosts = request.headers().get_all(header::HOST);
    let host = hosts.next().filter(|_| hosts.next().is_none());
    let address = host
        .and_then(|host| host.to_str().ok())
        .filter(|host| !host.contains('@'))
        .and_then(|host| Url::parse(&format!("http://{host}/")).ok());
    is_peer && address.is_some_and(|address| is_loopback(&address)) && !came_through_a_proxy(request.headers())
}

fn came_through_a_proxy(headers: &HeaderMap) -> bool {
    let names = [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
        "via",
    ];
    names.iter().any(|name| headers.contains_key(*name))
}

fn in_words(refusal: Refusal) -> Text {
    match refusal {
        Refusal::NotConfigured => text!(
            "Tjänsten har ingen utfärdare av token.",
            "This service has no issuer of tokens."
        ),
        Refusal::NoKeys => text!(
            "Utfärdarens nycklar är inte kända än.",
            "The keys of the issuer are not known yet."
        ),
        Refusal::TooLong => text!("Token är längre än 8 KiB.", "The token is longer than 8 KiB."),
        Refusal::Malformed => text!("Token är inte en signerad JWT.", "The token is not a signed JWT."),
        Refusal::Algorithm => text!(
            "Token ska vara signerad med RS256, PS256, ES256 eller EdDSA.",
            "The token must be signed with RS256, PS256, ES256 or EdDSA."
        ),
        Refusal::Type => text!(
            "Tjänsten godtar inte tokens typ (typ).",
            "The service does not accept the type of the token (typ)."
        ),
        Refusal::UnknownKey => text!(
            "Utfärdaren har ingen nyckel som passar token.",
            "The issuer has no key for the token."
        ),
        Refusal::Signature => text!("Signaturen stämmer inte.", "The signature is invalid."),
        Refusal::OtherLocalKey => text!(
            "Token är gjord med en annan mapps nyckel. Gör en ny i samma mapp som tjänsten, med samma INSATSKATALOG_DATA.",
            "The token was made with the key of another folder. Make a new one in the folder of the service, with the same INSATSKATALOG_DATA."
        ),
        Refusal::Issuer => text!(
            "Token har en annan utfärdare (iss).",
            "The token has another issuer (iss)."
        ),
        Refusal::Audience => text!(
            "Token har en annan mottagare (aud).",
            "The token has another audience (aud)."
        ),
        Refusal::NoOwnScope => text!(
            "Token har varken mottagare (aud) eller någon behörighet för den här tjänsten.",
            "The token has neither an audience (aud) nor a scope of this service."
        ),
        Refusal::Expired => text!("Token har gått ut (exp).", "The token has expired (exp)."),
        Refusal::NotYetValid => text!(
            "Token gäller inte än (nbf, iat). Kanske går utfärdarens och tjänstens klockor olika.",
            "The token is not valid yet (nbf, iat). The clocks of the issuer and of the service may differ."
        ),
        Refusal::MissingClaim(name) => composed!("Token saknar uppgiften {name}.", "The token lacks the claim {name}."),
        Refusal::MalformedClaim(name) => composed!(
            "Uppgiften {name} i token har fel format.",
            "The claim {name} of the token has the wrong format."
        ),
    }
}
