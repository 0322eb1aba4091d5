//! What answers about a municipality's insatser say, made once for each version and written many times.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::value::RawValue;
use smallvec::SmallVec;

use crate::domain::criteria::diagram::Diagram;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::facts::{Fact, Facts};
use crate::domain::criteria::{Criterion, Leaf, wording};
use crate::domain::insatser::assessment_required;
use crate::domain::insatser::insats::{Insats, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::AgreementDays;
use crate::domain::insatser::version::Version;
use crate::domain::slug::Slug;

use super::answer::{DecisionBehind, MAY_ALWAYS_APPLY, Prepared, Reason, RightToApply, notice, prepare};

/// What answers say of each of a municipality's insatser.
#[derive(Debug)]
pub struct PreparedMunicipality {
    insatser: BTreeMap<Slug, PreparedInsats>,
    /// That one may always apply, and where, for what the municipality has not decided.
    pub right_to_apply: Prepared,
}

/// What answers say of an insats.
#[derive(Debug)]
pub struct PreparedInsats {
    /// In the order of its versions.
    versions: Vec<PreparedVersion>,
    /// The days of its agreements; empty when it has none.
    agreements: Vec<AgreementDays>,
    /// Whether the law lets nobody give it without individual assessment.
    pub requires_assessment: bool,
}

/// What answers say of a version.
#[derive(Debug)]
pub(crate) struct PreparedVersion {
    /// Of its own criteria, where they are known.
    pub criteria: Option<PreparedCriteria>,
    /// Of the activities with criteria of their own, in written order.
    pub activities: Vec<PreparedCriteria>,
    /// The decision behind it.
    pub decision: Prepared,
    /// That one may always apply, and where.
    pub right_to_apply: Prepared,
    /// What an answer is not.
    pub notice: Prepared,
}

/// What answers say of criteria.
#[derive(Debug)]
pub(crate) struct PreparedCriteria {
    leaves: Vec<PreparedLeaf>,
    /// Where some fact stands in several conditions, which may decide together what neither does alone.
    pub diagram: Option<Diagram>,
}

/// A condition with each of its results.
#[derive(Debug)]
struct PreparedLeaf {
    unknown: Prepared,
    /// Not met and met, by the fact that answers.
    by_fact: [Prepared; 2],
    /// The same where an age answers for a birth date.
    by_age: Option<[Prepared; 2]>,
}

impl PreparedMunicipality {
    /// Makes what answers say of each insats.
    pub(crate) fn of(municipality: &Municipality) -> Self {
        let insatser = municipality.insatser().iter();
        Self {
            insatser: insatser
                .map(|(slug, insats)| (slug.clone(), PreparedInsats::of(municipality, slug, insats)))
                .collect(),
            right_to_apply: prepare(&RightToApply {
                text: MAY_ALWAYS_APPLY,
                contact: municipality.application_contact(None),
            }),
        }
    }

    /// What answers say of an insats.
    pub(crate) fn insats(&self, slug: &Slug) -> Option<&PreparedInsats> {
        self.insatser.get(slug)
    }

    /// What answers say of every insats, in the order of the municipality's.
    pub fn insatser(&self) -> impl Iterator<Item = &PreparedInsats> {
        self.insatser.values()
    }
}

impl PreparedInsats {
    fn of(municipality: &Municipality, slug: &Slug, insats: &Insats) -> Self {
        Self {
            versions: insats
                .versions()
                .map(|version| PreparedVersion::of(municipality, version))
                .collect(),
            agreements: municipality.agreement_days(slug),
            requires_assessment: assessment_required::is_listed(slug.as_str()),
        }
    }

    /// What answers say of the version of a number, from 1.
    pub(crate) fn version(&self, number: usize) -> &PreparedVersion {
        &self.versions[number - 1]
    }

    /// The first day without any running agreement, where there are agreements and all have ended.
    pub(crate) fn without_agreement_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        AgreementDays::none_since(&self.agreements, day)
    }
}

impl PreparedVersion {
    fn of(municipality: &Municipality, version: VersionInTime) -> Self {
        let stated = &version.held.version;
        let decided_by = stated.decision.as_ref().map(|decision| decision.body.as_str());
        let of = |criteria: &Criterion| PreparedCriteria::of(criteria, stated);
        Self {
            criteria: stated.criteria.as_ref().map(of),
            activities: stated
                .activities
                .iter()
                .filter_map(|activity| activity.criteria.as_ref())
                .map(of)
                .collect(),
            decision: prepare(&decision_behind(version)),
            right_to_apply: prepare(&RightToApply {
                text: MAY_ALWAYS_APPLY,
                contact: municipality.application_contact(decided_by),
            }),
            notice: prepare(&notice(stated.notice.as_ref())),
        }
    }
}

impl PreparedCriteria {
    fn of(criteria: &Criterion, version: &Version) -> Self {
        let leaves = criteria.leaves();
        Self {
            diagram: Diagram::where_needed(criteria),
            leaves: leaves.iter().map(|leaf| PreparedLeaf::of(leaf, version)).collect(),
        }
    }

    /// Each condition and its result, in written order.
    pub(crate) fn reasons<'a>(&'a self, results: &[Truth], facts: &Facts) -> SmallVec<[&'a RawValue; 6]> {
        let by_age = facts.birth_date.is_none();
        let leaves = self.leaves.iter().zip(results);
        leaves.map(|(leaf, result)| leaf.reason(*result, by_age)).collect()
    }
}

impl PreparedLeaf {
    fn of(leaf: &Leaf, version: &Version) -> Self {
        let fact = leaf.criterion.condition.fact();
        let written = |result: Truth, fact: Option<Fact>| prepare(&reason(leaf, version, result, fact));
        let by = |fact: Option<Fact>| [written(Truth::NotMet, fact), written(Truth::Met, fact)];
        Self {
            unknown: written(Truth::Unknown, None),
            by_fact: by(fact),
            by_age: (fact == Some(Fact::BirthDate)).then(|| by(Some(Fact::Age))),
        }
    }

    fn reason(&self, result: Truth, by_age: bool) -> &RawValue {
        let of_known = match &self.by_age {
            Some(of_age) if by_age => of_age,
            _ => &self.by_fact,
        };
        match result {
            Truth::Unknown => &self.unknown,
            Truth::NotMet => &of_known[0],
            Truth::Met => &of_known[1],
        }
    }
}

fn reason<'a>(leaf: &'a Leaf, version: &'a Version, result: Truth, fact: Option<Fact>) -> Reason<'a> {
    let criterion = leaf.criterion;
    Reason {
        path: &leaf.path,
        kind: criterion.condition.kind(),
        result,
        fact: fact.map(Fact::name),
        text: wording::leaf_result(&criterion.condition, result, leaf.excluded),
        ground_for_limit: criterion.ground_for_limit.as_ref(),
        age_reason: criterion.age_reason.as_ref(),
        legal_basis: if criterion.legal_basis.is_empty() {
            &version.legal_basis
        } else {
            &criterion.legal_basis
        },
    }
}

fn decision_behind(version: VersionInTime<'_>) -> DecisionBehind<'_> {
    let stated = &version.held.version;
    let taken = stated.decision.as_ref();
    DecisionBehind {
        body: taken.map(|taken| taken.body.as_str()),
        date: taken.and_then(|taken| taken.date),
        reference: taken.and_then(|taken| taken.reference.as_deref()),
        adoption: taken.map(|taken| taken.adoption),
        valid_from: stated.valid_from,
        valid_to: version.last_day,
        legal_basis: &stated.legal_basis,
    }
}
