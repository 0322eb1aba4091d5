//! Delivers events to subscriptions by webhook: signed, in order, and again until the receiver has them.

pub mod addresses;
mod cloud_event;
pub mod deliverer;
pub(crate) mod dispatch;
pub(crate) mod due;
mod lease;
mod sender;
pub(crate) mod signature;
mod worker;
