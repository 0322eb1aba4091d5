//! What the headers of a request say about its client: the address, and what the client prefers.

pub mod address;
pub(crate) mod language;
pub(crate) mod quality;
pub mod rates;
