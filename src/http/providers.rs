//! The providers of a municipality and their agreements.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::kommun::Kommunkod;
use crate::domain::municipality::{Municipality, ProviderWithAgreements};
use crate::domain::provider::{Agreement, Provider};

use super::address::{OfMunicipality, OfProvider, no_query, query};
use super::link::{Link, OwnAddress};
use super::page::{Meta, Page};
use super::problem::Problem;
use super::problem_kinds::Kind;
use super::reply::{Freshness, json};
use super::state::{State, municipality};

/// A provider and its agreements.
#[derive(Serialize, ToSchema)]
pub struct ProviderView<'a> {
    #[serde(flatten)]
    #[schema(value_type = Provider)]
    provider: &'a Provider,
    /// The agreements by which it carries insatser out.
    #[schema(value_type = Vec<Agreement>)]
    pub agreements: Vec<&'a Agreement>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A page of providers.
#[derive(Serialize, ToSchema)]
pub struct Providers<'a> {
    /// The providers.
    #[schema(value_type = Vec<ProviderView>)]
    pub providers: Vec<ProviderView<'a>>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// List a municipality's providers.
///
/// Listar kommunens utförare med deras avtal.
///
/// Lists the municipality's providers with their agreements.
#[utoipa::path(tag = "providers", params(OfMunicipality, Page), responses((status = 200, description = "Utförarna. / The providers.", body = Providers)))]
#[get("/municipalities/{kommunkod}/providers")]
pub async fn list_providers(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<OfMunicipality>,
) -> Result<HttpResponse, Problem> {
    let kommunkod = path.kommunkod.known()?;
    let page = query(&request, |node, faults| {
        let mut parameters = node.members(faults)?;
        let page = Page::read(&mut parameters);
        parameters.end();
        Some(page)
    })?;
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let freshness = Freshness {
        revision: municipality.revision(),
        today: None,
    };
    json(&request, &freshness, || {
        Ok(list(municipality, page, OwnAddress::of(&request, &state)))
    })
}

/// Shows a page of a municipality's providers.
#[must_use]
pub fn list<'a>(municipality: &'a Municipality, page: Page, own: OwnAddress) -> Providers<'a> {
    let kommunkod = municipality.document().kommunkod;
    let (held, meta) = page.of(municipality.providers().values().collect());
    let base = own.base();
    Providers {
        providers: held.into_iter().map(|held| view(kommunkod, held, &base)).collect(),
        links: page.links(own, meta.total_records),
        meta,
    }
}

/// Show a provider.
///
/// Visar en utförare med dess avtal. Ett avtal utan angivna dagar räknas som löpande.
///
/// Shows a provider with its agreements. An agreement whose days are not stated counts as running.
#[utoipa::path(tag = "providers", params(OfProvider), responses((status = 200, description = "Utföraren. / The provider.", body = ProviderView)))]
#[get("/municipalities/{kommunkod}/providers/{providerSlug}")]
pub async fn get_provider(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<OfProvider>,
) -> Result<HttpResponse, Problem> {
    let kommunkod = path.kommunkod.known()?;
    no_query(&request)?;
    let catalogue = state.catalogue();
    let held = municipality(&catalogue, kommunkod)?
        .providers()
        .get(path.provider_slug.as_str());
    let held = held.ok_or(Problem::of(Kind::UnknownProvider))?;
    let freshness = Freshness {
        revision: held.revision,
        today: None,
    };
    json(&request, &freshness, || {
        Ok(view(kommunkod, held, &state.base(&request)))
    })
}

/// Shows a provider.
#[must_use]
pub fn view<'a>(kommunkod: Kommunkod, held: &'a ProviderWithAgreements, base: &str) -> ProviderView<'a> {
    let all = format!("{base}/municipalities/{kommunkod}/providers");
    ProviderView {
        provider: &held.provider,
        agreements: held.agreements.values().collect(),
        links: vec![
            Link::get("self", format!("{all}/{}", held.provider.slug)),
            Link::get("collection", all),
        ],
    }
}
