//! Group records in the database.

pub(crate) mod changed;
pub(crate) mod editions;
pub(crate) mod idempotency;
pub(crate) mod lists;
pub(crate) mod new_record;
pub(crate) mod overlaps;
pub(crate) mod rows;
pub(crate) mod streams;
