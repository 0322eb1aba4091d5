//! Subscriptions: events by webhook, for those who may subscribe to a municipality.

mod changes;
pub(crate) mod deliveries;
pub(crate) mod paths;
pub(crate) mod replays;
pub(crate) mod resources;
pub(crate) mod secrets;
pub(crate) mod views;
