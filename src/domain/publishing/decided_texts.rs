//! The decided texts of a version: only their Swedish is decided, and a translation is presentation.

use crate::domain::criteria::{Condition, Criterion};
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::version::Version;
use crate::domain::{CatalogueText, Stated};

/// The version with its decided texts in Swedish only. Names keep their translations, since the rules on names read them.
pub(super) fn in_swedish(version: &Version) -> Version {
    let mut version = version.clone();
    optional(&mut version.target_group);
    optional(&mut version.selection);
    if let Some(decision) = &mut version.decision {
        optional(&mut decision.note);
    }
    if let Some(documentation) = &mut version.documentation {
        stated(&mut documentation.special_reasons);
        optional(&mut documentation.note);
        optional(&mut documentation.group_level.note);
    }
    if let Some(not_required) = &mut version.assessment_not_required {
        not_required.reason.keep_swedish();
    }
    if let Some(limits) = &mut version.limits {
        limits.text.keep_swedish();
    }
    amounts(&mut version.amounts);
    for activity in &mut version.activities {
        optional(&mut activity.target_group);
        amounts(&mut activity.amounts);
    }
    let of_activities = version.activities.iter_mut().map(|activity| &mut activity.criteria);
    let of_places = version.places.iter_mut().map(|place| &mut place.criteria);
    let own = std::iter::once(&mut version.criteria);
    own.chain(of_activities).chain(of_places).flatten().for_each(criteria);
    version
}

fn optional(text: &mut Option<CatalogueText>) {
    text.iter_mut().for_each(CatalogueText::keep_swedish);
}

fn stated(stated: &mut Option<Stated>) {
    if let Some(Stated::Text(text)) = stated {
        text.keep_swedish();
    }
}

fn amounts(amounts: &mut [Amount]) {
    for amount in amounts {
        optional(&mut amount.condition);
    }
}

fn criteria(criterion: &mut Criterion) {
    stated(&mut criterion.ground_for_limit);
    stated(&mut criterion.age_reason);
    match &mut criterion.condition {
        Condition::All(of) | Condition::Any(of) => of.iter_mut().for_each(criteria),
        Condition::Not(of) => criteria(of),
        Condition::EachOf(of) | Condition::SomeOf(of) => criteria(&mut of.meets),
        Condition::NotEvaluated(of) => of.text.keep_swedish(),
        Condition::Age(_)
        | Condition::AgeInYear(_)
        | Condition::RegisteredIn(_)
        | Condition::RegisteredInAnyOf(_)
        | Condition::ResidesIn(_)
        | Condition::ResidesInAnyOf(_)
        | Condition::RelativeResidesIn(_)
        | Condition::Declared(_)
        | Condition::DeclaredLocally(_)
        | Condition::DeclaredAnyOf(_) => {}
    }
}
