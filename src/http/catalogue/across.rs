//! Insatser across municipalities: who offers what, on which conditions.

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::catalogue::snapshot::Catalogue;
use crate::documents::read::{Members, date, line, word};
use crate::domain::criteria::Criterion;
use crate::domain::criteria::comparable::{ComparableCondition, comparable};
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::sentence::sentence;
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Fee, Version};
use crate::domain::kommun::Kommunkod;
use crate::domain::letters::{folded, swedish_order};
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::query::{FromQuery, Query};
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};

use super::insats_filter::says;

/// A page of insatser of all municipalities.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatserAcross<'a> {
    /// The insatser, by municipality in Swedish order.
    #[schema(value_type = Vec<OfferedInsats>)]
    pub insatser: Vec<OfferedInsats<'a>>,
    /// The municipalities that have a catalogue, but in it no decision of this category in force on the day. Only where
    /// a category is asked for. That it is not in the catalogue does not say that the municipality has not decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_catalogue: Option<Vec<Kommunkod>>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// An insats that a municipality offers, in a form that can be compared with others.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OfferedInsats<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// Its name.
    #[schema(value_type = String, example = "Tomelilla")]
    pub municipality: &'static str,
    /// The insats.
    #[schema(value_type = Slug)]
    pub slug: &'a Slug,
    /// What it is called.
    #[schema(value_type = Text)]
    pub name: &'a Text,
    /// The kind of insats.
    pub category: Category,
    /// What it is on the day, in one word.
    pub status: Status,
    /// Whether everybody may take part without conditions.
    pub open_to_all: bool,
    /// What its conditions look at; absent where the catalogue lacks them.
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
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Which insatser of all municipalities.
#[derive(Default, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(crate) struct AcrossFilter {
    /// The day asked about; today when absent. / Den dag som frågan avser; i dag om den utelämnas.
    #[param(format = "date", example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// Words in name, summary or target group, with or without diacritics. / Ord i namn, sammanfattning eller målgrupp.
    #[param(value_type = Option<String>, max_length = 300, example = "anhorig")]
    q: Option<String>,
    /// The kind of insats. / Slag av insats.
    #[param(inline, example = "anhorigstod")]
    category: Option<Category>,
}

impl FromQuery for AcrossFilter {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            as_of: parameters.optional("asOf", date),
            q: parameters.optional("q", line).map(|words| folded(&words)),
            category: parameters.optional("category", word),
        })
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
/// Visar vilka kommuner som erbjuder vad den dagen, öppet för alla eller på vilka villkor, i en form som går att jämföra.
/// Med `category` visas också vilka kommuner med katalog som saknar ett sådant beslut i den.
///
/// Shows which municipalities offer what on the day, open to all or on which conditions, in a form that can be compared.
/// With `category` it also shows which municipalities with a catalogue lack such a decision in it.
#[utoipa::path(tag = "insatser", params(AcrossFilter, Page), responses((status = 200, description = "Insatserna. / The insatser.", body = InsatserAcross)))]
#[get("/insatser")]
pub(crate) async fn list_insatser_across(Query((filter, page)): Query<(AcrossFilter, Page)>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let (day, freshness) = call.day(filter.as_of, catalogue.revision());
    call.json(&freshness, || list(&catalogue, &filter, page, day, call.own()))
}

/// Shows a page of insatser of all municipalities.
pub(crate) fn list<'a>(
    catalogue: &'a Catalogue,
    filter: &AcrossFilter,
    page: Page,
    day: NaiveDate,
    own: OwnAddress,
) -> InsatserAcross<'a> {
    let mut municipalities: Vec<&Municipality> = catalogue.municipalities().collect();
    municipalities.sort_by_key(|municipality| swedish_order(municipality.document().kommunkod.kommun().name));
    let base = own.base();
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
                all.push((kommunkod, standing));
            }
        }
        if !has_category {
            not_in_catalogue.push(kommunkod);
        }
    }
    let (shown, meta) = page.of(all);
    InsatserAcross {
        insatser: shown
            .into_iter()
            .map(|(kommunkod, standing)| {
                let municipality = catalogue.municipality(kommunkod);
                let questions = municipality.map(|municipality| &municipality.document().questions[..]);
                offered(kommunkod, standing, questions.unwrap_or_default(), &base)
            })
            .collect(),
        not_in_catalogue: filter.category.map(|_| not_in_catalogue),
        links: page.links(own, meta.total_records),
        meta,
    }
}

fn offered<'a>(
    kommunkod: Kommunkod,
    standing: Standing<'a>,
    questions: &[LocalQuestion],
    base: &str,
) -> OfferedInsats<'a> {
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
        links: vec![
            Link::get("self", own.clone()),
            Link::get("criteria", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
        ],
    }
}
