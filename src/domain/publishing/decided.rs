//! Which members of a version are decided, and how they may change: fixed once in force, except that missing
//! information may be added once, and texts in other languages than Swedish always.

use std::collections::BTreeMap;

use crate::domain::criteria::{Condition, Criterion};
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::decision::{Adoption, BoardDecision};
use crate::domain::insatser::documentation::Documentation;
use crate::domain::insatser::version::{FeeKind, Version};
use crate::domain::{CatalogueText, Slug, Stated};

use super::decided_texts::in_swedish;

/// The decided members that a version in force may not change in this way.
///
/// Missing or unstated information may be added once. A follow-up may always change.
pub(crate) fn changed_decided_members(published: &Version, proposed: &Version) -> Vec<&'static str> {
    let (published, proposed) = (&in_swedish(published), &in_swedish(proposed));
    let mut changed = members_that_differ(published, proposed);
    changed.retain(|member| match *member {
        "name" => false,
        "validTo" | "validToNotStated" => !last_day_may_become(published, proposed),
        "decision" => !decision_may_become(published.decision.as_ref(), proposed.decision.as_ref()),
        "criteria" => !all_criteria_may_become(published, proposed),
        "targetGroup" => !(published.criteria_not_stated && published.target_group.is_none()),
        "documentation" => !documentation_may_become(published, proposed),
        "places" => !places_may_become(published, proposed),
        "activities" => !activities_may_become(published, proposed),
        "amounts" => !amounts_may_become(published, &published.amounts, &proposed.amounts),
        "placesComplete" => published.places_complete,
        "activitiesComplete" => published.activities_complete,
        _ => true,
    });
    changed
}

/// Whether only the presentation differs, in force or not.
pub(crate) fn is_presentation_only(published: &Version, proposed: &Version) -> bool {
    changed_members(published, proposed)
        .iter()
        .all(|member| *member == "name")
}

/// The decided members that differ at all, and `name` if the name of the insats or of an activity does.
///
/// A decided text differs if its Swedish does: a translation is presentation.
pub(crate) fn changed_members(published: &Version, proposed: &Version) -> Vec<&'static str> {
    members_that_differ(&in_swedish(published), &in_swedish(proposed))
}

fn members_that_differ(published: &Version, proposed: &Version) -> Vec<&'static str> {
    let differs = [
        ("name", all_names(published) != all_names(proposed)),
        ("validTo", published.valid_to != proposed.valid_to),
        (
            "validToNotStated",
            published.valid_to_not_stated != proposed.valid_to_not_stated,
        ),
        (
            "validFromNotStated",
            published.valid_from_not_stated != proposed.valid_from_not_stated,
        ),
        ("decision", published.decision != proposed.decision),
        ("legalBasis", published.legal_basis != proposed.legal_basis),
        ("anonymous", published.anonymous != proposed.anonymous),
        (
            "criteria",
            published.criteria != proposed.criteria || published.criteria_not_stated != proposed.criteria_not_stated,
        ),
        ("targetGroup", published.target_group != proposed.target_group),
        (
            "withoutGuardianFrom15",
            published.without_guardian_from_15 != proposed.without_guardian_from_15,
        ),
        ("selection", published.selection != proposed.selection),
        ("documentation", published.documentation != proposed.documentation),
        ("isAdvice", published.is_advice != proposed.is_advice),
        (
            "assessmentNotRequired",
            published.assessment_not_required != proposed.assessment_not_required,
        ),
        (
            "activities",
            decided_of_activities(published) != decided_of_activities(proposed) || loses_activity(published, proposed),
        ),
        (
            "places",
            criteria_of_places(published) != criteria_of_places(proposed) || loses_place(published, proposed),
        ),
        ("fee", fee_kind(published) != fee_kind(proposed)),
        ("limits", published.limits != proposed.limits),
        ("amounts", published.amounts != proposed.amounts),
        ("placesComplete", published.places_complete != proposed.places_complete),
        (
            "activitiesComplete",
            published.activities_complete != proposed.activities_complete,
        ),
        ("referralNeeded", published.referral_needed != proposed.referral_needed),
    ];
    let changed = differs
        .into_iter()
        .filter_map(|(member, differs)| differs.then_some(member));
    changed.collect()
}

/// The name of the insats, then those of its activities by slug.
fn all_names(version: &Version) -> (&CatalogueText, BTreeMap<&Slug, &CatalogueText>) {
    let activities = version.activities.iter();
    let of_activities = activities.map(|activity| (&activity.slug, &activity.name));
    (&version.name, of_activities.collect())
}

/// Whether a place disappears from a list that has every place: its records would be at no listed one.
fn loses_place(published: &Version, proposed: &Version) -> bool {
    let is_gone = |slug: &Slug| proposed.place(slug.as_str()).is_none();
    published.places_complete && published.places.iter().any(|place| is_gone(&place.slug))
}

/// Whether an activity disappears from a list that has every activity.
fn loses_activity(published: &Version, proposed: &Version) -> bool {
    let is_gone = |slug: &Slug| proposed.activity(slug.as_str()).is_none();
    published.activities_complete && published.activities.iter().any(|activity| is_gone(&activity.slug))
}

