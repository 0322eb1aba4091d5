//! Sheets of group records, of figures and of insatser.

pub(crate) mod cells;
pub(crate) mod columns;
pub mod decoding;
pub(crate) mod delimited;
pub mod export;
pub(crate) mod figures;
pub(crate) mod header;
pub(crate) mod insatser;
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
