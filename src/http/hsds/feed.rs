//! What the lists are made from: the insatser in force today, and when each changed last.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::catalogue::listing::{Selection, Statuses};
use crate::catalogue::snapshot::Catalogue;
use crate::clock::midnight;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::search::wanted::Wanted;
use crate::http::call::Call;
use crate::http::response::Freshness;
use crate::interop::hsds::ids::uuid;
use crate::interop::hsds::offered::{Offered, last_turn, name_of_service};

/// The catalogue today.
#[derive(Clone, Copy)]
pub(crate) struct Feed<'c> {
    /// The catalogue.
    pub catalogue: &'c Catalogue,
    /// The day.
    pub day: NaiveDate,
    /// The public address of the API.
    pub base: &'c str,
}

impl<'c> Feed<'c> {
    /// The catalogue on the day of a request.
    pub(super) fn of(call: &Call, catalogue: &'c Catalogue, base: &'c str) -> Self {
        Self {
            catalogue,
            day: call.today(),
            base,
        }
    }

    /// The insatser in force by municipality and slug, or the best match first.
    pub fn services(self, wanted: Option<Wanted>) -> Vec<Offered<'c>> {
        let selection = Selection {
            wanted,
            category: None,
            open_to_all: None,
            status: Statuses::InForceOnDay,
            sort: None,
        };
        let listing = selection.of(self.catalogue, self.catalogue.municipalities(), self.day);
        let offered = listing.insatser.into_iter();
        offered
            .map(|listed| self.offered(listed.municipality, listed.version()))
            .collect()
    }

    /// The insats in force with an identifier. Only the identifiers of the others are made.
    pub(super) fn service(self, id: Uuid) -> Option<Offered<'c>> {
        let in_force = self.catalogue.municipalities().flat_map(|municipality| {
            let insatser = municipality.insatser().values();
            insatser.filter_map(move |insats| match insats.on(self.day)? {
                Standing::InForce(version) => Some((municipality, &version.held.version)),
                Standing::Upcoming(_) | Standing::Ended(_) => None,
            })
        });
        let has_id = |(municipality, version): &(&Municipality, &Version)| {
            uuid(name_of_service(municipality.document().kommunkod, &version.slug)) == id
        };
        let (municipality, version) = in_force.into_iter().find(has_id)?;
        Some(self.offered(municipality, version))
    }

    fn offered(self, municipality: &'c Municipality, version: &'c Version) -> Offered<'c> {
        Offered {
            municipality,
            version,
            day: self.day,
            changed: self.changed(municipality, version),
            base: self.base,
        }
    }

    /// When something that is shown of a version was published last, or changed by itself since.
    fn changed(self, municipality: &Municipality, version: &Version) -> Option<DateTime<Utc>> {
        let revision = municipality.revision_of(version.slug.as_str());
        let published = self.catalogue.published_at(revision)?;
        let turned = last_turn(municipality, version, self.day).and_then(midnight);
        Some(turned.map_or(published, |turned| turned.max(published)))
    }
}

/// What every answer depends on: the whole catalogue, and the day.
pub(super) fn freshness(call: &Call) -> Freshness {
    let catalogue = call.catalogue();
    call.day(None, catalogue.tagged(catalogue.revision())).1
}
