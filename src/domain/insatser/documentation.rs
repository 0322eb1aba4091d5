//! What must be documented about the individual and about the group, as the board decided (fact sheet section 5).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::text::text;
use crate::domain::{CatalogueText, Stated, Text};

/// The documentation rules of an insats.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Documentation {
    /// What is documented about the individual.
    pub individual_level: IndividualLevel,
    /// The provisions that support it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["14 kap. 5 § socialtjänstlagen (2025:400)"]))]
    pub legal_basis: Vec<String>,
    /// The conclusion of the risk and consequence analysis, if the municipality requires one: 1 individual level, 2
    /// exempt as not needed, 3 exempt as the group is hard to reach otherwise.
    #[schema(minimum = 1, maximum = 3)]
    pub risk_conclusion: Option<u8>,
    /// The special reasons for an exemption (14 kap. 5 § SoL).
    pub special_reasons: Option<Stated>,
    /// Further information in the decision.
    pub note: Option<CatalogueText>,
    /// What is documented about the group.
    pub group_level: GroupLevel,
}

/// That the catalogue has no documentation rules of an insats.
pub(crate) const NO_DOCUMENTATION_RULES: Text = text!(
    "Inga regler om dokumentation är införda i katalogen.",
    "No documentation rules have been entered in the catalogue."
);

/// What is documented about the individual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum IndividualLevel {
    /// The main rule, 14 kap. 3 § SoL: recorded in the provider's own case records, never here.
    Required,
    /// Nothing that can reveal an identity, by the board's decision (14 kap. 5 § SoL).
    Exempt,
    /// No personal circumstances, since the insats is advice (14 kap. 4 § SoL).
    Advice,
    /// The insats is not covered by the act and its documentation rules.
    OutsideAct,
}

/// What is documented about the group.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupLevel {
    /// The items that every group record must contain.
    pub items: Vec<GroupItem>,
    /// How often it is reported, if stated.
    pub reporting: Option<Reporting>,
    /// Further information in the decision.
    pub note: Option<CatalogueText>,
}

/// An item of group-level documentation, from a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum GroupItem {
    /// When it took place.
    Date,
    /// The method.
    Method,
    /// Who performed it: a role, never a name.
    PerformedBy,
    /// The number of participants.
    #[serde(rename = "participants.total")]
    ParticipantsTotal,
    /// The number of participants of each gender.
    #[serde(rename = "participants.gender")]
    ParticipantsGender,
    /// The content.
    Content,
    /// The extent.
    Extent,
    /// The kind of support.
    KindOfSupport,
    /// Recurring patterns.
    Patterns,
    /// Follow-up and evaluation: effect, feedback, ratings.
    Evaluation,
}

/// How often group-level documentation is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reporting {
    /// The length of a reporting period.
    pub cycle: Cycle,
    /// How often an evaluation is required, if not for every reporting period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation_cycle: Option<Cycle>,
    /// The number of days after the period when the report is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 366)]
    pub due_days: Option<u16>,
}

/// The length of a reporting period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cycle {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}
