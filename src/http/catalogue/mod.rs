//! Insatser, municipalities and providers: read and published.

pub mod across;
pub mod assessment_required;
pub mod audit_events;
pub mod changes;
pub mod criteria;
pub mod documentation_rules;
pub mod facts;
pub mod follow_ups;
pub mod insats_filter;
pub mod insats_publishing;
pub mod insats_view;
pub mod insatser;
pub mod municipalities;
pub mod providers;
pub mod publishing;
