//! What a municipality has to follow up: decisions with a follow-up day, and agreements that end.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Slug;
use crate::domain::day::DayOrMonth;
use crate::domain::insatser::insats::{Insats, Standing};
use crate::domain::insatser::municipality::Municipality;

/// Something to follow up.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowUp {
    /// What to follow up.
    pub kind: FollowUpKind,
    /// The due day or month. For an agreement, its last day.
    #[schema(value_type = String, example = "2026-06")]
    pub due: DayOrMonth,
    /// Whether the due day has passed.
    pub overdue: bool,
    /// The insatser concerned.
    pub insatser: Vec<Slug>,
    /// The first day of the version whose decision is to be followed up.
    pub valid_from: Option<NaiveDate>,
    /// The body that decided.
    #[schema(example = "Direktionen för Kommunalförbundet sjukvård och omsorg i Norrtälje")]
    pub body: Option<String>,
    /// The provider whose agreement ends.
    pub provider: Option<Slug>,
    /// The agreement that ends.
    pub agreement: Option<Slug>,
}

/// What to follow up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FollowUpKind {
    /// A decision, by the day that it states.
    Decision,
    /// An agreement that ends, without another that continues an insats that is still given.
    AgreementEnds,
}

/// Everything to follow up in a municipality, by due day.
pub(crate) fn follow_ups(municipality: &Municipality, today: NaiveDate) -> Vec<FollowUp> {
    let mut all: Vec<FollowUp> = decisions(municipality, today)
        .chain(agreements(municipality, today))
        .collect();
    all.sort_by(|left, right| {
        let key = |follow_up: &FollowUp| (follow_up.due.last_day(), follow_up.kind);
        key(left)
            .cmp(&key(right))
            .then_with(|| left.insatser.cmp(&right.insatser))
    });
    all
}

/// Decisions in force or upcoming that state a follow-up day and have not been followed up.
fn decisions(municipality: &Municipality, today: NaiveDate) -> impl Iterator<Item = FollowUp> {
    let versions = municipality.insatser().values().flat_map(Insats::versions);
    versions.filter_map(move |version| {
        let stated = &version.held.version;
        let decision = stated.decision.as_ref()?;
        let due = decision.follow_up_due?;
        let is_over = matches!(Standing::of(version, today), Standing::Ended(_));
        (decision.followed_up.is_none() && !is_over).then(|| FollowUp {
            kind: FollowUpKind::Decision,
            due,
            overdue: due.last_day() < today,
            insatser: vec![stated.slug.clone()],
            valid_from: Some(stated.valid_from),
            body: Some(decision.body.clone()),
            provider: None,
            agreement: None,
        })
    })
}

/// Agreements with a last day, for insatser that are given after it without an agreement that continues.
fn agreements(municipality: &Municipality, today: NaiveDate) -> impl Iterator<Item = FollowUp> {
    municipality.providers().values().flat_map(move |held| {
        held.agreements.values().filter_map(move |agreement| {
            let last_day = agreement.last_day(held.main_of(agreement))?;
            // An agreement that was settled after the last day counts, even if it was late.
            let day = last_day.succ_opt()?.max(today);
            let is_open = |insats: &&Slug| {
                is_given_from(municipality, insats, day) && !goes_on(municipality, insats, last_day, day)
            };
            let ending: Vec<Slug> = agreement.insatser.iter().filter(is_open).cloned().collect();
            (!ending.is_empty()).then(|| FollowUp {
                kind: FollowUpKind::AgreementEnds,
                due: DayOrMonth::Day(last_day),
                overdue: last_day < today,
                insatser: ending,
                valid_from: None,
                body: None,
                provider: Some(held.provider.slug.clone()),
                agreement: Some(agreement.slug.clone()),
            })
        })
    })
}

/// Whether an insats is in force on a day or later.
fn is_given_from(municipality: &Municipality, insats: &Slug, day: NaiveDate) -> bool {
    let insats = municipality.insatser().get(insats);
    insats
        .into_iter()
        .flat_map(Insats::versions)
        .any(|version| version.held.takes_effect() && version.last_day.is_none_or(|last_day| last_day >= day))
}

/// Whether a later agreement, of any provider, has begun by a day.
fn goes_on(municipality: &Municipality, insats: &Slug, last_day: NaiveDate, day: NaiveDate) -> bool {
    let mut agreements = municipality.agreement_days(insats).into_iter();
    agreements.any(|days| days.last.is_none_or(|last| last > last_day) && days.first.is_none_or(|first| first <= day))
}
