//! The specification.

pub(crate) mod committed;
pub(crate) mod specification;
mod version_3_0;
