//! The catalogue and its audit log in the database.

pub mod audit;
pub mod changes;
pub mod generation;
pub(crate) mod minimum_format;
pub mod publication;
pub mod verification;
