//! What the headers of a request say about its client: the address, and what the client prefers.

pub(crate) mod address;
pub(crate) mod language;
pub(crate) mod quality;
