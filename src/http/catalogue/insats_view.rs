//! An insats in an answer: the document of its version, and the facts that the server adds.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::eligibility::answer::RightToApply;
use crate::domain::eligibility::difference::ChangedAnswer;
use crate::domain::eligibility::guardian::{Proviso, ProvisoCode, of_children};
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::{Availability, ProviderKind, ServiceArea};
use crate::domain::insatser::version::Version;
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::publishing::remark::{Remark, remarks};
use crate::domain::reach::change::ReachChange;
use crate::domain::search::member::SearchedMember;
use crate::domain::{Kommunkod, Slug};
use crate::http::response::link::Link;
use crate::http::response::selection::selectable;

/// An insats: the document of one version, and its status on the day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatsView<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The status on the day.
    pub status: Status,
    /// Whether everyone may take part without conditions.
    pub open_to_all: bool,
    /// The number of the version, from 1.
    #[schema(minimum = 1, example = 1)]
    pub version: usize,
    /// The last day in force, if it is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day_in_force: Option<NaiveDate>,
    #[serde(flatten)]
    #[schema(inline = false, value_type = Version)]
    pub document: &'a Version,
    /// The providers of the insats.
    pub providers: Vec<LinkedProviderView<'a>>,
    /// What the sources lack.
    pub remarks: Vec<Remark>,
    /// The withdrawal, if the board has withdrawn this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<&'a Withdrawal>,
    /// What to know before turning there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// What the act demands of a child who takes part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provisos: Vec<Proviso>,
    /// Example persons whose answer the version changes, each with the fewest facts; only with `validateOnly`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed_answers: Vec<ChangedAnswer>,
    /// How the version changes the number of residents whom the conditions admit; only with `validateOnly`, and if the
    /// population is imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach_change: Option<ReachChange>,
    /// In a list with `q`: the members that have any of the words, the weightiest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<SearchedMember>,
    /// The right to apply, and where to apply.
    pub right_to_apply: RightToApply<'a>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(InsatsView<'_>: "kommunkod", "slug", "name", "summary", "category", "status", "openToAll", "validFrom", "lastDayInForce");

/// A provider linked to an insats by an agreement.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LinkedProvider)]
pub(crate) struct LinkedProviderView<'a> {
    /// The short name of the provider.
    pub slug: &'a Slug,
    /// The name of the provider.
    #[schema(value_type = String, example = "Finska föreningen")]
    pub name: &'a str,
    /// The kind of provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProviderKind>,
    /// Whether an agreement runs on the day.
    pub agreement_runs: bool,
    /// Whether it can take on more people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Availability>)]
    pub availability: Option<&'a Availability>,
    /// The areas of its agreements for the insats; the whole municipality if not stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<ServiceArea>)]
    pub service_areas: Vec<&'a ServiceArea>,
}

pub(crate) fn view<'a>(
    municipality: &'a Municipality,
    standing: Standing<'a>,
    day: NaiveDate,
    base: &str,
) -> InsatsView<'a> {
    let version = standing.version();
    let held = version.held;
    let document = &held.version;
    let kommunkod = municipality.document().kommunkod;
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", document.slug);
    InsatsView {
        kommunkod,
        status: standing.status(),
        open_to_all: document.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        version: version.number,
        last_day_in_force: version.decided_last_day(),
        document,
        providers: municipality
            .linked_providers(&document.slug)
            .map(|linked| LinkedProviderView {
                slug: &linked.provider().slug,
                name: &linked.provider().name,
                kind: linked.provider().kind,
                agreement_runs: linked.runs_on(day),
                availability: linked.provider().availability.as_ref(),
                service_areas: linked.service_areas_on(day),
            })
            .collect(),
        remarks: remarks(municipality, document),
        withdrawal: held.withdrawal.as_ref(),
        warnings: Warning::of(municipality, document, day),
        provisos: of_children(held, day).map(ProvisoCode::proviso).into_iter().collect(),
        changed_answers: Vec::new(),
        reach_change: None,
        matched: Vec::new(),
        right_to_apply: RightToApply::at(municipality.where_to_apply(Some(document))),
        links: vec![
            Link::get("self", own.clone()),
            Link::get("version-history", format!("{own}/versions")),
            Link::get("criteria", format!("{own}/criteria")),
            Link::get("documentation-rules", format!("{own}/documentation-rules")),
            Link::post("eligibility", format!("{own}/eligibility")),
            Link::get("up", format!("{base}/municipalities/{kommunkod}")),
        ],
    }
}
