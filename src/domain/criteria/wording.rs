//! The words in which conditions and answers are told, in plain Swedish and faithful English.

use crate::domain::text::Text;

use super::evaluate::Truth;
use super::facts::{Declarable, RelativeReason, RelativeReasons};
use super::{AgeLimit, Condition};

/// One leaf and its result in words. `excluded` says that the leaf stands under `not`.
pub(crate) fn leaf_result(leaf: &Condition, result: Truth, excluded: bool) -> Text {
    let Text { sv, en } = condition(leaf);
    match (result, excluded) {
        (Truth::Met, false) => Text::new(
            format!("Villkoret {sv} är uppfyllt."),
            format!("The condition {en} is met."),
        ),
        (Truth::NotMet, false) => Text::new(
            format!("Villkoret {sv} är inte uppfyllt."),
            format!("The condition {en} is not met."),
        ),
        (Truth::Unknown, false) => Text::new(
            format!("En uppgift saknas för att avgöra villkoret {sv}."),
            format!("A fact is missing to decide the condition {en}."),
        ),
        (Truth::Met, true) => Text::new(
            format!("Undantaget {sv} gäller."),
            format!("The exception {en} applies."),
        ),
        (Truth::NotMet, true) => Text::new(
            format!("Undantaget {sv} gäller inte."),
            format!("The exception {en} does not apply."),
        ),
        (Truth::Unknown, true) => Text::new(
            format!("En uppgift saknas för att avgöra undantaget {sv}."),
            format!("A fact is missing to decide the exception {en}."),
        ),
    }
}

/// One leaf as something to meet. `excluded` says that the leaf stands under `not`: it must not hold.
pub(crate) fn requirement(leaf: &Condition, excluded: bool) -> Text {
    let Text { sv, en } = condition(leaf);
    if excluded {
        Text::new(
            format!("Undantaget {sv} får inte gälla"),
            format!("The exception {en} must not apply"),
        )
    } else {
        Text::new(format!("Villkoret {sv}"), format!("The condition {en}"))
    }
}

/// A leaf as words that follow "villkoret" and "the condition".
fn condition(leaf: &Condition) -> Text {
    match leaf {
        Condition::Age(limit) => age(*limit),
        Condition::RegisteredIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            Text::new(
                format!("att vara folkbokförd i {name}"),
                format!("of being registered as resident (folkbokförd) in {name}"),
            )
        }
        Condition::ResidesIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            Text::new(format!("att bo i {name}"), format!("of living in {name}"))
        }
        Condition::RelativeResidesIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            Text::new(
                format!("att den närstående bor i {name}"),
                format!("that the person supported lives in {name}"),
            )
        }
        Condition::Declared(fact) => declared(*fact),
        Condition::DeclaredAnyOf(reasons) => relative_reasons(*reasons),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Text::fixed("", ""),
    }
}

fn age(limit: AgeLimit) -> Text {
    let after = |most: u8| u16::from(most) + 1;
    match (limit.at_least, limit.at_most) {
        (Some(least), Some(most)) => Text::new(
            format!("att ha fyllt {least} men inte {} år", after(most)),
            format!("of having turned {least} but not {}", after(most)),
        ),
        (Some(least), None) => Text::new(format!("att ha fyllt {least} år"), format!("of having turned {least}")),
        (None, Some(most)) => Text::new(
            format!("att inte ha fyllt {} år", after(most)),
            format!("of not having turned {}", after(most)),
        ),
        (None, None) => Text::fixed("", ""),
    }
}

const fn declared(fact: Declarable) -> Text {
    match fact {
        Declarable::SupportsRelative => Text::fixed(
            "att vårda eller stötta en närstående",
            "of caring for or supporting somebody close",
        ),
        Declarable::ParentWithMentalIllness => Text::fixed(
            "att ha en förälder med psykisk sjukdom eller psykisk ohälsa",
            "of having a parent with a mental illness or mental ill-health",
        ),
        Declarable::RelativelyHealthy => Text::fixed("att vara någorlunda frisk", "of being in reasonably good health"),
        Declarable::PsychiatricContact => Text::fixed(
            "att ha någon form av kontakt med psykiatrin",
            "of having some kind of contact with psychiatric care",
        ),
        Declarable::PsychiatricDisability => Text::fixed(
            "att ha en psykisk funktionsnedsättning",
            "of having a psychiatric disability",
        ),
        Declarable::SubstantialDifficulties => Text::fixed(
            "att ha stora svårigheter inom flera delar av livet",
            "of having considerable difficulties in several areas of life",
        ),
        Declarable::ComplexSupportNeeds => Text::fixed(
            "att behöva sammansatt stöd och kontakt med flera myndigheter eller vårdgivare",
            "of needing composite support and contact with several authorities or care providers",
        ),
        Declarable::OfWorkingAge => Text::fixed("att vara i arbetsför ålder", "of being of working age"),
        Declarable::VisionOrHearingImpairment => Text::fixed(
            "att ha en syn- eller hörselskada",
            "of having a vision or hearing impairment",
        ),
        Declarable::IsParent => Text::fixed("att vara förälder", "of being a parent"),
        Declarable::ExposedToViolence => Text::fixed(
            "att vara utsatt för våld i en nära relation eller hedersrelaterat våld",
            "of being exposed to violence in a close relation or honour-related violence",
        ),
        Declarable::UsesViolence => Text::fixed(
            "att ha använt våld i en nära relation",
            "of having used violence in a close relation",
        ),
    }
}

fn relative_reasons(reasons: RelativeReasons) -> Text {
    let (sv, en): (Vec<_>, Vec<_>) = reasons.iter().map(relative_reason).unzip();
    Text::new(
        format!("att den närstående behöver stöd på grund av {}", listed(&sv, "eller")),
        format!("that the person close needs support because of {}", listed(&en, "or")),
    )
}

/// A reason why somebody close needs support, in words.
pub(crate) const fn relative_reason(reason: RelativeReason) -> (&'static str, &'static str) {
    match reason {
        RelativeReason::Alder => ("ålder", "age"),
        RelativeReason::LangvarigSjukdom => ("långvarig sjukdom", "long illness"),
        RelativeReason::PsykiskOhalsa => ("psykisk ohälsa", "mental ill-health"),
        RelativeReason::Funktionsnedsattning => ("funktionsnedsättning", "disability"),
        RelativeReason::Beroende => ("beroende", "addiction"),
        RelativeReason::ValdINaraRelation => ("våld i nära relation", "violence in a close relation"),
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

#[cfg(test)]
#[path = "../../../tests/unit/domain/criteria/wording.rs"]
mod tests;
