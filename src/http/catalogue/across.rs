//! Insatser of all municipalities, in a form that can be compared.

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::listing::{Listed, Listing, Statuses};
use crate::domain::criteria::Criterion;
use crate::domain::criteria::comparable::{ComparableCondition, comparable};
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::body::MunicipalityDocument;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Fee};
use crate::domain::search::member::SearchedMember;
use crate::domain::{CatalogueText, Kommunkod, Slug, Text};
use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::http::response::accept::preferred_of;
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::response::selection::{Selected, SelectionQuery, selectable};

use super::forms::{self, Form, with_alternates};
use super::insats_filter::Filter;

/// A page of insatser of all municipalities.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatserAcross<'a> {
    /// The insatser, by municipality in Swedish order; with `q`, the best match first.
    #[schema(value_type = Vec<OfferedInsats>)]
    pub insatser: Vec<Selected<OfferedInsats<'a>>>,
    /// With `category`: the municipalities whose catalogue has no such decision in force on the day. They may still have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_catalogue: Option<Vec<Kommunkod>>,
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

/// An insats that a municipality offers, in a form that can be compared with others.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfferedInsats<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The name of the municipality.
    #[schema(value_type = String, example = "Tomelilla")]
    pub municipality: &'static str,
    /// The insats.
    pub slug: &'a Slug,
    /// The name of the insats.
    pub name: &'a CatalogueText,
    /// The kind of insats.
    pub category: Category,
    /// The status on the day.
    pub status: Status,
    /// Whether everyone may take part without conditions.
    pub open_to_all: bool,
    /// The conditions; absent if the catalogue lacks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<ComparableCondition>>,
    /// The conditions in one sentence.
    pub in_words: Text,
    /// The kind of fee, and the fee in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Fee>)]
    pub fee: Option<&'a Fee>,
    /// What it costs, by price.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<CostOption>)]
    pub cost_options: &'a [CostOption],
    /// How much a person or a household can receive.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<Amount>)]
    pub amounts: &'a [Amount],
    /// What to know before turning there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// With `q`: the members that have any of the words, the weightiest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<SearchedMember>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(OfferedInsats<'_>: "kommunkod", "municipality", "slug", "name", "category", "status", "openToAll", "inWords");

/// List insatser across municipalities.
///
/// Visar vad kommunerna erbjuder en viss dag och på vilka villkor, i en form som går att jämföra. Med `category` visas också
/// vilka kommuners kataloger som saknar ett sådant beslut. I andra former (länkade data, CSV, Excel) får
/// du hela katalogen om du inte anger `page` eller `limit`.
///
/// Shows what the municipalities offer on a day and on which conditions, in a form that can be compared. With `category`,
/// it also shows whose catalogues lack such a decision. In other forms (linked data, CSV, Excel), you
/// get the whole catalogue unless you state `page` or `limit`.
#[utoipa::path(tag = "insatser", params(Filter, SelectionQuery, Page), responses((
    status = 200, description = "Insatserna. / The insatser.",
    content((InsatserAcross = "application/json"), (Object = "application/ld+json"), (String = "text/turtle"),
        (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
)))]
#[get("/insatser")]
pub(crate) async fn list_insatser_across_municipalities(
    Query((filter, members, page)): Query<(Filter, SelectionQuery, Option<Page>)>,
    call: Call,
) -> Answer {
    let members = members.of()?;
    let form = *preferred_of(&call.request, &forms::OF_LIST)?;
    let catalogue = call.catalogue();
    let (day, freshness) = call.day(filter.as_of, catalogue.tagged(catalogue.revision()));
    if form != Form::Json {
        let municipalities = catalogue.municipalities_by_name();
        let selection = filter.selection(Statuses::InForceOnDay);
        let Listing { insatser, .. } = selection.of(&catalogue, municipalities, day);
        return forms::list_in_form(&call, &freshness, form, insatser, page);
    }
    let page = page.unwrap_or_default();
    let (base, own) = (call.base(), call.own());
    let response = call.json(&freshness, || {
        let municipalities = catalogue.municipalities_by_name();
        let category = filter.category;
        let selection = filter.selection(Statuses::InForceOnDay);
        let Listing { insatser, historical } = selection.of(&catalogue, municipalities.iter().copied(), day);
        let (shown, meta) = page.of(insatser);
        InsatserAcross {
            insatser: shown
                .into_iter()
                .map(|listed| members.of(offered(listed, day, &base)))
                .collect(),
            not_in_catalogue: category.map(|category| {
                let lacks = |municipality: &&Municipality| !has(municipality, category, day);
                municipalities.into_iter().filter(lacks).map(kommunkod_of).collect()
            }),
            historical,
            links: page.links(own, meta.total_records),
            meta,
        }
    })?;
    Ok(with_alternates(response, &call, &forms::OF_LIST, form))
}

fn kommunkod_of(municipality: &Municipality) -> Kommunkod {
    municipality.document().kommunkod
}

/// Whether an insats of a category is in force in a municipality on a day.
fn has(municipality: &Municipality, category: Category, day: NaiveDate) -> bool {
    let mut standings = municipality.insatser().values().filter_map(|insats| insats.on(day));
    standings.any(|standing| match standing {
        Standing::InForce(version) => version.held.version.category == category,
        _ => false,
    })
}

fn offered<'a>(listed: Listed<'a>, day: NaiveDate, base: &str) -> OfferedInsats<'a> {
    let Listed {
        municipality, standing, ..
    } = listed;
    let MunicipalityDocument {
        kommunkod, questions, ..
    } = municipality.document();
    let kommunkod = *kommunkod;
    let version = listed.version();
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", version.slug);
    OfferedInsats {
        kommunkod,
        municipality: kommunkod.kommun().name,
        slug: &version.slug,
        name: &version.name,
        category: version.category,
        status: standing.status(),
        open_to_all: version.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        conditions: version
            .criteria
            .as_ref()
            .map(|criteria| comparable(criteria, questions)),
        in_words: sentence(version.criteria.as_ref(), questions),
        fee: version.fee.as_ref(),
        cost_options: &version.cost_options,
        amounts: &version.amounts,
        warnings: Warning::of(municipality, version, day),
        matched: listed.matched(),
        links: vec![
            Link::get("self", own.clone()),
            Link::get("criteria", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
        ],
    }
}
