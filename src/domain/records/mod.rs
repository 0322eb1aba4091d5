//! Group records: what one holds, what speaks against it, and what is counted of it.

pub(crate) mod case;
pub(crate) mod completion;
pub(crate) mod content;
pub(crate) mod coverage;
pub(crate) mod dimensions;
pub(crate) mod flags;
pub mod group_record;
pub(crate) mod individual;
pub mod monthly_sum;
pub(crate) mod reporting_period;
pub(crate) mod rules;
