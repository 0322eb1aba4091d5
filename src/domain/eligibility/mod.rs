//! Asks an insats about a person: from the version in force on a day to the whole answer.

pub(crate) mod answer;
pub(crate) mod answer_json;
pub(crate) mod prepared;
pub(crate) mod screening;
pub mod timeline;

use std::sync::LazyLock;

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::domain::contact::Contact;
use crate::domain::criteria::decide::{CriteriaToDecide, Decision, decide, truth};
use crate::domain::criteria::evaluate::{Truth, evaluate};
use crate::domain::criteria::facts::{Declarable, Facts};
use crate::domain::criteria::{Condition, Criterion, OtherwiseCode};
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::assessment_required;
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};
use crate::domain::kommun::Kommunkod;

use answer::{
    ActivityOutcome, Answer, MAY_ALWAYS_APPLY, MissingFacts, Outcome, Prepared, ReasonCode, RightToApply, Warning,
    explanation, notice, prepare,
};
use prepared::{PreparedCriteria, PreparedInsats, PreparedMunicipality, PreparedVersion};
use timeline::{EligibleDays, eligible_days};

/// One question about one insats.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The activity asked about, else the insats itself.
    pub activity: Option<&'a str>,
    /// What is stated about the person.
    pub facts: &'a Facts,
}

/// The insats asked, with what answers about it say.
#[derive(Clone, Copy)]
pub struct AskedInsats<'a> {
    /// Whose it is.
    pub kommunkod: Kommunkod,
    /// Its short name.
    pub slug: &'a str,
    /// Its versions.
    pub insats: &'a Insats,
    /// What answers about it say.
    pub prepared: &'a PreparedInsats,
    /// What answers about the municipality say.
    pub municipality: &'a PreparedMunicipality,
    /// The revision of the catalogue that answers.
    pub catalogue_revision: i64,
}

/// The version asked has no such activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownActivity;

/// Answers from a municipality's insats.
///
/// # Errors
/// [`UnknownActivity`] when the version that the day leads to does not have the activity asked about.
pub fn answer<'a>(asked: AskedInsats<'a>, question: &Question<'a>) -> Result<Answer<'a>, UnknownActivity> {
    let without = |reason_code| {
        Ok(without_decision(
            asked.kommunkod,
            asked.slug,
            asked.catalogue_revision,
            question,
            reason_code,
            Some(&asked.municipality.right_to_apply),
        ))
    };
    // Nothing that a catalogue says comes before the law.
    if asked.prepared.requires_assessment && question.as_of >= LAW_IN_FORCE {
        return without(ReasonCode::AlwaysRequiresIndividualAssessment);
    }
    let Some(standing) = asked.insats.on(question.as_of) else {
        return without(ReasonCode::NoDecision);
    };
    let version = standing.version();
    let prepared = asked.prepared.version(version.number);
    let criteria = criteria_asked(version, prepared, question.activity)?;
    let judged = judge(standing, criteria, question);
    let days = match criteria {
        // Met by everybody, today and for as long as it is in force: no day needs to be looked for.
        _ if judged.is_always => EligibleDays::default(),
        _ => eligible_days(
            asked.insats,
            |version| {
                let prepared = asked.prepared.version(version.number);
                let criteria = criteria_asked(version, prepared, question.activity);
                criteria.ok().flatten().map(as_asked)
            },
            question.facts,
            question.as_of,
            judged.outcome == Outcome::Eligible,
        ),
    };
    let since = asked.prepared.without_agreement_since(question.as_of);
    Ok(Answer {
        kommunkod: asked.kommunkod,
        insats: asked.slug,
        activity: question.activity,
        as_of: question.as_of,
        outcome: judged.outcome,
        reason_code: judged.reason_code,
        explanation: explanation(judged.reason_code),
        reasons: match criteria {
            Some((_, prepared)) => prepared.reasons(&judged.leaves, question.facts),
            None => SmallVec::new(),
        },
        missing: judged.missing,
        eligible_from: days.from,
        eligible_until: days.until,
        refer_to: judged.refer_to,
        activities: activity_outcomes(standing, prepared, question),
        warnings: since.map(Warning::no_running_agreement).into_iter().collect(),
        version: Some(version.number),
        catalogue_revision: asked.catalogue_revision,
        decision: Some(&prepared.decision),
        right_to_apply: &prepared.right_to_apply,
        notice: &prepared.notice,
    })
}

/// Why an insats is not offered that the municipality's catalogue does not have; `None` if no catalogue knows it.
pub(crate) fn reason_without_decision(
    slug: &str,
    as_of: NaiveDate,
    is_known_elsewhere: impl FnOnce() -> bool,
) -> Option<ReasonCode> {
    let requires_assessment = assessment_required::is_listed(slug);
    if requires_assessment && as_of >= LAW_IN_FORCE {
        Some(ReasonCode::AlwaysRequiresIndividualAssessment)
    } else {
        (requires_assessment || is_known_elsewhere()).then_some(ReasonCode::NoDecision)
    }
}

