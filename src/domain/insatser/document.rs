//! The documents of a catalogue, each with a key.

use chrono::NaiveDate;

use crate::domain::Slug;
use crate::domain::day;

use super::body::MunicipalityDocument;
use super::provider::{Agreement, Provider};
use super::version::Version;
use super::withdrawal::Withdrawal;

/// A published document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// The municipality's information about itself.
    Municipality(MunicipalityDocument),
    /// A version of an insats.
    Version(Box<Version>),
    /// The withdrawal of a version.
    Withdrawal(Box<Withdrawal>),
    /// A provider.
    Provider(Provider),
    /// An agreement of a provider.
    Agreement {
        /// The provider whose agreement it is.
        provider: Slug,
        /// The agreement.
        agreement: Agreement,
    },
}

/// The kind of a document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum Kind {
    /// The municipality's information about itself.
    Municipality,
    /// A version of an insats.
    Version,
    /// The withdrawal of a version.
    Withdrawal,
    /// A provider.
    Provider,
    /// An agreement of a provider.
    Agreement,
}

/// A change in a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Adds or replaces a document.
    Put(Document),
    /// Removes the document of this kind and key.
    Remove(Kind, String),
}

impl Change {
    /// The kind of the document that changes.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Put(document) => document.kind(),
            Self::Remove(kind, _) => *kind,
        }
    }

    /// The key of the document that changes.
    pub fn key(&self) -> String {
        match self {
            Self::Put(document) => document.key(),
            Self::Remove(_, key) => key.clone(),
        }
    }
}

pub(crate) fn version_key(slug: &Slug, valid_from: NaiveDate) -> String {
    format!("{slug}@{valid_from}")
}

/// The slug and `validFrom` in a version key.
pub(crate) fn read_version_key(key: &str) -> Option<(Slug, NaiveDate)> {
    let (slug, valid_from) = key.split_once('@')?;
    Some((Slug::parse(slug)?, day::parse(valid_from)?))
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Document {
    /// The document's kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Municipality(_) => Kind::Municipality,
            Self::Version(_) => Kind::Version,
            Self::Withdrawal(_) => Kind::Withdrawal,
            Self::Provider(_) => Kind::Provider,
            Self::Agreement { .. } => Kind::Agreement,
        }
    }

    /// The key within the municipality and kind: `slug@validFrom` for a version or withdrawal, `provider`, or
    /// `provider/agreement`.
    pub fn key(&self) -> String {
        match self {
            Self::Municipality(document) => document.kommunkod.to_string(),
            Self::Version(version) => version_key(&version.slug, version.valid_from),
            Self::Withdrawal(withdrawal) => version_key(&withdrawal.insats, withdrawal.valid_from),
            Self::Provider(provider) => provider.slug.to_string(),
            Self::Agreement { provider, agreement } => format!("{provider}/{}", agreement.slug),
        }
    }

    /// The document as JSON, the form that is stored, hashed and exported.
    pub fn to_json(&self) -> String {
        match self {
            Self::Municipality(document) => serde_json::to_string(document),
            Self::Version(version) => serde_json::to_string(version),
            Self::Withdrawal(withdrawal) => serde_json::to_string(withdrawal),
            Self::Provider(provider) => serde_json::to_string(provider),
            Self::Agreement { agreement, .. } => serde_json::to_string(agreement),
        }
        .expect("documents have text keys and finite numbers")
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/insatser/document.rs"]
mod tests;
