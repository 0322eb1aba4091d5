//! What the page of an insats is about.

use chrono::NaiveDate;

use crate::domain::insatser::insats::{Insats, Standing};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;

/// An insats, and the version of it that the page shows.
pub(crate) struct Subject<'a> {
    pub municipality: &'a Municipality,
    pub insats: &'a Insats,
    pub standing: Standing<'a>,
    pub today: NaiveDate,
}

impl<'a> Subject<'a> {
    /// The document of the version.
    pub(crate) fn version(&self) -> &'a Version {
        &self.standing.version().held.version
    }
}
