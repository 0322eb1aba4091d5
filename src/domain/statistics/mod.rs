//! Statistics: exact figures for the municipality's staff, and public figures.

pub(crate) mod asked_months;
pub mod dimension;
pub mod figures;
pub mod gender;
pub mod month;
pub mod release;
pub(crate) mod report;
pub mod stream;
