//! Months that are open, and what holds for them although a setting has changed since.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::body::Settings;
use crate::domain::insatser::figure_split::{ChosenDivision, Division};
use crate::domain::text::composed;
use crate::domain::{Code, Fault};

use super::month::Month;

/// The pointer of the chosen divisions in the municipality's document.
const POINTER: &str = "/settings/statistics/insatser";

/// The open months of a municipality, and what holds for them although a setting has changed since.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The first month whose figures are released by quarter unless the municipality chooses otherwise; all of them if
    /// absent.
    pub first_quarter: Option<Month>,
    /// The highest k of months that had a record when k was lowered.
    pub kept_k: BTreeMap<Month, i32>,
    /// The last month with a record, by insats.
    pub last_counted: BTreeMap<String, Month>,
    /// The last released month.
    pub last_released: Option<Month>,
}

impl Opened {
    /// How the figures of an insats are divided in a month.
    pub fn division(&self, settings: &Settings, insats: &str, month: Month) -> Division {
        let usual = || {
            let is_by_month = self.first_quarter.is_some_and(|first| month < first);
            if is_by_month {
                Division::OF_MONTHS
            } else {
                Division::OF_QUARTERS
            }
        };
        settings.division(insats, month.first_day()).unwrap_or_else(usual)
    }

    /// The last month of an insats that is open or released.
    fn last_open(&self, insats: &str) -> Option<Month> {
        self.last_counted.get(insats).copied().max(self.last_released)
    }

    /// Why the divisions of a municipality may not change in this way. `pointer` is the municipality's document.
    pub(crate) fn faults(&self, before: &Settings, after: &Settings, pointer: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, chosen) in after.divisions().iter().enumerate() {
            if !before.divisions().contains(chosen) {
                let pointer = format!("{pointer}{POINTER}/{at}/from");
                faults.extend(self.fault_of(before, after, chosen, pointer));
            }
        }
        for gone in before.divisions() {
            let is_of_same = |chosen: &ChosenDivision| (&chosen.insats, chosen.from) == (&gone.insats, gone.from);
            if !after.divisions().iter().any(is_of_same)
                && let Some(last) = self.changed_and_open(before, after, gone)
            {
                let detail = composed!(
                    "Månaderna till och med {last} har redan poster eller är publicerade. Deras uppdelning ligger fast: \
                     behåll valet i listan.",
                    "The months through {last} already have records or are released. Their division is fixed: keep the \
                     choice in the list."
                );
                faults.push(Fault::new(format!("{pointer}{POINTER}"), Code::MonthOpen, detail));
            }
        }
        faults
    }

    fn fault_of(&self, before: &Settings, after: &Settings, chosen: &ChosenDivision, pointer: String) -> Option<Fault> {
        let open = self.changed_and_open(before, after, chosen);
        if open.is_none() && self.begins_period(after, chosen, chosen.from) {
            return None;
        }
        // Open months keep what was chosen before.
        let settings = if open.is_some() { before } else { after };
        let earliest = open.map_or(chosen.from, |last| last.next().first_day().max(chosen.from));
        let from = Month::of(earliest).through(Month::of(earliest).year_after());
        let from = from
            .map(Month::first_day)
            .find(|day| *day >= earliest && self.begins_period(settings, chosen, *day))?;
        let (code, detail) = match open {
            Some(last) => (
                Code::MonthOpen,
                composed!(
                    "Månaderna till och med {last} har redan poster eller är publicerade. Ändringen kan gälla från \
                     {from}.",
                    "The months through {last} already have records or are released. The change can hold from {from}."
                ),
            ),
            None => (
                Code::OutOfRange,
                composed!(
                    "Ändringen börjar med en månad, och med ett kvartal eller år om siffrorna gäller sådana: {from}.",
                    "The change begins with a month, and with a quarter or year if figures are of those: {from}."
                ),
            ),
        };
        Some(Fault::new(pointer, code, detail))
    }

    /// The last open month, if the division of an open month changes with a choice.
    fn changed_and_open(&self, before: &Settings, after: &Settings, chosen: &ChosenDivision) -> Option<Month> {
        let insats = chosen.insats.as_str();
        let last = self.last_open(insats)?;
        let division = |settings: &Settings, month| self.division(settings, insats, month);
        Month::of(chosen.from)
            .through(last)
            .any(|month| division(before, month) != division(after, month))
            .then_some(last)
    }

    /// Whether a choice may begin on a day: the first of a period, both of those before and of the chosen ones.
    fn begins_period(&self, settings: &Settings, chosen: &ChosenDivision, day: NaiveDate) -> bool {
        let day_before = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        let before = self.division(settings, chosen.insats.as_str(), Month::of(day_before));
        let periods = [before.root_period, chosen.division().root_period];
        day.day() == 1 && (day <= LAW_IN_FORCE || periods.iter().all(|period| period.may_begin_with(day)))
    }
}
