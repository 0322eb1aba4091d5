//! How much of a service a person can receive.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::decimal::Decimal;
use crate::domain::letters::capital;
use crate::domain::text::composed;
use crate::domain::{CatalogueText, Text};

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

impl Amount {
    /// The amount in words: "Högst 8 timmar per månad för varje person."
    pub(crate) fn in_words(&self) -> Text {
        let numbers = |least: &str, most: &str, write: fn(Decimal) -> String| {
            let least = self.at_least.map(|number| format!("{least} {}", write(number)));
            let most = self.at_most.map(|number| format!("{most} {}", write(number)));
            least.into_iter().chain(most).collect::<Vec<_>>()
        };
        let numbers = (
            numbers("minst", "högst", Decimal::in_swedish).join(" och "),
            numbers("at least", "at most", Decimal::in_english).join(" and "),
        );
        let is_one = self
            .at_most
            .or(self.at_least)
            .is_some_and(|number| number.in_english() == "1");
        let unit = self.what.in_words(is_one);
        let per = self.per.map_or(("", ""), AmountPeriod::in_words);
        let whose = match self.shared_by {
            AmountFor::Person => ("för varje person", "for each person"),
            AmountFor::Household => ("för hushållet tillsammans", "for the household together"),
        };
        let amount = composed!(
            "{numbers} {unit}{per} {whose}",
            "{numbers} {unit}{per} {whose}";
            numbers,
            unit,
            per,
            whose
        );
        let amount = (capital(&amount.sv), capital(&amount.en));
        match &self.condition {
            None => composed!("{amount}.", "{amount}."; amount),
            Some(condition) => composed!(
                "{amount}. Villkor: {condition}",
                "{amount}. Condition: {condition}";
                amount,
                condition = condition.for_sentences()
            ),
        }
    }
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AmountUnit {
    Hours,
    Occasions,
    Days,
}

impl AmountUnit {
    const fn in_words(self, is_one: bool) -> (&'static str, &'static str) {
        match (self, is_one) {
            (Self::Hours, true) => ("timme", "hour"),
            (Self::Hours, false) => ("timmar", "hours"),
            (Self::Occasions, true) => ("tillfälle", "occasion"),
            (Self::Occasions, false) => ("tillfällen", "occasions"),
            (Self::Days, true) => ("dag", "day"),
            (Self::Days, false) => ("dagar", "days"),
        }
    }
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

impl AmountPeriod {
    /// After the unit, with a space before it.
    const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::Day => (" per dag", " a day"),
            Self::Week => (" per vecka", " a week"),
            Self::Month => (" per månad", " a month"),
            Self::Year => (" per år", " a year"),
            Self::Total => (" totalt", " in total"),
        }
    }
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
