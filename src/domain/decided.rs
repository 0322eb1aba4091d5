//! Which members of a version are decided, and how far they may change: fixed once in force, completed once where
//! something was missing.

use super::criteria::{Condition, Criterion};
use super::decision::{Adoption, BoardDecision};
use super::documentation::Documentation;
use super::text::Stated;
use super::version::{FeeKind, Version};

/// The decided members that a version in force may not change in this way.
///
/// What was missing or not stated may be filled in once; a follow-up may always be moved or ticked off. Where the
/// criteria were not stated, nothing was decided as far as the catalogue knows: everything may be filled in.
#[must_use]
pub fn changed_decided_members(published: &Version, proposed: &Version) -> Vec<&'static str> {
    if published.criteria_not_stated {
        return Vec::new();
    }
    let differs = [
        ("validTo", published.valid_to != proposed.valid_to),
        (
            "validFromNotStated",
            published.valid_from_not_stated != proposed.valid_from_not_stated,
        ),
        (
            "decision",
            !decision_may_become(published.decision.as_ref(), proposed.decision.as_ref()),
        ),
        ("legalBasis", published.legal_basis != proposed.legal_basis),
        ("anonymous", published.anonymous != proposed.anonymous),
        (
            "criteria",
            !all_criteria_may_become(published.criteria.as_ref(), proposed.criteria.as_ref()),
        ),
        ("targetGroup", published.target_group != proposed.target_group),
        ("selection", published.selection != proposed.selection),
        (
            "documentation",
            !documentation_may_become(published.documentation.as_ref(), proposed.documentation.as_ref()),
        ),
        ("isAdvice", published.is_advice != proposed.is_advice),
        ("activities", !activities_may_become(published, proposed)),
        ("fee", fee_kind(published) != fee_kind(proposed)),
        ("limits", published.limits != proposed.limits),
        ("referralNeeded", published.referral_needed != proposed.referral_needed),
    ];
    names(differs)
}

/// Says whether nothing decided differs, in force or not: only how the insats is presented.
#[must_use]
pub fn is_presentation_only(published: &Version, proposed: &Version) -> bool {
    published.valid_to == proposed.valid_to
        && published.valid_from_not_stated == proposed.valid_from_not_stated
        && published.decision == proposed.decision
        && published.legal_basis == proposed.legal_basis
        && published.anonymous == proposed.anonymous
        && published.criteria == proposed.criteria
        && published.criteria_not_stated == proposed.criteria_not_stated
        && published.target_group == proposed.target_group
        && published.selection == proposed.selection
        && published.documentation == proposed.documentation
        && published.is_advice == proposed.is_advice
        && with_criteria(published) == with_criteria(proposed)
        && fee_kind(published) == fee_kind(proposed)
        && published.limits == proposed.limits
        && published.referral_needed == proposed.referral_needed
}

fn names<const COUNT: usize>(differs: [(&'static str, bool); COUNT]) -> Vec<&'static str> {
    differs
        .into_iter()
        .filter_map(|(member, differs)| differs.then_some(member))
        .collect()
}

fn fee_kind(version: &Version) -> Option<FeeKind> {
    version.fee.as_ref().map(|fee| fee.kind)
}

/// The activities whose criteria are decided: those with criteria of their own.
fn with_criteria(version: &Version) -> Vec<(&str, &Criterion)> {
    let own = version.activities.iter();
    own.filter_map(|activity| Some((activity.slug.as_str(), activity.criteria.as_ref()?)))
        .collect()
}

fn activities_may_become(published: &Version, proposed: &Version) -> bool {
    let (published, proposed) = (with_criteria(published), with_criteria(proposed));
    published.len() == proposed.len()
        && published
            .iter()
            .zip(&proposed)
            .all(|(published, proposed)| published.0 == proposed.0 && criteria_may_become(published.1, proposed.1))
}

/// Says whether a decision may become another: what it lacked may be filled in, its follow-up may always change.
fn decision_may_become(published: Option<&BoardDecision>, proposed: Option<&BoardDecision>) -> bool {
    let (Some(published), Some(proposed)) = (published, proposed) else {
        return published.is_none();
    };
    let adoption_kept = published.adoption == proposed.adoption
        || (published.adoption != Adoption::Adopted && proposed.adoption == Adoption::Adopted);
    published.body == proposed.body
        && (published.date.is_none() || published.date == proposed.date)
        && (published.reference.is_none() || published.reference == proposed.reference)
        && adoption_kept
}

fn documentation_may_become(published: Option<&Documentation>, proposed: Option<&Documentation>) -> bool {
    let (Some(published), Some(proposed)) = (published, proposed) else {
        return published.is_none() && proposed.is_none();
    };
    let completed = Documentation {
        special_reasons: proposed.special_reasons.clone(),
        ..published.clone()
    };
    stated_may_become(published.special_reasons.as_ref(), proposed.special_reasons.as_ref()) && completed == *proposed
}

fn all_criteria_may_become(published: Option<&Criterion>, proposed: Option<&Criterion>) -> bool {
    match (published, proposed) {
        (Some(published), Some(proposed)) => criteria_may_become(published, proposed),
        (published, proposed) => published == proposed,
    }
}

/// The same conditions, of which a ground that was not stated may be stated.
fn criteria_may_become(published: &Criterion, proposed: &Criterion) -> bool {
    let same_condition = match (&published.condition, &proposed.condition) {
        (Condition::All(old), Condition::All(new)) | (Condition::Any(old), Condition::Any(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| criteria_may_become(old, new))
        }
        (Condition::Not(old), Condition::Not(new)) => criteria_may_become(old, new),
        (old, new) => old == new,
    };
    same_condition
        && stated_may_become(published.ground_for_limit.as_ref(), proposed.ground_for_limit.as_ref())
        && stated_may_become(published.age_reason.as_ref(), proposed.age_reason.as_ref())
        && published.legal_basis == proposed.legal_basis
        && published.otherwise == proposed.otherwise
}

fn stated_may_become(published: Option<&Stated>, proposed: Option<&Stated>) -> bool {
    let was_not_stated = published == Some(&Stated::NOT_STATED);
    published == proposed || (was_not_stated && matches!(proposed, Some(Stated::Text(_))))
}
