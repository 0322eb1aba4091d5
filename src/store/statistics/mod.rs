//! Monthly sums and released statistics in the database.

pub mod completions;
pub mod exact;
pub mod judged;
pub mod monthly_sums;
pub mod period_ratings;
pub mod releases;
