//! The documentation rules of an insats.

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::documentation::{Documentation, IndividualLevel, NO_DOCUMENTATION_RULES};
use crate::domain::text::text;
use crate::domain::{CatalogueText, Kommunkod, Slug, Text};
use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::http::request::address::InsatsPath;
use crate::http::response::link::Link;

use super::insatser::{AsOf, AskedInsats};

/// The documentation rules of an insats.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentationRules<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    pub insats: &'a Slug,
    /// The number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: usize,
    /// The rules; absent when the catalogue has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<&'a Documentation>,
    /// What the conclusion of the risk and consequence analysis means in the municipality's guideline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_conclusion_meaning: Option<&'a CatalogueText>,
    /// What the rules mean for records sent to this API.
    pub here: Text,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Show the documentation rules of an insats.
///
/// Visar vad som ska dokumenteras om den enskilde och om gruppen, med lagrum, slutsats och hur ofta det rapporteras.
///
/// Shows what to document about the individual and the group, with provisions, conclusion and how often to report it.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf), responses((status = 200, description = "Reglerna. / The rules.", body = DocumentationRules)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/documentation-rules")]
pub(crate) async fn get_documentation_rules(path: web::Path<InsatsPath>, as_of: Query<AsOf>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let asked = AskedInsats::find(&catalogue, &path, &as_of.0, &call)?;
    let version = asked.standing.version();
    let stated = &version.held.version;
    let own = format!(
        "{}/municipalities/{}/insatser/{}",
        call.base(),
        path.kommunkod,
        stated.slug
    );
    call.json(&asked.freshness, || DocumentationRules {
        kommunkod: path.kommunkod,
        insats: &stated.slug,
        version: version.number,
        documentation: stated.documentation.as_ref(),
        risk_conclusion_meaning: asked.municipality.document().meaning_of(stated.documentation.as_ref()),
        here: here(stated.documentation.as_ref().map(|rules| rules.individual_level)),
        links: vec![
            Link::get("self", format!("{own}/documentation-rules")),
            Link::get("up", own),
        ],
    })
}

/// What is documented about the individual, in words.
pub(crate) const fn here(level: Option<IndividualLevel>) -> Text {
    match level {
        Some(IndividualLevel::Required) => text!(
            "Uppgifter om den enskilde dokumenteras i utförarens verksamhetssystem, aldrig här.",
            "Information about the individual is recorded in the provider's case management system, never here."
        ),
        Some(IndividualLevel::Exempt) => text!(
            "Uppgifter som kan röja vem du är ska inte dokumenteras.",
            "Information that could identify you is not to be recorded."
        ),
        Some(IndividualLevel::Advice) => text!(
            "Vid rådgivning behöver personliga förhållanden inte dokumenteras. Uppgifter på gruppnivå dokumenteras för uppföljning.",
            "When advice is given, personal circumstances need not be recorded. Group-level data are recorded for follow-up."
        ),
        Some(IndividualLevel::OutsideAct) => text!(
            "Socialtjänstlagens regler om dokumentation gäller inte den här insatsen.",
            "The documentation rules of the Social Services Act do not apply to this service."
        ),
        None => NO_DOCUMENTATION_RULES,
    }
}
