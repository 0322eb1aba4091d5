//! Insatser of all municipalities, in a form that can be compared.

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::read::{date, word};
use crate::domain::criteria::Criterion;
use crate::domain::criteria::comparable::{ComparableCondition, comparable};
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::body::MunicipalityDocument;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Fee, Version};
use crate::domain::letters::swedish_order;
use crate::domain::{CatalogueText, Kommunkod, Slug, Text};
use crate::http::call::{Answer, Call};
use crate::http::query::{Query, query};
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::response::selection::{Selected, SelectionQuery, selectable};

use super::insats_filter::{folded_line, says};

/// A page of insatser of all municipalities.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatserAcross<'a> {
    /// The insatser, by municipality in Swedish order.
    #[schema(value_type = Vec<OfferedInsats>)]
    pub insatser: Vec<Selected<OfferedInsats<'a>>>,
    /// With `category`: the municipalities whose catalogue has no such decision in force on the day. They may still have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_catalogue: Option<Vec<Kommunkod>>,
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
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(OfferedInsats<'_>: "kommunkod", "municipality", "slug", "name", "category", "status", "openToAll", "inWords");

query! {
    /// Which insatser of all municipalities.
    AcrossFilter {
        /// The day of the question; today if absent. / Dagen som frågan avser; i dag om den utelämnas.
        #[param(format = "date", example = "2025-09-01")]
        as_of: Option<NaiveDate> = "asOf", date;
        /// Words in the name, summary or target group in any language, with or without diacritics. / Ord i namn, sammanfattning eller målgrupp på alla språk.
        #[param(value_type = Option<String>, max_length = 300, example = "anhorig")]
        q: Option<String> = "q", folded_line;
        /// The kind of insats. / Slag av insats.
        #[param(inline, example = "anhorigstod")]
        category: Option<Category> = "category", word;
    }
}

impl AcrossFilter {
    fn fits(&self, version: &Version) -> bool {
        self.category.is_none_or(|category| version.category == category)
            && self.q.as_deref().is_none_or(|words| says(version, words))
    }
}

/// List insatser across municipalities.
///
/// Visar vad kommunerna erbjuder en viss dag och på vilka villkor, i en form som går att jämföra. Med `category` visas också
/// vilka kommuners kataloger som saknar ett sådant beslut.
///
/// Shows what the municipalities offer on a day and on which conditions, in a form that can be compared. With `category`,
/// it also shows whose catalogues lack such a decision.
#[utoipa::path(tag = "insatser", params(AcrossFilter, SelectionQuery, Page), responses((status = 200, description = "Insatserna. / The insatser.", body = InsatserAcross)))]
#[get("/insatser")]
pub(crate) async fn list_insatser_across_municipalities(
    Query((filter, selection, page)): Query<(AcrossFilter, SelectionQuery, Page)>,
    call: Call,
) -> Answer {
    let selection = selection.of()?;
    let catalogue = call.catalogue();
    let (day, freshness) = call.day(filter.as_of, catalogue.tagged(catalogue.revision()));
    let mut municipalities: Vec<&Municipality> = catalogue.municipalities().collect();
    municipalities.sort_by_key(|municipality| swedish_order(municipality.document().kommunkod.kommun().name));
    let mut not_in_catalogue = Vec::new();
    let mut all = Vec::new();
    for municipality in municipalities {
        let kommunkod = municipality.document().kommunkod;
        let standings = municipality.insatser().values().filter_map(|insats| insats.on(day));
        let in_force = standings.filter(|standing| matches!(standing, Standing::InForce(_)));
        let mut has_category = false;
        for standing in in_force {
            let version = &standing.version().held.version;
            has_category |= filter.category == Some(version.category);
            if filter.fits(version) {
                all.push((municipality, standing));
            }
        }
        if !has_category {
            not_in_catalogue.push(kommunkod);
        }
    }
    let (base, own) = (call.base(), call.own());
    call.json(&freshness, || {
        let (shown, meta) = page.of(all);
        InsatserAcross {
            insatser: shown
                .into_iter()
                .map(|(municipality, standing)| selection.of(offered(municipality, standing, day, &base)))
                .collect(),
            not_in_catalogue: filter.category.map(|_| not_in_catalogue),
            links: page.links(own, meta.total_records),
            meta,
        }
    })
}

fn offered<'a>(municipality: &Municipality, standing: Standing<'a>, day: NaiveDate, base: &str) -> OfferedInsats<'a> {
    let MunicipalityDocument {
        kommunkod, questions, ..
    } = municipality.document();
    let kommunkod = *kommunkod;
    let version = &standing.version().held.version;
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
        links: vec![
            Link::get("self", own.clone()),
            Link::get("criteria", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
        ],
    }
}
