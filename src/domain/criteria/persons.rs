//! The lists of other persons that a question may state.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

/// A list of other persons.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum Persons {
    /// Husband, wife, registered partner, sambo, or the person one lives in a couple with. At most one.
    Partner,
    /// Everyone else who shares the home, a partner included.
    Household,
    /// Those whom the person supports.
    SupportedPersons,
    /// Those the person is a parent of, has in their care or comes with.
    Children,
}
