//! Who asks: the address of a client and its network, what it prefers, and how much it may ask at once.

pub mod address;
pub(crate) mod language;
pub mod places;
pub(crate) mod quality;
pub mod rates;
