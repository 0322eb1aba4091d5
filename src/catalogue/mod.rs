//! The document model: one reader for YAML and JSON, and the whole catalogue in memory.
//!
//! Both formats become a tree of [`node::Node`]s that know where they stand; the readers turn nodes into the domain's
//! types and tell every fault at once.

pub mod batch;
pub mod body;
pub mod criteria;
pub mod difference;
pub mod documentation;
pub mod embedded;
pub mod faults;
pub mod figure_sheet;
pub mod file;
pub mod formats;
pub mod group_record;
pub mod json;
pub mod live;
pub mod node;
pub mod place;
pub mod provider;
pub mod published;
pub mod question;
pub mod read;
pub mod record_sheet;
pub mod record_sheet_columns;
pub mod record_sheet_export;
pub mod record_sheet_rows;
pub mod record_sheet_template;
pub mod search;
pub mod snapshot;
pub mod typed_question;
pub mod version;
pub mod withdrawal;
pub mod yaml;