/// Answers where the municipality's catalogue has no such insats; `right_to_apply` where it has a catalogue at all.
pub(crate) fn without_decision<'a>(
    kommunkod: Kommunkod,
    slug: &'a str,
    catalogue_revision: i64,
    question: &Question<'a>,
    reason_code: ReasonCode,
    right_to_apply: Option<&'a Prepared>,
) -> Answer<'a> {
    static RIGHT_TO_APPLY: LazyLock<Prepared> = LazyLock::new(|| {
        prepare(&RightToApply {
            text: MAY_ALWAYS_APPLY,
            contact: None,
        })
    });
    static NOTICE: LazyLock<Prepared> = LazyLock::new(|| prepare(&notice(None)));
    Answer {
        kommunkod,
        insats: slug,
        activity: question.activity,
        as_of: question.as_of,
        outcome: Outcome::NotEligible,
        reason_code: Some(reason_code),
        explanation: explanation(Some(reason_code)),
        reasons: SmallVec::new(),
        missing: MissingFacts::default(),
        eligible_from: None,
        eligible_until: None,
        refer_to: None,
        activities: Vec::new(),
        warnings: Vec::new(),
        version: None,
        catalogue_revision,
        decision: None,
        right_to_apply: right_to_apply.unwrap_or(&RIGHT_TO_APPLY),
        notice: &NOTICE,
    }
}

/// The criteria that a version sets for the insats, or for the activity asked about, with what answers say of them.
fn criteria_asked<'a>(
    version: VersionInTime<'a>,
    prepared: &'a PreparedVersion,
    activity: Option<&str>,
) -> Result<Option<(&'a Criterion, &'a PreparedCriteria)>, UnknownActivity> {
    let stated = &version.held.version;
    if let Some(slug) = activity {
        let activity = stated.activity(slug).ok_or(UnknownActivity)?;
        if let Some(own) = &activity.criteria {
            let with_own = stated.activities.iter().filter(|other| other.criteria.is_some());
            let at = with_own.take_while(|other| other.slug != activity.slug).count();
            return Ok(prepared.activities.get(at).map(|prepared| (own, prepared)));
        }
    }
    Ok(stated.criteria.as_ref().zip(prepared.criteria.as_ref()))
}

fn as_asked<'a>((criteria, prepared): (&'a Criterion, &'a PreparedCriteria)) -> CriteriaToDecide<'a> {
    CriteriaToDecide {
        criteria,
        diagram: prepared.diagram.as_ref(),
    }
}

#[derive(Default)]
struct Judged<'a> {
    outcome: Outcome,
    reason_code: Option<ReasonCode>,
    leaves: SmallVec<[Truth; 8]>,
    missing: MissingFacts,
    refer_to: Option<&'a Contact>,
    is_always: bool,
}

impl Judged<'_> {
    fn plain(outcome: Outcome, reason_code: ReasonCode) -> Self {
        Self {
            outcome,
            reason_code: Some(reason_code),
            ..Self::default()
        }
    }
}

fn judge<'a>(
    standing: Standing<'a>,
    criteria: Option<(&'a Criterion, &'a PreparedCriteria)>,
    question: &Question,
) -> Judged<'a> {
    let version = match standing {
        Standing::Upcoming(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::NotInForce),
        Standing::Ended(version) if version.last_day.is_some_and(|last| last < LAW_IN_FORCE) => {
            return Judged::plain(Outcome::NotEligible, ReasonCode::NoDecision);
        }
        Standing::Ended(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::Terminated),
        Standing::InForce(version) => version,
    };
    let Some(asked) = criteria.map(as_asked) else {
        return Judged::plain(Outcome::Undetermined, ReasonCode::CriteriaUnknown);
    };
    let criteria = asked.criteria;
    if criteria.is_open_to_all() {
        return Judged {
            is_always: version.last_day.is_none(),
            ..Judged::plain(Outcome::Eligible, ReasonCode::OpenToAll)
        };
    }
    let Decision { truth, leaves, missing } = decide(asked, question.facts, question.as_of);
    let refusal = (truth == Truth::NotMet).then(|| refusal(criteria, question));
    Judged {
        outcome: outcome(truth),
        reason_code: match truth {
            Truth::Met => Some(ReasonCode::MeetsCriteria),
            Truth::NotMet => refusal.as_ref().map(|refusal| refusal.0),
            Truth::Unknown => None,
        },
        leaves,
        missing: MissingFacts(missing),
        refer_to: refusal.and_then(|refusal| refusal.1),
        is_always: false,
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

/// What each activity with conditions of its own answers, when the question is about the insats itself.
fn activity_outcomes<'a>(
    standing: Standing<'a>,
    prepared: &'a PreparedVersion,
    question: &Question,
) -> Vec<ActivityOutcome<'a>> {
    let (Standing::InForce(version), None) = (standing, question.activity) else {
        return Vec::new();
    };
    let activities = version.held.version.activities.iter();
    let with_own = activities.filter_map(|activity| Some((activity, activity.criteria.as_ref()?)));
    with_own
        .zip(&prepared.activities)
        .map(|((activity, criteria), prepared)| ActivityOutcome {
            slug: activity.slug.as_str(),
            outcome: outcome(truth(as_asked((criteria, prepared)), question.facts, question.as_of)),
        })
        .collect()
}
