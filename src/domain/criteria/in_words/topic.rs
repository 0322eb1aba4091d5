//! What a condition is about, in a word or two.

use crate::domain::Text;
use crate::domain::text::text;

use crate::domain::criteria::Condition;
use crate::domain::criteria::persons::Persons;

/// What a condition is about, for a list of conditions that are not met: "ålder". `None` for what only people assess, and
/// for conditions joined by others.
pub(crate) fn topic(leaf: &Condition) -> Option<Text> {
    Some(match leaf {
        Condition::Age(_) | Condition::AgeInYear(_) => text!("ålder", "age"),
        Condition::RegisteredIn(_) | Condition::RegisteredInAnyOf(_) => text!("folkbokföring", "registration"),
        Condition::ResidesIn(_) | Condition::ResidesInAnyOf(_) => text!("bostadsort", "place of residence"),
        Condition::RelativeResidesIn(_) => text!("var din närstående bor", "where your relative or friend lives"),
        Condition::DeclaredAnyOf(_) => text!(
            "varför din närstående behöver stöd",
            "why your relative or friend needs support"
        ),
        Condition::Declared(fact) => fact.wording().topic,
        Condition::DeclaredLocally(_) => SITUATION,
        Condition::EachOf(of) | Condition::SomeOf(of) => match of.persons {
            Persons::Partner => text!("din partner", "your partner"),
            Persons::Household => text!("andra i hushållet", "others in your household"),
            Persons::SupportedPersons => text!("den du stöttar", "the person you support"),
            Persons::Children => text!("barn", "children"),
        },
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::NotEvaluated(_) => return None,
    })
}

/// The topic of what a person would rather not see repeated.
pub(crate) const SITUATION: Text = text!("din situation", "your situation");
