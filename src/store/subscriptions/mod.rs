//! Subscriptions in the database: who gets which events, how far, and what was delivered.

pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod leases;
pub(crate) mod pending;
pub(crate) mod progress;
pub(crate) mod rows;
