//! Monthly sums and released statistics in the database.

pub(crate) mod completions;
pub(crate) mod editions;
pub(crate) mod exact;
pub(crate) mod heads;
pub(crate) mod judged;
pub mod monthly_sums;
pub(crate) mod new_release;
pub(crate) mod period_ratings;
pub(crate) mod population;
pub(crate) mod release_basis;
pub(crate) mod release_documents;
pub(crate) mod releases;
pub(crate) mod reported;
pub mod restrictions;
