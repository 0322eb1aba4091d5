//! What answers about a municipality's insatser say, made once for each version and written many times.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde_json::value::RawValue;
use smallvec::SmallVec;

use crate::domain::Slug;
use crate::domain::criteria::ages::Ages;
use crate::domain::criteria::decide::CriteriaToDecide;
use crate::domain::criteria::diagram::Diagram;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::facts::Facts;
use crate::domain::criteria::in_words::wording::{Known, with_result};
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::{Condition, Criterion, Leaf};
use crate::domain::day::ADULT;
use crate::domain::insatser::assessment_required::{self, Whom};
use crate::domain::insatser::body::CatalogueComplete;
use crate::domain::insatser::insats::{Insats, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::AgreementDays;
use crate::domain::insatser::version::Version;

use super::answer::{DecisionBehind, Outcome, Reason, RightToApply, StandsOn, notice};
use super::explanation::Explanations;
use super::prepared_json::{Prepared, prepare};
use super::warning::Warning;

/// What answers say of each of a municipality's insatser.
#[derive(Debug)]
pub struct PreparedMunicipality {
    insatser: BTreeMap<Slug, PreparedInsats>,
    /// That one may always apply, and where, for what the municipality has not decided.
    pub right_to_apply: Prepared,
    /// The municipality's own questions.
    pub questions: Vec<LocalQuestion>,
    /// That the catalogue has everything that the municipality has decided.
    pub(crate) complete: Option<CatalogueComplete>,
}

/// What answers say of an insats.
#[derive(Debug)]
pub struct PreparedInsats {
    /// In the order of its versions, each made at its first question: hardly anybody asks about past ones.
    versions: Box<[OnceLock<Box<PreparedVersion>>]>,
    /// The days of its agreements; empty when it has none.
    agreements: Vec<AgreementDays>,
    /// The people to whom the law lets nobody give it without individual assessment.
    pub(crate) requires_assessment: Option<Whom>,
}

/// What answers say of a version.
#[derive(Debug)]
pub(crate) struct PreparedVersion {
    /// Of its own criteria, where they are known.
    pub criteria: Option<PreparedCriteria>,
    /// Of the activities with criteria of their own, in written order.
    pub activities: Vec<(Slug, PreparedCriteria)>,
    /// Of the places with criteria of their own, in written order.
    pub places: Vec<(Slug, PreparedCriteria)>,
    /// Of an activity and one of its places, where both have criteria of their own.
    both: Vec<(Slug, Slug, PreparedCriteria)>,
    /// The decision behind it.
    pub decision: Prepared,
    /// The warning that its source does not show that it was adopted.
    pub adoption_not_shown: Option<Prepared>,
    /// That one may always apply, and where.
    pub right_to_apply: Prepared,
    /// What an answer is not.
    pub notice: Prepared,
}

/// What answers say of criteria.
#[derive(Debug)]
pub(crate) struct PreparedCriteria {
    criteria: Criterion,
    leaves: Vec<PreparedLeaf>,
    /// If evaluating each condition alone is not enough.
    diagram: Option<Diagram>,
    /// Whether a child could meet them, as far as they can be evaluated.
    pub a_child_may_take_part: bool,
    /// Whether those who meet them go on meeting them.
    pub stay_met: bool,
    /// The answers in words.
    pub explanations: Explanations,
}

/// A condition with each of its results.
#[derive(Debug)]
struct PreparedLeaf {
    unknown: Prepared,
    /// Unknown, where the answer no longer depends on it.
    not_needed: Prepared,
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
            right_to_apply: prepare(&RightToApply::at(municipality.where_to_apply(None))),
            questions: municipality.document().questions.clone(),
            complete: municipality.document().catalogue_complete,
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
            versions: insats.versions().map(|_| OnceLock::new()).collect(),
            agreements: municipality.agreement_days(slug),
            requires_assessment: assessment_required::whom(slug.as_str()),
        }
    }

    /// What answers say of a version of a municipality's insats.
    pub(crate) fn version(&self, municipality: &Municipality, version: VersionInTime) -> &PreparedVersion {
        // Versions are numbered from 1.
        self.versions[version.number - 1].get_or_init(|| Box::new(PreparedVersion::of(municipality, version)))
    }

    /// The first day without any running agreement, where there are agreements and all have ended.
    pub(crate) fn without_agreement_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        AgreementDays::none_since(&self.agreements, day)
    }
}

