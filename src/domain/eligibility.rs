//! Asks an insats about a person: from the version in force on a day to the whole answer.

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::answer::{
    ActivityOutcome, Answer, DecisionBehind, MAY_ALWAYS_APPLY, MissingFact, NEED_MORE_FACTS, Outcome, Reason,
    ReasonCode, RightToApply, Warning, notice,
};
use super::contact::Contact;
use super::criteria::{Condition, Criterion, OtherwiseCode};
use super::day::LAW_IN_FORCE;
use super::decide::{Decision, LeafResults, decide};
use super::evaluate::{Truth, evaluate, fact_used};
use super::facts::{Declarable, Fact, Facts};
use super::insats::{Insats, Standing, VersionInTime};
use super::kommun::Kommunkod;
use super::municipality::Municipality;
use super::slug::Slug;
use super::timeline::{criteria_for, eligible_days};
use super::wording;

/// One question about one insats.
pub struct Question<'a> {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The activity asked about, else the insats itself.
    pub activity: Option<&'a str>,
    /// What is stated about the person.
    pub facts: &'a Facts,
}

/// The version asked has no such activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownActivity;

/// Answers from a municipality's insats.
///
/// # Errors
/// [`UnknownActivity`] when the version that the day leads to does not have the activity asked about.
pub fn answer<'a>(
    municipality: &'a Municipality,
    slug: &'a Slug,
    insats: &'a Insats,
    catalogue_revision: i64,
    question: &Question<'a>,
) -> Result<Answer<'a>, UnknownActivity> {
    let kommunkod = municipality.document().kommunkod;
    let Some(standing) = insats.on(question.as_of) else {
        return Ok(without_decision(
            kommunkod,
            slug.as_str(),
            catalogue_revision,
            question,
            ReasonCode::NoDecision,
        ));
    };
    let version = standing.version();
    if question
        .activity
        .is_some_and(|activity| version.held.version.activity(activity).is_none())
    {
        return Err(UnknownActivity);
    }
    let criteria = criteria_for(&version.held.version, question.activity);
    let judged = judge(standing, criteria, question);
    let days = eligible_days(insats, question.activity, question.facts, question.as_of);
    let decided = version.held.version.decision.as_ref();
    Ok(Answer {
        explanation: judged.reason_code.map_or(NEED_MORE_FACTS, ReasonCode::explanation),
        outcome: judged.outcome,
        reason_code: judged.reason_code,
        reasons: judged.reasons,
        missing: judged.missing,
        refer_to: judged.refer_to,
        eligible_from: days.from,
        eligible_until: days.until,
        activities: activity_outcomes(standing, question),
        warnings: municipality
            .without_agreement_since(slug, question.as_of)
            .map(Warning::no_running_agreement)
            .into_iter()
            .collect(),
        version: Some(version.number),
        decision: Some(decision_behind(version)),
        right_to_apply: RightToApply {
            text: MAY_ALWAYS_APPLY,
            contact: municipality.application_contact(decided.map(|decision| decision.body.as_str())),
        },
        notice: notice(version.held.version.notice.as_ref()),
        ..without_decision(
            kommunkod,
            slug.as_str(),
            catalogue_revision,
            question,
            ReasonCode::NoDecision,
        )
    })
}

/// Answers where the municipality's catalogue has no such insats.
#[must_use]
pub fn without_decision<'a>(
    kommunkod: Kommunkod,
    slug: &'a str,
    catalogue_revision: i64,
    question: &Question<'a>,
    reason_code: ReasonCode,
) -> Answer<'a> {
    Answer {
        kommunkod,
        insats: slug,
        activity: question.activity,
        as_of: question.as_of,
        outcome: Outcome::NotEligible,
        reason_code: Some(reason_code),
        explanation: reason_code.explanation(),
        reasons: SmallVec::new(),
        missing: SmallVec::new(),
        eligible_from: None,
        eligible_until: None,
        refer_to: None,
        activities: Vec::new(),
        warnings: Vec::new(),
        version: None,
        catalogue_revision,
        decision: None,
        right_to_apply: RightToApply {
            text: MAY_ALWAYS_APPLY,
            contact: None,
        },
        notice: notice(None),
    }
}

struct Judged<'a> {
    outcome: Outcome,
    reason_code: Option<ReasonCode>,
    reasons: SmallVec<[Reason<'a>; 4]>,
    missing: SmallVec<[MissingFact; 4]>,
    refer_to: Option<&'a Contact>,
}

impl Judged<'_> {
    fn plain(outcome: Outcome, reason_code: ReasonCode) -> Self {
        Self {
            outcome,
            reason_code: Some(reason_code),
            reasons: SmallVec::new(),
            missing: SmallVec::new(),
            refer_to: None,
        }
    }
}

