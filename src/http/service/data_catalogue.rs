//! The service in catalogues of open data: `/datasets/dcat`, which dataportal.se harvests.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::get;

use crate::domain::kommun::Kommun;
use crate::domain::text::text;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::accept::preferred_of;
use crate::http::response::linked::linked;
use crate::interop::dcat::{Described, catalogue};
use crate::interop::syntax::Syntax;

/// The path of the description.
pub(crate) const PATH: &str = "/datasets/dcat";

/// The syntaxes, the one for harvesters first.
const SYNTAXES: [Syntax; 3] = [Syntax::RdfXml, Syntax::Turtle, Syntax::JsonLd];

#[get("/datasets/dcat")]
pub(crate) async fn data_catalogue(_: NoQuery, call: Call) -> Answer {
    let syntax = *preferred_of(&call.request, &SYNTAXES)?;
    let publisher = call.publisher.as_ref().ok_or_else(|| {
        let detail = text!(
            "Den som driver tjänsten har inte ställt in vem som publicerar data och under vilken licens: \
             INSATSKATALOG_PUBLISHER, INSATSKATALOG_PUBLISHER_TYPE och INSATSKATALOG_LICENCE.",
            "The operator of the service has not set who publishes the data, and under which licence: \
             INSATSKATALOG_PUBLISHER, INSATSKATALOG_PUBLISHER_TYPE and INSATSKATALOG_LICENCE."
        );
        Problem {
            detail: Some(detail),
            ..Problem::of(Kind::NotConfigured)
        }
    })?;
    let shown = call.catalogue();
    let freshness = Freshness::of(shown.tagged(shown.revision()));
    let contact_email = call.contact_email.as_deref();
    // Differs between operators, and after a change of the settings.
    let mut settings = DefaultHasher::new();
    (publisher, contact_email).hash(&mut settings);
    let variant = format!("dcat-{:08x}-", settings.finish() >> 32);
    linked(&call.request, &freshness, syntax, &variant, || {
        let municipalities = shown.municipalities_by_name().into_iter();
        let municipalities: Vec<Kommun> = municipalities.map(|held| held.document().kommunkod.kommun()).collect();
        catalogue(&Described {
            publisher,
            contact_email,
            municipalities: &municipalities,
            origin: call.origin(),
            base: &call.base(),
        })
    })
}
