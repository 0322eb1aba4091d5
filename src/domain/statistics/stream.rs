//! A stream: what one provider reports of one insats.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One insats and one provider: no released cell mixes streams, so providers learn nothing of one another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Stream {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
}
