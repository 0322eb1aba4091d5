//! What a service costs: cost options, as in HSDS.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::ToSchema;

use crate::domain::CatalogueText;
use crate::domain::decimal::Decimal;
use crate::domain::text::{composed, text};

/// A price of an insats, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostOption {
    /// What the price is for.
    pub option: CatalogueText,
    /// The price.
    pub amount: Decimal,
    /// Whether the price is exact or the highest.
    pub amount_is: AmountIs,
    /// The currency.
    pub currency: Currency,
    /// The unit that the price is for.
    pub per: CostUnit,
    /// The most that a person pays in a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<CostCap>,
    /// Whether the price depends on income.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income_tested: Option<bool>,
    /// How many of the first units are free.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000)]
    pub free_first: Option<u16>,
    /// Whom or what the price applies to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<CatalogueText>,
    /// The first day of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

impl CostOption {
    /// The price in words: what it is for, how much, and on which conditions. In English if the price has an English name.
    pub(crate) fn in_words(&self) -> Vec<CatalogueText> {
        let CatalogueText { sv, en, .. } = &self.option;
        let (most_sv, most_en) = match self.amount_is {
            AmountIs::Exact => ("", ""),
            AmountIs::AtMost => ("högst ", "at most "),
        };
        let price = |amount: Decimal, per: CostUnit| {
            let (per_sv, per_en) = per.in_words();
            let in_kronor = format!("{} kr {per_sv}", amount.in_swedish());
            (in_kronor, format!("SEK {} {per_en}", amount.in_english()))
        };
        let (price_sv, price_en) = price(self.amount, self.per);
        let in_english = en.as_ref().map(|en| format!("{en}: {most_en}{price_en}"));
        let mut words = vec![CatalogueText::new(
            format!("{sv}: {most_sv}{price_sv}"),
            in_english,
            None,
            BTreeMap::new(),
        )];
        words.extend(
            self.cap
                .map(|cap| composed!("Högst {price}", "At most {price}"; price = price(cap.amount, cap.per)).into()),
        );
        if self.income_tested == Some(true) {
            words.push(text!("Priset beror på inkomsten", "The price depends on income").into());
        }
        words.extend(self.free_first.map(|first| {
            composed!(
                "Antal gratis från början: {first}",
                "Number that is free at first: {first}"
            )
            .into()
        }));
        words.extend(self.condition.clone());
        words
    }
}

/// The most that a person pays in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CostCap {
    /// The highest total.
    pub amount: Decimal,
    /// The period.
    pub per: CostUnit,
}

/// Whether a price is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AmountIs {
    /// Everybody pays it.
    Exact,
    /// Nobody pays more.
    AtMost,
}

/// A currency (ISO 4217).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Currency {
    /// Swedish kronor.
    #[default]
    #[serde(rename = "SEK")]
    Sek,
}

/// The unit that a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, VariantArray)]
#[serde(rename_all = "camelCase")]
pub enum CostUnit {
    Hour,
    Occasion,
    Day,
    Week,
    Month,
    Year,
    /// One piece, such as a meal.
    Item,
    /// The whole insats.
    Total,
}

impl CostUnit {
    /// The unit after a price, in Swedish and English.
    pub(crate) const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::Hour => ("per timme", "an hour"),
            Self::Occasion => ("per tillfälle", "an occasion"),
            Self::Day => ("per dag", "a day"),
            Self::Week => ("per vecka", "a week"),
            Self::Month => ("per månad", "a month"),
            Self::Year => ("per år", "a year"),
            Self::Item => ("styck", "each"),
            Self::Total => ("totalt", "in total"),
        }
    }
}
