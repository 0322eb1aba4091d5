//! The insatser of a municipality.

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::catalogue::snapshot::Catalogue;
use crate::documents::read::{Members, date};
use crate::domain::insatser::insats::{Insats, Standing};
use crate::domain::insatser::municipality::Municipality;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{FromQuery, NoQuery, Query};
use crate::http::request::address::{InsatsPath, MunicipalityPath};
use crate::http::response::accept::preferred;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::{Freshness, JSON, JSON_LD, json_ld};
use crate::http::state::{insats, municipality};
use crate::interop::public_service::public_service;

use super::insats_filter::Filter;
use super::insats_view::{InsatsView, view};

/// A page of insatser.
#[derive(Serialize, ToSchema)]
pub(crate) struct Insatser<'a> {
    /// The insatser.
    #[schema(value_type = Vec<InsatsView>)]
    pub insatser: Vec<InsatsView<'a>>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Every version of an insats.
#[derive(Serialize, ToSchema)]
pub(crate) struct Versions<'a> {
    /// The versions, oldest first.
    #[schema(value_type = Vec<InsatsView>)]
    pub versions: Vec<InsatsView<'a>>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The day that a question is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// The day asked about; today when absent. / Den dag som frågan avser; i dag om den utelämnas.
    #[param(rename = "asOf", format = "date", example = "2025-09-01")]
    as_of: Option<NaiveDate>,
}

impl FromQuery for AsOf {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            as_of: parameters.optional("asOf", date),
        })
    }
}

/// List a municipality's insatser.
///
/// Listar kommunens insatser utan individuell behovsprövning: vad de är, för vem, hur man får dem, och att man alltid
/// kan ansöka. Utan `status` visas de som gäller den dagen.
///
/// Lists the municipality's insatser without individual needs assessment: what they are, for whom, how to get them, and
/// that one may always apply. Without `status` it shows those in force on the day.
#[utoipa::path(tag = "insatser", params(MunicipalityPath, Filter, Page), responses((status = 200, description = "Insatserna. / The insatser.", body = Insatser)))]
#[get("/municipalities/{kommunkod}/insatser")]
pub(crate) async fn list_insatser(
    path: web::Path<MunicipalityPath>,
    Query((filter, page)): Query<(Filter, Page)>,
    call: Call,
) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (day, freshness) = call.day(filter.as_of, municipality.revision());
    call.json(&freshness, || list(municipality, &filter, page, day, call.own()))
}

/// Shows a page of a municipality's insatser.
pub(crate) fn list<'a>(
    municipality: &'a Municipality,
    filter: &Filter,
    page: Page,
    day: NaiveDate,
    own: OwnAddress,
) -> Insatser<'a> {
    let (standings, meta) = page.of(filter.of(municipality, day));
    let base = own.base();
    Insatser {
        insatser: standings
            .into_iter()
            .map(|standing| view(municipality, standing, day, &base))
            .collect(),
        links: page.links(own, meta.total_records),
        meta,
    }
}

/// Show an insats.
///
/// Visar insatsen så som den gäller en viss dag: det nämnden beslutat, vad som berättas om den, och vad källorna inte
/// visar (`remarks`). Med `Accept: application/ld+json` svarar den med länkade data: insatsen som offentlig tjänst enligt
/// CPSV-AP 3.2.0, med villkoren enligt CCCEV 2.1.0.
///
/// Shows the insats as it stands on a day: what the board decided, what is told about it, and what the sources do not
/// show (`remarks`). With `Accept: application/ld+json` it answers in linked data: the insats as a public service by
/// CPSV-AP 3.2.0, its conditions by CCCEV 2.1.0.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf), responses((
    status = 200, description = "Insatsen. / The insats.",
    content((InsatsView = "application/json"), (Object = "application/ld+json")),
)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}")]
pub(crate) async fn get_insats(path: web::Path<InsatsPath>, as_of: Query<AsOf>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let AskedInsats {
        municipality,
        standing,
        day,
        freshness,
    } = AskedInsats::find(&catalogue, &path, &as_of.0, &call)?;
    let base = call.base();
    if preferred(&call.request, &[JSON, JSON_LD])? == JSON_LD {
        return json_ld(&call.request, &freshness, || {
            public_service(municipality, standing, &base)
        });
    }
    call.json(&freshness, || view(municipality, standing, day, &base))
}

/// An insats as it is on the day that a request asks about.
pub(crate) struct AskedInsats<'a> {
    /// Its municipality.
    pub municipality: &'a Municipality,
    /// Its version and status on the day.
    pub standing: Standing<'a>,
    /// The day asked about.
    pub day: NaiveDate,
    /// What the answer depends on.
    pub freshness: Freshness,
}

impl<'a> AskedInsats<'a> {
    /// Finds the insats of a path on a day, today by default.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(crate) fn find(
        catalogue: &'a Catalogue,
        path: &InsatsPath,
        as_of: &AsOf,
        call: &Call,
    ) -> Result<Self, Problem> {
        let municipality = municipality(catalogue, path.kommunkod)?;
        let insats = insats(municipality, &path.slug)?;
        let (day, freshness) = call.day(as_of.as_of, municipality.revision_of(&path.slug));
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
/// Listar alla versioner, den äldsta först: de som gällt, den som gäller och de som ska börja gälla.
///
/// Lists all versions, oldest first: those that were in force, the one that is, and those to come.
#[utoipa::path(tag = "insatser", params(InsatsPath), responses((status = 200, description = "Versionerna. / The versions.", body = Versions)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/versions")]
pub(crate) async fn list_versions(path: web::Path<InsatsPath>, _: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let insats = insats(municipality, &path.slug)?;
    let (today, freshness) = call.day(None, municipality.revision_of(&path.slug));
    call.json(&freshness, || {
        versions(municipality, insats, today, &call.base(), &path.slug)
    })
}

/// Shows every version of an insats.
pub(crate) fn versions<'a>(
    municipality: &'a Municipality,
    insats: &'a Insats,
    today: NaiveDate,
    base: &str,
    slug: &str,
) -> Versions<'a> {
    let own = format!(
        "{base}/municipalities/{}/insatser/{slug}",
        municipality.document().kommunkod
    );
    Versions {
        versions: insats
            .versions()
            .map(|version| view(municipality, Standing::of(version, today), today, base))
            .collect(),
        links: vec![
            Link::get("self", format!("{own}/versions")),
            Link::get("latest-version", own),
        ],
    }
}
