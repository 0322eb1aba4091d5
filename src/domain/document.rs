//! What can be published in a catalogue: one document each, under a key of its own.

use super::body::MunicipalityDocument;
use super::provider::{Agreement, Provider};
use super::slug::Slug;
use super::version::Version;

/// One published document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// What the municipality says of itself.
    Municipality(MunicipalityDocument),
    /// A version of an insats.
    Version(Box<Version>),
    /// A provider.
    Provider(Provider),
    /// An agreement of a provider.
    Agreement {
        /// Whose it is.
        provider: Slug,
        /// The agreement.
        agreement: Agreement,
    },
}

/// The kinds of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What the municipality says of itself.
    Municipality,
    /// A version of an insats.
    Version,
    /// A provider.
    Provider,
    /// An agreement of a provider.
    Agreement,
}

impl Kind {
    /// The kind as a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Version => "version",
            Self::Provider => "provider",
            Self::Agreement => "agreement",
        }
    }
}

impl Document {
    /// The document's kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Municipality(_) => Kind::Municipality,
            Self::Version(_) => Kind::Version,
            Self::Provider(_) => Kind::Provider,
            Self::Agreement { .. } => Kind::Agreement,
        }
    }

    /// The key within the municipality and kind: `slug@validFrom`, `provider`, `provider/agreement`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Municipality(document) => document.kommunkod.to_string(),
            Self::Version(version) => format!("{}@{}", version.slug, version.valid_from),
            Self::Provider(provider) => provider.slug.to_string(),
            Self::Agreement { provider, agreement } => format!("{provider}/{}", agreement.slug),
        }
    }

    /// The document as JSON text, the form in which it is kept, hashed and exported.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Municipality(document) => serde_json::to_string(document),
            Self::Version(version) => serde_json::to_string(version),
            Self::Provider(provider) => serde_json::to_string(provider),
            Self::Agreement { agreement, .. } => serde_json::to_string(agreement),
        }
        .expect("documents have text keys and finite numbers")
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_kind_is_the_same_wherever_it_is_written() {
        for kind in [Kind::Municipality, Kind::Version, Kind::Provider, Kind::Agreement] {
            assert_eq!(serde_json::json!(kind), kind.as_str());
        }
    }
}
