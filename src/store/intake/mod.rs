//! Group records handed in and changed, each whole with its sums or not at all.

pub mod changing;
pub mod posting;
pub mod redaction;
