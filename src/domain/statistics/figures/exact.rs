//! Exact figures for the municipality's own staff.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::statistics::{By, Dimension, GENDERS, Gender, Month};
use crate::domain::text::text;

use super::figure::Tenths;

/// The notice beside every exact figure.
pub(crate) const NOTICE: Text = text!(
    "Exakta uppgifter – sekretessprövas före utlämnande eller publicering",
    "Exact figures – a confidentiality review is required before disclosure or publication"
);

/// The dimensions of a sum. Dimensions that are not asked for are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SumGroup {
    pub month: Option<Month>,
    pub insats: String,
    pub provider: String,
    /// A slug, `other`, or empty.
    pub place: String,
    /// A slug, `other`, or empty.
    pub activity: String,
}

/// Monthly sums added together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub records: i64,
    pub sessions: i64,
    pub in_sessions: i64,
    /// Participations.
    pub total: i64,
    pub women: i64,
    pub men: i64,
    /// Other and unknown.
    pub other: i64,
    /// Ratings times responses, in hundredths on a scale from 1 to 5.
    pub rating_sum: i64,
    pub responses: i64,
}

impl Totals {
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            sessions: self.sessions + other.sessions,
            in_sessions: self.in_sessions + other.in_sessions,
            total: self.total + other.total,
            women: self.women + other.women,
            men: self.men + other.men,
            other: self.other + other.other,
            rating_sum: self.rating_sum + other.rating_sum,
            responses: self.responses + other.responses,
        }
    }
}

/// One row of exact figures.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExactFigure {
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
    /// The place: a slug, or `other` if not listed; absent if not stated.
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The activity: a slug, or `other` if not listed; absent if not stated.
    pub activity: Option<String>,
    /// The gender.
    pub gender: Option<Gender>,
    /// Participations: a person who attends twice counts twice.
    pub participants: ExactParticipants,
    /// The number of records; absent by gender.
    pub records: Option<i64>,
    /// The number of sessions; absent by gender.
    pub sessions: Option<i64>,
    /// The mean number of participations per session, of those counted by session.
    #[schema(value_type = Option<f64>)]
    pub mean_per_session: Option<Tenths>,
    /// Ratings by participants.
    pub rating: Option<ExactRating>,
}

/// The number of participants.
#[serde_with::skip_serializing_none]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExactParticipants {
    /// In total.
    pub total: i64,
    /// Women.
    pub women: Option<i64>,
    /// Men.
    pub men: Option<i64>,
    /// Another gender, or unknown.
    pub other_or_unknown: Option<i64>,
}

/// Ratings by participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ExactRating {
    /// The mean on a scale from 1 to 5, weighted by responses.
    #[schema(value_type = f64, example = 4.2)]
    pub mean: Tenths,
    /// The number of responses.
    pub responses: i64,
}

/// Exact figures in order, created on demand.
pub(crate) struct ExactFigures {
    sums: Vec<(SumGroup, Totals)>,
    /// The number of sums before the loaded ones.
    before: usize,
    /// The total number of sums.
    count: usize,
    by: By,
}

impl ExactFigures {
    /// The figures of sums that are grouped by `by`.
    pub(crate) fn of(mut sums: Vec<(SumGroup, Totals)>, by: By) -> Self {
        sums.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Self {
            before: 0,
            count: sums.len(),
            sums,
            by,
        }
    }

    /// The figures of some of the sums: those from `first` on, of `count` in total.
    pub(crate) const fn part(sums: Vec<(SumGroup, Totals)>, first: usize, count: usize, by: By) -> Self {
        Self {
            sums,
            before: first,
            count,
            by,
        }
    }

    /// The range of sums that a range of figures needs.
    pub(crate) fn sums_of(figures: &Range<usize>, by: &By) -> Range<usize> {
        let each = figures_of_a_sum(by);
        figures.start / each..figures.end.div_ceil(each)
    }

    pub const fn by(&self) -> &By {
        &self.by
    }

    /// The number of figures.
    pub(crate) fn count(&self) -> usize {
        self.count * figures_of_a_sum(&self.by)
    }

    /// One figure by its index; its sum must be loaded.
    pub(crate) fn figure(&self, at: usize) -> ExactFigure {
        let (of, totals) = &self.sums[at / figures_of_a_sum(&self.by) - self.before];
        if self.by.has(Dimension::Gender) {
            of_gender(of, totals, &self.by, at % GENDERS.len())
        } else {
            whole(of, totals, &self.by)
        }
    }
}

fn figures_of_a_sum(by: &By) -> usize {
    if by.has(Dimension::Gender) { GENDERS.len() } else { 1 }
}

fn of_gender(of: &SumGroup, totals: &Totals, by: &By, gender: usize) -> ExactFigure {
    ExactFigure {
        gender: Some(GENDERS[gender]),
        participants: ExactParticipants {
            total: [totals.women, totals.men, totals.other][gender],
            ..ExactParticipants::default()
        },
        records: None,
        sessions: None,
        mean_per_session: None,
        rating: None,
        ..whole(of, totals, by)
    }
}

fn whole(of: &SumGroup, totals: &Totals, by: &By) -> ExactFigure {
    let named = |dimension, name: &String| (by.has(dimension) && !name.is_empty()).then(|| name.clone());
    let time = |dimension, text: fn(Month) -> String| of.month.filter(|_| by.has(dimension)).map(text);
    ExactFigure {
        year: time(Dimension::Year, |month| format!("{:04}", month.year())),
        quarter: time(Dimension::Quarter, |month| {
            format!("{:04}-q{}", month.year(), month.quarter())
        }),
        month: time(Dimension::Month, |month| month.to_string()),
        insats: named(Dimension::Insats, &of.insats),
        provider: named(Dimension::Provider, &of.provider),
        place: named(Dimension::Place, &of.place),
        activity: named(Dimension::Activity, &of.activity),
        gender: None,
        participants: ExactParticipants {
            total: totals.total,
            women: Some(totals.women),
            men: Some(totals.men),
            other_or_unknown: Some(totals.other),
        },
        records: Some(totals.records),
        sessions: Some(totals.sessions),
        mean_per_session: mean(totals.in_sessions * 10, totals.sessions),
        rating: mean(totals.rating_sum, totals.responses * 10).map(|mean| ExactRating {
            mean,
            responses: totals.responses,
        }),
    }
}

/// A quotient, rounded to the nearest tenth.
pub(crate) fn mean(tenths: i64, count: i64) -> Option<Tenths> {
    (count > 0).then(|| Tenths((tenths + count / 2) / count))
}
