//! What the service says of itself.

pub mod api_info;
pub mod front_page;
pub mod health;
pub mod problems;
pub mod unmatched;
