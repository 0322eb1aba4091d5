//! Statistics: what the municipality's own staff may see, and what may be shown to everybody.

pub(crate) mod asked_months;
pub mod dimension;
pub mod figures;
pub mod gender;
pub mod month;
pub mod release;
pub(crate) mod report;
pub mod stream;
