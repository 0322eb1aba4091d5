//! One version of an insats: what a board decided, and how it is presented.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::domain::contact::Contact;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::fact::Fact;
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::language::Language;
use crate::domain::{CatalogueText, Slug};

use super::amounts::Amount;
use super::body::Source;
use super::channels::Channel;
use super::costs::CostOption;
use super::decision::BoardDecision;
use super::documentation::{Documentation, IndividualLevel};
use super::place::Place;
use super::schedule::Schedule;

/// One version of an insats, exactly as in its document.
///
/// Decided members cannot change once the version is in force: `validFrom`, `validTo`, `validToNotStated`, `decision`,
/// `legalBasis`, `anonymous`, criteria, `targetGroup`, `withoutGuardianFrom15`, `selection`, `documentation`,
/// `assessmentNotRequired`, `fee.kind`, `limits`, `amounts`, `referralNeeded`, `placesComplete`, `activitiesComplete`. All
/// other members are presentation and can always change. `placesComplete`, `activitiesComplete` and, beside `limits`,
/// `amounts` may be added once to a version in force, and the decided last day once in place of a chosen one.
/// Of a decided text only the Swedish is decided: translations can always change.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of the document")]
pub struct Version {
    /// The slug of the insats, unique within the municipality.
    pub slug: Slug,
    /// Its name.
    pub name: CatalogueText,
    /// A description in a few plain sentences.
    pub summary: CatalogueText,
    /// The category, for comparing municipalities.
    pub category: Category,
    /// The first day in force.
    pub valid_from: NaiveDate,
    /// `true` if no source states the first day; `validFrom` is then the earliest day in the source.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub valid_from_not_stated: bool,
    /// `true` if it was published after its first day. The server sets it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub entered_late: bool,
    /// The last day in force, if decided.
    pub valid_to: Option<NaiveDate>,
    /// `true` if no source states the last day; `validTo` is then chosen, and what holds after it is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub valid_to_not_stated: bool,
    /// The decision.
    pub decision: Option<BoardDecision>,
    /// The provisions that support it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["11 kap. 5 § socialtjänstlagen (2025:400)"]))]
    pub legal_basis: Vec<String>,
    /// Whether people can take part anonymously.
    pub anonymous: Option<bool>,
    /// The criteria; absent if the catalogue does not have them.
    pub criteria: Option<Criterion>,
    /// `true` if the catalogue does not have the criteria.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub criteria_not_stated: bool,
    /// The target group, in words.
    pub target_group: Option<CatalogueText>,
    /// How the board sees children from 15 to 17 whose guardian does not consent (SoL 2025:400, 21 kap. 2 §).
    #[serde(skip_serializing_if = "WithoutGuardianFrom15::is_not_stated")]
    #[serde(rename = "withoutGuardianFrom15")]
    pub without_guardian_from_15: WithoutGuardianFrom15,
    /// How places are allocated if there are too few; never evaluated.
    pub selection: Option<CatalogueText>,
    /// The purpose according to the board.
    pub purpose: Option<CatalogueText>,
    /// Whether it was given before its first day in force, according to the source.
    pub existed_before: Option<bool>,
    /// The documentation rules.
    pub documentation: Option<Documentation>,
    /// Whether it is advice (rådgivning).
    pub is_advice: Option<bool>,
    /// Why it needs no assessment although its name mentions an insats that always does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_not_required: Option<AssessmentNotRequired>,
    /// Its activities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// `true` if `activities` has every activity of the insats. Records of another, or of none, are refused, so that the last
    /// one may have a public figure of its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub activities_complete: bool,
    /// The places where it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// `true` if `places` has every place of the insats. Records of another, or of none, are refused, so that the last one
    /// may have a public figure of its own. No place may then be removed from a version in force.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub places_complete: bool,
    /// The fee.
    pub fee: Option<Fee>,
    /// What it costs, by price.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cost_options: Vec<CostOption>,
    /// How much a person can receive.
    pub limits: Option<Limits>,
    /// How much a person or a household can receive, in numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// Whether a referral is needed.
    pub referral_needed: Option<bool>,
    /// Whether booking is needed.
    pub booking: Option<Booking>,
    /// How to get it.
    pub how_to_get_it: Option<CatalogueText>,
    /// Where people apply for it after assessment, if the source names that for this insats only.
    pub application_contact: Option<Contact>,
    /// The ways to reach it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// The languages in which it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// A text to show with every answer about it.
    pub notice: Option<CatalogueText>,
    /// Its web page.
    #[schema(format = "uri", example = "https://www.example.se/stod")]
    pub web_page: Option<String>,
    /// Its e-service.
    #[schema(format = "uri", example = "https://e-tjanster.example.se/stod")]
    pub e_service: Option<String>,
    /// The function's phone number.
    #[schema(example = "0176-713 00")]
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    #[schema(example = "registrator@example.se")]
    pub function_email: Option<String>,
    /// How the catalogue reads what the sources leave open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Version {
    pub(crate) fn activity(&self, slug: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.slug.as_str() == slug)
    }

    pub(crate) fn place(&self, slug: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.slug.as_str() == slug)
    }

    /// The readings of a part: at it, above it within the same member, or below it. `part` is a JSON Pointer.
    pub(crate) fn readings_of(&self, member: &str, part: &str) -> impl Iterator<Item = &CatalogueText> {
        let is_at_or_below = |below: &str, above: &str| {
            below
                .strip_prefix(above)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let readings = self
            .readings
            .iter()
            .filter_map(|reading| Some((reading.pointer.as_deref()?, &reading.text)));
        let of_part = readings.filter(move |(pointer, _)| {
            is_at_or_below(pointer, part) || (is_at_or_below(part, pointer) && is_at_or_below(pointer, member))
        });
        of_part.map(|(_, text)| text)
    }

    /// Whether the Social Services Act covers it, according to its documentation rules.
    pub(crate) fn is_under_the_act(&self) -> bool {
        let level = self.documentation.as_ref().map(|rules| rules.individual_level);
        level != Some(IndividualLevel::OutsideAct)
    }

    /// The last day that it states as decided.
    pub(crate) fn decided_last_day(&self) -> Option<NaiveDate> {
        self.valid_to.filter(|_| !self.valid_to_not_stated)
    }

    /// Whether it ended before the act came into force.
    pub(crate) fn ended_before_the_law(&self) -> bool {
        self.valid_to.is_some_and(|last_day| last_day < LAW_IN_FORCE)
    }

    /// Whether the version has a member or a condition that the API replaces: `limits` or `relativeResidesIn`.
    pub(crate) fn has_deprecated(&self) -> bool {
        let is_replaced = |criteria: &Criterion| criteria.asks_for(Fact::RelativeResidenceMunicipality);
        self.limits.is_some() || self.all_criteria().any(is_replaced)
    }

    /// The criteria of the insats, of its activities and of its places.
    pub(crate) fn all_criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.criteria_by_member().map(|(_, criteria)| criteria)
    }

    /// The same, each with the path of its member: `activities/0/criteria`.
    pub(crate) fn criteria_by_member(&self) -> impl Iterator<Item = (String, &Criterion)> {
        let own = self.criteria.iter().map(|criteria| ("criteria".to_owned(), criteria));
        let of_activities = self.activities.iter().enumerate().filter_map(|(at, activity)| {
            let criteria = activity.criteria.as_ref()?;
            Some((format!("activities/{at}/criteria"), criteria))
        });
        let of_places = self.places.iter().enumerate().filter_map(|(at, place)| {
            let criteria = place.criteria.as_ref()?;
            Some((format!("places/{at}/criteria"), criteria))
        });
        own.chain(of_activities).chain(of_places)
    }
}

