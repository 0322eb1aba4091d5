//! The names of dimensions' values in a municipality's catalogue.

use std::collections::BTreeMap;

use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::letters::capital;
use crate::domain::statistics::{By, Dimension, GENDERS};
use crate::domain::text::{TextLanguage, text};
use crate::domain::word;

use super::in_words;

/// The name of what a record names and the decision does not list.
const UNLISTED: &str = "other";

/// The names of the values of dimensions, in one language.
pub(crate) struct Names {
    language: TextLanguage,
    insatser: BTreeMap<String, String>,
    providers: BTreeMap<String, String>,
    /// `None` where insatser use one short name for different places.
    places: BTreeMap<String, Option<String>>,
    activities: BTreeMap<String, Option<String>>,
}

impl Names {
    /// The names of what an answer by some dimensions can show, of one insats or of all.
    pub(crate) fn of(municipality: &Municipality, by: &By, insats: Option<&str>, language: TextLanguage) -> Self {
        let mut names = Self {
            language,
            insatser: BTreeMap::new(),
            providers: BTreeMap::new(),
            places: BTreeMap::new(),
            activities: BTreeMap::new(),
        };
        if by.has(Dimension::Provider) {
            let providers = municipality.providers().iter();
            names.providers = providers
                .map(|(slug, held)| (slug.to_string(), held.provider.name.clone()))
                .collect();
        }
        let asked = municipality.insatser().iter();
        for (slug, versions) in asked.filter(|(slug, _)| insats.is_none_or(|asked| asked == slug.as_str())) {
            names.add(slug.as_str(), versions, by);
        }
        names
    }

    fn add(&mut self, slug: &str, insats: &Insats, by: &By) {
        let mut places: BTreeMap<&str, &str> = BTreeMap::new();
        let mut activities: BTreeMap<&str, &str> = BTreeMap::new();
        // A later version may have another name for the same.
        for version in insats.versions().map(|version| &version.held.version) {
            if by.has(Dimension::Insats) {
                let name = version.name.in_language(self.language);
                self.insatser.insert(slug.to_owned(), name.to_owned());
            }
            if by.has(Dimension::Place) {
                places.extend(
                    version
                        .places
                        .iter()
                        .map(|place| (place.slug.as_str(), place.name.as_str())),
                );
            }
            if by.has(Dimension::Activity) {
                let named = version.activities.iter();
                activities
                    .extend(named.map(|activity| (activity.slug.as_str(), activity.name.in_language(self.language))));
            }
        }
        merge(&mut self.places, &places);
        merge(&mut self.activities, &activities);
    }

    /// The name of a value, or the value itself if the catalogue has no name for it.
    pub(crate) fn name(&self, dimension: Dimension, value: Option<&str>) -> String {
        let say = |text: &crate::domain::Text| self.language.of(text).to_owned();
        let Some(value) = value else {
            return say(&text!("Inte angivet", "Not stated"));
        };
        let named = match dimension {
            Dimension::Insats => self.insatser.get(value).cloned(),
            Dimension::Provider => self.providers.get(value).cloned(),
            Dimension::Place | Dimension::Activity if value == UNLISTED => Some(say(&text!("Övriga", "Others"))),
            Dimension::Place => self.places.get(value).cloned().flatten(),
            Dimension::Activity => self.activities.get(value).cloned().flatten(),
            Dimension::Gender => GENDERS
                .into_iter()
                .find(|gender| word::written(gender) == value)
                .map(|gender| capital(self.language.of(&in_words::gender(gender)))),
            Dimension::Year | Dimension::Quarter | Dimension::Month => None,
        };
        named.unwrap_or_else(|| value.to_owned())
    }
}

/// Adds names of one insats. A short name that another insats uses for something else has no name.
fn merge(all: &mut BTreeMap<String, Option<String>>, of_insats: &BTreeMap<&str, &str>) {
    for (slug, name) in of_insats {
        let known = all
            .entry((*slug).to_owned())
            .or_insert_with(|| Some((*name).to_owned()));
        if known.as_deref() != Some(*name) {
            *known = None;
        }
    }
}
