//! The answer to "does this person meet the board's criteria?": explained and dated, without an identity.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use smallvec::SmallVec;
use strum::IntoStaticStr;
use utoipa::ToSchema;

use crate::domain::contact::Contact;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::day;
use crate::domain::insatser::decision::Adoption;
use crate::domain::insatser::municipality::WhereToApply;
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Kommunkod, Slug, Stated, Text};

use super::guardian::{Proviso, ProvisoCode};
use super::missing::{MissingFact, MissingFacts};
use super::warning::{Warning, Warnings};

/// The answer to one eligibility question.
///
/// `eligible` means that the person belongs to the target group that the board set: it is no decision, no right and
/// no place.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer<'a> {
    /// The municipality asked about.
    pub kommunkod: Kommunkod,
    /// The insats asked about.
    #[schema(value_type = Slug)]
    pub insats: &'a str,
    /// The activity asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Slug>)]
    pub activity: Option<&'a str>,
    /// The place asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Slug>)]
    pub place: Option<&'a str>,
    /// The day asked about.
    #[serde(serialize_with = "day::serialize")]
    pub as_of: NaiveDate,
    /// The answer.
    pub outcome: Outcome,
    /// Why, in one word; absent when more facts are needed. The list is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// The answer in one or two sentences.
    #[schema(value_type = Text)]
    pub explanation: Cow<'a, RawValue>,
    /// Each condition and its result, in written order.
    #[schema(value_type = Vec<Reason>)]
    pub reasons: SmallVec<[&'a RawValue; 6]>,
    /// The facts that can still change the answer; empty when it is decided.
    #[schema(value_type = Vec<MissingFact>)]
    pub missing: MissingFacts<'a>,
    /// The first day on which the same facts would give `eligible`, where only time is lacking.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "day::serialize_option")]
    pub eligible_from: Option<NaiveDate>,
    /// The last day on which the same facts give `eligible`, where time alone ends it; absent where that day was chosen for
    /// the catalogue.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "day::serialize_option")]
    pub eligible_until: Option<NaiveDate>,
    /// Where to turn instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Contact>)]
    pub refer_to: Option<&'a Contact>,
    /// The activities with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<PartOutcome>)]
    pub activities: Vec<PartOutcome<'a>>,
    /// The places with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<PartOutcome>)]
    pub places: Vec<PartOutcome<'a>>,
    /// What else to know before turning there.
    #[serde(skip_serializing_if = "Warnings::is_empty")]
    #[schema(value_type = Vec<Warning>)]
    pub warnings: Warnings<'a>,
    /// What the act demands of a child who takes part.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "provisos")]
    #[schema(value_type = Vec<Proviso>)]
    pub provisos: Option<ProvisoCode>,
    /// The number of the version that was asked: 1 is the insats's first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// The revision of the catalogue that answered.
    pub catalogue_revision: i64,
    /// The decision behind that version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<DecisionBehind>)]
    pub decision: Option<&'a RawValue>,
    /// That one may always apply, and where.
    #[schema(value_type = RightToApply)]
    pub right_to_apply: &'a RawValue,
    /// What the answer is not.
    #[schema(value_type = Text)]
    pub notice: &'a RawValue,
}

/// The only proviso of an answer, as a list.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn provisos<S: serde::Serializer>(proviso: &Option<ProvisoCode>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(proviso.iter().map(|code| code.prepared()))
}

/// The outcomes. The list is open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, IntoStaticStr,
)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum Outcome {
    /// Belongs to the target group that the board set.
    Eligible,
    /// Some fact that is not known can still change the answer.
    NeedMoreFacts,
    /// Does not belong to the target group, or there is nothing to belong to.
    NotEligible,
    /// The catalogue lacks the decision or the criteria, or a condition that the API cannot evaluate decides: ask the
    /// municipality.
    #[default]
    Undetermined,
}

/// Why, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum ReasonCode {
    /// Open to everybody.
    OpenToAll,
    /// Every condition is met.
    MeetsCriteria,
    /// The age.
    Age,
    /// Where the person, or the one they support, is registered or lives.
    Municipality,
    /// The relation to somebody close.
    Relation,
    /// Something else that the person says of themselves.
    SelfDeclared,
    /// Somebody else gives this support.
    ReferredElsewhere,
    /// The decision, or the act, is not in force yet.
    NotInForce,
    /// The insats has ended.
    Terminated,
    /// No decision is in the catalogue for the day.
    NoDecision,
    /// The catalogue lacks the criteria.
    CriteriaUnknown,
    /// A condition on other persons.
    OtherPersons,
    /// A condition that the API cannot evaluate decides.
    ConditionNotEvaluated,
    /// A child needs the guardian's consent (SoL 2025:400, 21 kap. 2 §).
    GuardianConsent,
    /// May never be given without individual assessment.
    AlwaysRequiresIndividualAssessment,
}