impl PreparedVersion {
    fn of(municipality: &Municipality, version: VersionInTime) -> Self {
        let stated = &version.held.version;
        let questions = &municipality.document().questions;
        let preparing = Preparing {
            version: stated,
            questions,
        };
        let activities = stated.activities.iter().enumerate();
        let activities = activities.filter_map(|(at, activity)| {
            let owner = Owner::part(StandsOn::Activity, format!("/activities/{at}/criteria"));
            Some((&activity.slug, (owner, activity.criteria.as_ref()?)))
        });
        let places = stated.places.iter().enumerate();
        let places = places.filter_map(|(at, place)| {
            let owner = Owner::part(StandsOn::Place, format!("/places/{at}/criteria"));
            Some((&place.slug, (owner, place.criteria.as_ref()?)))
        });
        let both = activities.clone().flat_map(|(activity, own)| {
            let preparing = &preparing;
            let of_place = move |(place, of_place): (&Slug, (Owner, &Criterion))| {
                (activity.clone(), place.clone(), preparing.both([own.clone(), of_place]))
            };
            places.clone().map(of_place)
        });
        Self {
            criteria: stated
                .criteria
                .as_ref()
                .map(|criteria| preparing.criteria(criteria, &Owner::insats())),
            both: both.collect(),
            activities: activities
                .map(|(slug, (owner, own))| (slug.clone(), preparing.criteria(own, &owner)))
                .collect(),
            places: places
                .map(|(slug, (owner, own))| (slug.clone(), preparing.criteria(own, &owner)))
                .collect(),
            decision: prepare(&decision_behind(version)),
            adoption_not_shown: Warning::adoption_not_shown(stated).as_ref().map(prepare),
            right_to_apply: prepare(&RightToApply::at(municipality.where_to_apply(Some(stated)))),
            notice: prepare(&notice(stated.notice.as_ref())),
        }
    }

    /// The criteria that hold for an activity and a place: their own instead of the insats's, both where both have some.
    pub(crate) fn criteria_of(&self, activity: Option<&str>, place: Option<&str>) -> Option<&PreparedCriteria> {
        let of = |own: &'_ [(Slug, PreparedCriteria)], slug: Option<&str>| {
            own.iter().position(|(one, _)| Some(one.as_str()) == slug)
        };
        match (of(&self.activities, activity), of(&self.places, place)) {
            (None, None) => self.criteria.as_ref(),
            (Some(at), None) => Some(&self.activities[at].1),
            (None, Some(at)) => Some(&self.places[at].1),
            (Some(_), Some(_)) => {
                let is_asked = |(one, other, _): &&(Slug, Slug, PreparedCriteria)| {
                    Some(one.as_str()) == activity && Some(other.as_str()) == place
                };
                self.both.iter().find(is_asked).map(|(_, _, criteria)| criteria)
            }
        }
    }
}

/// What has criteria.
#[derive(Clone)]
struct Owner {
    /// An activity or a place; `None` for the insats.
    stands_on: Option<StandsOn>,
    /// Where its criteria are: a JSON Pointer into the version.
    member: String,
}

impl Owner {
    fn insats() -> Self {
        Self {
            stands_on: None,
            member: "/criteria".into(),
        }
    }

    const fn part(stands_on: StandsOn, member: String) -> Self {
        Self {
            stands_on: Some(stands_on),
            member,
        }
    }
}

/// A version whose criteria are prepared.
struct Preparing<'a> {
    version: &'a Version,
    questions: &'a [LocalQuestion],
}

