//! The annual report: its answers, and its page in a real browser.

pub mod answers;
pub mod chromium;
pub mod page;
pub mod pages;
pub mod portable_document;
