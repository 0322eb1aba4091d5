//! Asks an insats about a person: from the version in force on a day to the whole answer.

pub(crate) mod answer;
pub(crate) mod answer_json;
pub mod difference;
pub(crate) mod guardian;
pub(crate) mod missing;
pub(crate) mod prepared;
pub(crate) mod prepared_json;
pub(crate) mod question;
pub(crate) mod screening;
pub mod timeline;
pub(crate) mod warning;
pub(crate) mod without;

use smallvec::SmallVec;

use crate::domain::contact::Contact;
use crate::domain::criteria::decide::{Decision, decide};
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::evaluate::{Truth, evaluate};
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::criteria::{Condition, Criterion, OtherwiseCode};
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};
use crate::domain::{Kommunkod, Slug};

use answer::{Answer, Outcome, PartOutcome, ReasonCode, explanation};
use guardian::{Consent, ProvisoCode, consent};
use missing::MissingFacts;
use prepared::{PreparedCriteria, PreparedInsats, PreparedMunicipality, PreparedVersion};
use timeline::{EligibleDays, eligible_days};
use warning::Warnings;
use without::{Without, requires_assessment, without_decision};

pub use question::Question;

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

/// The version asked has no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownPart {
    /// No such activity.
    Activity,
    /// No such place, or not among the places of the activity.
    Place,
}

/// Answers from a municipality's insats.
///
/// # Errors
/// [`UnknownPart`] when the version that the day leads to does not have the activity or the place asked about.
pub fn answer<'a>(asked: AskedInsats<'a>, question: &Question<'a>) -> Result<Answer<'a>, UnknownPart> {
    let without = |reason| {
        Ok(without_decision(
            asked.kommunkod,
            asked.slug,
            asked.catalogue_revision,
            question,
            reason,
            Some(&asked.municipality.right_to_apply),
        ))
    };
    // Nothing that a catalogue says comes before the law.
    if asked
        .prepared
        .requires_assessment
        .and_then(|whom| requires_assessment(whom, question))
        == Some(true)
    {
        return without(Without::RequiresAssessment);
    }
    let Some(standing) = asked.insats.on(question.as_of) else {
        return without(Without::no_decision(asked.municipality.complete, question.as_of));
    };
    let version = standing.version();
    let prepared = asked.prepared.version(version.number);
    let criteria = criteria_asked(version, prepared, question)?;
    let judged = judge(standing, criteria, question);
    let days = if judged.is_always {
        // Met by everybody, today and for as long as it is in force: no day needs to be looked for.
        EligibleDays::default()
    } else {
        eligible_days(
            asked.insats,
            |version| {
                let prepared = asked.prepared.version(version.number);
                let criteria = criteria_asked(version, prepared, question);
                criteria.ok().flatten().map(PreparedCriteria::as_asked)
            },
            question.facts,
            question.as_of,
            judged.outcome == Outcome::Eligible,
        )
    };
    let stated = &version.held.version;
    Ok(Answer {
        kommunkod: asked.kommunkod,
        insats: asked.slug,
        activity: question.activity,
        place: question.place,
        as_of: question.as_of,
        outcome: judged.outcome,
        reason_code: judged.reason_code,
        explanation: explanation(judged.reason_code),
        reasons: match criteria {
            Some(prepared) => prepared.reasons(&judged.leaves, question.facts),
            None => SmallVec::new(),
        },
        missing: MissingFacts {
            facts: judged.missing,
            questions: &asked.municipality.questions,
        },
        eligible_from: days.from,
        eligible_until: days.until,
        refer_to: judged.refer_to,
        activities: part_outcomes(standing, &prepared.activities, question),
        places: part_outcomes(standing, &prepared.places, question),
        warnings: Warnings {
            adoption_not_shown: prepared.adoption_not_shown.as_deref(),
            by_selection: judged.outcome == Outcome::Eligible && stated.selection.is_some(),
            without_agreement_since: asked.prepared.without_agreement_since(question.as_of),
        },
        provisos: judged.proviso,
        version: Some(version.number),
        catalogue_revision: asked.catalogue_revision,
        decision: Some(&prepared.decision),
        right_to_apply: &prepared.right_to_apply,
        notice: &prepared.notice,
    })
}

