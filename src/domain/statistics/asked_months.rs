//! The months that a question about statistics is about.

use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::dimension::{Months, Step};
use super::month::{FIRST, Month};

/// The most calendar years of one answer.
pub(crate) const MAX_YEARS: i32 = 10;

/// The months that a question names.
#[derive(Clone, Copy)]
pub(crate) struct AskedMonths {
    /// The first month.
    pub from: Option<Month>,
    /// The last month.
    pub to: Option<Month>,
}

impl AskedMonths {
    /// The months of the answer. A named month must begin or end a whole `step`; where none is named, `unasked` is
    /// extended to whole steps.
    ///
    /// # Errors
    /// Every fault, its pointer below `pointer`.
    pub(crate) fn months(self, step: Step, unasked: Months, pointer: &str) -> Result<Months, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut fault =
            |name: &str, detail: Text| faults.push(Fault::new(format!("{pointer}/{name}"), Code::OutOfRange, detail));
        let whole = Months {
            from: self
                .from
                .unwrap_or_else(|| unasked.from.min(self.to.unwrap_or(unasked.from))),
            to: self
                .to
                .unwrap_or_else(|| unasked.to.max(self.from.unwrap_or(unasked.to))),
        }
        .whole(step);
        let months = Months {
            from: self.from.unwrap_or(whole.from),
            to: self.to.unwrap_or(whole.to),
        };
        if months.from < FIRST {
            let detail = composed!(
                "Lagen gäller från {FIRST}. Börja inte tidigare.",
                "The act has been in force since {FIRST}. Do not start earlier."
            );
            fault("from", detail);
        }
        if months.from > months.to {
            let detail = text!(
                "Den första månaden är senare än den sista.",
                "The first month is later than the last."
            );
            fault("from", detail);
        } else if months.to.year() - months.from.year() >= MAX_YEARS {
            let detail = composed!(
                "Högst {MAX_YEARS} kalenderår i taget.",
                "At most {MAX_YEARS} calendar years at a time."
            );
            fault("to", detail);
        } else if step != Step::Whole {
            let ends = [
                ("from", months.from, whole.from, ("börja", "start")),
                ("to", months.to, whole.to, ("sluta", "end")),
            ];
            for (name, month, wanted, edge) in ends {
                if month != wanted {
                    let detail = composed!(
                        "Det som redovisas i hela kvartal eller år ska {edge} med ett: {wanted}.",
                        "Figures for whole quarters or years must {edge} with one: {wanted}.";
                        edge
                    );
                    fault(name, detail);
                }
            }
        }
        if faults.is_empty() { Ok(months) } else { Err(faults) }
    }
}
