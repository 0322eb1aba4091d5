//! Checks the first and the last day of something.

use chrono::NaiveDate;

use crate::documents::read::Members;
use crate::domain::Code;
use crate::domain::text::text;

/// Adds a fault if the last day is before the first.
pub(crate) fn check_validity(members: &mut Members, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>) {
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        let detail = text!("validTo är före validFrom.", "validTo is before validFrom.");
        members.fault_at("validTo", Code::OutOfRange, detail);
    }
}
