//! What criteria and the act say of a person, before it is put into an answer.

use smallvec::SmallVec;

use crate::domain::contact::Contact;
use crate::domain::criteria::decide::{Decision, decide};
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::evaluate::{Truth, evaluate};
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::criteria::{Condition, Criterion, OtherwiseCode};
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::insats::{Standing, VersionInTime};

use super::answer::{Outcome, ReasonCode};
use super::guardian::{Consent, ProvisoCode, consent};
use super::prepared::PreparedCriteria;
use super::question::Question;

/// What criteria and the act say of a person.
#[derive(Default)]
pub(super) struct Judged<'a> {
    /// The answer.
    pub outcome: Outcome,
    /// Why.
    pub reason_code: Option<ReasonCode>,
    /// The result of each condition.
    pub leaves: SmallVec<[Truth; 8]>,
    /// The facts that can still change the answer.
    pub missing: SmallVec<[OpenFact; 4]>,
    /// Whether some completion of the facts meets the criteria.
    may_be_met: bool,
    /// Where to turn instead.
    pub refer_to: Option<&'a Contact>,
    /// What the act demands of a child.
    pub proviso: Option<ProvisoCode>,
    /// Whether the person meets the criteria for ever, and the version has no last day.
    pub is_always: bool,
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

/// Judges a person by the criteria of a version, and by the act.
pub(super) fn judge<'a>(
    standing: Standing<'a>,
    criteria: Option<&'a PreparedCriteria>,
    question: &Question,
) -> Judged<'a> {
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
    let Some(prepared) = criteria else {
        return Judged::plain(Outcome::Undetermined, ReasonCode::CriteriaUnknown);
    };
    let asked = prepared.as_asked();
    let criteria = asked.criteria;
    // Before the act, a child needs no consent that it needs afterwards.
    let stays_in_force = version.last_day.is_none() && question.as_of >= LAW_IN_FORCE;
    if criteria.is_open_to_all() {
        return Judged {
            is_always: stays_in_force,
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
        is_always: outcome == Outcome::Eligible && stays_in_force && prepared.stay_met,
        ..Judged::default()
    }
}

/// The outcome of criteria.
pub(super) const fn outcome(truth: Truth, nothing_is_missing: bool) -> Outcome {
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
