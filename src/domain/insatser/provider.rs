//! Who carries an insats out, and under which agreement.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::body::Source;

/// A provider (utförare). It has no organisation number here: a sole trader's is a personnummer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Its short name within the municipality; `egen-regi` is the body's own administration.
    pub slug: Slug,
    /// What it is called.
    #[schema(example = "Finska föreningen")]
    pub name: String,
    /// What kind of provider, where the source shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProviderKind>,
    /// A web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://www.example.se")]
    pub web_page: Option<String>,
    /// A telephone number to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_phone: Option<String>,
    /// Where the facts come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// What kind of provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ProviderKind {
    /// The deciding body's own administration.
    OwnAdministration,
    /// An association.
    Association,
    /// A company.
    Company,
    /// A foundation.
    Foundation,
    /// Another public body.
    PublicBody,
}

/// An agreement by which a provider carries insatser out.
///
/// Where a day is not stated the agreement counts as running. An add-on ends with the agreement it is part of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Its short name within the provider.
    pub slug: Slug,
    /// The insatser it covers, by slug.
    pub insatser: Vec<Slug>,
    /// The first day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// What kind of agreement.
    pub kind: AgreementKind,
    /// The agreement that an add-on belongs to, by slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Slug>,
    /// The municipality's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What more is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where the facts come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// What kind of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AgreementKind {
    /// The body's own administration does it itself.
    OwnAdministration,
    /// An agreement on its own.
    Main,
    /// An addition to a main agreement.
    AddOn,
}

impl Agreement {
    /// The last day in force, an add-on's main agreement considered; `None` while no end is known.
    pub(crate) fn last_day(&self, main: Option<&Self>) -> Option<NaiveDate> {
        let of_main = main.and_then(|main| main.valid_to);
        match (self.valid_to, of_main) {
            (Some(own), Some(of_main)) => Some(own.min(of_main)),
            (own, of_main) => own.or(of_main),
        }
    }
}

/// The days on which an agreement runs; one that is not stated is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgreementDays {
    /// The first.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: Option<NaiveDate>,
}

impl AgreementDays {
    /// Says whether the agreement runs on a day.
    pub(crate) fn include(self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// The first day without any running agreement, where there are agreements and all have ended.
    pub(crate) fn none_since(all: &[Self], day: NaiveDate) -> Option<NaiveDate> {
        if all.iter().any(|days| days.include(day)) {
            return None;
        }
        let ended = all
            .iter()
            .filter_map(|days| days.last)
            .filter(|last| *last < day)
            .max()?;
        ended.succ_opt()
    }
}
