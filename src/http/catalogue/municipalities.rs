//! The municipalities that have a catalogue.

use actix_web::{get, put, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::body::municipality_of;
use crate::domain::insatser::body::MunicipalityDocument;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::municipality::{Expected, Municipality, ObjectName};
use crate::domain::kommun::{Kommun, Kommunkod};
use crate::domain::letters::swedish_order;
use crate::domain::publishing::proposal::Proposal;
use crate::http::call::{Answer, Call};
use crate::http::query::{NoQuery, Query};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, DOCUMENT};
use crate::http::request::permission::MunicipalityEditor;
use crate::http::request::precondition;
use crate::http::request::precondition::Precondition;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::{Freshness, WriteOutcome, wrote};
use crate::http::state::municipality;

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
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A page of municipalities.
#[derive(Serialize, ToSchema)]
pub(crate) struct Municipalities {
    /// Those that have a catalogue.
    pub municipalities: Vec<MunicipalitySummary>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// What a municipality says of itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct MunicipalityView<'a> {
    /// The name.
    #[schema(value_type = String, example = "Tomelilla")]
    pub name: &'static str,
    /// The county (län).
    #[schema(value_type = String, example = "Skåne län")]
    pub county: &'static str,
    #[serde(flatten)]
    #[schema(value_type = MunicipalityDocument)]
    document: &'a MunicipalityDocument,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// List the municipalities that have a catalogue.
///
/// Listar de kommuner som har en katalog, i svensk bokstavsordning.
///
/// Lists the municipalities that have a catalogue, in Swedish alphabetical order.
#[utoipa::path(tag = "municipalities", params(Page), responses((status = 200, description = "Kommunerna. / The municipalities.", body = Municipalities)))]
#[get("/municipalities")]
pub(crate) async fn list_municipalities(Query(page): Query<Page>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.revision());
    call.json(&freshness, || list(&catalogue, page, call.own()))
}

/// Shows a page of the municipalities.
pub(crate) fn list(catalogue: &Catalogue, page: Page, own: OwnAddress) -> Municipalities {
    let mut all: Vec<Kommun> = catalogue
        .municipalities()
        .map(|held| held.document().kommunkod.kommun())
        .collect();
    all.sort_by_key(|kommun| swedish_order(kommun.name));
    let (kommuner, meta) = page.of(all);
    Municipalities {
        municipalities: kommuner
            .into_iter()
            .map(|kommun| summary(kommun, &own.base()))
            .collect(),
        links: page.links(own, meta.total_records),
        meta,
    }
}

/// Show a municipality.
///
/// Visar kommunens nämnder, var man ansöker, hur katalogen förs och vilka dokument den bygger på.
///
/// Shows the municipality's deciding bodies, where to apply, how the catalogue is kept and which documents it builds on.
#[utoipa::path(tag = "municipalities", params(MunicipalityPath), responses((status = 200, description = "Kommunen. / The municipality.", body = MunicipalityView)))]
#[get("/municipalities/{kommunkod}")]
pub(crate) async fn get_municipality(path: web::Path<MunicipalityPath>, _: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let freshness = Freshness::of(municipality.document_revision());
    call.json(&freshness, || view(municipality, &call.base()))
}

/// Publish what a municipality says of itself.
///
/// Publicerar kommunens egna uppgifter: hur katalogen förs, vilka organ som beslutar och var man ansöker hos dem, och vilka
/// dokument katalogen bygger på. Så börjar också en ny katalog.
///
/// Publishes what the municipality says of itself: how its catalogue is kept, which bodies decide and where one applies to
/// them, and which documents the catalogue builds on. A new catalogue begins so too.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath, Precondition), request_body = MunicipalityDocument,
    responses(
        (status = 200, description = "Kommunen som den nu står. / The municipality as it stands now.", body = MunicipalityView),
        (status = 201, description = "Katalogen är ny. / The catalogue is new.", body = MunicipalityView),
    ),
    security(("token" = ["municipality:write"])),
)]
#[put("/municipalities/{kommunkod}")]
pub(crate) async fn put_municipality(editor: MunicipalityEditor, call: Call, body: Body<DOCUMENT>) -> Answer {
    let kommunkod = editor.kommunkod;
    let expected = precondition::required(&call.request)?;
    let document = body
        .read_published(|node, faults| municipality_of(node, faults, kommunkod))
        .await?;
    let is_new = expected == Expected::Absent;
    let proposal = Proposal::Put(Document::Municipality(document));
    publish(&call, &editor, proposal, (ObjectName::Municipality, expected)).await?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let base = call.base();
    let freshness = Freshness::of(municipality.document_revision());
    let outcome = WriteOutcome::of(is_new, format!("{base}/municipalities/{kommunkod}"));
    wrote(&call.request, &freshness, outcome, &view(municipality, &base))
}

fn summary(kommun: Kommun, base: &str) -> MunicipalitySummary {
    MunicipalitySummary {
        kommunkod: kommun.kommunkod,
        name: kommun.name,
        county: kommun.county,
        links: links(kommun.kommunkod, base),
    }
}

/// Shows a municipality.
pub(crate) fn view<'a>(municipality: &'a Municipality, base: &str) -> MunicipalityView<'a> {
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
        Link::get("collection", format!("{base}/municipalities")),
    ]
}
