//! The providers of a municipality and their agreements.

use actix_web::{get, put, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::provider::{agreement_of, provider_of};
use crate::domain::insatser::document::Document;
use crate::domain::insatser::municipality::{Expected, Municipality, ObjectName, ProviderWithAgreements};
use crate::domain::insatser::provider::{Agreement, Provider};
use crate::domain::kommun::Kommunkod;
use crate::domain::publishing::proposal::Proposal;
use crate::domain::slug::Slug;
use crate::http::call::{Answer, Call};
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::query::{NoQuery, Query};
use crate::http::request::address::{AgreementPath, MunicipalityPath, ProviderPath, slug_in_path};
use crate::http::request::body::{Body, DOCUMENT};
use crate::http::request::permission::{CatalogueEditor, CataloguePresenter};
use crate::http::request::precondition;
use crate::http::request::precondition::Precondition;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::{Freshness, WriteOutcome, wrote};
use crate::http::state::municipality;

use super::publishing::publish;

/// A provider and its agreements.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderView<'a> {
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
pub(crate) struct Providers<'a> {
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
#[utoipa::path(tag = "providers", params(MunicipalityPath, Page), responses((status = 200, description = "Utförarna. / The providers.", body = Providers)))]
#[get("/municipalities/{kommunkod}/providers")]
pub(crate) async fn list_providers(path: web::Path<MunicipalityPath>, Query(page): Query<Page>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let freshness = Freshness::of(municipality.revision());
    call.json(&freshness, || list(municipality, page, call.own()))
}

/// Shows a page of a municipality's providers.
pub(crate) fn list<'a>(municipality: &'a Municipality, page: Page, own: OwnAddress) -> Providers<'a> {
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
#[utoipa::path(tag = "providers", params(ProviderPath), responses((status = 200, description = "Utföraren. / The provider.", body = ProviderView)))]
#[get("/municipalities/{kommunkod}/providers/{providerSlug}")]
pub(crate) async fn get_provider(path: web::Path<ProviderPath>, _: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let held = provider(&catalogue, path.kommunkod, &path.provider_slug)?;
    let freshness = Freshness::of(held.revision);
    call.json(&freshness, || view(path.kommunkod, held, &call.base()))
}

fn provider<'a>(
    catalogue: &'a Catalogue,
    kommunkod: Kommunkod,
    slug: &str,
) -> Result<&'a ProviderWithAgreements, Problem> {
    let held = municipality(catalogue, kommunkod)?.providers().get(slug);
    held.ok_or(Problem::of(Kind::UnknownProvider))
}

/// Shows a provider.
pub(crate) fn view<'a>(kommunkod: Kommunkod, held: &'a ProviderWithAgreements, base: &str) -> ProviderView<'a> {
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

/// Publish a provider.
///
/// Publicerar en utförare. Den utför något först när den har ett avtal; egen regi likaså. Med `catalogue:present` går det
/// att ändra `availability`, om utföraren har plats.
///
/// Publishes a provider. It carries something out only once it has an agreement; so does the body's own administration.
/// `catalogue:present` can change `availability`, whether the provider can take on more people.
#[utoipa::path(
    tag = "providers", params(ProviderPath, Precondition), request_body = Provider,
    responses(
        (status = 200, description = "Utföraren som den nu står. / The provider as it stands now.", body = ProviderView),
        (status = 201, description = "Utföraren är ny. / The provider is new.", body = ProviderView),
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["catalogue:present"])),
)]
#[put("/municipalities/{kommunkod}/providers/{providerSlug}")]
pub(crate) async fn put_provider(
    presenter: CataloguePresenter,
    path: web::Path<ProviderPath>,
    call: Call,
    body: Body<DOCUMENT>,
) -> Answer {
    let slug = slug_in_path(&path.provider_slug, "/path/providerSlug")?;
    let expected = precondition::required(&call.request)?;
    let provider = body
        .read_published(|node, faults| provider_of(node, faults, &slug))
        .await?;
    let is_new = expected == Expected::Absent;
    let proposal = Proposal::Put(Document::Provider(provider));
    let expected = (ObjectName::Provider(slug.clone()), expected);
    publish(&call, &presenter, proposal, expected).await?;
    answer(&call, presenter.kommunkod, &slug, is_new)
}

/// Publish an agreement of a provider.
///
/// Publicerar ett avtal: vilka insatser utföraren utför och när. Ett tilläggsavtal (`partOf`) upphör med sitt huvudavtal.
/// `If-Match` tar utförarens `ETag`.
///
/// Publishes an agreement: which insatser the provider carries out, and when. An add-on (`partOf`) ends with its main
/// agreement. `If-Match` takes the provider's `ETag`.
#[utoipa::path(
    tag = "providers", params(AgreementPath, Precondition), request_body = Agreement,
    responses(
        (status = 200, description = "Utföraren med avtalet. / The provider with the agreement.", body = ProviderView),
        (status = 201, description = "Avtalet är nytt. / The agreement is new.", body = ProviderView),
    ),
    security(("token" = ["catalogue:write"])),
)]
#[put("/municipalities/{kommunkod}/providers/{providerSlug}/agreements/{agreementSlug}")]
pub(crate) async fn put_agreement(
    editor: CatalogueEditor,
    path: web::Path<AgreementPath>,
    call: Call,
    body: Body<DOCUMENT>,
) -> Answer {
    let provider = slug_in_path(&path.provider_slug, "/path/providerSlug")?;
    let slug = slug_in_path(&path.agreement_slug, "/path/agreementSlug")?;
    let expected = precondition::required(&call.request)?;
    let agreement = body
        .read_published(|node, faults| agreement_of(node, faults, &slug))
        .await?;
    let is_new = expected == Expected::Absent;
    let expected = (ObjectName::Agreement(provider.clone(), slug), expected);
    let proposal = Proposal::Put(Document::Agreement {
        provider: provider.clone(),
        agreement,
    });
    publish(&call, &editor, proposal, expected).await?;
    answer(&call, path.kommunkod, &provider, is_new)
}

fn answer(call: &Call, kommunkod: Kommunkod, slug: &Slug, is_new: bool) -> Answer {
    let catalogue = call.catalogue();
    let held = provider(&catalogue, kommunkod, slug.as_str())?;
    let base = call.base();
    let location = format!("{base}/municipalities/{kommunkod}/providers/{slug}");
    let outcome = WriteOutcome::of(is_new, location);
    wrote(
        &call.request,
        &Freshness::of(held.revision),
        outcome,
        &view(kommunkod, held, &base),
    )
}
