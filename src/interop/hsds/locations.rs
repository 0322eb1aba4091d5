//! The places of an insats as locations, and the service there.

use serde_json::{Value, json};

use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::insatser::place::Place;
use crate::domain::text::composed;

use super::contacts::{mailbox, phone};
use super::ids::id;
use super::offered::Offered;
use super::schedules::Times;
use super::stated::{joined, stated};

/// A place of an insats.
#[derive(Clone, Copy)]
pub(crate) struct PlaceOf<'a> {
    /// The insats.
    pub offered: Offered<'a>,
    /// The place.
    pub place: &'a Place,
}

impl<'a> PlaceOf<'a> {
    /// Every place of an insats.
    pub(crate) fn all_of(offered: Offered<'a>) -> impl Iterator<Item = Self> {
        let places = offered.version.places.iter();
        places.map(move |place| Self { offered, place })
    }

    /// The name that the identifier of the location is made from.
    fn name(&self) -> String {
        format!("{}/places/{}", self.offered.name(), self.place.slug)
    }

    /// The identifier of the service at the place.
    pub(crate) fn id(&self) -> String {
        id(format_args!("{}/serviceAtLocation", self.name()))
    }

    /// The service at the place, without the location.
    pub(crate) fn at_location(&self) -> Value {
        let Self { offered, place } = self;
        let name = self.name();
        let times = Times {
            owner: &name,
            hours: &place.opening_hours,
            rules: &place.schedules,
            part: None,
        };
        stated(json!({
            "id": self.id(),
            "service_id": offered.id(),
            "location_id": id(&name),
            "description": self.description(),
            "schedules": times.schedules(),
            "criteria": place.criteria,
        }))
    }

    /// Whom the place is for, if it has conditions of its own, and when it is closed.
    fn description(&self) -> Option<String> {
        let Self { offered, place } = self;
        let target_group = place.target_group.iter().map(|text| text.sv.clone());
        let criteria = place.criteria.iter();
        let conditions = criteria.map(|criteria| sentence(Some(criteria), offered.questions()).sv.into_owned());
        let closed = place.closed_periods.iter().map(|closed| {
            let (from, to) = (closed.from, closed.to);
            composed!("Stängt {from} – {to}.", "Closed {from} – {to}.")
                .sv
                .into_owned()
        });
        joined(target_group.chain(conditions).chain(closed))
    }

    /// The location.
    ///
    /// HSDS asks for a postal code and a county in an address. The catalogue has neither for a place, so the address is in
    /// the description.
    pub(crate) fn location(&self) -> Value {
        let Self { offered, place } = self;
        let name = self.name();
        let address = place
            .address
            .iter()
            .map(|address| composed!("Adress: {address}.", "Address: {address}.").sv.into_owned());
        let note = place.note.iter().map(|note| note.sv.clone());
        let accessibility = place.accessibility.iter().map(|text| {
            json!({"id": id(format_args!("{name}/accessibility")), "location_id": id(&name), "description": text.sv})
        });
        let phones = place.function_phone.iter();
        let mailboxes = place.function_email.iter();
        stated(json!({
            "id": id(&name),
            "location_type": "physical",
            "organization_id": offered.organization().id(),
            "name": place.name,
            "description": joined(address.chain(note)),
            "latitude": place.position.map(|position| position.lat),
            "longitude": place.position.map(|position| position.lon),
            "accessibility": accessibility.collect::<Vec<_>>(),
            "phones": phones
                .map(|number| phone(&format!("{name}/functionPhone"), number, None, &[]))
                .collect::<Vec<_>>(),
            "contacts": mailboxes
                .filter_map(|address| mailbox(&format!("{name}/functionEmail"), Some(&place.name), address))
                .collect::<Vec<_>>(),
        }))
    }
}
