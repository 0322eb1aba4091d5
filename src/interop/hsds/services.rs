//! Insatser as services.

use serde_json::{Value, json};

use crate::domain::criteria::implied_ages::ImpliedAges;
use crate::domain::insatser::channels::Channel;
use crate::domain::insatser::costs::CostOption;
use crate::domain::text::composed;
use crate::interop::channels::{E_SERVICE, channel_label};

use super::contacts::{contact, languages, mailbox, phone};
use super::ids::id;
use super::locations::PlaceOf;
use super::offered::Offered;
use super::organizations::Organization;
use super::schedules::Times;
use super::stated::{email, stated, uri};
use super::{taxonomies, texts};

/// A service that is known by its identifier and the moment of its last change.
///
/// HSDS names the moment `modified_date` here and `last_modified` elsewhere. Its schema requires a name and a status too.
pub(crate) fn minimal(offered: &Offered) -> Value {
    let changed = offered.last_modified();
    stated(json!({
        "id": offered.id(),
        "name": offered.version.name.sv,
        "status": "active",
        "modified_date": changed,
        "last_modified": changed,
    }))
}

/// The one-to-one members of a service, with its organization.
pub(crate) fn in_list(offered: &Offered) -> Value {
    let mut object = own_members(offered);
    object["organization"] = offered.organization().in_list();
    object
}

/// The whole service.
pub(crate) fn object(offered: &Offered) -> Value {
    let mut object = own_members(offered);
    object["organization"] = offered.organization().object();
    for (member, list) in [
        ("additional_urls", additional_urls(offered)),
        ("phones", phones(offered)),
        ("schedules", schedules(offered)),
        ("service_areas", service_areas(offered)),
        ("service_at_locations", at_locations(offered)),
        ("languages", languages(&offered.name(), &offered.version.languages)),
        ("cost_options", cost_options(offered)),
        ("contacts", contacts(offered)),
        ("attributes", attributes(offered)),
        ("activities", activities(offered)),
        ("providers", providers(offered)),
    ] {
        object[member] = list.into();
    }
    object["criteria"] = json!(offered.version.criteria);
    object["insats"] = offered.address().into();
    stated(object)
}

fn own_members(offered: &Offered) -> Value {
    let version = offered.version;
    // An activity or a place may have conditions of its own, so an age must be outside all of them. Without the conditions
    // of the insats, nothing is known.
    let has_criteria = version.criteria.is_some();
    let ages = ImpliedAges::of_any(offered.all_criteria().filter(|_| has_criteria));
    stated(json!({
        "id": offered.id(),
        "organization_id": offered.organization().id(),
        "name": version.name.sv,
        "description": texts::description(offered),
        "url": version.web_page.as_deref().and_then(uri),
        "email": version.function_email.as_deref().and_then(email),
        "status": "active",
        "application_process": texts::application_process(offered),
        "fees_description": texts::fees(offered),
        "eligibility_description": texts::eligibility(offered),
        "minimum_age": ages.at_least,
        "maximum_age": ages.at_most,
        "alert": texts::alert(offered),
        "last_modified": offered.last_modified(),
    }))
}

/// The channels, each with the name that the identifiers of its parts are made from.
fn channels<'a>(offered: &Offered<'a>) -> impl Iterator<Item = (String, String, &'a Channel)> {
    let name = offered.name();
    let channels = offered.version.channels.iter().enumerate();
    channels.map(move |(at, channel)| {
        let label = channel_label(channel.kind).1.sv.into_owned();
        (format!("{name}/channels/{at}"), label, channel)
    })
}

fn additional_urls(offered: &Offered) -> Vec<Value> {
    let name = offered.name();
    let url = |name: String, label: &str, address: &str| {
        let address = uri(address)?;
        Some(json!({"id": id(name), "service_id": offered.id(), "label": label, "url": address}))
    };
    let e_service = offered.version.e_service.iter();
    let e_service = e_service.filter_map(|address| url(format!("{name}/eService"), &E_SERVICE.sv, address));
    let of_channels = channels(offered)
        .filter_map(|(name, label, channel)| url(format!("{name}/webPage"), &label, channel.web_page.as_deref()?));
    e_service.chain(of_channels).collect()
}

fn phones(offered: &Offered) -> Vec<Value> {
    let own = offered.version.function_phone.iter();
    let own = own.map(|number| phone(&format!("{}/functionPhone", offered.name()), number, None, &[]));
    let of_channels = channels(offered).filter_map(|(name, _, channel)| {
        let number = channel.function_phone.as_deref()?;
        let note = channel.note.as_ref().map(|note| note.sv.as_str());
        Some(phone(
            &format!("{name}/functionPhone"),
            number,
            note,
            &channel.languages,
        ))
    });
    own.chain(of_channels).collect()
}

