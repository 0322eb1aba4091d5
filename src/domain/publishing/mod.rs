//! What may be published, and what the law requires of it.

mod always_assessed;
pub(crate) mod assessment_names;
pub(crate) mod decided;
pub(crate) mod ending;
pub(crate) mod follow_up;
pub(crate) mod law;
mod law_case;
pub mod plan;
pub mod proposal;
pub(crate) mod reach;
pub(crate) mod references;
pub mod remark;
