//! An insats that is in force on a day, with what its HSDS objects depend on.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::domain::criteria::Criterion;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::insatser::municipality::{LinkedProvider, Municipality};
use crate::domain::insatser::version::Version;
use crate::domain::{Kommunkod, Slug};

use super::ids::id;
use super::organizations::Organization;
use super::taxonomies;

/// An insats that is in force on a day.
#[derive(Clone, Copy)]
pub(crate) struct Offered<'a> {
    /// Its municipality.
    pub municipality: &'a Municipality,
    /// The version in force.
    pub version: &'a Version,
    /// The day.
    pub day: NaiveDate,
    /// When something that is shown of it changed last, if known.
    pub changed: Option<DateTime<Utc>>,
    /// The public address of the API, to which its objects refer.
    pub base: &'a str,
}

impl<'a> Offered<'a> {
    pub(crate) fn kommunkod(&self) -> Kommunkod {
        self.municipality.document().kommunkod
    }

    /// The name that its identifier is made from; those of its parts begin with it.
    pub(crate) fn name(&self) -> String {
        name_of_service(self.kommunkod(), &self.version.slug)
    }

    /// Its identifier as a service.
    pub(crate) fn id(&self) -> String {
        id(self.name())
    }

    /// The body that decided it, or the municipality if the catalogue does not have that body.
    pub(crate) fn organization(&self) -> Organization<'a> {
        let decision = self.version.decision.as_ref();
        let body = decision.and_then(|decision| self.municipality.body(&decision.body));
        body.map_or(Organization::Municipality(self.municipality), |body| {
            Organization::Body(self.municipality, body)
        })
    }

    /// The providers with an agreement that runs on the day.
    pub(crate) fn providers(&self) -> impl Iterator<Item = LinkedProvider<'a>> + use<'a> {
        let day = self.day;
        let linked = self.municipality.linked_providers(&self.version.slug);
        linked.filter(move |linked| linked.runs_on(day))
    }

    /// Whether an organization decided it or carries it out.
    pub(crate) fn is_of(&self, organization: &str) -> bool {
        let of_provider =
            |linked: LinkedProvider| Organization::Provider(self.municipality, linked.provider()).id() == organization;
        self.organization().id() == organization || self.providers().any(of_provider)
    }

    /// Whether it has a term, or any term of a taxonomy.
    pub(crate) fn has_term(&self, term: Option<&str>, taxonomy: Option<&str>) -> bool {
        let mut terms = taxonomies::terms_of(self.version);
        terms.any(|own| {
            term.is_none_or(|term| own.id() == term) && taxonomy.is_none_or(|taxonomy| own.taxonomy.id() == taxonomy)
        })
    }

    /// Whether it changed at a moment or later; also if that is not known.
    pub(crate) fn changed_since(&self, moment: DateTime<Utc>) -> bool {
        self.changed.is_none_or(|changed| changed >= moment)
    }

    /// The moment of its last change, in milliseconds.
    pub(crate) fn last_modified(&self) -> Option<String> {
        let changed = self.changed?;
        Some(changed.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    /// The questions of the municipality's own.
    pub(crate) fn questions(&self) -> &'a [LocalQuestion] {
        &self.municipality.document().questions
    }

    /// The criteria of the insats and, instead of it, those of its activities and places.
    pub(crate) fn all_criteria(&self) -> impl Iterator<Item = &'a Criterion> + use<'a> {
        self.version.all_criteria()
    }

    /// The address of the insats in the API.
    pub(crate) fn address(&self) -> String {
        format!(
            "{}/municipalities/{}/insatser/{}",
            self.base,
            self.kommunkod(),
            self.version.slug
        )
    }
}

/// The name that the identifier of an insats is made from.
pub(crate) fn name_of_service(kommunkod: Kommunkod, insats: &Slug) -> String {
    format!("{kommunkod}/insatser/{insats}")
}

/// The last day, until a day, on which what is shown of a version changed by itself: it came into force, or an agreement
/// began or was over.
pub(crate) fn last_turn(municipality: &Municipality, version: &Version, day: NaiveDate) -> Option<NaiveDate> {
    let agreements = municipality.agreement_days(&version.slug);
    let begin_or_over = agreements
        .iter()
        .flat_map(|days| [days.first, days.last.and_then(|last| last.succ_opt())])
        .flatten();
    let turns = begin_or_over.chain([version.valid_from]);
    turns.filter(|turn| *turn <= day).max()
}
