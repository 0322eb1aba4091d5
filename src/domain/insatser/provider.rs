//! Providers of insatser, and their agreements.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{CatalogueText, Slug};

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
    /// Whether it can take on more people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// Whether a provider can take on more people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    /// Whether it can.
    pub state: AvailabilityState,
    /// Further information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<CatalogueText>,
    /// When it was stated (RFC 3339).
    #[schema(example = "2026-11-27T08:00:00Z")]
    pub updated_at: DateTime<Utc>,
}

/// Whether a provider can take on more people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AvailabilityState {
    /// At once.
    Open,
    /// After a wait.
    Queue,
    /// Not at present.
    Full,
}

/// An area that an agreement covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceArea {
    /// Its name.
    #[schema(example = "Tumba")]
    pub name: String,
    /// What it includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<CatalogueText>,
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
    /// The areas where the provider gives the insatser; the whole municipality if not stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_areas: Vec<ServiceArea>,
    /// The municipality's reference.
    pub reference: Option<String>,
    /// Further information.
    pub note: Option<CatalogueText>,
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

impl Provider {
    /// Whether only the availability differs.
    pub(crate) fn differs_in_availability_only(&self, other: &Self) -> bool {
        let availability = other.availability.clone();
        Self {
            availability,
            ..self.clone()
        } == *other
    }
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