/// The criteria that a version sets for the insats, or for the activity and the place asked about.
fn criteria_asked<'a>(
    version: VersionInTime<'a>,
    prepared: &'a PreparedVersion,
    question: &Question,
) -> Result<Option<&'a PreparedCriteria>, UnknownPart> {
    let stated = &version.held.version;
    let activity = match question.activity {
        Some(slug) => Some(stated.activity(slug).ok_or(UnknownPart::Activity)?),
        None => None,
    };
    if let Some(slug) = question.place {
        let is_there = stated.places.iter().any(|place| place.slug.as_str() == slug);
        let is_elsewhere = activity.is_some_and(|activity| {
            !activity.places.is_empty() && activity.places.iter().all(|place| place.as_str() != slug)
        });
        if !is_there || is_elsewhere {
            return Err(UnknownPart::Place);
        }
    }
    Ok(prepared.criteria_of(question.activity, question.place))
}

#[derive(Default)]
struct Judged<'a> {
    outcome: Outcome,
    reason_code: Option<ReasonCode>,
    leaves: SmallVec<[Truth; 8]>,
    missing: SmallVec<[OpenFact; 4]>,
    /// Whether some completion of the facts meets the criteria.
    may_be_met: bool,
    refer_to: Option<&'a Contact>,
    proviso: Option<ProvisoCode>,
    is_always: bool,
}

impl Judged<'_> {
    fn plain(outcome: Outcome, reason_code: ReasonCode) -> Self {
        Self {
            outcome,
            reason_code: Some(reason_code),
            may_be_met: outcome == Outcome::Eligible,
            ..Self::default()
        }
    }

    /// Adds what the act says of a child, the last of the conditions.
    fn with(self, consent: Consent) -> Self {
        if self.outcome == Outcome::NotEligible {
            return self;
        }
        match consent {
            Consent::CriteriaDecide(proviso) => Self { proviso, ..self },
            Consent::Refused => Self {
                outcome: Outcome::NotEligible,
                reason_code: Some(ReasonCode::GuardianConsent),
                missing: SmallVec::new(),
                proviso: Some(ProvisoCode::GuardianConsent),
                is_always: false,
                ..self
            },
            // Without a yes to lose, only a refusal could change the answer.
            _ if self.outcome == Outcome::Undetermined && !consent.may_refuse() => Self {
                proviso: Some(ProvisoCode::GuardianConsent),
                ..self
            },
            Consent::NotKnown => self.asking(false, true),
            Consent::AgeNotKnown { asks_consent, .. } => self.asking(true, asks_consent),
        }
    }

    /// Asks for what the act needs to know, as far as the criteria allow a yes.
    fn asking(mut self, birth_date: bool, consent: bool) -> Self {
        if !(self.may_be_met || self.outcome == Outcome::Undetermined) {
            return self;
        }
        let asked = [
            birth_date.then_some(Fact::BirthDate),
            consent.then_some(Fact::Declared(Declarable::GuardianConsents)),
        ];
        for fact in asked.into_iter().flatten().map(OpenFact::own) {
            if !self.missing.contains(&fact) {
                self.missing.push(fact);
            }
        }
        Self {
            outcome: Outcome::NeedMoreFacts,
            reason_code: None,
            proviso: Some(ProvisoCode::GuardianConsent),
            is_always: false,
            ..self
        }
    }
}

fn judge<'a>(standing: Standing<'a>, criteria: Option<&'a PreparedCriteria>, question: &Question) -> Judged<'a> {
    let version = match standing {
        _ if standing.is_not_known(question.as_of) => {
            return Judged::plain(Outcome::Undetermined, ReasonCode::NoDecision);
        }
        Standing::Upcoming(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::NotInForce),
        Standing::Ended(_) => return Judged::plain(Outcome::NotEligible, ReasonCode::Terminated),
        Standing::InForce(version) => version,
    };
    let a_child_may_take_part = criteria.is_some_and(|criteria| criteria.a_child_may_take_part);
    let consent = consent(
        &question.facts.own,
        question.as_of,
        &version.held.version,
        a_child_may_take_part,
    );
    of_criteria(version, criteria, question).with(consent)
}

