//! A change of the catalogue in words.

use serde_json::Value;

use crate::domain::insatser::document::{Kind, read_version_key};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::text::{composed, text};
use crate::domain::word;
use crate::domain::{Slug, Text};
use crate::store::catalogue::latest::LatestChange;

/// A change in words.
pub(crate) struct ChangeInWords {
    pub title: Text,
    pub summary: Text,
    /// The path of what changed below the municipality's; empty for the municipality.
    pub about: String,
    /// The web page of the insats, for those who read the feed in a browser.
    pub page: Option<String>,
}

impl ChangeInWords {
    /// The insats that it is about, if the municipality has it.
    pub(crate) fn insats(&self) -> Option<Slug> {
        Slug::parse(self.about.strip_prefix("/insatser/")?)
    }
}

/// What a change did to its object.
#[derive(Clone, Copy)]
enum Act {
    Added,
    Changed,
    Removed,
}

/// A change in words.
pub(crate) fn in_words(municipality: &Municipality, change: &LatestChange) -> ChangeInWords {
    let act = match (&change.json, change.is_first) {
        (None, _) => Act::Removed,
        (Some(_), true) => Act::Added,
        (Some(_), false) => Act::Changed,
    };
    let document: Value = change
        .json
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    match word::read::<Kind>(&change.kind) {
        Ok(Kind::Version) => of_version(municipality, &change.key, &document, act),
        Ok(Kind::Withdrawal) => of_withdrawal(municipality, &change.key, &document, act),
        Ok(Kind::Provider) => of_provider(municipality, &change.key, &document, act),
        Ok(Kind::Agreement) => of_agreement(municipality, &change.key, act),
        // A kind that only a newer release knows counts as a change of the municipality's own details.
        Ok(Kind::Municipality) | Err(_) => of_municipality(act),
    }
}

fn of_municipality(act: Act) -> ChangeInWords {
    let title = match act {
        Act::Added => text!("Katalogen är ny", "The catalogue is new"),
        Act::Changed | Act::Removed => text!(
            "Kommunens uppgifter har ändrats",
            "The municipality's details have changed"
        ),
    };
    ChangeInWords {
        title,
        summary: text!(
            "Nämnder, var man ansöker, inställningar och källor.",
            "Deciding bodies, where to apply, settings and sources."
        ),
        about: String::new(),
        page: None,
    }
}

fn of_version(municipality: &Municipality, key: &str, document: &Value, act: Act) -> ChangeInWords {
    let (name, about, first_day) = insats(municipality, key, document);
    let title = match act {
        Act::Added => composed!("Ny version av {name}", "New version of {name}"; name),
        Act::Changed => composed!("Ändrad version av {name}", "Changed version of {name}"; name),
        Act::Removed => composed!("Borttagen version av {name}", "Removed version of {name}"; name),
    };
    let summary = composed!(
        "Versionen som gäller från och med {first_day}.",
        "The version in force from {first_day}."
    );
    ChangeInWords {
        title,
        summary,
        about,
        page: document["webPage"].as_str().map(str::to_owned),
    }
}

fn of_withdrawal(municipality: &Municipality, key: &str, document: &Value, act: Act) -> ChangeInWords {
    let (name, about, first_day) = insats(municipality, key, &Value::Null);
    let Some(last_day) = document["lastDay"].as_str().filter(|_| !matches!(act, Act::Removed)) else {
        return ChangeInWords {
            title: composed!("{name} upphör inte längre", "{name} no longer ends"; name),
            summary: composed!(
                "Beslutet att upphöra har tagits bort för versionen som gäller från och med {first_day}.",
                "The decision to end was removed for the version in force from {first_day}."
            ),
            about,
            page: None,
        };
    };
    ChangeInWords {
        title: composed!("{name} upphör", "{name} ends"; name),
        summary: composed!("Sista dagen är {last_day}.", "The last day is {last_day}."),
        about,
        page: None,
    }
}

fn of_provider(municipality: &Municipality, slug: &str, document: &Value, act: Act) -> ChangeInWords {
    let stated = document["name"].as_str().map(str::to_owned);
    let name = stated.unwrap_or_else(|| provider_name(municipality, slug));
    let title = match act {
        Act::Added => composed!("Ny utförare: {name}", "New provider: {name}"),
        Act::Changed => composed!("Ändrad utförare: {name}", "Changed provider: {name}"),
        Act::Removed => composed!("Borttagen utförare: {name}", "Removed provider: {name}"),
    };
    ChangeInWords {
        title,
        summary: text!("Uppgifter om utföraren.", "Details of the provider."),
        about: provider_path(municipality, slug),
        page: None,
    }
}

fn of_agreement(municipality: &Municipality, key: &str, act: Act) -> ChangeInWords {
    let slug = key.split('/').next().unwrap_or_default();
    let name = provider_name(municipality, slug);
    let title = match act {
        Act::Added => composed!("Nytt avtal med {name}", "New agreement with {name}"),
        Act::Changed => composed!("Ändrat avtal med {name}", "Changed agreement with {name}"),
        Act::Removed => composed!("Borttaget avtal med {name}", "Removed agreement with {name}"),
    };
    ChangeInWords {
        title,
        summary: text!(
            "Vilka insatser avtalet gäller, och när.",
            "Which services the agreement covers, and when."
        ),
        about: provider_path(municipality, slug),
        page: None,
    }
}

/// The name of the insats of a version, its path, and the first day of the version.
fn insats(municipality: &Municipality, key: &str, document: &Value) -> (Text, String, String) {
    let Some((slug, first_day)) = read_version_key(key) else {
        return (Text::new(key, key), String::new(), String::new());
    };
    let stated = document["name"]["sv"].as_str().map(|sv| {
        let en = document["name"]["en"].as_str().unwrap_or(sv);
        Text::new(sv, en)
    });
    let held = municipality.insatser().get(&slug);
    let current = held.and_then(|insats| insats.versions().last());
    let current = current.map(|version| version.held.version.name.for_sentences());
    let name = stated
        .or(current)
        .unwrap_or_else(|| Text::new(slug.as_str(), slug.as_str()));
    let about = held.map(|_| format!("/insatser/{slug}")).unwrap_or_default();
    (name, about, first_day.to_string())
}

fn provider_name(municipality: &Municipality, slug: &str) -> String {
    let held = municipality.providers().get(slug);
    held.map_or_else(|| slug.to_owned(), |held| held.provider.name.clone())
}

fn provider_path(municipality: &Municipality, slug: &str) -> String {
    let held = municipality.providers().get(slug);
    held.map(|_| format!("/providers/{slug}")).unwrap_or_default()
}
