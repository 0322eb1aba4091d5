//! Insatser over time, and their municipalities, providers and decisions.

pub(crate) mod assessment_required;
pub mod body;
pub mod decision;
pub mod document;
pub mod documentation;
pub mod format;
pub mod insats;
pub mod municipality;
pub(crate) mod place;
pub mod provider;
pub mod version;
pub(crate) mod withdrawal;
