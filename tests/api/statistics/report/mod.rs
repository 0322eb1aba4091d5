//! The annual report: its answers, who can ask for it, and its page in a real browser.

pub mod answers;
pub mod chromium;
pub mod page;
pub mod pages;
pub mod portable_document;
pub mod requests;
