//! Insatser over time, and what is known beside them: municipalities, providers, decisions.

pub mod assessment_required;
pub mod body;
pub mod decision;
pub mod document;
pub mod documentation;
pub mod insats;
pub mod municipality;
pub mod place;
pub mod provider;
pub mod version;
pub mod withdrawal;
