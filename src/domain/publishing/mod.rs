//! What may be published, and what the law demands of it.

pub mod assessment_names;
pub mod decided;
pub mod ending;
pub mod follow_up;
pub mod law;
pub mod plan;
pub mod proposal;
pub mod reach;
pub mod references;
pub mod remark;
