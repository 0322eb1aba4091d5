//! What a condition is about, in a word or two.

use crate::domain::Text;

use crate::domain::criteria::Condition;
use crate::domain::criteria::persons::Persons;

/// What a condition is about, for a list of conditions that are not met: "ålder". `None` for what only people assess, and
/// for conditions joined by others.
pub(crate) fn topic(leaf: &Condition) -> Option<Text> {
    Some(match leaf {
        Condition::Age(_) | Condition::AgeInYear(_) => Text::fixed("ålder", "age"),
        Condition::RegisteredIn(_) | Condition::RegisteredInAnyOf(_) => Text::fixed("folkbokföring", "registration"),
        Condition::ResidesIn(_) | Condition::ResidesInAnyOf(_) => Text::fixed("bostadsort", "place of residence"),
        Condition::RelativeResidesIn(_) => Text::fixed("var din närstående bor", "where your relative or friend lives"),
        Condition::DeclaredAnyOf(_) => Text::fixed(
            "varför din närstående behöver stöd",
            "why your relative or friend needs support",
        ),
        Condition::Declared(fact) => fact.wording().topic,
        Condition::DeclaredLocally(_) => SITUATION,
        Condition::EachOf(of) | Condition::SomeOf(of) => match of.persons {
            Persons::Partner => Text::fixed("din partner", "your partner"),
            Persons::Household => Text::fixed("andra i hushållet", "others in your household"),
            Persons::SupportedPersons => Text::fixed("den du stöttar", "the person you support"),
            Persons::Children => Text::fixed("barn", "children"),
        },
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::NotEvaluated(_) => return None,
    })
}

/// The topic of what a person would rather not see repeated.
pub(crate) const SITUATION: Text = Text::fixed("din situation", "your situation");