/// When activities take place and channels are open. The hours of places are with the places.
fn schedules(offered: &Offered) -> Vec<Value> {
    let name = offered.name();
    let of_activities = offered.version.activities.iter().flat_map(|activity| {
        let times = Times {
            owner: &format!("{name}/activities/{}", activity.slug),
            hours: &[],
            rules: &activity.schedules,
            part: Some(&activity.name.sv),
        };
        times.schedules()
    });
    let of_channels = channels(offered).flat_map(|(name, label, channel)| {
        let times = Times {
            owner: &name,
            hours: &channel.hours,
            rules: &channel.schedules,
            part: Some(&label),
        };
        times.schedules()
    });
    of_activities.chain(of_channels).collect()
}

/// The municipality, and the areas of providers that do not cover all of it.
fn service_areas(offered: &Offered) -> Vec<Value> {
    let (kommunkod, name) = (offered.kommunkod(), offered.name());
    let whole = json!({
        "id": id(format_args!("{name}/serviceArea")),
        "service_id": offered.id(),
        "name": kommunkod.kommun().name,
        "description": composed!("Kommunkod {kommunkod}.", "Municipality code {kommunkod}.").sv,
    });
    let of_providers = offered.providers().flat_map(|linked| {
        let provider = linked.provider();
        let areas = linked.service_areas_on(offered.day).into_iter().enumerate();
        let areas = areas.map(|(at, area)| {
            let by = &provider.name;
            let by = composed!("Utförare: {by}.", "Provider: {by}.").sv;
            let further = area.description.iter().map(|text| format!(" {}", text.sv));
            json!({
                "id": id(format_args!("{name}/providers/{}/serviceAreas/{at}", provider.slug)),
                "service_id": offered.id(),
                "name": area.name,
                "description": format!("{by}{}", further.collect::<String>()),
            })
        });
        areas.collect::<Vec<_>>()
    });
    [whole].into_iter().chain(of_providers).collect()
}

fn at_locations(offered: &Offered) -> Vec<Value> {
    let places = PlaceOf::all_of(*offered).map(|place| {
        let mut object = place.at_location();
        object["location"] = place.location();
        object
    });
    places.collect()
}

fn cost_options(offered: &Offered) -> Vec<Value> {
    let options = offered.version.cost_options.iter().enumerate();
    options.map(|(at, option)| cost_option(offered, at, option)).collect()
}

fn cost_option(offered: &Offered, at: usize, option: &CostOption) -> Value {
    let words: Vec<String> = option.in_words().into_iter().map(|text| text.sv).collect();
    stated(json!({
        "id": id(format_args!("{}/costOptions/{at}", offered.name())),
        "service_id": offered.id(),
        "valid_from": option.valid_from,
        "valid_to": option.valid_to,
        "option": option.option.sv,
        "currency": option.currency,
        "amount": option.amount,
        "amount_description": words.join(". "),
    }))
}

/// Where people apply after an assessment, and the mailboxes of channels.
fn contacts(offered: &Offered) -> Vec<Value> {
    let name = offered.name();
    let to_apply = offered.municipality.where_to_apply(Some(offered.version));
    let to_apply = to_apply.map(|place| contact(&format!("{name}/rightToApply/contact"), place.contact()));
    let of_channels = channels(offered).filter_map(|(name, label, channel)| {
        mailbox(
            &format!("{name}/functionEmail"),
            Some(&label),
            channel.function_email.as_deref()?,
        )
    });
    to_apply.into_iter().chain(of_channels).collect()
}

fn attributes(offered: &Offered) -> Vec<Value> {
    let name = offered.name();
    taxonomies::terms_of(offered.version)
        .map(|term| term.attribute(&name, offered.base))
        .collect()
}

/// The activities: a member of the profile.
fn activities(offered: &Offered) -> Vec<Value> {
    let activities = offered.version.activities.iter();
    activities
        .map(|activity| {
            stated(json!({
                "slug": activity.slug,
                "name": activity.name.sv,
                "description": activity.summary.as_ref().map(|summary| &summary.sv),
                "schedule": activity.schedule.as_ref().map(|schedule| &schedule.sv),
                "criteria": activity.criteria,
            }))
        })
        .collect()
}

/// The providers: a member of the profile, since HSDS has one organization for a service.
fn providers(offered: &Offered) -> Vec<Value> {
    let providers = offered.providers();
    providers
        .map(|linked| Organization::Provider(offered.municipality, linked.provider()).in_list())
        .collect()
}