fn judge<'a>(standing: Standing<'a>, criteria: Option<&'a Criterion>, question: &Question) -> Judged<'a> {
    let version = match standing {
        Standing::Upcoming(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::NotInForce),
        Standing::Ended(version) if version.last_day.is_some_and(|last| last < LAW_IN_FORCE) => {
            return Judged::plain(Outcome::NotEligible, ReasonCode::NoDecision);
        }
        Standing::Ended(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::Terminated),
        Standing::InForce(version) => version,
    };
    let Some(criteria) = criteria else {
        return Judged::plain(Outcome::Undetermined, ReasonCode::CriteriaUnknown);
    };
    let Decision { truth, leaves, missing } = decide(criteria, question.facts, question.as_of);
    let refusal = (truth == Truth::NotMet).then(|| refusal(criteria, question));
    Judged {
        outcome: outcome(truth),
        reason_code: match truth {
            Truth::Met if criteria.is_open_to_all() => Some(ReasonCode::OpenToAll),
            Truth::Met => Some(ReasonCode::MeetsCriteria),
            Truth::NotMet => refusal.as_ref().map(|refusal| refusal.0),
            Truth::Unknown => None,
        },
        reasons: reasons(criteria, &leaves, question.facts, &version.held.version.legal_basis),
        missing: missing
            .into_iter()
            .map(|fact| MissingFact {
                fact: fact.name(),
                question: fact.question(),
            })
            .collect(),
        refer_to: refusal.and_then(|refusal| refusal.1),
    }
}

const fn outcome(truth: Truth) -> Outcome {
    match truth {
        Truth::Met => Outcome::Eligible,
        Truth::NotMet => Outcome::NotEligible,
        Truth::Unknown => Outcome::NeedMoreFacts,
    }
}

/// The reason code of unmet criteria: down the first unmet child of an `all`, the first child of an `any`, the child of
/// a `not`, to a leaf that gives the code; the outermost `otherwise` on the way overrides.
fn refusal<'a>(criteria: &'a Criterion, question: &Question) -> (ReasonCode, Option<&'a Contact>) {
    let mut node = criteria;
    loop {
        if let Some(otherwise) = &node.otherwise {
            let OtherwiseCode::ReferredElsewhere = otherwise.reason_code;
            return (ReasonCode::ReferredElsewhere, Some(&otherwise.refer_to));
        }
        let is_unmet =
            |child: &&Criterion| evaluate(child, question.facts, question.as_of, &mut |_| ()) == Truth::NotMet;
        let next = match &node.condition {
            Condition::All(of) => of.iter().find(is_unmet).or_else(|| of.first()),
            Condition::Any(of) => of.first(),
            Condition::Not(of) => Some(&**of),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => return (leaf_code(&node.condition), None),
        }
    }
}

const fn leaf_code(leaf: &Condition) -> ReasonCode {
    match leaf {
        Condition::Age(_) => ReasonCode::Age,
        Condition::RegisteredIn(_) | Condition::ResidesIn(_) | Condition::RelativeResidesIn(_) => {
            ReasonCode::Municipality
        }
        Condition::Declared(Declarable::SupportsRelative) | Condition::DeclaredAnyOf(_) => ReasonCode::Relation,
        _ => ReasonCode::SelfDeclared,
    }
}

fn reasons<'a>(
    criteria: &'a Criterion,
    results: &LeafResults,
    facts: &Facts,
    legal_basis: &'a [String],
) -> SmallVec<[Reason<'a>; 4]> {
    let leaves = criteria.leaves();
    leaves
        .into_iter()
        .zip(results)
        .map(|(leaf, result)| Reason {
            kind: leaf.criterion.condition.kind(),
            result: *result,
            fact: fact_used(&leaf.criterion.condition, facts).map(Fact::name),
            text: wording::leaf_result(&leaf.criterion.condition, *result, leaf.excluded),
            ground_for_limit: leaf.criterion.ground_for_limit.as_ref(),
            age_reason: leaf.criterion.age_reason.as_ref(),
            legal_basis: if leaf.criterion.legal_basis.is_empty() {
                legal_basis
            } else {
                &leaf.criterion.legal_basis
            },
            path: leaf.path,
        })
        .collect()
}

/// What each activity with conditions of its own answers, when the question is about the insats itself.
fn activity_outcomes<'a>(standing: Standing<'a>, question: &Question) -> Vec<ActivityOutcome<'a>> {
    let (Standing::InForce(version), None) = (standing, question.activity) else {
        return Vec::new();
    };
    let activities = version.held.version.activities.iter();
    activities
        .filter_map(|activity| {
            let criteria = activity.criteria.as_ref()?;
            Some(ActivityOutcome {
                slug: activity.slug.as_str(),
                outcome: outcome(decide(criteria, question.facts, question.as_of).truth),
            })
        })
        .collect()
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
