//! What may be published, and what the law requires of it.

pub(crate) mod assessment_names;
pub(crate) mod criteria;
pub(crate) mod decided;
pub(crate) mod ending;
pub(crate) mod follow_up;
pub(crate) mod hours;
pub(crate) mod law;
pub mod plan;
pub mod proposal;
pub(crate) mod reach;
pub(crate) mod references;
pub mod remark;
