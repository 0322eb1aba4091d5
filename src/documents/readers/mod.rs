//! Readers of documents: from nodes to what the domain knows.

pub mod body;
pub mod criteria;
pub mod documentation;
pub mod file;
pub mod group_record;
pub mod place;
pub mod provider;
pub mod published;
pub mod version;
pub mod withdrawal;
