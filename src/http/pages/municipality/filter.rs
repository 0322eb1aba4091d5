//! What a reader asks to see of a municipality's insatser.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::catalogue::listing::{Listed, Selection, Sort, Statuses};
use crate::catalogue::snapshot::Catalogue;
use crate::domain::Text;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::labels;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Category;
use crate::domain::letters::swedish_order;
use crate::domain::search::wanted::Wanted;
use crate::domain::text::text;
use crate::domain::word;
use crate::http::catalogue::insats_filter::wanted;
use crate::http::html::language::PageLanguage;
use crate::http::html::parameters::Parameters;
use crate::http::query::number;

/// Every status: a reader sees also what is not in force, apart from the rest.
const STATUSES: [Status; 5] = [
    Status::InForce,
    Status::Incomplete,
    Status::Upcoming,
    Status::Terminated,
    Status::Historical,
];

/// What the list contains, as far as it could be read.
pub(crate) struct Filter {
    /// The words, as they were written.
    pub q: String,
    pub category: Option<Category>,
    pub place: Option<String>,
    pub open_to_all: bool,
    pub page: usize,
    /// What was wrong with the words.
    pub q_fault: Option<Text>,
    /// That the municipality has no such category or place.
    pub category_fault: Option<Text>,
    pub place_fault: Option<Text>,
}

/// What a reader can choose.
pub(crate) struct Choices {
    pub categories: Vec<Category>,
    pub places: Vec<String>,
}

/// The insatser in the list.
#[derive(Default)]
pub(crate) struct Groups<'c> {
    pub in_force: Vec<Listed<'c>>,
    pub upcoming: Vec<Listed<'c>>,
    /// The catalogue does not say whether they are in force.
    pub not_known: Vec<Listed<'c>>,
    pub ended: Vec<Listed<'c>>,
}

impl Choices {
    /// The categories and places of the insatser in force on a day or later.
    pub(crate) fn of(municipality: &Municipality, today: NaiveDate) -> Self {
        let standings = municipality.insatser().values().filter_map(|insats| insats.on(today));
        let versions: Vec<_> = standings.map(|standing| &standing.version().held.version).collect();
        let categories: BTreeSet<Category> = versions.iter().map(|version| version.category).collect();
        let places = versions.iter().flat_map(|version| &version.places);
        let places: BTreeSet<&str> = places.map(|place| place.name.as_str()).collect();
        let mut places: Vec<String> = places.into_iter().map(str::to_owned).collect();
        places.sort_by_cached_key(|place| swedish_order(place));
        Self {
            categories: categories.into_iter().collect(),
            places,
        }
    }
}

impl Filter {
    /// Reads what is asked for, and the words as they are searched for.
    pub(crate) fn read(parameters: &Parameters, choices: &Choices) -> (Self, Option<Wanted>) {
        let (wanted, q_fault) = match parameters.read("q", wanted) {
            Ok(wanted) => (wanted, None),
            Err(fault) => (None, Some(fault)),
        };
        let q = parameters.get("q").filter(|_| wanted.is_some()).unwrap_or_default();
        let asked = parameters.get("category");
        let category = asked.and_then(|asked| word::read(asked).ok());
        let category = category.filter(|category| choices.categories.contains(category));
        let asked_place = parameters.get("place");
        let place = asked_place.filter(|asked| choices.places.iter().any(|place| place == asked));
        let filter = Self {
            q: q.to_owned(),
            category,
            place: place.map(str::to_owned),
            open_to_all: parameters.get("openToAll") == Some("true"),
            page: parameters.read("page", number(1, i64::MAX)).ok().flatten().unwrap_or(1),
            q_fault,
            category_fault: (asked.is_some() && category.is_none())
                .then(|| text!("Välj en kategori i listan.", "Choose a category from the list.")),
            place_fault: (asked_place.is_some() && place.is_none())
                .then(|| text!("Välj en plats i listan.", "Choose a place from the list.")),
        };
        (filter, wanted)
    }

    pub(crate) const fn is_refused(&self) -> bool {
        self.q_fault.is_some() || self.category_fault.is_some() || self.place_fault.is_some()
    }

    /// Whether the list has less than everything.
    pub(crate) fn narrows(&self) -> bool {
        !self.q.is_empty() || self.category.is_some() || self.place.is_some() || self.open_to_all
    }

    /// The accepted parameters, without the page.
    pub(crate) fn kept(&self) -> Vec<(&'static str, &str)> {
        let category = self.category.map_or("", Into::into);
        let all = [
            ("q", self.q.as_str()),
            ("category", category),
            ("place", self.place.as_deref().unwrap_or_default()),
            ("openToAll", if self.open_to_all { "true" } else { "" }),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The insatser that it asks for, by whether they are in force.
    pub(crate) fn list<'c>(
        &self,
        wanted: Option<Wanted>,
        catalogue: &'c Catalogue,
        municipality: &'c Municipality,
        today: NaiveDate,
    ) -> Groups<'c> {
        let is_search = wanted.is_some();
        let selection = Selection {
            wanted,
            category: self.category,
            open_to_all: self.open_to_all.then_some(true),
            status: Statuses::AnyOf(STATUSES.to_vec()),
            sort: (!is_search).then_some(Sort::Name),
        };
        let mut groups = Groups::default();
        for listed in selection.of(catalogue, [municipality], today).insatser {
            if !self.is_at_the_place(&listed) {
                continue;
            }
            let group = match listed.standing {
                standing if standing.is_not_known(today) => &mut groups.not_known,
                Standing::InForce(_) => &mut groups.in_force,
                Standing::Upcoming(_) => &mut groups.upcoming,
                Standing::Ended(_) => &mut groups.ended,
            };
            group.push(listed);
        }
        groups
    }

    fn is_at_the_place(&self, listed: &Listed) -> bool {
        self.place
            .as_ref()
            .is_none_or(|wanted| listed.version().places.iter().any(|place| place.name == *wanted))
    }
}

/// A choice of a list, with the value that the form sends.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl Filter {
    pub(crate) fn categories(&self, choices: &Choices, language: &PageLanguage) -> Vec<Choice> {
        let mut categories: Vec<Choice> = choices
            .categories
            .iter()
            .map(|category| Choice {
                value: <&str>::from(category).to_owned(),
                label: language.say(&labels::of_category(*category)).to_owned(),
                is_chosen: self.category == Some(*category),
            })
            .collect();
        categories.sort_by_cached_key(|choice| swedish_order(&choice.label));
        categories
    }

    pub(crate) fn places(&self, choices: &Choices) -> Vec<Choice> {
        let choice = |place: &String| Choice {
            value: place.clone(),
            label: place.clone(),
            is_chosen: self.place.as_ref() == Some(place),
        };
        choices.places.iter().map(choice).collect()
    }
}
