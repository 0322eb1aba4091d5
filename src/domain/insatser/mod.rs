//! Insatser over time, and their municipalities, providers and decisions.

pub(crate) mod amounts;
pub(crate) mod assessment_required;
pub mod body;
pub(crate) mod channels;
pub(crate) mod costs;
pub mod decision;
pub mod document;
pub mod documentation;
pub mod figure_split;
pub mod format;
pub(crate) mod hours;
pub mod insats;
pub(crate) mod labels;
pub mod municipality;
pub(crate) mod place;
pub mod provider;
pub(crate) mod schedule;
mod schedule_words;
pub(crate) mod texts;
pub mod version;
pub(crate) mod withdrawal;
