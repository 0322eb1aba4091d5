//! The municipalities that have a catalogue.

use actix_web::{get, put, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::readers::body::municipality_of;
use crate::domain::insatser::body::MunicipalityDocument;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::municipality::{Expected, Municipality, ObjectName};
use crate::domain::kommun::{Kommun, Kommunkod};
use crate::domain::publishing::proposal::Proposal;
use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, DOCUMENT};
use crate::http::request::permission::MunicipalityEditor;
use crate::http::request::precondition::{Precondition, required};
use crate::http::response::accept::preferred_of;
use crate::http::response::link::Link;
use crate::http::response::linked::linked;
use crate::http::response::page::{Page, page_of};
use crate::http::response::selection::{Selected, SelectionQuery, selectable};
use crate::http::response::{Freshness, wrote};
use crate::http::state::municipality;
use crate::interop::public_service::organisation;

use super::forms::{self, Form, with_alternates};
use super::publishing::publish;

/// A municipality in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct MunicipalitySummary {
    /// The code.
    pub kommunkod: Kommunkod,
    /// The name.
    #[schema(value_type = String, example = "Tomelilla")]
    pub name: &'static str,
    /// The county (län).
    #[schema(value_type = String, example = "Skåne län")]
    pub county: &'static str,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(MunicipalitySummary: "kommunkod", "name");

page_of! {
    /// A page of municipalities.
    Municipalities {
        /// The municipalities that have a catalogue.
        #[schema(value_type = Vec<MunicipalitySummary>)]
        municipalities: Selected<MunicipalitySummary>
    }
}

/// A municipality.
#[derive(Serialize, ToSchema)]
pub(crate) struct MunicipalityView<'a> {
    /// The name.
    #[schema(value_type = String, example = "Tomelilla")]
    pub name: &'static str,
    /// The county (län).
    #[schema(value_type = String, example = "Skåne län")]
    pub county: &'static str,
    #[serde(flatten)]
    document: &'a MunicipalityDocument,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(MunicipalityView<'_>: "kommunkod", "name", "county");

/// List the municipalities that have a catalogue.
///
/// Listar de kommuner som har en katalog, i svensk bokstavsordning.
///
/// Lists the municipalities that have a catalogue, in Swedish alphabetical order.
#[utoipa::path(tag = "municipalities", params(SelectionQuery, Page), responses((status = 200, description = "Kommunerna. / The municipalities.", body = Municipalities)))]
#[get("/municipalities")]
pub(crate) async fn list_municipalities(Query((selection, page)): Query<(SelectionQuery, Page)>, call: Call) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.tagged(catalogue.revision()));
    let municipalities = catalogue.municipalities_by_name().into_iter();
    let all: Vec<Kommun> = municipalities.map(|held| held.document().kommunkod.kommun()).collect();
    let base = call.base();
    call.json(&freshness, || {
        Municipalities::page(all, page, call.own(), |kommun| {
            selection.of(MunicipalitySummary {
                kommunkod: kommun.kommunkod,
                name: kommun.name,
                county: kommun.county,
                links: links(kommun.kommunkod, &base),
            })
        })
    })
}

/// Show a municipality.
///
/// Visar kommunens nämnder, var man ansöker, hur katalogen sköts och vilka dokument den bygger på. `Accept:
/// application/ld+json` eller `text/turtle` ger kommunen och nämnderna som offentliga organisationer enligt CPSV-AP 3.2.0.
///
/// Shows the municipality's deciding bodies, where to apply, how the catalogue is maintained and its source documents.
/// `Accept: application/ld+json` or `text/turtle` gives the municipality and its bodies as public organisations in CPSV-AP
/// 3.2.0.
#[utoipa::path(tag = "municipalities", params(MunicipalityPath, SelectionQuery), responses((
    status = 200, description = "Kommunen. / The municipality.",
    content((MunicipalityView = "application/json"), (Object = "application/ld+json"), (String = "text/turtle")),
)))]
#[get("/municipalities/{kommunkod}")]
pub(crate) async fn get_municipality(
    path: web::Path<MunicipalityPath>,
    Query(selection): Query<SelectionQuery>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let freshness = Freshness::of(catalogue.tagged(municipality.document_revision()));
    let form = *preferred_of(&call.request, &forms::OF_MUNICIPALITY)?;
    let base = call.base();
    let response = match form {
        Form::Linked(syntax) => linked(&call.request, &freshness, syntax, "", || {
            organisation(municipality, &base)
        }),
        _ => call.json(&freshness, || selection.of(view(municipality, &base))),
    }?;
    Ok(with_alternates(response, &call, &forms::OF_MUNICIPALITY, form))
}

/// Publish a municipality.
///
/// Publicerar kommunens nämnder, var man ansöker, hur katalogen sköts och vilka dokument den bygger på. Så skapar man också
/// en katalog.
///
/// Publishes the municipality's deciding bodies, where to apply, how the catalogue is maintained and its source documents.
/// This is also how to create a catalogue.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath, Precondition), request_body = MunicipalityDocument,
    responses(
        (status = 200, description = "Kommunen är ändrad. / The municipality is changed.", body = MunicipalityView),
        (status = 201, description = "Katalogen är ny. / The catalogue is new.", body = MunicipalityView),
    ),
    security(("token" = ["municipality:write"])),
)]
#[put("/municipalities/{kommunkod}")]
pub(crate) async fn put_municipality(editor: MunicipalityEditor, call: Call, body: Body<DOCUMENT>) -> Answer {
    let kommunkod = editor.kommunkod;
    let expected = required(&call.request)?;
    let document = body
        .read_published(|node, faults| municipality_of(node, faults, kommunkod))
        .await?;
    let is_new = expected == Expected::Absent;
    let proposal = Proposal::Put(Document::Municipality(document));
    publish(&call, &editor, proposal, (ObjectName::Municipality, expected)).await?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let base = call.base();
    let freshness = Freshness::of(catalogue.tagged(municipality.document_revision()));
    let location = is_new.then(|| format!("{base}/municipalities/{kommunkod}"));
    wrote(&call.request, &freshness, location, &view(municipality, &base))
}

fn view<'a>(municipality: &'a Municipality, base: &str) -> MunicipalityView<'a> {
    let document = municipality.document();
    let kommun = document.kommunkod.kommun();
    MunicipalityView {
        name: kommun.name,
        county: kommun.county,
        document,
        links: links(document.kommunkod, base),
    }
}

fn links(kommunkod: Kommunkod, base: &str) -> Vec<Link> {
    let own = format!("{base}/municipalities/{kommunkod}");
    vec![
        Link::get("self", own.clone()),
        Link::get("insatser", format!("{own}/insatser")),
        Link::get("providers", format!("{own}/providers")),
        Link::get("statistics", format!("{own}/statistics")),
        Link::get("changes", format!("{own}/changes")),
        Link::get("collection", format!("{base}/municipalities")),
    ]
}
