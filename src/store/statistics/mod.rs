//! Monthly sums and released statistics in the database.

pub mod completions;
pub mod exact;
pub mod heads;
pub mod judged;
pub mod monthly_sums;
pub mod new_release;
pub mod period_ratings;
pub mod release_basis;
pub mod releases;
