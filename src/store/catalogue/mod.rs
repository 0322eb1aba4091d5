//! The catalogue and its audit log in the database.

pub mod audit;
mod change_rows;
pub mod changes;
pub mod generation;
pub(crate) mod latest;
pub mod loading;
pub(crate) mod minimum_format;
pub(crate) mod opened;
pub mod overwriting;
pub mod publication;
pub(crate) mod removal;
pub mod verification;
