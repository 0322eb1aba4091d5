//! CSV sheets of group records and of figures.

pub(crate) mod cells;
pub(crate) mod columns;
pub mod decoding;
pub(crate) mod delimited;
pub mod export;
pub(crate) mod figures;
pub(crate) mod header;
pub(crate) mod location;
pub mod names;
pub mod record_sheet;
pub mod row;
pub mod rows;
mod skipped;
pub mod template;
pub mod template_workbook;
pub(crate) mod wording;
pub(crate) mod workbook;
