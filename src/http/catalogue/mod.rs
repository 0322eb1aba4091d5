//! Insatser, municipalities and providers: read and published.

pub(crate) mod across;
pub(crate) mod assessment_required;
pub(crate) mod audit_events;
pub(crate) mod change_feed;
pub(crate) mod changes;
pub(crate) mod criteria;
pub(crate) mod documentation_rules;
pub(crate) mod facts;
pub(crate) mod facts_schema;
pub(crate) mod follow_ups;
pub(crate) mod forms;
pub(crate) mod insats_filter;
pub(crate) mod insats_publishing;
pub(crate) mod insats_view;
pub(crate) mod insatser;
pub(crate) mod municipalities;
pub(crate) mod providers;
pub(crate) mod publishing;
pub(crate) mod reach;
