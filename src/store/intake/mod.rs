//! Group records handed in and changed, each whole with its sums or not at all.

pub(crate) mod changing;
pub(crate) mod posting;
pub(crate) mod redaction;
