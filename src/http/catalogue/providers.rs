//! The providers of a municipality and their agreements.

use actix_web::{get, put, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::provider::{agreement_of, provider_of};
use crate::domain::insatser::document::Document;
use crate::domain::insatser::municipality::{Expected, ObjectName, ProviderWithAgreements};
use crate::domain::insatser::provider::{Agreement, Provider};
use crate::domain::publishing::proposal::Proposal;
use crate::domain::{Kommunkod, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::Query;
use crate::http::request::address::{AgreementPath, MunicipalityPath, ProviderPath, slug_in_path};
use crate::http::request::body::{Body, DOCUMENT};
use crate::http::request::permission::{CatalogueEditor, CataloguePresenter};
use crate::http::request::precondition::{Precondition, required};
use crate::http::response::link::Link;
use crate::http::response::page::{Page, page_of};
use crate::http::response::selection::{Selected, SelectionQuery, selectable};
use crate::http::response::{Freshness, wrote};
use crate::http::state::municipality;

use super::publishing::publish;

/// A provider and its agreements.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderView<'a> {
    #[serde(flatten)]
    provider: &'a Provider,
    /// The agreements of the provider.
    #[schema(value_type = Vec<Agreement>)]
    pub agreements: Vec<&'a Agreement>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(ProviderView<'_>: "slug", "name", "kind", "availability");

page_of! {
    /// A page of providers.
    Providers<'a> {
        /// The providers.
        #[schema(value_type = Vec<ProviderView>)]
        providers: Selected<ProviderView<'a>>
    }
}

/// List a municipality's providers.
///
/// Listar kommunens utförare med deras avtal.
///
/// Lists the municipality's providers with their agreements.
#[utoipa::path(tag = "providers", params(MunicipalityPath, SelectionQuery, Page), responses((status = 200, description = "Utförarna. / The providers.", body = Providers)))]
#[get("/municipalities/{kommunkod}/providers")]
pub(crate) async fn list_providers(
    path: web::Path<MunicipalityPath>,
    Query((selection, page)): Query<(SelectionQuery, Page)>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
    let all = municipality.providers().values().collect();
    let base = call.base();
    call.json(&freshness, || {
        Providers::page(all, page, call.own(), |held| {
            selection.of(view(path.kommunkod, held, &base))
        })
    })
}

/// Show a provider.
///
/// Visar en utförare och dess avtal. Ett avtal utan angivna dagar räknas som löpande.
///
/// Shows a provider and its agreements. An agreement without stated days counts as running.
#[utoipa::path(tag = "providers", params(ProviderPath, SelectionQuery), responses((status = 200, description = "Utföraren. / The provider.", body = ProviderView)))]
#[get("/municipalities/{kommunkod}/providers/{providerSlug}")]
pub(crate) async fn get_provider(
    path: web::Path<ProviderPath>,
    Query(selection): Query<SelectionQuery>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let held = provider(&catalogue, path.kommunkod, &path.provider_slug)?;
    let freshness = Freshness::of(catalogue.tagged(held.revision));
    call.json(&freshness, || selection.of(view(path.kommunkod, held, &call.base())))
}

fn provider<'a>(
    catalogue: &'a Catalogue,
    kommunkod: Kommunkod,
    slug: &str,
) -> Result<&'a ProviderWithAgreements, Problem> {
    let held = municipality(catalogue, kommunkod)?.providers().get(slug);
    held.ok_or(Problem::of(Kind::UnknownProvider))
}

fn view<'a>(kommunkod: Kommunkod, held: &'a ProviderWithAgreements, base: &str) -> ProviderView<'a> {
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
/// Publicerar en utförare. Alla utförare, även egen regi, behöver också ett avtal. Med `catalogue:present` går det att ändra
/// `availability`: om utföraren har plats.
///
/// Publishes a provider. Every provider, including the body's own administration, also needs an agreement. With
/// `catalogue:present`, `availability` can change: whether the provider can take on more people.
#[utoipa::path(
    tag = "providers", params(ProviderPath, Precondition), request_body = Provider,
    responses(
        (status = 200, description = "Utföraren är ändrad. / The provider is changed.", body = ProviderView),
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
    let expected = required(&call.request)?;
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
/// Publicerar ett avtal: vilka insatser utföraren utför, och när. Ett tilläggsavtal (`partOf`) upphör med sitt huvudavtal.
/// Skicka utförarens `ETag` i `If-Match`, även för ett nytt avtal.
///
/// Publishes an agreement: which insatser the provider performs, and when. An add-on (`partOf`) ends with its main
/// agreement. Send the provider's `ETag` in `If-Match`, for a new agreement too.
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
    let expected = required(&call.request)?;
    let agreement = body
        .read_published(|node, faults| agreement_of(node, faults, &slug))
        .await?;
    let expected = (ObjectName::Agreement(provider.clone(), slug), expected);
    let proposal = Proposal::Put(Document::Agreement {
        provider: provider.clone(),
        agreement,
    });
    let published = publish(&call, &editor, proposal, expected).await?;
    answer(&call, path.kommunkod, &provider, published.is_new)
}

fn answer(call: &Call, kommunkod: Kommunkod, slug: &Slug, is_new: bool) -> Answer {
    let catalogue = call.catalogue();
    let held = provider(&catalogue, kommunkod, slug.as_str())?;
    let base = call.base();
    let location = is_new.then(|| format!("{base}/municipalities/{kommunkod}/providers/{slug}"));
    let freshness = Freshness::of(catalogue.tagged(held.revision));
    wrote(&call.request, &freshness, location, &view(kommunkod, held, &base))
}
