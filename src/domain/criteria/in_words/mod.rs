//! Criteria and the facts that they ask for in words, in Swedish and English.

pub(crate) mod others;
pub(crate) mod phrase;
pub(crate) mod sentence;
pub(crate) mod topic;
pub(crate) mod vocabulary;
pub(crate) mod wording;
