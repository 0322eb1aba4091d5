//! Where programs look for what a server offers (RFC 8615): its APIs (RFC 9727) and its security contact (RFC 9116).

use actix_web::get;
use actix_web::http::header::{self, HeaderValue};
use chrono::{Days, NaiveTime};
use serde_json::{Value, json};

use crate::domain::text::text;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::response::{self, Freshness, bytes};

use super::data_catalogue;

const API_CATALOG: &str = "/.well-known/api-catalog";

/// A set of links in JSON (RFC 9264), by the profile of API catalogues.
const LINKSET: &str = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";

/// How long one may rely on a security contact after having read it. RFC 9116 recommends less than a year.
const DAYS_OF_SECURITY_CONTACT: Days = Days::new(30);

/// The APIs of this server, and where they are described.
#[get("/.well-known/api-catalog")]
pub(crate) async fn api_catalog(_: NoQuery, call: Call) -> Answer {
    let has_publisher = call.publisher.is_some();
    let variant = format!("linkset-{has_publisher}");
    let mut answer = response::text(&call.request, &Freshness::BUILD_ONLY, LINKSET, &variant, || {
        bytes(&linkset(call.origin(), &call.base(), has_publisher))
    })?;
    let own = format!("<{}{API_CATALOG}>; rel=\"api-catalog\"", call.origin());
    if let Ok(own) = HeaderValue::from_str(&own) {
        answer.headers_mut().insert(header::LINK, own);
    }
    Ok(answer)
}

fn linkset(origin: &str, base: &str, has_publisher: bool) -> Value {
    let mut api = json!({
        "anchor": base,
        "service-desc": [
            {"href": format!("{base}/openapi.json"), "type": "application/json", "title": "OpenAPI 3.1"},
            {"href": format!("{base}/openapi-3.0.json"), "type": "application/json", "title": "OpenAPI 3.0"},
        ],
        "service-doc": [{"href": format!("{origin}/docs/"), "type": "text/html"}],
        "service-meta": [{"href": format!("{base}/api-info"), "type": "application/json"}],
        "status": [{"href": format!("{origin}/health/ready"), "type": "application/json"}],
        "terms-of-service": [{"href": format!("{origin}/#villkor"), "type": "text/html"}],
    });
    if has_publisher {
        api["describedby"] =
            json!([{"href": format!("{origin}{}", data_catalogue::PATH), "type": "application/rdf+xml"}]);
    }
    json!({"linkset": [
        {"anchor": format!("{origin}{API_CATALOG}"), "item": [{"href": base}]},
        api,
    ]})
}

/// Where to report a vulnerability.
#[get("/.well-known/security.txt")]
pub(crate) async fn security_txt(_: NoQuery, call: Call) -> Answer {
    let Some(contact) = &call.security_contact else {
        let detail = text!(
            "Den som driver tjänsten har inte ställt in vart man anmäler sårbarheter: INSATSKATALOG_SECURITY_CONTACT.",
            "The operator of the service has not set where to report vulnerabilities: INSATSKATALOG_SECURITY_CONTACT."
        );
        return Err(Problem {
            detail: Some(detail),
            ..Problem::of(Kind::NotConfigured)
        });
    };
    let expires = call.today().checked_add_days(DAYS_OF_SECURITY_CONTACT);
    let expires = expires
        .ok_or(Problem::of(Kind::Internal))?
        .and_time(NaiveTime::MIN)
        .and_utc();
    let text = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: sv, en\nCanonical: {}/.well-known/security.txt\n",
        expires.format("%Y-%m-%dT%H:%M:%SZ"),
        call.origin(),
    );
    Ok(response::uncached("text/plain; charset=utf-8", text))
}
