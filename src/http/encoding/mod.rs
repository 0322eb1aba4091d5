//! Compressed requests and answers: content codings, the tags of compressed answers, and a cache of them.

pub mod cache;
pub(crate) mod content_coding;
pub(crate) mod entity_tag;
pub(crate) mod uncached;
