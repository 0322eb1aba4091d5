//! Public figures, and the released cells that they name.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::domain::statistics::release::cell_name;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::release::root::Cell;
use crate::domain::statistics::{GENDERS, Gender, Month};

/// Whether a figure is shown, and the reason if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FigureStatus)]
pub enum Status {
    /// Shown: the sum of whole released cells.
    Ok,
    /// Part of a released cell, and not shown separately.
    Suppressed,
    /// Some of its cells are not shown. The value is the sum of the others.
    Partial,
    /// The report was stated to be lost.
    Missing,
    /// Not yet released.
    Pending,
    /// Not applicable according to the catalogue: not in force, no agreement, an unlisted place or activity, or a place
    /// that is closed.
    NotApplicable,
    /// It was wrong, and is withdrawn.
    Withdrawn,
}

/// A number with one decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenths(pub i64);

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_precision_loss, reason = "a mean is small")]
        let number = self.0 as f64 / 10.0;
        serializer.serialize_f64(number)
    }
}

/// One figure: participations for the stated dimensions.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatisticsFigure)]
pub struct Figure {
    /// The year.
    #[schema(example = "2026")]
    pub year: Option<String>,
    /// The quarter.
    #[schema(example = "2026-q4")]
    pub quarter: Option<String>,
    /// The month.
    #[schema(example = "2026-10")]
    pub month: Option<String>,
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: Option<String>,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: Option<String>,
    /// The place.
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The activity.
    pub activity: Option<String>,
    /// The gender.
    pub gender: Option<Gender>,
    /// Participations: a person who attends twice counts twice. Null if the figure is not shown.
    #[schema(required = true)]
    #[serialize_always]
    pub value: Option<i64>,
    /// Whether the figure is shown, and the reason if not.
    pub status: Status,
    /// The single released cell, or group of cells, that contains it, if any.
    pub within: Option<String>,
    /// The value of that cell or group, for answers that do not list cells.
    #[serde(skip)]
    pub within_value: Option<i64>,
    /// The released cells that add up to a partial figure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<String>,
    /// Ratings by participants, on a scale from 1 to 5: only by year, insats and provider, once the year is complete.
    #[schema(value_type = Option<f64>)]
    pub rating: Option<Tenths>,
}

/// A released cell, or a group of cells: the smallest published unit.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReleasedCell)]
pub(crate) struct ReleasedCell {
    /// Its name.
    #[schema(example = "traffpunkter.egen-regi.2026-10.2")]
    pub id: String,
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The places; all if absent.
    pub places: Option<Vec<String>>,
    /// Whether unlisted places are included.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_places: bool,
    /// The activities; all if absent.
    pub activities: Option<Vec<String>>,
    /// Whether unlisted activities are included.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_activities: bool,
    /// The genders; all if absent.
    pub genders: Option<Vec<Gender>>,
    /// Participations. Null if withdrawn.
    #[schema(required = true)]
    #[serialize_always]
    pub value: Option<i64>,
    /// Whether it is shown.
    pub status: Status,
}

impl ReleasedCell {
    /// All cells of an insats.
    pub(crate) fn all(published: &Published, insats: &str) -> Vec<Self> {
        let of_insats = published.streams().iter().filter(|(stream, _)| stream.insats == insats);
        let roots = of_insats.flat_map(|(stream, shown)| shown.roots.values().map(move |root| (stream, &root.root)));
        let names = roots.flat_map(|(stream, root)| {
            let cells = 0..root.cells.len();
            cells.map(move |at| cell_name(stream, root, at))
        });
        names.filter_map(|name| Self::of(published, &name)).collect()
    }

    /// A cell or group; `None` if it does not exist.
    pub(crate) fn of(published: &Published, name: &CellName) -> Option<Self> {
        let stream = published.streams().get(&name.stream)?;
        let shown = stream.roots.get(&name.month)?;
        let root = &shown.root;
        let cells = name.cells_of(root);
        if cells.is_empty() {
            return None;
        }
        let value = shown
            .cells()
            .skip(cells.start)
            .take(cells.len())
            .map(|cell| cell.shown())
            .sum::<Option<i64>>();
        // A group is a product, so its cells together have all of its places, activities and genders.
        let cells = &root.cells[cells];
        let all = |numbers: fn(&Cell) -> &Vec<usize>| -> BTreeSet<usize> {
            cells.iter().flat_map(numbers).copied().collect()
        };
        let (places, activities) = (all(|cell| &cell.places), all(|cell| &cell.activities));
        let genders: BTreeSet<Gender> = cells.iter().flat_map(|cell| &cell.genders).copied().collect();
        let named = |numbers: &BTreeSet<usize>, of: &[String]| -> Option<Vec<String>> {
            let is_all = of.iter().enumerate().all(|(at, _)| numbers.contains(&at));
            // The only one of a complete list is named, since its own figure is the same.
            let is_only = of.len() == 1 && !numbers.contains(&of.len());
            let named = numbers.iter().filter_map(|at| of.get(*at).cloned());
            (!is_all || is_only).then(|| named.collect())
        };
        let listed = &root.listed;
        let (of_places, of_activities) = (named(&places, &listed.places), named(&activities, &listed.activities));
        Some(Self {
            id: name.to_string(),
            insats: name.stream.insats.clone(),
            provider: name.stream.provider.clone(),
            months: root.months.clone(),
            unlisted_places: of_places.is_some() && places.contains(&listed.unlisted_place()),
            unlisted_activities: of_activities.is_some() && activities.contains(&listed.unlisted_activity()),
            places: of_places,
            activities: of_activities,
            genders: (genders.len() < GENDERS.len()).then(|| genders.into_iter().collect()),
            status: if value.is_some() { Status::Ok } else { Status::Withdrawn },
            value,
        })
    }
}
