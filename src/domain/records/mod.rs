//! Group records: what one holds, what speaks against it, and what is counted of it.

pub mod case;
pub mod completion;
pub mod content;
pub mod coverage;
pub mod dimensions;
pub mod flags;
pub mod group_record;
pub mod individual;
pub mod monthly_sum;
pub mod reporting_period;
pub mod rules;
