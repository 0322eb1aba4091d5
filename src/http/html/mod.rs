//! What every page for people has: its frame, languages, style, and the page that says what went wrong.

pub(crate) mod answer;
pub(crate) mod assets;
pub(crate) mod language;
pub(crate) mod language_names;
pub(crate) mod layout;
pub(crate) mod parameters;
pub(crate) mod paths;
pub(crate) mod problem_page;
pub(crate) mod route;
pub(crate) mod shown;
