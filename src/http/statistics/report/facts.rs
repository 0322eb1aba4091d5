//! The decisions and their follow-up on the page of the annual report.

use crate::domain::insatser::decision::{Adoption, BoardDecision};
use crate::domain::statistics::report::decisions::DecisionOfYear;
use crate::domain::text::swedish;

use super::words;

pub(crate) fn period(of: &DecisionOfYear) -> String {
    let from = words::day(of.valid_from);
    let last = of.last_day_in_force.map(words::day);
    let adoption = of.decision.as_ref().map(|decision| decision.adoption);
    match (last, adoption) {
        (Some(last), Some(Adoption::Proposed)) => swedish!(format "Föreslås gälla från {from} till och med {last}"),
        (None, Some(Adoption::Proposed)) => swedish!(format "Föreslås gälla från {from} tills vidare"),
        (Some(last), _) => swedish!(format "Gäller från {from} till och med {last}"),
        (None, _) => swedish!(format "Gäller från {from} tills vidare"),
    }
}

/// Who decided it, when, its reference, and that it may not be adopted.
pub(crate) fn made(decision: &BoardDecision) -> String {
    let date = decision.date.map(words::day);
    let parts = std::iter::once(decision.body.clone()).chain(date);
    let made = parts.chain(decision.reference.clone()).collect::<Vec<_>>().join(", ");
    match decision.adoption.not_shown() {
        None => made,
        Some(why) => format!("{made}. {}", why.sv),
    }
}

pub(crate) fn due(decision: &BoardDecision) -> String {
    let due = decision.follow_up_due.map(words::day_or_month);
    due.unwrap_or_else(|| swedish!("Ingen tid för uppföljning är införd.").into())
}

pub(crate) fn followed_up(decision: &BoardDecision) -> String {
    let Some(done) = &decision.followed_up else {
        return swedish!("Ingen uppföljning är införd.").into();
    };
    let date = std::iter::once(words::day(done.date));
    date.chain(done.reference.clone()).collect::<Vec<_>>().join(", ")
}

/// What every group record must contain.
pub(crate) fn asked_for(of: &DecisionOfYear) -> String {
    let asked: Vec<&str> = of.asked_for.iter().map(|asked| &*asked.text.sv).collect();
    if asked.is_empty() {
        return swedish!("Inga uppgifter är införda.").into();
    }
    format!("{}.", words::capital(&asked.join(", ")))
}
