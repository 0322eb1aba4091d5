//! Statements about a reporting period: complete or lost.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::text::composed;

use super::group_record::Evaluation;
use super::reporting_period::ReportingPeriod;
use super::rules::{RecordWarning, RecordWarningCode};

/// A statement about a reporting period. It has no `Debug`, since its texts must never be logged.
#[serde_with::skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Completion {
    /// Whether all records have been reported.
    pub state: CompletionState,
    /// Why the records are lost.
    pub reason: Option<String>,
    /// The outcome of the insats in the period.
    pub evaluation: Option<Evaluation>,
}

impl Completion {
    /// All free text, with pointers into the statement.
    pub(crate) fn texts_with_pointers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let of_evaluation = self.evaluation.as_ref().and_then(|evaluation| evaluation.text.as_ref());
        let texts = [("/reason", self.reason.as_ref()), ("/evaluation/text", of_evaluation)];
        texts
            .into_iter()
            .filter_map(|(pointer, text)| Some((pointer, text?.as_str())))
    }
}

/// Whether all records of a period have been reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CompletionState {
    /// Every record of the period has been reported.
    Complete,
    /// The records of the period will never be reported. Only the municipality states this.
    Lost,
}

/// A period with a statement about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatedPeriod {
    pub period: ReportingPeriod,
    pub state: CompletionState,
}

impl StatedPeriod {
    /// The warning about a record of the period that is new, corrected or withdrawn.
    pub(crate) fn warning(self) -> RecordWarning {
        let period = self.period;
        match self.state {
            CompletionState::Complete => RecordWarning {
                code: RecordWarningCode::PeriodReportedComplete,
                text: composed!(
                    "Perioden {period} är redan rapporterad som komplett. Rapporten räknar med ändringen. Kontrollera att den fortfarande stämmer, också utvärderingen.",
                    "The period {period} has already been reported as complete. The report includes the change. Check that it is still right, also the evaluation."
                ),
            },
            CompletionState::Lost => RecordWarning {
                code: RecordWarningCode::PeriodReportedLost,
                text: composed!(
                    "Perioden {period} är rapporterad som förlorad. Markera den som komplett när allt är inlämnat, annars publiceras den inte.",
                    "The period {period} has been reported as lost. Mark it as complete when everything is posted; otherwise it is not published."
                ),
            },
        }
    }
}
