//! What may be published, and what the law requires of it.

mod always_assessed;
pub(crate) mod assessment_names;
mod basis_rules;
pub(crate) mod criteria;
pub(crate) mod decided;
mod decided_texts;
mod decision_rules;
pub(crate) mod ending;
pub(crate) mod follow_up;
pub(crate) mod format;
pub(crate) mod hours;
pub(crate) mod law;
mod law_case;
mod legal_basis;
mod newer_rules;
pub mod plan;
pub mod proposal;
pub(crate) mod reach;
pub(crate) mod references;
pub mod remark;
pub(crate) mod removal;
