//! How a new version changes the reach of an insats.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};

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
}

impl ReachChange {
    /// The change that a version makes; `before` is a municipality with the versions before it. `None` if a version has
    /// no criteria in the catalogue.
    pub fn of(before: &Municipality, version: &Version, population: &Population) -> Option<Self> {
        let document = before.document();
        let reach = |version: &Version| {
            let criteria = version.criteria.as_ref()?;
            Reach::of(criteria, population, document.kommunkod, &document.questions)
        };
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
        let difference = before
            .as_ref()
            .map(|before| after.residents.more_than(before.residents));
        let text = in_words(before.as_ref(), &after, population.year);
        Some(Self {
            year: population.year,
            before,
            after,
            difference,
            text,
        })
    }
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