impl Preparing<'_> {
    fn criteria(&self, criteria: &Criterion, owner: &Owner) -> PreparedCriteria {
        let leaves = criteria.leaves();
        self.prepared_criteria(
            criteria.clone(),
            leaves.iter().map(|leaf| self.leaf(leaf, owner)).collect(),
            owner.stands_on,
        )
    }

    /// Criteria that must both be met.
    fn both(&self, both: [(Owner, &Criterion); 2]) -> PreparedCriteria {
        let leaves = both.each_ref().map(|(owner, criteria)| {
            let leaves = criteria.leaves();
            leaves.iter().map(|leaf| self.leaf(leaf, owner)).collect::<Vec<_>>()
        });
        let criteria = both.map(|(_, criteria)| criteria.clone()).to_vec();
        self.prepared_criteria(
            Criterion::bare(Condition::All(criteria)),
            leaves.into_iter().flatten().collect(),
            None,
        )
    }

    fn prepared_criteria(
        &self,
        criteria: Criterion,
        leaves: Vec<PreparedLeaf>,
        stands_on: Option<StandsOn>,
    ) -> PreparedCriteria {
        PreparedCriteria {
            diagram: Diagram::where_needed(&criteria),
            a_child_may_take_part: criteria.may_be_met_by(Ages::below(ADULT)),
            stay_met: criteria.stay_met(),
            explanations: Explanations::of(self.version, &criteria, stands_on),
            criteria,
            leaves,
        }
    }

    fn leaf(&self, leaf: &Leaf, owner: &Owner) -> PreparedLeaf {
        let fact = leaf.criterion.condition.fact();
        let written = |known: Known, fact: Option<Fact>| prepare(&self.reason(leaf, owner, known, fact));
        let by = |fact: Option<Fact>| [Truth::NotMet, Truth::Met].map(|result| written(Known::Result(result), fact));
        PreparedLeaf {
            unknown: written(Known::Result(Truth::Unknown), None),
            not_needed: written(Known::NotNeeded, None),
            by_fact: by(fact),
            by_age: (fact == Some(Fact::BirthDate)).then(|| by(Some(Fact::Age))),
        }
    }

    fn reason<'l>(&'l self, leaf: &'l Leaf, owner: &Owner, known: Known, fact: Option<Fact>) -> Reason<'l> {
        let criterion = leaf.criterion;
        Reason {
            path: &leaf.path,
            stands_on: owner.stands_on,
            kind: criterion.condition.kind(),
            result: known.result(),
            fact: fact.map(Fact::name),
            text: with_result(leaf, known, self.questions),
            ground_for_limit: criterion.ground_for_limit.as_ref(),
            age_reason: criterion.age_reason.as_ref(),
            readings: self
                .version
                .readings_of(&owner.member, &format!("{}{}", owner.member, leaf.path))
                .collect(),
            legal_basis: if criterion.legal_basis.is_empty() {
                &self.version.legal_basis
            } else {
                &criterion.legal_basis
            },
        }
    }
}

impl PreparedCriteria {
    /// The criteria, as they are asked.
    pub(crate) const fn as_asked(&self) -> CriteriaToDecide<'_> {
        CriteriaToDecide {
            criteria: &self.criteria,
            diagram: self.diagram.as_ref(),
        }
    }

    /// Each condition and its result, in written order.
    pub(crate) fn reasons<'a>(
        &'a self,
        results: &[Truth],
        facts: &Facts,
        outcome: Outcome,
    ) -> SmallVec<[&'a RawValue; 6]> {
        let by_age = facts.own.birth.is_none();
        let is_decided = matches!(outcome, Outcome::Eligible | Outcome::NotEligible);
        let leaves = self.leaves.iter().zip(results);
        leaves
            .map(|(leaf, result)| match result {
                Truth::Unknown if is_decided => &*leaf.not_needed,
                result => leaf.reason(*result, by_age),
            })
            .collect()
    }

    /// What is not met, and what else may suit; `suitable` are names in Swedish and English.
    pub(crate) fn unmet<'a>(
        &'a self,
        results: &[Truth],
        questions: &[LocalQuestion],
        suitable: &[[&str; 2]],
    ) -> Cow<'a, RawValue> {
        self.explanations.unmet(&self.criteria, results, questions, suitable)
    }
}

impl PreparedLeaf {
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

fn decision_behind(version: VersionInTime<'_>) -> DecisionBehind<'_> {
    let stated = &version.held.version;
    let taken = stated.decision.as_ref();
    DecisionBehind {
        body: taken.map(|taken| taken.body.as_str()),
        date: taken.and_then(|taken| taken.date),
        reference: taken.and_then(|taken| taken.reference.as_deref()),
        adoption: taken.map(|taken| taken.adoption),
        valid_from: stated.valid_from,
        valid_to: version.decided_last_day(),
        legal_basis: &stated.legal_basis,
    }
}
