//! The decisions and agreements that end in the year of a follow-up or the next.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Slug;
use crate::domain::publishing::follow_up::{FollowUpKind, follow_ups};
use crate::domain::statistics::month::Month;

use super::basis::FollowUpBasis;

/// A decision or agreement that ends.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ending {
    /// What ends.
    pub kind: EndingKind,
    /// Its last day.
    pub last_day: NaiveDate,
    /// The insatser concerned.
    pub insatser: Vec<Slug>,
    /// The provider, for an agreement.
    pub provider: Option<Slug>,
    /// The name of the provider.
    pub provider_name: Option<String>,
    /// The agreement.
    pub agreement: Option<Slug>,
}

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EndingKind {
    /// A decision on an insats, without a later version that continues it.
    Decision,
    /// An agreement, without another that continues an insats that is still given.
    Agreement,
}

/// What ends of some insatser, by day.
pub(crate) fn endings(basis: &FollowUpBasis, insatser: &[Slug]) -> Vec<Ending> {
    let (first, last) = (
        Month::first_of(basis.year).first_day(),
        Month::last_of(basis.year + 1).last_day(),
    );
    let mut all: Vec<Ending> = decisions(basis, insatser)
        .chain(agreements(basis, insatser))
        .filter(|ending| first <= ending.last_day && ending.last_day <= last)
        .collect();
    all.sort_by(|one, other| {
        let key = |ending: &Ending| (ending.last_day, ending.kind, ending.insatser.clone());
        key(one).cmp(&key(other))
    });
    all
}

fn decisions(basis: &FollowUpBasis, insatser: &[Slug]) -> impl Iterator<Item = Ending> {
    insatser.iter().filter_map(|slug| {
        let versions = basis.municipality.insatser().get(slug)?.versions();
        // A version that another one follows does not end the insats.
        let latest = versions.rev().find(|version| version.held.takes_effect())?;
        Some(Ending {
            kind: EndingKind::Decision,
            last_day: latest.decided_last_day()?,
            insatser: vec![slug.clone()],
            provider: None,
            provider_name: None,
            agreement: None,
        })
    })
}

fn agreements(basis: &FollowUpBasis, insatser: &[Slug]) -> impl Iterator<Item = Ending> {
    let due = follow_ups(basis.municipality, basis.today).into_iter();
    due.filter_map(|follow_up| {
        if follow_up.kind != FollowUpKind::AgreementEnds {
            return None;
        }
        let theirs: Vec<Slug> = follow_up
            .insatser
            .into_iter()
            .filter(|slug| insatser.contains(slug))
            .collect();
        let provider = follow_up.provider?;
        let name = basis.municipality.providers().get(&provider);
        (!theirs.is_empty()).then(|| Ending {
            kind: EndingKind::Agreement,
            last_day: follow_up.due.last_day(),
            insatser: theirs,
            provider_name: name.map(|held| held.provider.name.clone()),
            provider: Some(provider),
            agreement: follow_up.agreement,
        })
    })
}
