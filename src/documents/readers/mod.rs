//! Readers that turn nodes into domain types.

pub(crate) mod body;
pub(crate) mod channels;
pub(crate) mod costs;
pub(crate) mod criteria;
pub(crate) mod divisions;
pub(crate) mod documentation;
pub mod file;
pub mod group_record;
pub(crate) mod hours;
pub(crate) mod place;
pub(crate) mod provider;
pub mod published;
pub(crate) mod release_document;
pub(crate) mod subscription;
pub(crate) mod validity;
pub(crate) mod version;
pub(crate) mod withdrawal;
