//! What the project exists for, pure: no I/O, no clock, no HTTP, no SQL.
//!
//! Words of the field: an *insats* is a social service that a board offers, its *versions* are what the board decided,
//! *criteria* are a tree of conditions, *facts* are what is stated about a person.

pub mod answer;
mod answer_json;
mod assessment_names;
pub mod assessment_required;
pub mod audit;
pub mod body;
pub mod conditions;
pub mod contact;
pub mod criteria;
mod criteria_document;
pub mod day;
pub mod decide;
mod decided;
pub mod decision;
pub mod diagram;
pub mod document;
pub mod documentation;
pub mod eligibility;
mod ending;
pub mod essential;
pub mod evaluate;
pub mod facts;
pub mod fault;
pub mod follow_up;
pub mod identity;
pub mod insats;
pub mod interview;
pub mod kommun;
pub mod law;
pub mod municipality;
pub mod place;
pub mod prepared;
pub mod provider;
pub mod publishing;
mod questions;
mod reach;
mod references;
pub mod remark;
pub mod screening;
pub mod sentence;
pub mod slug;
pub mod text;
pub mod timeline;
pub mod version;
pub mod withdrawal;
pub mod word;
pub mod wording;
