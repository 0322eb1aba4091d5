//! Sheets (CSV) of group records and of figures.

pub mod columns;
pub mod export;
pub mod figures;
pub mod record_sheet;
pub mod rows;
pub mod template;
