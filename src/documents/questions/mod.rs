//! Readers of questions about a person.

pub mod batch;
pub mod question;
pub(crate) mod typed;