/// The places that have criteria of their own.
fn criteria_of_places(version: &Version) -> BTreeMap<&Slug, &Criterion> {
    let places = version.places.iter();
    places
        .filter_map(|place| Some((&place.slug, place.criteria.as_ref()?)))
        .collect()
}

/// Whether the last day may change in this way: a chosen one gives way to what was decided.
const fn last_day_may_become(published: &Version, proposed: &Version) -> bool {
    published.valid_to_not_stated && !proposed.valid_to_not_stated
}

fn fee_kind(version: &Version) -> Option<FeeKind> {
    version.fee.as_ref().map(|fee| fee.kind)
}

/// Whether amounts may change in this way: added once if the version has limits, which they state in numbers.
fn amounts_may_become(version: &Version, published: &[Amount], proposed: &[Amount]) -> bool {
    published == proposed || (published.is_empty() && version.limits.is_some())
}

/// The decided members of an activity.
#[derive(Clone, Copy, Default, PartialEq)]
struct DecidedOfActivity<'a> {
    criteria: Option<&'a Criterion>,
    target_group: Option<&'a CatalogueText>,
    amounts: &'a [Amount],
}

/// The decided members of the activities that have any.
fn decided_of_activities(version: &Version) -> BTreeMap<&Slug, DecidedOfActivity<'_>> {
    let decided = version.activities.iter().map(|activity| {
        let decided = DecidedOfActivity {
            criteria: activity.criteria.as_ref(),
            target_group: activity.target_group.as_ref(),
            amounts: &activity.amounts,
        };
        (&activity.slug, decided)
    });
    decided
        .filter(|(_, decided)| *decided != DecidedOfActivity::default())
        .collect()
}

/// Whether the decided members of the activities may change in this way. If the conditions were not stated, those of an
/// activity may be added too.
fn activities_may_become(published: &Version, proposed: &Version) -> bool {
    let was = decided_of_activities(published);
    let is = decided_of_activities(proposed);
    let mut slugs = was.keys().chain(is.keys());
    !loses_activity(published, proposed)
        && slugs.all(|slug| {
            let old = was.get(slug).copied().unwrap_or_default();
            let new = is.get(slug).copied().unwrap_or_default();
            let filled_in = published.criteria_not_stated && old.criteria.is_none();
            let criteria_may_become = match (old.criteria, new.criteria) {
                (Some(old), Some(new)) => criteria_may_become(old, new),
                (old, new) => old == new || filled_in,
            };
            criteria_may_become
                && (old.target_group == new.target_group || (filled_in && old.target_group.is_none()))
                && amounts_may_become(published, old.amounts, new.amounts)
        })
}

/// Whether the criteria of the places may change in this way. A place without criteria of its own may come and go.
fn places_may_become(published: &Version, proposed: &Version) -> bool {
    let was = criteria_of_places(published);
    let is = criteria_of_places(proposed);
    let mut slugs = was.keys().chain(is.keys());
    !loses_place(published, proposed)
        && slugs.all(|slug| match (was.get(slug), is.get(slug)) {
            (Some(old), Some(new)) => criteria_may_become(old, new),
            (None, Some(_)) => published.criteria_not_stated,
            (_, None) => false,
        })
}

/// Whether a decision may change in this way: missing members may be added, and the follow-up may always change.
fn decision_may_become(published: Option<&BoardDecision>, proposed: Option<&BoardDecision>) -> bool {
    let (Some(published), Some(proposed)) = (published, proposed) else {
        return published.is_none();
    };
    let adoption_may_become = published.adoption == proposed.adoption
        || (published.adoption != Adoption::Adopted && proposed.adoption == Adoption::Adopted);
    published.body == proposed.body
        && (published.date.is_none() || published.date == proposed.date)
        && reference_may_become(published, proposed)
        && adoption_may_become
}

/// Whether the reference may change in this way: added if missing, or corrected with a reason that is new. The reason
/// stays as long as the reference does.
fn reference_may_become(published: &BoardDecision, proposed: &BoardDecision) -> bool {
    let has_same_reason = proposed.reference_correction == published.reference_correction;
    let has_new_reason = proposed.reference_correction.is_some() && !has_same_reason;
    if published.reference == proposed.reference || published.reference.is_none() {
        has_same_reason
    } else {
        proposed.reference.is_some() && has_new_reason
    }
}

/// Whether the documentation rules may change in this way: added if absent, or with special reasons that were not
/// stated. If the conditions were not stated, the group items could be left out, and may be added with them.
fn documentation_may_become(published: &Version, proposed: &Version) -> bool {
    let (Some(old), Some(new)) = (&published.documentation, &proposed.documentation) else {
        return published.documentation.is_none();
    };
    let mut completed = Documentation {
        special_reasons: new.special_reasons.clone(),
        ..old.clone()
    };
    if published.criteria_not_stated && old.group_level.items.is_empty() {
        completed.group_level.items.clone_from(&new.group_level.items);
    }
    stated_may_become(old.special_reasons.as_ref(), new.special_reasons.as_ref()) && completed == *new
}

fn all_criteria_may_become(published: &Version, proposed: &Version) -> bool {
    match (&published.criteria, &proposed.criteria) {
        (Some(old), Some(new)) => criteria_may_become(old, new),
        (old, new) => old == new || published.criteria_not_stated,
    }
}

/// Whether the conditions are the same, except for a ground that was not stated and now is.
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
