//! Readers of questions about a person.

pub mod batch;
pub(crate) mod form;
pub mod question;
pub(crate) mod typed;
