//! Exact figures, for the municipality's own staff.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::dimension::{By, Dimension};
use crate::domain::statistics::gender::{GENDERS, Gender};
use crate::domain::statistics::month::Month;

use super::figure::Tenths;

/// What stands with every exact figure.
pub(crate) const NOTICE: (&str, &str) = (
    "Exakta uppgifter – sekretessprövas före utlämnande eller publicering",
    "Exact figures – to be tested for secrecy before they are handed out or published",
);

/// What a sum is of; what it is not told by is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SumGroup {
    /// The month.
    pub month: Option<Month>,
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The place: a slug, `other`, or nothing.
    pub place: String,
    /// The activity: a slug, `other`, or nothing.
    pub activity: String,
}

/// Monthly sums, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Records.
    pub records: i64,
    /// Sessions.
    pub sessions: i64,
    /// Participations that were counted by session.
    pub in_sessions: i64,
    /// Participations.
    pub total: i64,
    /// By women.
    pub women: i64,
    /// By men.
    pub men: i64,
    /// By others and unknown.
    pub other: i64,
    /// Ratings, each times its responses, in hundredths on a scale from 1 to 5.
    pub rating_sum: i64,
    /// Responses.
    pub responses: i64,
}

impl Totals {
    /// Both together.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExactFigure {
    /// The year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026")]
    pub year: Option<String>,
    /// The quarter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-q4")]
    pub quarter: Option<String>,
    /// The month.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-10")]
    pub month: Option<String>,
    /// The insats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "traffpunkter")]
    pub insats: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "egen-regi")]
    pub provider: Option<String>,
    /// The place: a slug, or `other` for what is not listed; absent where none was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The activity: a slug, or `other` for what is not listed; absent where none was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// The gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Participations: one person who comes twice counts twice.
    pub participants: ExactParticipants,
    /// Records; not by gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<i64>,
    /// Sessions; not by gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<i64>,
    /// Participations for each session, of those counted by session.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub mean_per_session: Option<Tenths>,
    /// How those who took part rated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<ExactRating>,
}

/// How many took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExactParticipants {
    /// All.
    pub total: i64,
    /// Women.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub women: Option<i64>,
    /// Men.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub men: Option<i64>,
    /// Another gender, or not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_or_unknown: Option<i64>,
}

/// How those who took part rated it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ExactRating {
    /// The mean on a scale from 1 to 5, each question weighed by its responses.
    #[schema(value_type = f64, example = 4.2)]
    pub mean: Tenths,
    /// The responses.
    pub responses: i64,
}

/// Exact figures by their dimensions, in order. Each is made when it is asked for.
pub(crate) struct ExactFigures {
    sums: Vec<(SumGroup, Totals)>,
    /// How many sums stand before those that are held.
    before: usize,
    /// How many sums there are, held or not.
    count: usize,
    by: By,
}

impl ExactFigures {
    /// From sums that are each told by what is asked for.
    pub(crate) fn of(mut sums: Vec<(SumGroup, Totals)>, by: By) -> Self {
        sums.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Self {
            before: 0,
            count: sums.len(),
            sums,
            by,
        }
    }

    /// From some of the sums, in order: those from one on, of so many.
    pub(crate) const fn part(sums: Vec<(SumGroup, Totals)>, first: usize, count: usize, by: By) -> Self {
        Self {
            sums,
            before: first,
            count,
            by,
        }
    }

    /// Which sums some figures are made of, by what they are told.
    pub(crate) fn sums_of(figures: &Range<usize>, by: &By) -> Range<usize> {
        let each = figures_of_a_sum(by);
        figures.start / each..figures.end.div_ceil(each)
    }

    /// What they are told by.
    pub const fn by(&self) -> &By {
        &self.by
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count * figures_of_a_sum(&self.by)
    }

    /// One of them, counted from 0: its sum must be held.
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
            women: None,
            men: None,
            other_or_unknown: None,
        },
        records: None,
        sessions: None,
        mean_per_session: None,
        rating: None,
        ..whole(of, totals, by)
    }
}

fn whole(of: &SumGroup, totals: &Totals, by: &By) -> ExactFigure {
    let told = |dimension, name: &String| (by.has(dimension) && !name.is_empty()).then(|| name.clone());
    let time = |dimension, text: fn(Month) -> String| of.month.filter(|_| by.has(dimension)).map(text);
    ExactFigure {
        year: time(Dimension::Year, |month| format!("{:04}", month.year())),
        quarter: time(Dimension::Quarter, |month| {
            format!("{:04}-q{}", month.year(), month.quarter())
        }),
        month: time(Dimension::Month, |month| month.to_string()),
        insats: told(Dimension::Insats, &of.insats),
        provider: told(Dimension::Provider, &of.provider),
        place: told(Dimension::Place, &of.place),
        activity: told(Dimension::Activity, &of.activity),
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

/// A quotient, rounded to the nearest tenth of what it is told in.
pub(crate) fn mean(tenths: i64, count: i64) -> Option<Tenths> {
    (count > 0).then(|| Tenths((tenths + count / 2) / count))
}
