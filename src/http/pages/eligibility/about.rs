//! The insats that a form is about, and the questions to ask about it.

use chrono::NaiveDate;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::questions::form::names::{PART, fact_of, name_of};
use crate::domain::criteria::Criterion;
use crate::domain::criteria::interview::in_settling_order;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::eligibility::Question;
use crate::domain::eligibility::missing::MissingFacts;
use crate::domain::insatser::insats::{Standing, VersionInTime};
use crate::domain::insatser::version::{Activity, Version};
use crate::domain::kommun::Kommun;
use crate::domain::{CatalogueText, Kommunkod, Slug};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::InsatsPath;

/// The insats that a form is about, on a day.
pub(crate) struct About<'a> {
    pub kommun: Kommun,
    pub slug: &'a str,
    pub name: CatalogueText,
    /// The version that the day leads to; `None` if the municipality has not decided on the insats.
    pub version: Option<VersionInTime<'a>>,
    pub is_in_force: bool,
    /// The municipality's own questions.
    pub questions: &'a [LocalQuestion],
}

/// A question of the form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Which part of the insats.
    Part,
    /// A fact about a person.
    Fact(OpenFact),
}

impl Asked {
    /// The question of a field; `None` if no form has the field.
    pub(crate) fn of_field(name: &str) -> Option<Self> {
        if name == PART {
            return Some(Self::Part);
        }
        fact_of(name).map(Self::Fact)
    }

    /// The name of its field.
    pub(crate) fn field(&self) -> String {
        match self {
            Self::Part => PART.to_owned(),
            Self::Fact(fact) => name_of(fact),
        }
    }
}

impl<'a> About<'a> {
    pub(crate) fn find(catalogue: &'a Catalogue, path: &'a InsatsPath, day: NaiveDate) -> Result<Self, Problem> {
        let standing = catalogue.standing(path.kommunkod, &path.slug, day);
        let version = standing.map(Standing::version);
        let municipality = catalogue.municipality(path.kommunkod);
        Ok(Self {
            kommun: path.kommunkod.kommun(),
            slug: &path.slug,
            name: catalogue
                .name_of(version.map(|version| &version.held.version), &path.slug)
                .ok_or(Problem::of(Kind::UnknownInsats))?,
            version,
            is_in_force: matches!(standing, Some(Standing::InForce(_))),
            questions: municipality.map_or(&[], |municipality| &municipality.document().questions),
        })
    }

    pub(crate) fn stated(&self) -> Option<&'a Version> {
        self.version.map(|version| &version.held.version)
    }

    /// The activities with conditions of their own.
    pub(crate) fn activities(&self) -> impl Iterator<Item = &'a Activity> {
        let version = self.stated().filter(|_| self.is_in_force);
        let activities = version.into_iter().flat_map(|version| &version.activities);
        activities.filter(|activity| activity.criteria.is_some())
    }

    /// The places with conditions of their own, each with its slug and name.
    pub(crate) fn places(&self) -> impl Iterator<Item = (&'a Slug, &'a str)> {
        let version = self.stated().filter(|_| self.is_in_force);
        let places = version.into_iter().flat_map(|version| &version.places);
        let places = places.filter(|place| place.criteria.is_some());
        places.map(|place| (&place.slug, &*place.name))
    }

    /// Whether the first question is which part of the insats.
    pub(crate) fn has_parts(&self) -> bool {
        self.activities().next().is_some() || self.places().next().is_some()
    }

    /// The criteria that a question is about.
    pub(crate) fn criteria(&self, question: &Question) -> Option<&'a Criterion> {
        let version = self.stated()?;
        let activity = question.activity.and_then(|slug| version.activity(slug));
        let place = question.place.and_then(|slug| version.place(slug));
        let of_activity = activity.and_then(|activity| activity.criteria.as_ref());
        let of_place = place.and_then(|place| place.criteria.as_ref());
        of_activity.or(of_place).or(version.criteria.as_ref())
    }

    /// What is missing, the one to ask for first.
    pub(crate) fn in_order(&self, missing: &MissingFacts, question: &Question) -> Vec<OpenFact> {
        self.criteria(question).map_or_else(
            || missing.facts.to_vec(),
            |criteria| in_settling_order(criteria, &missing.facts),
        )
    }

    /// The municipalities that some condition names, in written order. To the conditions, all others are alike.
    pub(crate) fn municipalities(&self) -> Vec<Kommunkod> {
        let mut named = Vec::new();
        for criteria in self.stated().into_iter().flat_map(Version::all_criteria) {
            criteria.walk_all(None, &mut |_, node| {
                for kommunkod in node.condition.municipalities() {
                    if !named.contains(kommunkod) {
                        named.push(*kommunkod);
                    }
                }
            });
        }
        named
    }
}
