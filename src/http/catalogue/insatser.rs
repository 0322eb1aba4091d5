//! The insatser of a municipality.

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
use crate::http::response::accept::preferred_of;
use crate::http::response::deprecation::announced;
use crate::http::response::link::Link;
use crate::http::response::linked::linked;
use crate::http::response::page::{Meta, Page};
use crate::http::response::selection::{MemberSelection, Selected, SelectionQuery};
use crate::http::response::{Freshness, json_announcing};
use crate::http::state::{insats, municipality};
use crate::interop::public_service::public_service;

use super::forms::{self, Form, schema_org, with_alternates};
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
/// de som gäller den dagen. I andra
/// former (länkade data, CSV, Excel) får du hela listan om du inte anger `page` eller `limit`.
///
/// Lists the municipality's insatser without individual needs assessment: what they are, for whom and how to get them.
/// Without `status`, it shows those in force on the day. In other forms (linked data, CSV,
/// Excel), you get the whole list unless you state `page` or `limit`.
#[utoipa::path(tag = "insatser", params(MunicipalityPath, Filter, SelectionQuery, Page), responses((
    status = 200, description = "Insatserna. / The insatser.",
    content((Insatser = "application/json"), (Object = "application/ld+json"), (String = "text/turtle"),
        (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)))]
#[get("/municipalities/{kommunkod}/insatser")]
pub(crate) async fn list_insatser(
    path: web::Path<MunicipalityPath>,
    Query((filter, members, page)): Query<(Filter, SelectionQuery, Option<Page>)>,
    call: Call,
) -> Answer {
    let members = members.of()?;
    let form = *preferred_of(&call.request, &forms::OF_LIST)?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (day, freshness) = call.day(filter.as_of, catalogue.tagged(municipality.revision()));
    let by_default = Statuses::AnyOf(vec![Status::InForce]);
    if form != Form::Json {
        let Listing { insatser, .. } = filter.selection(by_default).of(&catalogue, [municipality], day);
        return forms::list_in_form(&call, &freshness, form, insatser, page);
    }
    let page = page.unwrap_or_default();
    let (base, own) = (call.base(), call.own());
    let response = json_announcing(&call.request, &freshness, || {
        let selection = filter.selection(by_default);
        let Listing { insatser, historical } = selection.of(&catalogue, [municipality], day);
        let (shown, meta) = page.of(insatser);
        let is_deprecated = shown
            .iter()
            .any(|listed| shows_deprecated(&members, listed.standing.version()));
        let shown = shown.into_iter().map(|listed| {
            members.of(InsatsView {
                matched: listed.matched(),
                ..view(municipality, listed.standing, day, &base)
            })
        });
        let list = Insatser {
            insatser: shown.collect(),
            historical,
            links: page.links(own, meta.total_records),
            meta,
        };
        (list, is_deprecated)
    })?;
    Ok(with_alternates(response, &call, &forms::OF_LIST, form))
}

/// Whether the selected members of a version show something deprecated.
fn shows_deprecated(selection: &MemberSelection<InsatsView>, version: VersionInTime) -> bool {
    selection.has_any_of(&["limits", "criteria", "activities", "places"]) && version.held.version.has_deprecated()
}

/// Show an insats.
///
/// Visar en dags version: nämndens beslut, beskrivningen och vad källorna saknar (`remarks`). `Accept: application/ld+json`
/// eller `text/turtle` ger länkade data: insatsen som offentlig tjänst enligt CPSV-AP 3.2.0, med villkor enligt CCCEV 2.1.0.
/// `application/ld+json;profile="https://schema.org"` ger en `GovernmentService` för sökmotorer, och `text/calendar`
/// öppettiderna som kalender.
///
/// Shows the version of a day: the board's decision, the description and what the sources lack (`remarks`).
/// `Accept: application/ld+json` or `text/turtle` gives linked data: a public service in CPSV-AP 3.2.0, with conditions in
/// CCCEV 2.1.0. `application/ld+json;profile="https://schema.org"` gives a `GovernmentService` for search engines,
/// and `text/calendar` the opening hours as a calendar.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf, SelectionQuery), responses((
    status = 200, description = "Insatsen. / The insats.",
    content((InsatsView = "application/json"), (Object = "application/ld+json"), (String = "text/turtle"),
        (String = "text/calendar")),
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
    let form = *preferred_of(&call.request, &forms::OF_INSATS)?;
    let response = match form {
        Form::Json => {
            let response = call.json(&freshness, || selection.of(view(municipality, standing, day, &base)))?;
            let is_deprecated = shows_deprecated(&selection, standing.version());
            announced(response, is_deprecated, call.origin())
        }
        Form::Linked(syntax) => linked(&call.request, &freshness, syntax, "", || {
            public_service(municipality, standing, &base)
        })?,
        Form::Calendar => {
            let address = format!("{base}/municipalities/{}/insatser/{}", path.kommunkod, path.slug);
            forms::calendar_of(&call, &freshness, standing.version(), &address)?
        }
        Form::Csv | Form::Xlsx => return Err(Problem::of(Kind::NotAcceptable)),
        Form::SchemaOrg => schema_org(&call, &freshness, [(municipality, standing)].into_iter())?,
    };
    Ok(with_alternates(response, &call, &forms::OF_INSATS, form))
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
