//! What every answer about statistics needs: the question, what is released, exact sums with their reports, and notes.

pub(crate) mod notes;
pub(crate) mod query;
pub(crate) mod read_for_trends;
pub(crate) mod released;
