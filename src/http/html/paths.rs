//! The addresses of the pages for people.

use crate::domain::{Kommunkod, Slug};

pub(crate) const HOME: &str = "/";
pub(crate) const MUNICIPALITY: &str = "/{kommunkod:[0-9]{4}}";
pub(crate) const INSATS: &str = "/{kommunkod:[0-9]{4}}/{slug}";
pub(crate) const FORM: &str = "/{kommunkod:[0-9]{4}}/{slug}/eligibility";
pub(crate) const STATISTICS: &str = "/{kommunkod:[0-9]{4}}/{slug}/statistics";
pub(crate) const STATISTICS_CSV: &str = "/{kommunkod:[0-9]{4}}/{slug}/statistics.csv";
pub(crate) const STATISTICS_JSON: &str = "/{kommunkod:[0-9]{4}}/{slug}/statistics.json";
pub(crate) const CHANGES: &str = "/{kommunkod:[0-9]{4}}/changes";
/// The pages for providers.
pub(crate) const PROVIDER: &str = "/provider";
pub(crate) const SITEMAP: &str = "/sitemap.xml";
pub(crate) const ROBOTS: &str = "/robots.txt";

/// Whether a pattern of a route is the one of a page.
pub(crate) fn is_page(pattern: &str) -> bool {
    pattern == HOME || pattern.starts_with(MUNICIPALITY) || pattern.starts_with(PROVIDER)
}

/// The page of a municipality.
pub(crate) fn of_municipality(kommunkod: Kommunkod) -> String {
    format!("/{kommunkod}")
}

/// The page of an insats.
pub(crate) fn of_insats(kommunkod: Kommunkod, slug: &Slug) -> String {
    format!("/{kommunkod}/{slug}")
}

/// "Gäller det mig?" for an insats, which the municipality need not have decided on.
pub(crate) fn of_form(kommunkod: Kommunkod, slug: &str) -> String {
    format!("/{kommunkod}/{slug}/eligibility")
}

/// The figures of an insats.
pub(crate) fn of_statistics(kommunkod: Kommunkod, slug: &Slug) -> String {
    format!("/{kommunkod}/{slug}/statistics")
}

/// The page of the changes in the catalogue of a municipality.
pub(crate) fn of_changes(kommunkod: Kommunkod) -> String {
    format!("/{kommunkod}/changes")
}