/// How the catalogue reads what a source leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reading {
    /// What the reading is about: a JSON Pointer into the version. Absent for the version as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/criteria/of/0")]
    pub pointer: Option<String>,
    /// The reading in words.
    pub text: CatalogueText,
}

/// Why an insats needs no individual assessment, where its name leaves that open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AssessmentNotRequired {
    /// The reason.
    pub reason: CatalogueText,
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

/// The category of an insats, from a closed list.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, VariantArray, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Category {
    /// Meeting places.
    Motesplats,
    /// Support for family carers.
    Anhorigstod,
    /// Advice and support.
    RadOchStod,
    /// Security at home.
    TrygghetIHemmet,
    /// Meaningful occupation.
    Sysselsattning,
    /// Practical help.
    Service,
    /// Children and young people.
    BarnOchUnga,
    /// Families.
    Familj,
    /// Domestic abuse.
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

/// A part of an insats. Without criteria of its own, it has those of the insats.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// Its slug, unique within the insats.
    pub slug: Slug,
    /// Its name.
    pub name: CatalogueText,
    /// A description.
    pub summary: Option<CatalogueText>,
    /// The target group, in words.
    pub target_group: Option<CatalogueText>,
    /// Its own criteria, which replace those of the insats.
    pub criteria: Option<Criterion>,
    /// The slugs of the places where it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Slug>,
    /// When it is given.
    pub schedule: Option<CatalogueText>,
    /// When it is given, by rules that repeat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// How much a person or a household can receive, in numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The fee of an insats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fee {
    /// The kind of fee.
    pub kind: FeeKind,
    /// The fee in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<CatalogueText>,
}

/// The kind of fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, VariantArray)]
#[serde(rename_all = "camelCase")]
pub enum FeeKind {
    /// Free of charge.
    Free,
    /// The organiser's cost.
    AtCost,
    /// An amount.
    Amount,
}

/// How much of an insats a person can receive without assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The limit in words.
    pub text: CatalogueText,
    /// The maximum number of sessions, if decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub max_sessions: Option<u16>,
}

/// Whether booking is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Booking {
    /// No booking.
    None,
    /// Booking is optional.
    Optional,
    /// Booking is required.
    Required,
}
