//! The follow-up of one insats.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::day::DayOrMonth;
use crate::domain::records::coverage::{Coverage, CoverageState};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::domain::statistics::figures::exact::{Totals, mean};
use crate::domain::statistics::figures::figure::Tenths;
use crate::domain::statistics::report::Subject;
use crate::domain::statistics::report::decisions::{DecisionOfYear, decisions};
use crate::domain::statistics::trends::TrendAnswers;
use crate::domain::statistics::trends::growth::{Growth, GrowthLimits};
use crate::domain::statistics::trends::points::{Gap, TrendPoint, gaps, points};
use crate::domain::statistics::trends::step::TrendStep;
use crate::domain::{CatalogueText, Slug};

use super::basis::FollowUpBasis;

/// The follow-up of an insats in a year.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatsFollowUp {
    /// The insats.
    pub insats: Slug,
    /// Its name.
    pub name: CatalogueText,
    /// The versions in force in the year, with what their decisions ask to be followed up.
    pub decisions: Vec<DecisionOfYear>,
    /// The follow-ups that the decisions ask for and that have not been made, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_follow_up: Vec<DueFollowUp>,
    /// Participation in the year.
    pub this_year: Participation,
    /// Participation in the year before; absent before the act came into force.
    pub last_year: Option<Participation>,
    /// Month by month against the year before.
    pub by_month: Vec<TrendPoint>,
    /// The months without figures, in a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The growth over the months that both years have.
    pub growth: Growth,
    /// What was reported, and what was not.
    pub reports: ReportsOfYear,
}

/// A follow-up that has not been made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DueFollowUp {
    /// The first day of the version whose decision asks for it.
    pub valid_from: NaiveDate,
    /// The due day or month.
    #[schema(value_type = String, example = "2026-06")]
    pub due: DayOrMonth,
    /// Whether the due day has passed.
    pub overdue: bool,
}

/// Participation of one insats in a year: a person who attends twice counts twice.
#[serde_with::skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Participation {
    /// Participations.
    pub total: i64,
    /// Women.
    pub women: i64,
    /// Men.
    pub men: i64,
    /// Another gender, or unknown.
    pub other_or_unknown: i64,
    /// The number of sessions.
    pub sessions: i64,
    /// The mean number of participants per session, of those counted by session.
    #[schema(value_type = Option<f64>)]
    pub mean_per_session: Option<Tenths>,
    /// Ratings by participants, on a scale from 1 to 5.
    #[schema(value_type = Option<f64>)]
    pub rating: Option<Tenths>,
}

/// The reports of an insats in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportsOfYear {
    /// The number of reports whose period has ended.
    pub expected: usize,
    /// How many of them are stated to be complete.
    pub complete: usize,
    /// The reports that are late, missing or lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_reported: Vec<NotReported>,
    /// The number of evaluations that the decisions require for periods that have ended.
    pub evaluations_required: usize,
    /// How many of them were given.
    pub evaluations_given: usize,
}

/// A report that has not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NotReported {
    /// The provider.
    pub provider: Slug,
    /// Its name.
    pub name: String,
    /// The period: a month, a quarter or a year.
    #[schema(value_type = String, example = "2026-10")]
    pub period: ReportingPeriod,
    /// The status of the report.
    pub state: CoverageState,
}

/// The follow-up of an insats.
pub(crate) fn follow_up(
    basis: &FollowUpBasis,
    subject: &Subject,
    answers: &TrendAnswers,
    limits: &GrowthLimits,
) -> InsatsFollowUp {
    let slug = subject.insats.as_str();
    let answer = answers.0.first().map(|(_, answer)| answer);
    let by_month = match (answer, Subject::months_of(basis.year)) {
        (Some(answer), Some(months)) => points(TrendStep::Month, answer, slug, months),
        _ => Vec::new(),
    };
    let decisions = decisions(subject.versions, basis.year);
    InsatsFollowUp {
        insats: subject.insats.clone(),
        name: subject.latest.held.version.name.clone(),
        to_follow_up: to_follow_up(&decisions, basis.today),
        this_year: participation(basis, slug, basis.year),
        last_year: Subject::months_of(basis.year - 1).map(|_| participation(basis, slug, basis.year - 1)),
        gaps: gaps(&by_month, answer.and_then(|answer| answer.through)),
        growth: Growth::of(slug, &by_month, limits),
        reports: reports(basis, subject),
        by_month,
        decisions,
    }
}

fn to_follow_up(decisions: &[DecisionOfYear], today: NaiveDate) -> Vec<DueFollowUp> {
    let due = decisions.iter().filter_map(|of| {
        let decision = of.decision.as_ref()?;
        let due = decision.follow_up_due.filter(|_| decision.followed_up.is_none())?;
        Some(DueFollowUp {
            valid_from: of.valid_from,
            due,
            overdue: due.last_day() < today,
        })
    });
    let mut due: Vec<DueFollowUp> = due.collect();
    due.sort_by_key(|follow_up| follow_up.due.last_day());
    due
}

fn participation(basis: &FollowUpBasis, insats: &str, year: i32) -> Participation {
    let of_year = basis
        .sums
        .iter()
        .filter(|(of, _)| of.insats == insats && of.month.is_some_and(|month| month.year() == year));
    let all = of_year.fold(Totals::default(), |all, (_, totals)| all.and(*totals));
    Participation {
        total: all.total,
        women: all.women,
        men: all.men,
        other_or_unknown: all.other,
        sessions: all.sessions,
        mean_per_session: mean(all.in_sessions * 10, all.sessions),
        rating: mean(all.rating_sum, all.responses * 10),
    }
}

fn reports(basis: &FollowUpBasis, subject: &Subject) -> ReportsOfYear {
    let has_ended = |line: &&Coverage| {
        let is_of_year = Subject::months_of(basis.year).is_some_and(|months| {
            let (first, last) = (months.from.first_day(), months.to.last_day());
            line.period.last_day() >= first && line.period.last_day() <= last
        });
        line.insats == *subject.insats && is_of_year && line.state != CoverageState::Open
    };
    let lines: Vec<&Coverage> = basis.coverage.iter().filter(has_ended).collect();
    let count = |is_counted: &dyn Fn(&Coverage) -> bool| lines.iter().filter(|line| is_counted(line)).count();
    let not_reported = lines.iter().filter(|line| {
        matches!(
            line.state,
            CoverageState::Late | CoverageState::Missing | CoverageState::Lost
        )
    });
    ReportsOfYear {
        expected: lines.len(),
        complete: count(&|line| line.state == CoverageState::Delivered),
        not_reported: not_reported
            .map(|line| NotReported {
                provider: line.provider.clone(),
                name: subject
                    .provider_name(line.provider.as_str())
                    .unwrap_or_else(|| line.provider.to_string()),
                period: line.period,
                state: line.state,
            })
            .collect(),
        evaluations_required: count(&|line| line.evaluation_required),
        evaluations_given: count(&|line| line.evaluation_required && line.evaluation_given),
    }
}
