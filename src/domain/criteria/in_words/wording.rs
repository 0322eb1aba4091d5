//! One condition as a person meets it: what it requires, and whether that is so.

use crate::domain::Text;
use crate::domain::text::composed;

use super::others::Others;
use super::phrase::{listed_reasons, phrase};
use crate::domain::criteria::declarable::RelativeReasons;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::{AssessedBy, Condition, Leaf, NotEvaluated};

/// What is known of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// What the facts say.
    Result(Truth),
    /// The facts leave it open, but the answer no longer depends on it.
    NotNeeded,
}

impl Known {
    /// The result as the API gives it.
    pub(crate) const fn result(self) -> Truth {
        match self {
            Self::Result(result) => result,
            Self::NotNeeded => Truth::Unknown,
        }
    }
}

/// A condition, and whether it is met.
pub(crate) fn with_result(leaf: &Leaf, known: Known, questions: &[LocalQuestion]) -> Text {
    if let Condition::NotEvaluated(in_words) = &leaf.criterion.condition {
        return assessed(in_words, leaf.excluded);
    }
    let opposite = leaf.excluded && !is_referral(leaf);
    let condition = without_result(leaf, questions);
    let result = match (known, opposite) {
        (Known::NotNeeded, _) => ("behöver inte besvaras", "no answer needed"),
        (Known::Result(Truth::Unknown), _) => ("vet inte", "not known"),
        (Known::Result(Truth::Met), false) | (Known::Result(Truth::NotMet), true) => ("ja", "yes"),
        (Known::Result(_), _) => ("nej", "no"),
    };
    composed!("{condition}: {result}.", "{condition}: {result}."; condition, result)
}

/// A condition, as it stands among the others: something to meet, an alternative, or that others help those who meet it.
pub(crate) fn without_result(leaf: &Leaf, questions: &[LocalQuestion]) -> Text {
    let condition = &leaf.criterion.condition;
    let opposite = leaf.excluded && !is_referral(leaf);
    if is_referral(leaf) {
        referral(condition, questions)
    } else if leaf.is_alternative && !matches!(condition, Condition::NotEvaluated(_)) {
        let clause = clause(condition, opposite, questions);
        composed!("Ett alternativ är att {clause}", "One option is that {clause}"; clause)
    } else {
        requirement(condition, opposite, questions)
    }
}

/// Whether those who meet a condition are referred elsewhere.
const fn is_referral(leaf: &Leaf) -> bool {
    leaf.is_referred && leaf.excluded
}

/// A condition, or its opposite, as something to meet: "Du ska vara 70 år eller äldre".
pub(crate) fn requirement(leaf: &Condition, opposite: bool, questions: &[LocalQuestion]) -> Text {
    if let Condition::NotEvaluated(in_words) = leaf {
        return assessed(in_words, opposite);
    }
    match (phrase(leaf, opposite, questions), Others::of(leaf, opposite)) {
        (Some(phrase), _) => composed!(
            "Du ska {phrase}",
            "You must {phrase}";
            phrase = (phrase.infinitive_sv, phrase.base_en)
        ),
        (None, Some(others)) => others.requirement(questions),
        (None, None) => Text::fixed("", ""),
    }
}

/// A condition, or its opposite, after "att" and "that": "du är 70 år eller äldre".
pub(crate) fn clause(leaf: &Condition, opposite: bool, questions: &[LocalQuestion]) -> Text {
    match (phrase(leaf, opposite, questions), Others::of(leaf, opposite)) {
        (Some(phrase), _) => composed!(
            "du {phrase}",
            "you {phrase}";
            phrase = (phrase.present_sv, phrase.plural_en)
        ),
        (None, Some(others)) => others.clause(questions),
        (None, None) => Text::fixed("", ""),
    }
}

/// That those who meet a condition are referred elsewhere.
fn referral(leaf: &Condition, questions: &[LocalQuestion]) -> Text {
    if let Condition::DeclaredAnyOf(reasons) = leaf {
        return referred_reasons(*reasons);
    }
    let clause = clause(leaf, false, questions);
    composed!("Du hänvisas vidare om {clause}", "You are referred elsewhere if {clause}"; clause)
}

fn referred_reasons(reasons: RelativeReasons) -> Text {
    let reasons = listed_reasons(reasons, ["och", "and"]);
    composed!("Skäl som hänvisas vidare ({reasons})", "Reasons referred elsewhere ({reasons})"; reasons)
}

/// A condition in words only, and who assesses it.
pub(crate) fn assessed(NotEvaluated { text, assessed_by }: &NotEvaluated, excluded: bool) -> Text {
    let by = match assessed_by {
        AssessedBy::Provider => ("Utföraren", "The provider"),
        AssessedBy::Board => ("Kommunen", "The municipality"),
    };
    let what = if excluded {
        ("ett hinder", "whether this rules you out")
    } else {
        ("ett villkor", "one condition")
    };
    let ended = |text: &str| text.trim_end_matches('.').to_owned();
    composed!(
        "{by} bedömer {what}: {text}.",
        "{by} assesses {what}: {text}.";
        by,
        what,
        text = (ended(&text.sv), ended(text.en_or_sv()))
    )
}

#[cfg(test)]
#[path = "../../../../tests/unit/domain/criteria/wording.rs"]
mod tests;
