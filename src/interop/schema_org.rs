//! Insatser as government services in the vocabulary of schema.org, for search engines and assistants.

use serde_json::{Value, json};

use crate::domain::CatalogueText;
use crate::domain::criteria::{Condition, Criterion};
use crate::domain::insatser::channels::{Channel, ProcessingTime};
use crate::domain::insatser::costs::{CostOption, Currency};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::{FeeKind, Version};
use crate::domain::language::Language;

use super::authority::full_name;
use super::nodes::literals;

/// Insatser as `GovernmentService`s; `base` is the public address of the API.
pub(crate) fn government_services<'a>(
    insatser: impl Iterator<Item = (&'a Municipality, &'a Version)>,
    base: &str,
) -> Value {
    let services: Vec<Value> = insatser
        .map(|(municipality, version)| government_service(municipality, version, base))
        .collect();
    // The terms are in the document, so that readers need no other server.
    json!({"@context": {"@vocab": "https://schema.org/"}, "@graph": services})
}

fn government_service(municipality: &Municipality, version: &Version, base: &str) -> Value {
    let kommun = municipality.document().kommunkod.kommun();
    let address = format!("{base}/municipalities/{}", kommun.kommunkod);
    let channels = version.channels.iter().map(channel);
    let mut channels: Vec<Value> = places(version).chain(channels).collect();
    channels.extend(own_channel(version));
    let is_free = version.fee.as_ref().map(|fee| fee.kind == FeeKind::Free);
    without_gaps(json!({
        "@id": format!("{address}/insatser/{}", version.slug),
        "@type": "GovernmentService",
        "identifier": format!("{}/{}", kommun.kommunkod, version.slug),
        "name": in_each_language(&version.name),
        "description": in_each_language(&version.summary),
        "url": version.web_page.as_deref().map(reference),
        "areaServed": {
            "@type": "AdministrativeArea",
            "@id": format!("{address}#area"),
            "name": kommun.name,
            "identifier": kommun.kommunkod,
        },
        "provider": provider(municipality, version, &address),
        "audience": audience(version),
        "availableChannel": channels,
        "isAccessibleForFree": is_free.filter(|is_free| *is_free),
        "offers": offers(version),
    }))
}

fn provider(municipality: &Municipality, version: &Version, address: &str) -> Value {
    let kommun = municipality.document().kommunkod.kommun();
    let name = match &version.decision {
        Some(decision) => full_name(municipality, &decision.body),
        None => kommun.organisation(),
    };
    let body = version
        .decision
        .as_ref()
        .and_then(|decision| municipality.body(&decision.body));
    let contact = body.and_then(|body| body.contact.as_ref());
    without_gaps(json!({
        "@type": "GovernmentOrganization",
        "@id": body.map_or_else(|| address.to_owned(), |body| format!("{address}#/bodies/{}", body.slug)),
        "name": name,
        "telephone": contact.and_then(|contact| contact.function_phone.as_deref()),
        "email": contact.and_then(|contact| contact.function_email.as_deref()),
        "url": contact.and_then(|contact| contact.web_page.as_deref()).map(reference),
    }))
}

/// For whom it is: the target group in words, and the ages that every person must have.
fn audience(version: &Version) -> Option<Value> {
    let (mut least, mut most) = (None, None);
    demanded_ages(version.criteria.as_ref(), &mut |at_least, at_most| {
        least = least.max(at_least);
        most = match (most, at_most) {
            (Some(one), Some(other)) => Some(u8::min(one, other)),
            (one, other) => one.or(other),
        };
    });
    let is_known = version.target_group.is_some() || least.is_some() || most.is_some();
    is_known.then(|| {
        without_gaps(json!({
            "@type": "PeopleAudience",
            "audienceType": version.target_group.as_ref().map(in_each_language),
            "requiredMinAge": least,
            "requiredMaxAge": most,
        }))
    })
}

/// The limits of age that no alternative replaces.
fn demanded_ages(criteria: Option<&Criterion>, found: &mut impl FnMut(Option<u8>, Option<u8>)) {
    match criteria.map(|criteria| &criteria.condition) {
        Some(Condition::All(of)) => of.iter().for_each(|criterion| demanded_ages(Some(criterion), found)),
        Some(Condition::Age(limit)) => found(limit.at_least, limit.at_most),
        _ => {}
    }
}

fn places(version: &Version) -> impl Iterator<Item = Value> {
    version.places.iter().map(|place| {
        without_gaps(json!({
            "@type": "ServiceChannel",
            "serviceLocation": location(place),
        }))
    })
}

fn location(place: &Place) -> Value {
    let hours = place.opening_hours.iter().map(|hours| {
        json!({
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": {"@id": format!("https://schema.org/{}", hours.weekday.in_english())},
            "opens": hours.opens,
            "closes": hours.closes,
        })
    });
    without_gaps(json!({
        "@type": "Place",
        "name": place.name,
        "address": place.address,
        "geo": place.position.map(|position| json!({
            "@type": "GeoCoordinates",
            "latitude": position.lat,
            "longitude": position.lon,
        })),
        "openingHoursSpecification": hours.collect::<Vec<_>>(),
        "maximumAttendeeCapacity": place.capacity,
        "telephone": place.function_phone,
    }))
}

fn channel(stated: &Channel) -> Value {
    let languages: Vec<&str> = stated.languages.iter().map(Language::as_str).collect();
    without_gaps(json!({
        "@type": "ServiceChannel",
        "serviceUrl": stated.web_page.as_deref().map(reference),
        "servicePhone": stated.function_phone.as_deref().map(telephone),
        "availableLanguage": languages,
        "processingTime": stated.processing_time.as_ref().map(ProcessingTime::in_days),
    }))
}

/// The e-service and the telephone of the insats itself.
fn own_channel(version: &Version) -> Option<Value> {
    let languages: Vec<&str> = version.languages.iter().map(Language::as_str).collect();
    let is_known = version.e_service.is_some() || version.function_phone.is_some() || !languages.is_empty();
    is_known.then(|| {
        without_gaps(json!({
            "@type": "ServiceChannel",
            "serviceUrl": version.e_service.as_deref().map(reference),
            "servicePhone": version.function_phone.as_deref().map(telephone),
            "availableLanguage": languages,
        }))
    })
}

fn offers(version: &Version) -> Vec<Value> {
    let offer = |option: &CostOption| {
        let Currency::Sek = option.currency;
        json!({"@type": "Offer", "price": option.amount.as_f64(), "priceCurrency": "SEK"})
    };
    version.cost_options.iter().map(offer).collect()
}

fn telephone(number: &str) -> Value {
    json!({"@type": "ContactPoint", "telephone": number})
}

fn reference(address: &str) -> Value {
    json!({"@id": address})
}

fn in_each_language(text: &CatalogueText) -> Value {
    literals(text.by_language())
}

/// A node without empty members.
fn without_gaps(mut node: Value) -> Value {
    if let Some(members) = node.as_object_mut() {
        members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    node
}
