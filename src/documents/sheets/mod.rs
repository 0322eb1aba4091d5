//! CSV sheets of group records and of figures.

pub(crate) mod columns;
pub mod export;
pub(crate) mod figures;
pub mod record_sheet;
pub mod rows;
mod skipped;
pub mod template;
