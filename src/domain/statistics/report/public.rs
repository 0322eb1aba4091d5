//! The annual report for everyone. It only uses the public answer: its figures, and the released cells that they name.

use std::collections::BTreeMap;

use crate::domain::statistics::figures::figure::{Figure, ReleasedCell, Status};
use crate::domain::statistics::figures::{Figures, Question, TooMany};
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::{By, Dimension, Gender, Month, Months};

use super::exact::sums_of;
use super::rows::{Comparison, ReportFigure, ReportRow, ReportTable, TogetherRow};
use super::{AnnualReport, Subject, Variant};

/// The annual report from released figures.
pub(crate) fn public_report(published: &Published, subject: &Subject) -> Result<AnnualReport, TooMany> {
    let released = Released {
        published,
        subject,
        cells: ReleasedCell::all(published, subject.insats.as_str()),
    };
    let through = published.months().last().copied();
    let mut report = subject.report(Variant::Public, through, released.total()?);
    report.comparison = match through.and_then(|through| subject.comparable(through)) {
        Some(months) => Some(released.comparison(months)?),
        None => None,
    };
    report.by_month = released.by_month()?;
    report.by_gender = released.by(Dimension::Gender)?;
    report.by_place = released.by(Dimension::Place)?;
    report.by_provider = released.by(Dimension::Provider)?;
    Ok(report)
}

/// The releases, for one insats and year.
struct Released<'a> {
    published: &'a Published,
    subject: &'a Subject<'a>,
    cells: Vec<ReleasedCell>,
}

/// The dimensions of cells that are shown together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    months: Vec<Month>,
    provider: Option<String>,
    places: Option<Vec<String>>,
    unlisted_places: bool,
    genders: Option<Vec<Gender>>,
}

/// The gender, and the place or provider, of a row.
type RowOf = (Option<Gender>, Option<String>);

impl Released<'_> {
    /// The figures of a question, each whole, else as far as it is shown.
    fn figures(&self, by: &[Dimension], months: Months) -> Result<Vec<(Figure, ReportFigure)>, TooMany> {
        let whole = Question {
            by: By::new(by.to_vec()),
            months,
            insats: Some(self.subject.insats.to_string()),
            provider: None,
            partial: false,
        };
        let in_part = Question {
            partial: true,
            ..whole.clone()
        };
        let whole = Figures::of(self.published, &whole)?;
        let in_part = Figures::of(self.published, &in_part)?;
        let shown = (0..whole.count()).map(|at| {
            let figure = whole.figure(at);
            let shown = shown(&figure, &in_part.figure(at));
            (figure, shown)
        });
        Ok(shown.collect())
    }

    /// The single figure of some months.
    fn figure(&self, months: Months) -> Result<ReportFigure, TooMany> {
        let figures = self.figures(&[], months)?;
        Ok(figures
            .first()
            .map_or_else(|| self.of_nothing(months.to), |(_, shown)| *shown))
    }

    /// The figure when nobody reports anything.
    fn of_nothing(&self, last: Month) -> ReportFigure {
        let is_released = self.published.months().last().is_some_and(|released| last <= *released);
        ReportFigure::not_shown(if is_released {
            Status::NotApplicable
        } else {
            Status::Pending
        })
    }

    fn total(&self) -> Result<ReportRow, TooMany> {
        let of = |year| Subject::months_of(year).map(|months| self.figure(months)).transpose();
        let this_year = of(self.subject.year)?.unwrap_or_else(|| ReportFigure::not_shown(Status::NotApplicable));
        Ok(ReportRow::of(this_year, of(self.subject.year - 1)?))
    }

    fn comparison(&self, months: Months) -> Result<Comparison, TooMany> {
        let before = self.figure(months.year_before())?;
        Ok(Comparison::of(months, self.figure(months)?, before))
    }

    fn by_month(&self) -> Result<ReportTable, TooMany> {
        let (Some(both), Some(this_year)) = (sums_of(self.subject.year), Subject::months_of(self.subject.year)) else {
            return Ok(ReportTable::default());
        };
        let figures = self.figures(&[Dimension::Month], both)?;
        let shown: BTreeMap<Month, ReportFigure> = figures
            .into_iter()
            .filter_map(|(figure, shown)| Some((Month::parse(&figure.month?)?, shown)))
            .collect();
        let of = |month: Month| {
            let known = shown.get(&month).copied();
            known.unwrap_or_else(|| self.of_nothing(month))
        };
        let rows = this_year.from.through(this_year.to).map(|month| {
            let before = month.year_before();
            ReportRow::of_month(month, of(month), both.has(before).then(|| of(before)))
        });
        Ok(ReportTable {
            rows: rows.collect(),
            together: self.together(Dimension::Month),
        })
    }

    fn by(&self, dimension: Dimension) -> Result<ReportTable, TooMany> {
        let Some(both) = sums_of(self.subject.year) else {
            return Ok(ReportTable::default());
        };
        let by = match dimension {
            // Only whole streams have ratings.
            Dimension::Provider => vec![Dimension::Year, Dimension::Insats, Dimension::Provider],
            other => vec![Dimension::Year, other],
        };
        let mut rows: BTreeMap<RowOf, BTreeMap<i32, ReportFigure>> = BTreeMap::new();
        for (figure, shown) in self.figures(&by, both)? {
            let of = (figure.gender, figure.place.or(figure.provider));
            if let Some(year) = figure.year.and_then(|year| year.parse().ok()) {
                rows.entry(of).or_default().insert(year, shown);
            }
        }
        if rows.is_empty() {
            return Ok(ReportTable::default());
        }
        let rows = rows.into_iter().map(|((gender, slug), shown)| {
            let this_year = shown.get(&self.subject.year).copied();
            let row = ReportRow::of(
                this_year.unwrap_or_else(|| self.of_nothing(both.to)),
                shown.get(&(self.subject.year - 1)).copied(),
            );
            let is_place = dimension == Dimension::Place;
            ReportRow {
                gender,
                name: slug.as_deref().map(|slug| self.name(dimension, slug)),
                place: slug.clone().filter(|_| is_place),
                provider: slug.filter(|_| !is_place),
                ..row
            }
        });
        Ok(ReportTable {
            rows: rows.collect(),
            together: self.together(dimension),
        })
    }

    fn name(&self, dimension: Dimension, slug: &str) -> String {
        let name = if dimension == Dimension::Place {
            self.subject.place_name(slug)
        } else {
            self.subject.provider_name(slug)
        };
        name.unwrap_or_else(|| slug.to_owned())
    }

    /// The cells that no row of a table contains completely, added up by dimensions.
    fn together(&self, dimension: Dimension) -> Vec<TogetherRow> {
        let year = self.subject.year;
        let mut groups: BTreeMap<Group, [Option<ReportFigure>; 2]> = BTreeMap::new();
        for cell in &self.cells {
            let has = |year| cell.months.iter().any(|month| month.year() == year);
            if !has(year) && !has(year - 1) {
                continue;
            }
            if let Some(group) = group(cell, dimension) {
                let of_year = usize::from(!has(year));
                let sum = &mut groups.entry(group).or_default()[of_year];
                *sum = Some(added(*sum, cell));
            }
        }
        groups
            .into_iter()
            .map(|(group, [this_year, last_year])| TogetherRow {
                names: {
                    let slugs = group.places.iter().flatten().chain(&group.provider);
                    slugs.map(|slug| self.name(dimension, slug)).collect()
                },
                months: group.months,
                provider: group.provider,
                places: group.places,
                unlisted_places: group.unlisted_places,
                genders: group.genders,
                this_year,
                last_year,
            })
            .collect()
    }
}

