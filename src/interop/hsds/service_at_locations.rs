//! Services at locations, each with its location and its service.

use serde_json::Value;

use super::locations::PlaceOf;
use super::offered::Offered;
use super::services;
use super::stated::one_to_one;

/// A service at a location.
#[derive(Clone, Copy)]
pub(crate) struct ServiceAtLocation<'a>(PlaceOf<'a>);

impl<'a> ServiceAtLocation<'a> {
    /// Each place of an insats.
    pub(crate) fn all_of(offered: Offered<'a>) -> impl Iterator<Item = Self> {
        PlaceOf::all_of(offered).map(Self)
    }

    /// Its identifier.
    pub(crate) fn id(&self) -> String {
        self.0.id()
    }

    /// Its one-to-one members.
    pub(crate) fn in_list(&self) -> Value {
        let mut object = one_to_one(self.0.at_location());
        // A member of the profile, which lists leave out.
        if let Some(members) = object.as_object_mut() {
            members.shift_remove("criteria");
        }
        object["location"] = one_to_one(self.0.location());
        object["service"] = services::in_list(&self.0.offered);
        object
    }

    /// The whole service at the location.
    pub(crate) fn object(&self) -> Value {
        let mut object = self.0.at_location();
        object["location"] = self.0.location();
        object["service"] = services::in_list(&self.0.offered);
        object
    }
}
