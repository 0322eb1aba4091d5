//! How a new version changes the reach of an insats.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};
use crate::domain::{Slug, Text};

use super::population::{Population, Residents};
use super::{Exactness, Reach};

/// The reach of a new version, compared with the version in force on the day before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReachChange {
    /// The year of the population, counted on 31 December.
    #[schema(example = 2025)]
    pub year: i32,
    /// By the version in force before; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Reach>,
    /// By the new version.
    pub after: Reach,
    /// How many more; fewer if negative. Absent without a version before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Residents>,
    /// The change in words.
    pub text: Text,
    /// The activities with conditions of their own in one of the versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<PartReachChange>,
    /// The places with conditions of their own in one of the versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PartReachChange>,
}

/// How the reach of an activity or of a place changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartReachChange {
    /// The activity or the place.
    pub slug: Slug,
    /// By the version in force before; absent if it lacks the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Reach>,
    /// By the new version; absent if it lacks the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Reach>,
    /// How many more; fewer if negative. Absent if one of the versions lacks the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Residents>,
    /// The change in words.
    pub text: Text,
}

impl ReachChange {
    /// The change that a version makes; `before` is a municipality with the versions before it. `None` if a version has
    /// no criteria in the catalogue.
    pub fn of(before: &Municipality, version: &Version, population: &Population) -> Option<Self> {
        let document = before.document();
        let of_criteria =
            |criteria: &Criterion| Reach::of(criteria, population, document.kommunkod, &document.questions);
        let reach = |version: &Version| of_criteria(version.criteria.as_ref()?);
        let after = reach(version)?;
        let earlier = version.valid_from.pred_opt().and_then(|day| {
            let insats = before.insatser().get(&version.slug)?;
            match insats.on(day)? {
                Standing::InForce(earlier) => Some(&earlier.held.version),
                _ => None,
            }
        });
        let before = match earlier {
            Some(earlier) => Some(reach(earlier)?),
            None => None,
        };
        let year = population.year;
        let parts = |parts: fn(&Version) -> Vec<Part>| {
            let of_version = |version: &Version| {
                let reaches = parts(version).into_iter().filter_map(|part| {
                    let reach = of_criteria(part.criteria.or(version.criteria.as_ref())?)?;
                    Some((part.slug.clone(), (reach, part.criteria.is_some())))
                });
                reaches.collect::<BTreeMap<Slug, (Reach, bool)>>()
            };
            part_changes(earlier.map(of_version).unwrap_or_default(), of_version(version), year)
        };
        Some(Self {
            year,
            difference: difference(before.as_ref(), Some(&after)),
            text: in_words(before.as_ref(), &after, year),
            before,
            after,
            activities: parts(activities),
            places: parts(places),
        })
    }
}

/// An activity or a place, and the conditions of its own.
struct Part<'v> {
    slug: &'v Slug,
    criteria: Option<&'v Criterion>,
}

fn activities(version: &Version) -> Vec<Part<'_>> {
    let activities = version.activities.iter().map(|activity| Part {
        slug: &activity.slug,
        criteria: activity.criteria.as_ref(),
    });
    activities.collect()
}

fn places(version: &Version) -> Vec<Part<'_>> {
    let places = version.places.iter().map(|place| Part {
        slug: &place.slug,
        criteria: place.criteria.as_ref(),
    });
    places.collect()
}

/// The changes of the parts that have conditions of their own before or after.
fn part_changes(
    mut before: BTreeMap<Slug, (Reach, bool)>,
    mut after: BTreeMap<Slug, (Reach, bool)>,
    year: i32,
) -> Vec<PartReachChange> {
    let slugs: BTreeSet<Slug> = before.keys().chain(after.keys()).cloned().collect();
    let changes = slugs.into_iter().filter_map(|slug| {
        let (before, after) = (before.remove(&slug), after.remove(&slug));
        let has_own = [&before, &after].into_iter().flatten().any(|(_, is_own)| *is_own);
        let (before, after) = (before.map(|(reach, _)| reach), after.map(|(reach, _)| reach));
        let text = match (&before, &after) {
            (before, Some(after)) => in_words(before.as_ref(), after, year),
            (Some(before), None) => {
                let was = stated(before);
                composed!(
                    "Versionen saknar den. Enligt versionen före omfattar villkoren {was} invånare den 31 december {year}.",
                    "The version lacks it. By the version before, the conditions admit {was} residents on 31 December {year}.";
                    was
                )
            }
            (None, None) => return None,
        };
        has_own.then(|| PartReachChange {
            difference: difference(before.as_ref(), after.as_ref()),
            slug,
            before,
            after,
            text,
        })
    });
    changes.collect()
}

fn difference(before: Option<&Reach>, after: Option<&Reach>) -> Option<Residents> {
    Some(after?.residents.more_than(before?.residents))
}

fn in_words(before: Option<&Reach>, after: &Reach, year: i32) -> Text {
    let is = stated(after);
    let Some(before) = before else {
        return composed!(
            "Villkoren omfattar {is} invånare den 31 december {year}.",
            "The conditions admit {is} residents on 31 December {year}.";
            is
        );
    };
    let was = stated(before);
    let difference = after.residents.total - before.residents.total;
    let count = grouped(difference.abs());
    let are_exact = before.exactness == Exactness::Exact && after.exactness == Exactness::Exact;
    let how = match (difference, are_exact) {
        (0, _) => text!("lika många", "no change"),
        (1.., true) => composed!("{count} fler", "{count} more"; count),
        (_, true) => composed!("{count} färre", "{count} fewer"; count),
        (1.., false) => composed!("gränsen är {count} högre", "the limit is {count} higher"; count),
        (_, false) => composed!("gränsen är {count} lägre", "the limit is {count} lower"; count),
    };
    composed!(
        "Villkoren omfattar {is} invånare den 31 december {year}. Enligt versionen före är det {was}: {how}.",
        "The conditions admit {is} residents on 31 December {year}. By the version before, it is {was}: {how}.";
        is,
        was,
        how
    )
}

/// The number of a reach, with what is uncertain about it.
pub(crate) fn stated(reach: &Reach) -> Text {
    let count = grouped(reach.residents.total);
    match reach.exactness {
        Exactness::Exact => count,
        Exactness::AtMost => composed!("högst {count}", "at most {count}"; count),
    }
}

/// A whole number with its digits in groups of three.
pub(crate) fn grouped(number: i64) -> Text {
    let digits = number.unsigned_abs().to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    let sign = if number < 0 { "-" } else { "" };
    Text::new(
        format!("{sign}{}", groups.join("\u{a0}")),
        format!("{sign}{}", groups.join(",")),
    )
}
