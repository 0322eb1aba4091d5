//! The words in which answers explain conditions, in plain Swedish and faithful English.

use crate::domain::Text;

use super::evaluate::Truth;
use super::local::LocalQuestion;
use super::persons::Persons;
use super::phrase::{listed_texts, phrase};
use super::variables::quantified;
use super::{AssessedBy, Condition, Criterion, NotEvaluated};

/// One leaf and its result in words. `excluded` says that the leaf is under `not`.
pub(crate) fn leaf_result(leaf: &Condition, result: Truth, excluded: bool, questions: &[LocalQuestion]) -> Text {
    if let Condition::NotEvaluated(condition) = leaf {
        return not_evaluated(condition);
    }
    let Some(phrase) = phrase(leaf, questions) else {
        return persons_result(&of_persons(leaf, excluded, questions), result);
    };
    let (sv, en) = (phrase.that_sv, phrase.that_en);
    match (result, excluded) {
        (Truth::Met, false) => Text::new(
            format!("Villkoret att {sv} är uppfyllt."),
            format!("The condition {en} is met."),
        ),
        (Truth::NotMet, false) => Text::new(
            format!("Villkoret att {sv} är inte uppfyllt."),
            format!("The condition {en} is not met."),
        ),
        (Truth::Unknown, false) => Text::new(
            format!("En uppgift saknas för att avgöra villkoret att {sv}."),
            format!("A fact is missing to decide the condition {en}."),
        ),
        (Truth::Met, true) => Text::new(
            format!("Undantaget att {sv} gäller."),
            format!("The exception {en} applies."),
        ),
        (Truth::NotMet, true) => Text::new(
            format!("Undantaget att {sv} gäller inte."),
            format!("The exception {en} does not apply."),
        ),
        (Truth::Unknown, true) => Text::new(
            format!("En uppgift saknas för att avgöra undantaget att {sv}."),
            format!("A fact is missing to decide the exception {en}."),
        ),
    }
}

/// One leaf as something to meet. `excluded` says that the leaf is under `not`: it must not hold.
pub(crate) fn requirement(leaf: &Condition, excluded: bool, questions: &[LocalQuestion]) -> Text {
    if let Condition::NotEvaluated(NotEvaluated { text, .. }) = leaf {
        return text.for_sentences();
    }
    let Some(phrase) = phrase(leaf, questions) else {
        return of_persons(leaf, excluded, questions);
    };
    let (sv, en) = (phrase.that_sv, phrase.that_en);
    if excluded {
        Text::new(
            format!("Undantaget att {sv} får inte gälla"),
            format!("The exception {en} must not apply"),
        )
    } else {
        Text::new(format!("Villkoret att {sv}"), format!("The condition {en}"))
    }
}

fn not_evaluated(NotEvaluated { text, assessed_by }: &NotEvaluated) -> Text {
    let (sv, en) = match assessed_by {
        AssessedBy::Provider => ("Utföraren bedömer", "The provider assesses"),
        AssessedBy::Board => ("Kommunen bedömer", "The municipality assesses"),
    };
    Text::new(
        format!("{sv} det här villkoret: {}", text.sv),
        format!("{en} this condition: {}", text.en_or_sv()),
    )
}

fn persons_result(sentence: &Text, result: Truth) -> Text {
    let (sv, en) = match result {
        Truth::Met => ("uppfyllt", "met"),
        Truth::NotMet => ("inte uppfyllt", "not met"),
        Truth::Unknown => ("uppgifter saknas", "facts are missing"),
    };
    Text::new(format!("{}: {sv}.", sentence.sv), format!("{}: {en}.", sentence.en))
}

/// A condition on the persons of a list as a sentence: "Alla i hushållet ska ha fyllt 75 år".
pub(crate) fn of_persons(leaf: &Condition, excluded: bool, questions: &[LocalQuestion]) -> Text {
    let Some((each, persons, meets)) = quantified(leaf) else {
        return Text::fixed("", "");
    };
    let (subject, has_some) = (subject(persons, each), has_some(persons));
    let sentence = if meets.is_open_to_all() {
        Text::new(has_some.sv, has_some.en)
    } else {
        let Text { sv, en } = must(&meets, false, questions);
        Text::new(format!("{} ska {sv}", subject.sv), format!("{} must {en}", subject.en))
    };
    if excluded {
        let Text { sv, en } = sentence;
        return Text::new(
            format!("Detta får inte gälla: {sv}"),
            format!("This must not apply: {en}"),
        );
    }
    sentence
}

/// Those of a list as the subject of a sentence.
const fn subject(persons: Persons, each: bool) -> Text {
    match (persons, each) {
        (Persons::Partner, _) => Text::fixed("Din partner", "Your partner"),
        (Persons::Household, true) => Text::fixed("Alla i hushållet", "Everyone in the household"),
        (Persons::Household, false) => Text::fixed("Någon i hushållet", "Someone in the household"),
        (Persons::SupportedPersons, true) => Text::fixed("Alla som du stöttar", "Everyone you support"),
        (Persons::SupportedPersons, false) => Text::fixed("Någon som du stöttar", "Someone you support"),
        (Persons::Children, true) => Text::fixed("Alla barn", "Every child"),
        (Persons::Children, false) => Text::fixed("Något barn", "A child"),
    }
}

/// That there is anybody in a list.
const fn has_some(persons: Persons) -> Text {
    match persons {
        Persons::Partner => Text::fixed("Du ska leva i ett par", "You must be in a couple"),
        Persons::Household => Text::fixed("Du ska bo tillsammans med någon", "You must live with someone"),
        Persons::SupportedPersons => Text::fixed("Du ska stötta någon", "You must support someone"),
        Persons::Children => Text::fixed(
            "Du ska ha eller komma med ett barn",
            "You must have or come with a child",
        ),
    }
}

/// Criteria, or their opposite, as what follows "ska" and "must".
fn must(criterion: &Criterion, opposite: bool, questions: &[LocalQuestion]) -> Text {
    let (of, every) = match &criterion.condition {
        Condition::Not(of) => return must(of, !opposite, questions),
        Condition::All(of) => (of, !opposite),
        Condition::Any(of) => (of, opposite),
        Condition::NotEvaluated(NotEvaluated { text, .. }) => {
            let not = if opposite { ("inte ", "not ") } else { ("", "") };
            return Text::new(
                format!("{}uppfylla villkoret ”{}”", not.0, text.sv),
                format!("{}meet the condition “{}”", not.1, text.en_or_sv()),
            );
        }
        leaf => {
            let phrase = phrase(leaf, questions).map(|phrase| if opposite { phrase.opposite() } else { phrase });
            return phrase.map_or_else(
                || Text::fixed("", ""),
                |phrase| Text::new(phrase.infinitive_sv, phrase.base_en),
            );
        }
    };
    let texts: Vec<Text> = of.iter().map(|child| must(child, opposite, questions)).collect();
    listed_texts(&texts, every)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/criteria/wording.rs"]
mod tests;
