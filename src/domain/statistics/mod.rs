//! Statistics: exact figures for the municipality's staff, and public figures.

pub(crate) mod asked_months;
pub(crate) mod chart;
pub mod dimension;
pub mod figures;
pub(crate) mod follow_up;
pub mod gender;
pub mod month;
pub mod opened;
pub mod release;
pub(crate) mod release_document;
pub(crate) mod report;
pub mod stream;
pub(crate) mod trends;

pub use dimension::{By, Dimension, Months, Step};
pub use gender::{GENDERS, Gender};
pub use month::Month;
pub use stream::Stream;
