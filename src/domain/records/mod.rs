//! Group records: their content, rules and monthly sums.

pub(crate) mod case;
pub(crate) mod completion;
pub(crate) mod conflicts;
pub(crate) mod content;
pub(crate) mod coverage;
pub(crate) mod dimensions;
pub(crate) mod flags;
pub mod group_record;
pub(crate) mod individual;
pub mod monthly_sum;
pub(crate) mod reporting_period;
pub(crate) mod rules;
