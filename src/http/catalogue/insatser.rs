//! The insatser of a municipality.

use std::cell::Cell;

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::listing::{Listing, Statuses};
use crate::catalogue::snapshot::Catalogue;
use crate::documents::read::date;
use crate::domain::insatser::insats::{Standing, Status, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{Query, query};
use crate::http::request::address::{InsatsPath, MunicipalityPath};
use crate::http::response::accept::preferred;
use crate::http::response::deprecation::announced;
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::response::selection::{MemberSelection, Selected, SelectionQuery};
use crate::http::response::{Freshness, JSON, JSON_LD, json_ld};
use crate::http::state::{insats, municipality};
use crate::interop::public_service::public_service;

use super::insats_filter::Filter;
use super::insats_view::{InsatsView, view};

/// A page of insatser.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Insatser<'a> {
    /// The insatser.
    #[schema(value_type = Vec<InsatsView>)]
    pub insatser: Vec<Selected<InsatsView<'a>>>,
    /// If the list is empty: how many insatser it would have with `status=historical`; absent if it would have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 14)]
    pub historical: Option<usize>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Every version of an insats.
#[derive(Serialize, ToSchema)]
pub(crate) struct Versions<'a> {
    /// The versions, oldest first.
    #[schema(value_type = Vec<InsatsView>)]
    pub versions: Vec<Selected<InsatsView<'a>>>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

query! {
    /// The day of a question.
    AsOf {
        /// The day of the question; today if absent. / Dagen som frågan avser; i dag om den utelämnas.
        #[param(format = "date", example = "2025-09-01")]
        as_of: Option<NaiveDate> = "asOf", date;
    }
}

/// List a municipality's insatser.
///
/// Listar kommunens insatser utan individuell behovsprövning: vad de är, för vem och hur man får dem. Utan `status` visas
/// de som gäller den dagen.
///
/// Lists the municipality's insatser without individual needs assessment: what they are, for whom and how to get them.
/// Without `status`, it shows those in force on the day.
#[utoipa::path(tag = "insatser", params(MunicipalityPath, Filter, SelectionQuery, Page), responses((status = 200, description = "Insatserna. / The insatser.", body = Insatser)))]
#[get("/municipalities/{kommunkod}/insatser")]
pub(crate) async fn list_insatser(
    path: web::Path<MunicipalityPath>,
    Query((filter, members, page)): Query<(Filter, SelectionQuery, Page)>,
    call: Call,
) -> Answer {
    let members = members.of()?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (day, freshness) = call.day(filter.as_of, catalogue.tagged(municipality.revision()));
    let is_deprecated = Cell::new(false);
    let (base, own) = (call.base(), call.own());
    let response = call.json(&freshness, || {
        let selection = filter.selection(Statuses::AnyOf(vec![Status::InForce]));
        let Listing { insatser, historical } = selection.of(&catalogue, [municipality], day);
        let (shown, meta) = page.of(insatser);
        let shown = shown.into_iter().map(|listed| {
            is_deprecated.update(|so_far| so_far || shows_deprecated(&members, listed.standing.version()));
            members.of(InsatsView {
                matched: listed.matched(),
                ..view(municipality, listed.standing, day, &base)
            })
        });
        Insatser {
            insatser: shown.collect(),
            historical,
            links: page.links(own, meta.total_records),
            meta,
        }
    })?;
    Ok(announced(response, is_deprecated.get(), call.origin()))
}

/// Whether the selected members of a version show something deprecated.
fn shows_deprecated(selection: &MemberSelection<InsatsView>, version: VersionInTime) -> bool {
    selection.has_any_of(&["limits", "criteria", "activities", "places"]) && version.held.version.has_deprecated()
}

/// Show an insats.
///
/// Visar en dags version: nämndens beslut, beskrivningen och vad källorna saknar (`remarks`). `Accept: application/ld+json`
/// ger länkade data: insatsen som offentlig tjänst enligt CPSV-AP 3.2.0, med villkor enligt CCCEV 2.1.0.
///
/// Shows the version of a day: the board's decision, the description and what the sources lack (`remarks`).
/// `Accept: application/ld+json` gives linked data: a public service in CPSV-AP 3.2.0, with conditions in CCCEV 2.1.0.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf, SelectionQuery), responses((
    status = 200, description = "Insatsen. / The insats.",
    content((InsatsView = "application/json"), (Object = "application/ld+json")),
)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}")]
pub(crate) async fn get_insats(
    path: web::Path<InsatsPath>,
    Query((as_of, selection)): Query<(AsOf, SelectionQuery)>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let AskedInsats {
        municipality,
        standing,
        day,
        freshness,
    } = AskedInsats::find(&catalogue, &path, &as_of, &call)?;
    let base = call.base();
    if preferred(&call.request, &[JSON, JSON_LD])? == JSON_LD {
        return json_ld(&call.request, &freshness, || {
            public_service(municipality, standing, &base)
        });
    }
    let response = call.json(&freshness, || selection.of(view(municipality, standing, day, &base)))?;
    let is_deprecated = shows_deprecated(&selection, standing.version());
    Ok(announced(response, is_deprecated, call.origin()))
}

/// The insats of a request, on the day of the question.
pub(crate) struct AskedInsats<'a> {
    pub municipality: &'a Municipality,
    pub standing: Standing<'a>,
    pub day: NaiveDate,
    pub freshness: Freshness,
}

impl<'a> AskedInsats<'a> {
    pub(crate) fn find(
        catalogue: &'a Catalogue,
        path: &InsatsPath,
        as_of: &AsOf,
        call: &Call,
    ) -> Result<Self, Problem> {
        let municipality = municipality(catalogue, path.kommunkod)?;
        let insats = insats(municipality, &path.slug)?;
        let (day, freshness) = call.day(as_of.as_of, catalogue.tagged(municipality.revision_of(&path.slug)));
        Ok(Self {
            municipality,
            standing: insats.on(day).ok_or(Problem::of(Kind::UnknownInsats))?,
            day,
            freshness,
        })
    }
}

/// List every version of an insats.
///
/// Listar tidigare, gällande och kommande versioner, den äldsta först.
///
/// Lists past, current and future versions, oldest first.
#[utoipa::path(tag = "insatser", params(InsatsPath, SelectionQuery), responses((status = 200, description = "Versionerna. / The versions.", body = Versions)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/versions")]
pub(crate) async fn list_insats_versions(
    path: web::Path<InsatsPath>,
    Query(selection): Query<SelectionQuery>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let insats = insats(municipality, &path.slug)?;
    let (today, freshness) = call.day(None, catalogue.tagged(municipality.revision_of(&path.slug)));
    let base = call.base();
    let own = format!("{base}/municipalities/{}/insatser/{}", path.kommunkod, path.slug);
    let is_deprecated = insats.versions().any(|version| shows_deprecated(&selection, version));
    let response = call.json(&freshness, || Versions {
        versions: insats
            .versions()
            .map(|version| selection.of(view(municipality, Standing::of(version, today), today, &base)))
            .collect(),
        links: vec![
            Link::get("self", format!("{own}/versions")),
            Link::get("latest-version", own),
        ],
    })?;
    Ok(announced(response, is_deprecated, call.origin()))
}
