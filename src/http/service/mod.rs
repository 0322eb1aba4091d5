//! What the service says of itself.

pub(crate) mod api_info;
pub(crate) mod front_page;
pub(crate) mod health;
pub(crate) mod problems;
pub(crate) mod unmatched;
