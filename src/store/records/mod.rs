//! Group records in the database.

pub mod idempotency;
pub mod new_record;
pub mod overlaps;
pub mod rows;
pub mod streams;
