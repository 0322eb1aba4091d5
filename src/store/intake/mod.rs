//! Receives and changes group records, each together with its sums.

pub(crate) mod changing;
pub(crate) mod posting;
pub(crate) mod redaction;
