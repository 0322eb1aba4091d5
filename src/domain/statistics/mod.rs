//! Statistics: exact figures for the municipality's staff, and public figures.

pub(crate) mod asked_months;
pub mod dimension;
pub mod figures;
pub mod gender;
pub mod month;
pub mod opened;
pub mod release;
pub(crate) mod report;
pub mod stream;

pub use dimension::{By, Dimension, Months, Step};
pub use gender::{GENDERS, Gender};
pub use month::Month;
pub use stream::Stream;