/// One condition and its result.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reason<'a> {
    /// The place of the condition: a JSON Pointer into the criteria.
    #[schema(value_type = String, example = "/of/0")]
    pub path: &'a str,
    /// Whose criteria `path` points into; absent for those of the insats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stands_on: Option<StandsOn>,
    /// The kind of condition.
    #[schema(value_type = String, example = "age")]
    pub kind: &'static str,
    /// The result.
    pub result: Truth,
    /// The fact that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "birthDate")]
    pub fact: Option<&'static str>,
    /// The condition and its result in words.
    pub text: Text,
    /// Why the board set this limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stated>)]
    pub ground_for_limit: Option<&'a Stated>,
    /// Why this age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stated>)]
    pub age_reason: Option<&'a Stated>,
    /// How the catalogue reads what the source leaves open about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<CatalogueText>)]
    pub readings: Vec<&'a CatalogueText>,
    /// The provisions it rests on.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub legal_basis: &'a [String],
}

/// Whose criteria a condition belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum StandsOn {
    /// The activity asked about.
    Activity,
    /// The place asked about.
    Place,
}

/// An activity or a place with conditions of its own, and what they say.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PartOutcome<'a> {
    /// The activity or the place.
    #[schema(value_type = Slug)]
    pub slug: &'a str,
    /// The answer to its own conditions.
    pub outcome: Outcome,
}

/// The decision behind the version that was asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DecisionBehind<'a> {
    /// The deciding body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "Vård- och omsorgsnämnden")]
    pub body: Option<&'a str>,
    /// The day of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The body's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub reference: Option<&'a str>,
    /// Whether the source shows that it was adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adoption: Option<Adoption>,
    /// The first day in force.
    pub valid_from: NaiveDate,
    /// The last day in force, where it is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The provisions it rests on.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub legal_basis: &'a [String],
}

/// That one may always apply, and where.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RightToApply<'a> {
    /// In words.
    pub text: Text,
    /// Where to apply, where the catalogue knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Contact>)]
    pub contact: Option<&'a Contact>,
    /// That people may apply elsewhere than at the contact, where the catalogue does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_note: Option<Text>,
}

impl<'a> RightToApply<'a> {
    /// That one may always apply, and whom to contact about it.
    pub(crate) fn at(contact: Option<WhereToApply<'a>>) -> Self {
        Self {
            text: MAY_ALWAYS_APPLY,
            contact: contact.map(WhereToApply::contact),
            contact_note: matches!(contact, Some(WhereToApply::NotStated(_))).then_some(ASK_WHERE_TO_APPLY),
        }
    }
}

/// That one may always apply (fact sheet section 2).
pub(crate) const MAY_ALWAYS_APPLY: Text = text!(
    "Du har alltid rätt att ansöka om insatser hos socialtjänsten, vad svaret än blir. Då prövas ditt behov individuellt (11 kap. 1 § socialtjänstlagen).",
    "Whatever this answer says, you always have the right to apply to social services for support. Your needs will then be assessed individually (Chapter 11, Section 1, Social Services Act)."
);

/// That one may always apply, also for those who do not meet the conditions.
pub(crate) const MAY_APPLY_ANYWAY: Text = text!(
    "Du har alltid rätt att ansöka om insatser hos socialtjänsten, även om du inte uppfyller villkoren. Då prövas ditt behov individuellt (11 kap. 1 § socialtjänstlagen).",
    "You always have the right to apply to social services for support, even if you do not meet the conditions. Your needs will then be assessed individually (Chapter 11, Section 1, Social Services Act)."
);

/// That the contact is not known to be where one applies.
pub(crate) const ASK_WHERE_TO_APPLY: Text = text!(
    "Fråga var du ansöker. Katalogen har ingen uppgift om det.",
    "Ask where to apply. The catalogue does not have that information."
);

/// What an answer is not.
const NOTICE: Text = text!(
    "Svaret bygger på uppgifterna i frågan och i katalogen. Det är inte ett beslut och ger dig inte rätt till insatsen.",
    "This answer is based on the facts you gave and on the catalogue. It is not a decision and does not entitle you to the service."
);

/// What an answer is not, with what the insats itself says.
pub(crate) fn notice(of_insats: Option<&CatalogueText>) -> Text {
    match of_insats {
        None => NOTICE,
        Some(own) => composed!("{notice} {own}", "{notice} {own}"; notice = NOTICE, own = (&own.sv, own.en_or_sv())),
    }
}
