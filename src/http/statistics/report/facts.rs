//! The decisions and their follow-up on the page of the annual report.

use crate::domain::insatser::decision::BoardDecision;
use crate::domain::statistics::report::decisions::DecisionOfYear;

use super::words;

pub(crate) fn period(of: &DecisionOfYear) -> String {
    let from = words::day(of.valid_from);
    match of.last_day_in_force {
        Some(last) => format!("Från {from} till och med {}", words::day(last)),
        None => format!("Från {from} tills vidare"),
    }
}

/// Who decided it, when, its reference, and whether the source shows that it was adopted.
pub(crate) fn made(decision: &BoardDecision) -> String {
    let date = decision.date.map(words::day);
    let parts = std::iter::once(decision.body.clone()).chain(date);
    let made = parts.chain(decision.reference.clone()).collect::<Vec<_>>().join(", ");
    match words::adoption(decision.adoption) {
        "" => made,
        adoption => format!("{made}. {adoption}"),
    }
}

pub(crate) fn due(decision: &BoardDecision) -> String {
    let due = decision.follow_up_due.map(words::day_or_month);
    due.unwrap_or_else(|| "Beslutet anger ingen tid.".into())
}

pub(crate) fn followed_up(decision: &BoardDecision) -> String {
    let Some(done) = &decision.followed_up else {
        return "Ingen uppföljning är införd.".into();
    };
    let date = std::iter::once(words::day(done.date));
    date.chain(done.reference.clone()).collect::<Vec<_>>().join(", ")
}

/// What every group record must contain.
pub(crate) fn asked_for(of: &DecisionOfYear) -> String {
    let asked: Vec<&str> = of.asked_for.iter().map(|asked| &*asked.text.sv).collect();
    if asked.is_empty() {
        return "Beslutet anger inget.".into();
    }
    format!("{}.", words::capital(&asked.join(", ")))
}
