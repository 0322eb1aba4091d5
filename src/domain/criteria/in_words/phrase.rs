//! One condition about one person as a phrase, in the grammatical forms that sentences need.

use std::borrow::Cow;

use crate::domain::Kommunkod;

use crate::domain::criteria::declarable::{Declarable, RelativeReason, RelativeReasons, Wording};
use crate::domain::criteria::local::{LocalQuestion, find};
use crate::domain::criteria::{AgeLimit, Condition, Criterion, NotEvaluated};

type Words = Cow<'static, str>;

/// What a person must be or do, in words.
pub(crate) struct Phrase {
    /// After "ska": "vara 70 år eller äldre".
    pub infinitive_sv: Words,
    /// After "som" and "att du": "är 70 år eller äldre".
    pub present_sv: Words,
    /// After "must": "be 70 or over".
    pub base_en: Words,
    /// After "people who" and "that you": "are 70 or over".
    pub plural_en: Words,
    /// After "someone who": "is 70 or over".
    pub singular_en: Words,
}

impl Phrase {
    /// `sv` is the infinitive and the present tense, `rest_sv` follows both; `base_en` follows "must".
    fn new(sv: [&str; 2], rest_sv: &str, base_en: impl Into<Words>) -> Self {
        let base_en = base_en.into();
        let plural_en = match base_en.strip_prefix("be ") {
            Some(rest) => format!("are {rest}").into(),
            None => base_en.clone(),
        };
        Self {
            infinitive_sv: format!("{} {rest_sv}", sv[0]).into(),
            present_sv: format!("{} {rest_sv}", sv[1]).into(),
            singular_en: third_person(&plural_en).into(),
            plural_en,
            base_en,
        }
    }

    /// The opposite; `plural_en` is its English after "people who".
    fn opposite(self, plural_en: impl Into<Words>) -> Self {
        let plural_en = plural_en.into();
        Self {
            infinitive_sv: format!("inte {}", self.infinitive_sv).into(),
            present_sv: format!("inte {}", self.present_sv).into(),
            base_en: format!("not {}", self.base_en).into(),
            singular_en: third_person(&plural_en).into(),
            plural_en,
        }
    }

    /// The opposite, of which the English is made by rule.
    fn negated(self) -> Self {
        let plural_en = match self.base_en.strip_prefix("be ") {
            Some(rest) => format!("are not {rest}"),
            None => format!("do not {}", self.base_en),
        };
        self.opposite(plural_en)
    }

    /// Criteria about one person, or their opposite.
    pub(crate) fn of(criterion: &Criterion, opposite: bool, questions: &[LocalQuestion]) -> Self {
        let (of, every) = match &criterion.condition {
            Condition::Not(of) => return Self::of(of, !opposite, questions),
            Condition::All(of) => (of, !opposite),
            Condition::Any(of) => (of, opposite),
            Condition::NotEvaluated(NotEvaluated { text, .. }) => {
                let phrase = Self::new(
                    ["uppfylla", "uppfyller"],
                    &format!("villkoret ”{}”", text.sv),
                    format!("meet the condition “{}”", text.en_or_sv()),
                );
                return if opposite { phrase.negated() } else { phrase };
            }
            leaf => return phrase(leaf, opposite, questions).unwrap_or_else(|| Self::new(["", ""], "", "")),
        };
        let parts: Vec<Self> = of.iter().map(|child| Self::of(child, opposite, questions)).collect();
        let joined = |form: fn(&Self) -> &str, joints: [&str; 2]| {
            let words: Vec<&str> = parts.iter().map(form).collect();
            Words::from(listed(&words, joints[usize::from(!every)]))
        };
        Self {
            infinitive_sv: joined(|part| &part.infinitive_sv, ["och", "eller"]),
            present_sv: joined(|part| &part.present_sv, ["och", "eller"]),
            base_en: joined(|part| &part.base_en, ["and", "or"]),
            plural_en: joined(|part| &part.plural_en, ["and", "or"]),
            singular_en: joined(|part| &part.singular_en, ["and", "or"]),
        }
    }
}

/// What follows "people who" as it follows "someone who": its verb in the third person.
fn third_person(plural_en: &str) -> String {
    let (verb, rest) = plural_en.split_once(' ').unwrap_or((plural_en, ""));
    let verb = match verb {
        "have" => "has",
        "are" => "is",
        "do" => "does",
        "live" => "lives",
        "need" => "needs",
        "care" => "cares",
        "use" => "uses",
        "reach" => "reaches",
        "meet" => "meets",
        "answer" => "answers",
        other => other,
    };
    format!("{verb} {rest}")
}

