//! The answers of a form about a person, read into the same facts as a question in JSON.
//!
//! A field has the name of its fact, as `missing` points to it, with full stops: `selfDeclared.homeCare`,
//! `household.0.birthDate`. A list of persons is stated by their number: `household`.

pub(crate) mod birth;
pub(crate) mod fields;
pub(crate) mod names;
pub(crate) mod reading;
mod tree;
