//! Group records: handed in, changed, and shown.

pub mod batches;
pub mod changes;
pub mod group_records;
pub mod intake;
pub mod paths;
pub mod reporting;
pub mod sheets;
pub mod views;
