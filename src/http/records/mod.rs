//! Group records: posted, changed and shown.

pub(crate) mod batch;
pub(crate) mod batches;
pub(crate) mod changed;
pub(crate) mod changes;
mod cursor;
pub(crate) mod group_records;
pub(crate) mod intake;
pub(crate) mod paths;
mod record_list;
pub(crate) mod reporting;
pub(crate) mod sheets;
pub(crate) mod upload;
pub(crate) mod views;
