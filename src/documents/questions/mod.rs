//! Readers of questions about a person.

pub mod batch;
pub(crate) mod form;
pub mod lines;
pub mod question;
pub mod sheet;
pub(crate) mod sheet_columns;
pub(crate) mod typed;
