//! Providers of insatser, and their agreements.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{Slug, Text};

use super::body::Source;

/// A provider (utförare). The organisation number is left out, since a sole trader's is a personnummer.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Its slug, unique within the municipality; `egen-regi` is the body's own administration.
    pub slug: Slug,
    /// Its name.
    #[schema(example = "Finska föreningen")]
    pub name: String,
    /// The kind of provider, if the source states it.
    pub kind: Option<ProviderKind>,
    /// Its web page.
    #[schema(format = "uri", example = "https://www.example.se")]
    pub web_page: Option<String>,
    /// The function's phone number.
    pub function_phone: Option<String>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The kind of provider.
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

/// An agreement under which a provider carries out insatser.
///
/// An unstated first or last day means that it is running. An add-on ends with its main agreement.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Its slug, unique within the provider.
    pub slug: Slug,
    /// The slugs of the insatser that it covers.
    pub insatser: Vec<Slug>,
    /// The first day in force.
    pub valid_from: Option<NaiveDate>,
    /// The last day in force.
    pub valid_to: Option<NaiveDate>,
    /// The kind of agreement.
    pub kind: AgreementKind,
    /// The slug of the main agreement, for an add-on.
    pub part_of: Option<Slug>,
    /// The municipality's reference.
    pub reference: Option<String>,
    /// Further information.
    pub note: Option<Text>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The kind of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AgreementKind {
    /// The body's own administration, without a contract.
    OwnAdministration,
    /// A main agreement.
    Main,
    /// An add-on to a main agreement.
    AddOn,
}

impl Agreement {
    /// The last day in force, considering its main agreement; `None` if no end is known.
    pub(crate) fn last_day(&self, main: Option<&Self>) -> Option<NaiveDate> {
        let of_main = main.and_then(|main| main.valid_to);
        match (self.valid_to, of_main) {
            (Some(own), Some(of_main)) => Some(own.min(of_main)),
            (own, of_main) => own.or(of_main),
        }
    }
}

/// The days when an agreement runs; `None` if not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgreementDays {
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

impl AgreementDays {
    pub(crate) fn include(self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// The first day without a running agreement; `None` if one runs or none has ended.
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