/// The phrase of a leaf about one person, or of its opposite; `None` for any other condition.
pub(crate) fn phrase(leaf: &Condition, opposite: bool, questions: &[LocalQuestion]) -> Option<Phrase> {
    let phrase = match leaf {
        Condition::Age(limit) => return Some(age(*limit, opposite)),
        Condition::Declared(fact) => return Some(declared(*fact, opposite)),
        Condition::RelativeResidesIn(_) => has_somebody_who(
            &format!("bor i {}", names(leaf, "eller")),
            &format!("lives in {}", names(leaf, "or")),
        ),
        Condition::DeclaredAnyOf(reasons) => {
            let (sv, en) = listed_reasons(*reasons, ["eller", "or"]);
            has_somebody_who(
                &format!("behöver stöd på grund av {sv}"),
                &format!("needs support because of {en}"),
            )
        }
        Condition::AgeInYear(limit) => age_in_year(*limit),
        Condition::RegisteredIn(_) | Condition::RegisteredInAnyOf(_) => Phrase::new(
            ["vara", "är"],
            &format!("folkbokförd i {}", names(leaf, "eller")),
            format!("be registered as living in {}", names(leaf, "or")),
        ),
        Condition::ResidesIn(_) | Condition::ResidesInAnyOf(_) => Phrase::new(
            ["bo", "bor"],
            &format!("i {}", names(leaf, "eller")),
            format!("live in {}", names(leaf, "or")),
        ),
        Condition::DeclaredLocally(slug) => {
            let (sv, en) = match find(questions, slug) {
                Some(LocalQuestion { question, .. }) => (
                    format!("ja på frågan ”{}”", question.sv),
                    format!("answer yes to the question “{}”", question.en_or_sv()),
                ),
                // Publishing refuses criteria whose question is not there.
                None => ("ja på en fråga".into(), "answer yes to a question".into()),
            };
            Phrase::new(["svara", "svarar"], &sv, en)
        }
        _ => return None,
    };
    Some(if opposite { phrase.negated() } else { phrase })
}

fn names(leaf: &Condition, last_joint: &str) -> String {
    let named = leaf.municipalities().iter();
    let names: Vec<&str> = named.map(|kommunkod: &Kommunkod| kommunkod.kommun().name).collect();
    listed(&names, last_joint)
}

fn declared(fact: Declarable, opposite: bool) -> Phrase {
    let Wording {
        sv: [infinitive, present],
        en: [base, negated],
        ..
    } = fact.wording();
    let phrase = Phrase {
        infinitive_sv: infinitive.into(),
        present_sv: present.into(),
        ..Phrase::new(["", ""], "", base)
    };
    if opposite { phrase.opposite(negated) } else { phrase }
}

fn age(limit: AgeLimit, opposite: bool) -> Phrase {
    let vara = |sv: &str, en: &str| Phrase::new(["vara", "är"], sv, format!("be {en}"));
    let least = |age: u16| vara(&format!("{age} år eller äldre"), &format!("{age} or over"));
    let under = |age: u16| vara(&format!("under {age} år"), &format!("under {age}"));
    let after = limit.at_most.map(|most| u16::from(most) + 1);
    match (limit.at_least.map(u16::from), after, opposite) {
        (Some(age), None, false) | (None, Some(age), true) => least(age),
        (Some(age), None, true) | (None, Some(age), false) => under(age),
        (Some(from), Some(after), _) => {
            let (from, to) = (from, after - 1);
            let between = if from == to {
                vara(&format!("{from} år"), &from.to_string())
            } else {
                vara(&format!("{from}–{to} år"), &format!("aged {from} to {to}"))
            };
            if opposite { between.negated() } else { between }
        }
        // Limits have at least one of the two.
        (None, None, _) => least(0),
    }
}

fn age_in_year(limit: AgeLimit) -> Phrase {
    let (sv, en) = match (limit.at_least, limit.at_most) {
        (Some(least), Some(most)) if least == most => (format!("{least} år"), least.to_string()),
        (Some(least), Some(most)) => (format!("{least}–{most} år"), format!("an age from {least} to {most}")),
        (Some(least), None) => (format!("minst {least} år"), format!("the age of {least} or over")),
        (None, most) => {
            let most = most.unwrap_or_default();
            (format!("högst {most} år"), format!("no more than the age of {most}"))
        }
    };
    Phrase::new(
        ["fylla", "fyller"],
        &format!("{sv} under kalenderåret"),
        format!("reach {en} during the calendar year"),
    )
}

fn has_somebody_who(sv: &str, en: &str) -> Phrase {
    Phrase::new(
        ["ha", "har"],
        &format!("en närstående som {sv}"),
        format!("have a relative or friend who {en}"),
    )
}

/// Reasons in a row, in Swedish and English.
pub(crate) fn listed_reasons(reasons: RelativeReasons, last_joint: [&str; 2]) -> (String, String) {
    let (sv, en): (Vec<_>, Vec<_>) = reasons.iter().map(relative_reason).unzip();
    (listed(&sv, last_joint[0]), listed(&en, last_joint[1]))
}

/// A reason why somebody close needs support, in Swedish and English.
pub(crate) const fn relative_reason(reason: RelativeReason) -> (&'static str, &'static str) {
    match reason {
        RelativeReason::Alder => ("ålder", "age"),
        RelativeReason::LangvarigSjukdom => ("långvarig sjukdom", "long-term illness"),
        RelativeReason::PsykiskOhalsa => ("psykisk ohälsa", "mental ill health"),
        RelativeReason::Funktionsnedsattning => ("funktionsnedsättning", "disability"),
        RelativeReason::Beroende => ("beroende", "addiction"),
        RelativeReason::ValdINaraRelation => ("våld i nära relation", "domestic abuse"),
    }
}

/// Words in a row: `a, b eller c`.
pub fn listed(words: &[&str], last_joint: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {last_joint} {last}", first.join(", ")),
    }
}
