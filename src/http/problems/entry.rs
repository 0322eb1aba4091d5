//! An entry of the catalogue of problems.

use crate::domain::text::Text;

/// An entry of the catalogue of problems.
pub(crate) struct Entry {
    /// The code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The kind of problem in words.
    pub title: Text,
    /// What to do.
    pub remedy: Text,
}

/// An entry from its parts: title and remedy in Swedish and English.
pub(crate) fn entry(
    code: &'static str,
    status: u16,
    (title_sv, title_en): (&'static str, &'static str),
    (remedy_sv, remedy_en): (&'static str, &'static str),
) -> Entry {
    Entry {
        code,
        status,
        title: Text::fixed(title_sv, title_en),
        remedy: Text::fixed(remedy_sv, remedy_en),
    }
}
