//! Receives and changes group records, each together with its sums.
//!
//! The outer error of a function comes from the database; the inner one says why a record is refused.

pub(crate) mod changing;
pub(crate) mod posting;
pub(crate) mod redaction;
