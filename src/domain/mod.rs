//! The core of the service, pure: no I/O, clock, HTTP or SQL.
//!
//! Terms: an *insats* is a social service that a board offers, its *versions* are what the board decided, *criteria*
//! are a tree of conditions, *facts* are statements about a person.

pub mod audit;
pub mod catalogue_text;
pub(crate) mod contact;
pub mod criteria;
pub mod day;
pub(crate) mod decimal;
pub mod edition;
pub mod eligibility;
pub mod fault;
pub mod hash;
pub mod insatser;
pub mod kommun;
pub mod language;
pub(crate) mod letters;
pub(crate) mod opening;
pub mod personal_details;
pub mod publisher;
pub mod publishing;
pub mod reach;
pub mod records;
pub mod search;
pub mod slug;
pub mod statistics;
pub mod subscriptions;
pub mod text;
pub mod word;

pub use catalogue_text::{CatalogueText, Stated};
pub use edition::{Generation, TaggedRevision};
pub use fault::{Code, Fault};
pub use kommun::Kommunkod;
pub use slug::Slug;
pub use text::Text;
