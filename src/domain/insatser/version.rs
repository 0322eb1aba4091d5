//! One version of an insats: what a board decided, and what is told about it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::body::Source;
use super::decision::BoardDecision;
use super::documentation::{Documentation, IndividualLevel};
use super::place::Place;

/// One version of an insats, exactly as its document states it.
///
/// Decided members are fixed once the version is in force: `validFrom`, `validTo`, `decision`, `legalBasis`,
/// `anonymous`, criteria, `targetGroup`, `selection`, `documentation`, `fee.kind`, `limits`, `referralNeeded`. All
/// else is presentation and may get a new edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The insats's short name within the municipality.
    pub slug: Slug,
    /// What it is called.
    pub name: Text,
    /// What it is, in a few plain sentences.
    pub summary: Text,
    /// The kind of insats, for comparing municipalities.
    pub category: Category,
    /// The first day in force.
    pub valid_from: NaiveDate,
    /// `true` when no source states the first day, and `validFrom` is the earliest that a source shows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub valid_from_not_stated: bool,
    /// `true` when it was entered after its first day; the server sets it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub entered_late: bool,
    /// The last day in force, where one is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The decision behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<BoardDecision>,
    /// The provisions it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["11 kap. 5 § socialtjänstlagen (2025:400)"]))]
    pub legal_basis: Vec<String>,
    /// Whether one may take part without saying who one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<bool>,
    /// The conditions; absent when the catalogue does not know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criterion>,
    /// `true` when the catalogue does not know the conditions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub criteria_not_stated: bool,
    /// Whom it is meant for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group: Option<Text>,
    /// How the board sees children from 15 to 17 whose guardian does not consent (SoL 2025:400, 21 kap. 2 §).
    #[serde(skip_serializing_if = "WithoutGuardianFrom15::is_not_stated")]
    #[serde(rename = "withoutGuardianFrom15")]
    pub without_guardian_from_15: WithoutGuardianFrom15,
    /// How those are chosen who get a place; never evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Text>,
    /// What the board wants to reach with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// The documentation rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<Documentation>,
    /// Whether it is advice (rådgivning).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_advice: Option<bool>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// Where it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// How much of it one can get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// Whether a referral is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral_needed: Option<bool>,
    /// Whether one books.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking: Option<Booking>,
    /// How one gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_to_get_it: Option<Text>,
    /// What must be said beside every answer about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Text>,
    /// A web page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://www.example.se/stod")]
    pub web_page: Option<String>,
    /// An e-service for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://e-tjanster.example.se/stod")]
    pub e_service: Option<String>,
    /// A telephone number to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0176-713 00")]
    pub function_phone: Option<String>,
    /// An e-mail address to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "registrator@example.se")]
    pub function_email: Option<String>,
    /// Where the facts come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Version {
    /// The activity of a slug.
    pub(crate) fn activity(&self, slug: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.slug.as_str() == slug)
    }

    /// Says whether it is an insats under the Social Services Act at all, as far as its documentation rules tell.
    pub(crate) fn is_under_the_act(&self) -> bool {
        let level = self.documentation.as_ref().map(|rules| rules.individual_level);
        level != Some(IndividualLevel::OutsideAct)
    }

    /// Says whether its decided end lies before the act came into force.
    pub(crate) fn ended_before_the_law(&self) -> bool {
        self.valid_to.is_some_and(|last_day| last_day < LAW_IN_FORCE)
    }

    /// Every tree of criteria: the insats's own, then those of its activities and of its places.
    pub(crate) fn all_criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.criteria
            .iter()
            .chain(self.activities.iter().filter_map(|activity| activity.criteria.as_ref()))
            .chain(self.places.iter().filter_map(|place| place.criteria.as_ref()))
    }
}

/// Whether an insats suits children from 15 to 17 whose guardian does not consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WithoutGuardianFrom15 {
    /// It does.
    Suitable,
    /// It does not: the guardian's consent is needed until 18.
    NotSuitable,
    /// The board has not stated it.
    #[default]
    NotStated,
}

impl WithoutGuardianFrom15 {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_not_stated(&self) -> bool {
        *self == Self::NotStated
    }
}

/// The kind of insats; a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Meeting places.
    Motesplats,
    /// Support for family carers.
    Anhorigstod,
    /// Advice and support.
    RadOchStod,
    /// Safety at home.
    TrygghetIHemmet,
    /// Meaningful occupation.
    Sysselsattning,
    /// Practical help.
    Service,
    /// Children and young people.
    BarnOchUnga,
    /// Families.
    Familj,
    /// Violence in close relations.
    ValdINaraRelation,
    /// Addiction.
    Beroende,
    /// Disability.
    Funktionsnedsattning,
    /// Housing.
    Boende,
    /// Anything else.
    Ovrigt,
}

/// A part of an insats; it may have criteria of its own, else it has the insats's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// Its short name within the insats.
    pub slug: Slug,
    /// What it is called.
    pub name: Text,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// Whom it is meant for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group: Option<Text>,
    /// Its own conditions, instead of the insats's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criterion>,
    /// The places where it is given, by slug.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Slug>,
    /// When it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Text>,
    /// Where the facts come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// What an insats costs the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fee {
    /// What kind of fee.
    pub kind: FeeKind,
    /// The fee in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// What kind of fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum FeeKind {
    /// Nothing is paid.
    Free,
    /// What it costs the organiser.
    AtCost,
    /// An amount.
    Amount,
}

/// How much of an insats one can get without assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The limit in words.
    pub text: Text,
    /// The most sessions, where a number is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub max_sessions: Option<u16>,
}

/// Whether one books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Booking {
    /// One just comes.
    None,
    /// One may book.
    Optional,
    /// One must book.
    Required,
}
