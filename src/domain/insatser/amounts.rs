//! How much of a service a person can receive.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::CatalogueText;
use crate::domain::decimal::Decimal;

/// How much of an insats or an activity a person or a household can receive without assessment. Decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// What is counted.
    pub what: AmountUnit,
    /// The most that can be received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Decimal>,
    /// The least that must be received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Decimal>,
    /// The period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<AmountPeriod>,
    /// Who shares the amount.
    #[serde(rename = "for")]
    pub shared_by: AmountFor,
    /// Whom or what the amount applies to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<CatalogueText>,
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AmountUnit {
    Hours,
    Occasions,
    Days,
}

/// The period of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AmountPeriod {
    Day,
    Week,
    Month,
    Year,
    /// Once and for all.
    Total,
}

/// Who shares an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AmountFor {
    /// Each person has it.
    Person,
    /// The household shares it.
    Household,
}
