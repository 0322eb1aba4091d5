//! Reads the question that the fields of a form state.

use chrono::NaiveDate;

use crate::documents::faults::Faults;
use crate::documents::questions::question::{AskedQuestion, question};
use crate::domain::text::text;
use crate::domain::{Code, Fault};

use super::fields::Fields;
use super::names::{PART, fact_of};
use super::tree;

/// Reads the question that fields state.
///
/// # Errors
/// Every fault, with the pointers of a question in JSON; none quotes what was sent.
pub(crate) fn read(fields: &Fields, today: NaiveDate) -> Result<AskedQuestion<'static>, Vec<Fault>> {
    if fields.iter().any(|(name, _)| name != PART && fact_of(name).is_none()) {
        let detail = text!(
            "Formuläret innehåller ett okänt fält.",
            "The form contains an unknown field."
        );
        return Err(vec![Fault::new("", Code::UnknownMember, detail)]);
    }
    let root = tree::of(fields);
    let mut faults = Faults::strict();
    let read = root.members(&mut faults).map(|mut members| {
        let read = question(&mut members, today);
        members.end();
        read
    });
    faults.refuse_identities(&root);
    faults.end(read)
}
