//! Subscriptions: which events other systems get by webhook, and when a message is sent again.

pub(crate) mod due;
pub mod event;
pub(crate) mod outcome;
pub(crate) mod request;
pub(crate) mod retry;
