//! What the catalogue said before a month began: only that may rule a place out of the month's figures.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};

use crate::domain::insatser::document::version_key;
use crate::domain::insatser::version::Version;
use crate::domain::statistics::Month;

/// The hours by which a Swedish day begins before the same day in UTC, at most.
const HOURS_AHEAD: i64 = 2;

/// One edition of a version.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The time of its publication, in UTC.
    pub at: NaiveDateTime,
    /// The version; `None` if it was removed.
    pub version: Option<Version>,
}

/// The editions of versions by key, in order. Versions that rule nothing out need none.
#[derive(Clone, Debug, Default)]
pub struct Editions(pub BTreeMap<String, Vec<Edition>>);

impl Editions {
    /// Whether something was published of a version before a month began, and has not been taken back since.
    pub(crate) fn held_since_before(&self, version: &Version, month: Month, holds: impl Fn(&Version) -> bool) -> bool {
        let begins = month.first_day().and_hms_opt(0, 0, 0).expect("midnight") - TimeDelta::hours(HOURS_AHEAD);
        let editions = self.0.get(&version_key(&version.slug, version.valid_from));
        let editions = editions.map_or(&[][..], |editions| editions);
        let last_before = editions.iter().rposition(|edition| edition.at < begins);
        last_before.is_some_and(|last_before| {
            let since = &editions[last_before..];
            since.iter().all(|edition| edition.version.as_ref().is_some_and(&holds))
        })
    }
}
