//! Lists of insatser, of one municipality or of all: what is in them, and in which order.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Version};
use crate::domain::search::found::Match;
use crate::domain::search::member::SearchedMember;
use crate::domain::search::wanted::Wanted;

use super::snapshot::Catalogue;

/// What a list contains.
#[derive(Debug)]
pub struct Selection {
    /// Only insatser with these words.
    pub wanted: Option<Wanted>,
    /// Only insatser of this category.
    pub category: Option<Category>,
    /// Only insatser that are open to all, or only others.
    pub open_to_all: Option<bool>,
    /// Only insatser with these statuses.
    pub status: Statuses,
    /// The order; if absent, the best match first, or as the municipalities are given and by slug.
    pub sort: Option<Sort>,
}

/// The statuses of the insatser in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statuses {
    /// Any of these.
    AnyOf(Vec<Status>),
    /// Every insats that is in force on the day, also without criteria and before the act.
    InForceOnDay,
}

/// An order of insatser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    /// By slug.
    Slug,
    /// By name, in Swedish order.
    Name,
}

/// An insats in a list.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'c> {
    /// The municipality.
    pub municipality: &'c Municipality,
    /// Its version of the day.
    pub standing: Standing<'c>,
    found: Option<Match>,
}

/// A list of insatser.
#[derive(Debug)]
pub struct Listing<'c> {
    /// In the order of the list.
    pub insatser: Vec<Listed<'c>>,
    /// If the list is empty because of the status: how many historical insatser it would have.
    pub historical: Option<usize>,
}

impl Statuses {
    fn include(&self, standing: Standing) -> bool {
        match self {
            Self::AnyOf(statuses) => statuses.contains(&standing.status()),
            Self::InForceOnDay => matches!(standing, Standing::InForce(_)),
        }
    }
}

impl<'c> Listed<'c> {
    /// The document of its version.
    pub fn version(&self) -> &'c Version {
        &self.standing.version().held.version
    }

    /// The members that have any of the words, the weightiest first.
    pub fn matched(&self) -> Vec<SearchedMember> {
        self.found.into_iter().flat_map(|found| found.members.iter()).collect()
    }
}

impl Selection {
    /// The list of the insatser of some municipalities on a day.
    pub fn of<'c>(
        &self,
        catalogue: &'c Catalogue,
        municipalities: impl IntoIterator<Item = &'c Municipality>,
        day: NaiveDate,
    ) -> Listing<'c> {
        let mut insatser = Vec::new();
        let mut historical = 0;
        for municipality in municipalities {
            for listed in self.of_any_status(catalogue, municipality, day) {
                if self.status.include(listed.standing) {
                    insatser.push(listed);
                } else if listed.standing.status() == Status::Historical {
                    historical += 1;
                }
            }
        }
        match self.sort {
            Some(Sort::Slug) => insatser.sort_by_key(|listed| &listed.version().slug),
            Some(Sort::Name) => insatser.sort_by_key(|listed| listed.standing.version().held.name_order()),
            None => insatser.sort_by_key(|listed| Reverse(listed.found.map(|found| found.rank))),
        }
        Listing {
            historical: (insatser.is_empty() && historical > 0).then_some(historical),
            insatser,
        }
    }

    fn of_any_status<'c>(
        &self,
        catalogue: &'c Catalogue,
        municipality: &'c Municipality,
        day: NaiveDate,
    ) -> impl Iterator<Item = Listed<'c>> {
        let kommunkod = municipality.document().kommunkod;
        let search = self.wanted.as_ref().map(|wanted| catalogue.search(kommunkod, wanted));
        let finds_nothing = matches!(search, Some(None));
        let insatser = (!finds_nothing).then(|| municipality.insatser().values().enumerate());
        insatser.into_iter().flatten().filter_map(move |(at, insats)| {
            let standing = insats.on(day)?;
            let found = match &search {
                Some(found) => Some(found.as_ref()?.get(at, standing.version().number - 1)?),
                None => None,
            };
            let listed = Listed {
                municipality,
                standing,
                found,
            };
            self.fits(listed.version()).then_some(listed)
        })
    }

    fn fits(&self, version: &Version) -> bool {
        let is_open = || version.criteria.as_ref().is_some_and(Criterion::is_open_to_all);
        self.category.is_none_or(|category| version.category == category)
            && self.open_to_all.is_none_or(|wanted| is_open() == wanted)
    }
}