/// The dimensions of a cell that no row of a table contains completely.
fn group(cell: &ReleasedCell, dimension: Dimension) -> Option<Group> {
    let is_of = |asked| dimension == asked;
    let is_one = |values: Option<usize>| values == Some(1);
    let spans_years = cell.months.first().map(|month| month.year()) != cell.months.last().map(|month| month.year());
    let is_whole = match dimension {
        Dimension::Month => cell.months.len() == 1,
        Dimension::Place => is_one(cell.places.as_ref().map(Vec::len)) && !cell.unlisted_places,
        Dimension::Gender => is_one(cell.genders.as_ref().map(Vec::len)),
        _ => true,
    };
    (!is_whole || spans_years).then(|| Group {
        months: if is_of(Dimension::Month) || spans_years {
            cell.months.clone()
        } else {
            Vec::new()
        },
        provider: is_of(Dimension::Provider).then(|| cell.provider.clone()),
        places: cell.places.clone().filter(|_| is_of(Dimension::Place)),
        unlisted_places: cell.unlisted_places && is_of(Dimension::Place),
        genders: cell.genders.clone().filter(|_| is_of(Dimension::Gender)),
    })
}

/// A sum plus one cell. If a cell is withdrawn, so is the sum.
fn added(sum: Option<ReportFigure>, cell: &ReleasedCell) -> ReportFigure {
    let before = sum.map_or(Some(0), |sum| sum.value);
    match before.zip(cell.value) {
        Some((before, value)) => ReportFigure::shown(before + value),
        None => ReportFigure::not_shown(Status::Withdrawn),
    }
}

/// A figure in the report: whole, else the part that is shown.
fn shown(whole: &Figure, in_part: &Figure) -> ReportFigure {
    let is_partial = in_part.status == Status::Partial;
    ReportFigure {
        value: in_part.value,
        rest: is_partial.then_some(whole.status),
        rating: whole.rating,
        ..ReportFigure::not_shown(in_part.status)
    }
}
