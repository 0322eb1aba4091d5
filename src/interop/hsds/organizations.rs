//! Organizations: municipalities, the bodies that decide and the providers.

use serde_json::{Value, json};

use crate::domain::Kommunkod;
use crate::domain::contact::{Address, Contact};
use crate::domain::insatser::body::Body;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::Provider;
use crate::domain::text::composed;

use super::contacts::phone;
use super::ids::id;
use super::stated::{email, one_to_one, stated, uri};

/// An organization.
#[derive(Clone, Copy)]
pub(crate) enum Organization<'a> {
    /// A municipality.
    Municipality(&'a Municipality),
    /// A body that decides on insatser of the municipality. It may belong to a joint authority.
    Body(&'a Municipality, &'a Body),
    /// A provider.
    Provider(&'a Municipality, &'a Provider),
}

impl<'a> Organization<'a> {
    /// The municipality, its bodies, and its providers.
    pub(crate) fn all_of(municipality: &'a Municipality) -> impl Iterator<Item = Self> {
        let bodies = municipality.document().bodies.iter();
        let providers = municipality.providers().values();
        [Self::Municipality(municipality)]
            .into_iter()
            .chain(bodies.map(move |body| Self::Body(municipality, body)))
            .chain(providers.map(move |held| Self::Provider(municipality, &held.provider)))
    }

    const fn municipality(self) -> &'a Municipality {
        match self {
            Self::Municipality(municipality) | Self::Body(municipality, _) | Self::Provider(municipality, _) => {
                municipality
            }
        }
    }

    fn kommunkod(self) -> Kommunkod {
        self.municipality().document().kommunkod
    }

    /// The name that its identifier is made from.
    fn place(self) -> String {
        let kommunkod = self.kommunkod();
        match self {
            Self::Municipality(_) => kommunkod.to_string(),
            Self::Body(_, body) => format!("{kommunkod}/bodies/{}", body.slug),
            Self::Provider(_, provider) => format!("{kommunkod}/providers/{}", provider.slug),
        }
    }

    /// Its identifier.
    pub(crate) fn id(self) -> String {
        id(self.place())
    }

    /// Its name.
    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Municipality(municipality) => municipality.document().kommunkod.kommun().name,
            Self::Body(_, body) => &body.name,
            Self::Provider(_, provider) => &provider.name,
        }
    }

    fn description(self) -> String {
        let kommun = self.kommunkod().kommun();
        let (name, county) = (kommun.name, kommun.county);
        let text = match self {
            Self::Municipality(_) => composed!("Kommun i {county}.", "A municipality in {county}."),
            Self::Body(..) => composed!("Beslutar om insatser i {name}.", "Decides on services in {name}."),
            Self::Provider(..) => composed!("Utför insatser i {name}.", "Provides services in {name}."),
        };
        text.sv.into_owned()
    }

    fn contact(self) -> Option<&'a Contact> {
        match self {
            Self::Body(_, body) => body.contact.as_ref(),
            Self::Municipality(_) | Self::Provider(..) => None,
        }
    }

    fn website(self) -> Option<&'a str> {
        match self {
            Self::Provider(_, provider) => provider.web_page.as_deref(),
            _ => self.contact()?.web_page.as_deref(),
        }
    }

    fn function_phone(self) -> Option<&'a str> {
        match self {
            Self::Provider(_, provider) => provider.function_phone.as_deref(),
            _ => self.contact()?.function_phone.as_deref(),
        }
    }

    /// Its one-to-one members.
    pub(crate) fn in_list(self) -> Value {
        one_to_one(self.object())
    }

    /// The whole organization.
    pub(crate) fn object(self) -> Value {
        let place = self.place();
        let phones = self.function_phone().into_iter();
        let phones = phones.map(|number| phone(&format!("{place}/functionPhone"), number, None, &[]));
        stated(json!({
            "id": self.id(),
            "name": self.name(),
            "description": self.description(),
            "email": self.contact().and_then(|contact| email(contact.function_email.as_deref()?)),
            "website": self.website().and_then(uri),
            "phones": phones.collect::<Vec<_>>(),
            "locations": self.locations(),
            "organization_identifiers": self.identifiers(),
        }))
    }

    fn identifiers(self) -> Vec<Value> {
        let Self::Municipality(_) = self else {
            return Vec::new();
        };
        let own = json!({
            "id": id(format_args!("{}/kommunkod", self.place())),
            "organization_id": self.id(),
            "identifier_type": "Kommunkod",
            "identifier": self.kommunkod(),
        });
        vec![own]
    }

    /// Where it is reached, as far as HSDS takes it: an address must have everything, and the county is known of the town
    /// that the municipality is named after.
    fn locations(self) -> Vec<Value> {
        let stated_at = |contact: &'a Contact| {
            [
                ("postal", "postalAddress", contact.postal_address.as_ref()),
                ("physical", "visitingAddress", contact.visiting_address.as_ref()),
            ]
        };
        let addresses = self.contact().into_iter().flat_map(stated_at);
        addresses
            .filter_map(|(kind, member, address)| self.location(kind, member, address?))
            .collect()
    }

    fn location(self, kind: &str, member: &str, address: &Address) -> Option<Value> {
        let kommun = self.kommunkod().kommun();
        let (postal_code, city) = (address.postal_code.as_ref()?, address.city.as_ref()?);
        if city != kommun.name {
            return None;
        }
        let place = format!("{}/{member}", self.place());
        let own = id(&place);
        Some(json!({
            "id": own,
            "location_type": kind,
            "organization_id": self.id(),
            "name": self.name(),
            "addresses": [{
                "id": id(format_args!("{place}/address")),
                "location_id": own,
                "address_1": address.address_1,
                "city": city,
                "state_province": kommun.county,
                "postal_code": postal_code,
                "country": "SE",
                "address_type": kind,
            }],
        }))
    }
}
