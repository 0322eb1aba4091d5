//! Streams: what one provider reports of one insats.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One insats and one provider. No released cell mixes streams, so that providers learn nothing about each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Stream {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
}

impl Stream {
    /// The stream of an insats and a provider.
    pub fn new(insats: impl Into<String>, provider: impl Into<String>) -> Self {
        Self {
            insats: insats.into(),
            provider: provider.into(),
        }
    }
}
