//! The catalogue as HSDS 3.2 (Human Services Data Specification, Open Referral): its objects as JSON, nested as in its API,
//! and as the tables of a tabular data package.
//!
//! An insats in force is a service, the body that decided it is the organization, and each place is a location. HSDS has one
//! language for a text, so texts are in Swedish.

mod contacts;
pub(crate) mod ids;
mod locations;
pub(crate) mod offered;
pub(crate) mod organizations;
pub(crate) mod profile;
mod schedules;
pub(crate) mod service_at_locations;
pub(crate) mod services;
mod stated;
pub(crate) mod tables;
pub(crate) mod taxonomies;
mod texts;

/// The version of HSDS.
pub(crate) const VERSION: &str = "3.2";

/// The address of the OpenAPI document that the API follows, where the profile does not differ.
pub(crate) const OPENAPI: &str = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/openapi.json";
