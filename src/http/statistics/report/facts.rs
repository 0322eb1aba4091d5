//! The decisions and their follow-up on the page of the annual report.

use chrono::NaiveDate;

use crate::domain::Text;
use crate::domain::insatser::decision::{Adoption, BoardDecision};
use crate::domain::letters::capital;
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::report::decisions::DecisionOfYear;
use crate::domain::text::{TextLanguage, composed, text};

/// A day or month in both languages.
fn in_both(written: impl Fn(TextLanguage) -> String) -> (String, String) {
    (written(TextLanguage::Swedish), written(TextLanguage::English))
}

pub(crate) fn period(of: &DecisionOfYear) -> Text {
    let adoption = of.decision.as_ref().map(|decision| decision.adoption);
    period_of(of.valid_from, of.last_day_in_force, adoption)
}

/// From when and until when a version is in force, or proposed to be.
pub(crate) fn period_of(first: NaiveDate, last: Option<NaiveDate>, adoption: Option<Adoption>) -> Text {
    let from = in_both(|language| in_words::day(first, language));
    let last = last.map(|last| in_both(|language| in_words::day(last, language)));
    match (last, adoption) {
        (Some(last), Some(Adoption::Proposed)) => composed!(
            "Föreslås gälla från {from} till och med {last}",
            "Proposed from {from} until {last} (inclusive)";
            from, last
        ),
        (None, Some(Adoption::Proposed)) => composed!(
            "Föreslås gälla från {from} tills vidare",
            "Proposed from {from} until further notice";
            from
        ),
        (Some(last), _) => composed!(
            "Gäller från {from} till och med {last}",
            "In force from {from} until {last} (inclusive)";
            from, last
        ),
        (None, _) => composed!(
            "Gäller från {from} tills vidare",
            "In force from {from} until further notice";
            from
        ),
    }
}

/// Who decided it, when, its reference, and that it may not be adopted.
pub(crate) fn made(decision: &BoardDecision, language: TextLanguage) -> String {
    let date = decision.date.map(|date| in_words::day(date, language));
    let parts = std::iter::once(decision.body.clone()).chain(date);
    let made = parts.chain(decision.reference.clone()).collect::<Vec<_>>().join(", ");
    match decision.adoption.not_shown() {
        None => made,
        Some(why) => format!("{made}. {}", language.of(&why)),
    }
}

pub(crate) fn due(decision: &BoardDecision, language: TextLanguage) -> String {
    let due = decision.follow_up_due.map(|due| in_words::day_or_month(due, language));
    let none = text!(
        "Ingen tid för uppföljning är införd.",
        "No time for a follow-up has been entered."
    );
    due.unwrap_or_else(|| language.of(&none).to_owned())
}

pub(crate) fn followed_up(decision: &BoardDecision, language: TextLanguage) -> String {
    let Some(done) = &decision.followed_up else {
        let none = text!("Ingen uppföljning är införd.", "No follow-up has been entered.");
        return language.of(&none).to_owned();
    };
    let date = std::iter::once(in_words::day(done.date, language));
    date.chain(done.reference.clone()).collect::<Vec<_>>().join(", ")
}

/// What every group record must contain.
pub(crate) fn asked_for(of: &DecisionOfYear, language: TextLanguage) -> String {
    let asked: Vec<&str> = of.asked_for.iter().map(|asked| language.of(&asked.text)).collect();
    if asked.is_empty() {
        return language
            .of(&text!("Inga uppgifter är införda.", "Nothing has been entered."))
            .to_owned();
    }
    format!("{}.", capital(&asked.join(", ")))
}
