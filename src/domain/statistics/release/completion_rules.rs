//! What may be stated about a reporting period.

use chrono::NaiveDate;

use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::LinkedProvider;
use crate::domain::personal_details::child_concern::{ChildConcern, child_concern_in};
use crate::domain::records::completion::{Completion, CompletionState};
use crate::domain::records::content::{rating_faults, report_concern};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::expected::cycles;

/// The faults of a statement about a period. `at` is the pointer of the period.
pub(crate) fn completion_faults(
    insats: &Insats,
    linked: LinkedProvider,
    (period, at): (ReportingPeriod, &str),
    completion: &Completion,
    today: NaiveDate,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |pointer: &str, code: Code, detail: Text| faults.push(Fault::new(pointer, code, detail));
    let cycles = cycles(insats, linked, period);
    match cycles.last() {
        None => {
            let detail = text!(
                "Insatsen ska inte rapporteras för den perioden.",
                "The service is not reported for that period."
            );
            fault(at, Code::NotInForce, detail);
        }
        Some(cycle) if !cycles.contains(&period.cycle()) => {
            let wanted = ReportingPeriod::of(*cycle, period.last_day());
            let detail = composed!(
                "Insatsen rapporteras för perioder som {wanted}.",
                "The service is reported for periods such as {wanted}."
            );
            fault(at, Code::OutsideReportingPeriod, detail);
        }
        Some(_) => {}
    }
    if period.last_day() > today {
        let detail = text!("Perioden har inte slutat än.", "The period has not ended yet.");
        fault(at, Code::DateInFuture, detail);
    }
    if completion.state == CompletionState::Lost && completion.reason.is_none() {
        let detail = text!(
            "Skriv varför uppgifterna inte kommer.",
            "Say why the information will not come."
        );
        fault("/reason", Code::ReasonMissing, detail);
    }
    for (pointer, text) in completion.texts_with_pointers() {
        if child_concern_in(text) == Some(ChildConcern::Clear) {
            fault(pointer, Code::ChildConcernElsewhere, report_concern());
        }
    }
    if let Some(evaluation) = &completion.evaluation {
        faults.extend(rating_faults(evaluation, u32::MAX, "/evaluation"));
    }
    faults
}