/// What the criteria of a version in force say.
fn of_criteria<'a>(
    version: VersionInTime<'a>,
    criteria: Option<&'a PreparedCriteria>,
    question: &Question,
) -> Judged<'a> {
    let Some(asked) = criteria.map(PreparedCriteria::as_asked) else {
        return Judged::plain(Outcome::Undetermined, ReasonCode::CriteriaUnknown);
    };
    let criteria = asked.criteria;
    if criteria.is_open_to_all() {
        return Judged {
            is_always: version.last_day.is_none(),
            ..Judged::plain(Outcome::Eligible, ReasonCode::OpenToAll)
        };
    }
    let Decision {
        truth,
        leaves,
        missing,
        may_be_met,
    } = decide(asked, question.facts, question.as_of);
    let refusal = (truth == Truth::NotMet).then(|| refusal(criteria, question));
    let outcome = outcome(truth, missing.is_empty());
    Judged {
        outcome,
        reason_code: match outcome {
            Outcome::Eligible => Some(ReasonCode::MeetsCriteria),
            Outcome::NotEligible => refusal.as_ref().map(|refusal| refusal.0),
            Outcome::Undetermined => Some(ReasonCode::ConditionNotEvaluated),
            Outcome::NeedMoreFacts => None,
        },
        leaves,
        missing,
        may_be_met,
        refer_to: refusal.and_then(|refusal| refusal.1),
        ..Judged::default()
    }
}

const fn outcome(truth: Truth, nothing_is_missing: bool) -> Outcome {
    match truth {
        Truth::Met => Outcome::Eligible,
        Truth::NotMet => Outcome::NotEligible,
        Truth::Unknown if nothing_is_missing => Outcome::Undetermined,
        Truth::Unknown => Outcome::NeedMoreFacts,
    }
}

/// The reason code of unmet criteria: down the first unmet child of an `all`, the first child of an `any`, the child of
/// a `not`, to a leaf that gives the code; the outermost `otherwise` on the way overrides. What nobody can answer gives
/// none.
fn refusal<'a>(criteria: &'a Criterion, question: &Question) -> (ReasonCode, Option<&'a Contact>) {
    let truth = |child: &Criterion| evaluate(child, question.facts, question.as_of, &mut |_| ());
    let first = |of: &'a [Criterion]| {
        let is_answered = |child: &&Criterion| !child.has_not_evaluated() || truth(child) != Truth::Unknown;
        of.iter().find(is_answered).or_else(|| of.first())
    };
    let mut node = criteria;
    loop {
        if let Some(otherwise) = &node.otherwise {
            let OtherwiseCode::ReferredElsewhere = otherwise.reason_code;
            return (ReasonCode::ReferredElsewhere, Some(&otherwise.refer_to));
        }
        let next = match &node.condition {
            Condition::All(of) => of
                .iter()
                .find(|child| truth(child) == Truth::NotMet)
                .or_else(|| first(of)),
            Condition::Any(of) => first(of),
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
        Condition::Age(_) | Condition::AgeInYear(_) => ReasonCode::Age,
        Condition::RegisteredIn(_)
        | Condition::RegisteredInAnyOf(_)
        | Condition::ResidesIn(_)
        | Condition::ResidesInAnyOf(_)
        | Condition::RelativeResidesIn(_) => ReasonCode::Municipality,
        Condition::Declared(Declarable::SupportsRelative) | Condition::DeclaredAnyOf(_) => ReasonCode::Relation,
        Condition::EachOf(_) | Condition::SomeOf(_) => ReasonCode::OtherPersons,
        _ => ReasonCode::SelfDeclared,
    }
}

/// What each part with conditions of its own answers, when the question is about the insats itself.
fn part_outcomes<'a>(
    standing: Standing<'a>,
    parts: &'a [(Slug, PreparedCriteria)],
    question: &Question,
) -> Vec<PartOutcome<'a>> {
    if !matches!(standing, Standing::InForce(_)) || question.activity.is_some() || question.place.is_some() {
        return Vec::new();
    }
    parts
        .iter()
        .map(|(slug, criteria)| PartOutcome {
            slug: slug.as_str(),
            outcome: judge(standing, Some(criteria), question).outcome,
        })
        .collect()
}
